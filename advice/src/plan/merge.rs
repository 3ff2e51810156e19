//! Offers that bring the same: only the cheapest of them can be worth taking, and no more of them than any need has room for.

use std::collections::BTreeMap;

use credstack_stacking::{Extent, Measure, Problem, Progress, Side};

use super::offer::Offer;

type Cells = Vec<(usize, i64, i64, Vec<u32>)>;

/// What an item brings, apart from who it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Brings {
    cells: Cells,
    limits: Vec<Vec<usize>>,
    averages: Vec<(usize, Vec<usize>, i64)>,
    latest: Vec<(usize, Vec<usize>)>,
    progress: Progress,
    day: u32,
    outcomes: Vec<u32>,
    clashes: Vec<usize>,
}

/// For every item what it brings, gathered in one go over the problem.
fn brings(problem: &Problem) -> Vec<Brings> {
    let dated = !problem.latest.is_empty();
    let mut all: Vec<Brings> = problem
        .items
        .iter()
        .map(|i| Brings {
            cells: Vec::new(),
            limits: vec![Vec::new(); problem.limits.len()],
            averages: Vec::new(),
            latest: Vec::new(),
            progress: i.progress,
            day: if dated { i.day } else { 0 },
            outcomes: i.outcomes.clone(),
            clashes: Vec::new(),
        })
        .collect();
    for (slot, place) in problem.slots.iter().enumerate() {
        for offer in &place.offers {
            if let Some(one) = all.get_mut(offer.item) {
                one.cells.push((slot, offer.least, offer.credits, offer.values.clone()));
            }
        }
    }
    for (at, limit) in problem.limits.iter().enumerate() {
        for (slot, item) in &limit.cells {
            if let Some(list) = all.get_mut(*item).and_then(|one| one.limits.get_mut(at)) {
                list.push(*slot);
            }
        }
    }
    for (at, latest) in problem.latest.iter().enumerate() {
        for (slot, item) in &latest.cells {
            if let Some(one) = all.get_mut(*item) {
                one.latest.push((at, vec![*slot]));
            }
        }
    }
    for (at, average) in problem.averages.iter().enumerate() {
        for (item, grade) in &average.grades {
            let slots = average.cells.iter().filter(|c| c.1 == *item).map(|c| c.0).collect();
            if let Some(one) = all.get_mut(*item) {
                one.averages.push((at, slots, *grade));
            }
        }
    }
    for (a, b) in &problem.clashes {
        for (item, other) in [(a, b), (b, a)] {
            if let Some(one) = all.get_mut(*item) {
                one.clashes.push(*other);
            }
        }
    }
    all
}

/// The offers that can be in a cheapest plan, ascending. Those that require others, or are required, are kept.
pub(super) fn worth_taking(problem: &Problem, offers: &[Offer]) -> Vec<usize> {
    let brings = brings(problem);
    let required: Vec<usize> = offers.iter().flat_map(|o| o.requires.iter().copied()).collect();
    let mut kept = Vec::new();
    let mut groups: BTreeMap<&Brings, Vec<usize>> = BTreeMap::new();
    for (at, offer) in offers.iter().enumerate() {
        match offer.items.as_slice() {
            [item] if offer.requires.is_empty() && !required.contains(&at) => {
                if let Some(brought) = brings.get(*item).filter(|b| !b.cells.is_empty()) {
                    groups.entry(brought).or_default().push(at);
                }
            }
            // What brings nothing and is not required is worth nothing.
            [] if !required.contains(&at) => {}
            _ => kept.push(at),
        }
    }
    for (brought, mut group) in groups {
        group.sort_by_key(|at| (offers.get(*at).map(|o| o.cost), *at));
        if let Some(most) = most_of(problem, brought) {
            group.truncate(most);
        }
        kept.extend(group);
    }
    kept.sort_unstable();
    kept
}

/// No more than so many that bring the same are all needed: each need has room for so many. `None` where that cannot be
/// told.
fn most_of(problem: &Problem, brought: &Brings) -> Option<usize> {
    let share = |l: &credstack_stacking::Limit| l.side == Side::AtLeast && matches!(l.extent, Extent::Share { .. });
    if !problem.averages.is_empty() || !problem.latest.is_empty() || problem.limits.iter().any(share) {
        return None;
    }
    // What is cut may be needed for a hundredth.
    let least = brought.cells.iter().map(|c| c.1).min()?.max(1);
    let room =
        |measure: Measure, need: i64| if measure == Measure::Credits { need.div_euclid(least) + 1 } else { need };
    let slots = problem.slots.iter().map(|s| room(s.measure, s.minimum) + i64::from(s.spread));
    let nodes = problem.tree.iter().filter_map(|n| n.minimum).map(|(m, n)| room(m, n));
    let limits = problem.limits.iter().filter(|l| l.side == Side::AtLeast);
    let limits = limits.map(|l| if let Extent::Fixed(n) = l.extent { room(l.measure, n) } else { 0 });
    let workload = problem.workload.map(|w| room(Measure::Credits, w));
    let all: i64 = slots.chain(nodes).chain(limits).chain(workload).sum();
    usize::try_from(all.max(1)).ok()
}
