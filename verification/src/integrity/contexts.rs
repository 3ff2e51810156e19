//! The JSON-LD contexts that are embedded, and what a document may add of its own.
//!
//! A proof over RDF covers what the contexts make of a document. So they are part of what has to be trusted: known ones are
//! embedded, unknown ones are refused by name, and a document may add words but not change those of a known context.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use serde_json::{Map, Value};

/// The embedded contexts, by address.
const EMBEDDED: &[(&str, &str)] = &[
    ("https://www.w3.org/2018/credentials/v1", include_str!("../contexts/credentials-v1.jsonld")),
    ("https://www.w3.org/ns/credentials/v2", include_str!("../contexts/credentials-v2.jsonld")),
    ("https://www.w3.org/ns/credentials/examples/v2", include_str!("../contexts/credentials-examples-v2.jsonld")),
    ("https://www.w3.org/ns/credentials/status/v1", include_str!("../contexts/bitstring-status-list-v1.jsonld")),
    ("https://www.w3.org/ns/did/v1", include_str!("../contexts/did-v1.jsonld")),
    ("https://w3id.org/citizenship/v4rc1", include_str!("../contexts/citizenship-v4rc1.jsonld")),
    ("https://w3id.org/security/multikey/v1", include_str!("../contexts/multikey-v1.jsonld")),
    ("https://w3id.org/security/data-integrity/v1", include_str!("../contexts/data-integrity-v1.jsonld")),
    ("https://w3id.org/security/data-integrity/v2", include_str!("../contexts/data-integrity-v2.jsonld")),
    ("https://w3id.org/security/suites/ed25519-2020/v1", include_str!("../contexts/ed25519-2020-v1.jsonld")),
    ("https://w3id.org/vc/status-list/2021/v1", include_str!("../contexts/status-list-2021-v1.jsonld")),
    ("https://purl.imsglobal.org/spec/ob/v3p0/context.json", include_str!("../contexts/open-badges-3.0.0.json")),
    ("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json", include_str!("../contexts/open-badges-3.0.1.json")),
    ("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json", include_str!("../contexts/open-badges-3.0.2.json")),
    ("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", include_str!("../contexts/open-badges-3.0.3.json")),
    (
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
        include_str!("../contexts/open-badges-extensions.json"),
    ),
];

/// The text of an embedded context.
pub(super) fn embedded(address: &str) -> Option<&'static str> {
    EMBEDDED.iter().find(|(known, _)| *known == address).map(|(_, text)| *text)
}

/// Checks what stands under `@context` in a document, and counts its entries.
///
/// # Errors
/// What is unknown or changes a known word.
pub(super) fn check(context: &Value, entries: &mut usize) -> Result<(), String> {
    match context {
        Value::Array(several) => several.iter().try_for_each(|one| check(one, entries)),
        Value::String(address) => {
            *entries += 1;
            embedded(address).map(|_| ()).ok_or_else(|| {
                format!("the context `{address}` is not among those that are embedded, and none is fetched")
            })
        }
        Value::Object(own) => {
            *entries += 1;
            own.iter().try_for_each(|(word, meaning)| own_word(word, meaning))
        }
        _ => Err("a context is neither an address nor an object, so that it would undo those before it".to_owned()),
    }
}

/// Checks one word of a context that stands in the document itself.
fn own_word(word: &str, meaning: &Value) -> Result<(), String> {
    match word {
        "@version" | "@protected" => return Ok(()),
        "@vocab" if meaning.as_str().is_some_and(|text| text.contains(':') && !text.starts_with("_:")) => return Ok(()),
        _ if word.starts_with('@') => {
            return Err(format!("a context of the document uses `{word}`, which is not allowed in one"));
        }
        _ if known_words().contains(word) => {
            return Err(format!("a context of the document gives the known word `{word}` another meaning"));
        }
        _ => {}
    }
    let plain = |text: &str| !text.starts_with('@') && !text.starts_with("_:");
    let fine = match meaning {
        Value::String(text) => plain(text),
        Value::Object(definition) => definition.iter().all(|(key, value)| match key.as_str() {
            "@id" => value.as_str().is_some_and(plain),
            "@type" => value.is_string(),
            "@protected" => value.is_boolean(),
            "@container" => matches!(value.as_str(), Some("@set" | "@list" | "@language")),
            _ => false,
        }),
        _ => false,
    };
    if fine {
        Ok(())
    } else {
        Err(format!("a context of the document defines `{word}` in a way that could hide what it says"))
    }
}

/// Every word that an embedded context defines anywhere.
fn known_words() -> &'static BTreeSet<String> {
    static WORDS: OnceLock<BTreeSet<String>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut words = BTreeSet::new();
        for (_, text) in EMBEDDED {
            if let Ok(value) = serde_json::from_str::<Value>(text) {
                gather(&value, &mut words);
            }
        }
        words
    })
}

fn gather(value: &Value, words: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| gather(item, words)),
        Value::Object(members) => members.iter().for_each(|(name, member)| {
            if name == "@context" {
                add_words(member, words);
            }
            gather(member, words);
        }),
        _ => {}
    }
}

fn add_words(context: &Value, words: &mut BTreeSet<String>) {
    let add = |own: &Map<String, Value>, words: &mut BTreeSet<String>| {
        words.extend(own.keys().filter(|word| !word.starts_with('@')).cloned());
    };
    match context {
        Value::Object(own) => add(own, words),
        Value::Array(several) => several.iter().filter_map(Value::as_object).for_each(|own| add(own, words)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{EMBEDDED, check};

    #[test]
    fn every_embedded_context_is_json_and_knows_only_embedded_ones() {
        for (address, text) in EMBEDDED {
            let value: serde_json::Value = serde_json::from_str(text).unwrap();
            let named: Vec<&str> =
                crate::json::items(value.get("@context")).iter().filter_map(|c| c.as_str()).collect();
            for inner in named {
                assert!(super::embedded(inner).is_some(), "{address} names {inner}");
            }
        }
    }

    #[test]
    fn a_document_adds_words_and_changes_none() {
        let said = |context| check(&context, &mut 0);
        assert_eq!(said(json!({"room": "https://example.org/room"})), Ok(()));
        assert!(said(json!({"issuer": "https://example.org/seller"})).unwrap_err().contains("`issuer`"));
        assert!(said(json!({"hidden": null})).is_err());
        assert!(said(json!({"alias": "@type"})).is_err());
        assert!(said(json!([null])).is_err());
        assert!(said(json!({"@import": "https://www.w3.org/ns/credentials/v2"})).is_err());
        assert!(said(json!("https://example.org/context")).unwrap_err().contains("https://example.org/context"));
    }
}
