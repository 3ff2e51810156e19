//! What a check finds, and what keeps it from looking.

use std::fmt;
use std::io;

/// One place where the workspace does not keep its shape.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// The file, relative to the root of the workspace.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub what: String,
    /// How to mend it.
    pub mend: String,
}

impl Violation {
    /// States a violation.
    pub fn new(path: &str, line: usize, what: impl Into<String>, mend: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, what: what.into(), mend: mend.into() }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, line, what, mend } = self;
        write!(f, "{path}:{line}: {what}; {mend}")
    }
}

impl TidyError {
    /// A file that does not hold what it should is a violation of its own, so that the checks go on over the other
    /// files; whatever else went wrong remains an error.
    ///
    /// # Errors
    ///
    /// The error itself, when it says nothing about the workspace.
    pub fn into_violation(self) -> Result<Violation, Self> {
        match self {
            Self::Syntax { path, line, message } => {
                let what = format!("does not parse: {message}");
                Ok(Violation::new(&path, line, what, "make it compile"))
            }
            Self::Layout { path, message } => Ok(Violation::new(&path, 1, message, "lay it out as cargo does")),
            other => Err(other),
        }
    }
}

/// Why the workspace could not be looked at.
#[derive(Debug, thiserror::Error)]
pub enum TidyError {
    /// A file or folder could not be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// The file or folder.
        path: String,
        /// What the system answered.
        source: io::Error,
    },
    /// A file could not be written.
    #[error("cannot write {path}: {source}")]
    Write {
        /// The file.
        path: String,
        /// What the system answered.
        source: io::Error,
    },
    /// A file is not what its name says.
    #[error("{path}:{line}: does not parse: {message}")]
    Syntax {
        /// The file.
        path: String,
        /// The line, from 1.
        line: usize,
        /// What the parser answered.
        message: String,
    },
    /// The workspace is laid out in a way that tidy does not follow.
    #[error("{path}: {message}")]
    Layout {
        /// The manifest.
        path: String,
        /// What tidy does not follow.
        message: String,
    },
}
