//! Averages, the latest credits and what is settled: what an allocation lacks of them, and what it has to lack in a room.

use std::cmp::Reverse;

use super::room::Room;
use super::shares::{by_item, once};
use super::value::{Allocation, Lack, add};
use crate::problem::{Fill, Problem};
use crate::requirements::{Average, Latest, SameDay, Straddling};

impl Allocation<'_> {
    /// What averages, latest credits and settled requirements lack, of those of a node or of the whole.
    pub(super) fn more(&self, of: Option<usize>) -> Lack {
        let problem = self.layout.problem;
        let covered = &self.layout.covered;
        let averages = problem.averages.iter().zip(&covered.averages).filter(|(a, _)| a.of == of);
        let unmet = averages.map(|(average, cells)| (i64::from(!self.average(average, cells).2), 0, 0));
        let latest = problem.latest.iter().zip(&covered.latest).filter(|(l, _)| l.of == of);
        let latest = latest.map(|(latest, cells)| {
            let short = (latest.minimum - self.latest(latest, cells)).max(0);
            (short.signum(), 0, short * problem.fine)
        });
        unmet.chain(latest).fold(settled(problem, of), add)
    }

    /// The graded credits, the sum of their grades, and whether the average is met.
    pub(super) fn average(&self, average: &Average, cells: &[usize]) -> (i64, i128, bool) {
        let (mut credits, mut sum) = (0, 0);
        for cells in by_item(self.layout.places(), self.units, cells) {
            let Some(grade) = self.item(&cells).and_then(|item| grade(average, item)) else { continue };
            let counted = once(self.layout.places(), self.units, &cells);
            credits += counted;
            sum += i128::from(counted) * i128::from(grade);
        }
        let (numerator, denominator) = average.minimum;
        let met = sum * i128::from(denominator) >= i128::from(numerator) * i128::from(credits);
        (credits, sum, credits > 0 && met)
    }

    fn item(&self, cells: &[usize]) -> Option<usize> {
        cells.first().and_then(|c| self.layout.cells.get(*c)).map(|c| c.item)
    }

    /// How much of the window is of the set.
    pub(super) fn latest(&self, latest: &Latest, set: &[usize]) -> i64 {
        let below = self.layout.below.get(latest.of.unwrap_or_default()).map(Vec::as_slice).unwrap_or_default();
        let mut line = Vec::new();
        for cells in by_item(self.layout.places(), self.units, below) {
            let of_set: Vec<usize> = cells.iter().copied().filter(|c| set.binary_search(c).is_ok()).collect();
            let inside = once(self.layout.places(), self.units, &of_set);
            let outside = once(self.layout.places(), self.units, &cells) - inside;
            let cut = cells.iter().all(|c| self.layout.cells.get(*c).is_some_and(|c| c.fill != Fill::Whole));
            let day = self.item(&cells).and_then(|i| self.layout.problem.items.get(i)).map(|i| i.day);
            for (is_of_set, units) in [(true, inside), (false, outside)] {
                let first = is_of_set == (latest.same_day == SameDay::SetLatest);
                line.push((Reverse(day), !first, cut, units, is_of_set));
            }
        }
        line.sort_unstable();
        let (mut rest, mut found) = (latest.window, 0);
        for (_, _, cut, units, is_of_set) in line {
            let taken = match latest.straddling {
                _ if units <= rest => units,
                _ if rest == 0 => break,
                _ if cut => rest,
                Straddling::In => units,
                Straddling::Out => 0,
            };
            found += if is_of_set { taken } else { 0 };
            rest = if units <= rest { rest - units } else { 0 };
        }
        found
    }
}

impl Room<'_> {
    /// The least that averages, latest credits and settled requirements can lack, of those of a node or of the whole.
    pub(super) fn more(&self, of: Option<usize>) -> Lack {
        let problem = self.layout.problem;
        let covered = &self.layout.covered;
        let averages = problem.averages.iter().zip(&covered.averages).filter(|(a, _)| a.of == of);
        let unmet = averages.map(|(average, cells)| (i64::from(!self.may_reach(average, cells)), 0, 0));
        let latest = problem.latest.iter().zip(&covered.latest).filter(|(l, _)| l.of == of);
        let latest = latest.map(|(latest, cells)| {
            let short = (latest.minimum - self.high_measured(crate::problem::Measure::Credits, cells)).max(0);
            (short.signum(), 0, short * problem.fine)
        });
        unmet.chain(latest).fold(settled(problem, of), add)
    }

    /// Whether an average can be met: good grades with all that they can count, bad ones with the least.
    fn may_reach(&self, average: &Average, cells: &[usize]) -> bool {
        let (numerator, denominator) = average.minimum;
        let lows = self.item_lows(cells);
        let mut sum = 0i128;
        let mut any = false;
        for (item, (high, low)) in self.item_highs(cells).into_iter().zip(lows).enumerate() {
            let Some(grade) = grade(average, item).filter(|_| high > 0) else { continue };
            any = true;
            let each = i128::from(grade) * i128::from(denominator) - i128::from(numerator);
            sum += each * i128::from(if each > 0 { high } else { low });
        }
        any && sum >= 0
    }

    fn item_lows(&self, cells: &[usize]) -> Vec<i64> {
        let mut lows = vec![0; self.layout.items.len()];
        for cells in by_item(self.layout.places(), self.low, cells) {
            let item = cells.first().and_then(|c| self.layout.cells.get(*c)).map(|c| c.item);
            if let Some(low) = item.and_then(|i| lows.get_mut(i)) {
                *low = once(self.layout.places(), self.low, &cells);
            }
        }
        lows
    }
}

fn grade(average: &Average, item: usize) -> Option<i64> {
    let at = average.grades.binary_search_by_key(&item, |g| g.0).ok()?;
    average.grades.get(at).map(|g| g.1)
}

fn settled(problem: &Problem, of: Option<usize>) -> Lack {
    let unmet = problem.settled.iter().filter(|s| s.of == of && !s.met).count();
    (super::value::length(unmet), 0, 0)
}
