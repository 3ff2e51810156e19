//! The best value that sums leave possible.

use super::table::Table;
use crate::problem::Problem;
use crate::stack::Value;

impl Table {
    /// No stack with these sums is better than this; none where a ceiling stands against all of them. Where so much is to be
    /// counted, what is completed may not suffice for it.
    pub(super) fn bound(&self, reach: &[i64], problem: &Problem, counted: Option<i64>) -> Option<Value> {
        let (workload, fine) = (problem.workload, problem.fine);
        if self.ceilings.iter().any(|(column, least)| reach[*column] < *least) {
            return None;
        }
        let mut unmet = 0;
        let (mut lacking, tree_items, mut tree_credits) = self.root.lack(reach, &mut unmet);
        let mut more = false;
        for subset in &self.subsets {
            let short = subset.least - reach[subset.column];
            if short > 0 {
                more |= subset.set & unmet == 0;
                tree_credits = tree_credits.max(short * fine);
            }
        }
        lacking += i64::from(more);
        let (mut limit_credits, mut limit_items) = (0, 0);
        for (need, is_credits) in &self.floors {
            let short = need.short(reach);
            lacking += i64::from(short > 0);
            *(if *is_credits { &mut limit_credits } else { &mut limit_items }) += short;
        }
        let totals = &self.totals;
        let total = reach[totals.all];
        let short = workload.map_or(0, |wanted| (wanted - total).max(0));
        lacking += i64::from(short > 0);
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
}
