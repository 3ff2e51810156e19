//! A document as it comes out: its format, its credentials and its notes.

use std::sync::Arc;

use credstack_model::Credential;

use crate::note::Note;
use crate::record::{Link, Record};

/// What a document holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The name that it was handed in with.
    pub name: Arc<str>,
    /// The format of its first credential or record.
    pub format: Format,
    /// The credentials in it, wholes before their parts.
    pub credentials: Vec<Credential>,
    /// The records of catalogues and institutions in it.
    pub records: Vec<Record>,
    /// Which credential refers to which record, in this document or another.
    pub links: Vec<Link>,
    /// What a person should know of how it was read.
    pub notes: Vec<Note>,
}

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Open Badges 3.0 of 1EdTech, with the Dutch educredentials profile.
    OpenBadges3,
    /// Open Badges 2.0, with the extensions of edubadges and Open Educational Badges.
    OpenBadges2,
    /// Comprehensive Learner Record 2.0 of 1EdTech, and records of HR Open that hold credentials.
    LearnerRecord2,
    /// European Learning Model v3, as in European Digital Credentials.
    EuropeanLearningModel3,
    /// Diplomas of the European Blockchain Services Infrastructure, before they took over the European Learning Model v3.
    EbsiAttestation,
    /// The Credential Transparency Description Language of Credential Engine: catalogues and organisations.
    Ctdl,
    /// ELMO XML, as EMREX and Erasmus Without Paper exchange transcripts, and the catalogues of the latter.
    Elmo,
    /// European credentials in XML, of the versions before 3 (EDCI, Europass).
    EuropassXml,
    /// Open Education API (OOAPI, OEAPI) v5 and v6.
    OpenEducationApi,
    /// The project's own JSON.
    Credstack,
    /// A table of text: comma-separated values and their like.
    Table,
    /// A spreadsheet: Office Open XML or `OpenDocument`.
    Spreadsheet,
    /// A table in columns: Parquet or Arrow.
    Columns,
}

impl Format {
    /// What a person calls it.
    pub fn word(self) -> &'static str {
        match self {
            Format::OpenBadges3 => "Open Badges 3.0",
            Format::LearnerRecord2 => "Comprehensive Learner Record 2.0",
            Format::OpenBadges2 => "Open Badges 2.0",
            Format::EuropeanLearningModel3 => "European Learning Model v3",
            Format::EbsiAttestation => "EBSI verifiable attestation",
            Format::Ctdl => "CTDL",
            Format::Elmo => "ELMO XML",
            Format::EuropassXml => "Europass XML",
            Format::OpenEducationApi => "Open Education API",
            Format::Credstack => "credstack JSON v1",
            Format::Table => "table (CSV)",
            Format::Spreadsheet => "spreadsheet",
            Format::Columns => "table in columns",
        }
    }
}

/// Credentials with their notes, while a document is being put together.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) credentials: Vec<Credential>,
    pub(crate) records: Vec<Record>,
    pub(crate) links: Vec<Link>,
    pub(crate) notes: Vec<Note>,
}

impl Found {
    pub(crate) fn named(self, name: &Arc<str>, format: Format) -> Document {
        let Found { credentials, records, links, notes } = self;
        Document { name: Arc::clone(name), format, credentials, records, links, notes }
    }

    pub(crate) fn push(&mut self, credential: Credential, notes: Vec<Note>) {
        for mut note in notes {
            note.credential = Some(Arc::clone(&credential.id));
            self.notes.push(note);
        }
        self.credentials.push(credential);
    }
}
