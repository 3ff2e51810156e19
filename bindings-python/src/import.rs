//! Documents of folders and archives, one after another.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use credstack::documents::{self, Archive};
use credstack::model::policy::PolicySet;
use pyo3::prelude::*;

use crate::document::{PyDocument, file, mapping_at};
use crate::errors::Fault;
use crate::rules::PyRules;

/// One document of a folder or an archive: as read, or why it was not.
#[pyclass(frozen, get_all, name = "Imported", module = "credstack")]
pub(crate) struct Imported {
    /// The path; of a member of an archive, that of the archive with the member's name after it.
    name: String,
    /// The document, unless it was refused.
    document: Option<Py<PyDocument>>,
    /// Why it was refused: the exception that reading it alone would raise.
    error: Option<Py<PyAny>>,
}

#[pymethods]
impl Imported {
    fn __repr__(&self) -> String {
        let said = if self.document.is_some() { "read" } else { "refused" };
        format!("<Imported {}: {said}>", self.name)
    }
}

/// What is still to be read.
struct Open {
    /// Paths, the next one last.
    paths: Vec<PathBuf>,
    archive: Option<Archive<File>>,
}

/// Reads documents while they are asked for.
#[pyclass(frozen, name = "Import", module = "credstack")]
pub(crate) struct Import {
    open: Mutex<Open>,
    mapping: Option<Arc<(String, String)>>,
    set: Arc<PolicySet>,
}

type Found = (String, Result<PyDocument, Fault>);

impl Import {
    fn next(&self) -> Option<Found> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(archive) = &mut open.archive {
                match archive.next() {
                    None => open.archive = None,
                    Some(member) => {
                        let bytes = member.bytes.map_err(|error| Fault::Document(member.name.clone(), error));
                        return Some(self.read(member.name, bytes));
                    }
                }
                continue;
            }
            let path = open.paths.pop()?;
            let name = path.to_string_lossy().into_owned();
            if path.is_dir() {
                match listed(&path) {
                    Ok(inside) => open.paths.extend(inside),
                    Err(error) => return Some((name, Err(Fault::Unreadable(path, error)))),
                }
                continue;
            }
            match archive_at(&path, &name) {
                Ok(Some(archive)) => open.archive = Some(archive),
                Ok(None) => {
                    let bytes = file(&path).map_err(|error| Fault::Unreadable(path, error));
                    return Some(self.read(name, bytes));
                }
                Err(fault) => return Some((name, Err(fault))),
            }
        }
    }

    fn read(&self, name: String, bytes: Result<Vec<u8>, Fault>) -> Found {
        let read = bytes.and_then(|bytes| PyDocument::of(name.clone(), bytes, self.mapping.clone(), &self.set));
        (name, read)
    }
}

/// Whether a file is taken from a folder; an archive within an archive is taken to be refused by name.
fn is_wanted(name: &str) -> bool {
    let is_zip = Path::new(name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
    is_zip || documents::is_wanted(name)
}

/// Files and folders in a folder, the first of them last.
fn listed(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut inside = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        let name = path.to_string_lossy();
        if entry.file_type()?.is_dir() || is_wanted(&name) {
            inside.push(path);
        }
    }
    inside.sort_unstable_by(|one, other| other.cmp(one));
    Ok(inside)
}

/// The archive at a path, if there is one and it is no spreadsheet.
fn archive_at(path: &Path, name: &str) -> Result<Option<Archive<File>>, Fault> {
    let mut head = [0; 4];
    let mut file = File::open(path).map_err(|error| Fault::Unreadable(path.to_owned(), error))?;
    if file.read_exact(&mut head).is_err() || !documents::is_archive(&head) {
        return Ok(None);
    }
    let archive = Archive::open(name, file).map_err(|error| Fault::Document(name.to_owned(), error))?;
    Ok((!archive.is_spreadsheet()).then(|| archive.only(is_wanted)))
}

#[pymethods]
impl Import {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Imported>> {
        let Some((name, read)) = py.detach(|| self.next()) else { return Ok(None) };
        Ok(Some(match read {
            Ok(document) => Imported { name, document: Some(Py::new(py, document)?), error: None },
            Err(fault) => {
                let error = PyErr::from(fault).into_value(py).into_any();
                Imported { name, document: None, error: Some(error) }
            }
        }))
    }
}

/// Reads documents from files, folders and ZIP archives, in any format, one after another.
///
/// Only what is asked for is read, so that memory does not grow with the number of documents. What cannot be read is told in
/// its place and stops nothing.
///
/// >>> for found in credstack.import_documents("examples/documents/thesis.json"):
/// ...     print(found.name, found.document[0].lacks)
/// examples/documents/thesis.json ()
#[pyfunction]
#[pyo3(signature = (*paths, mapping=None, rules=None))]
pub(crate) fn import_documents(
    paths: Vec<PathBuf>,
    mapping: Option<PathBuf>,
    rules: Option<&Bound<'_, PyRules>>,
) -> PyResult<Import> {
    let mapping = mapping.map(|path| mapping_at(&path)).transpose()?;
    let set = rules.map_or_else(Arc::default, |rules| Arc::clone(rules.get().set()));
    let mut paths = paths;
    paths.reverse();
    Ok(Import { open: Mutex::new(Open { paths, archive: None }), mapping, set })
}
