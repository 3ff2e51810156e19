//! A problem in which everything is whole, as sums over ways: each credential takes one of its ways, a cell or *out*.
//!
//! A row says that the ways taken sum to at least a bound. Ceilings, minima, floors, the workload and what planned work may
//! count are all rows; which of them bind is decided by the search.

use super::ways::Ways;
use crate::problem::{Extent, Fill, Measure, NodeKind, Problem, Progress};
use crate::solve::layout::{Bounded, Layout};

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
    pub(super) entries: Vec<Entry>,
}

/// Something that is met or unmet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Requirement {
    pub(super) row: usize,
    /// It is required where this node is.
    pub(super) node: usize,
    /// What one of the row is worth in the value.
    pub(super) worth: i64,
    pub(super) kind: Kind,
}

/// Which part of the value tells what a requirement lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
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

pub(in crate::solve) struct Model<'a, W> {
    pub(in crate::solve) layout: &'a Layout<'a>,
    pub(super) items: Vec<Item>,
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
    /// For each slot, the ways of each item in it.
    pub(super) in_slot: Vec<Value<W>>,
    /// The way of each cell.
    pub(super) way: Vec<W>,
    /// Whether some node has a minimum: then what the tree lacks is no plain sum.
    pub(super) has_minima: bool,
    /// The parent of each node, and whether it chooses among its children.
    pub(super) parents: Vec<Option<(usize, bool)>>,
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a.abs() } else { gcd(b, a % b) }
}

fn up(a: i64, by: i64) -> i64 {
    -((-a).div_euclid(by))
}

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
    /// The model of a problem; none where something can be cut, has open credits or too many places, or where the problem
    /// has requirements that no row of the model can say.
    pub(in crate::solve) fn new(layout: &'a Layout<'a>) -> Option<Self> {
        let whole = layout.cells.iter().all(|c| c.fill == Fill::Whole && c.least == c.most);
        if !whole || !is_sayable(layout.problem) || layout.items.iter().any(|i| i.cells.len() >= W::CELLS) {
            return None;
        }
        let problem = layout.problem;
        let mut model = Self {
            layout,
            items: vec![Item::default(); layout.items.len()],
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
            in_slot: vec![Vec::new(); problem.slots.len()],
            way: vec![W::NONE; layout.cells.len()],
            has_minima: problem.tree.iter().any(|n| n.minimum.is_some()),
            parents: vec![None; problem.tree.len()],
        };
        for (at, node) in problem.tree.iter().enumerate() {
            for child in node.kind.children() {
                model.parents[*child] = Some((at, matches!(node.kind, NodeKind::Any(..))));
            }
        }
        model.ways();
        model.ceilings();
        model.tree();
        model.award();
        model.finish();
        Some(model)
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

    /// A row of the sums of some cells; `bound` is part of what its unit divides where it has to be exact.
    fn row(&mut self, sum: impl Iterator<Item = (usize, i64)>, bound: i64, exact: bool) -> usize {
        let mut sum: Vec<(usize, usize, i64)> =
            sum.filter(|(_, adds)| *adds != 0).map(|(cell, adds)| (self.layout.cells[cell].item, cell, adds)).collect();
        sum.sort_unstable();
        let unit = sum.iter().fold(if exact { bound } else { 0 }, |unit, (_, _, adds)| gcd(unit, *adds)).max(1);
        let row = self.rows.len();
        let mut made = Row { bound: up(bound, unit), cap: i64::MAX, unit, ..Row::default() };
        for of_item in sum.chunk_by(|a, b| a.0 == b.0) {
            let Some((item, ..)) = of_item.first().copied() else { continue };
            let from = self.shares.len();
            let mut rest = W::OUT | W::before(self.items[item].cells.len());
            let mut shares: Vec<Share<W>> = Vec::new();
            for (_, cell, adds) in of_item {
                let (adds, ways) = (adds / unit, self.way[*cell]);
                rest = rest.without(ways);
                match shares.iter_mut().find(|s| s.adds == adds) {
                    Some(share) => share.ways |= ways,
                    None => shares.push(Share { adds, ways }),
                }
            }
            shares.push(Share { adds: 0, ways: rest });
            shares.sort_unstable_by_key(|s| -s.adds);
            let most = shares.first().map_or(0, |s| s.adds) - shares.last().map_or(0, |s| s.adds);
            made.span = made.span.max(most);
            self.shares.extend(shares);
            let entry = Entry { item, row, from, to: self.shares.len() };
            made.entries.push(entry);
            self.items[item].entries.push(entry);
        }
        self.rows.push(made);
        row
    }

    fn credits(&self, cell: usize) -> i64 {
        self.layout.cells[cell].most
    }

    fn adds(&self, measure: Measure, cell: usize) -> i64 {
        if measure == Measure::Credits { self.credits(cell) } else { 1 }
    }

    /// What a limit counts less what it allows, cell by cell, and what it asks for.
    fn bounded(&self, bounded: &Bounded) -> (Vec<(usize, i64)>, i64) {
        let fine = self.layout.problem.fine;
        match bounded.extent {
            Extent::Fixed(bound) => {
                (bounded.cells.iter().map(|c| (*c, self.adds(bounded.measure, *c))).collect(), bound)
            }
            Extent::Share { parts, of } => {
                let base = &self.layout.below[of];
                let mut cells: Vec<usize> = base.iter().chain(&bounded.cells).copied().collect();
                cells.sort_unstable();
                cells.dedup();
                let has = |of: &[usize], cell: &usize| i64::from(of.binary_search(cell).is_ok());
                let sum = |c: &usize| fine * has(&bounded.cells, c) - parts * has(base, c);
                (cells.iter().map(|c| (*c, sum(c) * self.credits(*c))).collect(), 0)
            }
        }
    }

    fn ceilings(&mut self) {
        let layout = self.layout;
        for ceiling in &layout.ceilings {
            let (sum, bound) = self.bounded(ceiling);
            let reachable: i64 = sum.iter().map(|(_, adds)| (*adds).max(0)).sum();
            if reachable > bound {
                let row = self.row(sum.into_iter().map(|(c, adds)| (c, -adds)), -bound, false);
                self.ceilings.push(row);
            }
        }
    }

    fn require(&mut self, row: usize, node: usize, worth: i64, kind: Kind) -> usize {
        let worth = worth * self.rows[row].unit;
        self.requirements.push(Requirement { row, node, worth, kind });
        self.requirements.len() - 1
    }

    fn tree(&mut self) {
        let layout = self.layout;
        let (problem, fine) = (layout.problem, layout.problem.fine);
        for (at, node) in problem.tree.iter().enumerate() {
            if let NodeKind::Slot(slot) = node.kind {
                let plain = &problem.slots[slot];
                if plain.minimum > 0 {
                    // More than the minimum in one item is no more than enough.
                    let adds = |c| (c, self.adds(plain.measure, c).min(plain.minimum));
                    let cells = layout.slots[slot].clone().map(adds).collect::<Vec<_>>();
                    let row = self.row(cells.into_iter(), plain.minimum, true);
                    let unit = self.rows[row].unit;
                    self.rows[row].cap = plain.maximum.map_or(i64::MAX, |m| m / unit);
                    let (worth, kind) = match plain.measure {
                        Measure::Credits => (fine, Kind::SlotCredits),
                        Measure::Items | Measure::Outcomes => (1, Kind::Tree),
                    };
                    self.of_slot[slot] = Some(self.require(row, at, worth, kind));
                }
            }
            if let Some((measure, minimum)) = node.minimum.filter(|(_, m)| *m > 0) {
                let cells: Vec<_> =
                    layout.below[at].iter().map(|c| (*c, self.adds(measure, *c).min(minimum))).collect();
                let row = self.row(cells.into_iter(), minimum, true);
                let worth = if measure == Measure::Credits { fine } else { 1 };
                self.of_node[at] = Some(self.require(row, at, worth, Kind::Tree));
            }
        }
        for floor in &layout.floors {
            let (mut sum, bound) = self.bounded(floor);
            if matches!(floor.extent, Extent::Fixed(_)) {
                for (_, adds) in &mut sum {
                    *adds = (*adds).min(bound);
                }
            }
            let row = self.row(sum.into_iter(), bound, true);
            let fixed = matches!(floor.extent, Extent::Fixed(_)) && floor.measure == Measure::Credits;
            let kind = match (floor.of, floor.measure) {
                (Some(_), _) => Kind::Tree,
                (None, Measure::Credits) => Kind::LimitCredits,
                (None, Measure::Items | Measure::Outcomes) => Kind::LimitItems,
            };
            let made = self.require(row, floor.of.unwrap_or(0), if fixed { fine } else { 1 }, kind);
            match floor.of {
                Some(node) => self.floors_of[node].push(made),
                None => self.floors.push(made),
            }
        }
    }

    fn award(&mut self) {
        let (layout, problem) = (self.layout, self.layout.problem);
        let all = 0..layout.cells.len();
        let wanted = problem.workload.unwrap_or_default();
        let cells: Vec<_> = all.clone().map(|c| (c, self.credits(c))).collect();
        self.total = self.row(cells.into_iter(), wanted, true);
        if wanted > 0 {
            self.workload = Some(self.require(self.total, 0, problem.fine, Kind::Workload));
        }
        let from = |progress: Progress| {
            let of = move |c: &usize| problem.items[layout.cells[*c].item].progress == progress;
            all.clone().filter(of).map(|c| (c, -layout.cells[c].most))
        };
        self.planned = self.row(from(Progress::Planned), 0, false);
        self.in_progress = self.row(from(Progress::InProgress), 0, false);
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

    /// What each way adds to which row.
    fn finish(&mut self) {
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
