//! Instants that documents state, against the instant of checking, which is given.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::json::text;
use crate::report::Validity;

/// How far clocks may differ before a claim lies in the future.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_mins(5);

/// The instant that a text states: RFC 3339; a day or a time without a zone is universal time.
pub(crate) fn instant(stated: &str) -> Option<Timestamp> {
    let stated = stated.trim();
    if let Ok(at) = stated.parse::<Timestamp>() {
        return Some(at);
    }
    if let Ok(at) = stated.parse::<DateTime>() {
        return Some(at.to_zoned(TimeZone::UTC).ok()?.timestamp());
    }
    Some(stated.parse::<Date>().ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

/// The instant of checking as a person states it: RFC 3339, or a day, of which the last second counts.
pub(crate) fn stated(stated: &str) -> Option<Timestamp> {
    let at = end(stated)?;
    if stated.contains(':') { Some(at) } else { at.checked_sub(SignedDuration::from_secs(1)).ok() }
}

/// The last instant that a text includes: a day alone lasts until its end.
fn end(stated: &str) -> Option<Timestamp> {
    let at = instant(stated)?;
    if stated.contains(':') { Some(at) } else { at.checked_add(SignedDuration::from_hours(24)).ok() }
}

/// The seconds since 1970 of a token (RFC 7519, section 2, `NumericDate`); fractions are dropped.
pub(crate) fn seconds(value: &Value) -> Option<Timestamp> {
    let stated = value.as_number()?.to_string();
    Timestamp::from_second(stated.split('.').next()?.parse().ok()?).ok()
}

/// That an instant does not lie in the future.
///
/// # Errors
/// The words that say so.
pub(crate) fn not_after(at: Timestamp, on: Timestamp) -> Result<(), String> {
    let latest = on.checked_add(CLOCKS_DIFFER).unwrap_or(Timestamp::MAX);
    if at > latest { Err(format!("that is after the instant of checking, {on}")) } else { Ok(()) }
}

/// Whether a credential is within its time: Verifiable Credentials Data Model 2.0, section 4.9, and 1.1, sections 4.4 and 4.6;
/// Open Badges 2.0, `issuedOn` and `expires`; the claims of the token around it (RFC 7519, sections 4.1.4 and 4.1.5).
pub(crate) fn validity(credential: &Value, claims: Option<&Value>, on: Timestamp) -> Validity {
    let stated = |names: &[&str]| {
        let found = names.iter().find_map(|name| credential.get(*name).filter(|v| !v.is_null()).cloned());
        found.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
    };
    let from = stated(&["validFrom", "issuanceDate", "issuedOn"]);
    let until = stated(&["validUntil", "expirationDate", "expires"]);
    for bound in [&from, &until].into_iter().flatten() {
        if instant(bound).is_none() {
            return Validity::Unreadable { stated: bound.clone() };
        }
    }
    if let Some(until) = until.filter(|until| end(until).is_some_and(|end| end <= on)) {
        return Validity::Expired { until };
    }
    if let Some(from) = from.filter(|from| instant(from).is_some_and(|at| not_after(at, on).is_err())) {
        return Validity::NotYet { from };
    }
    claimed(claims, on)
}

fn claimed(claims: Option<&Value>, on: Timestamp) -> Validity {
    let Some(claims) = claims else { return Validity::InForce };
    for (name, ends) in [("exp", true), ("nbf", false)] {
        let Some(value) = claims.get(name).filter(|value| !value.is_null()) else { continue };
        let Some(at) = seconds(value) else { return Validity::Unreadable { stated: value.to_string() } };
        if ends && at <= on {
            return Validity::Expired { until: at.to_string() };
        }
        if !ends && not_after(at, on).is_err() {
            return Validity::NotYet { from: at.to_string() };
        }
    }
    Validity::InForce
}

/// When a token says that it was made: `iat` (RFC 7519), `sigT` (ETSI TS 119 182-1, section 5.2.1).
pub(crate) fn made(header: &Value, claims: Option<&Value>) -> Option<(String, Option<Timestamp>)> {
    if let Some(stated) = text(header, "sigT") {
        return Some((stated.to_owned(), instant(stated)));
    }
    let value = header.get("iat").or_else(|| claims?.get("iat"))?;
    Some((value.to_string(), seconds(value)))
}
