//! The canonical form of a document as RDF (RDF Dataset Canonicalization 1.0), with every part of the work bounded.
//!
//! What JSON-LD does not understand it leaves out, silently; a signature does not cover what is left out, so that anybody may
//! have added it. Here such a document is refused, and the word that nobody has defined is named.

use oxjsonld::{JsonLdParser, JsonLdRemoteDocument};
use oxrdf::{BlankNode, Dataset, GraphName, Literal, NamedNode, Quad, Subject, Term};
use rdf_canon::CanonicalizationOptions;
use rsa::sha2::Digest;
use serde_json::{Map, Value};

use super::{bombs, contexts};

/// The objects of JSON that are read as RDF.
const MOST_OBJECTS: usize = 5_000;

/// The entries under `@context`, in all of a document.
const MOST_CONTEXTS: usize = 200;

/// The statements of a document.
const MOST_QUADS: usize = 20_000;

/// The meaning that words get which no context defines.
const UNDEFINED: &str = "urn:undefined-word:";

/// The canonical N-Quads of a document.
///
/// # Errors
/// Why it has none: in words for the person who checks.
pub(super) fn canonical<D: Digest>(value: &Value) -> Result<String, String> {
    let (mut objects, mut entries) = (0, 0);
    let ordered = ordered(value, &mut objects, &mut entries)?;
    let text = ordered.to_string();
    let dataset = dataset(&text)?;
    let limit = bombs::calls(&dataset)?;
    rdf_canon::canonicalize_with::<D>(&dataset, &CanonicalizationOptions { hndq_call_limit: Some(limit) })
        .map_err(|error| format!("its canonical form is too much work: {error}"))
}

/// The digest of the canonical form.
pub(super) fn digest<D: Digest>(value: &Value) -> Result<Vec<u8>, String> {
    Ok(D::digest(canonical::<D>(value)?).to_vec())
}

/// The document with `@context` and types before the rest, as a reader that goes from front to back needs them, and with a
/// meaning for words that no context defines, so that they are not lost without a word.
fn ordered(value: &Value, objects: &mut usize, entries: &mut usize) -> Result<Value, String> {
    let mut ordered = walk(value, objects, entries)?;
    if let Value::Object(members) = &mut ordered {
        let own = members.get("@context").cloned().ok_or("it has no `@context`")?;
        let mut all = vec![serde_json::json!({ "@vocab": UNDEFINED })];
        all.extend(crate::json::items(Some(&own)).iter().cloned());
        members.insert("@context".to_owned(), Value::Array(all));
    }
    Ok(ordered)
}

fn walk(value: &Value, objects: &mut usize, entries: &mut usize) -> Result<Value, String> {
    match value {
        Value::Array(items) => {
            Ok(Value::Array(items.iter().map(|item| walk(item, objects, entries)).collect::<Result<_, _>>()?))
        }
        Value::Object(members) => {
            *objects += 1;
            if *objects > MOST_OBJECTS {
                return Err(format!("it has more than {MOST_OBJECTS} objects"));
            }
            walk_object(members, objects, entries).map(Value::Object)
        }
        plain => Ok(plain.clone()),
    }
}

fn walk_object(
    members: &Map<String, Value>,
    objects: &mut usize,
    entries: &mut usize,
) -> Result<Map<String, Value>, String> {
    const FIRST: [&str; 5] = ["@context", "@type", "type", "@id", "id"];
    let mut out = Map::new();
    let first = FIRST.iter().filter_map(|name| members.get_key_value(*name));
    let rest = members.iter().filter(|(name, _)| !FIRST.contains(&name.as_str()));
    for (name, member) in first.chain(rest) {
        if name == "@context" {
            contexts::check(member, entries)?;
            if *entries > MOST_CONTEXTS {
                return Err(format!("it has more than {MOST_CONTEXTS} contexts"));
            }
            out.insert(name.clone(), member.clone());
            continue;
        }
        spelled_out(name, members)?;
        if matches!(name.as_str(), "type" | "@type") {
            crate::json::items(Some(member)).iter().filter_map(Value::as_str).try_for_each(contexts::check_type)?;
        }
        out.insert(name.clone(), walk(member, objects, entries)?);
    }
    Ok(out)
}

/// Checks that a name is the word that everybody reads. In RDF the same may be said in other ways: under the address that a
/// word stands for, in a set, below `@graph`. A proof holds over each of them, and whoever looks for `credentialStatus` finds
/// nothing; so a revoked credential could be written in a way in which it is none.
fn spelled_out(name: &str, beside: &Map<String, Value>) -> Result<(), String> {
    let tagged = name == "@value" && beside.contains_key("@language");
    if name.starts_with('@') && !tagged && !matches!(name, "@type" | "@id" | "@language") {
        return Err(format!(
            "it uses `{name}`, under which something could stand that is signed and not read, or read and not signed"
        ));
    }
    // The context of Open Badges 3.0.0 gives some properties the address of the type of their values.
    let of_a_type = name.starts_with(|c: char| c.is_ascii_uppercase()) && contexts::is_known(name);
    if name.contains(':') || of_a_type {
        return Err(format!(
            "the name `{name}` is an address or a type in place of a word, so that what is signed is not what is read"
        ));
    }
    Ok(())
}

/// The statements of a document.
fn dataset(text: &str) -> Result<Dataset, String> {
    let mut dataset = Dataset::new();
    let parser = JsonLdParser::new().lenient().for_slice(text.as_bytes()).with_load_document_callback(|address, _| {
        let text = contexts::embedded(address).ok_or_else(|| format!("the context `{address}` is not embedded"))?;
        Ok(JsonLdRemoteDocument { document: text.as_bytes().to_vec(), document_url: address.to_owned() })
    });
    for quad in parser {
        let quad = quad.map_err(|error| format!("it is no JSON-LD: {error}"))?;
        dataset.insert(&bridge(&quad)?);
        if dataset.len() > MOST_QUADS {
            return Err(format!("it makes more than {MOST_QUADS} statements"));
        }
    }
    Ok(dataset)
}

/// A statement as the canonicalisation reads it. What it could not keep, or nobody has defined, is refused.
fn bridge(quad: &oxjsonld_quads::Quad) -> Result<Quad, String> {
    use oxjsonld_quads::{GraphName as G, NamedOrBlankNode as S, Term as T};
    let subject = match &quad.subject {
        S::NamedNode(node) => Subject::NamedNode(named(node.as_str())?),
        S::BlankNode(node) => Subject::BlankNode(blank(node.as_str())?),
    };
    let object = match &quad.object {
        T::NamedNode(node) => Term::NamedNode(named(node.as_str())?),
        T::BlankNode(node) => Term::BlankNode(blank(node.as_str())?),
        T::Literal(literal) => Term::Literal(match literal.language() {
            Some(language) => {
                if Literal::new_language_tagged_literal("", language).is_err() {
                    return Err(format!(
                        "`{language}` is no language, so that the proof does not cover what is said in it"
                    ));
                }
                Literal::new_language_tagged_literal_unchecked(literal.value(), language)
            }
            None => Literal::new_typed_literal(literal.value(), named(literal.datatype().as_str())?),
        }),
    };
    let graph = match &quad.graph_name {
        G::NamedNode(node) => GraphName::NamedNode(named(node.as_str())?),
        G::BlankNode(node) => GraphName::BlankNode(blank(node.as_str())?),
        G::DefaultGraph => GraphName::DefaultGraph,
    };
    Ok(Quad::new(subject, named(quad.predicate.as_str())?, object, graph))
}

fn named(iri: &str) -> Result<NamedNode, String> {
    if let Some(word) = iri.strip_prefix(UNDEFINED) {
        return Err(format!(
            "no context defines `{word}`, so that the proof does not cover it and anybody may have added it"
        ));
    }
    NamedNode::new(iri).map_err(|_| format!("`{iri}` is no full address, so that the proof does not cover it"))
}

fn blank(name: &str) -> Result<BlankNode, String> {
    BlankNode::new(name).map_err(|_| format!("`_:{name}` is no name of a blank node"))
}
