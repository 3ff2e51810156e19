//! Scenarios: a wallet, what is asked for, and what is promised to come of it.

use std::sync::Arc;

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_model::policy::{ExampleFact, Modality};
use credstack_model::proposal::Label;
use credstack_model::scenario::{
    Much, OfCredential, OfStack, Promised, Scenario, ScenarioAnswer, ScenarioCredential, ScenarioPromise,
};
use credstack_model::stack::Include;
use credstack_model::workload::WorkloadUnit;

use super::cx::Cx;
use super::{example, together, value, word};
use crate::syntax::{Kind, Node};

pub(super) fn lower(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Scenario> {
    let title = node.child(Kind::text)?;
    let every: Vec<ExampleFact> = node.all(Kind::every_clause).flat_map(|c| facts(cx, c)).collect();
    let mut credentials = Vec::new();
    for clause in node.all(Kind::held_clause) {
        let own = facts(cx, clause);
        // Of two facts of one attribute that of the credential itself stands.
        let shared = every.iter().filter(|f| own.iter().all(|o| o.attribute != f.attribute));
        let facts: Vec<ExampleFact> = shared.chain(&own).cloned().collect();
        let parts = clause.child(Kind::made_of).map(names).unwrap_or_default();
        let held = |id| ScenarioCredential { id, facts: facts.clone(), parts: parts.clone() };
        credentials.extend(names(clause).into_iter().map(held));
    }
    let policy = node.child(Kind::recognise_clause).and_then(|c| c.child(Kind::full_name));
    if let Some(policy) = policy.filter(|p| !cx.names.policies.contains_key(p.text)) {
        cx.report(
            Diagnostic::new(Slug::UnknownPolicy, policy.span, format!("unknown policy `{}`", policy.text))
                .help("load the pack that declares it, or write it in the specification"),
        );
    }
    let asked = cx.single(node, Kind::asked_clause, "toward");
    let awards: Vec<&Node<'_>> = asked.map(|c| c.all(Kind::full_name).collect()).unwrap_or_default();
    for (at, name) in awards.iter().enumerate() {
        award(cx, name);
        if let Some(first) = awards.iter().take(at).find(|n| n.text == name.text) {
            let problem =
                Diagnostic::new(Slug::DuplicateName, name.span, format!("`{}` is asked for twice", name.text));
            cx.report(problem.also(first.span, "it is asked for here").help("name each award once"));
        }
    }
    let together = asked.map(|c| together::asked(cx, c)).unwrap_or_default();
    let also = node.child(Kind::also_clause).and_then(|c| c.child(Kind::also_word));
    let symbol = |cx: &Cx<'_>, node: Option<&Node<'_>>| node.map(|n| cx.symbols.intern(n.text));
    let scenario = Scenario {
        title: title.words().into(),
        policy: symbol(cx, policy),
        award: symbol(cx, awards.first().copied()),
        beside: awards.iter().skip(1).map(|n| cx.symbols.intern(n.text)).collect(),
        together,
        component: symbol(cx, asked.and_then(|c| c.child(Kind::name))),
        claim: node.all(Kind::claim_clause).flat_map(|c| facts(cx, c)).collect(),
        answers: node.all(Kind::reply_clause).filter_map(|c| answer(cx, c)).collect(),
        forward: node.all(Kind::forward_clause).flat_map(forward).collect(),
        include: match also.map(|a| a.text.starts_with("planned")) {
            None => Include::Completed,
            Some(false) => Include::InProgress,
            Some(true) => Include::Planned,
        },
        promises: node.all(Kind::then_clause).filter_map(|c| promise(cx, c)).collect(),
        span: title.span,
        credentials,
    };
    whole(cx, node, &scenario);
    Some(scenario)
}

/// The full name of an award that is loaded.
fn award(cx: &mut Cx<'_>, node: &Node<'_>) -> credstack_model::Symbol {
    if !cx.names.awards.contains_key(node.text) {
        cx.report(
            Diagnostic::new(Slug::UnknownAward, node.span, format!("unknown award `{}`", node.text))
                .help("load the pack that declares it, or write it in the specification"),
        );
    }
    cx.symbols.intern(node.text)
}

/// Tells what is missing, and credentials that a promise names and the wallet does not hold.
fn whole(cx: &mut Cx<'_>, node: &Node<'_>, scenario: &Scenario) {
    // A promise that could not be read was reported.
    if !node.has(Kind::then_clause) && !node.has(Kind::bad_clause) {
        let problem = Diagnostic::new(Slug::MissingClause, scenario.span, "the scenario promises nothing");
        cx.report(problem.help("add `then it is complete`, `then c1 is recognised` or another promise"));
    }
    if scenario.policy.is_none() && scenario.award.is_none() {
        let problem =
            Diagnostic::new(Slug::MissingClause, scenario.span, "the scenario does not say what is asked for");
        cx.report(problem.help("add `toward` and an award, or `recognise by` and a policy"));
    }
    let clauses =
        node.parts().filter(|c| matches!(c.kind, Kind::then_clause | Kind::forward_clause | Kind::reply_clause));
    for name in clauses.flat_map(|c| c.parts().chain(c.parts().flat_map(Node::parts))) {
        if name.kind == Kind::held_name && !scenario.credentials.iter().any(|c| *c.id == *held(name)) {
            cx.report(
                Diagnostic::new(
                    Slug::UnknownWord,
                    name.span,
                    format!("the scenario has no credential `{}`", name.text),
                )
                .help("name a credential of the scenario"),
            );
        }
    }
}

fn facts(cx: &mut Cx<'_>, node: &Node<'_>) -> Vec<ExampleFact> {
    node.all(Kind::example_fact).filter_map(|f| example::fact(cx, f)).collect()
}

fn held(node: &Node<'_>) -> Arc<str> {
    node.words().into()
}

fn names(node: &Node<'_>) -> Vec<Arc<str>> {
    node.all(Kind::held_name).map(held).collect()
}

fn answer(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<ScenarioAnswer> {
    Some(ScenarioAnswer {
        question: rule(cx, node.child(Kind::full_name)?)?,
        credential: node.child(Kind::held_name).map(held),
        yes: node.child(Kind::reply_word)?.text == "yes",
    })
}

/// The full name of a rule, an exception of one or a route, as far as its policy is there.
fn rule(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<credstack_model::Symbol> {
    let mut policy = node.text;
    while let Some((above, _)) = policy.rsplit_once('.') {
        if cx.names.policies.contains_key(above) {
            return Some(cx.symbols.intern(node.text));
        }
        policy = above;
    }
    cx.report(
        Diagnostic::new(Slug::UnknownRule, node.span, format!("no policy has a rule or a route `{}`", node.text))
            .help("write its full name, as `es.universities.thesis`"),
    );
    None
}

fn forward(node: &Node<'_>) -> Vec<(Arc<str>, Arc<str>)> {
    let component = node.child(Kind::full_name).map(|n| Arc::<str>::from(n.text)).unwrap_or_default();
    names(node).into_iter().map(|name| (name, component.clone())).collect()
}

fn promise(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<ScenarioPromise> {
    let inner = node.parts().find(|c| c.kind != Kind::KW_THEN)?;
    let promised = match inner.kind {
        Kind::limit_promise => {
            let name = inner.parts().find(|c| matches!(c.kind, Kind::full_name | Kind::string))?;
            Promised::LimitFull(name.words().into(), !inner.has(Kind::KW_NOT))
        }
        Kind::stack_promise => Promised::Stack(of_stack(cx, inner)?),
        Kind::award_promise => Promised::Award(award(cx, inner.child(Kind::full_name)?), of_stack(cx, inner)?),
        Kind::share_promise => {
            let names: Vec<_> = inner.all(Kind::full_name).map(|n| award(cx, n)).collect();
            let [one, other] = names.as_slice() else { return None };
            Promised::Shared(*one, *other, much(cx, inner)?)
        }
        Kind::set_promise => {
            let names = inner.all(Kind::full_name).map(|n| award(cx, n)).collect();
            Promised::CanBeComplete(names, inner.has(Kind::KW_CAN_BE_COMPLETE))
        }
        _ => Promised::Credential(held(inner.child(Kind::held_name)?), of_credential(cx, inner)?),
    };
    Some(ScenarioPromise { promised, span: inner.span })
}

fn of_stack(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<OfStack> {
    if let Some(word) = node.child(Kind::complete_word) {
        return match (word.text, node.has(Kind::KW_NOT)) {
            ("complete", false) => Some(OfStack::Complete),
            ("complete", true) => Some(OfStack::NotComplete),
            (_, false) => Some(OfStack::Undetermined),
            (_, true) => {
                let problem =
                    Diagnostic::new(Slug::WrongType, node.span, "what is not undetermined is one of two things");
                cx.report(problem.help("write `it is complete` or `it is not complete`"));
                None
            }
        };
    }
    let place = node.child(Kind::in_requirement).and_then(|i| i.child(Kind::requirement_path)).map(|p| p.text.into());
    if node.has(Kind::KW_USES) {
        return Some(OfStack::Uses(names(node), place));
    }
    if node.has(Kind::KW_LEAVES_OUT) {
        return Some(OfStack::LeavesOut(names(node)));
    }
    let much = much(cx, node)?;
    Some(if node.has(Kind::KW_COUNTS) { OfStack::Counts(much, place) } else { OfStack::Misses(much, place) })
}

fn much(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Much> {
    Some(match (node.child(Kind::items), node.child(Kind::workload)) {
        (Some(items), _) => Much::Items(items.child(Kind::integer)?.text.parse().ok()?),
        (None, workload) => Much::Credits(ects(cx, workload?)?),
    })
}

fn ects(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<credstack_model::Amount> {
    match value::exact_workload(cx, node)? {
        (amount, WorkloadUnit::Ects) => Some(amount),
        _ => {
            cx.report(
                Diagnostic::new(Slug::WrongType, node.span, "what is granted and counted is counted in ECTS")
                    .help("write it in ECTS, as `6 ECTS`"),
            );
            None
        }
    }
}

fn of_credential(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<OfCredential> {
    if node.has(Kind::KW_INCOMPLETE) {
        let mut facts = Vec::new();
        for phrase in node.all(Kind::loose_words) {
            facts.push(word::truth(cx, phrase.text).or_else(|| word::attribute(cx, phrase))?);
        }
        return Some(OfCredential::Incomplete(facts));
    }
    if let Some(name) = node.child(Kind::full_name) {
        let of = rule(cx, name)?;
        return Some(if node.has(Kind::KW_CITES) { OfCredential::Cites(of) } else { OfCredential::GoesBy(of) });
    }
    let credits = match node.child(Kind::workload) {
        Some(workload) => Some(ects(cx, workload)?),
        None => None,
    };
    if let Some(modality) = node.child(Kind::modality) {
        let modality = if modality.has(Kind::KW_MAY) { Modality::May } else { Modality::Must };
        return Some(OfCredential::Granted(modality, credits?));
    }
    let label =
        match node.child(Kind::rung).and_then(|r| r.text.split_whitespace().next_back().zip(r.text.chars().next())) {
            None => Label::Refused,
            Some(("credential", _)) => Label::RecognisedAs,
            Some((_, 'c')) => Label::Conditionally,
            Some((_, 'p')) => Label::Partially,
            Some(_) => Label::Recognised,
        };
    Some(OfCredential::Rung { label, credits, closed: node.has(Kind::if_closed) })
}
