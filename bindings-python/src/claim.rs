//! Claims.

use std::path::PathBuf;

use credstack::documents::NoteKind;
use credstack::model::policy::PolicySet;
use credstack::model::vocabulary::Vocabulary;
use credstack::model::{Claim, Symbols};
use credstack::wire::{self, Problem, Problems, Reading, RemarkKind};
use pyo3::prelude::*;
use pyo3::types::PyType;

use crate::errors::Fault;
use crate::json;
use crate::record::{self, Tuple};
use crate::results::Note;

/// What the learner asks for: purpose, award, dates, answers (`claim/v1`). It is read when it is made, so that a mistake is
/// told at once, and again with the attributes of the rules that decide on it.
///
/// >>> claim = credstack.Claim.load("examples/claim.json")
/// >>> claim.to_dict().get("purpose")
/// 'credit'
#[pyclass(frozen, eq, hash, name = "Claim", module = "credstack")]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct PyClaim {
    /// JSON with its keys in order, so that equal claims are equal texts.
    text: String,
    name: String,
}

impl PyClaim {
    fn new(name: String, text: &str) -> Result<Self, Fault> {
        let set = PolicySet::default();
        read(&name, text, &set.symbols, &set.vocabulary)?;
        let mut value: serde_json::Value = record::parse(text)?;
        value.sort_all_objects();
        Ok(Self { text: record::write(&value)?, name })
    }

    /// The claim with the words and attributes of these rules.
    pub(crate) fn with(&self, set: &PolicySet) -> Result<Claim, Fault> {
        read(&self.name, &self.text, &set.symbols, &set.vocabulary).map(|reading| reading.value)
    }
}

fn read(name: &str, text: &str, symbols: &Symbols, vocabulary: &Vocabulary) -> Result<Reading<Claim>, Fault> {
    let source = wire::Source { name: name.into(), base: String::new(), symbols, vocabulary };
    wire::read_claim_text(&source, text).map_err(|problems| Fault::Claim(name.to_owned(), problems))
}

/// A claim's file as text.
fn text(name: &str, bytes: Vec<u8>) -> Result<String, Fault> {
    String::from_utf8(bytes).map_err(|error| {
        let message = format!("it is not UTF-8 from byte {} on", error.utf8_error().valid_up_to());
        let problem = Problem { path: String::new(), message, help: "save it as UTF-8".to_owned() };
        Fault::Claim(name.to_owned(), Problems(vec![problem]))
    })
}

#[pymethods]
impl PyClaim {
    /// Reads a claim from a file.
    #[classmethod]
    fn load(_class: &Bound<'_, PyType>, path: PathBuf) -> PyResult<Self> {
        let name = path.to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).map_err(|error| Fault::Unreadable(path, error))?;
        Ok(Self::new(name.clone(), &text(&name, bytes)?)?)
    }

    /// Reads a claim from a dictionary; amounts are texts or numbers.
    ///
    /// >>> credstack.Claim.from_dict({"credstack": "claim/v1", "purpose": "credit"})
    /// <Claim claim>
    #[classmethod]
    #[pyo3(signature = (claim, name="claim"))]
    fn from_dict(_class: &Bound<'_, PyType>, claim: &Bound<'_, PyAny>, name: &str) -> PyResult<Self> {
        Ok(Self::new(name.to_owned(), &json::from_python(claim)?)?)
    }

    /// Reads a claim from JSON text.
    #[classmethod]
    #[pyo3(signature = (text, name="claim"))]
    fn from_json(_class: &Bound<'_, PyType>, text: &str, name: &str) -> PyResult<Self> {
        Ok(Self::new(name.to_owned(), text)?)
    }

    /// The file, or the name that it was handed in with.
    #[getter]
    fn name(&self) -> &str {
        &self.name
    }

    /// What a person should know of how it was read, as keys that nothing reads.
    #[getter]
    fn notes(&self) -> PyResult<Tuple<Note>> {
        let set = PolicySet::default();
        let reading = read(&self.name, &self.text, &set.symbols, &set.vocabulary)?;
        let note = |remark: &wire::Remark| Note {
            kind: kind(remark.kind).word().to_owned(),
            credential: None,
            attribute: remark.attribute.map(|a| set.vocabulary.get(a).name.to_string()),
            path: remark.path.clone(),
            message: remark.message.clone(),
        };
        Ok(reading.remarks.iter().map(note).collect())
    }

    /// It as a dictionary.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        json::to_python(py, &self.text)
    }

    /// It as JSON text.
    fn to_json(&self) -> &str {
        &self.text
    }

    fn __repr__(&self) -> String {
        format!("<Claim {}>", self.name)
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (&str, &str))> {
        Ok((py.get_type::<Self>().getattr("from_json")?, (&self.text, &self.name)))
    }
}

/// The words that notes of documents use.
fn kind(kind: RemarkKind) -> NoteKind {
    match kind {
        RemarkKind::Null => NoteKind::Dropped,
        RemarkKind::UnknownKey => NoteKind::Unmapped,
        RemarkKind::UnknownCode => NoteKind::UnknownCode,
        RemarkKind::Repeated => NoteKind::Conflict,
        RemarkKind::Dangling => NoteKind::Remark,
    }
}
