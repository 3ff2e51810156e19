//! Who has issued a document, and who has awarded what it speaks of: they need not be the same.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::json::{id, items};
use crate::report::Named;

/// The awarding bodies that are shown.
const MOST_AWARDING: usize = 20;

/// Who a credential says has issued it; in a token, whom the token says where the credential does not.
pub(crate) fn issuer(credential: &Value, claims: Option<&Value>) -> Option<Named> {
    let stated = credential.get("issuer").or_else(|| credential.get("badge").and_then(|badge| badge.get("issuer")));
    let claimed = claims.and_then(|claims| claims.get("iss"));
    let stated = stated.filter(|v| !v.is_null()).or(claimed)?;
    Some(of(stated, credential))
}

/// Who it says has awarded it: the awarding bodies of the European Learning Model, the creator of a badge.
pub(crate) fn awarding(credential: &Value, issuer: Option<&Named>) -> Vec<Named> {
    let mut found: Vec<&Value> = Vec::new();
    if let Some(subject) = credential.get("credentialSubject") {
        gather(subject, &mut found);
    }
    let mut seen = BTreeSet::new();
    // Each is looked up in the whole document, so only as many as are shown.
    let distinct = found.into_iter().filter(|body| match id(body) {
        Some(own) => issuer.is_none_or(|issuer| issuer.id.as_deref() != Some(own)) && seen.insert(own),
        None => true,
    });
    let mut bodies: Vec<Named> = Vec::new();
    for body in distinct.take(MOST_AWARDING) {
        let body = of(body, credential);
        if !bodies.contains(&body) {
            bodies.push(body);
        }
    }
    bodies
}

fn gather<'v>(value: &'v Value, found: &mut Vec<&'v Value>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| gather(item, found)),
        Value::Object(members) => members.iter().for_each(|(name, member)| match name.as_str() {
            "awardingBody" => found.extend(items(Some(member))),
            "achievement" => {
                found.extend(items(Some(member)).iter().filter_map(|achievement| achievement.get("creator")));
                gather(member, found);
            }
            _ => gather(member, found),
        }),
        _ => {}
    }
}

/// A body as it is named where it stands, or where the document describes it in full under the same identifier.
fn of(stated: &Value, document: &Value) -> Named {
    let own = id(stated);
    let mut names = names(stated);
    if names.is_empty() {
        let full = own.and_then(|own| described(document, own));
        names = full.map(self::names).unwrap_or_default();
    }
    Named { id: own.map(str::to_owned), names }
}

/// The object with this identifier that has names.
fn described<'v>(value: &'v Value, own: &str) -> Option<&'v Value> {
    match value {
        Value::Array(items) => items.iter().find_map(|item| described(item, own)),
        Value::Object(members) => {
            if id(value) == Some(own) && members.len() > 1 && !names(value).is_empty() {
                return Some(value);
            }
            members.values().find_map(|member| described(member, own))
        }
        _ => None,
    }
}

/// The names and the register identifiers of a body.
fn names(body: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for name in ["legalName", "name", "prefLabel", "altLabel"] {
        texts(body.get(name), &mut found);
    }
    for register in
        ["eIDASIdentifier", "eIDASLegalIdentifier", "vatIdentifier", "taxIdentifier", "registration", "identifier"]
    {
        for identifier in items(body.get(register)) {
            found.extend(identifier.get("notation").and_then(Value::as_str).map(str::to_owned));
        }
    }
    let mut seen = BTreeSet::new();
    found.retain(|name| seen.insert(name.clone()));
    found
}

/// Texts, plain or by language.
fn texts(value: Option<&Value>, found: &mut Vec<String>) {
    for item in items(value) {
        match item {
            Value::String(text) => found.push(text.clone()),
            Value::Object(by_language) => by_language.values().for_each(|text| texts(Some(text), found)),
            _ => {}
        }
    }
}
