//! An allocation that has the best value.

use super::choices::Choice;
use crate::stack::Value;

/// An allocation of the best value.
pub(super) struct Witness {
    pub(super) value: Value,
    pub(super) units: Vec<i64>,
    pub(super) choice: Choice,
}
