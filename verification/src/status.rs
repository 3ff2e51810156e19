//! Status lists: Bitstring Status List 1.0 and Status List 2021, given as files and verified like any other document.

use std::io::Read as _;

use flate2::read::GzDecoder;
use serde_json::Value;

use crate::check::{Check, Verify};
use crate::json::{id, is_a, items, step, text};
use crate::report::{KeyFrom, Named, Outcome, Proof, Said, Status, Verdict};
use crate::token::decoded;

/// The bytes of a list, unpacked; sixteen million credentials have a place in it.
const MOST_UNPACKED: u64 = 2 * 1024 * 1024;

/// The statuses of one credential that are looked up.
const MOST_STATUSES: usize = 20;

/// Looks up what a credential's status lists say.
pub(crate) fn statuses(credential: &Value, at: &str, issuer: Option<&Named>, check: &Check<'_>) -> Vec<Status> {
    let Some(verify) = check.statuses else { return Vec::new() };
    let stated = credential.get("credentialStatus").filter(|status| !status.is_null());
    let several = stated.is_some_and(Value::is_array);
    let at = step(at, "credentialStatus");
    let place = |number: usize| if several { step(&at, &number.to_string()) } else { at.clone() };
    let entries = items(stated);
    let looked_up = entries.iter().take(MOST_STATUSES).enumerate().map(|(number, entry)| {
        let purpose = text(entry, "statusPurpose").unwrap_or("revocation").to_owned();
        let said = said(entry, &purpose, issuer, (check, verify)).unwrap_or_else(|said| said);
        Status { at: place(number), purpose, said }
    });
    let mut statuses: Vec<Status> = looked_up.collect();
    if entries.len() > MOST_STATUSES {
        let why = format!("it names more than {MOST_STATUSES} statuses");
        let said = Said::NotVerifiable { why, give: "the issuer's word on the others".to_owned() };
        statuses.push(Status { at, purpose: "revocation".to_owned(), said });
    }
    statuses
}

fn unknown(why: impl Into<String>, give: impl Into<String>) -> Said {
    Said::NotVerifiable { why: why.into(), give: give.into() }
}

/// Validate algorithm, section 3.2 of Bitstring Status List 1.0.
fn said(
    entry: &Value,
    purpose: &str,
    issuer: Option<&Named>,
    (check, verify): (&Check<'_>, Verify),
) -> Result<Said, Said> {
    if !is_a(entry, "BitstringStatusListEntry") && !is_a(entry, "StatusList2021Entry") {
        let kinds: Vec<&str> = items(entry.get("type")).iter().filter_map(Value::as_str).collect();
        let why = format!("statuses of the kind `{}` are not looked up", kinds.join("`, `"));
        return Err(unknown(why, "the issuer's word on whether it was revoked"));
    }
    if entry.get("statusSize").is_some_and(|size| size.as_u64() != Some(1)) {
        return Err(unknown("its status has more than one bit, which is not read", "the issuer's word on its status"));
    }
    let address = entry.get("statusListCredential").and_then(id);
    let address = address.ok_or_else(|| unknown("its status names no list", "the issuer's word on its status"))?;
    let list = check.given.statuses.get(address);
    let list = list.ok_or_else(|| {
        unknown(format!("the status list `{address}` was not given"), format!("the status list at {address}"))
    })?;
    let (value, part) = verified(list, address, check, verify)?;
    let from_issuer =
        part.issuer.as_ref().and_then(|named| named.id.as_ref()) == issuer.and_then(|named| named.id.as_ref());
    if !from_issuer && part.outcome() != Outcome::Trusted {
        return Err(unknown(
            format!("the status list `{address}` is by another issuer, whom no entry of what is trusted names"),
            "an entry for that issuer",
        ));
    }
    let subject = value.get("credentialSubject").unwrap_or(&Value::Null);
    let typed =
        [("BitstringStatusListCredential", "BitstringStatusList"), ("StatusList2021Credential", "StatusList2021")];
    if !typed.iter().any(|(whole, list)| is_a(&value, whole) && is_a(subject, list)) {
        return Err(unknown(
            format!("`{address}` is no status list by its type"),
            "the list as the issuer publishes it",
        ));
    }
    let purposes = items(subject.get("statusPurpose"));
    if !purposes.iter().any(|stated| stated == purpose) {
        return Err(unknown(format!("the status list `{address}` is not about {purpose}"), "the list that is"));
    }
    let index =
        entry.get("statusListIndex").map(|index| index.as_str().map_or_else(|| index.to_string(), str::to_owned));
    let index: Option<u64> = index.and_then(|index| index.parse().ok());
    let index =
        index.ok_or_else(|| unknown("its place in the status list is no number", "the issuer's word on its status"))?;
    let set = bit(text(subject, "encodedList").unwrap_or(""), index)
        .map_err(|why| unknown(format!("the status list `{address}` {why}"), "the list as the issuer publishes it"))?;
    Ok(if set { Said::Set } else { Said::NotSet })
}

/// The list, if its own proof holds.
fn verified(
    list: &str,
    address: &str,
    check: &Check<'_>,
    verify: Verify,
) -> Result<(Value, crate::report::Part), Said> {
    let inner = Check { given: check.given, on: check.on, statuses: None };
    let failed = |why: String| {
        unknown(
            format!("the status list `{address}` does not verify: {why}"),
            "the list as the issuer publishes it, and its key",
        )
    };
    let report = verify(list, &inner).map_err(|error| failed(error.to_string()))?;
    let value = crate::token::credential_of(list).map_err(|error| failed(error.to_string()))?;
    let part = report.parts.into_iter().next().ok_or_else(|| failed("there is nothing in it".to_owned()))?;
    match part.outcome() {
        Outcome::Trusted | Outcome::Unchanged => {}
        other => return Err(failed(format!("it is {}", other.word()))),
    }
    let issuer = part.issuer.as_ref().and_then(|named| named.id.as_deref());
    let is_own = |proof: &Proof| match &proof.verdict {
        // Whoever signs with a key of their own can name any issuer; the name has to be the key, or known by something given.
        Verdict::Verified { by } => {
            by.trusted.is_some()
                || matches!(&by.found, KeyFrom::Identifier { id } if Some(bare(id)) == issuer.map(bare))
        }
        _ => false,
    };
    if !part.proofs.iter().any(is_own) {
        return Err(failed(
            "nothing that was given says that its key is its issuer's, so that anybody may have made it".to_owned(),
        ));
    }
    Ok((value, part))
}

/// An identifier without the key in it that is meant.
fn bare(id: &str) -> &str {
    id.split('#').next().unwrap_or(id)
}

/// The bit at a place of a list: base64url, after `u` where the list is a Multibase, of a gzip, the first bit at the left
/// (section 3.3, Bitstring Expansion).
fn bit(encoded: &str, index: u64) -> Result<bool, String> {
    let packed = decoded(encoded.strip_prefix('u').unwrap_or(encoded));
    // A list of 2021 has no prefix, and `u` may begin its data; gzip begins with 1f 8b, which is `H4s` in base64.
    let packed = packed.or_else(|| decoded(encoded)).ok_or("is not in base64url")?;
    let mut bits = Vec::new();
    let mut unpacked = GzDecoder::new(packed.as_slice()).take(MOST_UNPACKED + 1);
    unpacked.read_to_end(&mut bits).map_err(|error| format!("cannot be unpacked: {error}"))?;
    if u64::try_from(bits.len()).unwrap_or(u64::MAX) > MOST_UNPACKED {
        return Err(format!("has more than {MOST_UNPACKED} bytes"));
    }
    let byte = usize::try_from(index / 8).ok().and_then(|at| bits.get(at));
    let byte = byte.ok_or_else(|| format!("has no place {index}"))?;
    Ok(byte & (0b1000_0000 >> (index % 8)) != 0)
}
