//! What counts once: the parts of one credential laid beside one another, and over one another where slots share.

use std::collections::BTreeMap;

use crate::problem::{Fill, Measure, Offer, Problem};
use crate::stack::Counted;

/// A cell with the offer that it takes up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell<'p> {
    pub(super) counted: Counted,
    pub(super) offer: &'p Offer,
}

/// How much some cells of one item count when what is shared counts once.
pub(super) fn once(problem: &Problem, cells: &[Cell<'_>]) -> i128 {
    let sum = cells.iter().map(|c| i128::from(c.counted.units)).sum();
    if cells.len() < 2 || lie_apart(problem, cells) {
        return sum;
    }
    let [one, other] = cells else {
        return cells.iter().map(|c| i128::from(c.counted.units)).max().unwrap_or_default();
    };
    // The learning that both take, as a fraction, in the credits of the one that gives fewer for it.
    let ((a, of_a), (b, of_b)) = (part(problem, one), part(problem, other));
    let (common, of) = (a * of_b + b * of_a - of_a * of_b, of_a * of_b);
    let credits = common * of_a.min(of_b);
    sum - (credits / of + i128::from(credits % of != 0))
}

/// How much of an item a cell takes, and how much the item has there: a credential that is whole is taken whole.
fn part(problem: &Problem, cell: &Cell<'_>) -> (i128, i128) {
    let units = i128::from(cell.counted.units);
    let whole = problem.slots[cell.counted.slot].fill == Fill::Whole;
    (units, if whole { units } else { i128::from(cell.offer.credits) })
}

/// Whether the shares that are counted of one item sum to at most one. The numbers may have any length, because denominators
/// multiply.
pub(super) fn lie_apart(problem: &Problem, cells: &[Cell<'_>]) -> bool {
    let (mut sum, mut whole) = (vec![0], vec![1]);
    for cell in cells {
        let (units, credits) = part(problem, cell);
        let units = u128::try_from(units).unwrap_or(0);
        let credits = u128::try_from(credits).unwrap_or(0);
        sum = weighted(&sum, credits, &whole, units);
        whole = weighted(&whole, credits, &whole, 0);
    }
    // Both have the same number of digits.
    sum.iter().rev().le(whole.iter().rev())
}

/// A sum of two long numbers of equal length, each multiplied; digits from the least on.
fn weighted(one: &[u128], times: u128, other: &[u128], other_times: u128) -> Vec<u128> {
    const BASE: u128 = 1_000_000_000_000_000_000;
    let mut carry = 0;
    let mut digits = Vec::with_capacity(one.len() + 2);
    for (a, b) in one.iter().chain(&[0, 0]).zip(other.iter().chain(&[0, 0])) {
        carry += a * times + b * other_times;
        digits.push(carry % BASE);
        carry /= BASE;
    }
    digits
}

/// What is counted somewhere, item by item.
#[derive(Debug, Clone, Default)]
pub(super) struct Below<'p> {
    pub(super) items: BTreeMap<usize, Vec<Cell<'p>>>,
}

impl<'p> Below<'p> {
    pub(super) fn add(&mut self, cell: &Cell<'p>) {
        self.items.entry(cell.counted.item).or_default().push(*cell);
    }

    pub(super) fn of<'c>(cells: impl IntoIterator<Item = &'c Cell<'p>>) -> Self
    where
        'p: 'c,
    {
        let mut below = Self::default();
        cells.into_iter().for_each(|cell| below.add(cell));
        below
    }

    /// Units, each item once.
    pub(super) fn units(&self, problem: &Problem) -> i128 {
        self.items.values().map(|cells| once(problem, cells)).sum()
    }

    pub(super) fn measured(&self, problem: &Problem, measure: Measure) -> i128 {
        let outcomes = |item: &usize| problem.items[*item].outcomes.clone();
        match measure {
            Measure::Credits => self.units(problem) * i128::from(problem.fine),
            Measure::Items => number(self.items.len()),
            Measure::Outcomes => {
                let all: std::collections::BTreeSet<u32> = self.items.keys().flat_map(outcomes).collect();
                number(all.len())
            }
        }
    }
}

pub(super) fn number(n: usize) -> i128 {
    i128::try_from(n).unwrap_or(i128::MAX)
}
