//! Dates in force, and which date of a claim picks the version of a rule.

use crate::date::Date;
use crate::vocabulary::{AttributeId, attribute};

/// When something is in force: over `[from, to)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Period {
    /// The first day; `None` from always.
    pub from: Option<Date>,
    /// The first day on which it is no longer in force; `None` for ever.
    pub to: Option<Date>,
}

impl Period {
    /// Whether a day lies within.
    pub fn holds(self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day < to)
    }

    /// The days that lie in both.
    #[must_use]
    pub fn within(self, outer: Period) -> Self {
        let from = self.from.max(outer.from);
        let to = match (self.to, outer.to) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Self { from, to }
    }
}

/// Which date of a claim picks the version of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum PickedBy {
    /// The day of issuing.
    Issue,
    /// The day of application.
    #[default]
    Application,
    /// The day of enrolment.
    Enrolment,
    /// The day of the decision.
    Decision,
}

impl PickedBy {
    /// All of them.
    pub const ALL: [PickedBy; 4] = [PickedBy::Issue, PickedBy::Application, PickedBy::Enrolment, PickedBy::Decision];

    /// The attribute that holds the date.
    pub fn attribute(self) -> AttributeId {
        match self {
            PickedBy::Issue => attribute::ISSUED,
            PickedBy::Application => attribute::APPLICATION_DATE,
            PickedBy::Enrolment => attribute::ENROLMENT_DATE,
            PickedBy::Decision => attribute::DECISION_DATE,
        }
    }
}
