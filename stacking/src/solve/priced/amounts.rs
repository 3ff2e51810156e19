//! Credentials of which a part may count, or whose credits are open: how much each cell counts is between two bounds.

use super::rows::{Part, PartEntry};
use super::state::State;
use super::ways::Ways;
use crate::problem::Fill;

impl<W: Ways> State<'_, W> {
    /// Whether nothing is open of an item.
    pub(super) fn is_settled(&self, item: usize) -> bool {
        match &self.model.parted[item] {
            Some(parted) => parted.parts.iter().all(|p| self.low[p.cell] == self.high[p.cell]),
            None => self.ways[item].is_single(),
        }
    }

    /// The most that such a credential adds to a row.
    pub(super) fn most_of(&self, entry: &PartEntry) -> i64 {
        let Some(parted) = &self.model.parted[entry.item] else { return 0 };
        let (mut low, mut high, mut taken, mut best) = (0, 0, 0, (0, 1));
        let (mut may, mut does) = (false, false);
        for ((part, per), covers) in parted.parts.iter().zip(&entry.per).zip(&entry.covers) {
            let (least, most) = (self.low[part.cell], self.high[part.cell]);
            may |= *covers && most > 0;
            does |= *covers && least > 0;
            low += per * least;
            high += (per * least).max(per * most);
            taken += part.weight * least;
            // The most for a unit of the credential, as a fraction.
            if *per > 0 && most > least && per * best.1 > best.0 * part.weight {
                best = (*per, part.weight);
            }
        }
        let rest = i128::from((parted.whole - taken).max(0)) * i128::from(best.0) / i128::from(best.1);
        let flat = if entry.flat > 0 && may || does { entry.flat } else { 0 };
        high.min(low.saturating_add(i64::try_from(rest).unwrap_or(i64::MAX))) + flat
    }

    /// What being counted can add to a row beside what the relaxation counts of it.
    pub(super) fn flat_of(&self, entry: &PartEntry) -> i64 {
        let Some(parted) = &self.model.parted[entry.item] else { return 0 };
        let covered = || parted.parts.iter().zip(&entry.covers).filter(|(_, covers)| **covers);
        let may = covered().any(|(p, _)| self.high[p.cell] > 0);
        if entry.flat > 0 && may { entry.flat } else { 0 }
    }

    /// Lets a cell count no more than this; less than its least is nothing. `false` where it has to count more.
    pub(super) fn lower(&mut self, item: usize, place: usize, most: i64) -> bool {
        let Some(part) = self.model.parted[item].as_ref().map(|p| p.parts[place]) else { return true };
        let most = if most < part.least { 0 } else { most };
        if most >= self.high[part.cell] {
            return true;
        }
        if most < self.low[part.cell] {
            return false;
        }
        self.change(item, part.cell, self.low[part.cell], most);
        if most == 0 {
            self.shut(item, W::cell(place));
        }
        true
    }

    /// Lets a cell count no less than this. `false` where it cannot.
    pub(super) fn raise(&mut self, item: usize, place: usize, least: i64) -> bool {
        let Some(part) = self.model.parted[item].as_ref().map(|p| p.parts[place]) else { return true };
        if least <= 0 || least <= self.low[part.cell] {
            return true;
        }
        let least = least.max(part.least);
        if least > self.high[part.cell] {
            return false;
        }
        self.change(item, part.cell, least, self.high[part.cell]);
        true
    }

    fn change(&mut self, item: usize, cell: usize, low: i64, high: i64) {
        self.set_amounts(cell, low, high);
        let model = self.model;
        if let Some(parted) = &model.parted[item] {
            for at in &parted.entries {
                let entry = &model.part_entries[*at];
                let most = self.most_of(entry);
                self.set_entry(*at, entry.row, most);
            }
        }
        self.touch(item);
    }

    /// What the parts of an item mean for one another, and for what clashes with it.
    pub(super) fn look_at_parts(&mut self, item: usize) -> bool {
        let model = self.model;
        let Some(parted) = &model.parted[item] else { return true };
        let forced = |state: &Self, part: &Part| state.low[part.cell] > 0;
        let Some(_) = parted.parts.iter().find(|p| forced(self, p)) else { return true };
        let taken: i64 = parted.parts.iter().map(|p| p.weight * self.low[p.cell]).sum();
        let whole = parted.parts.iter().position(|p| p.fill == Fill::Whole && forced(self, p));
        let exclusive = parted.parts.iter().position(|p| p.is_exclusive() && forced(self, p));
        for (place, part) in parted.parts.iter().enumerate() {
            let (excludes, is_whole) = (part.is_exclusive(), part.fill == Fill::Whole);
            let is_other = |of: Option<usize>| of.is_some_and(|of| of != place);
            let shut = is_other(whole) || excludes && is_other(exclusive) || is_whole && whole != Some(place);
            if shut && !self.lower(item, place, 0) {
                return false;
            }
            // A whole credential takes all of it, whatever its credits come to.
            if whole.is_none() {
                let room = (parted.whole - taken) / part.weight;
                if taken > parted.whole || !self.lower(item, place, self.low[part.cell] + room) {
                    return false;
                }
            }
        }
        model.layout.items[item].clashes.iter().all(|other| self.leave_out(*other))
    }

    /// Leaves an item these of its ways, see [`State::keep`].
    pub(super) fn keep_parts(&mut self, item: usize, ways: W) -> bool {
        let Some(parted) = &self.model.parted[item] else { return true };
        let mut open = Vec::new();
        for (place, part) in parted.parts.iter().enumerate() {
            if !ways.has(W::cell(place)) {
                if !self.lower(item, place, 0) {
                    return false;
                }
            } else if self.high[part.cell] > 0 {
                open.push(place);
            }
        }
        match open.as_slice() {
            _ if ways.has(W::OUT) => true,
            [] => false,
            [only] => self.raise(item, *only, 1),
            _ => true,
        }
    }

    /// A cell counts, with at least so much where parts count.
    pub(super) fn count(&mut self, cell: usize, least: i64) -> bool {
        let model = self.model;
        let item = model.layout.cells[cell].item;
        match &model.parted[item] {
            Some(parted) => {
                let place = parted.parts.iter().position(|p| p.cell == cell);
                place.is_some_and(|place| self.raise(item, place, least))
            }
            None => self.keep(item, model.way[cell]),
        }
    }

    /// An item counts nothing.
    pub(super) fn leave_out(&mut self, item: usize) -> bool {
        match &self.model.parted[item] {
            Some(parted) => (0..parted.parts.len()).all(|place| self.lower(item, place, 0)),
            None => self.keep(item, W::OUT),
        }
    }

    /// What a row leaves a part no room for, where only so much more than it asks for can be there.
    pub(super) fn look_along_part(&mut self, at: usize, slack: i64) -> bool {
        let model = self.model;
        let entry = &model.part_entries[at];
        let Some(parted) = &model.parted[entry.item] else { return true };
        let most = self.entry_most[at];
        let mut adding =
            entry.per.iter().enumerate().filter(|(place, per)| **per > 0 && self.high[parted.parts[*place].cell] > 0);
        let only = adding.next().filter(|_| adding.next().is_none() && entry.flat == 0);
        let only = only.map(|(place, per)| (place, *per));
        let costs: i64 = entry.per.iter().zip(&parted.parts).map(|(per, p)| per.min(&0) * self.low[p.cell]).sum();
        if let Some((place, per)) = only {
            let needed = most - slack - costs;
            if needed > 0 && !self.raise(entry.item, place, -(-needed).div_euclid(per)) {
                return false;
            }
        }
        for (place, per) in entry.per.iter().enumerate().filter(|(_, per)| **per < 0) {
            let low = self.low[parted.parts[place].cell];
            if !self.lower(entry.item, place, low.saturating_add(slack / -per)) {
                return false;
            }
        }
        let counted = |place: usize| self.low[parted.parts[place].cell] > 0;
        let is_in = (0..parted.parts.len()).any(|place| entry.covers[place] && counted(place));
        if entry.flat < 0 && !is_in && slack < -entry.flat {
            let covered = (0..parted.parts.len()).filter(|place| entry.covers[*place]);
            return covered.collect::<Vec<_>>().into_iter().all(|place| self.lower(entry.item, place, 0));
        }
        true
    }
}
