//! What a catalogue calls itself, and why one cannot be read.

/// The version mark of a catalogue.
pub const CATALOGUE_V1: &str = "catalogue/v1";

/// Why a catalogue cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueError {
    /// It is no text.
    #[error("it is not UTF-8 from byte {0} on")]
    NotText(usize),
    /// It is neither JSON nor a table of this kind.
    #[error("{0}")]
    Broken(String),
    /// Something in it makes no sense.
    #[error("{at}: {problem}")]
    Wrong {
        /// Where: the identifier of an offer.
        at: String,
        /// What is wrong.
        problem: String,
    },
}
