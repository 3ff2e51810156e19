//! Documents and their credentials.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use credstack::documents::{self, Document, ElementsTable, Mapping};
use credstack::model::Credential;
use credstack::model::policy::PolicySet;
use credstack::model::vocabulary::attribute;
use credstack::wire;
use pyo3::exceptions::{PyIndexError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple};

use crate::errors::Fault;
use crate::json;
use crate::record::{self, Tuple};
use crate::results::Note;

/// What a document was read from. Two documents are the same when this is.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) name: String,
    bytes: Vec<u8>,
    /// What the columns of a table are for: the name and the text of a mapping.
    mapping: Option<Arc<(String, String)>>,
    /// The last reading with other rules than the document was first read with, so that a document of many credentials is
    /// read once for all of them.
    again: Mutex<Option<Arc<Reading>>>,
}

/// A document as read with the attributes and the table of words of some rules.
#[derive(Debug)]
pub(crate) struct Reading {
    set: Arc<PolicySet>,
    document: Document,
}

impl Reading {
    pub(crate) fn credential(&self, at: usize) -> Result<&Credential, PyErr> {
        self.document.credentials.get(at).ok_or_else(|| PyIndexError::new_err("the document has no such credential"))
    }

    fn note(&self, note: &documents::Note) -> Note {
        Note {
            kind: note.kind.word().to_owned(),
            credential: note.credential.as_deref().map(str::to_owned),
            attribute: note.attribute.map(|a| self.set.vocabulary.get(a).name.to_string()),
            path: note.path.clone(),
            message: note.message.clone(),
        }
    }
}

impl Source {
    fn read(&self, set: &Arc<PolicySet>) -> Result<Arc<Reading>, Fault> {
        let read = match self.mapping.as_deref() {
            None => documents::read_with(&self.name, &self.bytes, &set.symbols, &set.vocabulary),
            Some((name, text)) => {
                let mapping = Mapping::parse(name, text, &set.vocabulary)
                    .map_err(|problems| Fault::Python(PyValueError::new_err(problems.to_string())))?;
                documents::read_mapped(&self.name, &self.bytes, &set.symbols, &set.vocabulary, &mapping)
            }
        };
        read.map(|document| Arc::new(Reading { set: Arc::clone(set), document }))
            .map_err(|error| Fault::Document(self.name.clone(), error))
    }
}

/// A credential document as read: its credentials and what should be known of how it was read. A sequence of credentials.
#[pyclass(frozen, name = "Document", module = "credstack", sequence)]
pub(crate) struct PyDocument {
    source: Arc<Source>,
    reading: Arc<Reading>,
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
        mapping: Option<Arc<(String, String)>>,
        set: &Arc<PolicySet>,
    ) -> Result<Self, Fault> {
        let source = Arc::new(Source { name, bytes, mapping, again: Mutex::default() });
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
pub(crate) fn mapping_at(path: &Path) -> Result<Arc<(String, String)>, Fault> {
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
}

fn input(source: &Bound<'_, PyAny>) -> PyResult<Input> {
    if let Ok(bytes) = source.cast::<PyBytes>() {
        return Ok(Input::Bytes(bytes.as_bytes().to_vec()));
    }
    source.extract().map(Input::File).map_err(|_| {
        let found = source.get_type().name().map_or_else(|_| "this".to_owned(), |n| n.to_string());
        PyTypeError::new_err(format!("a document is a path or bytes, not {found}; encode a text with `.encode()`"))
    })
}

/// Reads a credential document: a path, or the bytes of one.
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
        hash(&(&self.source.name, &self.source.bytes))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        if self.source.mapping.is_some() {
            return Err(PyTypeError::new_err("a document that was read by a mapping cannot be pickled; read it again"));
        }
        let read = py.import("credstack")?.getattr("read")?;
        Ok((read, (PyBytes::new(py, &self.source.bytes), &self.source.name).into_pyobject(py)?))
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
        hash(&(&self.source.name, &self.source.bytes, self.at))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (PyDocument, usize))> {
        Ok((py.import("operator")?.getattr("getitem")?, (self.document(), self.at)))
    }
}

fn same(one: &Arc<Source>, other: &Arc<Source>) -> bool {
    Arc::ptr_eq(one, other) || (one.name == other.name && one.bytes == other.bytes && one.mapping == other.mapping)
}

/// A hash that is the same for equal values within one process.
pub(crate) fn hash(value: &impl std::hash::Hash) -> u64 {
    use std::hash::{DefaultHasher, Hasher as _};
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
