//! The value of an allocation, and whether it is within every ceiling.

use super::choices::{Choice, taken};
use super::layout::{Bounded, Layout};
use crate::problem::{Extent, Measure, NodeKind, Progress};
use crate::stack::Value;

/// What a part of the tree lacks: requirements, items, credits.
pub(super) type Lack = (i64, i64, i64);

/// An allocation: how many units each cell counts.
pub(super) struct Allocation<'a> {
    pub(super) layout: &'a Layout<'a>,
    pub(super) units: &'a [i64],
    pub(super) choice: &'a Choice,
}

impl Allocation<'_> {
    fn at(&self, cell: usize) -> i64 {
        self.units.get(cell).copied().unwrap_or_default()
    }

    pub(super) fn credits(&self, cells: &[usize]) -> i64 {
        cells.iter().map(|c| self.at(*c)).sum()
    }

    fn items(&self, cells: &[usize]) -> i64 {
        let counted = cells.iter().filter(|c| self.at(**c) > 0);
        let mut items: Vec<usize> = counted.filter_map(|c| self.layout.cells.get(*c)).map(|c| c.item).collect();
        items.sort_unstable();
        items.dedup();
        length(items.len())
    }

    pub(super) fn measured(&self, measure: Measure, cells: &[usize]) -> i64 {
        match measure {
            Measure::Credits => self.credits(cells),
            Measure::Items => self.items(cells),
        }
    }

    pub(super) fn total(&self, node: usize) -> i64 {
        self.layout.below.get(node).map_or(0, |cells| self.credits(cells))
    }

    /// Whether it is within every "at most" and every maximum.
    pub(super) fn is_within(&self) -> bool {
        let fine = self.layout.problem.fine;
        self.layout.ceilings.iter().all(|c| {
            let used = self.measured(c.measure, &c.cells);
            match c.extent {
                Extent::Fixed(bound) => used <= bound,
                Extent::Share { parts, of } => used * fine <= parts * self.total(of),
            }
        })
    }

    /// How good it is.
    pub(super) fn value(&self) -> Value {
        let problem = self.layout.problem;
        let (mut unmet, tree_items, tree_credits) = self.node(0);
        let (mut limit_credits, mut limit_items, mut workload) = (0, 0, 0);
        for floor in self.layout.floors.iter().filter(|f| f.of.is_none()) {
            let lack = self.floor_lack(floor);
            unmet += i64::from(lack > 0);
            match floor.measure {
                Measure::Credits => limit_credits += lack,
                Measure::Items => limit_items += lack,
            }
        }
        let total = self.total(0);
        if let Some(wanted) = problem.workload.filter(|w| total < *w) {
            unmet += 1;
            workload = (wanted - total) * problem.fine;
        }
        let from = |progress: Progress| {
            let cells = self.layout.cells.iter().zip(self.units);
            let of = |item: usize| problem.items.get(item).map(|i| i.progress);
            cells.filter(|(c, _)| of(c.item) == Some(progress)).map(|(_, u)| u).sum()
        };
        Value {
            unmet,
            tree_items,
            tree_credits,
            limit_credits,
            limit_items,
            workload,
            uncounted: -problem.workload.map_or(total, |w| w.min(total)),
            planned: from(Progress::Planned),
            in_progress: from(Progress::InProgress),
        }
    }

    /// What an "at least" lacks: items, or credits in units divided by `fine`.
    fn floor_lack(&self, floor: &Bounded) -> i64 {
        let fine = self.layout.problem.fine;
        let used = self.measured(floor.measure, &floor.cells);
        let lack = match (floor.extent, floor.measure) {
            (Extent::Fixed(bound), Measure::Items) => bound - used,
            (Extent::Fixed(bound), Measure::Credits) => (bound - used) * fine,
            (Extent::Share { parts, of }, _) => parts * self.total(of) - used * fine,
        };
        lack.max(0)
    }

    pub(super) fn node(&self, at: usize) -> Lack {
        let Some(node) = self.layout.problem.tree.get(at) else { return (0, 0, 0) };
        let children = || taken(self.choice, at, &node.kind).iter().map(|c| self.node(*c));
        let mut lack = match &node.kind {
            NodeKind::Slot(slot) => self.slot(*slot),
            NodeKind::All(_) | NodeKind::Any(..) => children().fold((0, 0, 0), add),
            NodeKind::AtLeast(n, _) => {
                let mut each: Vec<Lack> = children().collect();
                each.sort_unstable();
                each.into_iter().take(*n).fold((0, 0, 0), add)
            }
        };
        if let Some((measure, minimum)) = node.minimum {
            let cells = self.layout.below.get(at).map(Vec::as_slice).unwrap_or_default();
            let short = minimum - self.measured(measure, cells);
            if short > 0 {
                lack.0 += 1;
                match measure {
                    Measure::Credits => lack.2 = lack.2.max(short * self.layout.problem.fine),
                    Measure::Items => lack.1 = lack.1.max(short),
                }
            }
        }
        for floor in self.layout.floors.iter().filter(|f| f.of == Some(at)) {
            let short = self.floor_lack(floor);
            lack.0 += i64::from(short > 0);
            match floor.measure {
                Measure::Credits => lack.2 += short,
                Measure::Items => lack.1 += short,
            }
        }
        lack
    }

    fn slot(&self, at: usize) -> Lack {
        let problem = self.layout.problem;
        let (Some(slot), Some(cells)) = (problem.slots.get(at), self.layout.slots.get(at)) else { return (0, 0, 0) };
        let cells: Vec<usize> = cells.clone().collect();
        let short = (slot.minimum - self.measured(slot.measure, &cells)).max(0);
        let counted = cells.iter().filter(|c| self.at(**c) > 0);
        let values = if slot.spread == 0 { 0 } else { distinct(self.layout, counted.copied()) };
        let spread = (i64::from(slot.spread) - values).max(0);
        let (items, credits) = match slot.measure {
            Measure::Credits => (0, short * problem.fine),
            Measure::Items => (short, 0),
        };
        (i64::from(short > 0 || spread > 0), items + spread, credits)
    }
}

/// How many different values some cells bring.
pub(super) fn distinct(layout: &Layout<'_>, cells: impl Iterator<Item = usize>) -> i64 {
    let mut values: Vec<u32> = cells.filter_map(|c| layout.cells.get(c)).flat_map(|c| c.values.clone()).collect();
    values.sort_unstable();
    values.dedup();
    length(values.len())
}

pub(super) fn add(a: Lack, b: Lack) -> Lack {
    (a.0 + b.0, a.1 + b.1, a.2 + b.2)
}

pub(super) fn length(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
