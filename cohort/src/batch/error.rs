//! Why a batch stops. What is wrong with one row is told in its result, and the others go on.

use std::io;
use std::path::{Path, PathBuf};

use crate::error::CohortError;

/// Why a batch stops, or does not begin.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// The table, the mapping or the columns.
    #[error("{}: {error}", path.display())]
    Input {
        /// The input.
        path: PathBuf,
        /// What is wrong with it.
        error: Box<CohortError>,
    },
    /// The input is no table that is read in parts.
    #[error("{}: {found}; {help}", path.display())]
    Unread {
        /// The input.
        path: PathBuf,
        /// What was found.
        found: String,
        /// How to mend it.
        help: &'static str,
    },
    /// A file cannot be read or written.
    #[error("{}: {error}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The folder has the parts of another run.
    #[error("{}: {found}; name another folder, or begin anew with `restart`, which removes these parts", folder.display())]
    OtherRun {
        /// The folder of the results.
        folder: PathBuf,
        /// In what they differ.
        found: String,
    },
    /// Whoever waited did not want to wait longer.
    #[error("stopped after {rows} rows; the same call goes on from the last whole part")]
    Stopped {
        /// How many rows are in whole parts.
        rows: u64,
    },
}

impl BatchError {
    pub(super) fn file(path: &Path) -> impl Fn(io::Error) -> Self {
        let path = path.to_owned();
        move |error| BatchError::File { path: path.clone(), error }
    }

    pub(super) fn input(path: &Path) -> impl Fn(CohortError) -> Self {
        let path = path.to_owned();
        move |error| BatchError::Input { path: path.clone(), error: Box::new(error) }
    }
}

pub(super) fn refused(path: &Path, found: &str, help: &'static str) -> BatchError {
    BatchError::Unread { path: path.to_owned(), found: found.to_owned(), help }
}
