//! Proposals in words, for officers.

mod explain;
mod proposal;
pub mod words;

pub use proposal::{Heading, proposal_text};
