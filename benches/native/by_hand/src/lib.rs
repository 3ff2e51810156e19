//! The fourteen checks as somebody would write them in Rust for these records alone: the limit of what can be reached.

mod line;

pub use line::{cents, day, from_line, from_normalised};

/// How many checks there are. A finding is a bit: the lower ones are checks that hold, those above them checks that are open.
pub const COUNT: u32 = 14;
/// The checks that refuse.
pub const REFUSALS: u32 = 0b11_1111;
/// The bits of all checks that hold.
pub const ALL: u32 = (1 << COUNT) - 1;

/// The names of the checks, in the order of their bits.
pub const CHECKS: [&str; COUNT as usize] = [
    "kind_of_learning",
    "authenticity",
    "identity",
    "completion",
    "revocation",
    "issuer",
    "level",
    "least_workload",
    "most_workload",
    "assessment",
    "supervision",
    "quality",
    "language",
    "age",
];

/// 2016-11-20, ten years before the decision, as days since 1970.
const TEN_YEARS_BEFORE: i32 = 17_125;

/// What comes of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Outcome {
    /// A check refuses.
    Refused,
    /// A substantial difference.
    Partially,
    /// Nothing speaks against it.
    Recognised,
    /// It depends on what is missing.
    Incomplete,
}

impl Outcome {
    /// Its name.
    pub fn key(self) -> &'static str {
        ["refused", "partially", "recognised", "incomplete"][self as usize]
    }
}

/// The facts, as far as these checks look at them; what is missing is `None`. Codes are told apart only where a check does.
#[derive(Debug, Clone, Copy, Default)]
pub struct Record {
    pub kind: Option<bool>,
    pub registered: Option<bool>,
    pub identified: Option<bool>,
    pub completed: Option<bool>,
    pub revoked: Option<bool>,
    pub recognised: Option<bool>,
    pub level: Option<u8>,
    pub cents: Option<u32>,
    pub peers: Option<bool>,
    pub online: Option<bool>,
    pub unwatched: Option<bool>,
    pub licensed: Option<bool>,
    pub understood: Option<bool>,
    pub issued: Option<i32>,
}

/// Whether the kind of learning is study.
pub fn is_study(kind: &str) -> bool {
    matches!(kind, "official_study" | "own_study" | "short_cycle_study" | "single_course_unit")
}

/// Whether it is a licence.
pub fn is_licence(quality: &str) -> bool {
    matches!(quality, "institutional_licence" | "programme_licence")
}

/// Whether it is a language of the university.
pub fn is_understood(language: &str) -> bool {
    matches!(language, "en" | "es")
}

/// A check as its bit: held where the fact is as said, open where it is missing.
#[inline]
fn bit(at: u32, holds: Option<bool>) -> u32 {
    match holds {
        Some(holds) => u32::from(holds) << at,
        None => 1 << (COUNT + at),
    }
}

/// All findings of a record.
#[inline]
pub fn findings(record: &Record) -> u32 {
    let not = |fact: Option<bool>| fact.map(|fact| !fact);
    let unwatched = match (record.online, record.unwatched) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    };
    bit(0, not(record.kind))
        | bit(1, not(record.registered))
        | bit(2, not(record.identified))
        | bit(3, not(record.completed))
        | bit(4, record.revoked)
        | bit(5, not(record.recognised))
        | bit(6, record.level.map(|level| level < 5))
        | bit(7, record.cents.map(|cents| cents < 300))
        | bit(8, record.cents.map(|cents| cents > 6_000))
        | bit(9, record.peers)
        | bit(10, unwatched)
        | bit(11, not(record.licensed))
        | bit(12, not(record.understood))
        | bit(13, record.issued.map(|day| day < TEN_YEARS_BEFORE))
}

/// What the findings come to.
#[inline]
pub fn outcome(found: u32) -> Outcome {
    let (held, open) = (found & ALL, found >> COUNT);
    if held & REFUSALS != 0 {
        Outcome::Refused
    } else if open & (REFUSALS | 1 << 7) != 0 {
        Outcome::Incomplete
    } else if held != 0 {
        Outcome::Partially
    } else if open != 0 {
        Outcome::Incomplete
    } else {
        Outcome::Recognised
    }
}

/// The names of the checks of a bitmask.
pub fn reasons(mask: u32) -> Vec<&'static str> {
    CHECKS.iter().enumerate().filter(|(at, _)| mask >> at & 1 == 1).map(|(_, name)| *name).collect()
}
