//! From bytes to JSON, and from JSON to the credentials in it, whatever they are wrapped in.

use serde_json::Value;
use serde_json::error::Category;

use crate::document::Format;
use crate::error::{DocumentError, MOST_BYTES};
use crate::json::{Node, items, step, types};
use crate::names::place;
use crate::ooapi;

/// The text of a document, of which nothing says that it is no JSON.
pub(crate) fn text(bytes: &[u8]) -> Result<&str, DocumentError> {
    if bytes.len() > MOST_BYTES {
        return Err(DocumentError::TooLarge { bytes: bytes.len() });
    }
    refuse_binary(bytes)?;
    let text = std::str::from_utf8(bytes).map_err(|problem| {
        let offset = problem.valid_up_to();
        let before = bytes.get(..offset).unwrap_or(bytes);
        DocumentError::NotUtf8 { offset, line: before.split(|b| *b == b'\n').count() }
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let start = text.trim_start();
    if start.is_empty() {
        return Err(DocumentError::Empty);
    }
    if let Some((found, help)) = foreign_text(start) {
        return Err(unsupported("", found, help));
    }
    Ok(text)
}

/// The JSON of a text, with where it breaks off.
pub(crate) fn parse(text: &str) -> Result<Value, DocumentError> {
    serde_json::from_str(text).map_err(|problem| {
        let (line, column) = (problem.line(), problem.column());
        let whole = problem.to_string();
        if whole.contains("recursion limit") {
            return DocumentError::TooDeep { line, column };
        }
        let said = whole.split(" at line ").next().unwrap_or("").to_owned();
        let message = match problem.classify() {
            Category::Eof => "the document ends in the middle".to_owned(),
            _ if said == "trailing characters" => {
                "there is more after the end of the JSON; perhaps several documents stand in one file".to_owned()
            }
            _ => said,
        };
        DocumentError::BrokenJson { line, column, message }
    })
}

fn refuse_binary(bytes: &[u8]) -> Result<(), DocumentError> {
    const MAGIC: &[(&[u8], &str, &str)] = &[
        (
            b"\x89PNG",
            "a PNG image",
            "if it is a badge with the credential baked in, download the credential as JSON from the issuer's page",
        ),
        (b"%PDF", "a PDF document", "ask for the credential itself, a file that ends in .json or .jsonld"),
        (b"PK\x03\x04", "a ZIP archive", "unpack it and hand in the files in it"),
        (b"\x1f\x8b", "a compressed file (gzip)", "unpack it and hand in the file in it"),
    ];
    match MAGIC.iter().find(|(magic, _, _)| bytes.starts_with(magic)) {
        Some((_, found, help)) => Err(unsupported("", found, help)),
        None => Ok(()),
    }
}

/// Texts that are no JSON but something known.
fn foreign_text(start: &str) -> Option<(&'static str, &'static str)> {
    if is_compact_jwt(start.trim_end().trim_matches('"')) {
        return Some((
            "a signed token (JWT)",
            "decoding tokens comes with a later version; ask for the credential as plain JSON",
        ));
    }
    start
        .starts_with('<')
        .then_some(("XML (ELMO, an old Europass credential or a badge image)", "ask for the credential as JSON"))
}

fn is_compact_jwt(text: &str) -> bool {
    text.starts_with("eyJ")
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~' | b'='))
}

/// A credential, unwrapped.
pub(crate) struct Unwrapped<'d> {
    pub(crate) node: Node<'d>,
    pub(crate) format: Format,
}

/// What unwrapping found: credentials, and what in the same wrapping is none.
#[derive(Default)]
pub(crate) struct Contents<'d> {
    pub(crate) credentials: Vec<Unwrapped<'d>>,
    pub(crate) refused: Vec<DocumentError>,
}

/// Takes credentials out of what they are wrapped in. Wrappings nest (a presentation of a record of credentials).
pub(crate) fn unwrap<'d>(root: &Node<'d>, contents: &mut Contents<'d>) {
    let mut open = vec![root.clone()];
    while let Some(node) = open.pop() {
        let inner = wrapped(&node);
        if inner.is_empty() {
            match classify(&node) {
                Ok(format) => contents.credentials.push(Unwrapped { node, format }),
                Err(refused) => contents.refused.push(refused),
            }
        } else {
            open.extend(inner.into_iter().rev());
        }
    }
}

/// What a wrapping holds; nothing where it is none.
fn wrapped<'d>(node: &Node<'d>) -> Vec<Node<'d>> {
    if node.value.is_array() {
        return items(node);
    }
    if ooapi::is_page(node) {
        let page = node.value.get("items").map(|value| Node { value, path: step(&node.path, "items") });
        return page.iter().flat_map(items).collect();
    }
    let inside = |key: &str| node.value.get(key).map(|value| Node { value, path: step(&node.path, key) });
    if let Some(graph) = inside("@graph") {
        let nodes = items(&graph);
        let credentials: Vec<_> =
            nodes.iter().filter(|n| n.is("VerifiableCredential") || n.has("credentialSubject")).cloned().collect();
        return if credentials.is_empty() { nodes } else { credentials };
    }
    if node.has("verifiableCredential") {
        return inside("verifiableCredential").iter().flat_map(items).collect();
    }
    let subject = inside("credentialSubject");
    if let Some(contained) = subject.filter(|s| s.has("verifiableCredential")) {
        return contained
            .value
            .get("verifiableCredential")
            .map(|value| Node { value, path: step(&contained.path, "verifiableCredential") })
            .iter()
            .flat_map(items)
            .collect();
    }
    if node.has("credentialSubject") || node.has("credstack") {
        return Vec::new();
    }
    ["credential", "vc"]
        .iter()
        .filter_map(|key| inside(key))
        .filter(|n| n.value.is_object() || n.value.is_array())
        .collect()
}

/// Which format a node is in, or why it is none.
fn classify(node: &Node<'_>) -> Result<Format, DocumentError> {
    if let Some(text) = node.text().filter(|t| is_compact_jwt(t)) {
        let _ = text;
        return Err(unsupported(
            &node.path,
            "a signed token (JWT)",
            "decoding tokens comes with a later version; ask for the credential as plain JSON",
        ));
    }
    if node.has("credstack") {
        return Ok(Format::Credstack);
    }
    let subject = node.value.get("credentialSubject");
    let subjects: Vec<&Value> = match subject {
        Some(Value::Array(many)) => many.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    let with = |key: &str| subjects.iter().any(|s| s.get(key).is_some());
    if with("hasClaim") || node.is("EuropeanDigitalCredential") {
        return Ok(Format::EuropeanLearningModel3);
    }
    if with("achievement") {
        return Ok(Format::OpenBadges3);
    }
    if subject.is_none() && ooapi::kind(node).is_some() {
        return Ok(Format::OpenEducationApi);
    }
    Err(refuse(node, &subjects))
}

/// Why a JSON value is no credential that is read.
fn refuse(node: &Node<'_>, subjects: &[&Value]) -> DocumentError {
    let path = place(&node.path);
    let has = |key: &str| subjects.iter().any(|s| s.get(key).is_some());
    let no = |found: &str, help: &str| DocumentError::NoCredential {
        path: path.clone(),
        found: found.to_owned(),
        help: help.to_owned(),
    };
    if node.is("EndorsementCredential") {
        return no(
            "it is an endorsement of another credential and certifies no learning",
            "hand in the credential that it endorses",
        );
    }
    if has("learningAchievement") {
        return unsupported(
            &node.path,
            "an early EBSI diploma with `learningAchievement`",
            "ask the issuer for a credential of the European Learning Model version 3",
        );
    }
    if node.has("badge") && (node.has("recipient") || node.is("Assertion")) {
        return unsupported(&node.path, "an Open Badges 2.0 assertion", "ask for the badge as Open Badges 3.0");
    }
    if node.is("OpenBadgeCredential") || node.is("AchievementCredential") {
        return no(
            "it is an Open Badges credential whose `credentialSubject` has no `achievement`",
            "ask the issuer for the complete credential",
        );
    }
    if node.is("VerifiableCredential") && !subjects.is_empty() {
        let keys: Vec<String> = subjects.iter().map(|s| keys(s)).collect();
        return no(
            &format!(
                "it is a Verifiable Credential of type {} whose `credentialSubject` has neither `achievement` (Open Badges 3.0) nor `hasClaim` (European Learning Model) but {}",
                quoted(types(node.value).filter(|t| *t != "VerifiableCredential")),
                keys.join("; ")
            ),
            "it certifies no learning in a format that is read",
        );
    }
    DocumentError::NotACredential { path, found: keys(node.value) }
}

fn quoted<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let all: Vec<String> = words.take(12).map(|w| format!("`{w}`")).collect();
    if all.is_empty() { "no other name".to_owned() } else { all.join(", ") }
}

/// The keys of an object for a message, or what else the value is.
fn keys(value: &Value) -> String {
    match value {
        Value::Object(map) if map.is_empty() => "no keys".to_owned(),
        Value::Object(map) => {
            let more = map.len().saturating_sub(12);
            let tail = if more > 0 { format!(" and {more} more") } else { String::new() };
            format!("the keys {}{tail}", quoted(map.keys().map(String::as_str)))
        }
        Value::Array(_) => "a list".to_owned(),
        Value::String(_) => "a text".to_owned(),
        Value::Number(_) => "a number".to_owned(),
        Value::Bool(_) => "yes or no".to_owned(),
        Value::Null => "nothing (null)".to_owned(),
    }
}

pub(crate) fn unsupported(path: &str, found: &str, help: &str) -> DocumentError {
    DocumentError::UnsupportedFormat { path: place(path), found: found.to_owned(), help: help.to_owned() }
}
