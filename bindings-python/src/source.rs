//! What documents are read from, so that they can be read again: with other rules, in another process.

use std::sync::{Arc, Mutex};

use credstack::documents::{self, Document, Mapping};
use credstack::model::Credential;
use credstack::model::policy::PolicySet;
use pyo3::PyErr;
use pyo3::exceptions::{PyIndexError, PyValueError};

use crate::errors::Fault;
use crate::results::Note;

/// What a document was read from. Two documents are the same when this is.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) name: String,
    pub(crate) content: Content,
    /// The last reading with other rules than the document was first read with, so that a document of many credentials is
    /// read once for all of them.
    pub(crate) again: Mutex<Option<Arc<Reading>>>,
}

/// Bytes, or other documents.
#[derive(Debug)]
pub(crate) enum Content {
    Bytes {
        bytes: Vec<u8>,
        /// What the columns of a table are for.
        mapping: Option<Arc<Named>>,
    },
    /// Documents that were joined.
    Joined(Vec<Arc<Source>>),
}

/// A text with its name.
pub(crate) type Named = (String, String);

/// A document as read with the attributes and the table of words of some rules.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) set: Arc<PolicySet>,
    pub(crate) document: Document,
}

impl Reading {
    pub(crate) fn credential(&self, at: usize) -> Result<&Credential, PyErr> {
        self.document.credentials.get(at).ok_or_else(|| PyIndexError::new_err("the document has no such credential"))
    }

    pub(crate) fn note(&self, note: &documents::Note) -> Note {
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
    pub(crate) fn new(name: String, content: Content) -> Arc<Self> {
        Arc::new(Self { name, content, again: Mutex::default() })
    }

    pub(crate) fn read(&self, set: &Arc<PolicySet>) -> Result<Arc<Reading>, Fault> {
        Ok(Arc::new(Reading { set: Arc::clone(set), document: self.document(set)? }))
    }

    fn document(&self, set: &PolicySet) -> Result<Document, Fault> {
        let (symbols, vocabulary) = (&set.symbols, &set.vocabulary);
        let read = match &self.content {
            Content::Joined(sources) => {
                let all = sources.iter().map(|source| source.document(set)).collect::<Result<_, _>>()?;
                return Ok(documents::joining::as_document(all, symbols));
            }
            Content::Bytes { bytes, mapping: None } => documents::read_with(&self.name, bytes, symbols, vocabulary),
            Content::Bytes { bytes, mapping: Some(mapping) } => {
                let mapping = Mapping::parse(&mapping.0, &mapping.1, vocabulary)
                    .map_err(|problems| Fault::Python(PyValueError::new_err(problems.to_string())))?;
                documents::read_mapped(&self.name, bytes, symbols, vocabulary, &mapping)
            }
        };
        read.map_err(|error| Fault::Document(self.name.clone(), error))
    }

    pub(crate) fn is_same(&self, other: &Self) -> bool {
        let same = |(one, other): (&Arc<Self>, &Arc<Self>)| one.is_same(other);
        self.name == other.name
            && match (&self.content, &other.content) {
                (Content::Bytes { bytes, mapping }, Content::Bytes { bytes: others, mapping: theirs }) => {
                    bytes == others && mapping == theirs
                }
                (Content::Joined(all), Content::Joined(others)) => {
                    all.len() == others.len() && all.iter().zip(others).all(same)
                }
                _ => false,
            }
    }

    pub(crate) fn hash(&self) -> u64 {
        match &self.content {
            Content::Bytes { bytes, .. } => hash(&(&self.name, bytes)),
            Content::Joined(sources) => hash(&sources.iter().map(|source| source.hash()).collect::<Vec<_>>()),
        }
    }
}

/// A hash that is the same for equal values within one process.
pub(crate) fn hash(value: &impl std::hash::Hash) -> u64 {
    use std::hash::{DefaultHasher, Hasher as _};
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
