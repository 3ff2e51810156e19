//! Learner records: the credentials in them, and what is a part of what.

use credstack_model::Symbols;
use credstack_model::vocabulary::attribute;
use serde_json::{Value, json};

use super::badges::traced;
use super::envelopes::token;
use super::{noted, spoken};
use crate::{Document, DocumentError, Format, NoteKind, RecordKind};

fn course(id: &str, name: &str) -> Value {
    json!({
        "id": format!("urn:credential:{id}"), "type": ["VerifiableCredential", "AchievementCredential"],
        "issuer": {"id": "did:web:uni.example", "name": "University of Example"}, "validFrom": "2024-06-28",
        "credentialSubject": {"achievement": {"id": format!("urn:achievement:{id}"), "type": "Achievement", "name": name}}
    })
}

fn association(sort: &str, source: &str, target: &str) -> Value {
    json!({"type": "Association", "associationType": sort, "sourceId": source, "targetId": target})
}

fn record(contained: &Value, associations: &Value) -> Value {
    json!({
        "type": ["VerifiableCredential", "ClrCredential"], "id": "urn:record", "name": "Transcript",
        "issuer": "did:web:uni.example", "validFrom": "2024-07-01",
        "credentialSubject": {"id": "did:key:ana", "verifiableCredential": contained, "association": associations}
    })
}

fn parts(document: &Document) -> Vec<(&str, Vec<&str>)> {
    document.credentials.iter().map(|c| (&*c.id, c.parts.iter().map(|p| &**p).collect())).collect()
}

#[test]
fn parts_are_joined_by_achievement_or_by_credential() {
    let contained = json!([
        course("1", "Data"),
        course("2", "Statistics"),
        course("3", "Programming"),
        token(&course("4", "Ethics"))
    ]);
    let associations = json!([
        association("isParentOf", "urn:achievement:1", "urn:achievement:2"),
        association("isPartOf", "urn:credential:3", "urn:credential:1"),
        association("isChildOf", "urn:achievement:4", "urn:achievement:3"),
    ]);
    let (document, _) = traced(&record(&contained, &associations));
    assert_eq!(document.format, Format::LearnerRecord2);
    assert_eq!(
        parts(&document),
        [
            ("urn:credential:1", vec!["urn:credential:2", "urn:credential:3"]),
            ("urn:credential:2", vec![]),
            ("urn:credential:3", vec!["urn:credential:4"]),
            ("urn:credential:4", vec![]),
        ]
    );
    assert!(noted(&document, NoteKind::Remark, "the credentials are of a learner record `Transcript`"));
}

#[test]
fn a_circle_is_cut_and_strange_associations_are_told() {
    let contained = json!([course("1", "Data"), course("2", "Statistics")]);
    let associations = json!([
        association("isParentOf", "urn:achievement:1", "urn:achievement:2"),
        association("isParentOf", "urn:achievement:2", "urn:achievement:1"),
        association("isParentOf", "urn:achievement:1", "urn:achievement:1"),
        association("isParentOf", "urn:achievement:1", "urn:achievement:9"),
        association("precedes", "urn:achievement:1", "urn:achievement:2"),
    ]);
    let (document, _) = traced(&record(&contained, &associations));
    assert_eq!(parts(&document), [("urn:credential:1", vec!["urn:credential:2"]), ("urn:credential:2", vec![])]);
    assert_eq!(document.notes.iter().filter(|n| n.message.contains("the circle is cut here")).count(), 2);
    assert!(noted(&document, NoteKind::Unmapped, "`urn:achievement:9` is no credential of the document"));
    assert!(noted(&document, NoteKind::Unmapped, "`urn:achievement:1` precedes `urn:achievement:2`"));
}

#[test]
fn achievements_that_a_record_describes_are_a_catalogue() {
    let mut whole = record(&json!([course("1", "Data")]), &json!([]));
    whole["credentialSubject"]["achievement"] = json!([{"id": "urn:achievement:2", "type": "Achievement", "name": "Statistics", "creator": {"id": "did:web:uni.example"}}]);
    let (document, symbols) = traced(&whole);
    let [found] = document.records.as_slice() else { panic!("one record") };
    assert_eq!((found.kind, &*found.id), (RecordKind::Catalogue, "urn:achievement:2"));
    assert_eq!(spoken(&found.facts, attribute::TITLE, &symbols), "Statistics");
    assert_eq!(found.refers.iter().map(|r| &**r).collect::<Vec<_>>(), ["did:web:uni.example"]);
}

#[test]
fn many_associations_between_namesakes_are_bounded() {
    let contained: Vec<_> = (0..2000)
        .map(|n| {
            let mut one = course("1", "Data");
            one["id"] = json!(format!("urn:credential:{n}"));
            one
        })
        .collect();
    let associations = json!([association("isParentOf", "urn:achievement:1", "urn:achievement:1")]);
    let text = record(&json!(contained), &associations).to_string();
    let read = crate::read("clr.json", text.as_bytes(), &Symbols::default());
    assert_eq!(read.unwrap_err(), DocumentError::TooManySteps);
}

#[test]
fn credentials_that_prove_a_curriculum_vitae_are_taken_and_its_own_words_are_not() {
    let whole = json!({
        "type": ["VerifiableCredential", "LER-RS VC"], "issuer": "A résumé builder",
        "credentialSubject": {
            "type": "http://schema.hropenstandards.org/4.5/recruiting/json/ler-rs/LER-RSType.json",
            "person": {"name": {"formattedName": "Ana Andromeda"}},
            "certifications": [{"verifications": [course("1", "Data")]}, {"name": "Chess"}]
        }
    });
    let (document, _) = traced(&whole);
    assert_eq!(parts(&document), [("urn:credential:1", vec![])]);
    assert!(noted(&document, NoteKind::Dropped, "an entry of `certifications` that no credential stands behind"));
    assert!(noted(&document, NoteKind::Unmapped, "no attribute takes `person`"));
}

#[test]
fn an_achievement_and_a_profile_for_themselves_are_records() {
    let achievement = course("1", "Data")["credentialSubject"]["achievement"].clone();
    let profile = json!({"type": "Profile", "id": "did:web:uni.example", "name": "University of Example",
        "address": {"addressCountryCode": "ES"}});
    let (document, symbols) = traced(&json!([achievement, profile]));
    let kinds: Vec<_> = document.records.iter().map(|r| (r.kind, &*r.id)).collect();
    assert_eq!(kinds, [(RecordKind::Catalogue, "urn:achievement:1"), (RecordKind::Institution, "did:web:uni.example")]);
    assert_eq!(spoken(&document.records[1].facts, attribute::ISSUER_COUNTRY, &symbols), "ES");
}

#[test]
fn a_badge_links_to_its_achievement_and_its_issuer() {
    let (document, _) = traced(&course("1", "Data"));
    let links: Vec<_> = document.links.iter().map(|l| &*l.to).collect();
    assert_eq!(links, ["urn:achievement:1", "did:web:uni.example"]);
}
