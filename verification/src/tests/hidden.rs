//! A proof over RDF covers what a document means and not how it is written. What is written otherwise, so that nobody reads it,
//! must not be believed; nor what is added so that the proof does not see it.

use serde_json::{Value, json};

use super::made::{ISSUER, badge, key, said, trusting, verify, with_rdf_proof};
use crate::{Outcome, Report};

/// The badge with a proof of `eddsa-rdfc-2022`, a status and an end.
fn sealed() -> Value {
    let mut document = badge();
    document["validUntil"] = "2026-06-30T00:00:00Z".into();
    document["credentialStatus"] = json!({
        "id": "https://www.example.edu/status/1#5", "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
        "statusListIndex": "5", "statusListCredential": "https://www.example.edu/status/1",
    });
    document["credentialSubject"]["id"] = "urn:uuid:5d4f3c2b-0000-4000-8000-000000000002".into();
    document["credentialSubject"]["result"] = json!([{ "type": ["Result"], "status": "Failed", "value": "F" }]);
    with_rdf_proof(document)
}

fn checked(document: &Value) -> Report {
    verify(&document.to_string(), &trusting(ISSUER, &key(1)))
}

fn holds(report: &Report) -> bool {
    !matches!(report.parts[0].authentic(), None | Some(false))
}

#[test]
fn what_is_signed_and_not_touched_holds() {
    let report = checked(&sealed());
    assert!(holds(&report), "{report:?}");
    assert_eq!(report.outcome(), Outcome::OutOfTime);
}

/// Takes a member out and puts it in under another name.
fn renamed(document: &mut Value, from: &str, to: &str) {
    let members = document.as_object_mut().unwrap();
    let member = members.remove(from).unwrap();
    members.insert(to.to_owned(), member);
}

#[test]
fn a_word_written_as_its_address_hides_nothing() {
    for word in ["credentialStatus", "validUntil"] {
        let mut document = sealed();
        renamed(&mut document, word, &format!("https://www.w3.org/2018/credentials#{word}"));
        let (_, why) = said(&checked(&document));
        assert!(why.contains("in place of a word"), "{why}");
    }
}

#[test]
fn a_context_of_the_documents_own_hides_nothing() {
    let status = "https://www.w3.org/2018/credentials#credentialStatus";
    let ways = [
        (json!({ "other": status }), "other"),
        (json!({ "other": { "@id": status, "@type": "@id" } }), "other"),
        (json!({ "c": "https://www.w3.org/2018/credentials#" }), "c:credentialStatus"),
        (json!({ "c": "https://www.w3.org/2018/credentials#", "other": "c:credentialStatus" }), "other"),
        (json!({ "@vocab": "https://www.w3.org/2018/credentials#credential" }), "Status"),
    ];
    for (own, name) in ways {
        let mut document = sealed();
        document["@context"].as_array_mut().unwrap().push(own.clone());
        renamed(&mut document, "credentialStatus", name);
        let report = checked(&document);
        assert!(!holds(&report), "{own}: {report:?}");
    }
}

#[test]
fn a_result_wrapped_up_is_not_hidden() {
    let mut document = sealed();
    let result = document["credentialSubject"]["result"].take();
    document["credentialSubject"]["result"] = json!({ "@set": result });
    assert!(!holds(&checked(&document)));
    let mut document = sealed();
    document["credentialSubject"]["result"][0]["value"] = json!({ "@value": "F" });
    assert!(!holds(&checked(&document)));
    let mut document = sealed();
    document["credentialSubject"]["result"][0]["type"] =
        json!(["https://purl.imsglobal.org/spec/vc/ob/vocab.html#Result"]);
    assert!(!holds(&checked(&document)));
    // The whole below `@graph`: the proof sees the same statements, and a reader no status and no end.
    let mut inner = sealed();
    let (context, proof) = (inner["@context"].take(), inner["proof"].take());
    let members = inner.as_object_mut().unwrap();
    members.remove("@context");
    members.remove("proof");
    let document = json!({ "@context": context, "@graph": [inner], "proof": proof });
    assert!(!holds(&checked(&document)));
}

#[test]
fn a_type_in_the_place_of_a_word_hides_nothing() {
    // In the context of Open Badges 3.0.0 `creator` and `Profile` stand for the same address.
    let mut document = badge();
    document["@context"] = json!([
        "https://www.w3.org/2018/credentials/v1",
        "https://w3id.org/security/data-integrity/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
    ]);
    renamed(&mut document, "validFrom", "issuanceDate");
    document["credentialSubject"]["id"] = "urn:uuid:5d4f3c2b-0000-4000-8000-000000000002".into();
    document["credentialSubject"]["achievement"]["creator"] =
        json!({ "id": "https://www.awarding.example/", "type": ["Profile"] });
    let mut document = with_rdf_proof(document);
    assert!(holds(&checked(&document)));
    renamed(document.pointer_mut("/credentialSubject/achievement").unwrap(), "creator", "Profile");
    assert!(!holds(&checked(&document)));
}

/// What a forger may add in the hope that the proof does not see it.
fn additions() -> Vec<Value> {
    vec![
        json!("relative"),
        json!("not an address"),
        json!("_:blank"),
        json!({ "id": "relative" }),
        json!({ "id": "relative", "type": ["Achievement"], "name": "Medicine" }),
        json!({ "id": "not an address", "name": "Medicine" }),
        json!({ "name": "Medicine" }),
        json!({ "type": ["Achievement"] }),
        json!({ "@value": "Medicine" }),
        json!({ "@value": "Medicine", "@language": "xx yy" }),
        json!({ "@value": "Medicine", "@language": "en", "@type": "x" }),
        json!({ "@list": ["Medicine"] }),
        json!(180),
        json!(true),
    ]
}

/// Every place in a document where something may be added: all objects and lists.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            found.push(at.to_owned());
            for (name, member) in members.iter().filter(|(name, _)| !matches!(name.as_str(), "@context" | "proof")) {
                places(member, &crate::json::step(at, name), found);
            }
        }
        Value::Array(items) => {
            found.push(at.to_owned());
            items.iter().enumerate().for_each(|(n, item)| places(item, &format!("{at}/{n}"), found));
        }
        _ => {}
    }
}

#[test]
fn nothing_is_added_that_the_proof_does_not_see() {
    const NAMES: [&str; 14] = [
        "achievement",
        "result",
        "name",
        "description",
        "identifier",
        "creditsAvailable",
        "issuer",
        "evidence",
        "awardedDate",
        "alignment",
        "credentialSchema",
        "unknown",
        "image",
        "inLanguage",
    ];
    let document = sealed();
    let mut all = Vec::new();
    places(&document, "", &mut all);
    let (mut tried, mut seen) = (0, Vec::new());
    let mut one = |changed: Value, what: String| {
        tried += 1;
        if holds(&checked(&changed)) {
            seen.push(what);
        }
    };
    for at in &all {
        for more in additions() {
            let mut changed = document.clone();
            match changed.pointer_mut(at).unwrap() {
                Value::Array(items) => {
                    items.push(more.clone());
                    one(changed, format!("{at} + {more}"));
                }
                Value::Object(members) => {
                    for name in NAMES.iter().filter(|name| !members.contains_key(**name)) {
                        let mut changed = document.clone();
                        changed.pointer_mut(at).unwrap()[*name] = more.clone();
                        one(changed, format!("{at}/{name} = {more}"));
                    }
                }
                _ => unreachable!("places are objects and lists"),
            }
        }
    }
    assert!(tried > 500, "{tried}");
    assert_eq!(seen, Vec::<String>::new());
}
