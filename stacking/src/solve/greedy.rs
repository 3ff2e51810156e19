//! A stack that is within everything and no more: what there is to show where the steps end before a search has found better.

use super::choices::{choices, open_slots};
use super::layout::Layout;
use super::value::Allocation;
use super::witness::Witness;
use crate::problem::{Fill, Measure};

/// The better of what a search found before its steps ended and a stack made without any search; none where even the choice of
/// children is too much.
pub(super) fn or_greedy(layout: &Layout<'_>, found: Option<Witness>, proven: bool) -> Option<Witness> {
    let plain = if proven { None } else { greedy(layout) };
    match (found, plain) {
        (Some(found), Some(plain)) => Some(if plain.value < found.value { plain } else { found }),
        (found, plain) => found.or(plain),
    }
}

/// Fills requirement after requirement, in the order of the walk, with whole credentials until its minimum is reached.
fn greedy(layout: &Layout<'_>) -> Option<Witness> {
    let problem = layout.problem;
    let choice = choices(problem, 1).0.into_iter().next()?;
    let open = open_slots(problem, &choice);
    let mut units = vec![0; layout.cells.len()];
    let mut used = vec![false; layout.items.len()];
    for ((slot, cells), open) in problem.slots.iter().zip(&layout.slots).zip(open) {
        let mut filled = 0;
        let simple = slot.fill == Fill::Whole && !slot.entire && slot.measure != Measure::Outcomes;
        for at in cells.clone().filter(|_| open && simple) {
            if filled >= slot.minimum {
                break;
            }
            let Some(cell) = layout.cells.get(at) else { continue };
            let Some(item) = layout.items.get(cell.item).filter(|_| used.get(cell.item) == Some(&false)) else {
                continue;
            };
            if item.clashes.iter().any(|other| used.get(*other) == Some(&true)) {
                continue;
            }
            set(&mut units, at, cell.most);
            if !(Allocation { layout, units: &units, choice: &choice }).is_within() {
                set(&mut units, at, 0);
                continue;
            }
            set(&mut used, cell.item, true);
            filled += if slot.measure == Measure::Credits { cell.most } else { 1 };
        }
    }
    let value = Allocation { layout, units: &units, choice: &choice }.value();
    Some(Witness { value, units, choice })
}

fn set<T>(list: &mut [T], at: usize, value: T) {
    if let Some(place) = list.get_mut(at) {
        *place = value;
    }
}
