//! The best value that sums leave possible.

use super::lack::{Group, MOST_PLACES, Need, Pair};
use super::table::Table;
use crate::problem::Problem;
use crate::stack::Value;

/// Where a search is.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    /// What the sums can come to.
    pub(super) reach: &'a [i64],
    /// What is counted in each of the requirements that all have to be met.
    pub(super) counted: &'a [i64; MOST_PLACES],
}

/// A sum without a least; far from where it would overflow.
const ANY: i64 = i64::MIN / 4;

/// The least that sums may come to where no part of the value is beyond its cap: what is told of one sum alone.
struct Least {
    sums: Vec<i64>,
    caps: [i64; 9],
}

impl Least {
    fn ask(&mut self, column: usize, least: i64) {
        self.sums[column] = self.sums[column].max(least);
    }

    /// What falls short of a sum counts in one part of the value.
    fn need(&mut self, need: &Need, part: usize) {
        if self.caps[part] < i64::MAX {
            self.ask(need.column, need.least - self.caps[part].div_euclid(need.worth));
        }
    }

    fn group(&mut self, group: &Group) {
        for requirement in &group.requirements {
            self.need(&requirement.need, if requirement.is_credits { 2 } else { 1 });
            requirement.spread.iter().for_each(|spread| self.need(spread, 1));
        }
        for (need, is_credits) in group.minimum.iter().chain(&group.floors) {
            self.need(need, if *is_credits { 2 } else { 1 });
        }
        if group.at_least.is_none() {
            group.children.iter().for_each(|child| self.group(child));
        }
    }
}

impl Table {
    /// The least that each sum may come to within these caps, for as many sums.
    pub(super) fn least(&self, mut caps: [i64; 9], problem: &Problem, width: usize) -> Vec<i64> {
        // Where nothing may be unmet nothing is lacking.
        if caps[0] == 0 {
            caps[1..6].iter_mut().for_each(|cap| *cap = (*cap).min(0));
        }
        let mut least = Least { sums: vec![ANY; width], caps };
        self.ceilings.iter().for_each(|(column, bound)| least.ask(*column, *bound));
        least.group(&self.root);
        for pair in &self.pairs {
            let together = pair.places.iter().map(|place| self.minima[*place]).sum();
            least.need(&Need { column: pair.column, least: together, worth: problem.fine }, 2);
        }
        let together = self.minima.iter().sum();
        least.need(&Need { column: self.every, least: together, worth: problem.fine }, 2);
        for (need, is_credits) in &self.floors {
            least.need(need, if *is_credits { 3 } else { 4 });
        }
        let totals = &self.totals;
        if let Some(workload) = problem.workload {
            least.need(&Need { column: totals.all, least: workload, worth: problem.fine }, 5);
        }
        let counted = Need { column: totals.all, least: 0, worth: 1 };
        least.need(&counted, 6);
        for (part, taken, not) in
            [(7, totals.planned, totals.not_planned), (8, totals.in_progress, totals.not_in_progress)]
        {
            least.need(&Need { column: taken, least: 0, worth: 1 }, part);
            if caps[6] < i64::MAX {
                least.need(&Need { column: not, least: -caps[6], worth: 1 }, part);
            }
        }
        least.sums
    }

    /// No stack with these sums is better than this; none where a ceiling stands against all of them, or where more than so
    /// many requirements are unmet. Where so much is to be counted, what is completed may not suffice for it.
    pub(super) fn bound(&self, at: At<'_>, problem: &Problem, most: i64, counted: Option<i64>) -> Option<Value> {
        let (workload, fine, reach) = (problem.workload, problem.fine, at.reach);
        if self.ceilings.iter().any(|(column, least)| reach[*column] < *least) {
            return None;
        }
        let mut unmet = 0;
        let (mut lacking, tree_items, mut tree_credits) = self.root.lack(reach, &mut unmet);
        if lacking > most {
            return None;
        }
        let total = self.rooms.iter().fold(reach[self.totals.all], |total, room| total.min(room.most(reach)));
        let (more, short) = self.together(at, total, unmet);
        lacking += more;
        tree_credits = tree_credits.max(short * fine);
        let (mut limit_credits, mut limit_items) = (0, 0);
        for (need, is_credits) in &self.floors {
            let short = need.short(reach);
            lacking += i64::from(short > 0);
            *(if *is_credits { &mut limit_credits } else { &mut limit_items }) += short;
        }
        let totals = &self.totals;
        let short = workload.map_or(0, |wanted| (wanted - total).max(0));
        lacking += i64::from(short > 0);
        if lacking > most {
            return None;
        }
        let mut value = Value {
            preference: 0,
            unmet: lacking,
            tree_items,
            tree_credits,
            limit_credits,
            limit_items,
            workload: short * fine,
            uncounted: -workload.map_or(total, |wanted| wanted.min(total)),
            planned: -reach[totals.planned],
            in_progress: -reach[totals.in_progress],
        };
        if let Some(counted) = counted {
            value.planned = value.planned.max(counted - reach[totals.not_planned]);
            value.in_progress = value.in_progress.max(counted - reach[totals.not_in_progress]);
        }
        Some(value)
    }

    /// How many of the requirements that all have to be met are unmet beside those that are so by themselves, and what all of
    /// them lack at the least. What one of them has beyond its minimum no other has.
    fn together(&self, at: At<'_>, total: i64, unmet: u32) -> (i64, i64) {
        let mut needs = [0; MOST_PLACES];
        let (mut needed, mut settled) = (0, 0);
        for ((need, least), counted) in needs.iter_mut().zip(&self.minima).zip(at.counted) {
            *need = (least - counted).max(0);
            needed += *need;
            settled += counted;
        }
        let (mut more, mut lack, mut taken) = (0, 0, unmet);
        for Pair { places: [a, b], column } in &self.pairs {
            let short = needs[*a] + needs[*b] + at.counted[*a] + at.counted[*b] - at.reach[*column];
            if short > 0 {
                lack = lack.max(short);
                // Of two that cannot both be met one is unmet; no two of these pairs have one in common.
                let pair = 1 << a | 1 << b;
                if taken & pair == 0 {
                    taken |= pair;
                    more += 1;
                }
            }
        }
        let rest = total.min(at.reach[self.every]) - settled;
        lack = lack.max(needed - rest);
        for (place, need) in needs.iter_mut().enumerate().take(self.minima.len()) {
            if unmet >> place & 1 == 1 {
                needed -= *need;
                *need = 0;
            }
        }
        // Those that need most are given up first, so that they are as few as they can be.
        let mut given_up = 0;
        while needed > rest {
            let Some(largest) = needs.iter_mut().max().filter(|need| **need > 0) else { break };
            needed -= *largest;
            *largest = 0;
            given_up += 1;
        }
        (given_up.max(more), lack)
    }
}
