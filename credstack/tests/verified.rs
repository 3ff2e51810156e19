//! What was verified becomes a fact, and only where the proof is around everything that was read.

use credstack::documents::{Document, read};
use credstack::model::Symbols;
use credstack::model::facts::Value as Typed;
use credstack::model::vocabulary::attribute;
use credstack::verification::{Given, instant};
use credstack::{take_verified, verify};
use serde_json::{Value, json};

fn example(name: &str) -> String {
    let path = format!("{}/../examples/verification/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

/// A document, read and verified.
fn verified(text: &str) -> Document {
    let mut given = Given::new();
    given.add("trust.toml", example("trust.toml").as_bytes()).unwrap();
    let mut document = read("own.json", text.as_bytes(), &Symbols::default()).unwrap();
    let report = verify(text.as_bytes(), &given, instant("2026-11-01").unwrap()).unwrap();
    take_verified(&mut document, &report);
    document
}

fn authentic(document: &Document) -> Vec<Option<bool>> {
    let said = |value: &Typed| matches!(value, Typed::Truth(true));
    document.credentials.iter().map(|c| c.facts.value(attribute::AUTHENTIC).map(said)).collect()
}

/// The signed badge whose achievement stands in full only beside it.
fn bare() -> Value {
    serde_json::from_str(&example("bare.json")).unwrap()
}

#[test]
fn a_signed_badge_is_authentic() {
    assert_eq!(authentic(&verified(&example("proof.json"))), [Some(true)]);
    assert_eq!(authentic(&verified(&bare().to_string())), [Some(true)]);
}

#[test]
fn what_stands_beside_a_signed_badge_is_not_signed() {
    let achievement = json!({
        "id": bare()["credentialSubject"]["achievement"]["id"], "type": ["Achievement"], "name": "Medicine",
        "creditsAvailable": 300, "description": "Added by whoever handed it in", "criteria": { "narrative": "None" },
    });
    let document = verified(&json!([bare(), achievement]).to_string());
    assert!(!authentic(&document).contains(&Some(true)), "{document:?}");
}
