//! What counts once: the parts of one credential laid beside one another, and over one another where slots share.

use std::collections::BTreeMap;

use super::ledger::{Cell, Ledger, number};
use crate::check::fault::Fault;
use crate::problem::{Fill, Measure, Problem};
use crate::requirements::Sharing;

impl Ledger<'_> {
    /// What is wrong with the places of one item.
    pub(super) fn places(&self, item: usize, cells: &[Cell<'_>]) -> Vec<Fault> {
        let problem = self.problem;
        let fill = |cell: &Cell<'_>| problem.slots[cell.counted.slot].fill;
        let name = || problem.items[item].id.clone();
        let whole = cells.iter().find(|c| fill(c) == Fill::Whole).filter(|_| cells.len() > 1);
        let up_to = cells.iter().filter(|c| fill(c) == Fill::UpTo).count();
        let apart = lie_apart(problem, cells);
        if whole.is_none() && up_to < 2 && apart {
            return Vec::new();
        }
        let mut faults = Vec::new();
        if let Some(uses) = self.uses(cells) {
            if cells.len() > uses {
                faults.push(Fault::Uses { item: name(), slots: cells.len(), uses });
            }
            let cut = |c: &&Cell<'_>| fill(c) != Fill::Whole && c.counted.units < c.offer.credits;
            if let Some(cell) = cells.iter().find(cut).filter(|_| cells.len() > 2) {
                faults.push(Fault::CutAndShared { slot: problem.slots[cell.counted.slot].name.clone(), item: name() });
            }
            return faults;
        }
        if let Some(cell) = whole {
            faults.push(Fault::Whole { slot: problem.slots[cell.counted.slot].name.clone(), item: name() });
        }
        if up_to > 1 {
            faults.push(Fault::UpTo { item: name(), slots: up_to });
        }
        if !apart {
            faults.push(Fault::Shares { item: name() });
        }
        faults
    }

    /// In how many slots an item may be that is in these cells; `None` where two of them do not share.
    fn uses(&self, cells: &[Cell<'_>]) -> Option<usize> {
        let mut least = usize::MAX;
        for one in cells {
            for other in cells.iter().filter(|c| c.counted.slot > one.counted.slot) {
                let pair = (one.counted.slot, other.counted.slot);
                let uses = self.problem.sharing.iter().filter(|s| joins(s, pair)).map(|s| s.uses).min()?;
                least = least.min(uses);
            }
        }
        Some(least)
    }

    /// Where more is shared than may be.
    pub(super) fn sharing(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for sharing in &self.problem.sharing {
            let (mut credits, mut items) = (0, 0);
            for cells in self.by_item().values() {
                let on = |side: usize| -> Vec<Cell<'_>> {
                    cells.iter().filter(|c| sharing.between[side].contains(&c.counted.slot)).copied().collect()
                };
                let both = once(self.problem, &on(0)) + once(self.problem, &on(1))
                    - once(self.problem, &[on(0), on(1)].concat());
                credits += both;
                items += both.signum();
            }
            let fine = i128::from(self.problem.fine);
            let bounds = [
                (Measure::Credits, sharing.credits.map(|n| i128::from(n) * fine), credits * fine),
                (Measure::Items, sharing.items.map(i128::from), items),
            ];
            for (measure, allows, counts) in bounds {
                if let Some(allows) = allows.filter(|allows| counts > *allows) {
                    let (allows, counts) = (self.say(measure, allows), self.say(measure, counts));
                    faults.push(Fault::Sharing { sharing: sharing.name.clone(), allows, counts });
                }
            }
        }
        faults
    }

    pub(super) fn by_item(&self) -> BTreeMap<usize, Vec<Cell<'_>>> {
        let mut by_item: BTreeMap<usize, Vec<Cell<'_>>> = BTreeMap::new();
        for cell in self.cells.values() {
            by_item.entry(cell.counted.item).or_default().push(*cell);
        }
        by_item
    }
}

fn joins(sharing: &Sharing, (one, other): (usize, usize)) -> bool {
    let [left, right] = &sharing.between;
    left.contains(&one) && right.contains(&other) || left.contains(&other) && right.contains(&one)
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
fn lie_apart(problem: &Problem, cells: &[Cell<'_>]) -> bool {
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
