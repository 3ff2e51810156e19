//! What forgers try, and what issuers get wrong: each is told for what it is, none is believed.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::made::{
    ISSUER, badge, did, encoded, key, multikey, on, refused, said, token, token_p256, trusting, verify, with_proof,
};
use crate::{Given, KeyFrom, MOST_PROOFS, Outcome, Validity, Verdict};

fn header(alg: &str) -> Value {
    json!({ "alg": alg, "kid": did(&key(1)) })
}

#[test]
fn a_badge_by_a_trusted_key_is_verified_as_a_token_and_with_a_proof() {
    let given = trusting(ISSUER, &key(1));
    for text in [token(&header("EdDSA"), &badge(), &key(1)), with_proof(badge(), &key(1), &json!({})).to_string()] {
        let report = verify(&text, &given);
        assert_eq!(report.outcome(), Outcome::Trusted, "{report:?}");
        let Verdict::Verified { by } = &report.parts[0].proofs[0].verdict else { panic!("{report:?}") };
        let trusted = by.trusted.as_ref().unwrap();
        assert_eq!((trusted.name.as_str(), trusted.checked.as_deref()), ("University of Example", Some("2026-10-01")));
    }
}

#[test]
fn without_anybody_trusted_it_is_only_unchanged() {
    let report = verify(&token(&header("EdDSA"), &badge(), &key(1)), &Given::new());
    let (outcome, why) = said(&report);
    assert_eq!(outcome, Outcome::Unchanged);
    assert!(why.contains("who holds it is not said"), "{why}");
}

#[test]
fn nobody_has_signed_with_alg_none() {
    let given = trusting(ISSUER, &key(1));
    for alg in ["none", "NONE", "nOnE"] {
        let unsigned = format!("{}.{}.", encoded(header(alg).to_string()), encoded(badge().to_string()));
        let (outcome, why) = said(&verify(&unsigned, &given));
        assert_eq!(outcome, Outcome::Broken);
        assert!(why.contains("nobody has signed it"), "{why}");
    }
}

#[test]
fn a_public_key_proves_nothing_as_a_shared_secret() {
    // The attack: the signature is an HMAC over the published key, so that a careless reader finds it right.
    let given = trusting(ISSUER, &key(1));
    let forged = token(&header("HS256"), &badge(), &key(9));
    let (outcome, why) = said(&verify(&forged, &given));
    assert_eq!(outcome, Outcome::Broken);
    assert!(why.contains("HS256") && why.contains("whoever checks could have made"), "{why}");
}

#[test]
fn the_key_of_another_does_not_stand_for_the_issuer() {
    // A forger signs with a key of their own, and everything but the trust is right.
    let given = trusting(ISSUER, &key(1));
    let own = json!({ "alg": "EdDSA", "kid": did(&key(2)) });
    let (outcome, why) = said(&verify(&token(&own, &badge(), &key(2)), &given));
    assert_eq!(outcome, Outcome::Unchanged);
    assert!(why.contains("no entry of what is trusted"), "{why}");
    // Or names the key of the issuer and signs with another.
    let (outcome, why) = said(&verify(&token(&header("EdDSA"), &badge(), &key(2)), &given));
    assert_eq!(outcome, Outcome::Broken);
    assert!(why.contains("not one of this key"), "{why}");
}

#[test]
fn a_trusted_key_speaks_for_its_own_issuer_only() {
    let given = trusting("https://www.other.example/", &key(1));
    let report = verify(&token(&header("EdDSA"), &badge(), &key(1)), &given);
    assert_eq!(report.outcome(), Outcome::Unchanged, "{report:?}");
}

#[test]
fn a_key_of_one_kind_is_not_used_as_another() {
    let given = trusting(ISSUER, &key(1));
    for alg in ["ES256", "RS256"] {
        let (outcome, why) = said(&verify(&token(&header(alg), &badge(), &key(1)), &given));
        assert_eq!(outcome, Outcome::Broken);
        assert!(why.contains("and the key is one of Ed25519"), "{why}");
    }
}

#[test]
fn a_key_in_the_header_shows_that_nothing_was_changed_and_no_more() {
    let by = p256::ecdsa::SigningKey::from_slice(&[3; 32]).unwrap();
    let report = verify(&token_p256(&badge(), &by), &trusting(ISSUER, &key(1)));
    assert_eq!(report.outcome(), Outcome::Unchanged);
    let Verdict::Verified { by } = &report.parts[0].proofs[0].verdict else { panic!("{report:?}") };
    assert_eq!(by.found, KeyFrom::Document);
}

#[test]
fn a_key_in_the_header_beside_the_name_of_another_is_refused() {
    let by = p256::ecdsa::SigningKey::from_slice(&[3; 32]).unwrap();
    let made = token_p256(&badge(), &by);
    let head = URL_SAFE_NO_PAD.decode(made.split('.').next().unwrap()).unwrap();
    let jwk: Value = serde_json::from_slice(&head).unwrap();
    let both = json!({ "alg": "EdDSA", "kid": did(&key(1)), "jwk": jwk["jwk"] });
    let (outcome, why) = said(&verify(&token(&both, &badge(), &key(1)), &Given::new()));
    assert_eq!(outcome, Outcome::Broken);
    assert!(why.contains("is another one than"), "{why}");
}

#[test]
fn the_signature_of_one_badge_is_none_of_another() {
    let given = trusting(ISSUER, &key(1));
    let mut other = badge();
    other["name"] = "Astrophysics".into();
    let (one, two) = (with_proof(badge(), &key(1), &json!({})), with_proof(other, &key(1), &json!({})));
    let mut swapped = one.clone();
    swapped["proof"] = two["proof"].clone();
    assert_eq!(said(&verify(&swapped.to_string(), &given)).0, Outcome::Broken);
    let tokens = [token(&header("EdDSA"), &badge(), &key(1)), token(&header("EdDSA"), &two, &key(1))];
    let parts: Vec<Vec<&str>> = tokens.iter().map(|t| t.split('.').collect()).collect();
    let swapped = [parts[0][0], parts[0][1], parts[1][2]].join(".");
    assert_eq!(said(&verify(&swapped, &given)).0, Outcome::Broken);
}

#[test]
fn a_document_that_says_a_thing_twice_is_not_looked_at() {
    let text = with_proof(badge(), &key(1), &json!({})).to_string();
    let twice = text.replacen("\"name\":\"Soil mechanics\"", "\"name\":\"Medicine\",\"name\":\"Soil mechanics\"", 1);
    assert_ne!(text, twice);
    let error = refused(&twice, &trusting(ISSUER, &key(1))).to_string();
    assert!(error.contains("not JSON that means one thing") && error.contains("name"), "{error}");
}

#[test]
fn a_context_that_is_not_known_leaves_the_proof_open_and_nothing_is_fetched() {
    let mut document = badge();
    document["@context"] = json!(["https://www.w3.org/ns/credentials/v2", "https://evil.example/context"]);
    document["proof"] = rdf_proof();
    let (outcome, why) = said(&verify(&document.to_string(), &Given::new()));
    assert_eq!(outcome, Outcome::NotVerifiable);
    assert!(why.contains("https://evil.example/context"), "{why}");
}

#[test]
fn a_context_that_gives_known_words_another_meaning_is_refused() {
    let mut document = badge();
    let known = document["@context"].clone();
    document["@context"] = json!([known[0], known[1], { "name": "https://evil.example/ignored" }]);
    document["proof"] = rdf_proof();
    let (outcome, why) = said(&verify(&document.to_string(), &Given::new()));
    assert!(matches!(outcome, Outcome::NotVerifiable | Outcome::Broken), "{outcome:?}");
    assert!(why.contains("name"), "{why}");
}

/// A proof over the meaning of a document; that it holds is not what these tests are about.
fn rdf_proof() -> Value {
    let by = key(1);
    json!({
        "type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "created": "2025-07-01T08:00:00Z",
        "verificationMethod": format!("{}#{}", did(&by), multikey(&by)), "proofPurpose": "assertionMethod",
        "proofValue": format!("z{}", bs58::encode([7_u8; 64]).into_string()),
    })
}

#[test]
fn a_word_that_no_context_defines_is_not_covered_and_that_is_said() {
    let mut document = badge();
    document["grade_average_of_the_class"] = "1.0".into();
    document["proof"] = rdf_proof();
    let (outcome, why) = said(&verify(&document.to_string(), &Given::new()));
    assert_eq!(outcome, Outcome::NotVerifiable);
    assert!(why.contains("no context defines `grade_average_of_the_class`"), "{why}");
}

#[test]
fn graphs_made_to_be_hard_end_soon() {
    // Blank nodes that all look alike: what canonicalising them takes grows with the factorial of their number.
    let ring: Vec<Value> = (0..40)
        .map(|at| {
            let others: Vec<Value> = (0..40).filter(|o| *o != at).map(|o| json!({ "id": format!("_:b{o}") })).collect();
            json!({ "id": format!("_:b{at}"), "type": ["Profile"], "endorsement": [], "otherIdentifier": others })
        })
        .collect();
    let mut document = badge();
    document["credentialSubject"]["achievement"]["related"] = Value::Array(ring);
    document["proof"] = rdf_proof();
    let (outcome, why) = said(&verify(&document.to_string(), &Given::new()));
    assert!(matches!(outcome, Outcome::NotVerifiable | Outcome::Broken), "{outcome:?}: {why}");
}

#[test]
fn times_that_are_over_or_have_not_come_are_told() {
    let given = trusting(ISSUER, &key(1));
    let mut over = badge();
    over["validUntil"] = "2026-06-30T12:00:00Z".into();
    let report = verify(&token(&header("EdDSA"), &over, &key(1)), &given);
    assert_eq!(report.outcome(), Outcome::OutOfTime);
    assert_eq!(report.parts[0].validity, Validity::Expired { until: "2026-06-30T12:00:00Z".to_owned() });
    let mut early = badge();
    early["validFrom"] = "2031-01-01T00:00:00Z".into();
    assert_eq!(verify(&token(&header("EdDSA"), &early, &key(1)), &given).outcome(), Outcome::OutOfTime);
    let mut nonsense = badge();
    nonsense["validUntil"] = "next summer".into();
    assert_eq!(verify(&token(&header("EdDSA"), &nonsense, &key(1)), &given).outcome(), Outcome::NotVerifiable);
}

#[test]
fn a_proof_from_the_future_is_broken() {
    let given = trusting(ISSUER, &key(1));
    let later = with_proof(badge(), &key(1), &json!({ "created": "2030-01-01T00:00:00Z" })).to_string();
    let (outcome, why) = said(&verify(&later, &given));
    assert_eq!(outcome, Outcome::Broken);
    assert!(why.contains("after the instant of checking"), "{why}");
    let mut claims = badge();
    claims["iat"] = 1_900_000_000.into();
    let (outcome, why) = said(&verify(&token(&header("EdDSA"), &claims, &key(1)), &given));
    assert_eq!(outcome, Outcome::Broken);
    assert!(why.contains("after the instant of checking"), "{why}");
}

#[test]
fn a_proof_for_another_purpose_asserts_nothing() {
    let by = with_proof(badge(), &key(1), &json!({ "proofPurpose": "authentication" })).to_string();
    let (outcome, why) = said(&verify(&by, &trusting(ISSUER, &key(1))));
    assert_eq!(outcome, Outcome::Broken);
    assert!(why.contains("for the purpose `authentication`"), "{why}");
}

#[test]
fn a_thousand_proofs_are_not_gone_through() {
    let proof = with_proof(badge(), &key(1), &json!({}))["proof"].clone();
    let mut document = badge();
    document["proof"] = Value::Array(vec![proof; 1_000]);
    let error = refused(&document.to_string(), &Given::new()).to_string();
    assert!(error.contains(&format!("more than {MOST_PROOFS} proofs")), "{error}");
    // Nor are they where each stands in a credential of its own.
    let many = Value::Array(vec![with_proof(badge(), &key(1), &json!({})); 1_000]);
    assert_eq!(refused(&many.to_string(), &Given::new()).to_string(), error);
}

#[test]
fn a_chain_of_proofs_that_leads_nowhere_is_broken() {
    let chained = with_proof(badge(), &key(1), &json!({ "previousProof": "urn:uuid:not-there" })).to_string();
    let (outcome, why) = said(&verify(&chained, &trusting(ISSUER, &key(1))));
    assert_eq!(outcome, Outcome::Broken);
    assert!(why.contains("which is not there"), "{why}");
}

/// A badge of about a megabyte.
fn large() -> Value {
    let mut document = badge();
    document["more"] = (0..20_000).map(|at| json!({ "number": at, "text": "twenty-one characters" })).collect();
    document
}

#[test]
fn many_proofs_over_one_document_are_one_piece_of_work() {
    let mut document = with_proof(large(), &key(1), &json!({}));
    document["proof"] = Value::Array(vec![document["proof"].clone(); MOST_PROOFS]);
    assert_eq!(verify(&document.to_string(), &trusting(ISSUER, &key(1))).outcome(), Outcome::Trusted);
}

#[test]
fn a_chain_of_proofs_over_much_ends_before_it_is_through() {
    // Each proof is over the document and another proof, so that each is a piece of work of its own.
    let mut document = with_proof(large(), &key(1), &json!({ "id": "urn:first" }));
    let first = document["proof"].clone();
    let mut next = first.clone();
    next["previousProof"] = "urn:first".into();
    next["id"] = "urn:next".into();
    let chain = std::iter::once(first).chain(std::iter::repeat_n(next, MOST_PROOFS - 1));
    document["proof"] = chain.collect();
    let report = verify(&document.to_string(), &trusting(ISSUER, &key(1)));
    let skipped = report.parts[0].proofs.iter().filter(
        |proof| matches!(&proof.verdict, Verdict::NotVerifiable { why, .. } if why.contains("this one was not checked")),
    );
    assert!((30..MOST_PROOFS).contains(&skipped.count()));
    assert_eq!(report.outcome(), Outcome::Broken);
}

#[test]
fn much_that_is_made_rdf_of_ends_before_it_is_through() {
    let mut document = badge();
    document["credentialSubject"]["result"] =
        (0..1_000).map(|at| json!({ "type": ["Result"], "value": at.to_string() })).collect();
    let mut proof = rdf_proof();
    proof["id"] = "urn:first".into();
    let mut next = proof.clone();
    next["previousProof"] = "urn:first".into();
    document["proof"] = std::iter::once(proof).chain(std::iter::repeat_n(next, 50)).collect();
    let report = verify(&document.to_string(), &Given::new());
    let last = &report.parts[0].proofs.last().unwrap().verdict;
    assert!(matches!(last, Verdict::NotVerifiable { why, .. } if why.contains("100000 values in all")), "{last:?}");
}

#[test]
fn the_signatures_of_a_seal_are_over_one_content() {
    let seal = |content: &Value| {
        let made = token(&json!({ "alg": "EdDSA", "kid": did(&key(1)) }), content, &key(1));
        made.split('.').map(str::to_owned).collect::<Vec<_>>()
    };
    let parts = seal(&badge());
    let one = json!({ "protected": parts[0], "signature": parts[2] });
    let general = |signatures: Value| json!({ "payload": parts[1], "signatures": signatures }).to_string();
    let given = trusting(ISSUER, &key(1));
    assert_eq!(verify(&general(json!([one, one])), &given).outcome(), Outcome::Trusted);
    let mut other = badge();
    other["name"] = "Medicine".into();
    let foreign = json!({ "protected": parts[0], "signature": seal(&other)[2] });
    assert_eq!(verify(&general(json!([one, foreign])), &given).outcome(), Outcome::Broken);
}

#[test]
fn what_goes_too_deep_or_is_too_large_is_refused() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(refused(&deep, &Given::new()).to_string().contains("not JSON"), "deep");
    let large = vec![b' '; crate::MOST_BYTES + 1];
    let error = crate::verify(&large, &Given::new(), on()).unwrap_err().to_string();
    assert!(error.contains("bytes; up to"), "{error}");
}

#[test]
fn who_has_put_a_whole_together_does_not_speak_for_other_issuers() {
    // A trusted institution signs a record in which it encloses what it says another one has awarded.
    let given = trusting(ISSUER, &key(1));
    let mut foreign = badge();
    foreign["issuer"]["id"] = "https://www.other.example/".into();
    let mut record = badge();
    record["type"] = json!(["VerifiableCredential", "ClrCredential"]);
    record["credentialSubject"]["verifiableCredential"] = json!([foreign, badge()]);
    let whole = json!({ "alg": "EdDSA", "kid": did(&key(1)) });
    for (text, place) in [
        (token(&whole, &record, &key(1)), "#/credentialSubject/verifiableCredential/0"),
        (
            token(&whole, &json!({ "iss": ISSUER, "vc": record }), &key(1)),
            "#/vc/credentialSubject/verifiableCredential/0",
        ),
        (with_proof(record.clone(), &key(1), &json!({})).to_string(), "/credentialSubject/verifiableCredential/0"),
    ] {
        let report = verify(&text, &given);
        let places: Vec<&str> = report.parts.iter().map(|part| part.at.as_str()).collect();
        assert_eq!(places, ["", place]);
        let said: Vec<Option<bool>> = report.parts.iter().map(crate::Part::authentic).collect();
        assert_eq!(said, [Some(true), None], "{report:?}");
    }
}

#[test]
fn what_is_in_a_token_has_its_place_as_readers_write_it() {
    let inner = token(&header("EdDSA"), &badge(), &key(1));
    let presentation =
        json!({ "iss": did(&key(3)), "vp": { "type": ["VerifiablePresentation"], "verifiableCredential": [inner] } });
    let report = verify(&token(&json!({ "alg": "EdDSA" }), &presentation, &key(3)), &trusting(ISSUER, &key(1)));
    let found: Vec<(&str, Option<bool>)> =
        report.parts.iter().map(|part| (part.at.as_str(), part.authentic())).collect();
    assert_eq!(found, [("", None), ("#/vp/verifiableCredential/0", Some(true))]);
}

#[test]
fn signed_xml_says_that_it_was_not_checked() {
    let xml = "<elmo xmlns=\"x\"><Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"/></elmo>";
    let (outcome, why) = said(&verify(xml, &Given::new()));
    assert_eq!(outcome, Outcome::NotVerifiable);
    assert!(why.contains("XMLDSig"), "{why}");
}
