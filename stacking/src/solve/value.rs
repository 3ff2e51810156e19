//! The value of an allocation, and whether it is within every ceiling.

use super::choices::{Choice, taken};
use super::layout::{Bounded, Layout};
use super::shares::once;
use crate::problem::{Extent, Measure, NodeKind, Problem, Progress};
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
        if self.layout.shares.is_some() {
            return once(self.layout.places(), self.units, cells);
        }
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
            Measure::Outcomes => outcomes(self.layout, cells.iter().copied().filter(|c| self.at(*c) > 0)),
        }
    }

    pub(super) fn total(&self, node: usize) -> i64 {
        self.layout.below.get(node).map_or(0, |cells| self.credits(cells))
    }

    /// Whether it is within every "at most" and every maximum, whole where it has to be, and shares no more than it may.
    pub(super) fn is_within(&self) -> bool {
        let fine = self.layout.problem.fine;
        let shared = self.layout.shares.as_ref().is_none_or(|s| s.are_within(self.layout.places(), self.units));
        let entire = self.layout.entire.iter().all(|(slot, maximum)| {
            let units = self.units.get(slot.clone()).map_or(0, |of| of.iter().sum());
            units == 0 || units == *maximum
        });
        shared
            && entire
            && self.layout.ceilings.iter().all(|c| {
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
                Measure::Items | Measure::Outcomes => limit_items += lack,
            }
        }
        let more = self.more(None);
        (unmet, limit_credits) = (unmet + more.0, limit_credits + more.2);
        let mut uncounted = 0;
        for (node, wanted) in tops(problem) {
            let total = self.total(node);
            if let Some(wanted) = wanted.filter(|w| total < *w) {
                unmet += 1;
                workload += (wanted - total) * problem.fine;
            }
            uncounted -= wanted.map_or(total, |w| w.min(total));
        }
        Value {
            preference: preference(problem, |node, wanted| {
                self.node(node).0 == 0 && wanted.is_none_or(|w| self.total(node) >= w)
            }),
            unmet,
            tree_items,
            tree_credits,
            limit_credits,
            limit_items,
            workload,
            uncounted,
            planned: in_state(self.layout, self.units, Progress::Planned),
            in_progress: in_state(self.layout, self.units, Progress::InProgress),
        }
    }

    /// What an "at least" lacks: items, or credits in units divided by `fine`.
    fn floor_lack(&self, floor: &Bounded) -> i64 {
        let fine = self.layout.problem.fine;
        let used = self.measured(floor.measure, &floor.cells);
        let lack = match (floor.extent, floor.measure) {
            (Extent::Fixed(bound), Measure::Items | Measure::Outcomes) => bound - used,
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
                    Measure::Items | Measure::Outcomes => lack.1 = lack.1.max(short),
                }
            }
        }
        for floor in self.layout.floors.iter().filter(|f| f.of == Some(at)) {
            let short = self.floor_lack(floor);
            lack.0 += i64::from(short > 0);
            match floor.measure {
                Measure::Credits => lack.2 += short,
                Measure::Items | Measure::Outcomes => lack.1 += short,
            }
        }
        add(lack, self.more(Some(at)))
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
            Measure::Items | Measure::Outcomes => (short, 0),
        };
        (i64::from(short > 0 || spread > 0), items + spread, credits)
    }
}

/// The award, or the awards that are asked for together: its node and its workload.
pub(super) fn tops(problem: &Problem) -> impl Iterator<Item = (usize, Option<i64>)> {
    let one = problem.awards.is_empty().then_some((0, problem.workload));
    one.into_iter().chain(problem.awards.iter().map(|a| (a.node, a.workload)))
}

/// What the complete awards are worth, negative.
pub(super) fn preference(problem: &Problem, is_complete: impl Fn(usize, Option<i64>) -> bool) -> i64 {
    let complete = problem.awards.iter().filter(|a| a.weight > 0 && is_complete(a.node, a.workload));
    -complete.map(|a| a.weight).sum::<i64>()
}

/// The credits that come from work in a state, for each award.
pub(super) fn in_state(layout: &Layout<'_>, units: &[i64], progress: Progress) -> i64 {
    let of = |at: usize| layout.cells.get(at).and_then(|c| layout.problem.items.get(c.item)).map(|i| i.progress);
    if layout.shares.is_none() {
        // Every cell lies below one award, and nothing is counted twice.
        return units.iter().enumerate().filter(|(at, u)| **u > 0 && of(*at) == Some(progress)).map(|(_, u)| u).sum();
    }
    let below = tops(layout.problem).filter_map(|(node, _)| layout.below.get(node));
    below
        .map(|cells| {
            let cells: Vec<usize> = cells.iter().copied().filter(|c| of(*c) == Some(progress)).collect();
            once(layout.places(), units, &cells)
        })
        .sum()
}

/// How many different learning outcomes the items of some cells cover.
pub(super) fn outcomes(layout: &Layout<'_>, cells: impl Iterator<Item = usize>) -> i64 {
    let items = cells.filter_map(|c| layout.cells.get(c)).filter_map(|c| layout.problem.items.get(c.item));
    let mut outcomes: Vec<u32> = items.flat_map(|i| i.outcomes.iter().copied()).collect();
    outcomes.sort_unstable();
    outcomes.dedup();
    length(outcomes.len())
}

/// How many different values some cells bring.
pub(super) fn distinct(layout: &Layout<'_>, cells: impl Iterator<Item = usize>) -> i64 {
    let mut values: Vec<u32> = cells.filter_map(|c| layout.cells.get(c)).flat_map(|c| c.values).copied().collect();
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
