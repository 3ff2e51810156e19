//! Averages, the latest credits, what is settled, several awards: added up from what is counted.

use std::cmp::Ordering;

use super::fault::Fault;
use super::ledger::{Lack, Ledger};
use super::once::{Below, Cell, once};
use crate::problem::{Fill, Measure, Progress};
use crate::requirements::{Average, Latest, SameDay, Straddling};

/// A credential, or a part of one, in the line of what was counted last.
struct Place {
    day: u32,
    of_set: bool,
    divisible: bool,
    units: i128,
}

impl Ledger<'_> {
    /// What the further requirements of a node lack, or those of the whole.
    pub(super) fn further(&self, of: Option<usize>) -> Lack {
        let problem = self.problem;
        let mut lack = Lack::default();
        for average in problem.averages.iter().filter(|a| a.of == of) {
            lack.unmet += i128::from(!self.is_reached(average));
        }
        for latest in problem.latest.iter().filter(|l| l.of == of) {
            let short = i128::from(latest.minimum) - self.in_window(latest);
            if short > 0 {
                lack.unmet += 1;
                lack.credits += short * i128::from(problem.fine);
            }
        }
        lack.unmet += problem.settled.iter().filter(|s| s.of == of).map(|s| i128::from(!s.met)).sum::<i128>();
        lack
    }

    fn is_reached(&self, average: &Average) -> bool {
        let covered = Below::of(average.cells.iter().filter_map(|c| self.cells.get(c)));
        let (mut above, mut graded) = (0, false);
        let (numerator, denominator) = (i128::from(average.minimum.0), i128::from(average.minimum.1));
        for (item, grade) in &average.grades {
            let Some(cells) = covered.items.get(item) else { continue };
            graded = true;
            above += once(self.problem, cells) * (i128::from(*grade) * denominator - numerator);
        }
        graded && above >= 0
    }

    /// How much of the window is of the set.
    fn in_window(&self, latest: &Latest) -> i128 {
        let mut line: Vec<Place> = Vec::new();
        for (item, cells) in &self.below[latest.of.unwrap_or(0)].items {
            let inside = |c: &&Cell<'_>| latest.cells.contains(&(c.counted.slot, c.counted.item));
            let of_set: Vec<Cell<'_>> = cells.iter().filter(inside).copied().collect();
            let (all, of_set) = (once(self.problem, cells), once(self.problem, &of_set));
            let divisible = !cells.iter().any(|c| self.problem.slots[c.counted.slot].fill == Fill::Whole);
            let day = self.problem.items[*item].day;
            line.push(Place { day, of_set: true, divisible, units: of_set });
            line.push(Place { day, of_set: false, divisible, units: all - of_set });
        }
        line.retain(|place| place.units > 0);
        line.sort_by(|a, b| later(latest.same_day, a, b));
        let mut end = 0;
        let mut found = 0;
        let window = i128::from(latest.window);
        for place in line {
            let start = end;
            end += place.units;
            let inside = if end <= window {
                place.units
            } else if start >= window {
                0
            } else if place.divisible {
                window - start
            } else if latest.straddling == Straddling::In {
                place.units
            } else {
                0
            };
            if place.of_set {
                found += inside;
            }
        }
        found
    }

    /// For every award, or the one: units counted, the workload, whether it is complete, what comes from work in a state.
    pub(super) fn awards(&self) -> Awards {
        let problem = self.problem;
        let each: Vec<(usize, Option<i64>, i64)> = if problem.awards.is_empty() {
            vec![(0, problem.workload, 0)]
        } else {
            problem.awards.iter().map(|a| (a.node, a.workload, a.weight)).collect()
        };
        let lacks = self.lacks();
        let mut sum = Awards::default();
        for (node, workload, weight) in each {
            let total = self.below[node].units(problem);
            let wanted = workload.map_or(total, i128::from);
            let missing = (wanted - total).max(0);
            sum.unmet += missing.signum();
            sum.missing += missing;
            sum.counted += total.min(wanted);
            if lacks[node].unmet == 0 && missing == 0 {
                sum.worth += i128::from(weight);
            }
            let from = |progress: Progress| {
                let of = self.below[node].items.iter().filter(|(item, _)| problem.items[**item].progress == progress);
                of.map(|(_, cells)| once(problem, cells)).sum::<i128>()
            };
            sum.planned += from(Progress::Planned);
            sum.in_progress += from(Progress::InProgress);
        }
        sum
    }

    /// What is neither nothing nor the whole of what is granted entire.
    pub(super) fn parts(&self) -> Vec<Fault> {
        let entire = self.problem.slots.iter().enumerate().filter(|(_, slot)| slot.entire);
        let said = entire.filter_map(|(at, slot)| {
            let counts = self.slot(at).measured(self.problem, Measure::Credits);
            let needs = i128::from(slot.maximum?) * i128::from(self.problem.fine);
            let (needs, said) =
                (Some(needs).filter(|n| counts != 0 && counts != *n)?, |n| self.say(Measure::Credits, n));
            Some(Fault::Entire { slot: slot.name.clone(), needs: said(needs), counts: said(counts) })
        });
        said.collect()
    }
}

/// What all awards come to.
#[derive(Default)]
pub(super) struct Awards {
    pub(super) worth: i128,
    pub(super) unmet: i128,
    pub(super) missing: i128,
    pub(super) counted: i128,
    pub(super) planned: i128,
    pub(super) in_progress: i128,
}

/// Which of two comes first in the line: the later one.
fn later(same_day: SameDay, a: &Place, b: &Place) -> Ordering {
    let by_set = b.of_set.cmp(&a.of_set);
    let by_set = if same_day == SameDay::SetLatest { by_set } else { by_set.reverse() };
    b.day.cmp(&a.day).then(by_set).then(a.divisible.cmp(&b.divisible)).then(a.units.cmp(&b.units))
}
