//! The advice around a stack: why an award is not complete, what would complete it, and at what least cost.
//!
//! Everything here is asked of a [`Problem`](credstack_stacking::Problem) in whole numbers. What can be complete is told by the
//! stacking solver alone, so advice and stacks never disagree. Budgets count questions and steps, never time.

mod additions;
mod conflict;
mod demand;
mod oracle;
mod plan;

pub use additions::{Addition, Additions, Unhelpful, additions, unhelpful};
pub use conflict::{Conflict, WhyNot, why_not};
pub use demand::{Demand, demands, lifted};
pub use oracle::{Budget, can_complete};
pub use plan::{Offer, Plan, PlanProof, plan, suffices};
