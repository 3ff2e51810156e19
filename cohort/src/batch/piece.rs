//! Rows as they come from a file, piece by piece.

use arrow_array::RecordBatch;

use super::error::BatchError;
use crate::rows::Row;

/// How far into the input something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// Rows before it.
    pub rows: u64,
    /// Bytes before it; 0 where the format is not read by bytes.
    pub bytes: u64,
    /// Lines before it; 0 where the format has none.
    pub lines: u64,
}

/// Some rows that follow one another, [`ROWS`](crate::ROWS) at the most.
#[derive(Debug)]
pub struct Piece {
    /// The number of the first, from 0 on.
    pub first: u64,
    /// The rows.
    pub rows: Rows,
    /// What is wrong with rows before anything in them is read, by their number.
    pub problems: Vec<(u64, String)>,
    /// What comes after them.
    pub end: Place,
    /// How many rows they are.
    pub count: u64,
}

/// Rows of a piece.
#[derive(Debug)]
pub enum Rows {
    /// Cells under the names of columns.
    Table(RecordBatch),
    /// Documents that are read already.
    Read(Vec<Row>),
}

/// What gives piece after piece.
pub trait Source: Iterator<Item = Result<Piece, BatchError>> + Send {
    /// How many rows there are, where the format says so.
    fn rows(&self) -> Option<u64>;
}
