//! Why a cohort cannot be decided. What is wrong with one row is told in its result, and the others go on.

use arrow_schema::ArrowError;
use credstack::StackError;
use credstack::documents::{DocumentError, MappingProblems};

/// What is wrong with the whole table, or with how it is asked for.
#[derive(Debug, thiserror::Error)]
pub enum CohortError {
    /// The mapping has mistakes.
    #[error(transparent)]
    Mapping(#[from] MappingProblems),
    /// The column that says whose a row is is not there.
    #[error("the table has no column `{column}`; it has {known}")]
    NoColumn {
        /// What was asked for.
        column: String,
        /// The columns that are there.
        known: String,
    },
    /// The columns cannot be read as credentials.
    #[error("{place}: {error}")]
    Document {
        /// Which rows.
        place: String,
        /// What is wrong with them.
        error: DocumentError,
    },
    /// The table breaks off or contradicts itself.
    #[error("the table cannot be read: {0}")]
    Table(#[from] ArrowError),
    /// The award cannot be stacked toward.
    #[error(transparent)]
    Award(#[from] StackError),
}
