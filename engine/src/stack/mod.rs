//! Stacking a wallet toward an award: what is recognised of each credential, in every world, fitted into the award's
//! requirements under every limit.

mod book;
mod build;
mod error;
mod faces;
mod joint;
mod ledger;
mod matter;
mod plan;
mod run;
mod shared;
mod tell;
mod telling;
mod units;
mod view;
mod wallet;

pub use book::{AwardBook, StackOptions};
pub use error::StackError;
pub use joint::JointBook;
pub use run::Certificate;
