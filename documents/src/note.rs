//! What the reading found worth telling: nothing is lost silently.

use std::sync::Arc;

use credstack_model::vocabulary::AttributeId;

/// Something that a person should know of how a document was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Of which sort.
    pub kind: NoteKind,
    /// The credential that it is about; `None` where it is about the whole document.
    pub credential: Option<Arc<str>>,
    /// The attribute that it is about, if one.
    pub attribute: Option<AttributeId>,
    /// JSON Pointer to what it is about, of XML the steps to it.
    pub path: String,
    /// What there is to say, as a sentence without the full stop.
    pub message: String,
}

/// The sorts of notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoteKind {
    /// It can be read in more than one way, so it was not taken or taken as a range.
    Ambiguous,
    /// No mapping reads it.
    Unmapped,
    /// A code that the list does not have.
    UnknownCode,
    /// Two places of the document contradict each other.
    Conflict,
    /// It was understood and left out.
    Dropped,
    /// It is not what the format says should stand there.
    Unreadable,
    /// Something that would have to be verified and was not.
    NotVerified,
    /// Worth knowing; nothing is wrong.
    Remark,
}

impl NoteKind {
    /// The word that outputs use.
    pub fn word(self) -> &'static str {
        match self {
            NoteKind::Ambiguous => "ambiguous",
            NoteKind::Unmapped => "unmapped",
            NoteKind::UnknownCode => "unknown code",
            NoteKind::Conflict => "conflict",
            NoteKind::Dropped => "dropped",
            NoteKind::Unreadable => "unreadable",
            NoteKind::NotVerified => "not verified",
            NoteKind::Remark => "remark",
        }
    }
}
