//! Selective disclosure (SD-JWT, RFC 9901): that each disclosed claim is one whose digest the issuer has signed.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rsa::sha2::{Digest as _, Sha256};
use serde_json::Value;

use crate::json::{self, items, text};
use crate::token::decoded;

/// The claims that may be disclosed.
const MOST_DISCLOSED: usize = 1_000;

/// Checks the disclosures behind a token. The last part is the holder's own token, or empty.
///
/// # Errors
/// Why one of them is not the issuer's.
pub(crate) fn check(payload: &Value, disclosures: &[&str]) -> Result<(), String> {
    if disclosures.is_empty() {
        return Ok(());
    }
    if disclosures.len() > MOST_DISCLOSED {
        return Err(format!("it discloses more than {MOST_DISCLOSED} claims"));
    }
    let algorithm = text(payload, "_sd_alg").unwrap_or("sha-256");
    if algorithm != "sha-256" {
        return Err(format!("its claims are disclosed by {algorithm}; sha-256 is checked"));
    }
    let mut promised = BTreeSet::new();
    promises(payload, &mut promised)?;
    let mut read = Vec::new();
    for disclosure in disclosures {
        let opened = decoded(disclosure).and_then(|bytes| String::from_utf8(bytes).ok());
        let opened = opened.ok_or("a disclosed claim is not in base64url")?;
        let value = json::parse(&opened).map_err(|error| format!("a disclosed claim: {error}"))?;
        promises(&value, &mut promised)?;
        read.push((URL_SAFE_NO_PAD.encode(Sha256::digest(disclosure.as_bytes())), value));
    }
    let mut seen = BTreeSet::new();
    for (digest, value) in read {
        if !seen.insert(digest.clone()) {
            return Err("a claim is disclosed twice".to_owned());
        }
        if !promised.contains(&digest) {
            let name = items(Some(&value)).get(1).and_then(Value::as_str).unwrap_or("an item");
            return Err(format!("the disclosed claim `{name}` is not one that the issuer has signed"));
        }
    }
    Ok(())
}

/// The digests that are signed: under `_sd`, and as the one member `...` of an item (sections 4.2.4.1 and 4.2.4.2).
fn promises(value: &Value, promised: &mut BTreeSet<String>) -> Result<(), String> {
    match value {
        Value::Array(items) => items.iter().try_for_each(|item| promises(item, promised)),
        Value::Object(members) => {
            let own = items(members.get("_sd")).iter().chain(members.get("..."));
            for digest in own.filter_map(Value::as_str) {
                if !promised.insert(digest.to_owned()) {
                    return Err("the same digest of a claim stands in two places (RFC 9901, section 7.1)".to_owned());
                }
            }
            members.values().try_for_each(|member| promises(member, promised))
        }
        _ => Ok(()),
    }
}
