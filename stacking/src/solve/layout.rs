//! The problem laid out for the search: cells in the order of the walk, and for everything the cells that it is about.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use super::cells::{Cell, ItemCells, Places};
use super::shares::Shares;
use crate::problem::{Extent, Fill, Limit, Measure, NodeKind, Problem, ProblemError, Progress, Side};
use crate::requirements::Average;

/// Cells of the averages and of what the latest credits have to be, as places in the order of the walk.
#[derive(Debug, Default)]
pub(super) struct Covered {
    pub(super) averages: Vec<Vec<usize>>,
    pub(super) latest: Vec<Vec<usize>>,
}

/// A limit, or the maximum of a slot, with its cells.
#[derive(Debug, Clone)]
pub(super) struct Bounded {
    pub(super) measure: Measure,
    pub(super) extent: Extent,
    pub(super) cells: Vec<usize>,
    pub(super) of: Option<usize>,
}

/// What an item is like wherever it is counted.
#[derive(PartialEq, Eq, Hash)]
struct Own<'a> {
    progress: Progress,
    day: u32,
    outcomes: &'a [u32],
    grades: Vec<Option<i64>>,
}

/// The item itself, and for each cell its slot, credits, values and limits.
type Signature<'a> = (Own<'a>, Vec<(usize, i64, &'a [u32], &'a [usize])>);

#[derive(Debug)]
pub(super) struct Layout<'p> {
    pub(super) problem: &'p Problem,
    pub(super) cells: Vec<Cell<'p>>,
    pub(super) items: Vec<ItemCells>,
    /// The cells of each slot.
    pub(super) slots: Vec<Range<usize>>,
    /// The cells of one identifier in one slot, in the order of the walk.
    pub(super) groups: Vec<Range<usize>>,
    /// The cells below each node of the tree.
    pub(super) below: Vec<Vec<usize>>,
    /// The slots below each node.
    pub(super) slots_below: Vec<Vec<usize>>,
    /// What no stack goes beyond: "at most" limits and the maxima of slots.
    pub(super) ceilings: Vec<Bounded>,
    /// "At least" limits.
    pub(super) floors: Vec<Bounded>,
    /// The order in which a search settles items, where it is arranged.
    pub(super) order: Vec<usize>,
    /// What slots share, where they do.
    pub(super) shares: Option<Shares>,
    /// The cells of averages and of the latest credits.
    pub(super) covered: Covered,
    /// The cells of what is granted entire or not at all, with how much that is.
    pub(super) entire: Vec<(Range<usize>, i64)>,
}

impl<'p> Layout<'p> {
    pub(super) fn new(problem: &'p Problem) -> Result<Self, ProblemError> {
        problem.check()?;
        let (cells, slots) = cells(problem);
        let mut layout = Self {
            problem,
            items: vec![ItemCells::default(); problem.items.len()],
            groups: groups(problem, &cells),
            slots_below: slots_below(problem),
            below: Vec::new(),
            ceilings: Vec::new(),
            floors: Vec::new(),
            order: Vec::new(),
            shares: None,
            covered: Covered::default(),
            entire: Vec::new(),
            cells,
            slots,
        };
        layout.below = layout.slots_below.iter().map(|s| layout.cells_of(s)).collect();
        for (at, cell) in layout.cells.iter().enumerate() {
            if let Some(item) = layout.items.get_mut(cell.item) {
                item.cells.push(at);
                item.most = item.most.max(cell.most);
            }
        }
        layout.weigh()?;
        for (a, b) in &problem.clashes {
            for (one, other) in [(*a, *b), (*b, *a)] {
                if let Some(item) = layout.items.get_mut(one) {
                    item.clashes.push(other);
                }
            }
        }
        layout.bounds();
        layout.shares = Shares::new(layout.places(), problem);
        let slots = problem.slots.iter().zip(&layout.slots);
        layout.entire = slots.filter(|(s, _)| s.entire).filter_map(|(s, of)| Some((of.clone(), s.maximum?))).collect();
        Ok(layout)
    }

    /// Finds twins and the order in which items are settled, for searches that go item by item.
    pub(super) fn arranged(mut self) -> Self {
        self.twins();
        self.order = self.search_order();
        self
    }

    pub(super) fn places(&self) -> Places<'_> {
        Places { cells: &self.cells, items: &self.items }
    }

    fn cells_of(&self, slots: &[usize]) -> Vec<usize> {
        let mut cells: Vec<usize> = slots.iter().filter_map(|s| self.slots.get(*s)).cloned().flatten().collect();
        cells.sort_unstable();
        cells
    }

    /// Shares of an item in several slots sum to at most one: with a common multiple of its credits this is a sum of whole
    /// numbers.
    fn weigh(&mut self) -> Result<(), ProblemError> {
        for (item, plain) in self.items.iter_mut().zip(&self.problem.items) {
            let credits = item.cells.iter().filter_map(|c| self.cells.get(*c)).map(|c| i128::from(c.most));
            let most = i128::from(item.most);
            // Mostly it has the same everywhere.
            if credits.clone().all(|credits| credits == most) {
                item.whole = most.max(1);
                continue;
            }
            let mut multiples = credits.clone();
            let whole = multiples.try_fold(1i128, |whole, c| (whole / gcd(whole, c)).checked_mul(c));
            let Some(whole) = whole.filter(|w| *w <= i128::from(i64::MAX) * 1_000_000) else {
                let what = "the common multiple of the credits in several slots";
                return Err(ProblemError::Range { what, name: plain.id.clone() });
            };
            item.whole = whole;
            for cell in &item.cells {
                if let Some(cell) = self.cells.get_mut(*cell) {
                    cell.weight = whole / i128::from(cell.most);
                }
            }
        }
        Ok(())
    }

    fn bounds(&mut self) {
        let mut places: Vec<(usize, usize, usize)> =
            self.cells.iter().enumerate().map(|(at, c)| (c.slot, c.item, at)).collect();
        places.sort_unstable();
        let place = |(slot, item): &(usize, usize)| {
            let found = places.binary_search_by_key(&(*slot, *item), |(slot, item, _)| (*slot, *item));
            found.ok().and_then(|found| places.get(found)).map(|(.., at)| *at)
        };
        let here = |cells: &[(usize, usize)]| sorted(cells.iter().filter_map(place));
        let of = |limit: &Limit| Bounded {
            measure: limit.measure,
            extent: limit.extent,
            cells: here(&limit.cells),
            of: limit.of,
        };
        self.covered.averages = self.problem.averages.iter().map(|a| here(&a.cells)).collect();
        let latest = self.problem.latest.iter().map(|latest| {
            let below = self.below.get(latest.of.unwrap_or_default()).map(Vec::as_slice).unwrap_or_default();
            let mut cells = here(&latest.cells);
            cells.retain(|c| below.binary_search(c).is_ok());
            cells
        });
        self.covered.latest = latest.collect();
        let limits = |side: Side| self.problem.limits.iter().filter(move |l| l.side == side).map(of);
        let floors: Vec<Bounded> = limits(Side::AtLeast).collect();
        let mut ceilings: Vec<Bounded> = limits(Side::AtMost).collect();
        for (slot, cells) in self.problem.slots.iter().zip(&self.slots) {
            ceilings.extend(slot.maximum.map(|most| Bounded {
                measure: slot.measure,
                extent: Extent::Fixed(most),
                cells: cells.clone().collect(),
                of: None,
            }));
        }
        (self.ceilings, self.floors) = (ceilings, floors);
    }

    /// Two items are twins when exchanging them changes nothing but names. Then the earlier one is never in a later slot:
    /// otherwise the exchange would come first on the walk.
    fn twins(&mut self) {
        let mut limits: Vec<Vec<usize>> = vec![Vec::new(); self.cells.len()];
        let bounded = self.ceilings.iter().chain(&self.floors).map(|b| &b.cells);
        let covered = self.covered.averages.iter().chain(&self.covered.latest);
        for (at, cells) in bounded.chain(covered).enumerate() {
            for cell in cells {
                if let Some(list) = limits.get_mut(*cell) {
                    list.push(at);
                }
            }
        }
        let mut last = HashMap::new();
        let twins: Vec<Option<usize>> =
            (0..self.items.len()).map(|at| last.insert(self.signature(at, &limits)?, at)).collect();
        for (item, twin) in self.items.iter_mut().zip(twins) {
            item.twin = twin;
        }
    }

    /// Everything about an item but its name; none where it clashes or can be cut, for then an exchange does not go by slots.
    fn signature<'a>(&'a self, at: usize, limits: &'a [Vec<usize>]) -> Option<Signature<'a>> {
        let item = self.items.get(at).filter(|i| i.clashes.is_empty())?;
        let plain = self.problem.items.get(at)?;
        let grades = |a: &Average| a.grades.iter().find(|g| g.0 == at).map(|g| g.1);
        let own = Own {
            progress: plain.progress,
            day: plain.day,
            outcomes: &plain.outcomes,
            grades: self.problem.averages.iter().map(grades).collect(),
        };
        let cell = |at: &usize| {
            let cell = self.cells.get(*at).filter(|c| c.fill == Fill::Whole && c.least == c.most)?;
            Some((cell.slot, cell.most, cell.values, limits.get(*at)?.as_slice()))
        };
        Some((own, item.cells.iter().map(cell).collect::<Option<_>>()?))
    }

    /// Large items first, for they decide most; twins beside one another.
    fn search_order(&self) -> Vec<usize> {
        // A twin stands after those before it, so each has its first one from the one before.
        let mut firsts: Vec<usize> = Vec::with_capacity(self.items.len());
        for (at, item) in self.items.iter().enumerate() {
            firsts.push(item.twin.and_then(|t| firsts.get(t).copied()).unwrap_or(at));
        }
        let mut order: Vec<usize> = (0..self.items.len()).collect();
        order.sort_by_key(|at| (Reverse(self.items.get(*at).map(|i| i.most)), firsts.get(*at).copied(), *at));
        order
    }
}

/// All offers in the order of the walk: by slot, in each by identifier; of alternatives the larger first.
fn cells(problem: &Problem) -> (Vec<Cell<'_>>, Vec<Range<usize>>) {
    let mut cells = Vec::new();
    let mut slots = Vec::new();
    for (slot, of) in problem.slots.iter().enumerate() {
        let start = cells.len();
        let least = |least: i64| if of.fill == Fill::Whole && !of.entire { least } else { 1 };
        let mut here: Vec<Cell<'_>> = of
            .offers
            .iter()
            .map(|o| Cell {
                slot,
                item: o.item,
                least: least(o.least),
                most: o.credits,
                fill: of.fill,
                weight: 1,
                values: &o.values,
            })
            .collect();
        let id = |item: usize| problem.items.get(item).map(|i| i.id.as_str());
        here.sort_by(|a, b| (id(a.item), b.most, a.item).cmp(&(id(b.item), a.most, b.item)));
        cells.extend(here);
        slots.push(start..cells.len());
    }
    (cells, slots)
}

fn groups(problem: &Problem, cells: &[Cell<'_>]) -> Vec<Range<usize>> {
    let id = |cell: &Cell<'_>| (cell.slot, problem.items.get(cell.item).map(|i| i.id.as_str()));
    let mut groups = Vec::new();
    let mut start = 0;
    for group in cells.chunk_by(|a, b| id(a) == id(b)) {
        groups.push(start..start + group.len());
        start += group.len();
    }
    groups
}

fn slots_below(problem: &Problem) -> Vec<Vec<usize>> {
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); problem.tree.len()];
    for (at, node) in problem.tree.iter().enumerate().rev() {
        let mut slots: Vec<usize> =
            node.kind.children().iter().filter_map(|c| below.get(*c)).flatten().copied().collect();
        if let NodeKind::Slot(slot) = node.kind {
            slots.push(slot);
        }
        slots.sort_unstable();
        if let Some(place) = below.get_mut(at) {
            *place = slots;
        }
    }
    below
}

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn sorted(cells: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut cells: Vec<usize> = cells.collect();
    cells.sort_unstable();
    cells
}
