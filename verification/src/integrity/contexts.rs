//! The JSON-LD contexts that are embedded, and what a document may add of its own.
//!
//! A proof over RDF covers what the contexts make of a document. So they are part of what has to be trusted: known ones are
//! embedded, unknown ones are refused by name, and a document may add words but not change those of a known context.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde_json::Value;

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
        "@vocab" => return vocabulary(meaning),
        _ if word.starts_with('@') => {
            return Err(format!("a context of the document uses `{word}`, which is not allowed in one"));
        }
        // Otherwise `urn:…` in the document would be read as that word and what follows it.
        "urn" | "http" | "https" => {
            return Err(format!("a context of the document defines `{word}`, which begins addresses"));
        }
        _ if is_known(word) => {
            return Err(format!("a context of the document gives the known word `{word}` another meaning"));
        }
        _ => {}
    }
    let stands_for = |text: &str| {
        if known().meanings.contains(text) {
            return Err(format!(
                "a context of the document gives `{word}` the meaning of a known word, so that what is signed is not what is read"
            ));
        }
        Ok(is_address(text) && !text.ends_with([':', '/', '?', '#', '[', ']', '@']))
    };
    let fine = match meaning {
        Value::String(text) => stands_for(text)?,
        Value::Object(definition) => {
            let id = definition.get("@id").and_then(Value::as_str).map_or(Ok(false), stands_for)?;
            id && definition.iter().all(|(key, value)| match key.as_str() {
                "@id" => true,
                "@type" => value.is_string(),
                "@protected" => value.is_boolean(),
                "@container" => matches!(value.as_str(), Some("@set" | "@list" | "@language")),
                _ => false,
            })
        }
        _ => false,
    };
    if fine {
        Ok(())
    } else {
        Err(format!("a context of the document defines `{word}` in a way that could hide what it says"))
    }
}

/// Checks what words mean that no context defines: it must not be what a known word means.
fn vocabulary(meaning: &Value) -> Result<(), String> {
    let fine = |text: &&str| is_address(text) && !known().meanings.iter().any(|known| known.starts_with(*text));
    let told = "a context of the document gives all words a meaning that known words have, or none (`@vocab`)";
    meaning.as_str().filter(fine).map(|_| ()).ok_or_else(|| told.to_owned())
}

/// Checks a type: a word, or the address of one that no embedded context knows.
///
/// # Errors
/// That it is the address of a known word, or made up of two.
pub(super) fn check_type(stated: &str) -> Result<(), String> {
    if !stated.contains(':') || (is_address(stated) && !known().meanings.contains(stated)) {
        return Ok(());
    }
    Err(format!("the type `{stated}` is an address in place of a word, so that what is signed is not what is read"))
}

/// Whether an embedded context defines a word.
pub(super) fn is_known(word: &str) -> bool {
    known().words.contains(word)
}

/// Whether it is a full address, and not a word and what follows it.
fn is_address(text: &str) -> bool {
    ["https://", "http://", "urn:"].iter().any(|begin| text.starts_with(begin))
}

/// What the embedded contexts define anywhere.
#[derive(Default)]
struct Known {
    words: BTreeSet<String>,
    /// The addresses that the words stand for.
    meanings: BTreeSet<String>,
}

fn known() -> &'static Known {
    static KNOWN: OnceLock<Known> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let mut known = Known::default();
        for (_, text) in EMBEDDED {
            if let Ok(value) = serde_json::from_str::<Value>(text) {
                let mut defined = Vec::new();
                gather(&value, &mut defined);
                let prefixes: BTreeMap<&str, &str> = defined.iter().filter_map(|(w, m)| Some((*w, (*m)?))).collect();
                known.meanings.extend(defined.iter().filter_map(|(_, meaning)| Some(whole((*meaning)?, &prefixes))));
                known.words.extend(defined.iter().map(|(word, _)| (*word).to_owned()));
            }
        }
        known
    })
}

/// A meaning with the beginning written out that another word stands for.
fn whole(meaning: &str, prefixes: &BTreeMap<&str, &str>) -> String {
    let begun = meaning.split_once(':').filter(|(_, rest)| !rest.starts_with("//"));
    match begun.and_then(|(prefix, rest)| Some((prefixes.get(prefix)?, rest))) {
        Some((address, rest)) => format!("{address}{rest}"),
        None => meaning.to_owned(),
    }
}

/// The words below a value and what each stands for, where that is said.
fn gather<'v>(value: &'v Value, defined: &mut Vec<(&'v str, Option<&'v str>)>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| gather(item, defined)),
        Value::Object(members) => members.iter().for_each(|(name, member)| {
            if name == "@context" {
                let several = crate::json::items(Some(member)).iter().filter_map(Value::as_object).flatten();
                let words = several.filter(|(word, _)| !word.starts_with('@'));
                defined.extend(words.map(|(word, meaning)| {
                    (word.as_str(), meaning.as_str().or_else(|| meaning.get("@id").and_then(Value::as_str)))
                }));
            }
            gather(member, defined);
        }),
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
        assert!(said(json!({"status": "https://www.w3.org/2018/credentials#credentialStatus"})).is_err());
        assert!(said(json!({"begin": "https://www.w3.org/2018/"})).is_err());
        assert!(said(json!({"@vocab": "https://www.w3.org/2018/credentials#credential"})).is_err());
        assert_eq!(said(json!({"@vocab": "https://example.org/words#"})), Ok(()));
        assert!(said(json!({"hidden": null})).is_err());
        assert!(said(json!({"alias": "@type"})).is_err());
        assert!(said(json!([null])).is_err());
        assert!(said(json!({"@import": "https://www.w3.org/ns/credentials/v2"})).is_err());
        assert!(said(json!("https://example.org/context")).unwrap_err().contains("https://example.org/context"));
    }
}
