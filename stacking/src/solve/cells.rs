//! Cells and items as the search sees them.

use crate::problem::Fill;

/// An item in a slot.
#[derive(Debug, Clone)]
pub(super) struct Cell<'p> {
    pub(super) slot: usize,
    pub(super) item: usize,
    pub(super) least: i64,
    pub(super) most: i64,
    pub(super) fill: Fill,
    /// What one unit here takes of the item, of [`ItemCells::whole`].
    pub(super) weight: i128,
    pub(super) values: &'p [u32],
}

/// The cells of an item.
#[derive(Debug, Clone, Default)]
pub(super) struct ItemCells {
    /// In the order of the walk.
    pub(super) cells: Vec<usize>,
    /// The item as a whole, in the weights of its cells.
    pub(super) whole: i128,
    /// The most that it can count anywhere.
    pub(super) most: i64,
    /// The items that are not counted beside it.
    pub(super) clashes: Vec<usize>,
    /// The item before it with which it could change places without any difference.
    pub(super) twin: Option<usize>,
}

/// All cells, and the cells of each item.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places<'a> {
    pub(super) cells: &'a [Cell<'a>],
    pub(super) items: &'a [ItemCells],
}
