//! `credential/v1` and `wallet/v1`.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use credstack_model::Credential;
use credstack_model::facts::Standing;
use credstack_model::vocabulary::Entity;
use serde_json::{Map, Value};

use crate::problem::{Problem, Problems, RemarkKind};
use crate::reader::Reader;
use crate::{CREDENTIAL_V1, Reading, Source, WALLET_V1, facts, value};

/// What a credential holds facts of.
pub(crate) const ENTITIES: [Entity; 3] = [Entity::Credential, Entity::Issuer, Entity::Learner];

/// Keys of a credential that are no facts.
const RESERVED: [&str; 7] = ["credstack", "id", "parts", "provenance", "$schema", "@context", "comment"];

/// Reads a credential or a wallet.
///
/// # Errors
/// [`Problems`] with every mistake of the document.
pub fn read_credentials(source: &Source<'_>, document: &Value) -> Result<Reading<Vec<Credential>>, Problems> {
    let mut reader = Reader::new(source, &ENTITIES, Standing::Declared);
    let base = source.base.clone();
    let mut credentials = Vec::new();
    match document.get("credstack").and_then(Value::as_str) {
        Some(CREDENTIAL_V1) => {
            credentials.extend(one(&mut reader, document, &base, &source.name));
        }
        Some(WALLET_V1) => wallet(&mut reader, document, &base, &mut credentials),
        version => {
            let found = version
                .map_or_else(|| "`credstack` is missing or no text".to_owned(), |v| format!("`credstack` is `{v}`"));
            let path = format!("{base}/credstack");
            reader.problem(
                &path,
                format!("{found}; this version reads {CREDENTIAL_V1} and {WALLET_V1} here"),
                "write \"credstack\": \"credential/v1\"",
            );
        }
    }
    distinct(&mut reader, &mut credentials);
    reader.finish(credentials)
}

/// Reads a credential or a wallet from text.
///
/// # Errors
/// [`Problems`] with every mistake of the document.
pub fn read_credentials_text(source: &Source<'_>, text: &str) -> Result<Reading<Vec<Credential>>, Problems> {
    read_credentials(source, &parse(text)?)
}

/// The JSON of a text.
pub(crate) fn parse(text: &str) -> Result<Value, Problems> {
    serde_json::from_str(text).map_err(|problem| {
        Problems(vec![Problem {
            path: String::new(),
            message: format!("the text is not well-formed JSON: {problem}"),
            help: "look for a missing comma, quote or bracket just before that place".to_owned(),
        }])
    })
}

fn wallet(reader: &mut Reader<'_>, document: &Value, base: &str, credentials: &mut Vec<Credential>) {
    let path = format!("{base}/credentials");
    let Some(Value::Array(items)) = document.get("credentials") else {
        reader.problem(&path, "a wallet needs a list of credentials".to_owned(), "write \"credentials\": [{…}]");
        return;
    };
    let name = Arc::clone(&reader.source.name);
    for (at, item) in items.iter().enumerate() {
        let place = format!("{path}/{at}");
        let id: Arc<str> = format!("{name}#{}", at + 1).into();
        credentials.extend(one(reader, item, &place, &id));
    }
}

fn one(reader: &mut Reader<'_>, item: &Value, path: &str, otherwise: &Arc<str>) -> Option<Credential> {
    let Some(map) = item.as_object() else {
        let message = format!("expected a credential, found {}", value::sort(item));
        reader.problem(path, message, "write {\"credential\": {…}, \"issuer\": {…}}");
        return None;
    };
    let id = text(reader, map, "id", path).unwrap_or_else(|| Arc::clone(otherwise));
    reader.credential = Some(Arc::clone(&id));
    let facts = facts::read(reader, map, path, &RESERVED);
    let parts = parts(reader, map, path);
    reader.credential = None;
    Some(Credential { id, facts, parts, stated_id: None })
}

/// A text of the document that is no fact.
pub(crate) fn text(reader: &mut Reader<'_>, map: &Map<String, Value>, key: &str, path: &str) -> Option<Arc<str>> {
    match map.get(key)? {
        Value::Null => None,
        Value::String(text) if !text.trim().is_empty() => Some(text.as_str().into()),
        other => {
            let message = format!("expected a text, found {}", value::sort(other));
            reader.problem(&format!("{path}/{key}"), message, "write it in quotes");
            None
        }
    }
}

fn parts(reader: &mut Reader<'_>, map: &Map<String, Value>, path: &str) -> Vec<Arc<str>> {
    let items = match map.get("parts") {
        None | Some(Value::Null) => return Vec::new(),
        Some(Value::Array(items)) => items,
        Some(other) => {
            let message = format!("expected a list of identifiers, found {}", value::sort(other));
            reader.problem(&format!("{path}/parts"), message, "write [\"id of a credential\"]");
            return Vec::new();
        }
    };
    let mut parts = Vec::new();
    for (at, item) in items.iter().enumerate() {
        match item.as_str() {
            Some(id) => parts.push(id.into()),
            None => {
                let message = format!("expected an identifier, found {}", value::sort(item));
                reader.problem(&format!("{path}/parts/{at}"), message, "write it in quotes");
            }
        }
    }
    parts
}

/// Makes identifiers distinct, and remarks on parts that are not in the wallet.
fn distinct(reader: &mut Reader<'_>, credentials: &mut [Credential]) {
    let mut seen: HashMap<Arc<str>, usize> = HashMap::new();
    for credential in credentials.iter_mut() {
        let count = seen.entry(Arc::clone(&credential.id)).or_insert(0);
        *count += 1;
        if *count > 1 {
            let old = Arc::clone(&credential.id);
            credential.id = format!("{old}#{count}").into();
            credential.stated_id = Some(Arc::clone(&old));
            reader.credential = Some(Arc::clone(&credential.id));
            reader.remark(
                RemarkKind::Repeated,
                None,
                "",
                format!(
                    "two credentials of the document have the identifier `{old}`; both are kept, this one as `{}`",
                    credential.id
                ),
            );
        }
    }
    if credentials.len() < 2 {
        reader.credential = None;
        return;
    }
    let known: HashSet<Arc<str>> = credentials.iter().map(|c| Arc::clone(&c.id)).collect();
    for credential in credentials.iter() {
        for part in credential.parts.iter().filter(|p| !known.contains(*p)) {
            reader.credential = Some(Arc::clone(&credential.id));
            let message = format!("the part `{part}` is not in this document");
            reader.remark(RemarkKind::Dangling, None, "", message);
        }
    }
    reader.credential = None;
}
