//! What goes beyond slots and limits: sharing, several awards, averages, the latest credits.

use std::collections::BTreeSet;
use std::ops::Range;

use credstack_stacking::{
    Average, AverageAccount, AwardAccount, Fill, Latest, Measure, Progress, SameDay, Sharing, SharingAccount,
    Straddling,
};

use super::{Chosen, Needs, Reference, Table, count, subsets};

/// Slot, units, the credits that all pieces would be there, the pieces taken.
type Take = (usize, i64, i64, Range<i64>);

/// The learning of one item, cut into equal pieces: which of them each slot takes.
struct Laid {
    takes: Vec<Take>,
    pieces: i64,
}

impl Reference<'_> {
    /// How an item lies in the slots that count it. What can lie apart does.
    fn laid(&self, table: &Table, item: usize) -> Laid {
        let mut takes = Vec::new();
        let mut pieces = 1;
        for (slot, row) in table.iter().enumerate().filter(|(_, row)| row[item] > 0) {
            let Some(offer) = self.offer(slot, item) else { continue };
            let whole = self.problem.slots[slot].fill == Fill::Whole;
            let all = if whole { row[item] } else { offer.credits };
            pieces *= all;
            takes.push((slot, row[item], all, 0..0));
        }
        let lengths: Vec<i64> = takes.iter().map(|(_, units, all, _)| pieces / all * units).collect();
        let apart = lengths.iter().sum::<i64>() <= pieces;
        let mut from = 0;
        for (at, (take, length)) in takes.iter_mut().zip(&lengths).enumerate() {
            // The first from the beginning, the second up to the end: so they overlap as little as they can.
            let start = if apart || at == 0 { from } else { pieces - length };
            take.3 = start..start + length;
            from += length;
        }
        Laid { takes, pieces }
    }

    /// Whether an item lies where the slots let it lie.
    pub(super) fn lies_well(&self, table: &Table, item: usize) -> bool {
        let laid = self.laid(table, item);
        let fills: Vec<Fill> = laid.takes.iter().map(|t| self.problem.slots[t.0].fill).collect();
        let of = |fill| fills.iter().filter(|f| **f == fill).count();
        let apart = laid.takes.iter().map(|t| t.3.end - t.3.start).sum::<i64>() <= laid.pieces;
        if apart && of(Fill::UpTo) <= 1 && (of(Fill::Whole) == 0 || fills.len() == 1) {
            return true;
        }
        let every_two = laid.takes.iter().all(|a| {
            laid.takes.iter().filter(|b| a.0 != b.0).all(|b| {
                let by: Vec<&Sharing> = self.problem.sharing.iter().filter(|s| joins(s, a.0, b.0)).collect();
                !by.is_empty() && by.iter().all(|s| fills.len() <= s.uses)
            })
        });
        let all_of_it = |take: &Take| take.1 == take.2;
        fills.len() > 1 && every_two && (fills.len() == 2 || laid.takes.iter().all(all_of_it))
    }

    /// How much some slots count of an item, with what they share counted once.
    pub(super) fn once(&self, table: &Table, item: usize, slots: &BTreeSet<usize>) -> i64 {
        if self.problem.sharing.is_empty() {
            return slots.iter().map(|slot| table[*slot][item]).sum();
        }
        let mut laid = self.laid(table, item);
        laid.takes.retain(|t| slots.contains(&t.0));
        let mut sum: i64 = laid.takes.iter().map(|t| t.1).sum();
        for (at, a) in laid.takes.iter().enumerate() {
            for b in &laid.takes[at + 1..] {
                let common = (a.3.end.min(b.3.end) - a.3.start.max(b.3.start)).max(0);
                if laid.takes.len() > 2 && common > 0 {
                    // Each of them has the whole item.
                    return laid.takes.iter().map(|t| t.1).max().unwrap();
                }
                let credits = common * a.2.min(b.2);
                sum -= (credits + laid.pieces - 1) / laid.pieces;
            }
        }
        sum
    }

    /// What some cells come to.
    pub(super) fn amount(&self, table: &Table, measure: Measure, cells: &[(usize, usize)]) -> i64 {
        let counted = cells.iter().filter(|(slot, item)| table[*slot][*item] > 0);
        let items: BTreeSet<usize> = counted.map(|(_, item)| *item).collect();
        match measure {
            Measure::Items => count(&items),
            Measure::Outcomes => {
                count(&items.iter().flat_map(|i| &self.problem.items[*i].outcomes).map(|o| *o as usize).collect())
            }
            Measure::Credits if self.problem.sharing.is_empty() => cells.iter().map(|(s, i)| table[*s][*i]).sum(),
            Measure::Credits => {
                let of = |i: usize| cells.iter().filter(|c| c.1 == i).map(|c| c.0).collect();
                items.iter().map(|i| self.once(table, *i, &of(*i))).sum()
            }
        }
    }

    pub(super) fn measured(&self, table: &Table, measure: Measure, slots: &[usize]) -> i64 {
        let items = 0..self.problem.items.len();
        let cells: Vec<_> = slots.iter().flat_map(|s| items.clone().map(|i| (*s, i))).collect();
        self.amount(table, measure, &cells)
    }

    /// How many credits are shared, of how many items.
    fn shared(&self, table: &Table, sharing: &Sharing) -> (i64, i64) {
        let (mut credits, mut items) = (0, 0);
        for item in 0..self.problem.items.len() {
            let [left, right] = sharing.between.clone().map(|side| side.into_iter().collect::<BTreeSet<_>>());
            let all = &left | &right;
            let of = |slots| self.once(table, item, slots);
            let shared = of(&left) + of(&right) - of(&all);
            credits += shared;
            items += i64::from(shared > 0);
        }
        (credits, items)
    }

    /// What a stack comes to beyond nodes and limits.
    pub(super) fn account_beyond(
        &self,
        table: &Table,
        chosen: &Chosen,
    ) -> (Vec<AwardAccount>, Vec<SharingAccount>, Vec<AverageAccount>, Vec<i64>) {
        let problem = self.problem;
        let awards = problem.awards.iter().map(|a| AwardAccount {
            credits: self.measured(table, Measure::Credits, &self.slots_below[a.node]),
            complete: self.is_complete(table, chosen, a.node, a.workload),
        });
        let sharing = problem.sharing.iter().map(|s| self.shared(table, s));
        let averages = problem.averages.iter().map(|average| {
            let grades = self.grades(table, average);
            let credits = i64::try_from(grades.len()).unwrap();
            let sum = i128::from(grades.iter().sum::<i64>());
            AverageAccount { credits, sum, met: self.average_is_met(table, average) }
        });
        (
            awards.collect(),
            sharing.map(|(credits, items)| SharingAccount { credits, items }).collect(),
            averages.collect(),
            problem.latest.iter().map(|l| self.in_window(table, l)).collect(),
        )
    }

    /// Whether no more is shared than may be, and what is granted entire is so.
    pub(super) fn shares_well(&self, table: &Table) -> bool {
        let within = |sharing: &Sharing| {
            let (credits, items) = self.shared(table, sharing);
            sharing.credits.is_none_or(|n| credits <= n) && sharing.items.is_none_or(|n| items <= n)
        };
        let entire = |(at, slot): (usize, &credstack_stacking::Slot)| {
            let sum: i64 = table[at].iter().sum();
            !slot.entire || sum == 0 || Some(sum) == slot.maximum
        };
        self.problem.sharing.iter().all(within) && self.problem.slots.iter().enumerate().all(entire)
    }

    /// What averages, latest credits and settled requirements lack that belong to a node, or to none.
    pub(super) fn needs_beyond(&self, table: &Table, of: Option<usize>) -> Needs {
        let problem = self.problem;
        let mut needs = (0, 0, 0);
        for average in problem.averages.iter().filter(|a| a.of == of) {
            needs.0 += i64::from(!self.average_is_met(table, average));
        }
        for latest in problem.latest.iter().filter(|l| l.of == of) {
            let found = self.in_window(table, latest);
            if found < latest.minimum {
                needs.0 += 1;
                needs.2 += (latest.minimum - found) * problem.fine;
            }
        }
        for settled in problem.settled.iter().filter(|s| s.of == of) {
            needs.0 += i64::from(!settled.met);
        }
        needs
    }

    /// The grade of every unit.
    fn grades(&self, table: &Table, average: &Average) -> Vec<i64> {
        let mut grades: Vec<i64> = Vec::new();
        for (item, grade) in &average.grades {
            let slots = average.cells.iter().filter(|c| c.1 == *item).map(|c| c.0).collect();
            for _ in 0..self.once(table, *item, &slots) {
                grades.push(*grade);
            }
        }
        grades
    }

    fn average_is_met(&self, table: &Table, average: &Average) -> bool {
        let grades = self.grades(table, average);
        let (numerator, denominator) = average.minimum;
        let credits = i64::try_from(grades.len()).unwrap();
        credits > 0 && grades.iter().sum::<i64>() * denominator >= numerator * credits
    }

    /// Unit by unit, the latest first: how many of the window are of the set.
    pub(super) fn in_window(&self, table: &Table, latest: &Latest) -> i64 {
        let below: BTreeSet<usize> = self.slots_below[latest.of.unwrap_or(0)].iter().copied().collect();
        let mut parts = Vec::new();
        for (item, plain) in self.problem.items.iter().enumerate() {
            let set = below.iter().copied().filter(|s| latest.cells.contains(&(*s, item))).collect();
            let (all, of_set) = (self.once(table, item, &below), self.once(table, item, &set));
            let whole = below.iter().any(|s| table[*s][item] > 0 && self.problem.slots[*s].fill == Fill::Whole);
            parts.push((plain.day, true, whole, of_set));
            parts.push((plain.day, false, whole, all - of_set));
        }
        let last_of_day = latest.same_day == SameDay::OthersLatest;
        // From the earliest to the latest: day, side, what can be cut, more credits first.
        parts.sort_by_key(|(day, of_set, whole, units)| (*day, *of_set != last_of_day, *whole, -units));
        let mut units: Vec<(bool, bool, i64, i64)> = Vec::new();
        for (_, of_set, whole, much) in parts {
            units.extend((0..much).rev().map(|after| (of_set, whole, much, after)));
        }
        let mut found = 0;
        let mut filled = 0;
        while let Some((of_set, whole, much, after)) = units.pop().filter(|_| filled < latest.window) {
            // The last unit of a part comes first; of what is whole it decides for all.
            let fits = filled + much <= latest.window;
            let counts = match latest.straddling {
                _ if !whole || fits || after > 0 => 1,
                Straddling::In => much,
                Straddling::Out => 0,
            };
            found += if of_set { counts } else { 0 };
            filled += if whole && !fits && after == 0 { latest.window } else { 1 };
        }
        found
    }

    /// The awards that are asked for, or the one: node, workload, weight.
    pub(super) fn awards(&self) -> Vec<(usize, Option<i64>, i64)> {
        let problem = self.problem;
        if problem.awards.is_empty() {
            vec![(0, problem.workload, 0)]
        } else {
            problem.awards.iter().map(|a| (a.node, a.workload, a.weight)).collect()
        }
    }

    pub(super) fn is_complete(&self, table: &Table, chosen: &Chosen, node: usize, workload: Option<i64>) -> bool {
        let total = self.measured(table, Measure::Credits, &self.slots_below[node]);
        self.needs(table, chosen, node).0 == 0 && workload.is_none_or(|w| total >= w)
    }

    pub(super) fn in_state(&self, table: &Table, node: usize, progress: Progress) -> i64 {
        let slots = self.slots_below[node].iter().copied().collect();
        let items = (0..self.problem.items.len()).filter(|i| self.problem.items[*i].progress == progress);
        items.map(|item| self.once(table, item, &slots)).sum()
    }

    /// All largest sets of awards that some allocation completes together.
    pub(crate) fn maximal_sets(&self) -> Vec<Vec<usize>> {
        let mut found: BTreeSet<Vec<usize>> = BTreeSet::new();
        self.for_each(&mut |table, chosen| {
            let awards = self.problem.awards.iter().enumerate();
            let complete = awards.filter(|(_, a)| self.is_complete(table, chosen, a.node, a.workload));
            found.insert(complete.map(|(at, _)| at).collect());
        });
        let within = |a: &[usize], b: &[usize]| a != b && a.iter().all(|n| b.contains(n));
        let largest = |set: &&Vec<usize>| !found.iter().any(|other| within(set, other));
        let all: Vec<usize> = (0..self.problem.awards.len()).collect();
        // Every subset is asked, the largest first: the order in which they are told.
        let mut sets: Vec<Vec<usize>> = subsets(&all).into_iter().filter(|s| found.contains(s)).collect();
        sets.retain(|s| largest(&s));
        sets.sort_by_key(|s| (std::cmp::Reverse(s.len()), s.clone()));
        sets
    }
}

fn joins(sharing: &Sharing, a: usize, b: usize) -> bool {
    let [left, right] = &sharing.between;
    left.contains(&a) && right.contains(&b) || left.contains(&b) && right.contains(&a)
}
