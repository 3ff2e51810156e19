//! What came of promises about one stack.

use std::sync::Arc;

use credstack_model::Amount;
use credstack_model::policy::{Bound, PolicySet};
use credstack_model::scenario::{Much, OfStack};
use credstack_model::stack::{AwardStatus, LimitEntry, Need, RequirementLine, Stack, Stacking};

use crate::report::words;

/// Whether a promise is kept, what came in its place, and why.
pub(super) struct Look {
    pub(super) kept: bool,
    pub(super) came: String,
    pub(super) because: Vec<String>,
}

pub(super) fn much(of: Much) -> String {
    match of {
        Much::Credits(n) => format!("{n} ECTS"),
        Much::Items(1) => "1 credential".into(),
        Much::Items(n) => format!("{n} credentials"),
    }
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
