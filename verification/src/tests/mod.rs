//! Documents that hold, documents that do not, and attacks.

mod real;

use crate::{Given, Report, Timestamp};

/// The instant at which tests check, where they say no other.
fn on() -> Timestamp {
    crate::instant("2026-11-01").unwrap()
}

fn verify(text: &str, given: &Given) -> Report {
    crate::verify(text.as_bytes(), given, on()).unwrap()
}
