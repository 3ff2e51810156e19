//! Budgets count steps.

/// How many steps a proposal may take. Steps, never time: the same input gives the same answer on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// How many worlds may be looked at, 1 or more. Beyond it the interval is a safe bound, and said to be one.
    pub worlds: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { worlds: 65_536 }
    }
}
