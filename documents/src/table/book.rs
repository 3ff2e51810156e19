//! What both kinds of spreadsheets are read as.

use super::desk::wrong;
use crate::error::DocumentError;

/// A cell: its column from 0, its text, whether a formula made it.
pub(crate) struct Cell {
    pub(crate) column: usize,
    pub(crate) text: String,
    pub(crate) formula: bool,
}

/// The rows of a sheet as they come: the number of the row from 1, and its cells.
pub(crate) type Rows<'r> = dyn FnMut(usize, Vec<Cell>) -> Result<(), DocumentError> + 'r;

/// A spreadsheet of either kind.
pub(crate) trait Book {
    /// Names of sheets, and whether each is visible.
    fn sheets(&self) -> Vec<(String, bool)>;
    /// Goes through a sheet.
    fn rows(&mut self, sheet: &str, row: &mut Rows<'_>) -> Result<(), DocumentError>;
}

/// That a spreadsheet is not as it has to be.
pub(crate) fn broken(problem: &str) -> DocumentError {
    wrong("the spreadsheet", format!("it cannot be read: {problem}"), "save it again, or save the sheet as CSV")
}
