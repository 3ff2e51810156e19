use serde_json::json;

use super::*;
use crate::{Source, read_claim, write_claim};
use credstack_model::Symbols;
use credstack_model::vocabulary::Vocabulary;

fn read(claim: &serde_json::Value) -> Result<credstack_model::Claim, crate::Problems> {
    let (symbols, vocabulary) = (Symbols::default(), Vocabulary::core());
    let source = Source { name: "claim".into(), base: String::new(), symbols: &symbols, vocabulary: &vocabulary };
    read_claim(&source, claim).map(|r| r.value)
}

#[test]
fn a_claim_for_several_awards_reads_back_as_it_was_written() {
    let text = json!({
        "credstack": "claim/v1",
        "awards": ["a.one", "a.two"],
        "sharing": {"ects": "7.5", "credentials": 2, "times": 3},
        "prefer": "highest_award"
    });
    let claim = read(&text).unwrap();
    assert_eq!(claim.awards.len(), 2);
    let symbols = Symbols::default();
    let written = write_claim(&claim, &symbols, &Vocabulary::core());
    for key in ["awards", "sharing", "prefer"] {
        assert_eq!(written.get(key), text.get(key), "{key}");
    }
}

#[test]
fn what_cannot_be_meant_is_told_with_its_place() {
    for (wrong, place) in [
        (json!({"awards": "a.one"}), "/awards"),
        (json!({"awards": ["a.one", 2]}), "/awards/1"),
        (json!({"sharing": {"ects": -1}}), "/sharing/ects"),
        (json!({"sharing": {"times": 1}}), "/sharing/times"),
        (json!({"sharing": {"hours": 1}}), "/sharing/hours"),
        (json!({"prefer": "any"}), "/prefer"),
    ] {
        let mut claim = json!({"credstack": "claim/v1"});
        claim.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
        let told = read(&claim).unwrap_err().to_string();
        assert!(told.contains(place), "{told}");
    }
}

#[test]
fn the_schema_names_every_field() {
    let schema = together_schema();
    let fields = schema["properties"].as_object().unwrap();
    for field in ["awards", "status", "prefer", "owed", "grantable", "possible", "questions", "profile", "packs"] {
        assert!(fields.contains_key(field), "{field}");
    }
}
