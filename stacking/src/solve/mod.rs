//! The solver.

use crate::problem::Problem;
use crate::stack::{Proof, Solution, Stack, Value};

/// How many steps the search may take. Steps, never time: the same input gives the same answer on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Nodes of the search, 1 or more.
    pub steps: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Self { steps: 2_000_000 }
    }
}

/// The best stack of a problem.
pub fn solve(_problem: &Problem, _budget: Budget) -> Solution {
    Solution { stack: Stack::default(), proof: Proof::Unproven(Value::default()), steps: 0 }
}

/// Whether lifting a limit alone would improve a stack of this value.
pub fn bites(_problem: &Problem, _limit: usize, _value: Value, _budget: Budget) -> bool {
    false
}
