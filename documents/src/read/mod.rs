//! Readers that the formats share: from the text of a document to a typed value.

pub(crate) mod codes;
pub(crate) mod concept;
pub(crate) mod country;
pub(crate) mod dates;
pub(crate) mod language;
pub(crate) mod level;
pub(crate) mod stated;
pub(crate) mod text;
pub(crate) mod workload;
