//! Exceptions for one learner: what a board allows one person in one award.

use std::sync::Arc;

use credstack_source::Span;

use super::award::Measure;
use super::period::Period;
use crate::amount::Amount;
use crate::date::Date;
use crate::symbol::Symbol;
use crate::workload::WorkloadUnit;

/// An exception for one learner in one award.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LearnerException {
    /// Its name.
    pub name: Symbol,
    /// What a person calls it.
    pub title: Arc<str>,
    /// The learner, by identifier.
    pub learner: Arc<str>,
    /// The award, by its full name.
    pub award: Symbol,
    /// What it does.
    pub deeds: Vec<LearnerDeed>,
    /// Who decided it, or is still to decide.
    pub by: Arc<str>,
    /// The day of the decision.
    pub decided: Option<Date>,
    /// Whether it is still to be decided.
    pub pending: bool,
    /// When it is in force.
    pub force: Period,
    /// Why.
    pub notes: Vec<Arc<str>>,
    /// Where it stands.
    pub span: Span,
}

/// What an exception for one learner does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LearnerDeed {
    /// What.
    pub what: Deeds,
    /// The requirement, component or course that it is about, as written; empty where it is about none.
    pub place: Arc<str>,
    /// Where it stands.
    pub span: Span,
}

/// The things that an exception for one learner may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deeds {
    /// This credential takes the place of the course or component, and counts nowhere else.
    Substitute {
        /// The credential, by its own identifier or that of its course.
        by: Arc<str>,
        /// How many credits it has there.
        credits: Option<(Amount, WorkloadUnit)>,
    },
    /// This credential may fill the requirement, too.
    AlsoAllow(Arc<str>),
    /// This credential counts in the requirement and nowhere else.
    ApplyHere(Arc<str>),
    /// This credential does not count there; without a place nowhere.
    DoNotUse(Arc<str>),
    /// The requirement needs so much.
    Change(Measure),
    /// The requirement need not be met; with credits it brings so many, else none.
    Waive(Option<(Amount, WorkloadUnit)>),
}

impl Deeds {
    /// The words of the language.
    pub fn words(&self) -> &'static str {
        match self {
            Deeds::Substitute { .. } => "substitute",
            Deeds::AlsoAllow(_) => "also allow",
            Deeds::ApplyHere(_) => "apply here",
            Deeds::DoNotUse(_) => "do not use",
            Deeds::Change(_) => "change",
            Deeds::Waive(None) => "waive without credits",
            Deeds::Waive(Some(_)) => "waive with credits",
        }
    }
}
