//! A problem in which everything is whole, as sums over ways: each credential takes one of its ways, a cell or *out*.
//!
//! A row says that the ways taken sum to at least a bound. Ceilings, minima, floors, the workload and what planned work may
//! count are all rows; which of them bind is decided by the search.

use super::rows::{ITEMS, Item, Kind, POOLS, PartEntry, Parted, Requirement, Row, Share, Spread, Value};
use super::ways::Ways;
use crate::problem::{Measure, NodeKind, Problem};
use crate::solve::layout::Layout;

pub(in crate::solve) struct Model<'a, W> {
    pub(in crate::solve) layout: &'a Layout<'a>,
    pub(super) items: Vec<Item>,
    /// What is cut of each item, where it is.
    pub(super) parted: Vec<Option<Parted>>,
    pub(super) part_entries: Vec<PartEntry>,
    pub(super) rows: Vec<Row>,
    pub(super) shares: Vec<Share<W>>,
    pub(super) adds: Vec<(usize, i64)>,
    /// Rows that bind whatever else is.
    pub(super) ceilings: Vec<usize>,
    pub(super) requirements: Vec<Requirement>,
    /// The requirement of each slot's minimum.
    pub(super) of_slot: Vec<Option<usize>>,
    /// The requirement of each node's minimum.
    pub(super) of_node: Vec<Option<usize>>,
    /// The requirements of the "at least" limits of each node.
    pub(super) floors_of: Vec<Vec<usize>>,
    /// Those of the award.
    pub(super) floors: Vec<usize>,
    pub(super) workload: Option<usize>,
    /// All that is counted, and less what is planned and in progress.
    pub(super) total: usize,
    pub(super) planned: usize,
    pub(super) in_progress: usize,
    /// For each slot that asks for a spread, the ways that bring each value.
    pub(super) spreads: Vec<Vec<Value<W>>>,
    /// The same slots, and the place of each slot among them.
    pub(super) wide: Vec<Spread>,
    pub(super) wide_of: Vec<Option<usize>>,
    /// For each slot, the ways of each item in it.
    pub(super) in_slot: Vec<Value<W>>,
    /// The way of each cell.
    pub(super) way: Vec<W>,
    /// Whether some node has a minimum: then what the tree lacks is no plain sum.
    pub(super) has_minima: bool,
    /// What the worths of all requirements in a pool have in common.
    pub(super) common: [i64; POOLS],
    /// More than this no pool can hold, in what its worths have in common.
    pub(super) most: [i64; POOLS],
    /// No price of a row is higher, so that what prices prove never overflows.
    pub(super) dearest: Vec<i64>,
    /// The parent of each node, and whether it chooses among its children.
    pub(super) parents: Vec<Option<(usize, bool)>>,
}

/// No row and no pool comes to so much, in its own unit.
const LARGEST: i64 = 1 << 34;

/// The relaxation has no larger tableau than this.
const MOST_ENTRIES: usize = 150_000;

/// Whether slots, the tree and limits over credits and numbers are all that the problem has.
fn is_sayable(problem: &Problem) -> bool {
    let outcomes = |measure: Measure| measure == Measure::Outcomes;
    problem.awards.is_empty()
        && problem.sharing.is_empty()
        && problem.averages.is_empty()
        && problem.latest.is_empty()
        && problem.settled.is_empty()
        && !problem.slots.iter().any(|s| s.entire || outcomes(s.measure))
        && !problem.tree.iter().any(|n| n.minimum.is_some_and(|(measure, _)| outcomes(measure)))
        && !problem.limits.iter().any(|l| outcomes(l.measure))
}

impl<'a, W: Ways> Model<'a, W> {
    /// The model of a problem; none where something has too many places, or where the problem has requirements that no row
    /// of the model can say.
    pub(in crate::solve) fn new(layout: &'a Layout<'a>) -> Option<Self> {
        if !is_sayable(layout.problem) || layout.items.iter().any(|i| i.cells.len() >= W::CELLS) {
            return None;
        }
        let problem = layout.problem;
        let mut model = Self {
            layout,
            items: vec![Item::default(); layout.items.len()],
            parted: vec![None; layout.items.len()],
            part_entries: Vec::new(),
            rows: Vec::new(),
            shares: Vec::new(),
            adds: Vec::new(),
            ceilings: Vec::new(),
            requirements: Vec::new(),
            of_slot: vec![None; problem.slots.len()],
            of_node: vec![None; problem.tree.len()],
            floors_of: vec![Vec::new(); problem.tree.len()],
            floors: Vec::new(),
            workload: None,
            total: 0,
            planned: 0,
            in_progress: 0,
            spreads: vec![Vec::new(); problem.slots.len()],
            wide: Vec::new(),
            wide_of: vec![None; problem.slots.len()],
            in_slot: vec![Vec::new(); problem.slots.len()],
            way: vec![W::NONE; layout.cells.len()],
            has_minima: problem.tree.iter().any(|n| n.minimum.is_some()),
            common: [1; POOLS],
            most: [0; POOLS],
            dearest: Vec::new(),
            parents: vec![None; problem.tree.len()],
        };
        for (at, node) in problem.tree.iter().enumerate() {
            for child in node.kind.children() {
                model.parents[*child] = Some((at, matches!(node.kind, NodeKind::Any(..))));
            }
        }
        model.ways();
        if !model.part() {
            return None;
        }
        model.ceilings();
        model.tree();
        model.award();
        model.cut();
        model.widen();
        model.finish();
        // What is cut is searched by the relaxation alone.
        let is_cut = model.parted.iter().any(Option::is_some);
        let in_reach = model.bound_prices();
        (in_reach && (!is_cut || model.is_small())).then_some(model)
    }

    fn ways(&mut self) {
        for (at, item) in self.layout.items.iter().enumerate() {
            self.items[at].cells.clone_from(&item.cells);
            for (place, cell) in item.cells.iter().enumerate() {
                self.way[*cell] = W::cell(place);
                let slot = self.layout.cells[*cell].slot;
                self.in_slot[slot].push((at, W::cell(place)));
            }
            if let Some(twin) = item.twin {
                self.items[at].twin_before = Some(twin);
                self.items[twin].twin_after = Some(at);
            }
        }
        for (at, slot) in self.layout.problem.slots.iter().enumerate().filter(|(_, s)| s.spread > 0) {
            let cells = self.layout.slots[at].clone();
            let mut values: Vec<(u32, usize)> =
                cells.flat_map(|c| self.layout.cells[c].values.iter().map(move |v| (*v, c))).collect();
            values.sort_unstable();
            let of = |c: &(u32, usize)| (self.layout.cells[c.1].item, self.way[c.1]);
            self.spreads[at] = values.chunk_by(|a, b| a.0 == b.0).map(|g| g.iter().map(of).collect()).collect();
            debug_assert!(slot.spread > 0);
        }
    }

    /// A part of the value is a multiple of this, or differs from another by one.
    pub(super) fn grain(&self, level: usize) -> i64 {
        let of = |kinds: &[Kind]| {
            let worths = self.requirements.iter().filter(|r| kinds.contains(&r.kind)).map(|r| r.worth);
            worths.fold(0, gcd).max(1)
        };
        match level {
            2 => of(&[Kind::SlotCredits, Kind::Tree]),
            3 => of(&[Kind::LimitCredits]),
            5 => of(&[Kind::Workload]),
            6 => self.rows[self.total].unit,
            7 => self.rows[self.planned].unit,
            8 => self.rows[self.in_progress].unit,
            _ => 1,
        }
    }

    /// What one unit that a requirement lacks is worth in a pool of credits.
    pub(super) fn worth(&self, pool: usize, requirement: usize) -> i64 {
        let requirement = &self.requirements[requirement];
        if requirement.kind.pool() == Some(pool) { requirement.worth / self.common[pool] } else { 0 }
    }

    /// The most that a requirement can lack.
    pub(super) fn most_lacking(&self, requirement: usize) -> i64 {
        let row = &self.rows[self.requirements[requirement].row];
        row.bound - row.least.min(0)
    }

    /// Bounds the prices: all rows at their dearest come to less than 2^61. `false` where the amounts are too large for that.
    fn bound_prices(&mut self) -> bool {
        let rows = i64::try_from(self.rows.len() + 1).unwrap_or(i64::MAX);
        let size = |row: &Row| -> i64 {
            let whole = row.entries.iter().flat_map(|e| &self.shares[e.from..e.to]).map(|s| s.adds.abs()).sum::<i64>();
            let parts = row.parts.iter().map(|at| self.part_span(*at)).sum::<i64>();
            row.bound.abs() + row.least.abs() + whole + parts + 1
        };
        let sizes: Vec<i64> = self.rows.iter().map(size).collect();
        self.dearest = sizes.iter().map(|size| (1 << 60) / size / rows).collect();
        sizes.iter().chain(&self.most).all(|size| *size < LARGEST)
    }

    /// Whether its relaxation is small enough to be made.
    pub(super) fn is_small(&self) -> bool {
        let several = self.items.iter().filter(|i| i.cells.len() > 1).count();
        let values: usize = self.wide.iter().map(|w| w.rows.len()).sum();
        let rows = self.rows.len() + POOLS + several + self.requirements.len() + 2 * self.wide.len();
        let columns = self.way.len() + 2 * (self.requirements.len() + self.wide.len()) + values;
        rows * columns <= MOST_ENTRIES
    }

    /// What each way adds to which row.
    fn finish(&mut self) {
        for pool in 1..POOLS {
            let worths = self.requirements.iter().filter(|r| r.kind.pool() == Some(pool)).map(|r| r.worth);
            self.common[pool] = worths.fold(0, gcd).max(1);
        }
        if !self.wide.is_empty() {
            self.common[ITEMS] = 1;
        }
        let count = self.requirements.len() + self.wide.len();
        self.most[0] = i64::try_from(count).unwrap_or(i64::MAX);
        for pool in 1..POOLS {
            let lacks = (0..self.requirements.len()).map(|at| self.worth(pool, at) * self.most_lacking(at));
            self.most[pool] = lacks.sum();
        }
        self.most[ITEMS] += self.wide.iter().map(|w| w.asked).sum::<i64>();
        for at in 0..self.items.len() {
            for place in 0..self.items[at].cells.len() {
                let from = self.adds.len();
                for entry in &self.items[at].entries {
                    let shares = &self.shares[entry.from..entry.to];
                    let adds = shares.iter().find(|s| s.ways.has(W::cell(place))).map_or(0, |s| s.adds);
                    if adds != 0 {
                        self.adds.push((entry.row, adds));
                    }
                }
                let to = self.adds.len();
                self.items[at].adds.push((from, to));
            }
        }
    }
}

pub(super) fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a.abs() } else { gcd(b, a % b) }
}

pub(super) fn up(a: i64, by: i64) -> i64 {
    -((-a).div_euclid(by))
}
