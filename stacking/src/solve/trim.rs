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
        if let Some((slot, _)) = layout.entire.iter().find(|(slot, _)| slot.contains(&cell)) {
            // Less of it would be no grant at all.
            let before = witness.units.clone();
            slot.clone().for_each(|cell| put(witness, cell, 0));
            if !is_as_good(layout, witness) {
                witness.units = before;
            }
            continue;
        }
        let whole = layout.cells.get(cell).is_none_or(|c| c.fill == Fill::Whole);
        if whole {
            if stays(layout, witness, cell, 0) {
                put(witness, cell, 0);
            }
            continue;
        }
        let least = if counted <= MOST_SCANNED {
            scan(layout, witness, cell, counted)
        } else {
            halve(layout, witness, cell, counted)
        };
        put(witness, cell, least);
    }
}

/// Amounts of more units than this are not looked at one by one: 200 credits in hundredths.
const MOST_SCANNED: i64 = 20_000;

/// The least that leaves the value as it is. Two floors of which one grows with what the other loses can make an amount
/// between two good ones a worse one, so each is looked at.
fn scan(layout: &Layout<'_>, witness: &mut Witness, cell: usize, counted: i64) -> i64 {
    (0..counted).find(|units| stays(layout, witness, cell, *units)).unwrap_or(counted)
}

/// The same by halves, for amounts in very small units: what is found leaves the value as it is, and in all but contrived
/// cases it is the least that does.
fn halve(layout: &Layout<'_>, witness: &mut Witness, cell: usize, counted: i64) -> i64 {
    let (mut least, mut most) = (0, counted);
    while least < most {
        let middle = least + (most - least) / 2;
        if stays(layout, witness, cell, middle) {
            most = middle;
        } else {
            least = middle + 1;
        }
    }
    most
}

fn put(witness: &mut Witness, cell: usize, units: i64) {
    if let Some(place) = witness.units.get_mut(cell) {
        *place = units;
    }
}

fn stays(layout: &Layout<'_>, witness: &mut Witness, cell: usize, units: i64) -> bool {
    let before = witness.units.get(cell).copied().unwrap_or_default();
    if is_missed(layout, witness, before - units) {
        return false;
    }
    put(witness, cell, units);
    let same = is_as_good(layout, witness);
    put(witness, cell, before);
    same
}

/// Whether so much less is less of the credits counted, as far as the workload; that is told by the sum alone where nothing is
/// shared and there is one award.
fn is_missed(layout: &Layout<'_>, witness: &Witness, less: i64) -> bool {
    let plain = layout.shares.is_none() && layout.problem.awards.is_empty();
    let counted: i64 = witness.units.iter().sum();
    plain && less > 0 && layout.problem.workload.is_none_or(|workload| counted - less < workload)
}

fn is_as_good(layout: &Layout<'_>, witness: &Witness) -> bool {
    let allocation = Allocation { layout, units: &witness.units, choice: &witness.choice };
    allocation.is_within() && allocation.value() == witness.value
}
