//! What stands beside the requirements of a stack: averages, the latest credits, exceptions for the learner.

use std::sync::Arc;

use crate::amount::Amount;
use crate::date::Date;
use crate::policy::Bound;
use crate::symbol::Symbol;

/// What became of an exception for one learner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExceptionState {
    /// It was applied.
    Applied,
    /// It is still to be decided, and was not applied.
    Pending,
    /// It is not in force on the day of the decision.
    NotInForce,
    /// It has a term, and the day of the decision is not known.
    DayOpen,
    /// What it is about is no longer there.
    Lost,
    /// The wallet does not hold the credential that it is about.
    NotHeld,
}

impl ExceptionState {
    /// The key that JSON uses.
    pub fn key(self) -> &'static str {
        match self {
            ExceptionState::Applied => "applied",
            ExceptionState::Pending => "pending",
            ExceptionState::NotInForce => "not_in_force",
            ExceptionState::DayOpen => "day_open",
            ExceptionState::Lost => "lost",
            ExceptionState::NotHeld => "not_held",
        }
    }

    /// The words that outputs use.
    pub fn words(self) -> &'static str {
        match self {
            ExceptionState::Applied => "applied",
            ExceptionState::Pending => "not applied: it is still to be decided",
            ExceptionState::NotInForce => "not applied: it is not in force on the day of the decision",
            ExceptionState::DayOpen => "not applied: it has a term, and the day of the decision is not known",
            ExceptionState::Lost => "not applied: the award has no such requirement, component or course any more",
            ExceptionState::NotHeld => "not applied: the wallet does not hold the credential",
        }
    }
}

/// One thing that an exception for one learner does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExceptionLine {
    /// The exception.
    pub name: Symbol,
    /// What a person calls it.
    pub title: Arc<str>,
    /// What it does, in words.
    pub says: Arc<str>,
    /// What became of it.
    pub state: ExceptionState,
    /// Who decided it, or is to decide.
    pub by: Arc<str>,
    /// When.
    pub decided: Option<Date>,
    /// Why.
    pub notes: Vec<Arc<str>>,
}

/// What kind of thing is asked for beside the tree of requirements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FurtherKind {
    /// An average over what is counted.
    Average,
    /// An average over all that fits.
    AverageOfFitting,
    /// What the latest credits have to be.
    Latest,
}

impl FurtherKind {
    /// The key that JSON uses.
    pub fn key(self) -> &'static str {
        match self {
            FurtherKind::Average => "average",
            FurtherKind::AverageOfFitting => "average_of_fitting",
            FurtherKind::Latest => "latest",
        }
    }
}

/// Something asked for beside the tree of requirements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FurtherLine {
    /// Stable name: that of the award or requirement, and its place there.
    pub name: Arc<str>,
    /// The requirement whose it is, by its path; `None` for the whole award.
    pub requirement: Option<Arc<str>>,
    /// What kind it is.
    pub kind: FurtherKind,
    /// Whether the bound is a least or a most: a lower mark may be the better one.
    pub bound: Bound,
    /// The bound: a mark, or ECTS.
    pub extent: Amount,
    /// What the stack comes to; `None` where nothing has a mark, or a mark that counts is not known.
    pub found: Option<Amount>,
    /// Over how many ECTS: those with a mark, or the latest that are looked at.
    pub over: Amount,
    /// Whether it is part of this stack.
    pub chosen: bool,
    /// Whether it is met.
    pub met: bool,
}
