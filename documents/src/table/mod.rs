//! Tables: comma-separated values as institutions export them, known by the names of their columns or by a mapping.

mod cell;
mod columns;
mod csv;
mod desk;
mod mapping;
mod row;
#[cfg(test)]
mod tests;
mod text;

pub use mapping::{Mapping, MappingProblem, MappingProblems};

pub(crate) use self::csv::read;

/// The most columns of a table.
pub(crate) const MOST_COLUMNS: usize = 1_000;
