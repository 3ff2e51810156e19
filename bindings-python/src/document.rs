//! Documents and their credentials.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

use credstack::documents::{self, ElementsTable};
use credstack::model::policy::PolicySet;
use credstack::model::vocabulary::attribute;
use credstack::wire;
use pyo3::exceptions::{PyIndexError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};

use crate::errors::Fault;
use crate::json;
use crate::record::{self, Object, Tuple};
use crate::results::{Note, Record};
use crate::source::{Content, Named, Reading, Source, hash};
use crate::table;

/// A credential document as read: its credentials and what should be known of how it was read. A sequence of credentials.
#[pyclass(frozen, name = "Document", module = "credstack", sequence)]
pub(crate) struct PyDocument {
    pub(crate) source: Arc<Source>,
    pub(crate) reading: Arc<Reading>,
}

impl PyDocument {
    /// Reads with the attributes of `set`.
    pub(crate) fn read(
        source: &Bound<'_, PyAny>,
        name: Option<String>,
        mapping: Option<PathBuf>,
        set: impl FnOnce() -> Arc<PolicySet> + Send,
    ) -> PyResult<Self> {
        let input = input(source)?;
        let mapping = mapping.map(|path| mapping_at(&path)).transpose()?;
        let read = source.py().detach(|| {
            let (shown, bytes) = match input {
                Input::Bytes(bytes) => ("document".to_owned(), bytes),
                Input::Table(bytes) => ("table".to_owned(), bytes?),
                Input::File(path) => {
                    let shown = path.to_string_lossy().into_owned();
                    (shown, file(&path).map_err(|e| Fault::Unreadable(path, e))?)
                }
            };
            Self::of(name.unwrap_or(shown), bytes, mapping, &set())
        });
        Ok(read?)
    }

    /// A document from its bytes.
    pub(crate) fn of(
        name: String,
        bytes: Vec<u8>,
        mapping: Option<Arc<Named>>,
        set: &Arc<PolicySet>,
    ) -> Result<Self, Fault> {
        Self::from(Source::new(name, Content::Bytes { bytes, mapping }), set)
    }

    pub(crate) fn from(source: Arc<Source>, set: &Arc<PolicySet>) -> Result<Self, Fault> {
        let reading = source.read(set)?;
        Ok(Self { source, reading })
    }

    fn count(&self) -> String {
        let count = self.__len__();
        if count == 1 { "1 credential".to_owned() } else { format!("{count} credentials") }
    }

    fn at(&self, at: usize) -> PyCredential {
        PyCredential { source: Arc::clone(&self.source), reading: Arc::clone(&self.reading), at }
    }
}

/// The name and the text of a mapping.
pub(crate) fn mapping_at(path: &Path) -> Result<Arc<Named>, Fault> {
    let text = std::fs::read_to_string(path).map_err(|error| Fault::Unreadable(path.to_owned(), error))?;
    Ok(Arc::new((path.to_string_lossy().into_owned(), text)))
}

/// No more than one byte beyond the largest document is read, so that a huge file costs nothing.
pub(crate) fn file(path: &Path) -> io::Result<Vec<u8>> {
    let most = u64::try_from(documents::MOST_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

enum Input {
    Bytes(Vec<u8>),
    File(PathBuf),
    Table(Result<Vec<u8>, Fault>),
}

fn input(source: &Bound<'_, PyAny>) -> PyResult<Input> {
    if let Ok(bytes) = source.cast::<PyBytes>() {
        return Ok(Input::Bytes(bytes.as_bytes().to_vec()));
    }
    if table::is_table(source) {
        return Ok(Input::Table(table::bytes(source)?));
    }
    source.extract().map(Input::File).map_err(|_| {
        let found = source.get_type().name().map_or_else(|_| "this".to_owned(), |n| n.to_string());
        PyTypeError::new_err(format!(
            "a document is a path, bytes or a table, not {found}; encode a text with `.encode()`"
        ))
    })
}

/// Reads a credential document: a path, the bytes of one, or a table, such as a data frame of pandas or polars or a table of
/// pyarrow (whatever has `__arrow_c_stream__`).
///
/// Read without rules, it has the attributes of the core; `Rules.read` also reads those that packs add. Either can be
/// recognised.
///
/// >>> document = credstack.read("examples/documents/thesis.json")
/// >>> document.format, len(document)
/// ('credstack JSON v1', 1)
///
/// `mapping` is the path of a TOML file that says what the columns of a table are for.
#[pyfunction]
#[pyo3(signature = (source, name=None, *, mapping=None))]
pub(crate) fn read(source: &Bound<'_, PyAny>, name: Option<String>, mapping: Option<PathBuf>) -> PyResult<PyDocument> {
    PyDocument::read(source, name, mapping, Arc::default)
}

#[pymethods]
impl PyDocument {
    /// The path, or the name that it was handed in with.
    #[getter]
    fn name(&self) -> &str {
        &self.source.name
    }

    /// What a person calls its format.
    #[getter]
    fn format(&self) -> &'static str {
        self.reading.document.format.word()
    }

    /// The credentials in it, wholes before their parts.
    #[getter]
    fn credentials(&self) -> Tuple<PyCredential> {
        (0..self.__len__()).map(|at| self.at(at)).collect()
    }

    /// The records of catalogues, institutions and learners in it, which `join` fills credentials from.
    #[getter]
    fn records(&self) -> PyResult<Tuple<Record>> {
        let set = &self.reading.set;
        let texts = |all: &[Arc<str>]| all.iter().map(ToString::to_string).collect();
        let record = |record: &documents::Record| {
            let facts = wire::write_record(&record.facts, &set.symbols, &set.vocabulary);
            Ok(Record {
                kind: record.kind.word().to_owned(),
                id: record.id.to_string(),
                identifiers: texts(&record.identifiers),
                refers: texts(&record.refers),
                facts: Object(record::write(&facts)?),
            })
        };
        self.reading.document.records.iter().map(record).collect::<PyResult<Vec<_>>>().map(Tuple)
    }

    /// What a person should know of how it was read.
    #[getter]
    fn notes(&self) -> Tuple<Note> {
        self.reading.document.notes.iter().map(|n| self.reading.note(n)).collect()
    }

    fn __len__(&self) -> usize {
        self.reading.document.credentials.len()
    }

    fn __getitem__(&self, index: isize) -> PyResult<PyCredential> {
        let at = if index < 0 { self.__len__().checked_add_signed(index) } else { usize::try_from(index).ok() };
        at.filter(|at| *at < self.__len__())
            .map(|at| self.at(at))
            .ok_or_else(|| PyIndexError::new_err(format!("the document has {}", self.count())))
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok((&self.credentials()).into_pyobject(py)?.try_iter()?.into_any())
    }

    fn __repr__(&self) -> String {
        format!("<Document {} ({}, {})>", self.source.name, self.format(), self.count())
    }

    fn __eq__(&self, other: &Self) -> bool {
        same(&self.source, &other.source)
    }

    fn __hash__(&self) -> u64 {
        self.source.hash()
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let module = py.import("credstack._credstack")?;
        match &self.source.content {
            Content::Joined(sources) => {
                let set = &self.reading.set;
                let each = |source: &Arc<Source>| PyDocument::from(Arc::clone(source), set);
                let documents = sources.iter().map(each).collect::<Result<Vec<_>, _>>()?;
                Ok((module.getattr("join")?, (documents,).into_pyobject(py)?))
            }
            Content::Bytes { bytes, mapping } => {
                let mapping = mapping.as_deref();
                let whole = (PyBytes::new(py, bytes), &self.source.name, mapping);
                Ok((module.getattr("_document")?, whole.into_pyobject(py)?))
            }
        }
    }
}

/// One credential of a document.
#[pyclass(frozen, name = "Credential", module = "credstack")]
#[derive(Clone)]
pub(crate) struct PyCredential {
    pub(crate) source: Arc<Source>,
    reading: Arc<Reading>,
    pub(crate) at: usize,
}

impl PyCredential {
    /// The reading of its document with the words of these rules; read again where it was read with others.
    pub(crate) fn reading(&self, set: &Arc<PolicySet>) -> Result<Arc<Reading>, Fault> {
        let is_of = |reading: &Arc<Reading>| Arc::ptr_eq(&reading.set, set);
        if is_of(&self.reading) {
            return Ok(Arc::clone(&self.reading));
        }
        let mut again = self.source.again.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(reading) = again.as_ref().filter(|r| is_of(r)) {
            return Ok(Arc::clone(reading));
        }
        let reading = self.source.read(set)?;
        *again = Some(Arc::clone(&reading));
        Ok(reading)
    }

    fn table(&self) -> PyResult<ElementsTable> {
        Ok(ElementsTable::of(self.reading.credential(self.at)?, &self.reading.set.vocabulary))
    }

    fn json(&self) -> PyResult<String> {
        let (credential, set) = (self.reading.credential(self.at)?, &self.reading.set);
        record::write(&wire::write_credential(credential, &set.symbols, &set.vocabulary))
    }
}

#[pymethods]
impl PyCredential {
    /// The document's identifier of it, or the document's name where it has none.
    #[getter]
    fn id(&self) -> PyResult<&str> {
        Ok(&self.reading.credential(self.at)?.id)
    }

    /// Its title, if it has one.
    #[getter]
    fn title(&self) -> PyResult<Option<&str>> {
        Ok(self.reading.credential(self.at)?.facts.words(attribute::TITLE))
    }

    /// For each of the eleven mandatory elements of the European standard, in its order, whether it is carried.
    #[getter]
    fn elements(&self) -> PyResult<Tuple<bool>> {
        Ok(self.table()?.0.into_iter().collect())
    }

    /// Names of the mandatory elements that it lacks.
    #[getter]
    fn lacks(&self) -> PyResult<Tuple<&'static str>> {
        Ok(self.table()?.missing().collect())
    }

    /// The document that it was read from.
    #[getter]
    fn document(&self) -> PyDocument {
        PyDocument { source: Arc::clone(&self.source), reading: Arc::clone(&self.reading) }
    }

    /// It as `credential/v1`, every fact with where it was read.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json::to_python(py, &self.json()?)
    }

    /// It as the text of `credential/v1`.
    fn to_json(&self) -> PyResult<String> {
        self.json()
    }

    fn __repr__(&self) -> PyResult<String> {
        Ok(format!("<Credential {}: {}>", self.id()?, self.title()?.unwrap_or("without a title")))
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.at == other.at && same(&self.source, &other.source)
    }

    fn __hash__(&self) -> u64 {
        hash(&(self.source.hash(), self.at))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (PyDocument, usize))> {
        Ok((py.import("operator")?.getattr("getitem")?, (self.document(), self.at)))
    }
}

fn same(one: &Arc<Source>, other: &Arc<Source>) -> bool {
    Arc::ptr_eq(one, other) || one.is_same(other)
}
