//! Tables: comma-separated values and spreadsheets as institutions export them, known by the names of their columns or by a mapping.

mod book;
mod cell;
mod columnar;
mod columns;
mod csv;
mod desk;
mod mapping;
mod ods;
mod row;
mod sheet;
#[cfg(test)]
mod tests;
mod text;
mod xlsx;

pub use columnar::{Alike, Weight};
pub use mapping::{Mapping, MappingProblem, MappingProblems};

pub(crate) use self::csv::read;
pub(crate) use columnar::{read as read_columns, read_batch};
pub(crate) use sheet::read_spreadsheet;

/// The most columns of a table.
pub(crate) const MOST_COLUMNS: usize = 1_000;
