//! The engine: rules compiled once to programs over facts, proposals as intervals over worlds.
//!
//! [`Rulebook::compile`] turns a policy and all that it extends into one program for each span of dates in which the same
//! rules are in force. [`Rulebook::propose`] runs it on a [`Case`]. Nothing here reads a clock, a file or the environment;
//! budgets count steps, so the same input gives the same answer on every machine.

mod case;
mod cells;
mod claim;
mod compile;
mod explain;
pub mod interpret;
mod look;
mod propose;
pub mod prove;
pub mod stack;

pub use case::Case;
pub use claim::{describe_award, describe_component};
pub use compile::{CompileError, Rulebook};
pub use look::Look;
pub use propose::Budget;
