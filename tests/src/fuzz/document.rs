//! Any bytes are read as a document: facts with a place, or an error with words.

use credstack::documents::read;
use credstack::model::Symbols;

/// Reads bytes as a document.
///
/// # Panics
/// Where something does not hold.
pub fn document(bytes: &[u8]) {
    let symbols = Symbols::default();
    match read("fuzz.json", bytes, &symbols) {
        Ok(document) => assert!(!document.credentials.is_empty() || !document.records.is_empty(), "a document of nothing"),
        Err(error) => assert!(!error.to_string().is_empty(), "refused without a word"),
    }
}
