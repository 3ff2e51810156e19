//! What a model is made of: rows, what items add to them, and what is met or unmet.

use crate::problem::{Fill, Measure};

/// What may be lacking in all, each at its place in the value: unmet requirements, items and credits missing in the tree,
/// credits and items missing in the limits of the award.
pub(super) const POOLS: usize = 5;
pub(super) const UNMET: usize = 0;
pub(super) const ITEMS: usize = 1;

/// What a way adds to a row, by sets of ways of one item, the most first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Share<W> {
    pub(super) adds: i64,
    pub(super) ways: W,
}

/// An item in a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) item: usize,
    pub(super) row: usize,
    /// Its shares, in [`Model::shares`].
    pub(super) from: usize,
    pub(super) to: usize,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    /// At least so much, where it binds.
    pub(super) bound: i64,
    /// No more than this can be there, whatever the ways.
    pub(super) cap: i64,
    /// What everything in the row was divided by.
    pub(super) unit: i64,
    /// The most that one item can change it.
    pub(super) span: i64,
    /// What it comes to at the least.
    pub(super) least: i64,
    pub(super) entries: Vec<Entry>,
    /// The entries of items of which parts count, in [`Model::part_entries`].
    pub(super) parts: Vec<usize>,
}

/// How a row sums up its cells.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sum {
    /// Credits, or items each of which adds once.
    pub(super) measure: Measure,
    /// Whether its bound is exact; otherwise it is rounded to what its cells come to.
    pub(super) exact: bool,
}

/// Something that is met or unmet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Requirement {
    pub(super) row: usize,
    /// It is required where this node is.
    pub(super) node: usize,
    /// What follows for the items where it is met: another row.
    pub(super) cut: Option<usize>,
    /// What one of the row is worth in the value.
    pub(super) worth: i64,
    pub(super) kind: Kind,
}

/// Which part of the value tells what a requirement lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Items of a slot.
    SlotItems,
    /// Credits of a slot.
    SlotCredits,
    /// Anything else in the tree.
    Tree,
    /// Credits of an "at least" limit.
    LimitCredits,
    /// Items of an "at least" limit.
    LimitItems,
    /// The workload.
    Workload,
}

impl Kind {
    /// The pool that what it lacks is part of, one by one.
    pub(super) fn pool(self) -> Option<usize> {
        match self {
            Kind::SlotItems => Some(1),
            Kind::SlotCredits => Some(2),
            Kind::LimitCredits => Some(3),
            Kind::LimitItems => Some(4),
            Kind::Tree | Kind::Workload => None,
        }
    }
}

/// A slot that asks for different values.
#[derive(Debug, Clone)]
pub(super) struct Spread {
    /// Its node.
    pub(super) node: usize,
    /// So many.
    pub(super) asked: i64,
    /// For each value the row of what brings it.
    pub(super) rows: Vec<usize>,
    /// The requirement of the slot's minimum: it is unmet where the spread is.
    pub(super) requirement: Option<usize>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Item {
    /// Its cells in the order of the walk; the place here is the bit of the way.
    pub(super) cells: Vec<usize>,
    /// Its entries, in [`Model::entries`].
    pub(super) entries: Vec<Entry>,
    /// For each way, by place, what it adds to rows: a stretch of [`Model::adds`].
    pub(super) adds: Vec<(usize, usize)>,
    pub(super) twin_before: Option<usize>,
    pub(super) twin_after: Option<usize>,
}

/// A value of a slot's spread, and the ways that bring it.
pub(super) type Value<W> = Vec<(usize, W)>;

/// A cell of such a credential.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) cell: usize,
    /// What one unit takes of the credential.
    pub(super) weight: i64,
    pub(super) least: i64,
    pub(super) most: i64,
    pub(super) fill: Fill,
}

impl Part {
    /// Whether it excludes all others of its kind: the credential is in one such cell at the most.
    pub(super) fn is_exclusive(&self) -> bool {
        self.fill != Fill::Split
    }
}

/// Such a credential.
#[derive(Debug, Clone, Default)]
pub(super) struct Parted {
    pub(super) parts: Vec<Part>,
    /// All of it, in the weights of its parts.
    pub(super) whole: i64,
    /// Its entries, in [`Model::part_entries`].
    pub(super) entries: Vec<usize>,
}

impl Parted {
    /// Whether it may count so in all its places together.
    pub(super) fn allows(&self, units: &[i64]) -> bool {
        let counted = || self.parts.iter().filter(|p| units[p.cell] > 0);
        let within = counted().all(|p| (p.least..=p.most).contains(&units[p.cell]));
        let taken: i64 = counted().map(|p| p.weight * units[p.cell]).sum();
        let exclusive = counted().filter(|p| p.is_exclusive()).count();
        let whole = counted().any(|p| p.fill == Fill::Whole);
        within && exclusive <= 1 && taken <= self.whole && (!whole || counted().count() == 1)
    }
}

/// Such a credential in a row.
#[derive(Debug, Clone)]
pub(super) struct PartEntry {
    pub(super) item: usize,
    pub(super) row: usize,
    /// What one unit of each part adds.
    pub(super) per: Vec<i64>,
    /// What being counted adds, in one of the parts or several, and which parts these are.
    pub(super) flat: i64,
    pub(super) covers: Vec<bool>,
}
