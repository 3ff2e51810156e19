//! What an award asks for beyond its tree: averages, the latest credits, repeats.

use credstack_source::Span;

use super::condition::Condition;
use crate::amount::Amount;
use crate::vocabulary::AttributeId;
use crate::workload::WorkloadUnit;

/// Over which credentials an average is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Averaged {
    /// Over those that are counted.
    Counted,
    /// Over all that fit some requirement, counted or not.
    Fitting,
}

impl Averaged {
    /// The words of the language.
    pub fn words(self) -> &'static str {
        match self {
            Averaged::Counted => "credentials that are counted",
            Averaged::Fitting => "credentials that fit",
        }
    }
}

/// An average of marks, weighted by credits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Average {
    /// The number that is averaged: the mark, or one that a pack declares.
    pub of: AttributeId,
    /// The average that is needed.
    pub bound: Amount,
    /// Whether a lower mark is the better one: the bound is then a maximum.
    pub lower_is_better: bool,
    /// The lowest and the highest mark of the scale, where the award says them.
    pub scale: Option<(Amount, Amount)>,
    /// Over what.
    pub over: Averaged,
    /// Where it stands.
    pub span: Span,
}

/// Of the latest credits counted at least so many are of a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LatestCredits {
    /// How many of the latest credits are looked at.
    pub window: (Amount, WorkloadUnit),
    /// At least so many of them.
    pub minimum: (Amount, WorkloadUnit),
    /// Are of these.
    pub from: Condition,
    /// Whether of one day the others are taken to be later; otherwise those of the set are.
    pub ties_against: bool,
    /// Whether a whole credential that reaches beyond the window is left out of it; otherwise it is all in it.
    pub straddling_out: bool,
    /// Where it stands.
    pub span: Span,
}

/// Which of several attempts at one thing counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Repeats {
    /// The one with the best mark.
    Best,
    /// The latest.
    Latest,
    /// The first.
    First,
}

impl Repeats {
    /// The word of the language.
    pub fn word(self) -> &'static str {
        match self {
            Repeats::Best => "best",
            Repeats::Latest => "latest",
            Repeats::First => "first",
        }
    }
}
