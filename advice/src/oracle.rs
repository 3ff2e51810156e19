//! The one question that all advice is made of: can this award be complete?

use credstack_stacking::{
    Award, Budget as Steps, Extent, Fill, Node, NodeKind, Problem, ProblemError, Side, Slot, Value, bites, maximal_sets,
};

/// How much may be asked. Questions and steps, never time: the same input gives the same advice on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Questions that may be put to the solver.
    pub questions: u64,
    /// Steps that it may take for each.
    pub steps: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Self { questions: 20_000, steps: 20_000 }
    }
}

/// Better than this is complete, and nothing else.
const ALMOST: Value = Value {
    preference: 0,
    unmet: 1,
    tree_items: -1,
    tree_credits: 0,
    limit_credits: 0,
    limit_items: 0,
    workload: 0,
    uncounted: 0,
    planned: 0,
    in_progress: 0,
};

/// Whether some stack of a problem meets every requirement; `None` where so many steps do not tell.
///
/// # Errors
/// [`ProblemError`] when the problem makes no sense.
pub fn can_complete(problem: &Problem, steps: u64) -> Result<Option<bool>, ProblemError> {
    if is_whole(problem) || !problem.awards.is_empty() {
        return bites(problem, usize::MAX, ALMOST, Steps { steps });
    }
    // Where parts are counted any complete stack will do, and it need not be the best one.
    let sets = maximal_sets(&as_one_of_several(problem), Steps { steps })?;
    Ok(match sets.sets.as_slice() {
        [complete] if !complete.is_empty() => Some(true),
        _ => sets.all.then_some(false),
    })
}

/// Whether everything is whole and counts once, so that the solver has its quickest way.
fn is_whole(problem: &Problem) -> bool {
    let whole = |s: &Slot| s.fill == Fill::Whole && !s.entire && s.offers.iter().all(|o| o.least == o.credits);
    problem.slots.iter().all(whole) && problem.sharing.is_empty()
}

/// The same award as the only one of several that are asked for together.
fn as_one_of_several(problem: &Problem) -> Problem {
    let mut one = problem.clone();
    for node in &mut one.tree {
        if let NodeKind::All(children) | NodeKind::Any(_, children) | NodeKind::AtLeast(_, children) = &mut node.kind {
            for child in children {
                *child += 1;
            }
        }
    }
    one.tree.insert(0, Node { name: String::new(), kind: NodeKind::All(vec![1]), minimum: None });
    let below = |of: Option<usize>| Some(of.map_or(1, |n| n + 1));
    for limit in &mut one.limits {
        // What is not to be passed is not to be passed anywhere.
        limit.of = if limit.side == Side::AtMost { limit.of.map(|n| n + 1) } else { below(limit.of) };
        if let Extent::Share { of, .. } = &mut limit.extent {
            *of += 1;
        }
    }
    one.averages.iter_mut().for_each(|a| a.of = below(a.of));
    one.latest.iter_mut().for_each(|l| l.of = below(l.of));
    one.settled.iter_mut().for_each(|s| s.of = below(s.of));
    let workload = one.workload.take();
    one.awards = vec![Award { name: String::new(), node: 1, workload, weight: 1 }];
    one
}

/// The solver, and what may still be asked of it.
pub(crate) struct Oracle {
    left: u64,
    steps: u64,
    /// Whether something was not told: what follows from it is not proven.
    pub(crate) in_doubt: bool,
}

impl Oracle {
    pub(crate) fn new(budget: Budget) -> Self {
        Self { left: budget.questions, steps: budget.steps, in_doubt: false }
    }

    /// Whether a problem can be complete. What is not told is taken for no, and noted.
    pub(crate) fn completes(&mut self, problem: &Problem) -> Result<bool, ProblemError> {
        Ok(self.ask(problem)?.unwrap_or(false))
    }

    /// The same; `None` where it is not told.
    pub(crate) fn ask(&mut self, problem: &Problem) -> Result<Option<bool>, ProblemError> {
        let told = match self.left.checked_sub(1) {
            None => None,
            Some(left) => {
                self.left = left;
                can_complete(problem, self.steps)?
            }
        };
        self.in_doubt |= told.is_none();
        Ok(told)
    }

    pub(crate) fn is_spent(&self) -> bool {
        self.left == 0
    }
}
