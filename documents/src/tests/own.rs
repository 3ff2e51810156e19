//! The project's own JSON as a document.

use credstack_model::Symbols;
use credstack_model::vocabulary::attribute;
use serde_json::json;

use super::{noted, only, read, spoken};
use crate::{DocumentError, Format, NoteKind};

#[test]
fn a_credential_of_the_own_format_says_where_its_facts_stand() {
    let symbols = Symbols::default();
    let document = read(
        &json!({
            "credstack": "credential/v1",
            "id": "urn:1",
            "credential": {"title": "Own title", "kind": "own_study", "level": {"none": "own titles have no MECES level"}, "worklod": 5},
            "issuer": {"country": "ES"}
        }),
        &symbols,
    )
    .unwrap();
    assert_eq!(document.format, Format::Credstack);
    let own = only(&document);
    assert_eq!(spoken(&own.facts, attribute::KIND, &symbols), "own_study");
    assert_eq!(spoken(&own.facts, attribute::LEVEL, &symbols), "none");
    let country = own.facts.get(attribute::ISSUER_COUNTRY).unwrap();
    assert_eq!(country.provenance[0].path, "/issuer/country");
    assert!(noted(&document, NoteKind::Unmapped, "did you mean `workload`?"));
}

#[test]
fn all_mistakes_are_told_at_once() {
    let symbols = Symbols::default();
    let refused = read(
        &json!({
            "credstack": "credential/v1",
            "credential": {"workload": 375, "issued": "1 September", "setting": "formel"},
            "issuer": {"country": "Spain"}
        }),
        &symbols,
    )
    .unwrap_err();
    let DocumentError::Own(problems) = refused else {
        panic!("mistakes in the own JSON");
    };
    assert_eq!(problems.0.len(), 4, "{problems}");
}
