//! Any bytes are read as a document: facts with a place, or an error with words. What was read is joined with itself.

use credstack::documents::joining::join;
use credstack::documents::read;
use credstack::model::Symbols;

/// Reads bytes as a document.
///
/// # Panics
/// Where something does not hold.
pub fn document(bytes: &[u8]) {
    let symbols = Symbols::default();
    match read("fuzz.json", bytes, &symbols) {
        Ok(document) => {
            assert!(!document.credentials.is_empty() || !document.records.is_empty(), "a document of nothing");
            let credentials = document.credentials.len();
            assert_eq!(join(&[document], &symbols).credentials.len(), credentials, "one was lost or made up");
        }
        Err(error) => assert!(!error.to_string().is_empty(), "refused without a word"),
    }
}
