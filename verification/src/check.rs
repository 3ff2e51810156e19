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

/// Counts proofs, so that a document of any number of them ends.
#[derive(Debug)]
pub(crate) struct Left(usize);

impl Left {
    pub(crate) fn all() -> Self {
        Self(crate::MOST_PROOFS)
    }

    /// Takes so many.
    pub(crate) fn take(&mut self, count: usize) -> Result<(), VerificationError> {
        self.0 = self.0.checked_sub(count).ok_or(VerificationError::TooManyProofs)?;
        Ok(())
    }
}
