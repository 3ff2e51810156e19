//! Whether a promise is kept, and what came in its place.

use std::sync::Arc;

use credstack_model::Amount;
use credstack_model::policy::{Bound, Effect, Modality, PolicySet};
use credstack_model::proposal::{Label, Outcome, Proposal, State, Unknown};
use credstack_model::scenario::{Much, OfCredential, OfStack, Promised};
use credstack_model::stack::{AwardStatus, LimitEntry, Need, RequirementLine, Stack, Stacking};

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

pub(super) struct Look {
    pub(super) kept: bool,
    pub(super) came: String,
    pub(super) because: Vec<String>,
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

pub(super) fn much(of: Much) -> String {
    match of {
        Much::Credits(n) => format!("{n} ECTS"),
        Much::Items(1) => "1 credential".into(),
        Much::Items(n) => format!("{n} credentials"),
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

pub(super) fn stack(set: &PolicySet, of: &OfStack, found: &Stacking) -> Look {
    let best = &found.grantable;
    match of {
        OfStack::Complete | OfStack::NotComplete | OfStack::Undetermined => {
            let wanted = match of {
                OfStack::Complete => AwardStatus::Complete,
                OfStack::NotComplete => AwardStatus::NotComplete,
                _ => AwardStatus::Undetermined,
            };
            let came = format!("it is {}", found.status.words());
            Look { kept: found.status == wanted, came, because: summary(set, best) }
        }
        OfStack::Counts(n, place) => {
            let (credits, items) = match place {
                None => {
                    let mut names: Vec<&str> = best.counted.iter().map(|c| &*c.credential).collect();
                    names.sort_unstable();
                    names.dedup();
                    (best.total, names.len())
                }
                Some(path) => match line(best, path) {
                    Ok(line) => (line.credits, usize::try_from(line.credentials).unwrap_or(usize::MAX)),
                    Err(look) => return look,
                },
            };
            measured(set, best, *n, (credits, items), "counts")
        }
        OfStack::Misses(n, place) => {
            let (credits, items) = match place {
                None => {
                    let lines = best.requirements.iter().map(|l| l.missing_credits);
                    let slots = lines.fold(Amount::ZERO, Amount::plus);
                    let items: u32 = best.requirements.iter().map(|l| l.missing_items).sum();
                    (slots.max(best.missing_workload()), items)
                }
                Some(path) => match line(best, path) {
                    Ok(line) => (line.missing_credits, line.missing_items),
                    Err(look) => return look,
                },
            };
            measured(set, best, *n, (credits, usize::try_from(items).unwrap_or(usize::MAX)), "misses")
        }
        OfStack::Uses(names, place) => uses(set, best, names, place.as_deref()),
        OfStack::LeavesOut(names) => {
            let counted = |name: &&Arc<str>| best.counted.iter().any(|c| c.credential == **name);
            let used: Vec<&str> = names.iter().filter(counted).map(|n| &**n).collect();
            let came = format!("it uses {}", used.join(", "));
            Look { kept: used.is_empty(), came, because: summary(set, best) }
        }
    }
}

fn measured(set: &PolicySet, best: &Stack, wanted: Much, found: (Amount, usize), verb: &str) -> Look {
    let (kept, came) = match wanted {
        Much::Credits(n) => (n == found.0, format!("it {verb} {} ECTS", found.0)),
        Much::Items(n) => {
            let items = u32::try_from(found.1).unwrap_or(u32::MAX);
            (n == items, format!("it {verb} {}", much(Much::Items(items))))
        }
    };
    Look { kept, came, because: summary(set, best) }
}

fn uses(set: &PolicySet, best: &Stack, names: &[Arc<str>], place: Option<&str>) -> Look {
    if let Some(path) = place
        && let Err(look) = line(best, path)
    {
        return look;
    }
    let below = |path: &str| {
        let of = |p: &str| path == p || path.strip_prefix(p).is_some_and(|rest| rest.starts_with('/'));
        place.is_none_or(of)
    };
    let mut found: Vec<&str> = best.counted.iter().filter(|c| below(&c.requirement)).map(|c| &*c.credential).collect();
    let mut wanted: Vec<&str> = names.iter().map(|n| &**n).collect();
    for list in [&mut found, &mut wanted] {
        list.sort_unstable();
        list.dedup();
    }
    let came = if found.is_empty() { "it uses nothing there".into() } else { format!("it uses {}", found.join(", ")) };
    Look { kept: found == wanted, came, because: summary(set, best) }
}

fn line<'s>(best: &'s Stack, path: &str) -> Result<&'s RequirementLine, Look> {
    best.requirements.iter().find(|l| *l.path == *path).ok_or_else(|| {
        let known: Vec<&str> = best.requirements.iter().map(|l| &*l.path).collect();
        let came = format!("the award has no requirement `{path}`; it has {}", known.join(", "));
        Look { kept: false, came, because: Vec::new() }
    })
}

pub(super) fn limit(name: &str, full: bool, limits: &[LimitEntry]) -> Look {
    // The plain name stands for the version that is in force on the day of the case; where the day is open, for all of them.
    let dated = format!("{name}@");
    let versions: Vec<&LimitEntry> = limits.iter().filter(|l| *l.name == *name || l.name.starts_with(&dated)).collect();
    if versions.is_empty() {
        let known: Vec<&str> = limits.iter().map(|l| &*l.name).collect();
        let known = if known.is_empty() { "none does".to_owned() } else { format!("these do: {}", known.join(", ")) };
        let came = format!("no limit `{name}` bears on this stack; {known}");
        return Look { kept: false, came, because: Vec::new() };
    }
    let of = |l: &LimitEntry| l.extent.map_or_else(|| "any number".to_owned(), need);
    let holds = |l: &&LimitEntry| format!("limit {} holds {} of {}", l.name, need(l.used), of(l));
    let came: Vec<String> = versions.iter().map(holds).collect();
    let kept = versions.iter().all(|entry| is_full(entry) == full);
    Look { kept, came: came.join("; "), because: Vec::new() }
}

/// A ceiling is full where nothing more of the wallet fits under it, a floor where it is reached.
fn is_full(entry: &LimitEntry) -> bool {
    let reached = match (entry.used, entry.extent) {
        (Need::Credits(used), Some(Need::Credits(extent))) => used >= extent,
        (Need::Credentials(used), Some(Need::Credentials(extent))) => used >= extent,
        _ => false,
    };
    reached || (entry.bound == Bound::AtMost && entry.bites == Some(true))
}

fn need(of: Need) -> String {
    match of {
        Need::Credits(n) => format!("{n} ECTS"),
        Need::Credentials(n) => much(Much::Items(n)),
        Need::LearningOutcomes(n) => format!("{n} learning outcomes"),
    }
}

/// What counts where, what is missing, what is left out.
pub(super) fn summary(set: &PolicySet, best: &Stack) -> Vec<String> {
    let mut lines = vec![match best.workload {
        Some(workload) => format!("{} of {workload} ECTS are counted", best.total),
        None => format!("{} ECTS are counted", best.total),
    }];
    for line in &best.requirements {
        let of: Vec<String> = best
            .counted
            .iter()
            .filter(|c| c.requirement == line.path)
            .map(|c| format!("{} ({} ECTS)", c.credential, c.credits))
            .collect();
        let short = match (line.missing_credits, line.missing_items) {
            (credits, 0) if credits.is_zero() => String::new(),
            (credits, 0) => format!("; {credits} ECTS are missing"),
            (_, items) => format!("; {items} missing"),
        };
        if !of.is_empty() || !short.is_empty() {
            lines.push(format!("{}: {}{short}", line.path, of.join(", ")));
        }
    }
    for limit in best.limits.iter().filter(|l| l.bites == Some(true) || l.bound == Bound::AtLeast) {
        let of = limit.extent.map_or_else(|| "any number".to_owned(), need);
        lines.push(format!("limit {}: {} of {of}", limit.name, need(limit.used)));
    }
    let unmet = best.further.iter().filter(|f| f.chosen && !f.met);
    lines.extend(unmet.map(|f| words::further(best, f)));
    for left in &best.left_over {
        lines.push(format!(
            "{} is left out: {}",
            left.credential,
            words::left_reason(set, &left.reason, &ToOwned::to_owned)
        ));
    }
    lines
}
