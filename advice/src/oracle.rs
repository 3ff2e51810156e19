//! The one question that all advice is made of: can this award be complete?

use credstack_stacking::{Budget as Steps, Problem, ProblemError, Value, bites};

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
    bites(problem, usize::MAX, ALMOST, Steps { steps })
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
