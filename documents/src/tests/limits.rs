//! Documents that are broken, too large or something else: every refusal says where, what and how to mend it.

use credstack_model::Symbols;
use credstack_model::vocabulary::Vocabulary;
use serde_json::json;

use super::{noted, read};
use crate::{DocumentError, MOST_BYTES, MOST_STEPS, NoteKind};

fn refused(bytes: &[u8]) -> String {
    crate::read("test.json", bytes, &Symbols::default()).unwrap_err().to_string()
}

#[test]
fn what_is_no_text_or_no_json_is_refused_with_its_place() {
    for (bytes, said) in [
        (
            &b""[..],
            "the document is empty; the file was probably not downloaded or exported completely, fetch it again",
        ),
        (
            b"\xef\xbb\xbf \n",
            "the document is empty; the file was probably not downloaded or exported completely, fetch it again",
        ),
        (
            b"{\n\"name\": \"M\xfcnchen\"}",
            "byte 12 (line 2) is not UTF-8; save the document again with the encoding UTF-8",
        ),
        (
            b"{\"a\": 1,\n \"b\" 2}",
            "line 2, column 6: expected `:`; the file is not well-formed JSON, ask the issuer for it again rather than repair it by hand",
        ),
        (
            b"{\"a\": 1",
            "line 1, column 7: the document ends in the middle; the file is not well-formed JSON, ask the issuer for it again rather than repair it by hand",
        ),
        (
            b"{} {}",
            "line 1, column 4: there is more after the end of the JSON; perhaps several documents stand in one file; the file is not well-formed JSON, ask the issuer for it again rather than repair it by hand",
        ),
    ] {
        assert_eq!(refused(bytes), said);
    }
}

#[test]
fn other_formats_are_named() {
    for (bytes, named) in [
        (&b"%PDF-1.7"[..], "a PDF document"),
        (b"PAR1\x15\x04", "the table: it cannot be read: "),
        (b"ARROW1\0\0", "the table: it cannot be read: its end is missing"),
        (b"<fish/>", "XML of none of the formats"),
        (b"PK\x03\x04", "a ZIP archive"),
    ] {
        let said = refused(bytes);
        assert!(said.contains(named), "{said}");
    }
}

#[test]
fn json_that_is_no_credential_is_told_by_its_keys() {
    assert_eq!(
        refused(b"{\"courses\": [], \"student\": 1}").split(". ").next(),
        Some("the document: this is JSON but no credential; it has the keys `courses`, `student`")
    );
    assert!(refused(b"[]").contains("no credential"));
    assert!(refused(b"17").contains("a text of unknown form is not read; ask for"));
}

#[test]
fn what_belongs_to_credentials_and_is_none_is_named() {
    for (text, named) in [
        (r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "properties": {}}"#, "a JSON Schema"),
        (r#"{"@context": {"ects": "https://uni.example/ects"}}"#, "a JSON-LD context"),
        (r#"{"type": "VerifiablePresentation", "verifiableCredential": []}"#, "a presentation without a credential"),
    ] {
        let said = refused(text.as_bytes());
        assert!(said.contains(named), "{said}");
    }
}

#[test]
fn what_a_refusal_quotes_stays_on_its_line() {
    let said = refused(b"{\"a\\nb\\u001b[31m\": 1, \"\\u2028\": 2}");
    assert!(said.contains("the keys `a\\nb\\u{1b}[31m`, `\\u{2028}`."), "{said}");
    let own = refused(br#"{"credstack": "credential/v1", "issuer": {"name": {"a\nb": 1}}}"#);
    assert!(own.starts_with(r"/issuer/name/a\nb: "), "{own}");
}

#[test]
fn a_key_that_stands_twice_is_noted_at_its_place() {
    let conflicts = |text: &str| -> Vec<String> {
        let document = crate::read("test.json", text.as_bytes(), &Symbols::default()).unwrap();
        let notes = document.notes.into_iter().filter(|n| n.kind == NoteKind::Conflict);
        notes.map(|n| format!("{}: {}", n.path, n.message)).collect()
    };
    let badge = r#"{"credentialSubject": {"achievement": {"name": "A", "name": "B"}}}"#;
    let said =
        "/credentialSubject/achievement/name: the key `name` stands several times in one object; the last counts";
    assert_eq!(conflicts(badge), [said]);
    let own = r#"{"credstack": "credential/v1", "issuer": {"country": "ES", "country": "FR"}}"#;
    assert_eq!(
        conflicts(own),
        ["/issuer/country: the key `country` stands several times in one object; the last counts"]
    );
    let sealed = json!({"payload": badge, "signatures": []}).to_string();
    assert_eq!(conflicts(&sealed), [format!("/payload#{said}")]);
}

#[test]
fn size_and_depth_are_bounded() {
    let large = vec![b' '; MOST_BYTES + 1];
    assert!(refused(&large).contains("at most 16777216 (16 MiB)"));
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    assert!(
        refused(deep.as_bytes()).starts_with("line 1, column 128: objects and lists are nested more than 127 deep")
    );
    let many: Vec<_> = (0..200_001).map(|_| json!({})).collect();
    let value = json!({"type": "EuropeanDigitalCredential", "credentialSubject": {"hasClaim": many}});
    assert_eq!(read(&value, &Symbols::default()).unwrap_err(), DocumentError::TooManyNodes);
    let claims: Vec<_> =
        (0..10_001).map(|n| json!({"type": "LearningAchievement", "title": {"en": format!("Course {n}")}})).collect();
    let value = json!({"type": "EuropeanDigitalCredential", "credentialSubject": {"hasClaim": claims}});
    assert_eq!(read(&value, &Symbols::default()).unwrap_err(), DocumentError::TooManyCredentials);
}

#[test]
fn a_byte_order_mark_is_accepted() {
    let badge = json!({"credentialSubject": {"achievement": {"name": "Teamwork"}}}).to_string();
    let bytes = [b"\xef\xbb\xbf".as_slice(), badge.as_bytes()].concat();
    assert!(crate::read("badge.json", &bytes, &Symbols::default()).is_ok());
}

#[test]
fn two_credentials_with_one_identifier_are_both_kept() {
    let badge = |name: &str| json!({"id": "urn:badge", "credentialSubject": {"achievement": {"name": name}}});
    let document = read(&json!([badge("Teamwork"), badge("Writing"), badge("Speaking")]), &Symbols::default()).unwrap();
    let ids: Vec<&str> = document.credentials.iter().map(|c| &*c.id).collect();
    assert_eq!(ids, ["urn:badge", "urn:badge#2", "urn:badge#3"]);
    assert!(noted(&document, NoteKind::Conflict, "both are kept, this one as `urn:badge#2`"));
}

#[test]
fn a_presentation_keeps_what_can_be_read() {
    let document = read(
        &json!({
            "type": "VerifiablePresentation",
            "verifiableCredential": [
                {"credentialSubject": {"achievement": {"name": "Teamwork"}}},
                "eyJhbGciOiJSUzI1NiJ9.eyJ2YyI6e319",
            ]
        }),
        &Symbols::default(),
    )
    .unwrap();
    assert_eq!(document.credentials.len(), 1);
    assert!(noted(&document, NoteKind::Dropped, "/verifiableCredential/1: this begins as a signed token (JWT) does"));
}

#[test]
fn a_small_document_that_is_large_to_read_is_refused() {
    let read = |claims: usize, most_steps: usize| {
        let outcomes: Vec<_> = (0..100).map(|n| json!({"title": {"en": format!("Outcome {n}")}})).collect();
        let mut all = vec![json!({
            "id": "urn:0", "type": "LearningAchievement",
            "specifiedBy": {"id": "urn:s", "title": {"en": "S"}, "learningOutcome": outcomes}
        })];
        let referring = |n| json!({"id": format!("urn:{n}"), "type": "LearningAchievement", "specifiedBy": "urn:s"});
        all.extend((1..claims).map(referring));
        let value = json!({"type": "EuropeanDigitalCredential", "credentialSubject": {"hasClaim": all}});
        let (bytes, symbols) = (value.to_string(), Symbols::default());
        crate::read_within("test.json", bytes.as_bytes(), &symbols, &Vocabulary::core(), most_steps)
            .map(|document| document.credentials.len())
    };
    assert_eq!(read(50, MOST_STEPS), Ok(50));
    assert_eq!(read(1, 5_000), Ok(1));
    assert_eq!(read(50, 5_000), Err(DocumentError::TooManySteps), "every claim reads all outcomes once more");
}

#[test]
fn a_long_key_over_a_long_list_is_refused_before_it_costs_memory() {
    let key = "k".repeat(100_000);
    let list = vec![serde_json::json!({}); 20_000];
    let document = serde_json::json!({ "type": ["OpenBadgeCredential"], "credentialSubject": { key: list } });
    let error = crate::read("long.json", document.to_string().as_bytes(), &Symbols::default());
    assert!(matches!(error, Err(DocumentError::TooManyNodes)), "{error:?}");
}
