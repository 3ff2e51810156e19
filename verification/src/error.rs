//! What keeps a document, or something that was given for checking, from being looked at.

/// Why a document or a given file could not be looked at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerificationError {
    /// It is no JSON, or JSON that can be read in two ways.
    #[error("it is not JSON that means one thing: {why}")]
    Json {
        /// What the parser says, with line and column.
        why: String,
    },
    /// It is neither JSON, nor a token, nor XML.
    #[error("it is neither JSON, nor a signed token, nor XML; hand in the document as it was issued")]
    Unknown,
    /// It is larger than a document may be.
    #[error("it has {bytes} bytes; up to {} are checked", crate::limits::MOST_BYTES)]
    TooLarge {
        /// Its size in bytes.
        bytes: usize,
    },
    /// It has more proofs than are checked.
    #[error("it has more than {} proofs; none was checked", crate::limits::MOST_PROOFS)]
    TooManyProofs,
    /// A given key, certificate, list or table of issuers that cannot be used.
    #[error("{why}")]
    Given {
        /// What is wrong with it and how to mend it.
        why: String,
    },
}

impl VerificationError {
    pub(crate) fn given(why: impl Into<String>) -> Self {
        VerificationError::Given { why: why.into() }
    }
}
