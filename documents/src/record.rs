//! What is known of learning without a learner: catalogues and institutions.

use std::sync::Arc;

use credstack_model::facts::Facts;

/// A record of a catalogue or of an institution. It is no credential; what it says fills in the credentials that refer to it.
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
    /// Facts of the credential and its issuer.
    pub facts: Facts,
}

/// What a record is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordKind {
    /// A course, module or programme as it is offered.
    Catalogue,
    /// An institution.
    Institution,
}

impl RecordKind {
    /// What a person calls it.
    pub fn word(self) -> &'static str {
        match self {
            RecordKind::Catalogue => "catalogue",
            RecordKind::Institution => "institution",
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
