//! Rules that do not say where they come from, or rest on what nobody could check.

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_model::policy::{Citation, Confidence, PolicySet};
use credstack_source::Span;

pub(super) fn check(set: &PolicySet, found: &mut Vec<Diagnostic>) {
    for policy in &set.policies {
        let rules = policy.rules.iter().map(|r| (r.name, r.span, &r.citations));
        let routes = policy.routes.iter().map(|r| (r.name, r.span, &r.citations));
        for (name, span, citations) in rules.chain(routes) {
            let name = set.symbols.text(name);
            if citations.is_empty() {
                let problem = Diagnostic::new(Slug::MissingCitation, span, format!("`{name}` cites no source"));
                found.push(problem.help("add `cite` with a source of the policy and the article"));
            } else if citations.iter().all(|c| confidence(set, c) == Some(Confidence::Doubtful)) {
                found.push(doubtful(name, span));
            }
        }
    }
    for function in set.functions.iter().filter(|f| f.citations.is_empty()) {
        let name = set.symbols.text(function.name);
        let problem = Diagnostic::new(Slug::MissingCitation, function.span, format!("`{name}` cites no source"));
        found.push(problem.help("add `cite` with the source of the formula"));
    }
}

fn doubtful(name: &str, span: Span) -> Diagnostic {
    let problem =
        Diagnostic::new(Slug::DoubtfulSource, span, format!("`{name}` rests on a source that nobody could check"));
    problem.help("find the act, cite it, and take `confidence doubtful` away; until then every output says so")
}

fn confidence(set: &PolicySet, citation: &Citation) -> Option<Confidence> {
    let policy = set.policies.iter().find(|p| p.name == citation.policy)?;
    policy.sources.iter().find(|s| s.name == citation.source).map(|s| s.confidence)
}
