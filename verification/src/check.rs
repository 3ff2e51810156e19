//! One run of checking: what is given, the instant, and how many proofs are left.

use jiff::Timestamp;

use crate::error::VerificationError;
use crate::given::Given;

/// What is the same for everything in one document.
pub(crate) struct Check<'g> {
    pub(crate) given: &'g Given,
    /// The instant of checking.
    pub(crate) on: Timestamp,
    /// Whether the status lists that a document names are looked up; not where a status list is itself being verified.
    pub(crate) with_statuses: bool,
}

/// What may be canonicalised or hashed in all the proofs of a document: bytes of JSON.
const MOST_SIGNED: usize = 64 * 1024 * 1024;

/// What may be made RDF of in all the proofs of a document: values of JSON, each of which costs some hundred times a byte.
const MOST_STATED: usize = 100_000;

/// Counts proofs and what they are over, so that a document of any number of them ends.
#[derive(Debug)]
pub(crate) struct Left {
    proofs: usize,
    bytes: usize,
    values: usize,
}

impl Left {
    pub(crate) fn all() -> Self {
        Self { proofs: crate::MOST_PROOFS, bytes: MOST_SIGNED, values: MOST_STATED }
    }

    /// Takes so many proofs.
    pub(crate) fn take(&mut self, count: usize) -> Result<(), VerificationError> {
        self.proofs = self.proofs.checked_sub(count).ok_or(VerificationError::TooManyProofs)?;
        Ok(())
    }

    /// Takes so many bytes that are signed.
    ///
    /// # Errors
    /// That it is too much.
    pub(crate) fn sign(&mut self, bytes: usize) -> Result<(), String> {
        self.bytes = self.bytes.checked_sub(bytes).ok_or_else(|| {
            format!(
                "the proofs of the document are over more than {MOST_SIGNED} bytes in all; this one was not checked"
            )
        })?;
        Ok(())
    }

    /// Takes so many values that are made RDF of.
    ///
    /// # Errors
    /// That it is too much.
    pub(crate) fn state(&mut self, values: usize) -> Result<(), String> {
        self.values = self.values.checked_sub(values).ok_or_else(|| {
            format!(
                "the proofs of the document are over more than {MOST_STATED} values in all; this one was not checked"
            )
        })?;
        Ok(())
    }
}
