//! Tokens and seals: opened, told to be unverified, and bounded.

use credstack_model::Symbols;
use credstack_model::facts::Facts;
use credstack_model::vocabulary::{AttributeId, attribute};
use proptest::prelude::*;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{noted, only, provenance, spoken};
use crate::envelope::encode;
use crate::{Document, DocumentError, Format, NoteKind};

/// A token with a payload; its signature is invented.
pub(crate) fn token(payload: &Value) -> String {
    signed(&json!({"alg": "ES256", "typ": "JWT"}), payload)
}

fn signed(header: &Value, payload: &Value) -> String {
    [header.to_string().as_str(), payload.to_string().as_str(), "signed"].map(|p| encode(p.as_bytes())).join(".")
}

fn badge(name: &str) -> Value {
    json!({
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "credentialSubject": {"achievement": {"name": name}}
    })
}

fn read(text: &str) -> Result<Document, DocumentError> {
    crate::read("test.json", text.as_bytes(), &Symbols::default())
}

/// Reads a document, and finds every fact where it says that it stands.
fn traced(text: &str) -> (Document, Symbols) {
    let symbols = Symbols::default();
    let document = crate::read("test.json", text.as_bytes(), &symbols).unwrap();
    let failed = provenance::failures(&document, text.as_bytes(), &symbols);
    assert!(failed.is_empty(), "{failed:#?}");
    (document, symbols)
}

fn path(facts: &Facts, of: AttributeId) -> &str {
    &facts.get(of).unwrap().provenance[0].path
}

#[test]
fn a_token_fills_in_what_its_credential_leaves_out() {
    let payload = json!({
        "iss": "did:web:uni.example", "sub": "did:key:ana", "nbf": 1_262_304_000, "exp": 1_893_456_000.5,
        "jti": "urn:credential:1", "vc": badge("Statistics")
    });
    let (document, symbols) = traced(&token(&payload));
    let credential = only(&document);
    assert_eq!(&*credential.id, "urn:credential:1");
    let said = |of| spoken(&credential.facts, of, &symbols);
    assert_eq!(said(attribute::TITLE), "Statistics");
    assert_eq!(said(attribute::ISSUED), "2010-01-01");
    assert_eq!(said(attribute::EXPIRES), "2030-01-01");
    assert_eq!(said(attribute::ISSUER_IDENTIFIER), "did:web:uni.example");
    assert_eq!(said(attribute::LEARNER_IDENTIFIER), "did:key:ana");
    assert_eq!(path(&credential.facts, attribute::TITLE), "#/vc/credentialSubject/achievement/name");
    assert!(noted(&document, NoteKind::NotVerified, "the signature was not verified"));
}

#[test]
fn what_the_credential_says_itself_stands_before_its_token() {
    let mut inner = badge("Statistics");
    inner["issuer"] = json!({"id": "did:web:uni.example"});
    inner["validFrom"] = json!("2024-06-28");
    let (document, symbols) =
        traced(&token(&json!({"iss": "did:web:else.example", "nbf": 1_262_304_000, "vc": inner})));
    let facts = &only(&document).facts;
    assert_eq!(spoken(facts, attribute::ISSUER_IDENTIFIER, &symbols), "did:web:uni.example");
    assert_eq!(spoken(facts, attribute::ISSUED, &symbols), "2024-06-28");
    assert!(noted(&document, NoteKind::Conflict, "the token is issued by `did:web:else.example`"));
}

#[test]
fn the_payload_of_a_token_may_be_the_credential_itself() {
    for text in [token(&badge("Statistics")), format!("\"{}\"", token(&badge("Statistics")))] {
        let (document, _) = traced(&text);
        assert_eq!(path(&only(&document).facts, attribute::TITLE), "#/credentialSubject/achievement/name");
        assert_eq!(document.format, Format::OpenBadges3);
    }
}

#[test]
fn a_token_that_is_not_signed_says_so() {
    let (document, _) = traced(&signed(&json!({"alg": "none"}), &badge("Statistics")));
    assert!(noted(&document, NoteKind::NotVerified, "a token that is not signed"));
}

#[test]
fn a_presentation_holds_tokens_and_enclosed_credentials() {
    let enclosed = |inner: &str| json!({"type": "EnvelopedVerifiableCredential", "id": format!("data:{inner}")});
    let text = json!({
        "type": "VerifiablePresentation",
        "verifiableCredential": [
            token(&json!({"vc": badge("A token")})),
            enclosed(&format!("application/vc+jwt,{}", token(&badge("An enclosed token")))),
            enclosed(&format!("application/vc+ld+json;base64,{}", encode(badge("Enclosed data").to_string().as_bytes()))),
            badge("A plain one"),
        ]
    });
    let (document, symbols) = traced(&text.to_string());
    let titles: Vec<_> = document.credentials.iter().map(|c| spoken(&c.facts, attribute::TITLE, &symbols)).collect();
    assert_eq!(titles, ["A token", "An enclosed token", "Enclosed data", "A plain one"]);
    let places: Vec<_> = document.credentials.iter().map(|c| path(&c.facts, attribute::TITLE)).collect();
    assert_eq!(places[0], "/verifiableCredential/0#/vc/credentialSubject/achievement/name");
    assert_eq!(places[1], "/verifiableCredential/1/id#/credentialSubject/achievement/name");
}

#[test]
fn a_presentation_in_a_token_holds_tokens_and_is_not_their_issuer() {
    let inner = token(&json!({"iss": "did:web:uni.example", "vc": badge("Statistics")}));
    let text = token(&json!({"iss": "did:key:ana", "vp": {"verifiableCredential": [inner]}}));
    let (document, symbols) = traced(&text);
    let facts = &only(&document).facts;
    assert_eq!(path(facts, attribute::TITLE), "#/vp/verifiableCredential/0#/vc/credentialSubject/achievement/name");
    assert_eq!(spoken(facts, attribute::ISSUER_IDENTIFIER, &symbols), "did:web:uni.example");
    let enclosed = json!({"type": "EnvelopedVerifiablePresentation", "id": format!("data:application/vp+jwt,{text}")});
    let (document, _) = traced(&enclosed.to_string());
    assert_eq!(document.credentials.len(), 1);
}

#[test]
fn a_seal_may_hold_its_payload_encoded() {
    let payload = encode(badge("Statistics").to_string().as_bytes());
    let (document, _) = traced(&json!({"payload": payload, "signatures": [{}]}).to_string());
    assert_eq!(path(&only(&document).facts, attribute::TITLE), "/payload#/credentialSubject/achievement/name");
    assert!(noted(&document, NoteKind::NotVerified, "the seal was not verified"));
}

/// A disclosure as it is encoded, and its digest.
fn disclosure(content: &Value) -> (String, String) {
    let encoded = encode(content.to_string().as_bytes());
    let digest = encode(&Sha256::digest(encoded.as_bytes()));
    (encoded, digest)
}

#[test]
fn disclosed_claims_are_read_and_hidden_ones_are_counted() {
    let (name, name_digest) = disclosure(&json!(["salt", "name", "Statistics"]));
    let (achievement, achievement_digest) = disclosure(
        &json!(["salt", "achievement", {"_sd": [name_digest, "hidden"], "inLanguage": [{"...": "hidden"}]}]),
    );
    let (person, person_digest) = disclosure(&json!(["salt", "Ana"]));
    let payload = json!({"_sd_alg": "sha-256", "credentialSubject": {"_sd": [achievement_digest], "name": [{"...": person_digest}]}});
    let text = format!("{}~{achievement}~{name}~{person}~", token(&payload));
    let (document, symbols) = traced(&text);
    let facts = &only(&document).facts;
    assert_eq!(spoken(facts, attribute::TITLE, &symbols), "Statistics");
    assert_eq!(spoken(facts, attribute::LEARNER_NAME, &symbols), "Ana");
    assert!(noted(&document, NoteKind::Remark, "2 claims of the token are hidden"));
    let (document, _) = traced(&format!("{}~{achievement}~{name}~{person}~", token(&badge("Teamwork"))));
    assert!(noted(&document, NoteKind::Remark, "3 disclosures of the token belong to no claim"));
}

#[test]
fn a_european_credential_in_a_wallet_and_a_credential_as_a_wallet_receives_it_are_read() {
    let claim = json!({"type": "LearningAchievement", "title": {"en": "Statistics"}});
    let text = format!(
        "{}~",
        token(
            &json!({"vct": "urn:eudi:elm:1", "iss": "https://uni.example", "elm": {"credentialSubject": {"hasClaim": claim}}})
        )
    );
    let (document, symbols) = traced(&text);
    let facts = &only(&document).facts;
    assert_eq!(path(facts, attribute::TITLE), "#/elm/credentialSubject/hasClaim/title/en");
    assert_eq!(spoken(facts, attribute::ISSUER_IDENTIFIER, &symbols), "https://uni.example");
    let (document, _) = traced(&json!({"credential": token(&badge("Statistics"))}).to_string());
    assert_eq!(path(&only(&document).facts, attribute::TITLE), "/credential#/credentialSubject/achievement/name");
}

#[test]
fn a_disclosure_never_replaces_what_is_signed() {
    let (name, digest) = disclosure(&json!(["salt", "name", "Medicine"]));
    let mut payload = badge("Statistics");
    payload["credentialSubject"]["achievement"]["_sd"] = json!([digest]);
    let (document, symbols) = traced(&format!("{}~{name}~", token(&payload)));
    assert_eq!(spoken(&only(&document).facts, attribute::TITLE, &symbols), "Statistics");
}

#[test]
fn a_token_that_cannot_be_opened_is_told_why() {
    let encrypted = ["{\"alg\":1}"; 5].map(|p| encode(p.as_bytes())).join(".");
    let no_object = token(&json!("text"));
    let strange = format!("{}~{}~", token(&badge("A")), encode(b"{}"));
    let unknown = format!("{}~{}~", token(&json!({"_sd_alg": "md5"})), encode(b"[1,2]"));
    for (text, said) in [
        ("eyJhbGciOiJFUzI1NiJ9", "the document: this begins as a signed token (JWT) does and has 1 parts instead of 3"),
        (encrypted.as_str(), "an encrypted token (JWE)"),
        ("eyJhbGci.e30.c2ln", "the header of the signed token"),
        ("eyJhIjoxfQ.!.c2ln", "a text of unknown form is not read"),
        ("eyJhIjoxfQ.____.c2ln", "the payload of the signed token (JWT) is not Base64 of a text"),
        ("eyJhIjoxfQ.eyJhIjo.c2ln", "what is in it is not well-formed JSON (line 1, column 5"),
        (no_object.as_str(), "what is in it is no JSON object"),
        (strange.as_str(), "a disclosure of the token is not Base64 of a list"),
        (unknown.as_str(), "digests of an algorithm that is not known"),
        (r#"{"payload": "%", "signatures": []}"#, "/payload: the payload of the sealed document is neither"),
        (r#"{"type": "EnvelopedVerifiableCredential", "id": "urn:1"}"#, "its `id` holds no token"),
    ] {
        let refused = read(text).unwrap_err().to_string();
        assert!(refused.contains(said), "{refused}");
    }
}

#[test]
fn tokens_in_tokens_are_bounded() {
    let nested =
        |count: usize| (1..count).fold(token(&badge("A")), |inner, _| token(&json!({"verifiableCredential": [inner]})));
    assert_eq!(read(&nested(8)).unwrap().credentials.len(), 1);
    assert_eq!(
        read(&nested(9)).unwrap_err().to_string().split("/verifiableCredential").count(),
        9,
        "the place names every token on the way"
    );
    assert!(matches!(read(&nested(9)), Err(DocumentError::TooManyEnvelopes { .. })));
    let large = |size: usize| token(&json!({"verifiableCredential": [token(&json!({"a": " ".repeat(size)}))]}));
    assert!(matches!(read(&large(15 << 19)), Err(DocumentError::TooMuchInside { .. })));
}

#[test]
fn disclosures_in_disclosures_are_bounded() {
    let (mut disclosed, mut digest) = (Vec::new(), "end".to_owned());
    for _ in 0..1000 {
        let (encoded, next) = disclosure(&json!(["salt", "a", {"_sd": [digest]}]));
        disclosed.push(encoded);
        digest = next;
    }
    let text = format!("{}~{}~", token(&json!({"_sd": [digest]})), disclosed.join("~"));
    assert!(read(&text).unwrap_err().to_string().contains("nested more than 127 deep"));
}

#[test]
fn a_key_that_stands_twice_in_a_token_is_noted_there() {
    let payload = r#"{"credentialSubject": {"achievement": {"name": "A", "name": "B"}}}"#;
    let text = format!("{}.{}.c2ln", encode(b"{\"alg\":\"ES256\"}"), encode(payload.as_bytes()));
    let document = read(&text).unwrap();
    assert!(
        document.notes.iter().any(|n| n.path == "#/credentialSubject/achievement/name" && n.kind == NoteKind::Conflict)
    );
}

proptest! {
    #[test]
    fn any_token_is_read_or_refused(parts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 1..5), more in "[a-zA-Z0-9_~.=-]{0,40}") {
        let text = parts.iter().map(|p| encode(p)).collect::<Vec<_>>().join(".");
        for text in [format!("eyJ{text}{more}"), format!("{}.{text}.{more}", encode(b"{\"alg\":1}"))] {
            if let Err(refused) = read(&text) {
                prop_assert!(refused.to_string().len() > 20);
            }
        }
    }
}
