//! Why not, what next, what else: the advice around a stack.
//!
//! Everything is computed of the same problems that stacks solve, so that advice and stacks never disagree. It is written for
//! people and for programs by [`report`](crate::report).

mod catalogue;
mod compare;
mod next;
mod reach;
mod schedule;
mod what_if;
mod why_not;

pub use catalogue::{CATALOGUE_V1, Catalogue, CatalogueError, CatalogueOffer, read_catalogue};
pub use compare::{ClauseCount, Comparison, EXAMPLES, Learner, Side, Stands, Turn, Turned, compare};
pub use credstack_advice::{Addition, Additions, Budget, Conflict, Demand, PlanProof, Unhelpful, WhyNot};
pub use next::{Next, NextError, next};
pub use reach::{Near, Reach, Reached, Shelf};
pub use schedule::{Barred, By};
pub use what_if::{OtherwiseSaid, Question, WhatIf, what_if};
pub use why_not::{Reasons, why_not};
