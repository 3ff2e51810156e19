//! What is superfluous is taken out, the last on the walk first.

use super::layout::Layout;
use super::value::Allocation;
use super::witness::Witness;
use crate::problem::Fill;

/// Takes out of each cell as much as leaves the value as it is, from the end of the walk to its beginning.
pub(super) fn trim(layout: &Layout<'_>, witness: &mut Witness) {
    let mut cells: Vec<usize> = (0..layout.cells.len()).collect();
    cells.sort_by_key(|at| layout.cells.get(*at).map(|c| (c.slot, c.item)));
    for cell in cells.into_iter().rev() {
        let counted = witness.units.get(cell).copied().unwrap_or_default();
        if counted == 0 {
            continue;
        }
        let whole = layout.cells.get(cell).is_none_or(|c| c.fill == Fill::Whole);
        let (mut least, mut most) = (0, counted);
        if whole {
            if stays(layout, witness, cell, 0) {
                put(witness, cell, 0);
            }
            continue;
        }
        // The more is taken out, the more is missing: the least that stays is found by halves.
        while least < most {
            let middle = least + (most - least) / 2;
            if stays(layout, witness, cell, middle) {
                most = middle;
            } else {
                least = middle + 1;
            }
        }
        put(witness, cell, most);
    }
}

fn put(witness: &mut Witness, cell: usize, units: i64) {
    if let Some(place) = witness.units.get_mut(cell) {
        *place = units;
    }
}

fn stays(layout: &Layout<'_>, witness: &mut Witness, cell: usize, units: i64) -> bool {
    let before = witness.units.get(cell).copied().unwrap_or_default();
    put(witness, cell, units);
    let allocation = Allocation { layout, units: &witness.units, choice: &witness.choice };
    let same = allocation.is_within() && allocation.value() == witness.value;
    put(witness, cell, before);
    same
}
