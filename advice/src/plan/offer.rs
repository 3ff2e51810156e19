//! Offers, and what is made of them.

/// Something that may be taken at a cost.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Offer {
    /// Its items in the problem; none where nothing of it would count, so that it is only worth taking for what requires it.
    pub items: Vec<usize>,
    /// What it costs, 0 or more.
    pub cost: i64,
    /// The offers that have to be taken before it, by place.
    pub requires: Vec<usize>,
}

/// How far a plan is proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanProof {
    /// No plan costs less.
    Optimal,
    /// The budget ended first. No plan costs less than this.
    Unproven(i64),
    /// No plan completes the award, whatever it costs.
    Unreachable,
    /// No plan was found, and the budget ended before it was proven that there is none.
    Unknown,
}

/// Offers that complete an award.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The offers, ascending, with all that they require; none where nothing is needed or nothing completes it.
    pub offers: Vec<usize>,
    /// What they cost together.
    pub cost: i64,
    /// How far that is proven.
    pub proof: PlanProof,
    /// How many of the offers were looked at: those that bring the same as cheaper ones are not.
    pub looked_at: usize,
}
