//! Parameters: numbers of a law that change by date, named once and used in many rules.

use std::sync::Arc;

use credstack_source::Span;

use super::period::Period;
use super::source::Citation;
use crate::amount::Amount;
use crate::date::{Date, Term};
use crate::level::StatedLevel;
use crate::symbol::Symbol;
use crate::workload::WorkloadUnit;

/// What a parameter may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterValue {
    /// A workload in its unit.
    Workload(Amount, WorkloadUnit),
    /// A share, in percent; one third is 100/3, exactly.
    Percent(Amount),
    /// A number of credentials.
    Credentials(u32),
    /// A level of a framework.
    Level(StatedLevel),
    /// A length of time.
    Term(Term),
    /// A number without a unit, as a mark.
    Number(Amount),
}

/// A value of a parameter and when it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DatedValue {
    /// The value.
    pub value: ParameterValue,
    /// When it holds; the values of one parameter never overlap.
    pub period: Period,
    /// Where it stands.
    pub span: Span,
}

/// A named number of a policy, as a dated series.
///
/// A rule that uses one is in force once for each of its values, each with the value of its time; which date picks the value is
/// what picks the version of the rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Full name, `sk.studies.micro_share`.
    pub name: Symbol,
    /// What a person calls it.
    pub title: Arc<str>,
    /// Its values, oldest first.
    pub values: Vec<DatedValue>,
    /// Where they come from; every rule that uses it cites this too.
    pub citations: Vec<Citation>,
    /// The last day on which somebody compared it with its source.
    pub checked: Option<Date>,
    /// Where sources disagree: the reading taken.
    pub reading: Option<Arc<str>>,
    /// Where its name stands.
    pub span: Span,
}
