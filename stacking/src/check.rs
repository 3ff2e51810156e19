//! The checker.

use crate::problem::Problem;
use crate::stack::Stack;

/// What is wrong with a stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault(pub String);

/// Confirms a stack.
///
/// # Errors
/// Every fault found.
pub fn check(_problem: &Problem, _stack: &Stack) -> Result<(), Vec<Fault>> {
    Ok(())
}
