//! Promises about several awards that are asked for together.

use std::sync::Arc;

use credstack_model::policy::PolicySet;
use credstack_model::scenario::{Much, OfStack, Promised};
use credstack_model::stack::{AwardStatus, LimitEntry, Need, Stacking};
use credstack_model::together::JointStacking;
use credstack_model::{Amount, Symbol};

use super::kept::{Look, limit, much, stack, summary};

/// What came of a promise.
pub(super) fn look(set: &PolicySet, promised: &Promised, found: &JointStacking) -> Look {
    match promised {
        Promised::Award(award, of) => match found.awards.iter().find(|a| a.award == *award) {
            Some(own) => stack(set, of, own),
            None => wrong("this award is not asked for"),
        },
        Promised::Stack(of) => joint(set, of, found),
        Promised::LimitFull(name, full) => {
            let own = found.awards.iter().flat_map(|a| &a.grantable.limits);
            let limits: Vec<LimitEntry> = own.chain(&found.grantable.sharing).cloned().collect();
            limit(name, *full, &limits)
        }
        Promised::Shared(one, other, n) => shared(set, (*one, *other), *n, found),
        Promised::CanBeComplete(awards, can) => can_be(set, awards, *can, found),
        Promised::Credential(..) => wrong("this is a promise about a credential"),
    }
}

fn wrong(came: &str) -> Look {
    Look { kept: false, came: came.to_owned(), because: Vec::new() }
}

/// What came of a promise about all of them, or about a place in one.
fn joint(set: &PolicySet, of: &OfStack, found: &JointStacking) -> Look {
    let because = || because(set, found);
    match of {
        OfStack::Complete | OfStack::NotComplete | OfStack::Undetermined => {
            let wanted = match of {
                OfStack::Complete => AwardStatus::Complete,
                OfStack::NotComplete => AwardStatus::NotComplete,
                _ => AwardStatus::Undetermined,
            };
            let came = format!("it is {}", found.status.words());
            Look { kept: found.status == wanted, came, because: because() }
        }
        OfStack::Counts(_, Some(path)) | OfStack::Misses(_, Some(path)) | OfStack::Uses(_, Some(path)) => {
            match place(set, path, found) {
                Some((own, inner)) => stack(set, &moved(of, inner), own),
                None => {
                    wrong(&format!("none of the awards has `{path}`, or several have it: write the award before it"))
                }
            }
        }
        OfStack::Counts(n, None) => {
            let mut names: Vec<&Arc<str>> = counted(found).collect();
            names.sort_unstable();
            names.dedup();
            measured(*n, found.grantable.total, names.len(), "counts", because())
        }
        OfStack::Misses(n, None) => {
            let each = found.awards.iter().map(|a| &a.grantable);
            let credits = each.clone().map(|s| {
                let slots = s.requirements.iter().map(|l| l.missing_credits).fold(Amount::ZERO, Amount::plus);
                slots.max(s.missing_workload())
            });
            let items: u32 = each.flat_map(|s| &s.requirements).map(|l| l.missing_items).sum();
            let credits = credits.fold(Amount::ZERO, Amount::plus);
            measured(*n, credits, usize::try_from(items).unwrap_or(usize::MAX), "misses", because())
        }
        OfStack::Uses(names, None) => {
            let mut used: Vec<&str> = counted(found).map(|c| &**c).collect();
            let mut wanted: Vec<&str> = names.iter().map(|n| &**n).collect();
            for list in [&mut used, &mut wanted] {
                list.sort_unstable();
                list.dedup();
            }
            Look { kept: used == wanted, came: format!("it uses {}", used.join(", ")), because: because() }
        }
        OfStack::LeavesOut(names) => {
            let used: Vec<&str> = names.iter().filter(|n| counted(found).any(|c| c == *n)).map(|n| &**n).collect();
            Look { kept: used.is_empty(), came: format!("it uses {}", used.join(", ")), because: because() }
        }
    }
}

fn counted(found: &JointStacking) -> impl Iterator<Item = &Arc<str>> {
    found.awards.iter().flat_map(|a| &a.grantable.counted).map(|c| &c.credential)
}

/// The award of a path and the path within it: `diploma/d`, `s8.diploma/d`, or a requirement that only one of them has.
fn place<'f, 'p>(set: &PolicySet, path: &'p str, found: &'f JointStacking) -> Option<(&'f Stacking, Option<&'p str>)> {
    let (first, rest) = path.split_once('/').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let called = |a: &&Stacking| {
        let full = set.symbols.text(a.award);
        full == first || full.rsplit('.').next() == Some(first)
    };
    if let Some(own) = found.awards.iter().find(called) {
        return Some((own, rest));
    }
    let mut having = found.awards.iter().filter(|a| a.grantable.requirements.iter().any(|l| *l.path == *path));
    let own = having.next()?;
    having.next().is_none().then_some((own, Some(path)))
}

fn moved(of: &OfStack, place: Option<&str>) -> OfStack {
    let place = place.map(Arc::from);
    match of {
        OfStack::Counts(n, _) => OfStack::Counts(*n, place),
        OfStack::Misses(n, _) => OfStack::Misses(*n, place),
        OfStack::Uses(names, _) => OfStack::Uses(names.clone(), place),
        other => other.clone(),
    }
}

fn measured(wanted: Much, credits: Amount, items: usize, verb: &str, because: Vec<String>) -> Look {
    let (kept, came) = match wanted {
        Much::Credits(n) => (n == credits, format!("it {verb} {credits} ECTS")),
        Much::Items(n) => {
            let items = u32::try_from(items).unwrap_or(u32::MAX);
            (n == items, format!("it {verb} {}", much(Much::Items(items))))
        }
    };
    Look { kept, came, because }
}

fn shared(set: &PolicySet, (one, other): (Symbol, Symbol), wanted: Much, found: &JointStacking) -> Look {
    let names = [set.symbols.text(one), set.symbols.text(other)];
    let between = |l: &&LimitEntry| {
        let pair = l.sharing.as_ref().map(|s| [&*s.between[0], &*s.between[1]]);
        pair.is_some_and(|[a, b]| [a, b] == names || [b, a] == names)
    };
    let lines: Vec<&LimitEntry> = found.grantable.sharing.iter().filter(between).collect();
    if lines.is_empty() {
        return wrong("they share nothing: no award and no request says that they may");
    }
    let credits = lines.iter().filter_map(|l| if let Need::Credits(n) = l.used { Some(n) } else { None });
    let items = lines.iter().map(|l| l.counts.len()).max().unwrap_or_default();
    measured(wanted, credits.max().unwrap_or(Amount::ZERO), items, "shares", because(set, found))
}

fn can_be(set: &PolicySet, awards: &[Symbol], can: bool, found: &JointStacking) -> Look {
    let sets = &found.grantable.maximal;
    let within = sets.iter().any(|s| awards.iter().all(|a| s.contains(a)));
    let told: Vec<String> = sets
        .iter()
        .map(|s| format!("({})", s.iter().map(|a| set.symbols.text(*a)).collect::<Vec<_>>().join(", ")))
        .collect();
    let came = format!("these can be complete together: {}", told.join(", "));
    Look { kept: within == can && (within || found.grantable.all_maximal), came, because: because(set, found) }
}

fn because(set: &PolicySet, found: &JointStacking) -> Vec<String> {
    let each = |a: &Stacking| {
        let head = format!("{} is {}", set.symbols.text(a.award), a.status.words());
        [head].into_iter().chain(summary(set, &a.grantable)).collect::<Vec<_>>()
    };
    found.awards.iter().flat_map(each).collect()
}
