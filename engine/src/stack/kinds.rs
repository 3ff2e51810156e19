//! What several parts of stacking speak of: marks, days, ways, attempts.

use std::collections::BTreeMap;

use credstack_model::date::{Date, DateRange};
use credstack_model::facts::Value;
use credstack_model::proposal::Unknown;
use credstack_model::stack::{Include, Reading};
use credstack_model::vocabulary::{AttributeId, attribute};
use credstack_model::{Amount, Credential};

use super::faces::Fixed;

/// What is known of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// This one.
    Known(Amount),
    /// There is none.
    None,
    /// The file does not say.
    Unknown,
}

/// The marks of the wallet, read in one way.
#[derive(Clone, Copy)]
pub(super) struct Marks<'a> {
    pub(super) known: &'a BTreeMap<(usize, AttributeId), Mark>,
    pub(super) reading: Reading,
    pub(super) fixed: &'a Fixed,
    pub(super) include: Include,
    /// Attempts that do not count because another does.
    pub(super) instead: &'a BTreeMap<usize, Instead>,
}

/// Where an average stands in a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Placed {
    /// Among its averages, with how many parts a mark is counted in.
    Counted(usize, i64),
    /// Among what is settled, with what it comes to and over how many credits.
    Settled(usize, Option<Amount>, Amount),
}

/// A mark or credits that nothing bounds.
pub(super) const UNBOUNDED: i64 = 1_000_000_000;

/// When the learning was completed, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    /// On this day, or on one of these.
    Within(DateRange),
    /// It is not completed, so it comes after all that is.
    Later,
    /// The file does not say.
    Unknown,
}

impl Day {
    pub(super) fn of(credential: &Credential, progress: Include) -> Self {
        match credential.facts.value(attribute::ISSUED) {
            Some(Value::Date(day)) => Day::Within(*day),
            _ if progress > Include::Completed => Day::Later,
            _ => Day::Unknown,
        }
    }

    /// The first and the last day that it may be; `None` for before or after all others.
    pub(super) fn ends(self) -> (Place, Place) {
        match self {
            Day::Within(range) => (Place::On(range.first), Place::On(range.last)),
            Day::Later => (Place::Last, Place::Last),
            Day::Unknown => (Place::First, Place::Last),
        }
    }
}

/// A place among the days of a wallet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// Before all days that are known.
    First,
    /// On a day.
    On(Date),
    /// After all days that are known.
    Last,
}

/// Which of two requirements is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// The first: what decides holds.
    Then,
    /// The second, or none where there is no second.
    Otherwise,
    /// It is open. A stack that is valid in every world counts nothing below either.
    Open,
}

/// Why an attempt does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Instead {
    /// Another does, by its place among the entries.
    Of(usize),
    /// Which of them does is open, by this fact.
    Open(Unknown),
}
