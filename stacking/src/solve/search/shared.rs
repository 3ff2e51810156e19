//! The search where slots share items, and where something is granted entire or not at all.

use super::{Search, Way};
use crate::problem::Fill;
use crate::solve::layout::Layout;

/// The sets of cells that may share an item.
fn sets<'a>(layout: &'a Layout<'_>, item: usize) -> &'a [Vec<usize>] {
    layout.shares.as_ref().map(|s| s.sets(item)).unwrap_or_default()
}

impl Search<'_> {
    /// Adds the ways to share an item to those to fill one cell with it. Of two twins the one that stands in an earlier slot,
    /// or in one more, comes first on the walk.
    pub(super) fn add_shared(&self, item: usize, ways: &mut Vec<Way>) {
        let sets = sets(self.layout, item);
        if sets.is_empty() {
            return;
        }
        ways.extend((0..sets.len()).map(Way::Shared));
        ways.sort_by_cached_key(|way| {
            let cells = match way {
                Way::Whole(cell) => vec![*cell],
                Way::Shared(at) => sets.get(*at).cloned().unwrap_or_default(),
                Way::Parts(_) | Way::Out => Vec::new(),
            };
            cells.into_iter().chain([usize::MAX]).collect::<Vec<_>>()
        });
    }

    pub(super) fn is_in_set(&self, item: usize, at: usize, cell: usize) -> bool {
        sets(self.layout, item).get(at).is_some_and(|set| set.contains(&cell))
    }

    /// Says whether an item may be shared, and returns what was said before.
    pub(super) fn set_shared(&mut self, item: usize, shared: bool) -> bool {
        self.shared.get_mut(item).is_some_and(|place| std::mem::replace(place, shared))
    }

    /// Fills every cell of a set; more than two of them with all that the item has.
    pub(super) fn go_shared(&mut self, item: usize, at: usize) -> bool {
        let set = sets(self.layout, item).get(at).map(Vec::as_slice).unwrap_or_default();
        set.iter().all(|at| {
            let least = self
                .layout
                .cells
                .get(*at)
                .map_or(1, |cell| if set.len() > 2 && cell.fill != Fill::Whole { cell.most } else { cell.least });
            self.raise_low(*at, least)
        })
    }

    /// What cannot be granted entire is not granted at all.
    pub(super) fn tighten_entire(&mut self, at: usize) -> bool {
        let Some((cells, maximum)) = self.layout.entire.get(at) else { return true };
        let high: i64 = self.high.get(cells.clone()).unwrap_or_default().iter().sum();
        high >= *maximum || cells.clone().all(|cell| self.low_of(cell) == 0 && self.lower_high(cell, 0))
    }

    /// What is shared counts once, so a cell has room for what the item counts elsewhere in these cells.
    pub(super) fn tighten_shared(&mut self, cells: &[usize], bound: i64) -> bool {
        let used = self.room().low_credits(cells);
        let of_item = |item: usize| -> Vec<usize> {
            cells.iter().copied().filter(|c| self.layout.cells.get(*c).is_some_and(|c| c.item == item)).collect()
        };
        used <= bound
            && cells.iter().all(|c| {
                let own = self.layout.cells.get(*c).map_or(0, |c| self.room().low_credits(&of_item(c.item)));
                self.lower_high(*c, own + bound - used)
            })
    }
}
