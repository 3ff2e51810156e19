//! Specifications: scenarios in Markdown, in prose with small blocks of the rule language.
//!
//! Each file is loaded with all packs and by itself, so that what it declares is known to no other file.

mod kept;
mod load;
mod markdown;
mod scene;
mod together;

pub use load::{BrokenSpec, Failure, SpecOutcome, SpecRun, Specs};
