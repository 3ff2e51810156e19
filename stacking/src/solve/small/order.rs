//! In which order cells are settled, and what each changes.

use super::table::Table;
use crate::solve::layout::Layout;

/// What a search is about: all cells, or what others have left open.
pub(in crate::solve) struct Scope {
    /// The cells that are open.
    pub(in crate::solve) open: Vec<bool>,
    /// The items that count in one of their open cells.
    pub(in crate::solve) forced: Vec<bool>,
    /// The cells that count.
    pub(in crate::solve) counted: Vec<usize>,
    /// Prices: what each cell earns, and how much less than the most that can be earned a stack earns at the most.
    pub(in crate::solve) earns: Option<(Vec<i64>, i64)>,
}

/// A cell in the order of a search.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) cell: usize,
    pub(super) item: usize,
    /// Whether the item has another place after this.
    pub(super) is_last: bool,
    /// Whether the item has to count, here or before.
    pub(super) is_forced: bool,
}

/// An order of the cells, with what each changes in the sums.
pub(super) struct Order {
    pub(super) width: usize,
    pub(super) places: Vec<Place>,
    /// What the sums change by where a cell is counted, and where it is not.
    counted: Vec<i64>,
    not: Vec<i64>,
    /// What the item can still bring at a place, here or later.
    rest: Vec<i64>,
    /// What the sums can reach before anything is settled.
    pub(super) start: Vec<i64>,
    /// What is left of the prices: the last sum is never below this.
    pub(super) least_earned: Option<i64>,
}

impl Order {
    /// The order of the walk, or large items first with their cells beside one another.
    pub(super) fn new(layout: &Layout<'_>, table: &Table, scope: &Scope, is_walk: bool) -> Self {
        let (cells, items) = (&layout.cells, &layout.items);
        let mut cells_in_order: Vec<usize> = (0..cells.len()).filter(|c| table.open[*c] && scope.open[*c]).collect();
        if !is_walk {
            // The slot that has least to spare is tried first.
            let mut spare: Vec<i64> = layout.problem.slots.iter().map(|slot| -slot.minimum).collect();
            for cell in &cells_in_order {
                spare[cells[*cell].slot] += cells[*cell].most;
            }
            cells_in_order.sort_unstable_by_key(|cell| {
                let (slot, item) = (cells[*cell].slot, cells[*cell].item);
                (std::cmp::Reverse(items[item].most), items[item].cells.len(), item, spare[slot], *cell)
            });
        }
        let width = table.width + usize::from(scope.earns.is_some());
        let size = width * cells_in_order.len();
        let place = |cell: &usize| {
            let item = cells[*cell].item;
            Place { cell: *cell, item, is_last: true, is_forced: scope.forced[item] }
        };
        let mut order = Self {
            width,
            places: cells_in_order.iter().map(place).collect(),
            counted: vec![0; size],
            not: vec![0; size],
            rest: vec![0; size],
            start: vec![0; width],
            least_earned: None,
        };
        let mut next: Vec<Option<usize>> = vec![None; items.len()];
        for at in (0..order.places.len()).rev() {
            let item = order.places[at].item;
            order.place(at, next[item], table, scope);
            next[item] = Some(at);
        }
        for first in next.into_iter().flatten() {
            let rest = &order.rest[first * width..(first + 1) * width];
            order.start.iter_mut().zip(rest).for_each(|(sum, rest)| *sum += rest);
        }
        if let Some((_, slack)) = &scope.earns {
            order.least_earned = order.start.last().map(|most| most - slack);
        }
        for cell in &scope.counted {
            let adds = &table.adds[cell * table.width..(cell + 1) * table.width];
            order.start.iter_mut().zip(adds).for_each(|(sum, add)| *sum += add);
        }
        order
    }

    /// What a place changes; `next` is the next place of its item.
    fn place(&mut self, at: usize, next: Option<usize>, table: &Table, scope: &Scope) {
        let Place { cell, is_forced, .. } = self.places[at];
        self.places[at].is_last = next.is_none();
        let earns = scope.earns.as_ref().map(|(earns, _)| earns[cell]);
        let adds = &table.adds[cell * table.width..(cell + 1) * table.width];
        for (column, add) in adds.iter().copied().chain(earns).enumerate() {
            let later = match next {
                Some(next) => self.rest[next * self.width + column],
                // What has to count counts here.
                None if is_forced => add,
                None => 0,
            };
            let rest = later.max(add);
            let place = at * self.width + column;
            self.rest[place] = rest;
            self.counted[place] = add - rest;
            self.not[place] = later - rest;
        }
    }

    /// What a place changes where it is counted, and where not.
    pub(super) fn changes(&self, at: usize, is_counted: bool) -> &[i64] {
        let of = if is_counted { &self.counted } else { &self.not };
        &of[at * self.width..(at + 1) * self.width]
    }

    pub(super) fn rest(&self, at: usize) -> &[i64] {
        &self.rest[at * self.width..(at + 1) * self.width]
    }
}
