//! Records from lines of JSON.

use serde::Deserialize;

use crate::{Record, is_licence, is_study, is_understood};

/// The parts of `credential/v1` that the checks look at.
#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    credential: Credential<'a>,
    issuer: Option<Issuer>,
    learner: Option<Learner>,
}

#[derive(Deserialize)]
struct Credential<'a> {
    kind: Option<&'a str>,
    state: Option<&'a str>,
    revoked: Option<bool>,
    supervision: Option<&'a str>,
    #[serde(rename = "peers.registered")]
    registered: Option<bool>,
    #[serde(borrow)]
    assessment: Option<Vec<&'a str>>,
    #[serde(borrow)]
    participation: Option<Vec<&'a str>>,
    #[serde(borrow)]
    quality_assurance: Option<Vec<&'a str>>,
    #[serde(borrow)]
    language: Option<Vec<&'a str>>,
    level: Option<Level<'a>>,
    workload: Option<Workload<'a>>,
    issued: Option<&'a str>,
}

#[derive(Deserialize)]
struct Level<'a> {
    level: &'a str,
}

#[derive(Deserialize)]
struct Workload<'a> {
    amount: &'a str,
}

#[derive(Deserialize)]
struct Issuer {
    recognised: Option<bool>,
}

#[derive(Deserialize)]
struct Learner {
    #[serde(rename = "peers.identified")]
    identified: Option<bool>,
}

/// A record from a line of `credential/v1`; `None` where it is not of that shape.
pub fn from_line(line: &str) -> Option<Record> {
    let document: Document<'_> = serde_json::from_str(line).ok()?;
    let c = document.credential;
    Some(Record {
        kind: c.kind.map(is_study),
        registered: c.registered,
        identified: document.learner.and_then(|learner| learner.identified),
        completed: c.state.map(|state| state == "completed"),
        revoked: c.revoked,
        recognised: document.issuer.and_then(|issuer| issuer.recognised),
        level: c.level.and_then(|level| level.level.parse().ok()),
        cents: c.workload.and_then(|workload| cents(workload.amount)),
        peers: c.assessment.map(|all| all.contains(&"peer_assessment")),
        online: c.participation.map(|all| all.contains(&"online")),
        unwatched: c.supervision.map(|s| s == "unsupervised_without_identity"),
        licensed: c.quality_assurance.map(|all| all.iter().any(|one| is_licence(one))),
        understood: c.language.map(|all| all.iter().any(|one| is_understood(one))),
        issued: c.issued.and_then(day),
    })
}

/// A normalised record, whose codes are texts, workloads hundredths and dates days.
#[derive(Deserialize)]
struct Normalised<'a> {
    kind: Option<&'a str>,
    registered: Option<bool>,
    identified: Option<bool>,
    state: Option<&'a str>,
    revoked: Option<bool>,
    recognised: Option<bool>,
    level: Option<u8>,
    cents: Option<u32>,
    assessment: Option<&'a str>,
    participation: Option<&'a str>,
    supervision: Option<&'a str>,
    quality_assurance: Option<&'a str>,
    language: Option<&'a str>,
    issued: Option<i32>,
}

/// A record from a line of normalised facts; `None` where it is not of that shape.
pub fn from_normalised(line: &str) -> Option<Record> {
    let found: Normalised<'_> = serde_json::from_str(line).ok()?;
    Some(Record {
        kind: found.kind.map(is_study),
        registered: found.registered,
        identified: found.identified,
        completed: found.state.map(|state| state == "completed"),
        revoked: found.revoked,
        recognised: found.recognised,
        level: found.level,
        cents: found.cents,
        peers: found.assessment.map(|one| one == "peer_assessment"),
        online: found.participation.map(|one| one == "online"),
        unwatched: found.supervision.map(|s| s == "unsupervised_without_identity"),
        licensed: found.quality_assurance.map(is_licence),
        understood: found.language.map(is_understood),
        issued: found.issued,
    })
}

/// A decimal number of credits in hundredths.
pub fn cents(amount: &str) -> Option<u32> {
    let (whole, part) = amount.split_once('.').unwrap_or((amount, ""));
    let part: u32 = match part.len() {
        0 => 0,
        1 => part.parse::<u32>().ok()? * 10,
        2 => part.parse().ok()?,
        _ => return None,
    };
    Some(whole.parse::<u32>().ok()? * 100 + part)
}

/// A day as days since 1970.
pub fn day(text: &str) -> Option<i32> {
    let mut parts = text.splitn(3, '-').map(|part| part.parse::<i32>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    Some(365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1 - 719_468)
}
