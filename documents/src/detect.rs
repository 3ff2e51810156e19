//! From bytes to JSON, and from JSON to the credentials in it, whatever they are wrapped in.

use serde_json::Value;

use crate::document::Format;
use crate::envelope::{Opener, is_token};
use crate::error::{DocumentError, MOST_BYTES};
use crate::json::{Node, items, step, types};
use crate::names::place;
use crate::xml::is_xml;
use crate::{clr, ctdl, ob2, ob3, ooapi};

pub(crate) use crate::parse::{parse, text};

/// What the bytes of a document are, by their content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content<'b> {
    /// It begins as a JSON object, list or text does.
    Json(&'b [u8]),
    /// A compact token: a JWT, or one with disclosures behind it.
    Token(&'b str),
    /// It begins as XML does; an SVG image is one too.
    Xml(&'b [u8]),
    /// A PNG image.
    Png(&'b [u8]),
    /// An archive of files.
    Zip(&'b [u8]),
    /// One compressed file.
    Gzip(&'b [u8]),
    /// A PDF document.
    Pdf,
    /// A table in columns: Parquet or Arrow.
    Columns(&'b [u8]),
    /// Any other text, such as a table.
    Text(&'b [u8]),
}

/// Looks at the first bytes of a document.
pub(crate) fn content(bytes: &[u8]) -> Result<Content<'_>, DocumentError> {
    if bytes.len() > MOST_BYTES {
        return Err(DocumentError::TooLarge { bytes: bytes.len() });
    }
    for (magic, content) in [
        (&b"\x89PNG"[..], Content::Png(bytes)),
        (b"%PDF", Content::Pdf),
        (b"PAR1", Content::Columns(bytes)),
        (b"ARROW1", Content::Columns(bytes)),
        // A stream of Arrow begins as all of its messages do.
        (b"\xff\xff\xff\xff", Content::Columns(bytes)),
        (b"PK\x03\x04", Content::Zip(bytes)),
        (b"\x1f\x8b", Content::Gzip(bytes)),
    ] {
        if bytes.starts_with(magic) {
            return Ok(content);
        }
    }
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii();
    match start.first() {
        None => Err(DocumentError::Empty),
        Some(_) if is_xml(bytes) => Ok(Content::Xml(bytes)),
        Some(b'{' | b'[' | b'"') => Ok(Content::Json(bytes)),
        Some(_) => match std::str::from_utf8(start) {
            Ok(token) if is_token(token) => Ok(Content::Token(token)),
            _ => Ok(Content::Text(bytes)),
        },
    }
}

/// What is known and not read.
pub(crate) fn refuse_content(content: Content<'_>) -> DocumentError {
    let (found, help) = match content {
        Content::Png(_) => (
            "a PNG image",
            "if it is a badge with the credential baked in, download the credential as JSON from the issuer's page",
        ),
        Content::Pdf => ("a PDF document", "ask for the credential itself, a file that ends in .json or .jsonld"),
        Content::Zip(_) => ("a ZIP archive", "unpack it and hand in the files in it"),
        Content::Gzip(_) => ("a compressed file (gzip)", "unpack it and hand in the file in it"),
        Content::Xml(_) | Content::Json(_) | Content::Token(_) | Content::Text(_) | Content::Columns(_) => (
            "a text of unknown form",
            "ask for the credential as JSON, JSON-LD, a token (JWT), XML (ELMO, Europass), a badge image (PNG, SVG) or a table (CSV, XLSX, ODS, Parquet)",
        ),
    };
    unsupported("", found, help)
}

/// A credential, unwrapped.
pub(crate) struct Unwrapped<'d> {
    pub(crate) node: Node<'d>,
    pub(crate) format: Format,
    /// What the token that it stands in says of itself.
    pub(crate) claims: Option<Node<'d>>,
}

/// What unwrapping found: credentials, and what in the same wrapping is none.
#[derive(Default)]
pub(crate) struct Contents<'d> {
    pub(crate) credentials: Vec<Unwrapped<'d>>,
    pub(crate) refused: Vec<DocumentError>,
    /// Records that say how the credentials in them belong together.
    pub(crate) records: Vec<Node<'d>>,
}

/// Something still to be looked into.
struct Open<'d> {
    node: Node<'d>,
    /// In how many envelopes it stands.
    depth: usize,
    claims: Option<Node<'d>>,
}

/// Takes credentials out of what they are wrapped in. Wrappings nest (a presentation of a record of credentials), and
/// each may stand in an envelope.
pub(crate) fn unwrap<'d>(
    root: &Node<'d>,
    opener: &mut Opener<'d>,
    contents: &mut Contents<'d>,
) -> Result<(), DocumentError> {
    let mut open = vec![Open { node: root.clone(), depth: 0, claims: None }];
    while let Some(Open { node, depth, claims }) = open.pop() {
        match opener.open(&node, depth)? {
            Some(Ok(inner)) => {
                let claims = Some(inner.clone());
                open.push(Open { node: inner, depth: depth + 1, claims });
                continue;
            }
            Some(Err(refused)) => {
                contents.refused.push(refused);
                continue;
            }
            None => {}
        }
        let record = clr::contained(&node).filter(|inner| !inner.is_empty());
        contents.records.extend(record.is_some().then(|| node.clone()));
        let inner = record.unwrap_or_else(|| wrapped(&node));
        if inner.is_empty() {
            match classify(&node) {
                Ok(format) => contents.credentials.push(Unwrapped { node, format, claims }),
                Err(refused) => contents.refused.push(refused),
            }
        } else {
            // A token speaks of the one credential that it holds, not of those in a presentation.
            let whole = node.has("vc") || node.has("elm");
            let pass = |node| Open { node, depth, claims: claims.clone().filter(|_| whole) };
            open.extend(inner.into_iter().rev().map(pass));
        }
    }
    Ok(())
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
    if ctdl::is_graph(node) {
        return Vec::new();
    }
    if let Some(graph) = inside("@graph") {
        let nodes = items(&graph);
        let credentials: Vec<_> =
            nodes.iter().filter(|n| n.is("VerifiableCredential") || n.has("credentialSubject")).cloned().collect();
        return if credentials.is_empty() { nodes } else { credentials };
    }
    if node.has("verifiableCredential") {
        return inside("verifiableCredential").iter().flat_map(items).collect();
    }
    if node.has("credentialSubject") || node.has("credstack") {
        return Vec::new();
    }
    ["credential", "vc", "vp", "elm", "decoded_resource"]
        .iter()
        .filter_map(|key| inside(key))
        .filter(|n| n.value.is_object() || n.value.is_array() || n.text().is_some_and(is_token))
        .collect()
}

/// Which format a node is in, or why it is none.
fn classify(node: &Node<'_>) -> Result<Format, DocumentError> {
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
    if with("learningAchievement") || with("achieved") {
        return Ok(Format::EbsiAttestation);
    }
    if ctdl::is_graph(node) || ctdl::sort(node).is_some() {
        return Ok(Format::Ctdl);
    }
    if ob3::record::sort(node).is_some() && ob2::sort(node).is_none() {
        return Ok(Format::OpenBadges3);
    }
    if ob2::sort(node).is_some() {
        return Ok(Format::OpenBadges2);
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
    if let Some((found, help)) = beside_credentials(node) {
        return no(found, help);
    }
    if ["authorisationClaims", "authorizationClaims", "accreditedFor"].iter().any(|key| has(key)) {
        return no(
            "it is the accreditation of an issuer and certifies no learning",
            "hand in a credential that the accredited issuer issued",
        );
    }
    for (word, what) in [
        ("RevocationList", "a list of badges that were revoked"),
        ("CryptographicKey", "a key with which badges are signed"),
        ("Endorsement", "an endorsement of a badge"),
    ] {
        if node.is(word) {
            return no(&format!("it is {what} and certifies no learning"), "hand in the badge itself");
        }
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

/// What a file is that belongs to credentials and holds none, with what to hand in instead.
fn beside_credentials(node: &Node<'_>) -> Option<(&'static str, &'static str)> {
    let schema = ["properties", "definitions", "$defs", "allOf", "anyOf", "$ref"];
    if node.has("$schema") && schema.iter().any(|key| node.has(key)) {
        return Some((
            "it is a JSON Schema, which describes documents and holds no credential",
            "hand in the credential itself",
        ));
    }
    let keys = |map: &serde_json::Map<String, Value>| map.keys().all(|k| k == "@context" || k == "obi:validation");
    if node.has("@context") && node.value.as_object().is_some_and(keys) {
        return Some((
            "it is a JSON-LD context, which gives words their meaning and holds no credential",
            "hand in the credential itself",
        ));
    }
    let empty = node.value.get("verifiableCredential").and_then(Value::as_array).is_some_and(Vec::is_empty);
    (empty && node.is("VerifiablePresentation"))
        .then_some(("it is a presentation without a credential in it", "ask the learner to present the credential"))
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
