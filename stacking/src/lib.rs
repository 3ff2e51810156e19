//! Stacking: how the credentials of a wallet count toward one award.
//!
//! A [`Problem`] holds slots, a tree of requirements and limits in whole numbers. [`solve`] finds the best [`Stack`], exactly
//! and always the same one; [`check`] confirms a stack without knowing how it was found.

mod check;
mod problem;
mod requirements;
mod solve;
mod stack;
mod validate;

pub use check::{Fault, check};
pub use problem::{
    Extent, Fill, Item, Limit, MOST, Measure, Node, NodeKind, Offer, Problem, ProblemError, Progress, Side, Slot,
};
pub use requirements::{Average, Award, Latest, SameDay, Settled, Sharing, Straddling, Units};
pub use solve::{
    Account, AverageAccount, AwardAccount, Budget, LimitAccount, MaximalSets, NodeAccount, SharingAccount, account,
    bites, maximal_sets, solve,
};
pub use stack::{Counted, Proof, Solution, Stack, Value};
