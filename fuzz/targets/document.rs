//! Any bytes are read as a document: facts with a place, or an error with words.

#![no_main]

use credstack::documents::read;
use credstack::model::Symbols;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let symbols = Symbols::default();
    match read("fuzz.json", bytes, &symbols) {
        Ok(document) => assert!(!document.credentials.is_empty()),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
