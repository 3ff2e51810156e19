//! What is known beside a credential: records of catalogues, of institutions, of persons.

use std::sync::Arc;

use credstack_model::facts::Facts;

/// A record of a catalogue, of an institution or of a person. It is no credential; what it says fills in the credentials that refer to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// What it is a record of.
    pub kind: RecordKind,
    /// The identifier that the document gives it.
    pub id: Arc<str>,
    /// All identifiers that it is known by, its own among them.
    pub identifiers: Vec<Arc<str>>,
    /// Identifiers of the records that it refers to, as a course does to its institution.
    pub refers: Vec<Arc<str>>,
    /// Facts of the credential, its issuer or its learner.
    pub facts: Facts,
}

/// What a record is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordKind {
    /// A course, module or programme as it is offered.
    Catalogue,
    /// An institution.
    Institution,
    /// A learner, where the result and the person are records of their own.
    Learner,
}

impl RecordKind {
    /// What a person calls it.
    pub fn word(self) -> &'static str {
        match self {
            RecordKind::Catalogue => "catalogue",
            RecordKind::Institution => "institution",
            RecordKind::Learner => "learner",
        }
    }
}

/// What a document without learners describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Described {
    /// A course, module or programme as it is offered.
    Catalogue,
    /// An institution.
    Institution,
}

impl From<Described> for RecordKind {
    fn from(described: Described) -> Self {
        match described {
            Described::Catalogue => RecordKind::Catalogue,
            Described::Institution => RecordKind::Institution,
        }
    }
}

/// That a credential refers to a record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// The identifier of the credential in its document.
    pub credential: Arc<str>,
    /// The identifier that it refers to.
    pub to: Arc<str>,
}

impl Link {
    /// Links of a credential to identifiers; those that hold inside one document only lead nowhere.
    pub(crate) fn all(credential: &Arc<str>, to: impl IntoIterator<Item = String>) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        for to in to {
            let link = Self { credential: Arc::clone(credential), to: to.into() };
            if !link.to.trim().is_empty() && !crate::local::is_local(&link.to) && !found.contains(&link) {
                found.push(link);
            }
        }
        found
    }
}
