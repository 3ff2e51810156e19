//! Where an item is counted, and what is shared.

use std::collections::BTreeMap;

use super::fault::Fault;
use super::ledger::Ledger;
use super::once::{Cell, lie_apart, once};
use crate::problem::{Fill, Measure};
use crate::requirements::Sharing;

impl Ledger<'_> {
    /// What is wrong with the places of one item.
    pub(super) fn places(&self, item: usize, cells: &[Cell<'_>]) -> Vec<Fault> {
        let problem = self.problem;
        let fill = |cell: &Cell<'_>| problem.slots[cell.counted.slot].fill;
        let name = || problem.items[item].id.clone();
        let whole = cells.iter().find(|c| fill(c) == Fill::Whole).filter(|_| cells.len() > 1);
        let up_to = cells.iter().filter(|c| fill(c) == Fill::UpTo).count();
        let apart = lie_apart(problem, cells);
        if whole.is_none() && up_to < 2 && apart {
            return Vec::new();
        }
        let mut faults = Vec::new();
        if let Some(uses) = self.uses(cells) {
            if cells.len() > uses {
                faults.push(Fault::Uses { item: name(), slots: cells.len(), uses });
            }
            let cut = |c: &&Cell<'_>| fill(c) != Fill::Whole && c.counted.units < c.offer.credits;
            if let Some(cell) = cells.iter().find(cut).filter(|_| cells.len() > 2) {
                faults.push(Fault::CutAndShared { slot: problem.slots[cell.counted.slot].name.clone(), item: name() });
            }
            return faults;
        }
        if let Some(cell) = whole {
            faults.push(Fault::Whole { slot: problem.slots[cell.counted.slot].name.clone(), item: name() });
        }
        if up_to > 1 {
            faults.push(Fault::UpTo { item: name(), slots: up_to });
        }
        if !apart {
            faults.push(Fault::Shares { item: name() });
        }
        faults
    }

    /// In how many slots an item may be that is in these cells; `None` where two of them do not share.
    fn uses(&self, cells: &[Cell<'_>]) -> Option<usize> {
        let mut least = usize::MAX;
        for one in cells {
            for other in cells.iter().filter(|c| c.counted.slot > one.counted.slot) {
                let pair = (one.counted.slot, other.counted.slot);
                let uses = self.problem.sharing.iter().filter(|s| joins(s, pair)).map(|s| s.uses).min()?;
                least = least.min(uses);
            }
        }
        Some(least)
    }

    /// Where more is shared than may be.
    pub(super) fn sharing(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for sharing in &self.problem.sharing {
            let (mut credits, mut items) = (0, 0);
            for cells in self.by_item().values() {
                let on = |side: usize| -> Vec<Cell<'_>> {
                    cells.iter().filter(|c| sharing.between[side].contains(&c.counted.slot)).copied().collect()
                };
                let both = once(self.problem, &on(0)) + once(self.problem, &on(1))
                    - once(self.problem, &[on(0), on(1)].concat());
                credits += both;
                items += both.signum();
            }
            let fine = i128::from(self.problem.fine);
            let bounds = [
                (Measure::Credits, sharing.credits.map(|n| i128::from(n) * fine), credits * fine),
                (Measure::Items, sharing.items.map(i128::from), items),
            ];
            for (measure, allows, counts) in bounds {
                if let Some(allows) = allows.filter(|allows| counts > *allows) {
                    let (allows, counts) = (self.say(measure, allows), self.say(measure, counts));
                    faults.push(Fault::Sharing { sharing: sharing.name.clone(), allows, counts });
                }
            }
        }
        faults
    }

    pub(super) fn by_item(&self) -> BTreeMap<usize, Vec<Cell<'_>>> {
        let mut by_item: BTreeMap<usize, Vec<Cell<'_>>> = BTreeMap::new();
        for cell in self.cells.values() {
            by_item.entry(cell.counted.item).or_default().push(*cell);
        }
        by_item
    }
}

fn joins(sharing: &Sharing, (one, other): (usize, usize)) -> bool {
    let [left, right] = &sharing.between;
    left.contains(&one) && right.contains(&other) || left.contains(&other) && right.contains(&one)
}
