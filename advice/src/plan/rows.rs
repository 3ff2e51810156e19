//! What every complete stack has to reach, as sums over what credentials bring: a relaxation whose prices bound the cost.

use std::collections::BTreeSet;

use credstack_stacking::{Extent, Fill, Measure, NodeKind, Problem, Side};

use crate::conflict::below;

/// What one item brings to the rows in one slot.
#[derive(Debug, Clone, Default)]
pub(super) struct Way {
    /// Whether the item is in this slot with all it has or not at all.
    pub(super) whole: bool,
    /// The least and the most units.
    pub(super) units: (i64, i64),
    /// Rows and what each unit brings.
    pub(super) each: Vec<(usize, i64)>,
    /// Rows and what being there at all brings.
    pub(super) once: Vec<(usize, i64)>,
}

/// The rows of one choice of children: each sum is at least its need.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    pub(super) needs: Vec<i64>,
    /// For each item its ways.
    pub(super) ways: Vec<Vec<Way>>,
    /// Whether an item may bring what it has in several slots.
    pub(super) shared: bool,
}

/// Which nodes every stack of a choice meets, and which slots it leaves empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Choice {
    required: BTreeSet<usize>,
    closed: BTreeSet<usize>,
}

/// More choices than this are not told apart.
const MOST_CHOICES: usize = 48;

/// The choices of children that a complete stack can make, or one that says nothing of them where there are too many.
pub(super) fn choices(problem: &Problem) -> Vec<Choice> {
    let mut found = vec![(Choice::default(), vec![0usize])];
    let mut done = Vec::new();
    while let Some((mut choice, mut open)) = found.pop() {
        let Some(at) = open.pop() else {
            done.push(choice);
            continue;
        };
        choice.required.insert(at);
        match problem.tree.get(at).map(|n| &n.kind) {
            Some(NodeKind::All(children)) => {
                open.extend(children);
                found.push((choice, open));
            }
            Some(NodeKind::Any(n, children)) => {
                for chosen in subsets(children, *n) {
                    let mut next = choice.clone();
                    let others = children.iter().filter(|c| !chosen.contains(c));
                    next.closed.extend(others.flat_map(|c| below(problem, *c)));
                    found.push((next, [open.as_slice(), &chosen].concat()));
                }
            }
            Some(NodeKind::AtLeast(n, children)) => {
                for chosen in subsets(children, *n) {
                    found.push((choice.clone(), [open.as_slice(), &chosen].concat()));
                }
            }
            _ => found.push((choice, open)),
        }
        if found.len() + done.len() > MOST_CHOICES {
            return vec![certain(problem)];
        }
    }
    done.reverse();
    done
}

/// What is required whatever is chosen.
fn certain(problem: &Problem) -> Choice {
    let mut choice = Choice::default();
    let mut open = vec![0];
    while let Some(at) = open.pop() {
        choice.required.insert(at);
        match problem.tree.get(at).map(|n| &n.kind) {
            Some(NodeKind::All(children)) => open.extend(children),
            Some(NodeKind::Any(n, children) | NodeKind::AtLeast(n, children)) if *n == children.len() => {
                open.extend(children);
            }
            _ => {}
        }
    }
    choice
}

/// All sets of so many, no more than are looked at.
fn subsets(of: &[usize], size: usize) -> Vec<Vec<usize>> {
    let mut sets: Vec<Vec<usize>> = vec![Vec::new()];
    for (at, one) in of.iter().enumerate() {
        let left = of.len() - at;
        let with: Vec<Vec<usize>> =
            sets.iter().filter(|s| s.len() < size).map(|s| [s.as_slice(), &[*one]].concat()).collect();
        sets.retain(|s| s.len() + left > size);
        sets.extend(with);
        if sets.len() > 4 * MOST_CHOICES {
            break;
        }
    }
    sets.retain(|s| s.len() == size);
    sets
}

impl Rows {
    pub(super) fn new(problem: &Problem, choice: &Choice) -> Self {
        let mut maker = Maker { problem, choice, rows: Rows::default(), cells: Vec::new() };
        maker.lay_out();
        maker.slots();
        maker.nodes();
        maker.limits();
        maker.even_out();
        maker.rows
    }

    /// The most that some items can bring to each row, whatever they bring to the others.
    pub(super) fn reach(&self, items: impl Iterator<Item = usize>) -> Vec<i64> {
        let mut reach = vec![0i64; self.needs.len()];
        for item in items {
            let mut most: Vec<(usize, i64)> = Vec::new();
            for way in self.ways.get(item).into_iter().flatten() {
                let (low, high) = way.units;
                let each = way.each.iter().map(|(row, n)| (*row, n * if *n > 0 { high } else { low }));
                for (row, n) in each.chain(way.once.iter().copied()) {
                    match most.iter_mut().find(|m| m.0 == row) {
                        Some(known) if self.shared || !way.whole => known.1 += n.max(0),
                        Some(known) => known.1 = known.1.max(n),
                        None => most.push((row, n.max(0))),
                    }
                }
            }
            for (row, n) in most {
                if let Some(reach) = reach.get_mut(row) {
                    *reach += n;
                }
            }
        }
        reach
    }
}

struct Maker<'p> {
    problem: &'p Problem,
    choice: &'p Choice,
    rows: Rows,
    /// Where each cell stands: slot, item, place among the ways of the item.
    cells: Vec<(usize, usize, usize)>,
}

impl Maker<'_> {
    fn lay_out(&mut self) {
        self.rows.ways = vec![Vec::new(); self.problem.items.len()];
        self.rows.shared = !self.problem.sharing.is_empty();
        for (slot, place) in self.problem.slots.iter().enumerate().filter(|(s, _)| !self.choice.closed.contains(s)) {
            for offer in &place.offers {
                let Some(ways) = self.rows.ways.get_mut(offer.item) else { continue };
                self.cells.push((slot, offer.item, ways.len()));
                let whole = place.fill == Fill::Whole && !place.entire;
                ways.push(Way { whole, units: (offer.least, offer.credits), ..Way::default() });
            }
        }
    }

    /// A new row over some cells.
    fn row(&mut self, need: i64, measure: Measure, factor: impl Fn(usize, usize) -> i64) {
        let row = self.rows.needs.len();
        self.rows.needs.push(need);
        for (slot, item, at) in &self.cells {
            let n = factor(*slot, *item);
            let Some(way) = self.rows.ways.get_mut(*item).and_then(|w| w.get_mut(*at)).filter(|_| n != 0) else {
                continue;
            };
            match measure {
                Measure::Credits => way.each.push((row, n)),
                Measure::Items => way.once.push((row, n)),
                Measure::Outcomes => {
                    let outcomes = self.problem.items.get(*item).map_or(0, |i| i.outcomes.len());
                    way.once.push((row, n * i64::try_from(outcomes).unwrap_or(i64::MAX)));
                }
            }
        }
    }

    fn slots(&mut self) {
        let problem = self.problem;
        for node in &self.choice.required {
            let Some(NodeKind::Slot(at)) = problem.tree.get(*node).map(|n| &n.kind) else { continue };
            let Some(slot) = problem.slots.get(*at) else { continue };
            if slot.minimum > 0 {
                self.row(slot.minimum, slot.measure, |s, _| i64::from(s == *at));
            }
            if slot.spread > 0 {
                let values = |item: usize| slot.offers.iter().find(|o| o.item == item).map_or(0, |o| o.values.len());
                self.row(i64::from(slot.spread), Measure::Items, |s, item| {
                    if s == *at { i64::try_from(values(item)).unwrap_or(i64::MAX) } else { 0 }
                });
            }
        }
        if self.rows.shared {
            return;
        }
        for (at, slot) in problem.slots.iter().enumerate().filter(|(_, s)| !s.entire) {
            let whole = slot.fill == Fill::Whole;
            if let Some(most) = slot.maximum.filter(|_| slot.measure == Measure::Credits || whole) {
                self.row(-most, slot.measure, |s, _| -i64::from(s == at));
            }
        }
    }

    fn nodes(&mut self) {
        let problem = self.problem;
        for (at, node) in problem.tree.iter().enumerate().filter(|(at, _)| self.choice.required.contains(at)) {
            let Some((measure, minimum)) = node.minimum.filter(|m| m.1 > 0) else { continue };
            let slots = below(problem, at);
            self.row(minimum, measure, |s, _| i64::from(slots.contains(&s)));
        }
        if let Some(workload) = problem.workload {
            self.row(workload, Measure::Credits, |_, _| 1);
        }
        for latest in problem.latest.iter().filter(|l| l.of.is_none_or(|n| self.choice.required.contains(&n))) {
            self.row(latest.minimum, Measure::Credits, |s, i| i64::from(latest.cells.binary_search(&(s, i)).is_ok()));
        }
    }

    fn limits(&mut self) {
        let problem = self.problem;
        for limit in problem.limits.iter().filter(|l| l.of.is_none_or(|n| self.choice.required.contains(&n))) {
            let whole = limit.cells.iter().all(|(s, _)| problem.slots.get(*s).is_some_and(|s| s.fill == Fill::Whole));
            let is_in = |s: usize, i: usize| i64::from(limit.cells.binary_search(&(s, i)).is_ok());
            let sign = if limit.side == Side::AtLeast { 1 } else { -1 };
            // Where slots share, sums over cells are more than what counts: only floors are still bounds.
            let holds = limit.side == Side::AtLeast || !self.rows.shared;
            match limit.extent {
                Extent::Fixed(bound) if holds && (limit.measure == Measure::Credits || sign > 0 || whole) => {
                    if sign < 0 && limit.measure == Measure::Outcomes {
                        continue;
                    }
                    self.row(sign * bound, limit.measure, |s, i| sign * is_in(s, i));
                }
                Extent::Share { parts, of } if !self.rows.shared => {
                    let slots = below(problem, of);
                    let base = |s: usize| if slots.contains(&s) { parts } else { 0 };
                    self.row(0, Measure::Credits, |s, i| sign * (problem.fine * is_in(s, i) - base(s)));
                }
                _ => {}
            }
        }
    }

    /// Brings all rows to about the same size, so that their prices can be found together.
    fn even_out(&mut self) {
        let mut sizes: Vec<i64> = self.rows.needs.iter().map(|n| n.abs()).collect();
        for way in self.rows.ways.iter().flatten() {
            let each = way.each.iter().map(|(row, n)| (*row, n.saturating_mul(way.units.1)));
            for (row, n) in each.chain(way.once.iter().copied()) {
                if let Some(size) = sizes.get_mut(row) {
                    *size = (*size).max(n.abs());
                }
            }
        }
        let factors: Vec<i64> = sizes.iter().map(|s| (1_000_000 / (*s).max(1)).max(1)).collect();
        let factor = |row: usize| factors.get(row).copied().unwrap_or(1);
        self.rows.needs.iter_mut().enumerate().for_each(|(row, need)| *need *= factor(row));
        for way in self.rows.ways.iter_mut().flatten() {
            way.each.iter_mut().chain(&mut way.once).for_each(|(row, n)| *n *= factor(*row));
        }
    }
}
