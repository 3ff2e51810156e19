//! Depth-first branch and bound: items one after the other, each into one of the slots that it may fill or into none; parts
//! are halved until they are single amounts.

mod shared;

use std::ops::Range;

use super::choices::{Choice, open_slots};
use super::layout::Layout;
use super::room::Room;
use super::value::Allocation;
use crate::problem::{Extent, Fill, Measure};
use crate::stack::Value;

/// What a search is to find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Goal {
    /// Something better than this, and then the best.
    Better(Option<Value>),
    /// The first allocation of this value; none is better.
    Exactly(Value),
    /// The first that is better than this.
    Any(Value),
}

/// What an allocation has to be like, beside the problem itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Demands {
    /// The least that each cell may count.
    pub(super) low: Vec<i64>,
    /// The most.
    pub(super) high: Vec<i64>,
    /// Groups of alternatives one of which counts so much.
    pub(super) one_of: Vec<(Range<usize>, i64)>,
}

impl Demands {
    /// Nothing but what the problem itself allows.
    pub(super) fn free(layout: &Layout<'_>) -> Self {
        Self {
            low: vec![0; layout.cells.len()],
            high: layout.cells.iter().map(|c| c.most).collect(),
            one_of: Vec::new(),
        }
    }
}

/// Steps that are left.
#[derive(Debug, Clone, Copy)]
pub(super) struct Steps {
    pub(super) taken: u64,
    pub(super) most: u64,
    /// What a node of the search costs: more where there are more cells to look at, so that a budget bounds the work.
    each: u64,
}

/// So many cells are looked at in one step.
const CELLS_A_STEP: usize = 512;

impl Steps {
    pub(super) fn new(most: u64, layout: &Layout<'_>) -> Self {
        let each = 1 + u64::try_from(layout.cells.len() / CELLS_A_STEP).unwrap_or_default();
        Self { taken: 0, most: most.max(1), each }
    }

    /// The same where each node looks at every cell again for every cell.
    pub(super) fn squared(self) -> Self {
        Self { each: self.each.saturating_mul(self.each), ..self }
    }

    /// At most so many of those that are left, to be counted apart.
    pub(super) fn few(self, most: u64) -> Self {
        Self { taken: 0, most: most.min(self.most.saturating_sub(self.taken)), ..self }
    }

    pub(super) fn step(&mut self) -> bool {
        self.taken = self.taken.saturating_add(self.each).min(self.most.saturating_add(1));
        self.taken <= self.most
    }

    /// What a node costs beside its step.
    pub(super) fn charge(&mut self, more: u64) {
        self.taken = self.taken.saturating_add(more).min(self.most.saturating_add(1));
    }

    pub(super) fn are_spent(&self) -> bool {
        self.taken > self.most
    }
}

/// A way to settle an item.
#[derive(Debug, Clone, Copy)]
enum Way {
    /// It fills this cell and no other.
    Whole(usize),
    /// It is cut: at most this cell of those that exclude one another, and any that do not.
    Parts(Option<usize>),
    /// It is shared by these cells: the set of its sets at this place.
    Shared(usize),
    /// It counts nowhere.
    Out,
}

pub(super) struct Search<'a> {
    layout: &'a Layout<'a>,
    choice: &'a Choice,
    demands: &'a Demands,
    low: Vec<i64>,
    high: Vec<i64>,
    /// Where each item that was settled stands among its ways; twins follow one another.
    settled: Vec<Option<usize>>,
    /// Whether each item may be shared, because it is not settled or settled so.
    shared: Vec<bool>,
    trail: Vec<(usize, i64, i64)>,
    goal: Goal,
    found: Option<(Value, Vec<i64>)>,
}

impl<'a> Search<'a> {
    pub(super) fn new(layout: &'a Layout<'a>, choice: &'a Choice, demands: &'a Demands, goal: Goal) -> Self {
        let open = open_slots(layout.problem, choice);
        let high = layout.cells.iter().zip(&demands.high);
        let high = high.map(|(c, h)| if open.get(c.slot) == Some(&true) { *h } else { 0 }).collect();
        let settled = vec![None; layout.items.len()];
        let shared =
            (0..layout.items.len()).map(|i| layout.shares.as_ref().is_some_and(|s| !s.sets(i).is_empty())).collect();
        let low = demands.low.clone();
        Self { layout, choice, demands, low, high, settled, shared, trail: Vec::new(), goal, found: None }
    }

    /// A value that nothing here is better than; `None` where nothing is possible at all.
    pub(super) fn bound(&mut self) -> Option<Value> {
        (self.is_possible() && self.tighten()).then(|| self.room().value())
    }

    /// Searches; what was found is better than what the goal started from.
    pub(super) fn run(mut self, steps: &mut Steps) -> Option<(Value, Vec<i64>)> {
        self.descend(0, steps);
        self.found
    }

    fn room(&self) -> Room<'_> {
        Room { layout: self.layout, low: &self.low, high: &self.high, choice: self.choice }
    }

    fn is_possible(&self) -> bool {
        self.low.iter().zip(&self.high).all(|(low, high)| low <= high)
            && self.demands.one_of.iter().all(|(group, counted)| {
                self.high.get(group.clone()).is_some_and(|g| g.iter().any(|high| high >= counted))
            })
    }

    /// Whether the search is over.
    fn is_done(&self) -> bool {
        matches!((self.goal, &self.found), (Goal::Exactly(_) | Goal::Any(_), Some(_)))
    }

    fn is_worth_it(&self, bound: Value) -> bool {
        match self.goal {
            Goal::Better(best) => best.is_none_or(|best| bound < best),
            Goal::Exactly(value) => bound <= value,
            Goal::Any(than) => bound < than,
        }
    }

    fn descend(&mut self, depth: usize, steps: &mut Steps) {
        if self.is_done() || !steps.step() {
            return;
        }
        let mark = self.trail.len();
        if self.is_possible() && self.tighten() && self.is_possible() && self.is_worth_it(self.room().value()) {
            match self.layout.order.get(depth) {
                Some(item) => self.settle(*item, depth, steps),
                None => self.divide(depth, steps),
            }
        }
        self.undo(mark);
    }

    fn settle(&mut self, item: usize, depth: usize, steps: &mut Steps) {
        let ways = self.ways(item);
        let twin = self.layout.items.get(item).and_then(|i| i.twin);
        let from = twin.and_then(|t| self.settled.get(t).copied().flatten()).unwrap_or_default();
        for (at, way) in ways.into_iter().enumerate().skip(from) {
            let mark = self.trail.len();
            if self.go(item, way) {
                self.note(item, Some(at));
                let before = self.set_shared(item, matches!(way, Way::Shared(_)));
                self.descend(depth + 1, steps);
                self.set_shared(item, before);
                self.note(item, None);
            }
            self.undo(mark);
        }
    }

    fn note(&mut self, item: usize, at: Option<usize>) {
        if let Some(place) = self.settled.get_mut(item) {
            *place = at;
        }
    }

    /// The ways of an item, the earliest on the walk first. Impossible ones keep their place, so that twins compare.
    fn ways(&self, item: usize) -> Vec<Way> {
        let cells = self.layout.items.get(item).map(|i| i.cells.as_slice()).unwrap_or_default();
        let of = |fill: Fill| cells.iter().copied().filter(move |c| self.fill(*c) == Some(fill));
        let mut ways: Vec<Way> = of(Fill::Whole).map(Way::Whole).collect();
        self.add_shared(item, &mut ways);
        ways.extend(of(Fill::UpTo).map(|c| Way::Parts(Some(c))));
        if of(Fill::Split).next().is_some() {
            ways.push(Way::Parts(None));
        }
        ways.push(Way::Out);
        ways
    }

    fn fill(&self, cell: usize) -> Option<Fill> {
        self.layout.cells.get(cell).map(|c| c.fill)
    }

    /// Settles an item; `false` where it cannot be settled so.
    fn go(&mut self, item: usize, way: Way) -> bool {
        let Some(cells) = self.layout.items.get(item) else { return false };
        for cell in &cells.cells {
            let stays = match way {
                Way::Whole(taken) => *cell == taken,
                Way::Parts(up_to) => Some(*cell) == up_to || self.fill(*cell) == Some(Fill::Split),
                Way::Shared(at) => self.is_in_set(item, at, *cell),
                Way::Out => false,
            };
            if !stays && !self.lower_high(*cell, 0) {
                return false;
            }
        }
        let fills = match way {
            Way::Whole(cell) | Way::Parts(Some(cell)) => {
                let least = self.layout.cells.get(cell).map_or(1, |c| c.least);
                self.raise_low(cell, least)
            }
            Way::Parts(None) => true,
            Way::Shared(at) => self.go_shared(item, at),
            Way::Out => return true,
        };
        let mut beside = cells.clashes.iter().filter_map(|c| self.layout.items.get(*c)).flat_map(|i| &i.cells);
        fills && beside.all(|cell| self.lower_high(*cell, 0))
    }

    /// All items are settled: halves what is still open, the larger half first.
    fn divide(&mut self, depth: usize, steps: &mut Steps) {
        let open = self.low.iter().zip(&self.high).position(|(low, high)| low < high);
        let Some(cell) = open else {
            self.take();
            return;
        };
        let (low, high) = (self.low_of(cell), self.high_of(cell));
        let middle = low + (high - low) / 2;
        for upper in [true, false] {
            let mark = self.trail.len();
            let fits = if upper { self.raise_low(cell, middle + 1) } else { self.lower_high(cell, middle) };
            if fits {
                self.descend(depth, steps);
            }
            self.undo(mark);
        }
    }

    /// Everything is single: an allocation.
    fn take(&mut self) {
        let allocation = Allocation { layout: self.layout, units: &self.low, choice: self.choice };
        if !allocation.is_within() {
            return;
        }
        let value = allocation.value();
        match self.goal {
            Goal::Better(best) if best.is_none_or(|b| value < b) => {
                self.goal = Goal::Better(Some(value));
                self.found = Some((value, self.low.clone()));
            }
            Goal::Any(than) if value < than => self.found = Some((value, self.low.clone())),
            Goal::Exactly(wanted) if value == wanted => self.found = Some((value, self.low.clone())),
            _ => {}
        }
    }

    /// Takes away what no ceiling and no item leaves room for; `false` where nothing fits any more.
    fn tighten(&mut self) -> bool {
        for at in 0..self.layout.ceilings.len() {
            let Some(ceiling) = self.layout.ceilings.get(at) else { continue };
            if let Extent::Fixed(bound) = ceiling.extent {
                let fits = match ceiling.measure {
                    Measure::Credits => self.tighten_credits(&ceiling.cells, bound),
                    Measure::Items => self.tighten_items(&ceiling.cells, bound),
                    // Only what is already counted is looked at.
                    Measure::Outcomes => true,
                };
                if !fits {
                    return false;
                }
            }
        }
        (0..self.layout.entire.len()).all(|at| self.tighten_entire(at))
            && (0..self.layout.items.len()).all(|item| self.tighten_item(item))
            && self.room().is_within()
    }

    fn tighten_credits(&mut self, cells: &[usize], bound: i64) -> bool {
        if self.layout.shares.is_some() {
            return self.tighten_shared(cells, bound);
        }
        let used: i64 = cells.iter().map(|c| self.low_of(*c)).sum();
        used <= bound && cells.iter().all(|c| self.lower_high(*c, self.low_of(*c) + bound - used))
    }

    fn tighten_items(&mut self, cells: &[usize], bound: i64) -> bool {
        let item = |cell: &usize| self.layout.cells.get(*cell).map(|c| c.item);
        let mut counted: Vec<usize> = cells.iter().filter(|c| self.low_of(**c) > 0).filter_map(item).collect();
        counted.sort_unstable();
        counted.dedup();
        let used = super::value::length(counted.len());
        if used < bound {
            return true;
        }
        let rest = |c: &&usize| item(c).is_some_and(|i| counted.binary_search(&i).is_err());
        let rest: Vec<usize> = cells.iter().filter(rest).copied().collect();
        used == bound && rest.into_iter().all(|c| self.lower_high(c, 0))
    }

    /// The shares of an item sum to at most one.
    fn tighten_item(&mut self, item: usize) -> bool {
        if self.shared.get(item) == Some(&true) {
            return true;
        }
        let Some(item) = self.layout.items.get(item) else { return true };
        let weight = |cell: &usize| self.layout.cells.get(*cell).map_or(1, |c| c.weight);
        let taken: i128 = item.cells.iter().map(|c| i128::from(self.low_of(*c)) * weight(c)).sum();
        if taken == 0 {
            return true;
        }
        let free = item.whole - taken;
        let part = |c: &&usize| self.fill(**c) != Some(Fill::Whole);
        let parts: Vec<usize> = item.cells.iter().filter(part).copied().collect();
        let room = |weight: i128| i64::try_from(free.max(0) / weight).unwrap_or(i64::MAX);
        (free >= 0 || parts.is_empty())
            && parts.into_iter().all(|c| self.lower_high(c, self.low_of(c).saturating_add(room(weight(&c)))))
    }

    fn low_of(&self, cell: usize) -> i64 {
        self.low.get(cell).copied().unwrap_or_default()
    }

    fn high_of(&self, cell: usize) -> i64 {
        self.high.get(cell).copied().unwrap_or_default()
    }

    /// Lets a cell count no more than this; less than its least is nothing.
    fn lower_high(&mut self, cell: usize, most: i64) -> bool {
        let (low, high) = (self.low_of(cell), self.high_of(cell));
        let least = self.layout.cells.get(cell).map_or(1, |c| c.least);
        let most = if most < least { 0 } else { most };
        if most < high {
            self.set(cell, low, most);
        }
        low <= most || low <= self.high_of(cell)
    }

    fn raise_low(&mut self, cell: usize, least: i64) -> bool {
        let (low, high) = (self.low_of(cell), self.high_of(cell));
        if low < least && least <= high {
            self.set(cell, least, high);
        }
        least <= high
    }

    fn set(&mut self, cell: usize, low: i64, high: i64) {
        self.trail.push((cell, self.low_of(cell), self.high_of(cell)));
        if let (Some(a), Some(b)) = (self.low.get_mut(cell), self.high.get_mut(cell)) {
            (*a, *b) = (low, high);
        }
    }

    fn undo(&mut self, mark: usize) {
        while self.trail.len() > mark {
            let Some((cell, low, high)) = self.trail.pop() else { return };
            if let (Some(a), Some(b)) = (self.low.get_mut(cell), self.high.get_mut(cell)) {
                (*a, *b) = (low, high);
            }
        }
    }
}
