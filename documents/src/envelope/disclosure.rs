//! Disclosures of an SD-JWT: the token holds digests of claims, and behind it stand the claims that the holder shows.

use std::collections::HashMap;

use serde_json::{Map, Value};
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::base64url::{decode, encode};
use crate::error::MOST_NESTED;

/// How many claims stay hidden, and how many disclosures belong nowhere.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Disclosed {
    pub(crate) hidden: usize,
    pub(crate) strange: usize,
}

/// A claim that is shown: with its name, or as the item of a list.
struct Claim {
    name: Option<String>,
    value: Value,
}

/// Puts the claims that are shown where their digests stand. The error says what is wrong with them.
pub(crate) fn put_in(payload: &mut Value, disclosed: &[&str]) -> Result<Disclosed, String> {
    let algorithm = payload.get("_sd_alg").and_then(Value::as_str).unwrap_or("sha-256").to_owned();
    let mut claims = HashMap::new();
    for encoded in disclosed {
        let claim = claim(encoded).ok_or("a disclosure of the token is not Base64 of a list of two or three items")?;
        claims.insert(digest(&algorithm, encoded)?, claim);
    }
    let mut found = Disclosed::default();
    fill(payload, &mut claims, &mut found, 0)?;
    found.strange = claims.len();
    Ok(found)
}

fn claim(encoded: &str) -> Option<Claim> {
    let list: Vec<Value> = serde_json::from_str(&decode(encoded)?).ok()?;
    let mut items = list.into_iter().skip(1);
    match (items.next()?, items.next(), items.next()) {
        (value, None, None) => Some(Claim { name: None, value }),
        (Value::String(name), Some(value), None) => Some(Claim { name: Some(name), value }),
        _ => None,
    }
}

fn digest(algorithm: &str, encoded: &str) -> Result<String, String> {
    let bytes = encoded.as_bytes();
    match algorithm {
        "sha-256" => Ok(encode(&Sha256::digest(bytes))),
        "sha-384" => Ok(encode(&Sha384::digest(bytes))),
        "sha-512" => Ok(encode(&Sha512::digest(bytes))),
        _ => Err("the token hides claims behind digests of an algorithm that is not known".to_owned()),
    }
}

/// A claim that is shown may hide others. Each is taken once, so that this ends.
fn fill(
    value: &mut Value,
    claims: &mut HashMap<String, Claim>,
    found: &mut Disclosed,
    depth: usize,
) -> Result<(), String> {
    if depth > MOST_NESTED {
        return Err("what it discloses is nested more than 127 deep".to_owned());
    }
    match value {
        Value::Object(map) => {
            show_members(map, claims, found);
            map.values_mut().try_for_each(|inner| fill(inner, claims, found, depth + 1))
        }
        Value::Array(items) => {
            show_items(items, claims, found);
            items.iter_mut().try_for_each(|inner| fill(inner, claims, found, depth + 1))
        }
        _ => Ok(()),
    }
}

fn show_members(map: &mut Map<String, Value>, claims: &mut HashMap<String, Claim>, found: &mut Disclosed) {
    map.remove("_sd_alg");
    let Some(Value::Array(digests)) = map.remove("_sd") else {
        return;
    };
    for digest in digests.iter().filter_map(Value::as_str) {
        match claims.remove(digest) {
            // A claim must not take the place of one that is there.
            Some(Claim { name: Some(name), value }) if !map.contains_key(&name) => {
                map.insert(name, value);
            }
            _ => found.hidden += 1,
        }
    }
}

fn show_items(items: &mut Vec<Value>, claims: &mut HashMap<String, Claim>, found: &mut Disclosed) {
    let hides = |item: &Value| {
        let map = item.as_object().filter(|m| m.len() == 1)?;
        map.get("...")?.as_str().map(ToOwned::to_owned)
    };
    let all = std::mem::take(items);
    for item in all {
        match hides(&item).map(|digest| claims.remove(&digest)) {
            None => items.push(item),
            Some(Some(Claim { name: None, value })) => items.push(value),
            Some(_) => found.hidden += 1,
        }
    }
}
