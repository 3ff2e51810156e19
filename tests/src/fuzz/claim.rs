//! Any text is read as a claim: facts, or every mistake with its place. What was read is read again from what is written of it.

use credstack::model::Symbols;
use credstack::model::vocabulary::Vocabulary;
use credstack::wire::{Source, read_claim, read_claim_text, write_claim};
use serde_json::Value;

/// Reads bytes as a claim, and what is written of it again.
///
/// # Panics
/// Where something does not hold.
pub fn claim(bytes: &[u8]) {
    let (symbols, vocabulary) = (Symbols::default(), Vocabulary::core());
    let source = Source { name: "fuzz.json".into(), base: String::new(), symbols: &symbols, vocabulary: &vocabulary };
    match read_claim_text(&source, super::text::text(bytes)) {
        Err(problems) => assert!(!problems.0.is_empty(), "refused without a problem"),
        Ok(read) => {
            let written = write_claim(&read.value, &symbols, &vocabulary);
            let again = read_claim(&source, &written).map(|again| write_claim(&again.value, &symbols, &vocabulary));
            let said = again.map(without_provenance);
            assert_eq!(said, Ok(without_provenance(written)), "what is written is read as something else");
        }
    }
}

/// A claim without where its facts were read.
fn without_provenance(mut claim: Value) -> Value {
    if let Some(map) = claim.as_object_mut() {
        map.remove("provenance");
    }
    claim
}
