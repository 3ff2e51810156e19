//! What is still open in a search: how much each cell counts at the least and at the most.

use std::ops::Range;

use super::choices::Choice;
use super::layout::Layout;
use super::shares::once;
use super::value::{length, outcomes};
use crate::problem::{Fill, Measure};

/// What each cell may still count.
pub(super) struct Room<'a> {
    pub(super) layout: &'a Layout<'a>,
    pub(super) low: &'a [i64],
    pub(super) high: &'a [i64],
    pub(super) choice: &'a Choice,
}

impl Room<'_> {
    pub(super) fn low(&self, cell: usize) -> i64 {
        self.low.get(cell).copied().unwrap_or_default()
    }

    pub(super) fn high(&self, cell: usize) -> i64 {
        self.high.get(cell).copied().unwrap_or_default()
    }

    pub(super) fn low_credits(&self, cells: &[usize]) -> i64 {
        if self.layout.shares.is_some() {
            return once(self.layout.places(), self.low, cells);
        }
        cells.iter().map(|c| self.low(*c)).sum()
    }

    /// The most that each item can count in some cells.
    pub(super) fn item_highs(&self, cells: &[usize]) -> Vec<i64> {
        let mut highs = vec![0i64; self.layout.items.len()];
        for at in cells {
            let Some(cell) = self.layout.cells.get(*at) else { continue };
            let most = self.layout.items.get(cell.item).map_or(0, |i| i.most);
            if let Some(high) = highs.get_mut(cell.item) {
                *high = match cell.fill {
                    Fill::Whole if self.layout.shares.is_none() => (*high).max(self.high(*at)),
                    _ => (*high + self.high(*at)).min(most),
                };
            }
        }
        highs
    }

    /// The most that can be counted in some cells.
    pub(super) fn high_measured(&self, measure: Measure, cells: &[usize]) -> i64 {
        let highs = self.item_highs(cells);
        match measure {
            Measure::Credits => highs.iter().sum(),
            Measure::Items => length(highs.iter().filter(|h| **h > 0).count()),
            Measure::Outcomes => outcomes(self.layout, cells.iter().copied().filter(|c| self.high(*c) > 0)),
        }
    }

    pub(super) fn low_outcomes(&self, cells: &[usize]) -> i64 {
        outcomes(self.layout, cells.iter().copied().filter(|c| self.low(*c) > 0))
    }

    pub(super) fn low_items(&self, cells: &[usize]) -> i64 {
        let counted = cells.iter().filter(|c| self.low(**c) > 0);
        let mut items: Vec<usize> = counted.filter_map(|c| self.layout.cells.get(*c)).map(|c| c.item).collect();
        items.sort_unstable();
        items.dedup();
        length(items.len())
    }

    pub(super) fn below(&self, node: usize) -> &[usize] {
        self.layout.below.get(node).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn cells_of(&self, slot: usize) -> Option<Range<usize>> {
        self.layout.slots.get(slot).cloned()
    }
}
