//! Policies, their sources and their routes.

use std::sync::Arc;

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_model::policy::{
    Burden, Confidence, CreditSteps, Entitlement, Layer, LegalSource, Policy, Route, RouteTest,
};
use credstack_model::workload::WorkloadUnit;
use credstack_model::{Amount, Symbol};

use credstack_source::Span;

use super::cx::Cx;
use super::shared::{Scope, applies, citations, conditions, in_languages, notes, period, picked, title};
use super::{procedure, rule, value};
use crate::syntax::{Kind, Node};

pub(super) fn lower(cx: &mut Cx<'_>, node: &Node<'_>, pack: usize) -> Option<Policy> {
    let name_node = node.child(Kind::full_name)?;
    let own = cx.names.own_name(name_node);
    let name = own.as_str();
    let force = period(cx, node);
    let picked_by = picked(node).unwrap_or_default();
    let layer = cx.single(node, Kind::layer_clause, "layer").and_then(|c| c.child(Kind::layer_word));
    let layer = layer.and_then(|w| Layer::ALL.into_iter().find(|l| l.word() == w.text));
    let jurisdiction: Vec<&Node<'_>> = node.all(Kind::jurisdiction_clause).flat_map(|c| c.all(Kind::word)).collect();
    if layer.is_none() {
        let problem =
            Diagnostic::new(Slug::MissingClause, name_node.span, format!("the policy `{name}` does not say its layer"));
        cx.report(problem.help("add `layer union`, `country`, `region`, `institution` or `programme`"));
    }
    let sources = node.all(Kind::source).filter_map(|s| source(cx, s)).collect();
    let outer = Scope { policy: name, force, picked_by };
    let routes = node.all(Kind::route).filter_map(|r| route(cx, r, &outer)).collect();
    let rules = node
        .parts()
        .filter(|n| matches!(n.kind, Kind::rule | Kind::limit))
        .flat_map(|r| rule::lower(cx, r, &outer))
        .collect();
    let parameters = cx.names.policies.get(name).map(|p| p.parameters.values().cloned().collect()).unwrap_or_default();
    let procedure = cx.single(node, Kind::procedure, "procedure").map(|p| procedure::lower(cx, p, name));
    let steps = cx.single(node, Kind::steps_clause, "credits in").and_then(|c| steps(cx, c, name));
    let extends: Vec<String> = node
        .all(Kind::extends_clause)
        .flat_map(|c| c.all(Kind::full_name))
        .flat_map(|n| cx.names.versions_of(n.text))
        .collect();
    Some(Policy {
        name: cx.symbols.intern(name),
        version_of: cx.symbols.intern(name_node.text),
        title: title(node, name),
        layer: layer.unwrap_or(Layer::Country),
        jurisdiction: jurisdiction.iter().map(|w| cx.symbols.intern(w.text)).collect(),
        extends: extends.iter().map(|p| cx.symbols.intern(p)).collect(),
        force,
        sources,
        routes,
        rules,
        parameters,
        steps,
        procedure,
        pack,
        span: name_node.span,
    })
}

/// The versions that leave the learner the choice of the next one. One after which there is no other leaves none.
pub(super) fn leave_the_choice(cx: &mut Cx<'_>, roots: &[&Node<'_>]) -> Vec<(Symbol, Span)> {
    let mut found = Vec::new();
    for node in roots.iter().flat_map(|root| root.all(Kind::policy)) {
        let (Some(clause), Some(name)) = (node.child(Kind::opt_clause), node.child(Kind::full_name)) else { continue };
        let own = cx.names.own_name(name);
        let end = period(cx, node).to;
        let next = end.is_some_and(|day| cx.names.policies.contains_key(&format!("{}@{day}", name.text)));
        if next {
            found.push((cx.symbols.intern(&own), clause.span));
        } else {
            let message = format!("there is no newer version of `{}` to opt for", name.text);
            let problem = Diagnostic::new(Slug::UnknownPolicy, clause.span, message);
            cx.report(problem.help(
                "write the newer version as a policy of the same name, `in force from` the day on which this one ends",
            ));
        }
    }
    found
}

/// `credits in whole numbers`, `credits in steps of 0.5 ECTS`.
fn steps(cx: &mut Cx<'_>, node: &Node<'_>, policy: &str) -> Option<CreditSteps> {
    let step = match node.child(Kind::workload) {
        None => Amount::whole(1),
        Some(workload) => match value::exact_workload(cx, workload)? {
            (step, WorkloadUnit::Ects) if !step.is_zero() => step,
            _ => {
                let problem = Diagnostic::new(Slug::WrongType, workload.span, "credits are granted in steps of ECTS");
                cx.report(problem.help("write an amount above nothing in ECTS, as `0.5 ECTS`"));
                return None;
            }
        },
    };
    let cited = node.child(Kind::cite_clause);
    if cited.is_none() {
        let problem =
            Diagnostic::new(Slug::MissingCitation, node.span, "the rounding does not say where it comes from");
        cx.report(problem.help("add `cite` with a source and an article"));
    }
    Some(CreditSteps { step, citations: citations(cx, node, policy), span: node.span })
}

fn source(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<LegalSource> {
    let name = node.child(Kind::name)?;
    let text = |kind: Kind| node.child(kind).and_then(|c| c.child(Kind::text)).map(|t| Arc::from(t.words()));
    let url: Option<Arc<str>> = text(Kind::url_clause);
    let confidence =
        match node.child(Kind::confidence_clause).and_then(|c| c.child(Kind::confidence_word)).map(|w| w.text) {
            Some("secondary") => Confidence::Secondary,
            Some("doubtful") => Confidence::Doubtful,
            _ => Confidence::Primary,
        };
    if url.is_none() && confidence != Confidence::Doubtful {
        let problem =
            Diagnostic::new(Slug::MissingUrl, name.span, format!("the source `{}` has no address", name.text));
        cx.report(problem.help("add `url \"…\"`, or `confidence doubtful` where nobody could find it"));
    }
    let checked = node.child(Kind::checked_clause).and_then(|c| c.child(Kind::date));
    Some(LegalSource {
        name: cx.symbols.intern(name.text),
        title: title(node, name.text),
        url,
        confidence,
        checked: checked.and_then(|d| value::day(cx, d)),
        reading: text(Kind::reading_clause),
        span: name.span,
    })
}

fn route(cx: &mut Cx<'_>, node: &Node<'_>, scope: &Scope<'_>) -> Option<Route> {
    let name = node.child(Kind::name)?;
    let word_of = |clause: Kind, of: Kind| node.child(clause).and_then(|c| c.child(of)).map(|w| w.text);
    let test = match word_of(Kind::test_clause, Kind::test_word)
        .map(|w| w.split_whitespace().next().unwrap_or_default())
    {
        Some("no") => RouteTest::NoSubstantialDifference,
        Some("exact") => RouteTest::ExactAgreement,
        Some(_) => RouteTest::EquivalenceShown,
        None => {
            let problem = Diagnostic::new(
                Slug::MissingClause,
                name.span,
                format!("the route `{}` does not say what it tests", name.text),
            );
            cx.report(
                problem
                    .help("add `test no substantial difference`, `test equivalence shown` or `test exact agreement`"),
            );
            return None;
        }
    };
    let burden = match word_of(Kind::burden_clause, Kind::burden_word) {
        Some("institution") => Burden::Institution,
        Some(_) => Burden::Applicant,
        None if test == RouteTest::EquivalenceShown => Burden::Applicant,
        None => Burden::Institution,
    };
    let entitlement = match word_of(Kind::entitles_clause, Kind::entitles_word) {
        Some("duty") => Entitlement::Duty,
        Some(_) => Entitlement::Discretion,
        None if test == RouteTest::EquivalenceShown => Entitlement::Discretion,
        None => Entitlement::Duty,
    };
    let applies = applies(cx, node, scope.policy).and(conditions(cx, node, scope.policy));
    Some(Route {
        name: cx.symbols.intern(&format!("{}.{}", scope.policy, name.text)),
        title: title(node, name.text),
        says: in_languages(node, Kind::says_clause),
        notes: notes(node),
        applies,
        test,
        burden,
        entitlement,
        citations: citations(cx, node, scope.policy),
        force: period(cx, node).within(scope.force),
        picked_by: picked(node).unwrap_or(scope.picked_by),
        span: name.span,
    })
}
