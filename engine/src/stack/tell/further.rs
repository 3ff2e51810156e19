//! What is asked for beside the tree, told.

use std::sync::Arc;

use credstack_model::Amount;
use credstack_model::policy::{Averaged, Bound};
use credstack_model::stack::{FurtherKind, FurtherLine};
use credstack_stacking::{Account, Solution};

use super::super::kinds::{Placed, UNBOUNDED};
use super::super::plan::PlanAverage;
use super::Teller;

impl Teller<'_> {
    pub(super) fn further(&self, told: &Account, solution: &Solution) -> Vec<FurtherLine> {
        let mut lines = self.averages(told, solution);
        let latest = self.plan.latest.iter().zip(&self.built.latest);
        lines.extend(latest.filter_map(|(plan, at)| {
            let units = *told.latest.get((*at)?)?;
            let node = self.built.problem.latest.get((*at)?)?.of;
            let found = self.credits(units);
            Some(FurtherLine {
                name: plan.name.clone(),
                requirement: self.path_of(plan.node),
                kind: FurtherKind::Latest,
                bound: Bound::AtLeast,
                extent: plan.minimum,
                found: Some(found),
                over: plan.window,
                chosen: is_chosen(told, node),
                met: found >= plan.minimum,
            })
        }));
        lines
    }

    fn averages(&self, told: &Account, solution: &Solution) -> Vec<FurtherLine> {
        let placed = self.plan.averages.iter().zip(&self.built.averages);
        let line = |(plan, placed): (&PlanAverage, &Option<Placed>)| {
            let problem = &self.built.problem;
            let (met, found, over, node) = match (*placed)? {
                Placed::Counted(at, parts) => {
                    let (account, average) = (told.averages.get(at)?, problem.averages.get(at)?);
                    let sum = i64::try_from(account.sum).ok().map(Amount::whole);
                    let found = sum.and_then(|s| s.over(Amount::whole(account.credits))?.over(Amount::whole(parts)));
                    // A mark that is not known stands as the worst or the best of all, which nobody has.
                    let counted = solution.stack.counted.iter().filter(|c| average.cells.contains(&(c.slot, c.item)));
                    let grade = |item: usize| average.grades.iter().find(|(i, _)| *i == item).map(|(_, g)| g.abs());
                    let unknown = counted.map(|c| grade(c.item)).any(|g| g == Some(UNBOUNDED));
                    let found = found.filter(|_| !unknown);
                    let turn = |f: Amount| if plan.average.lower_is_better { Amount::ZERO.minus(f) } else { f };
                    (account.met, found.map(turn), self.credits(account.credits), average.of)
                }
                Placed::Settled(at, found, over) => {
                    let settled = problem.settled.get(at)?;
                    (settled.met, found, over, settled.of)
                }
            };
            Some(FurtherLine {
                name: plan.name.clone(),
                requirement: self.path_of(plan.node),
                kind: match plan.average.over {
                    Averaged::Counted => FurtherKind::Average,
                    Averaged::Fitting => FurtherKind::AverageOfFitting,
                },
                bound: if plan.average.lower_is_better { Bound::AtMost } else { Bound::AtLeast },
                extent: plan.average.bound,
                found,
                over,
                chosen: is_chosen(told, node),
                met,
            })
        };
        placed.filter_map(line).collect()
    }

    fn path_of(&self, node: Option<usize>) -> Option<Arc<str>> {
        node.and_then(|n| self.plan.nodes.get(n)).map(|n| n.path.clone())
    }
}

/// Whether the node whose requirement it is is part of the stack.
fn is_chosen(told: &Account, node: Option<usize>) -> bool {
    node.is_none_or(|n| told.nodes.get(n).is_some_and(|n| n.in_stack && n.needed))
}
