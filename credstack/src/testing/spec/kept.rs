//! Whether a promise is kept, and what came in its place.

use std::sync::Arc;

use credstack_model::Amount;
use credstack_model::policy::{Effect, Modality, PolicySet};
use credstack_model::proposal::{Label, Outcome, Proposal, State, Unknown};
use credstack_model::scenario::{OfCredential, OfStack, Promised};
use credstack_model::stack::Stacking;

use super::looked::{Look, limit, much, stack};
use super::scene::Scene;
use super::together;
use crate::report::words;

/// A promise that is not kept.
pub(super) struct Broken {
    pub(super) promised: String,
    /// What came in its place.
    pub(super) came: String,
    /// Why, one reason a line.
    pub(super) because: Vec<String>,
}

/// Looks whether a promise is kept; `None` where it is.
pub(super) fn broken(scene: &mut Scene<'_>, promised: &Promised) -> Option<Broken> {
    let set = scene.set.clone();
    let said = said(&set, promised);
    let looked = match promised {
        Promised::Credential(id, of) => scene.proposal(id).map(|p| credential(&set, id, of, p)),
        of => match scene.joint().map(Option::<&_>::cloned) {
            Ok(Some(joint)) => Ok(together::look(&set, of, &joint)),
            Ok(None) => scene.stacking().map(|s| alone(&set, of, s)),
            Err(error) => Err(error),
        },
    };
    match looked {
        Ok(Look { kept: true, .. }) => None,
        Ok(Look { came, because, .. }) => Some(Broken { promised: said, came, because }),
        Err(error) => Some(Broken { promised: said, came: error, because: Vec::new() }),
    }
}

/// What came of a promise about the one award that is asked for.
fn alone(set: &PolicySet, promised: &Promised, found: &Stacking) -> Look {
    let wrong = |came: &str| Look { kept: false, came: came.to_owned(), because: Vec::new() };
    match promised {
        Promised::Stack(of) => stack(set, of, found),
        Promised::Award(award, of) if *award == found.award => stack(set, of, found),
        Promised::Award(..) => wrong("another award is asked for"),
        Promised::LimitFull(name, full) => limit(name, *full, &found.grantable.limits),
        _ => wrong("one award is asked for: name the others after a comma"),
    }
}

fn said(set: &PolicySet, promised: &Promised) -> String {
    match promised {
        Promised::Credential(id, OfCredential::Rung { label, credits, closed }) => {
            let credits = credits.map_or_else(String::new, |n| format!(" with {n} ECTS"));
            let closed = if *closed { "if the file is closed, " } else { "" };
            format!("{closed}{id} is {}{credits}", label.word())
        }
        Promised::Credential(id, OfCredential::Incomplete(facts)) if facts.is_empty() => format!("{id} is incomplete"),
        Promised::Credential(id, OfCredential::Incomplete(facts)) => {
            let names: Vec<String> = facts.iter().map(|f| words::attribute(set, *f)).collect();
            format!("{id} is incomplete by {}", names.join(", "))
        }
        Promised::Credential(id, OfCredential::Granted(Modality::Must, n)) => format!("{id} must be granted {n} ECTS"),
        Promised::Credential(id, OfCredential::Granted(Modality::May, n)) => format!("{id} may be granted {n} ECTS"),
        Promised::Credential(id, OfCredential::Cites(rule)) => format!("{id} cites {}", set.symbols.text(*rule)),
        Promised::Credential(id, OfCredential::GoesBy(route)) => format!("{id} goes by {}", set.symbols.text(*route)),
        Promised::Stack(of) => format!("it {}", said_of_stack(of)),
        Promised::Award(award, of) => format!("{} {}", set.symbols.text(*award), said_of_stack(of)),
        Promised::Shared(one, other, n) => {
            format!("{} and {} share {}", set.symbols.text(*one), set.symbols.text(*other), much(*n))
        }
        Promised::CanBeComplete(awards, can) => {
            let names: Vec<&str> = awards.iter().map(|a| set.symbols.text(*a)).collect();
            format!("{} {} be complete together", names.join(", "), if *can { "can" } else { "cannot" })
        }
        Promised::LimitFull(name, full) => format!("limit {name} is {}full", if *full { "" } else { "not " }),
    }
}

fn said_of_stack(of: &OfStack) -> String {
    let list = |names: &[Arc<str>]| names.join(", ");
    let within = |place: &Option<Arc<str>>| place.as_ref().map_or_else(String::new, |p| format!(" in {p}"));
    match of {
        OfStack::Complete => "is complete".into(),
        OfStack::NotComplete => "is not complete".into(),
        OfStack::Undetermined => "is undetermined".into(),
        OfStack::Counts(n, place) => format!("counts {}{}", much(*n), within(place)),
        OfStack::Misses(n, place) => format!("misses {}{}", much(*n), within(place)),
        OfStack::Uses(names, place) => format!("uses {}{}", list(names), within(place)),
        OfStack::LeavesOut(names) => format!("leaves out {}", list(names)),
    }
}

fn credential(set: &PolicySet, id: &str, of: &OfCredential, found: &Proposal) -> Look {
    let asked: Vec<Unknown> = found.asks.iter().map(|a| a.unknown).collect();
    let on_rung = |o: &Outcome, label: Label, credits: Option<Amount>| {
        (o.worst, o.best) == (label, label) && credits.is_none_or(|n| o.may.single() == Some(n))
    };
    let kept = match of {
        OfCredential::Rung { label, credits, closed: true } => {
            found.closed.as_ref().is_some_and(|o| on_rung(o, *label, *credits))
        }
        OfCredential::Rung { label, credits, .. } => found.is_determined() && on_rung(&found.outcome, *label, *credits),
        OfCredential::Incomplete(facts) => {
            let mut wanted: Vec<Unknown> = facts.iter().map(|f| Unknown::Fact(*f)).collect();
            wanted.sort_unstable();
            wanted.dedup();
            let mut on = asked.clone();
            on.sort_unstable();
            (!asked.is_empty() || found.outcome.conflict.is_some()) && (facts.is_empty() || wanted == on)
        }
        OfCredential::Granted(Modality::Must, n) => found.outcome.must.single() == Some(*n),
        OfCredential::Granted(Modality::May, n) => found.outcome.may.single() == Some(*n),
        OfCredential::Cites(rule) => found.findings.iter().any(|f| f.rule == *rule && f.state == State::Holds),
        OfCredential::GoesBy(route) => found.routes == [*route],
    };
    let shown = match of {
        OfCredential::Rung { closed: true, .. } => found.closed.as_ref(),
        _ => None,
    };
    let mut came = outcome(shown.unwrap_or(&found.outcome));
    if shown.is_none() && !asked.is_empty() {
        let names: Vec<String> = asked.iter().map(|u| words::unknown(set, *u)).collect();
        came = format!("is incomplete by {}: it {came}", names.join(", "));
    }
    if let Some((duty, bar)) = found.outcome.conflict.filter(|_| shown.is_none()) {
        let (duty, bar) = (set.symbols.text(duty), set.symbols.text(bar));
        came += &format!("; {duty} demands what {bar} forbids");
    }
    Look { kept, came: format!("{id} {came}"), because: reasons(set, found) }
}

fn outcome(of: &Outcome) -> String {
    let label = if of.worst == of.best {
        of.worst.word().to_owned()
    } else {
        format!("between {} and {}", of.worst.word(), of.best.word())
    };
    format!("is {label}; {} ECTS must and {} ECTS may be granted", of.must, of.may)
}

/// The route, and the rules that have an effect.
fn reasons(set: &PolicySet, found: &Proposal) -> Vec<String> {
    let routes = found.routes.iter().map(|r| format!("by the route {}", set.symbols.text(*r)));
    let rules = found.findings.iter().filter(|f| f.state == State::Holds).filter_map(|finding| {
        let rule = set.policies.iter().flat_map(|p| &p.rules).find(|r| r.name == finding.rule)?;
        let plain = !matches!(rule.effect, Effect::Classify(_) | Effect::Limit(_));
        plain.then(|| format!("{} ({}): {}", set.symbols.text(rule.name), rule.effect.word(), rule.title))
    });
    routes.chain(rules).collect()
}
