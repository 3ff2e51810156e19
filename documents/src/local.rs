//! Identifiers that mean something inside one document only.

/// Whether an identifier holds inside one document only.
pub(crate) fn is_local(id: &str) -> bool {
    id.starts_with("urn:epass:") || id.starts_with("_:") || id.starts_with("converter:")
}
