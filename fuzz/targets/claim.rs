//! Any text is read as a claim: facts, or every mistake with its place.

#![no_main]

use credstack::model::Symbols;
use credstack::model::vocabulary::Vocabulary;
use credstack::wire::{Source, read_claim_text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (symbols, vocabulary) = (Symbols::default(), Vocabulary::core());
    let source = Source { name: "fuzz.json".into(), base: String::new(), symbols: &symbols, vocabulary: &vocabulary };
    if let Err(problems) = read_claim_text(&source, text) {
        assert!(!problems.0.is_empty());
    }
});
