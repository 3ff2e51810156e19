//! Examples beside rules: facts, and what a rule promises of them.

use std::sync::Arc;

use credstack_source::Span;

use super::effect::{Answered, Bound, Element, GrantAmount, Modality, Quantity, RecordEntry};
use crate::facts::Knowledge;
use crate::level::StatedLevel;
use crate::symbol::Symbol;
use crate::vocabulary::AttributeId;

/// A fact of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExampleFact {
    /// Which fact.
    pub attribute: AttributeId,
    /// What is known of it.
    pub knowledge: Knowledge,
}

/// What an example promises of an effect that takes place; what it leaves out it does not promise.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Promise {
    /// Duty or discretion of what is granted, or still granted beside a doubt.
    pub modality: Option<Modality>,
    /// How many credits are granted.
    pub amount: Option<GrantAmount>,
    /// As which other credential.
    pub recognised_as: Option<Symbol>,
    /// Only up to which level.
    pub level: Option<StatedLevel>,
    /// Only toward these kinds of component; empty where nothing is said of it.
    pub toward: Vec<Symbol>,
    /// On which condition.
    pub condition: Option<Arc<str>>,
    /// How it is entered on record.
    pub record: Option<RecordEntry>,
    /// How much a limit lets count, from each side.
    pub counts: Vec<(Bound, Quantity)>,
    /// Which element is doubted.
    pub element: Option<Element>,
    /// What an unfavourable answer leads to.
    pub otherwise: Option<Answered>,
}

/// What an example promises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expectation {
    /// The rule classifies it as this.
    Is(Symbol),
    /// The rule does not classify it as this.
    IsNot(Symbol),
    /// The rule's effect takes place.
    Holds,
    /// The rule's effect takes place, and it gives this.
    Gives(Promise),
    /// The rule is for it, and its effect does not take place.
    DoesNotHold,
    /// The rule is not for it.
    DoesNotApply,
    /// It depends on exactly these facts; empty: on whichever.
    Undetermined(Vec<AttributeId>),
}

/// An example beside its rule, which is its test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// What a person calls it.
    pub title: Arc<str>,
    /// Its facts. It starts from a credential that the rule is for.
    pub facts: Vec<ExampleFact>,
    /// What it promises.
    pub expect: Expectation,
    /// Where it stands.
    pub span: Span,
}
