//! The best value that sums leave possible.

use super::lack::{MOST_PLACES, Pair};
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

impl Table {
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
