//! A problem with some of its items only.

use credstack_stacking::Problem;

/// The problem as it is for a wallet that holds only the items that are kept, in the same order.
pub(super) fn restricted(problem: &Problem, kept: impl Fn(usize) -> bool) -> Problem {
    let mut places = vec![None; problem.items.len()];
    let mut rest = Problem { items: Vec::new(), ..problem.clone() };
    for (at, item) in problem.items.iter().enumerate() {
        if kept(at) {
            if let Some(place) = places.get_mut(at) {
                *place = Some(rest.items.len());
            }
            rest.items.push(item.clone());
        }
    }
    let place = |item: usize| places.get(item).copied().flatten();
    for slot in &mut rest.slots {
        slot.offers.retain_mut(|offer| place(offer.item).map(|new| offer.item = new).is_some());
    }
    let cells = |cells: &mut Vec<(usize, usize)>| {
        cells.retain_mut(|(_, item)| place(*item).map(|new| *item = new).is_some());
    };
    rest.limits.iter_mut().for_each(|l| cells(&mut l.cells));
    rest.latest.iter_mut().for_each(|l| cells(&mut l.cells));
    for average in &mut rest.averages {
        cells(&mut average.cells);
        average.grades.retain_mut(|(item, _)| place(*item).map(|new| *item = new).is_some());
    }
    rest.clashes = problem.clashes.iter().filter_map(|(a, b)| Some((place(*a)?, place(*b)?))).collect();
    rest
}
