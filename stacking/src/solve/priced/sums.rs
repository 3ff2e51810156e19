//! How rows are made of slots, nodes, limits and the award.

use super::model::{Model, gcd, up};
use super::rows::{Entry, Kind, Requirement, Row, Share, Sum};
use super::ways::Ways;
use crate::problem::{Extent, Measure, NodeKind, Progress};
use crate::solve::layout::Bounded;

impl<W: Ways> Model<'_, W> {
    /// A row of the sums of some cells; `bound` is part of what its unit divides where it has to be exact.
    pub(super) fn row(&mut self, sum: impl Iterator<Item = (usize, i64)>, bound: i64, how: Sum) -> usize {
        let mut sum: Vec<(usize, usize, i64)> =
            sum.filter(|(_, adds)| *adds != 0).map(|(cell, adds)| (self.layout.cells[cell].item, cell, adds)).collect();
        sum.sort_unstable();
        // Of what is cut each unit adds, not the whole.
        let per = |item: usize, cell: usize, adds: i64| match self.parted[item] {
            Some(_) if how.measure == Measure::Credits => adds / self.credits(cell),
            _ => adds,
        };
        let units = sum.iter().map(|(item, cell, adds)| per(*item, *cell, *adds));
        let unit = units.fold(if how.exact { bound } else { 0 }, gcd).max(1);
        let mut made = Row { bound: up(bound, unit), cap: i64::MAX, unit, ..Row::default() };
        for of_item in sum.chunk_by(|a, b| a.0 == b.0) {
            let Some((item, ..)) = of_item.first().copied() else { continue };
            if self.parted[item].is_some() {
                self.add_parts(item, of_item, how, &mut made);
            } else {
                self.add_whole(item, of_item, &mut made);
            }
        }
        self.rows.push(made);
        self.rows.len() - 1
    }

    fn add_whole(&mut self, item: usize, cells: &[(usize, usize, i64)], made: &mut Row) {
        let from = self.shares.len();
        let mut rest = W::OUT | W::before(self.items[item].cells.len());
        let mut shares: Vec<Share<W>> = Vec::new();
        for (_, cell, adds) in cells {
            let (adds, ways) = (adds / made.unit, self.way[*cell]);
            rest = rest.without(ways);
            match shares.iter_mut().find(|s| s.adds == adds) {
                Some(share) => share.ways |= ways,
                None => shares.push(Share { adds, ways }),
            }
        }
        shares.push(Share { adds: 0, ways: rest });
        shares.sort_unstable_by_key(|s| -s.adds);
        let least = shares.last().map_or(0, |s| s.adds);
        made.span = made.span.max(shares.first().map_or(0, |s| s.adds) - least);
        made.least += least;
        self.shares.extend(shares);
        let entry = Entry { item, row: self.rows.len(), from, to: self.shares.len() };
        made.entries.push(entry);
        self.items[item].entries.push(entry);
    }

    fn credits(&self, cell: usize) -> i64 {
        self.layout.cells[cell].most
    }

    fn adds(&self, measure: Measure, cell: usize) -> i64 {
        if measure == Measure::Credits { self.credits(cell) } else { 1 }
    }

    /// The same toward a minimum: more than that in one item is no more than enough.
    fn adds_toward(&self, measure: Measure, cell: usize, minimum: i64) -> i64 {
        let adds = self.adds(measure, cell);
        if self.parted[self.layout.cells[cell].item].is_some() { adds } else { adds.min(minimum) }
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

    pub(super) fn ceilings(&mut self) {
        let layout = self.layout;
        for ceiling in &layout.ceilings {
            let (sum, bound) = self.bounded(ceiling);
            let reachable: i64 = sum.iter().map(|(_, adds)| (*adds).max(0)).sum();
            if reachable > bound {
                let row = self.row(
                    sum.into_iter().map(|(c, adds)| (c, -adds)),
                    -bound,
                    Sum { measure: ceiling.measure, exact: false },
                );
                self.ceilings.push(row);
            }
        }
        self.exclude();
    }

    fn require(&mut self, row: usize, node: usize, worth: i64, kind: Kind) -> usize {
        let worth = worth * self.rows[row].unit;
        self.requirements.push(Requirement { row, cut: None, node, worth, kind });
        self.requirements.len() - 1
    }

    pub(super) fn tree(&mut self) {
        let layout = self.layout;
        let (problem, fine) = (layout.problem, layout.problem.fine);
        for (at, node) in problem.tree.iter().enumerate() {
            if let NodeKind::Slot(slot) = node.kind {
                let plain = &problem.slots[slot];
                if plain.minimum > 0 {
                    let adds = |c| (c, self.adds_toward(plain.measure, c, plain.minimum));
                    let cells = layout.slots[slot].clone().map(adds).collect::<Vec<_>>();
                    let row = self.row(cells.into_iter(), plain.minimum, Sum { measure: plain.measure, exact: true });
                    let unit = self.rows[row].unit;
                    self.rows[row].cap = plain.maximum.map_or(i64::MAX, |m| m / unit);
                    let (worth, kind) = match plain.measure {
                        Measure::Credits => (fine, Kind::SlotCredits),
                        Measure::Items | Measure::Outcomes => (1, Kind::SlotItems),
                    };
                    self.of_slot[slot] = Some(self.require(row, at, worth, kind));
                }
            }
            if let Some((measure, minimum)) = node.minimum.filter(|(_, m)| *m > 0) {
                let cells: Vec<_> =
                    layout.below[at].iter().map(|c| (*c, self.adds_toward(measure, *c, minimum))).collect();
                let row = self.row(cells.into_iter(), minimum, Sum { measure, exact: true });
                let worth = if measure == Measure::Credits { fine } else { 1 };
                self.of_node[at] = Some(self.require(row, at, worth, Kind::Tree));
            }
        }
        for floor in &layout.floors {
            let (mut sum, bound) = self.bounded(floor);
            if matches!(floor.extent, Extent::Fixed(_)) {
                for (cell, adds) in &mut sum {
                    *adds = self.adds_toward(floor.measure, *cell, bound);
                }
            }
            let row = self.row(sum.into_iter(), bound, Sum { measure: floor.measure, exact: true });
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

    pub(super) fn award(&mut self) {
        let (layout, problem) = (self.layout, self.layout.problem);
        let all = 0..layout.cells.len();
        let wanted = problem.workload.unwrap_or_default();
        let cells: Vec<_> = all.clone().map(|c| (c, self.credits(c))).collect();
        let sum = |exact| Sum { measure: Measure::Credits, exact };
        self.total = self.row(cells.into_iter(), wanted, sum(true));
        if wanted > 0 {
            self.workload = Some(self.require(self.total, 0, problem.fine, Kind::Workload));
        }
        let from = |progress: Progress| {
            let of = move |c: &usize| problem.items[layout.cells[*c].item].progress == progress;
            all.clone().filter(of).map(|c| (c, -layout.cells[c].most))
        };
        self.planned = self.row(from(Progress::Planned), 0, sum(false));
        self.in_progress = self.row(from(Progress::InProgress), 0, sum(false));
    }
}
