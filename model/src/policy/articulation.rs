//! Articulation tables: these courses of that institution together stand for these of ours.

use std::sync::Arc;

use credstack_source::Span;

use super::period::Period;
use crate::amount::Amount;
use crate::symbol::Symbol;
use crate::workload::WorkloadUnit;

/// One row of a table: a set of courses and what they stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Articulation {
    /// Its name.
    pub name: Symbol,
    /// What a person calls it.
    pub title: Arc<str>,
    /// The courses that are needed, all of them, by their identifiers.
    pub from: Vec<Symbol>,
    /// Of which institution, by name or identifier.
    pub of: Option<Arc<str>>,
    /// What they stand for.
    pub gives: Vec<Given>,
    /// On which days the courses were completed.
    pub force: Period,
    /// Notes for officers.
    pub notes: Vec<Arc<str>>,
    /// Where it stands.
    pub span: Span,
}

/// What a set of courses stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// A component by its full name, or another course by its identifier.
    pub name: Symbol,
    /// Its credits; without them those of the component or of the courses.
    pub credits: Option<(Amount, WorkloadUnit)>,
    /// Where it stands.
    pub span: Span,
}
