//! The search: cell after cell, counted first and not counted then.

use super::bound::At;
use super::lack::MOST_PLACES;
use super::order::{Order, Scope};
use super::table::{Maker, Table};
use crate::solve::choices::Choice;
use crate::solve::layout::Layout;
use crate::solve::value::Allocation;
use crate::solve::witness::Witness;
use crate::stack::Value;

/// What is looked for.
#[derive(Debug, Clone, Copy)]
pub(in crate::solve) enum Aim {
    /// The best stack, better than this.
    Best(Option<Value>),
    /// The first stack on the walk of this value, which is the best.
    First(Value),
    /// Any stack better than this.
    Any(Value),
    /// Any stack no part of whose value is more than this.
    Within([i64; 9]),
}

/// A search under one choice of children.
pub(in crate::solve) struct Dive<'l> {
    pub(super) layout: &'l Layout<'l>,
    choice: Choice,
    pub(super) table: Table,
    /// The items that exclude each item.
    clashes: Vec<u128>,
    pub(in crate::solve) nodes: u64,
}

/// One run of a search.
struct Run<'d, 'l> {
    dive: &'d mut Dive<'l>,
    most: u64,
    order: Order,
    aim: Aim,
    /// The items that have to count.
    forced: u128,
    /// The sums at each depth, and what each has to come to at the least.
    reach: Vec<i64>,
    least: Vec<i64>,
    units: Vec<i64>,
    /// What is counted in each of the requirements that all have to be met.
    counted: [i64; MOST_PLACES],
    found: Option<Witness>,
}

impl<'l> Dive<'l> {
    /// None where the tree is too large, or there are too many items.
    pub(in crate::solve) fn new(layout: &'l Layout<'l>, choice: Choice) -> Option<Self> {
        if layout.items.len() > 128 {
            return None;
        }
        let table = Maker::new(layout, &choice).make()?;
        let set = |items: &[usize]| items.iter().fold(0u128, |set, item| set | 1 << item);
        let clashes = layout.items.iter().map(|item| set(&item.clashes)).collect();
        Some(Self { layout, choice, table, clashes, nodes: 0 })
    }

    pub(in crate::solve) fn choice(&self) -> &Choice {
        &self.choice
    }

    /// What was looked for, if it is there, and whether so many nodes in all suffice to say so.
    pub(in crate::solve) fn run(&mut self, aim: Aim, scope: &Scope, most: u64) -> (Option<Witness>, bool) {
        let order = Order::new(self.layout, &self.table, scope, matches!(aim, Aim::First(_)));
        let mut reach = vec![0; order.width * (order.places.len() + 1)];
        reach[..order.width].copy_from_slice(&order.start);
        let mut units = vec![0; self.layout.cells.len()];
        scope.counted.iter().for_each(|cell| units[*cell] = self.layout.cells[*cell].most);
        let forced = scope.forced.iter().enumerate().filter(|(_, forced)| **forced);
        let forced = forced.fold(0, |set, (item, _)| set | 1 << item);
        let mut counted = [0; MOST_PLACES];
        for cell in &scope.counted {
            let cell = &self.layout.cells[*cell];
            self.table.places[cell.slot].into_iter().for_each(|place| counted[place] += cell.most);
        }
        let caps = match aim {
            Aim::Best(_) | Aim::Any(_) => [i64::MAX; 9],
            Aim::First(value) => value.parts(),
            Aim::Within(caps) => caps,
        };
        let mut least = self.table.least(caps, self.layout.problem, order.width);
        if let (Some(earned), Some(place)) = (order.least_earned, least.last_mut()) {
            *place = earned;
        }
        let mut run = Run { dive: self, most, order, aim, forced, reach, least, units, counted, found: None };
        run.from(0, 0);
        let found = run.found;
        (found, self.nodes <= most)
    }

    /// All of it.
    pub(super) fn everything(&self) -> Scope {
        let (cells, items) = (self.layout.cells.len(), self.layout.items.len());
        Scope { open: vec![true; cells], forced: vec![false; items], counted: Vec::new(), earns: None }
    }
}

impl Run<'_, '_> {
    /// Whether anything from here on is of use.
    fn promises(&self, at: usize) -> bool {
        let (layout, table) = (self.dive.layout, &self.dive.table);
        let reach = &self.reach[at * self.order.width..(at + 1) * self.order.width];
        let counted = match &self.aim {
            Aim::Best(best) => best.map(|best| -best.uncounted),
            Aim::First(value) | Aim::Any(value) => Some(-value.uncounted),
            Aim::Within(caps) => (caps[6] < i64::MAX).then_some(-caps[6]),
        };
        let most = match &self.aim {
            Aim::Best(best) => best.map_or(i64::MAX, |best| best.unmet),
            Aim::First(value) | Aim::Any(value) => value.unmet,
            Aim::Within(caps) => caps[0],
        };
        let at = At { reach, counted: &self.counted };
        let Some(bound) = table.bound(at, layout.problem, most, counted) else { return false };
        let within = |caps: [i64; 9]| bound.parts().iter().zip(caps).all(|(least, cap)| *least <= cap);
        match &self.aim {
            Aim::Best(best) => best.is_none_or(|best| bound < best),
            Aim::Any(value) => bound < *value,
            // What is as good as the best is so in every part.
            Aim::First(value) => within(value.parts()),
            Aim::Within(caps) => within(*caps),
        }
    }

    /// Goes on from a place, with items that are used or excluded; `true` where the search ends.
    fn from(&mut self, mut at: usize, out: u128) -> bool {
        self.dive.nodes += 1;
        if self.dive.nodes > self.most {
            return true;
        }
        if !self.promises(at) {
            return false;
        }
        // What is settled already changes nothing.
        while self.order.places.get(at).is_some_and(|place| out >> place.item & 1 == 1) {
            let width = self.order.width;
            self.reach.copy_within(at * width..(at + 1) * width, (at + 1) * width);
            at += 1;
        }
        let Some(place) = self.order.places.get(at).copied() else { return self.whole() };
        let clashing = self.dive.clashes[place.item] & !out;
        if clashing & self.forced == 0 && self.change(at, true) {
            self.exclude(at, clashing);
            let cell = &self.dive.layout.cells[place.cell];
            let (most, of) = (cell.most, self.dive.table.places[cell.slot]);
            self.units[place.cell] = most;
            if let Some(of) = of {
                self.counted[of] += most;
            }
            if self.from(at + 1, out | 1 << place.item | clashing) {
                return true;
            }
            self.units[place.cell] = 0;
            if let Some(of) = of {
                self.counted[of] -= most;
            }
        }
        if place.is_last && place.is_forced {
            return false;
        }
        self.change(at, false) && self.from(at + 1, out)
    }

    /// The sums after a place; whether each comes to what it has to by itself.
    fn change(&mut self, at: usize, is_counted: bool) -> bool {
        let width = self.order.width;
        let (before, after) = self.reach.split_at_mut((at + 1) * width);
        let (before, after) = (&before[at * width..], &mut after[..width]);
        let (changes, least) = (&self.order.changes(at, is_counted)[..width], &self.least[..width]);
        // Below nothing where one of them is.
        let mut short = 0;
        for (((after, before), change), least) in after.iter_mut().zip(before).zip(changes).zip(least) {
            *after = before + change;
            short |= *after - least;
        }
        short >= 0
    }

    /// Takes what excluded items can bring out of the sums after a place.
    fn exclude(&mut self, at: usize, mut items: u128) {
        let width = self.order.width;
        while items != 0 {
            let item = items.trailing_zeros() as usize;
            items &= items - 1;
            let later = (at + 1..self.order.places.len()).find(|later| self.order.places[*later].item == item);
            let Some(later) = later else { continue };
            let after = &mut self.reach[(at + 1) * width..(at + 2) * width];
            after.iter_mut().zip(self.order.rest(later)).for_each(|(sum, rest)| *sum -= rest);
        }
    }

    /// Everything is settled: whether the search ends with this.
    fn whole(&mut self) -> bool {
        let dive = &*self.dive;
        let allocation = Allocation { layout: dive.layout, units: &self.units, choice: &dive.choice };
        if !allocation.is_within() {
            return false;
        }
        let value = allocation.value();
        let (is_found, ends) = match self.aim {
            Aim::Best(best) => (best.is_none_or(|best| value < best), false),
            Aim::First(wanted) => (value == wanted, true),
            Aim::Any(than) => (value < than, true),
            Aim::Within(caps) => (value.parts().iter().zip(caps).all(|(part, cap)| *part <= cap), true),
        };
        if !is_found {
            return false;
        }
        if let Aim::Best(best) = &mut self.aim {
            *best = Some(value);
        }
        self.found = Some(Witness { value, units: self.units.clone(), choice: dive.choice.clone() });
        ends
    }
}
