//! Cohorts: tables of credentials in, tables of outcomes out.
//!
//! A table is a series of Arrow batches, from Python, Parquet, CSV or JSON Lines. It is decided a part at a time on all
//! processors, and rows that say the same, as far as the rules look, are decided once: [`Recogniser`] and [`Stacker`].
//! Results depend on the row alone, never on its neighbours, the size of the parts or the number of threads.

pub mod batch;
mod error;
mod outcomes;
mod recognise;
mod rows;
mod stack;

pub use error::CohortError;
pub use outcomes::{recognised_columns, stacked_columns};
pub use recognise::{Desk, Recogniser};
pub use rows::{Reader, Row, by_learner};
pub use stack::Stacker;

/// How many rows are decided at a time by one thread: few enough that an interrupt is noticed soon and little is in memory.
pub const ROWS: usize = 4_096;
