//! Advice as documents for programs and as text for people, both from the same words.

mod compare;
mod names;
mod next;
mod reach;
mod what_if;
mod why_not;

pub use compare::{
    ClauseDocument, ComparisonDocument, ExampleDocument, LearnerDocument, StandsDocument, comparison_document,
    comparison_html, comparison_text,
};
pub use names::{CredentialName, DemandDocument};
pub use next::{BarredDocument, NextDocument, StepDocument, next_document, next_text};
pub use reach::{ReachDocument, ReachedDocument, reach_document, reach_text};
pub use what_if::{ChangeDocument, WhatIfDocument, what_if_document, what_if_text};
pub use why_not::{AdditionDocument, ConflictDocument, WhyNotDocument, why_not_document, why_not_text};

/// What stands under all advice.
pub(super) const NOTICE: &str = "This is advice on a proposal: a person decides. Stacking gives no automatic entitlement (2022/C 243/02, Annex II, principle 5).";
