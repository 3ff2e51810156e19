//! Status lists, and what is given for checking.

use std::io::Write as _;

use serde_json::{Value, json};

use super::made::{ISSUER, badge, did, encoded, key, said, token, trusting, verify};
use crate::{Given, Outcome, Said};

pub(super) const LIST: &str = "https://www.example.edu/status/1";

fn header() -> Value {
    json!({ "alg": "EdDSA", "kid": did(&key(1)) })
}

/// A badge that names place 5 of the list.
fn with_status() -> String {
    let mut document = badge();
    document["credentialStatus"] = json!({
        "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
        "statusListIndex": "5", "statusListCredential": LIST,
    });
    token(&header(), &document, &key(1))
}

/// A list with these bytes, as its issuer publishes it.
pub(super) fn list(bytes: &[u8], by: u8) -> String {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(bytes).unwrap();
    let document = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"], "id": LIST,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"], "issuer": ISSUER,
        "validFrom": "2025-01-01T00:00:00Z",
        "credentialSubject": {
            "id": format!("{LIST}#list"), "type": "BitstringStatusList", "statusPurpose": "revocation",
            "encodedList": format!("u{}", encoded(packed.finish().unwrap())),
        },
    });
    let kid = did(&key(by));
    token(&json!({ "alg": "EdDSA", "kid": kid }), &document, &key(by))
}

/// What a status comes to with a list.
fn status(list: &str) -> (Outcome, Said) {
    let mut given = trusting(ISSUER, &key(1));
    given.add_status(None, list.as_bytes()).unwrap();
    let report = verify(&with_status(), &given);
    (report.outcome(), report.parts[0].statuses[0].said.clone())
}

#[test]
fn the_sixth_bit_from_the_left_revokes() {
    let mut bytes = vec![0_u8; 16_384];
    assert_eq!(status(&list(&bytes, 1)), (Outcome::Trusted, Said::NotSet));
    bytes[0] = 0b0000_0100;
    assert_eq!(status(&list(&bytes, 1)), (Outcome::Revoked, Said::Set));
    bytes[0] = 0b0010_0000;
    assert_eq!(status(&list(&bytes, 1)), (Outcome::Trusted, Said::NotSet));
}

/// Why a list could not be used; the document is then not verifiable, whatever its own signature.
fn why_not(list: &str) -> String {
    let (outcome, said) = status(list);
    assert_eq!(outcome, Outcome::NotVerifiable);
    let Said::NotVerifiable { why, .. } = said else { panic!("{said:?}") };
    why
}

#[test]
fn a_list_that_does_not_verify_says_nothing() {
    let honest = list(&[0; 16_384], 1);
    let (head, _) = honest.rsplit_once('.').unwrap();
    let forged = format!("{head}.{}", encoded([7; 64]));
    assert!(why_not(&forged).contains("does not verify"), "{}", why_not(&forged));
    // In the issuer's name, but by a stranger, who would have nothing be revoked.
    let foreign = why_not(&list(&[0; 16_384], 2));
    assert!(foreign.contains("anybody may have made it"), "{foreign}");
}

#[test]
fn a_list_too_short_or_too_large_says_so() {
    assert!(why_not(&list(&[], 1)).contains(LIST));
    let bomb = list(&vec![0; 64 * 1024 * 1024], 1);
    assert!(bomb.len() < 200_000, "64 MB of nothing are small when packed");
    assert!(why_not(&bomb).contains(LIST));
}

#[test]
fn a_list_that_was_not_given_is_asked_for() {
    let report = verify(&with_status(), &trusting(ISSUER, &key(1)));
    assert_eq!(report.outcome(), Outcome::NotVerifiable);
    let Said::NotVerifiable { give, .. } = &report.parts[0].statuses[0].said else { panic!("{report:?}") };
    assert!(give.contains(LIST), "{give}");
}

#[test]
fn what_is_given_for_checking_says_what_is_wrong_with_it() {
    let told = |text: &str| Given::new().add("trust.toml", text.as_bytes()).unwrap_err().to_string();
    let entry = "[[issuer]]\nname = \"U\"\nsource = \"s\"\n";
    insta::assert_snapshot!(
        [
            told("[[issuer]]\nname = \"U\"\n"),
            told(entry),
            told(&format!("{entry}keys = [\"zNoKey\"]\n")),
            told(&format!("{entry}certificates = [\"sha256:AB\"]\n")),
            told(&format!("{entry}trust = true\nids = [\"x\"]\n")),
            told("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAABAgM=\n-----END PRIVATE KEY-----\n"),
            told("{\"hello\": 1}"),
        ]
        .join("\n---\n")
    );
}

#[test]
fn trust_begins_and_ends_on_days() {
    let by = key(1);
    let made = |dates: &str| {
        let mut given = Given::new();
        let key = super::made::multikey(&by);
        let table =
            format!("[[issuer]]\nname = \"U\"\nsource = \"s\"\n{dates}ids = [\"{ISSUER}\"]\nkeys = [\"{key}\"]\n");
        given.add("trust.toml", table.as_bytes()).unwrap();
        said(&verify(&token(&header(), &badge(), &by), &given)).0
    };
    assert_eq!(made("from = 2020-01-01\nuntil = 2030-01-01\n"), Outcome::Trusted);
    assert_eq!(made("until = 2026-01-01\n"), Outcome::Unchanged);
    assert_eq!(made("from = 2027-01-01\n"), Outcome::Unchanged);
}
