//! Documents that are signed here, with keys that are no secret.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer as _, SigningKey};
use p256::ecdsa::SigningKey as P256Key;
use rsa::sha2::{Digest as _, Sha256};
use serde_json::{Value, json};

use crate::check::Left;
use crate::integrity::{Form, Secured};
use crate::keys::Algorithm;
use crate::{Given, Outcome, Report, Timestamp, Verdict, VerificationError, jcs};

/// The instant at which tests check, where they say no other.
pub(super) fn on() -> Timestamp {
    crate::instant("2026-11-01").unwrap()
}

pub(super) fn verify(text: &str, given: &Given) -> Report {
    crate::verify(text.as_bytes(), given, on()).unwrap()
}

pub(super) fn refused(text: &str, given: &Given) -> VerificationError {
    crate::verify(text.as_bytes(), given, on()).unwrap_err()
}

/// What a document comes to and what is said of its first proof.
pub(super) fn said(report: &Report) -> (Outcome, String) {
    let why = match &report.parts[0].proofs[0].verdict {
        Verdict::Verified { by } => by.reservations.join("; "),
        Verdict::NotVerifiable { why, .. } | Verdict::Broken { why } => why.clone(),
    };
    (report.outcome(), why)
}

/// A key for tests, one for each number.
pub(super) fn key(number: u8) -> SigningKey {
    SigningKey::from_bytes(&[number; 32])
}

/// The key as a Multikey (`z6Mk…`).
pub(super) fn multikey(key: &SigningKey) -> String {
    let bytes = [&[0xed, 0x01][..], key.verifying_key().as_bytes()].concat();
    format!("z{}", bs58::encode(bytes).into_string())
}

/// The key as an identifier.
pub(super) fn did(key: &SigningKey) -> String {
    format!("did:key:{}", multikey(key))
}

/// A table that trusts one key for one issuer.
pub(super) fn trusting(issuer: &str, key: &SigningKey) -> Given {
    let mut given = Given::new();
    let table = format!(
        "[[issuer]]\nname = \"University of Example\"\nsource = \"https://www.example.edu/keys\"\nchecked = 2026-10-01\n\
         ids = [\"{issuer}\"]\nkeys = [\"{}\"]\n",
        multikey(key)
    );
    given.add("trust.toml", table.as_bytes()).unwrap();
    given
}

pub(super) const ISSUER: &str = "https://www.example.edu/";

/// A badge of the University of Example.
pub(super) fn badge() -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": "urn:uuid:0b8e5d27-6a53-4d25-9a1f-5f3f8f1b8c11",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": { "id": ISSUER, "type": ["Profile"], "name": "University of Example" },
        "validFrom": "2025-06-30T12:00:00Z",
        "name": "Soil mechanics",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "urn:uuid:7e1b2a3c-0000-4000-8000-000000000001", "type": ["Achievement"], "name": "Soil mechanics",
                "description": "Five credits", "criteria": { "narrative": "A written exam" }
            }
        }
    })
}

/// The badge with a proof of `eddsa-jcs-2022` by a key.
pub(super) fn with_proof(mut document: Value, by: &SigningKey, more: &Value) -> Value {
    let mut proof = json!({
        "type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022", "created": "2025-07-01T08:00:00Z",
        "verificationMethod": format!("{}#{}", did(by), multikey(by)), "proofPurpose": "assertionMethod",
    });
    for (name, value) in more.as_object().unwrap() {
        proof[name] = value.clone();
    }
    let digest = |value: &Value| Sha256::digest(jcs::canonical(value).unwrap()).to_vec();
    let signature = by.sign(&[digest(&proof), digest(&document)].concat());
    proof["proofValue"] = format!("z{}", bs58::encode(signature.to_bytes()).into_string()).into();
    document["proof"] = proof;
    document
}

/// The badge with a proof of `eddsa-rdfc-2022`. What is hashed is asked of the code under test; that it is right is shown by the
/// published proofs.
pub(super) fn with_rdf_proof(mut document: Value) -> Value {
    let by = key(1);
    let mut proof = json!({
        "type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "created": "2025-07-01T08:00:00Z",
        "verificationMethod": format!("{}#{}", did(&by), multikey(&by)), "proofPurpose": "assertionMethod",
    });
    let mut left = Left::all();
    let mut secured = Secured { document: &document, all: &[], done: Vec::new(), left: &mut left };
    let bytes = secured.bytes(&proof, Form::Rdf, Algorithm::EdDsa).unwrap();
    proof["proofValue"] = format!("z{}", bs58::encode(by.sign(&bytes).to_bytes()).into_string()).into();
    document["proof"] = proof;
    document
}

/// A part of a token.
pub(super) fn encoded(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A token by a key of Ed25519.
pub(super) fn token(header: &Value, claims: &Value, by: &SigningKey) -> String {
    let input = format!("{}.{}", encoded(header.to_string()), encoded(claims.to_string()));
    let signature = by.sign(input.as_bytes());
    format!("{input}.{}", encoded(signature.to_bytes()))
}

/// The same by a key of P-256, whose key stands in the header.
pub(super) fn token_p256(claims: &Value, by: &P256Key) -> String {
    let point = by.verifying_key().to_encoded_point(false);
    let jwk =
        json!({ "kty": "EC", "crv": "P-256", "x": encoded(point.x().unwrap()), "y": encoded(point.y().unwrap()) });
    let input =
        format!("{}.{}", encoded(json!({ "alg": "ES256", "jwk": jwk }).to_string()), encoded(claims.to_string()));
    let signature: p256::ecdsa::Signature = by.sign(input.as_bytes());
    format!("{input}.{}", encoded(signature.to_bytes()))
}
