//! A problem with some of its items only.

use credstack_stacking::{Average, Latest, Limit, Offer, Problem, Slot};

/// The problem as it is for a wallet that holds only the items that are kept, in the same order.
pub(super) fn restricted(problem: &Problem, kept: impl Fn(usize) -> bool) -> Problem {
    let mut places = vec![None; problem.items.len()];
    let mut items = Vec::new();
    for (at, item) in problem.items.iter().enumerate().filter(|(at, _)| kept(*at)) {
        if let Some(place) = places.get_mut(at) {
            *place = Some(items.len());
        }
        items.push(item.clone());
    }
    let place = |item: usize| places.get(item).copied().flatten();
    let cells = |cells: &[(usize, usize)]| -> Vec<(usize, usize)> {
        cells.iter().filter_map(|(slot, item)| Some((*slot, place(*item)?))).collect()
    };
    let offers = |slot: &Slot| -> Vec<Offer> {
        let kept = slot.offers.iter().filter_map(|o| Some((o, place(o.item)?)));
        kept.map(|(offer, item)| Offer { item, values: offer.values.clone(), ..*offer }).collect()
    };
    let slot = |slot: &Slot| Slot { name: slot.name.clone(), offers: offers(slot), ..*slot };
    let limit = |l: &Limit| Limit { name: l.name.clone(), cells: cells(&l.cells), ..*l };
    let latest = |l: &Latest| Latest { name: l.name.clone(), cells: cells(&l.cells), ..*l };
    let average = |a: &Average| Average {
        name: a.name.clone(),
        cells: cells(&a.cells),
        grades: a.grades.iter().filter_map(|(item, grade)| Some((place(*item)?, *grade))).collect(),
        ..*a
    };
    Problem {
        items,
        slots: problem.slots.iter().map(slot).collect(),
        tree: problem.tree.clone(),
        limits: problem.limits.iter().map(limit).collect(),
        clashes: problem.clashes.iter().filter_map(|(a, b)| Some((place(*a)?, place(*b)?))).collect(),
        awards: problem.awards.clone(),
        sharing: problem.sharing.clone(),
        averages: problem.averages.iter().map(average).collect(),
        latest: problem.latest.iter().map(latest).collect(),
        settled: problem.settled.clone(),
        ..*problem
    }
}
