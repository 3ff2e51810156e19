//! Prices of what is needed: what all offers can earn by them at the most bounds the cost of every complete stack from below.

use super::rows::{Rows, Way};

/// So many parts of a unit of cost.
pub(super) const FINE: i128 = 1 << 20;

/// A price for each row, and what they prove.
#[derive(Debug, Clone)]
pub(super) struct Prices {
    pub(super) of_rows: Vec<i128>,
    /// No complete stack costs less, in parts of a unit.
    pub(super) bound: i128,
    /// For each offer what it earns beyond its cost, in the same parts; below zero where it earns less.
    pub(super) margins: Vec<i128>,
}

/// What is priced: an offer that may be taken, one that is taken, or one that is out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Free,
    In,
    Out,
}

/// The offers and their states, as prices see them.
pub(super) struct Market<'a> {
    pub(super) rows: &'a Rows,
    /// The items that are held.
    pub(super) held: &'a [usize],
    /// For each offer its items and its cost.
    pub(super) offers: &'a [(Vec<usize>, i64)],
    pub(super) states: &'a [State],
    /// The offers that are not out.
    pub(super) active: Vec<usize>,
}

impl Market<'_> {
    /// Looks for better prices, so many rounds; `most` is the cost that is to be beaten.
    pub(super) fn improve(&self, from: &[i128], rounds: usize, most: i128) -> Prices {
        let mut short = Vec::new();
        let mut best = self.at(from, &mut short);
        let (mut prices, mut here) = (from.to_vec(), best.bound);
        // Each step goes on in part where the last one went: so it follows the ridge instead of crossing it.
        let mut way: Vec<i128> = vec![0; short.len()];
        let (mut stride, mut waited) = (256i128, 0);
        for _ in 0..rounds {
            if best.bound >= most {
                break;
            }
            for ((way, short), price) in way.iter_mut().zip(&short).zip(&prices) {
                *way = short + *way * 3 / 4;
                if *price == 0 {
                    *way = (*way).max(0);
                }
            }
            let norm: i128 = way.iter().map(|w| w * w).sum();
            if norm == 0 {
                break;
            }
            let aim = most.min(best.bound + (best.bound / 16).max(most / 64));
            let gap = (aim - here).max(FINE);
            for (price, way) in prices.iter_mut().zip(&way) {
                *price = (*price + stride * gap / 256 * way * FINE / norm).max(0);
            }
            let found = self.at(&prices, &mut short);
            here = found.bound;
            if found.bound > best.bound {
                (best, waited) = (found, 0);
                continue;
            }
            waited += 1;
            if waited > 5 {
                (stride, waited) = ((stride * 2 / 3).max(1), 0);
            }
        }
        best
    }

    /// The bound at some prices, and what each row is short of then.
    fn at(&self, prices: &[i128], short: &mut Vec<i128>) -> Prices {
        let needs = self.rows.needs.iter();
        *short = needs.clone().map(|n| i128::from(*n)).collect();
        let mut bound: i128 = needs.zip(prices).map(|(n, p)| i128::from(*n) * p).sum::<i128>();
        for item in self.held {
            bound -= self.best(*item, prices, short, 0);
        }
        let mut margins = vec![i128::MIN / 4; self.offers.len()];
        for at in &self.active {
            let (Some((items, cost)), Some(margin)) = (self.offers.get(*at), margins.get_mut(*at)) else { continue };
            let cost = i128::from(*cost) * FINE * FINE;
            let taken = self.states.get(*at) == Some(&State::In);
            let least = if taken { 0 } else { cost };
            let mut gain = 0;
            for item in items {
                gain += self.best(*item, prices, short, least);
            }
            *margin = (gain - cost).div_euclid(FINE);
            bound -= if taken { gain - cost } else { (gain - cost).max(0) };
        }
        // Prices stand in parts of parts.
        Prices { of_rows: prices.to_vec(), bound: bound.div_euclid(FINE), margins }
    }

    /// What an item earns at the most. Where that is more than so much, what it brings is taken from what is short.
    fn best(&self, item: usize, prices: &[i128], short: &mut [i128], least: i128) -> i128 {
        let ways = self.rows.ways.get(item).map(Vec::as_slice).unwrap_or_default();
        let mut whole: Option<(&Way, i128, i64)> = None;
        let mut parts: Vec<(&Way, i64)> = Vec::new();
        let (mut part, mut extra) = ((None, 0i128), 0i128);
        for way in ways {
            let (each, once) = (sum(&way.each, prices), sum(&way.once, prices));
            let units = if each > 0 { way.units.1 } else { way.units.0 };
            let earned = each * i128::from(units);
            if way.whole && !self.rows.shared {
                if whole.is_none_or(|w| earned + once > w.1) {
                    whole = Some((way, earned + once, units));
                }
            } else if self.rows.shared {
                if earned + once > 0 {
                    extra += earned + once;
                    parts.push((way, units));
                }
            } else {
                if once > 0 {
                    extra += once;
                    parts.push((way, 0));
                }
                if earned > part.1 {
                    part = (Some((way, units)), earned);
                }
            }
        }
        let split = part.1 + extra;
        match whole.filter(|w| w.1 > split) {
            Some((way, gain, units)) if gain > 0 => {
                if gain > least {
                    bring(way, units, true, short);
                }
                gain
            }
            _ => {
                if split > least {
                    for (way, units) in parts {
                        bring(way, units, true, short);
                    }
                    if let Some((way, units)) = part.0 {
                        bring(way, units, false, short);
                    }
                }
                split
            }
        }
    }
}

fn sum(of: &[(usize, i64)], prices: &[i128]) -> i128 {
    of.iter().map(|(row, n)| prices.get(*row).map_or(0, |p| p * i128::from(*n))).sum()
}

fn bring(way: &Way, units: i64, once: bool, short: &mut [i128]) {
    let each = way.each.iter().map(|(row, n)| (*row, n * units));
    let once = way.once.iter().copied().filter(|_| once);
    for (row, n) in each.chain(once) {
        if let Some(short) = short.get_mut(row) {
            *short -= i128::from(n);
        }
    }
}
