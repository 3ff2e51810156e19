//! Documents that are broken, too large or something else: every refusal says where, what and how to mend it.

use credstack_model::Symbols;
use serde_json::json;

use super::{noted, read};
use crate::{DocumentError, MOST_BYTES, NoteKind};

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
        (&b"eyJhbGciOiJSUzI1NiJ9.eyJ2YyI6e319.c2ln"[..], "a signed token (JWT)"),
        (b"\"eyJhbGciOiJSUzI1NiJ9.eyJ2YyI6e319.c2ln\"", "a signed token (JWT)"),
        (b"\x89PNG\r\n", "a PNG image"),
        (b"%PDF-1.7", "a PDF document"),
        (b"<elmo/>", "XML (ELMO"),
        (b"PK\x03\x04", "a ZIP archive"),
    ] {
        let said = refused(bytes);
        assert!(said.contains(named), "{said}");
    }
    let payload = json!({"payload": "eyJ0eXAi", "signatures": [{}]}).to_string();
    assert!(refused(payload.as_bytes()).starts_with("/payload: this is a sealed credential whose payload is encoded"));
}

#[test]
fn json_that_is_no_credential_is_told_by_its_keys() {
    assert_eq!(
        refused(b"{\"courses\": [], \"student\": 1}").split(". ").next(),
        Some("the document: this is JSON but no credential; it has the keys `courses`, `student`")
    );
    assert!(refused(b"[]").contains("no credential"));
    assert!(refused(b"17").contains("a number"));
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
                "eyJhbGciOiJSUzI1NiJ9.eyJ2YyI6e319.c2ln",
            ]
        }),
        &Symbols::default(),
    )
    .unwrap();
    assert_eq!(document.credentials.len(), 1);
    assert!(noted(&document, NoteKind::Dropped, "/verifiableCredential/1: this is a signed token (JWT)"));
}

#[test]
fn a_small_document_that_is_large_to_read_is_refused() {
    let outcomes: Vec<_> = (0..20_000).map(|n| json!({"title": {"en": format!("Outcome {n}")}})).collect();
    let mut claims = vec![json!({
        "id": "urn:0", "type": "LearningAchievement",
        "specifiedBy": {"id": "urn:s", "title": {"en": "S"}, "learningOutcome": outcomes}
    })];
    claims.extend(
        (1..9_000).map(|n| json!({"id": format!("urn:{n}"), "type": "LearningAchievement", "specifiedBy": "urn:s"})),
    );
    let value = json!({"type": "EuropeanDigitalCredential", "credentialSubject": {"hasClaim": claims}});
    assert_eq!(read(&value, &Symbols::default()).unwrap_err(), DocumentError::TooManySteps);
}
