//! The documents of `examples/verification` are signed here, with keys that are no secret.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::lists::{LIST, list};
use super::made::{ISSUER, badge, did, key, multikey, token, with_proof, with_rdf_proof};

fn header() -> Value {
    json!({ "alg": "EdDSA", "kid": did(&key(1)), "typ": "JWT" })
}

/// A badge whose status stands at a place of the list.
fn with_status(place: u32) -> Value {
    let mut document = badge();
    document["credentialStatus"] = json!({
        "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
        "statusListIndex": place.to_string(), "statusListCredential": LIST,
    });
    document
}

fn trust() -> String {
    format!(
        "# Whom the office trusts. Invented, like the university and its key.\n\n[[issuer]]\nname = \"University of Example\"\n\
         source = \"https://www.example.edu/keys\"\nchecked = 2026-10-01\nids = [\"{ISSUER}\"]\nkeys = [\"{}\"]\n",
        multikey(&key(1))
    )
}

/// The files by name.
fn files() -> Vec<(&'static str, String)> {
    let pretty = |value: &Value| format!("{value:#}\n");
    let sealed = with_proof(badge(), &key(1), &json!({}));
    let mut changed = sealed.clone();
    changed["credentialSubject"]["achievement"]["description"] = "Fifteen credits".into();
    let mut bare = badge();
    bare["id"] = "urn:uuid:0b8e5d27-6a53-4d25-9a1f-5f3f8f1b8c12".into();
    bare["credentialSubject"]["achievement"] =
        json!({ "id": "urn:uuid:7e1b2a3c-0000-4000-8000-000000000002", "type": ["Achievement"] });
    let mut revoked = vec![0_u8; 16_384];
    revoked[0] = 0b0000_0100;
    vec![
        ("trust.toml", trust()),
        ("token.jwt", token(&header(), &with_status(4), &key(1))),
        ("revoked.jwt", token(&header(), &with_status(5), &key(1))),
        ("proof.json", pretty(&sealed)),
        ("bare.json", pretty(&with_proof(bare, &key(1), &json!({})))),
        ("rdf_proof.json", pretty(&with_rdf_proof(badge()))),
        ("changed.json", pretty(&changed)),
        ("forged.jwt", token(&json!({ "alg": "EdDSA", "kid": did(&key(2)), "typ": "JWT" }), &badge(), &key(2))),
        ("status-list.jwt", list(&revoked, 1)),
    ]
}

/// To write them anew: `CREDSTACK_WRITE_EXAMPLES=1 cargo test -p credstack-verification examples`.
#[test]
fn the_examples_are_what_is_signed_here() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../examples/verification");
    for (name, text) in files() {
        let path = folder.join(name);
        if std::env::var_os("CREDSTACK_WRITE_EXAMPLES").is_some() {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, &text).unwrap();
        }
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text, "{name}");
    }
}
