//! What a document may come to.

/// The largest document, or given file, in bytes.
pub const MOST_BYTES: usize = 20 * 1024 * 1024;

/// The proofs that a document may have, in all its parts.
pub const MOST_PROOFS: usize = 100;
