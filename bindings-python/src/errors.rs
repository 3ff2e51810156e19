//! From what went wrong to the Python exception that says it.

use std::io;
use std::path::{Path, PathBuf};

use credstack::documents::DocumentError;
use credstack::engine::CompileError;
use credstack::wire::Problems;
use credstack::{ClaimError, LoadError, StackError};
use credstack_cohort::CohortError;
use credstack_cohort::batch::BatchError;
use pyo3::exceptions::{PyKeyError, PyOSError, PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::record::Tuple;
use crate::results::{Diagnostic, Problem};

/// What went wrong, while Python may be doing something else.
#[derive(Debug)]
pub(crate) enum Fault {
    /// A file or folder cannot be read.
    Unreadable(PathBuf, io::Error),
    /// There are no rules, or none that can be compiled: the slug, the folder, the message.
    Unusable(&'static str, Option<PathBuf>, String),
    /// The rules have errors: as a person reads them, and as data.
    Rules(String, Vec<Diagnostic>),
    /// A document cannot be read.
    Document(String, DocumentError),
    /// A claim cannot be read.
    Claim(String, Problems),
    /// The claim, or whoever called, names what no rule declares: the slug and the message.
    UnknownName(&'static str, String),
    /// A wallet cannot be stacked: the slug and the message.
    Wallet(&'static str, String),
    /// Python said no.
    Python(PyErr),
}

impl From<LoadError> for Fault {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::Unreadable { path, cause } => Fault::Unreadable(path, cause),
            LoadError::NoPack(ref path) => Fault::Unusable("no-pack", Some(path.clone()), error.to_string()),
        }
    }
}

impl From<ClaimError> for Fault {
    fn from(error: ClaimError) -> Self {
        let slug = match error {
            ClaimError::UnknownAward { .. } => "unknown-award",
            ClaimError::UnknownComponent { .. } => "unknown-component",
            ClaimError::ComponentAlone(_) => "component-without-award",
            ClaimError::NoPolicy { .. } => "no-policy",
            ClaimError::NoAward { .. } => "no-award",
            ClaimError::UnknownQuestion(_) => "unknown-question",
        };
        Fault::UnknownName(slug, error.to_string())
    }
}

impl From<CompileError> for Fault {
    fn from(error: CompileError) -> Self {
        match error {
            CompileError::UnknownPolicy(_) => Fault::UnknownName("unknown-policy", error.to_string()),
            CompileError::TooManySpans { .. } => Fault::Unusable("too-many-spans", None, error.to_string()),
        }
    }
}

impl From<StackError> for Fault {
    fn from(error: StackError) -> Self {
        let text = error.to_string();
        match error {
            StackError::UnknownAward { .. } => Fault::UnknownName("unknown-award", text),
            StackError::CircularAward(_) => Fault::Unusable("circular-award", None, text),
            StackError::NotInEcts { .. } => Fault::Unusable("not-in-ects", None, text),
            StackError::AwardTwice(_) => Fault::UnknownName("award-twice", text),
            StackError::TooManyAwards(..) => Fault::UnknownName("too-many-awards", text),
            StackError::NoAward => Fault::UnknownName("no-award", text),
            StackError::EmptyWallet => Fault::Wallet("empty-wallet", text),
            StackError::TwoLearners(..) => Fault::Wallet("two-learners", text),
            StackError::WrongToward { .. } => Fault::Wallet("wrong-toward", text),
            StackError::TooFine => Fault::Wallet("too-fine", text),
            StackError::Problem(_) => Fault::Wallet("too-large", text),
            StackError::Compile(error) => error.into(),
        }
    }
}

impl From<CohortError> for Fault {
    fn from(error: CohortError) -> Self {
        let text = error.to_string();
        match error {
            CohortError::Mapping(_) | CohortError::Table(_) => Fault::Python(PyValueError::new_err(text)),
            CohortError::NoColumn { .. } => Fault::Python(PyKeyError::new_err(text)),
            CohortError::Document { place, error } => Fault::Document(place, error),
            CohortError::Award(error) => error.into(),
        }
    }
}

impl From<BatchError> for Fault {
    fn from(error: BatchError) -> Self {
        let text = error.to_string();
        match error {
            BatchError::Input { error, .. } => match *error {
                CohortError::Table(_) => Fault::Python(PyValueError::new_err(text)),
                other => other.into(),
            },
            BatchError::File { path, error } => Fault::Unreadable(path, error),
            BatchError::Unread { .. } | BatchError::OtherRun { .. } => Fault::Python(PyValueError::new_err(text)),
            BatchError::Stopped { .. } => Fault::Python(PyRuntimeError::new_err(text)),
        }
    }
}

impl From<PyErr> for Fault {
    fn from(error: PyErr) -> Self {
        Fault::Python(error)
    }
}

impl From<Fault> for PyErr {
    fn from(fault: Fault) -> Self {
        Python::attach(|py| fault.raise(py)).unwrap_or_else(|error| error)
    }
}

impl Fault {
    fn raise(self, py: Python<'_>) -> PyResult<PyErr> {
        let with = PyDict::new(py);
        let (class, text) = match self {
            Fault::Python(error) => return Ok(error),
            Fault::Unreadable(path, error) => return Ok(unreadable(&path, &error)),
            Fault::Unusable(slug, path, text) => {
                with.set_item("slug", slug)?;
                with.set_item("file", path.map(|p| p.to_string_lossy().into_owned()))?;
                ("RulesError", text)
            }
            Fault::Rules(text, diagnostics) => {
                with.set_item("diagnostics", Tuple(diagnostics))?;
                ("RulesError", text)
            }
            Fault::Document(file, error) => {
                let text = format!("{file}: {error}");
                document(&with, &error)?;
                with.set_item("file", file)?;
                ("DocumentError", text)
            }
            Fault::Claim(file, found) => {
                let text = format!("{file}: {found}");
                with.set_item("slug", "broken-claim")?;
                with.set_item("file", file)?;
                problems(&with, &found)?;
                ("ClaimError", text)
            }
            Fault::UnknownName(slug, text) => {
                with.set_item("slug", slug)?;
                ("UnknownNameError", text)
            }
            Fault::Wallet(slug, text) => {
                with.set_item("slug", slug)?;
                ("WalletError", text)
            }
        };
        let class = py.import("credstack._errors")?.getattr(class)?;
        Ok(PyErr::from_value(class.call((text,), Some(&with))?))
    }
}

/// Python makes the exception that fits (`FileNotFoundError`, `PermissionError`) from the number of the error.
fn unreadable(path: &Path, error: &io::Error) -> PyErr {
    let path = path.to_string_lossy().into_owned();
    // What walks through folders wraps the error of the system into one of its own.
    let cause = error.get_ref().and_then(|e| e.source()).and_then(|e| e.downcast_ref::<io::Error>()).unwrap_or(error);
    let words = cause.to_string();
    match cause.raw_os_error() {
        Some(number) => {
            let words = words.split(" (os error").next().unwrap_or(&words).to_owned();
            PyOSError::new_err((number, words, path))
        }
        None => PyOSError::new_err(format!("cannot read `{path}`: {words}")),
    }
}

/// Where a document is broken, as far as the error says it.
fn document(with: &Bound<'_, PyDict>, error: &DocumentError) -> PyResult<()> {
    with.set_item("slug", error.word().to_lowercase().replace(' ', "-"))?;
    with.set_item("message", error.to_string())?;
    match error {
        DocumentError::BrokenJson { line, column, .. } | DocumentError::TooDeep { line, column } => {
            with.set_item("line", line)?;
            with.set_item("column", column)
        }
        DocumentError::NotUtf8 { line, .. } => with.set_item("line", line),
        DocumentError::NotACredential { path, .. } => with.set_item("place", path),
        DocumentError::UnsupportedFormat { path, help, .. } | DocumentError::NoCredential { path, help, .. } => {
            with.set_item("place", path)?;
            with.set_item("help", help)
        }
        DocumentError::Own(found) => problems(with, found),
        _ => Ok(()),
    }
}

fn problems(with: &Bound<'_, PyDict>, found: &Problems) -> PyResult<()> {
    let all =
        found.0.iter().map(|p| Problem { path: p.path.clone(), message: p.message.clone(), help: p.help.clone() });
    with.set_item("problems", all.collect::<Tuple<Problem>>())
}
