//! Several awards asked for together: one wallet, allocated jointly. Each award recognises by its own policy, so a credential may
//! have other credits, and be under other limits, toward each.

mod asked;
mod book;
mod faces;
mod merge;
mod questions;
mod run;
mod told;

pub use book::JointBook;
