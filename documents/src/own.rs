//! The project's own JSON, which the wire crate reads.

use std::sync::Arc;

use credstack_wire::{Remark, RemarkKind, Source};
use serde_json::Value;

use crate::document::Found;
use crate::draft::Context;
use crate::error::{DocumentError, MOST_CREDENTIALS};
use crate::note::{Note, NoteKind};

/// Reads a credential or a wallet of the own format.
pub(crate) fn read(context: Context<'_>, value: &Value, base: &str) -> Result<Found, DocumentError> {
    let source = Source {
        name: Arc::clone(context.document),
        base: base.to_owned(),
        symbols: context.symbols,
        vocabulary: context.vocabulary,
    };
    let many = value.get("credentials").and_then(Value::as_array);
    if many.is_some_and(|all| all.len() > MOST_CREDENTIALS) {
        return Err(DocumentError::TooManyCredentials);
    }
    let read = credstack_wire::read_credentials(&source, value)?;
    Ok(Found { credentials: read.value, notes: read.remarks.into_iter().map(note).collect(), ..Found::default() })
}

fn note(remark: Remark) -> Note {
    let kind = match remark.kind {
        RemarkKind::Null => NoteKind::Dropped,
        RemarkKind::UnknownKey => NoteKind::Unmapped,
        RemarkKind::UnknownCode => NoteKind::UnknownCode,
        RemarkKind::Repeated => NoteKind::Conflict,
        RemarkKind::Dangling => NoteKind::Remark,
    };
    Note {
        kind,
        credential: remark.credential,
        attribute: remark.attribute,
        path: remark.path,
        message: remark.message,
    }
}
