//! What an item can earn at the most at given prices.

use super::model::Model;
use super::rows::Parted;
use super::state::State;
use super::ways::Ways;
use crate::problem::Fill;

/// What a way earns.
pub(super) fn way<W: Ways>(model: &Model<'_, W>, of: (usize, usize), prices: &[i64]) -> i64 {
    model.adds[of.0..of.1].iter().map(|(row, adds)| prices[*row] * adds).sum()
}

/// What is earned by an item of which parts count: for a unit of each part, and whatever the amounts are.
struct Rates {
    each: Vec<i64>,
    flat: i64,
}

fn rates<W: Ways>(state: &State<'_, W>, parted: &Parted, prices: &[i64]) -> Rates {
    let mut rates = Rates { each: vec![0; parted.parts.len()], flat: 0 };
    for at in &parted.entries {
        let entry = &state.model.part_entries[*at];
        let price = prices[entry.row];
        if price == 0 {
            continue;
        }
        for (each, per) in rates.each.iter_mut().zip(&entry.per) {
            *each += price * per;
        }
        if entry.flat == 0 {
            continue;
        }
        let covered = || parted.parts.iter().zip(&entry.covers).filter(|(_, covers)| **covers);
        let may = covered().any(|(p, _)| state.high[p.cell] > 0);
        let does = covered().any(|(p, _)| state.low[p.cell] > 0);
        if does || may && entry.flat > 0 {
            rates.flat += price * entry.flat;
        } else if may {
            // Being counted costs at least the share that is counted of it.
            for ((each, part), covers) in rates.each.iter_mut().zip(&parted.parts).zip(&entry.covers) {
                if *covers {
                    let share = i128::from(price * -entry.flat) * i128::from(part.weight) / i128::from(parted.whole);
                    *each -= i64::try_from(share).unwrap_or(0);
                }
            }
        }
    }
    rates
}

/// The most that an item of which parts count can earn, and for each of its parts the most where that part counts, or
/// [`i64::MIN`] where it cannot.
pub(super) fn parts<W: Ways>(state: &State<'_, W>, item: usize, prices: &[i64], each: Option<&mut Vec<i64>>) -> i64 {
    let Some(parted) = &state.model.parted[item] else { return 0 };
    let rates = rates(state, parted, prices);
    let mut order: Vec<usize> = (0..parted.parts.len()).filter(|p| rates.each[*p] > 0).collect();
    let worth = |p: usize| i128::from(rates.each[p]) << 40;
    order.sort_by_key(|p| std::cmp::Reverse(worth(*p) / i128::from(parted.parts[*p].weight)));
    let earn = Earn { state, parted, rates: &rates, order: &order };
    let most = earn.best(None);
    if let Some(each) = each {
        each.clear();
        each.extend((0..parted.parts.len()).map(|place| earn.best(Some(place)).saturating_add(rates.flat)));
    }
    most.saturating_add(rates.flat)
}

struct Earn<'s, 'm, W> {
    state: &'s State<'m, W>,
    parted: &'s Parted,
    rates: &'s Rates,
    /// The parts that earn something, the best rate first.
    order: &'s [usize],
}

impl<W: Ways> Earn<'_, '_, W> {
    fn low(&self, place: usize) -> i64 {
        self.state.low[self.parted.parts[place].cell]
    }

    fn high(&self, place: usize) -> i64 {
        self.state.high[self.parted.parts[place].cell]
    }

    /// The most where a part counts, or anyhow; without what is earned whatever the amounts are.
    fn best(&self, counts: Option<usize>) -> i64 {
        let parts = &self.parted.parts;
        if counts.is_some_and(|place| self.high(place) == 0) {
            return i64::MIN;
        }
        let exclusive = |place: &usize| parts[*place].is_exclusive();
        let held = counts.filter(exclusive).or_else(|| (0..parts.len()).find(|p| exclusive(p) && self.low(*p) > 0));
        if let Some(held) = held {
            return self.with(Some(held), counts);
        }
        let open = (0..parts.len()).filter(|p| exclusive(p) && self.high(*p) > 0);
        open.map(|place| self.with(Some(place), counts)).fold(self.with(None, counts), i64::max)
    }

    /// The most with one of the parts that exclude one another, or with none of them.
    fn with(&self, exclusive: Option<usize>, counts: Option<usize>) -> i64 {
        let parts = &self.parted.parts;
        if let Some(place) = exclusive.filter(|place| parts[*place].fill == Fill::Whole) {
            // It takes all of the credential: nothing else counts.
            if counts.is_some_and(|c| c != place) || (0..parts.len()).any(|p| p != place && self.low(p) > 0) {
                return i64::MIN;
            }
            let least = self.low(place).max(parts[place].least);
            return (self.rates.each[place] * least).max(self.rates.each[place] * self.high(place));
        }
        let is_in = |place: usize| exclusive == Some(place) || !parts[place].is_exclusive();
        let least = |place: usize| match self.low(place) {
            0 if exclusive == Some(place) || counts == Some(place) => parts[place].least,
            low => low,
        };
        let (mut earned, mut rest) = (0, self.parted.whole);
        for (place, part) in parts.iter().enumerate() {
            let least = if is_in(place) { least(place) } else { self.low(place) };
            if least > 0 && !is_in(place) {
                return i64::MIN;
            }
            earned += self.rates.each[place] * least;
            rest -= part.weight * least;
        }
        if rest < 0 {
            return i64::MIN;
        }
        for place in self.order.iter().copied().filter(|place| is_in(*place)) {
            let (rate, weight) = (self.rates.each[place], parts[place].weight);
            let room = self.high(place) - least(place);
            if room <= rest / weight {
                earned += rate * room.max(0);
                rest -= weight * room.max(0);
            } else {
                // What is left of the credential, to the last fraction of a unit.
                let more = (i128::from(rate) * i128::from(rest) + i128::from(weight - 1)) / i128::from(weight);
                earned += i64::try_from(more).unwrap_or(i64::MAX / 4);
                rest = 0;
            }
        }
        earned
    }
}
