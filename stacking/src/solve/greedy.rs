//! A stack that is within everything and no more: what there is to show where the steps end before a search has found better.

use super::choices::{Choice, choices, open_slots};
use super::layout::Layout;
use super::value::Allocation;
use super::witness::Witness;
use crate::problem::{Measure, Slot};

/// The better of what a search found before its steps ended and a stack made without any search; none where even the choice of
/// children is too much.
pub(super) fn or_greedy(layout: &Layout<'_>, found: Option<Witness>, proven: bool) -> Option<Witness> {
    let plain = if proven { None } else { greedy(layout) };
    match (found, plain) {
        (Some(found), Some(plain)) => Some(if plain.value < found.value { plain } else { found }),
        (found, plain) => found.or(plain),
    }
}

/// Fills requirement after requirement, in the order of the walk, with whole credentials until its minimum is reached, and then
/// again until the workload is.
pub(super) fn greedy(layout: &Layout<'_>) -> Option<Witness> {
    let problem = layout.problem;
    let choice = choices(problem, 1).0.into_iter().next()?;
    let open = open_slots(problem, &choice);
    let mut filling = Filling { layout, units: vec![0; layout.cells.len()], used: vec![false; layout.items.len()] };
    let simple = |slot: &Slot| !slot.entire && slot.measure != Measure::Outcomes;
    let slots = problem.slots.iter().zip(&layout.slots).zip(open);
    let slots: Vec<_> = slots.filter(|((slot, _), open)| *open && simple(slot)).map(|(of, _)| of).collect();
    for (slot, cells) in &slots {
        filling.fill((*cells).clone(), slot.measure, slot.minimum, &choice);
    }
    let counted: i64 = filling.units.iter().sum();
    if let Some(rest) = problem.workload.map(|w| w - counted).filter(|rest| *rest > 0) {
        let cells = slots.iter().flat_map(|(_, cells)| (*cells).clone());
        filling.fill(cells, Measure::Credits, rest, &choice);
    }
    let units = filling.units;
    let value = Allocation { layout, units: &units, choice: &choice }.value();
    Some(Witness { value, units, choice })
}

struct Filling<'a> {
    layout: &'a Layout<'a>,
    units: Vec<i64>,
    used: Vec<bool>,
}

impl Filling<'_> {
    /// Counts what fits of some cells, one after the other, until they come to so much.
    fn fill(&mut self, cells: impl Iterator<Item = usize>, measure: Measure, wanted: i64, choice: &Choice) {
        let layout = self.layout;
        let mut filled = 0;
        for at in cells {
            if filled >= wanted {
                return;
            }
            let Some(cell) = layout.cells.get(at) else { continue };
            let unused = |item: &usize| self.used.get(*item) == Some(&false);
            let Some(item) = layout.items.get(cell.item).filter(|_| unused(&cell.item)) else { continue };
            if !item.clashes.iter().all(unused) {
                continue;
            }
            set(&mut self.units, at, cell.most);
            if !(Allocation { layout, units: &self.units, choice }).is_within() {
                set(&mut self.units, at, 0);
                continue;
            }
            set(&mut self.used, cell.item, true);
            filled += if measure == Measure::Credits { cell.most } else { 1 };
        }
    }
}

fn set<T>(list: &mut [T], at: usize, value: T) {
    if let Some(place) = list.get_mut(at) {
        *place = value;
    }
}
