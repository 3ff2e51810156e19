//! Cohorts larger than memory: a file in, a folder of files out, a part after the other.
//!
//! Each part is written beside its place and then put there, and `batch.json` beside the parts says which are whole and where in
//! the input the next one begins. A run that was killed goes on there; no row is lost or doubled.

mod csv;
mod error;
mod identity;
mod json_lines;
mod parquet;
mod piece;
mod run;
mod scan;
mod sink;
mod source;
mod state;
mod tally;

pub use error::BatchError;
pub use piece::{Piece, Place, Rows, Source};
pub use run::{Batch, Progress, batch};
pub use scan::Scan;
pub use sink::Written;
pub use source::open;
pub use state::{PartFile, State};
pub use tally::Tally;
