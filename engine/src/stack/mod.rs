//! Stacking a wallet toward an award: what is recognised of each credential, in every world, fitted into the award's
//! requirements under every limit.

mod advice;
mod articulate;
mod average;
mod before;
mod book;
mod build;
mod choice;
mod error;
mod excuse;
mod faces;
mod joint;
mod kinds;
mod latest;
mod ledger;
mod matter;
mod outcomes;
mod placing;
mod plan;
mod repeats;
mod run;
mod shared;
mod tell;
mod telling;
mod units;
mod view;
mod wallet;
mod ways;

pub use advice::{Offered, Standing};
pub use book::{AwardBook, StackOptions};
pub use error::StackError;
pub use joint::JointBook;
pub use run::Certificate;
