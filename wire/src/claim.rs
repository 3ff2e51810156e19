//! `claim/v1`: what the learner asks for.

use std::sync::Arc;

use credstack_model::date::{Date, DateRange};
use credstack_model::facts::Standing;
use credstack_model::vocabulary::Entity;
use credstack_model::{Answer, Claim, Toward};
use serde_json::{Map, Value};

use crate::credential::{parse, text};
use crate::problem::Problems;
use crate::reader::Reader;
use crate::together::{AWARDS, PREFER, SHARING, read_together};
use crate::{CLAIM_V1, Reading, Source, facts, value};

/// What a claim holds facts of.
pub(crate) const ENTITIES: [Entity; 5] =
    [Entity::Claim, Entity::Award, Entity::Component, Entity::Learner, Entity::Enrolment];

/// Keys of a claim that are no facts.
const RESERVED: [&str; 12] = [
    "credstack",
    "id",
    "answers",
    "toward",
    "profile",
    "provenance",
    "$schema",
    "@context",
    "comment",
    AWARDS,
    SHARING,
    PREFER,
];

/// Reads a claim.
///
/// # Errors
/// [`Problems`] with every mistake of the document.
pub fn read_claim(source: &Source<'_>, document: &Value) -> Result<Reading<Claim>, Problems> {
    let mut reader = Reader::new(source, &ENTITIES, Standing::Claimed);
    let base = source.base.clone();
    let mut claim = Claim::default();
    match (document.get("credstack").and_then(Value::as_str), document) {
        (Some(CLAIM_V1), Value::Object(map)) => {
            claim.facts = facts::read(&mut reader, map, &base, &RESERVED);
            claim.answers = answers(&mut reader, map, &base);
            claim.toward = toward(&mut reader, map, &base);
            claim.profile = text(&mut reader, map, "profile", &base);
            (claim.awards, claim.together) = read_together(&mut reader, map, &base);
        }
        (version, _) => {
            let found = version
                .map_or_else(|| "`credstack` is missing or no text".to_owned(), |v| format!("`credstack` is `{v}`"));
            reader.problem(
                &format!("{base}/credstack"),
                format!("{found}; this version reads {CLAIM_V1} here"),
                "write \"credstack\": \"claim/v1\"",
            );
        }
    }
    reader.finish(claim)
}

/// Reads a claim from text.
///
/// # Errors
/// [`Problems`] with every mistake of the document.
pub fn read_claim_text(source: &Source<'_>, text: &str) -> Result<Reading<Claim>, Problems> {
    read_claim(source, &parse(text)?)
}

const ANSWER: &str = "write {\"question\": \"es.universities.profile\", \"answer\": \"yes\", \"author\": \"…\", \"date\": \"2024-09-01\"}";

fn answers(reader: &mut Reader<'_>, map: &Map<String, Value>, base: &str) -> Vec<Answer> {
    let path = format!("{base}/answers");
    let items = match map.get("answers") {
        None | Some(Value::Null) => return Vec::new(),
        Some(Value::Array(items)) => items,
        Some(other) => {
            let message = format!("expected a list of answers, found {}", value::sort(other));
            reader.problem(&path, message, "write \"answers\": [{…}]");
            return Vec::new();
        }
    };
    items.iter().enumerate().filter_map(|(at, item)| answer(reader, item, &format!("{path}/{at}"))).collect()
}

fn answer(reader: &mut Reader<'_>, item: &Value, path: &str) -> Option<Answer> {
    let Some(map) = item.as_object() else {
        let message = format!("expected an answer, found {}", value::sort(item));
        reader.problem(path, message, ANSWER);
        return None;
    };
    let mut need = |key: &str| -> Option<Arc<str>> {
        if !map.contains_key(key) {
            let message = format!("the answer has no `{key}`");
            reader.problem(path, message, ANSWER);
        }
        text(reader, map, key, path)
    };
    let (question, author) = (need("question"), need("author"));
    let credential = text(reader, map, "credential", path);
    let yes = match map.get("answer") {
        Some(Value::Bool(yes)) => Some(*yes),
        Some(Value::String(word)) if word == "yes" => Some(true),
        Some(Value::String(word)) if word == "no" => Some(false),
        other => {
            let found = other.map_or_else(|| "nothing".to_owned(), value::sort);
            let message = format!("expected `yes` or `no`, found {found}");
            reader.problem(&format!("{path}/answer"), message, ANSWER);
            None
        }
    };
    let date = answer_date(reader, map, path);
    Some(Answer { question: question?, credential, yes: yes?, author: author?, date })
}

const TOWARD: &str = "write {\"credential\": \"id of a credential\", \"component\": \"thesis\"}";

/// Which credentials are put forward for which components.
fn toward(reader: &mut Reader<'_>, map: &Map<String, Value>, base: &str) -> Vec<Toward> {
    let path = format!("{base}/toward");
    let items = match map.get("toward") {
        None | Some(Value::Null) => return Vec::new(),
        Some(Value::Array(items)) => items.as_slice(),
        Some(other) => {
            let message = format!("expected a list of credentials with components, found {}", value::sort(other));
            reader.problem(&path, message, TOWARD);
            return Vec::new();
        }
    };
    let mut found = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let place = format!("{path}/{at}");
        let pair =
            item.as_object().map(|m| (text(reader, m, "credential", &place), text(reader, m, "component", &place)));
        match pair {
            Some((Some(credential), Some(component))) => found.push(Toward { credential, component }),
            _ => {
                let message = "it does not say which credential is put forward for which component".to_owned();
                reader.problem(&place, message, TOWARD);
            }
        }
    }
    found
}

fn answer_date(reader: &mut Reader<'_>, map: &Map<String, Value>, path: &str) -> Option<Date> {
    let found = map.get("date").filter(|d| !d.is_null())?;
    let day = found.as_str().and_then(|d| DateRange::parse(d).ok()).and_then(DateRange::single);
    if day.is_none() {
        let message = format!("expected the day of the answer, found {}", value::sort(found));
        reader.problem(&format!("{path}/date"), message, "write it as \"2024-09-01\"");
    }
    day
}
