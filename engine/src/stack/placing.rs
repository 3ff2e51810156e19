//! Where exceptions for a learner let a credential count.

/// Where a credential may count that an exception speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Placing {
    /// Only these slots.
    pub(super) only: Option<Vec<usize>>,
    /// Also these slots, by the condition that is left of theirs; none for whatever it is.
    pub(super) allowed: Vec<(usize, Option<usize>)>,
    /// Not these slots.
    pub(super) banned: Vec<usize>,
}

/// What a requirement asks beside which course it is, for an exception that allows another.
#[derive(Debug, Clone)]
pub(super) struct Allowance {
    pub(super) slot: usize,
    /// Place of the rest of its condition among the conditions of the plan.
    pub(super) rest: usize,
}
