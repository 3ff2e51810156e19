//! What a plan is made of.

use std::sync::Arc;

use credstack_model::Amount;
use credstack_model::Symbol;
use credstack_model::policy::{Average, Bound, Component, Fill, Quantity};
use credstack_model::stack::RequirementKind;
use credstack_model::vocabulary::AttributeId;
use credstack_source::Span;

/// A quantity in the terms of stacking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::stack) enum Size {
    Credits(Amount),
    Items(u32),
    /// Learning outcomes covered.
    Outcomes(u32),
}

#[derive(Debug, Clone)]
pub(in crate::stack) struct PlanSlot {
    pub(in crate::stack) path: Arc<str>,
    pub(in crate::stack) minimum: Option<Size>,
    pub(in crate::stack) maximum: Option<Size>,
    pub(in crate::stack) fill: Fill,
    pub(in crate::stack) spread: Option<(u32, AttributeId)>,
    pub(in crate::stack) most_of_one: Vec<(Size, AttributeId)>,
    pub(in crate::stack) at_home: bool,
    /// Places of its components; empty when the condition alone decides.
    pub(in crate::stack) components: Vec<usize>,
    /// Filled by holding this award.
    pub(in crate::stack) held: Option<Symbol>,
    /// Place of its condition among [`super::Plan::conditions`].
    pub(in crate::stack) eligible: usize,
    /// The learning outcomes of which some are needed; empty for any.
    pub(in crate::stack) outcomes: Vec<Arc<str>>,
    /// The nodes that have to be met before.
    pub(in crate::stack) after: Vec<usize>,
    /// Its place among [`super::Plan::slots`].
    pub(in crate::stack) place: usize,
}

#[derive(Debug, Clone)]
pub(in crate::stack) enum PlanKind {
    Slot(usize),
    All(Vec<usize>),
    Any(usize, Vec<usize>),
    AtLeast(usize, Vec<usize>),
    /// Another award: the slot of those who hold it, and the node that stacks it.
    Award {
        held: usize,
        stacked: usize,
    },
    /// One requirement or another: the place among [`super::Plan::choices`] of what decides.
    If {
        choice: usize,
        then: usize,
        otherwise: Option<usize>,
    },
}

#[derive(Debug, Clone)]
pub(in crate::stack) struct PlanNode {
    pub(in crate::stack) path: Arc<str>,
    pub(in crate::stack) title: Arc<str>,
    pub(in crate::stack) shown: RequirementKind,
    pub(in crate::stack) minimum: Option<Size>,
    pub(in crate::stack) kind: PlanKind,
    pub(in crate::stack) span: Span,
    /// The exception that waives it.
    pub(in crate::stack) waived: Option<Symbol>,
}

/// A limit that an award states itself.
#[derive(Debug, Clone)]
pub(in crate::stack) struct PlanLimit {
    pub(in crate::stack) name: Arc<str>,
    pub(in crate::stack) bound: Bound,
    pub(in crate::stack) quantity: Quantity,
    /// Place of what it counts among [`Plan::conditions`].
    pub(in crate::stack) from: usize,
    /// The award that states it.
    pub(in crate::stack) award: usize,
    /// The node of that award, where it is stacked within another.
    pub(in crate::stack) node: Option<usize>,
}

#[derive(Debug, Clone)]
pub(in crate::stack) struct PlanComponent {
    /// `es.example.heritage.thesis`: the award and its own name.
    pub(in crate::stack) name: Arc<str>,
    pub(in crate::stack) component: Component,
}

/// What decides between two requirements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::stack) struct PlanChoice {
    /// Whom its condition is about.
    pub(in crate::stack) about: About,
    /// Place of its condition among [`super::Plan::conditions`].
    pub(in crate::stack) condition: usize,
}

/// Whom a condition is about that decides between two requirements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::stack) enum About {
    /// Learner, enrolment or claim.
    Case,
    /// Whether the wallet holds a credential that meets it.
    Holds,
    /// Whether it holds none.
    HoldsNo,
}

/// What the latest credits have to be.
#[derive(Debug, Clone)]
pub(in crate::stack) struct PlanLatest {
    pub(in crate::stack) name: Arc<str>,
    /// ECTS.
    pub(in crate::stack) window: Amount,
    /// ECTS.
    pub(in crate::stack) minimum: Amount,
    /// Place of what it counts among [`super::Plan::conditions`].
    pub(in crate::stack) from: usize,
    pub(in crate::stack) ties_against: bool,
    pub(in crate::stack) straddling_out: bool,
    /// The node of the award that states it, where that is stacked within another.
    pub(in crate::stack) node: Option<usize>,
}

/// A minimum average.
#[derive(Debug, Clone)]
pub(in crate::stack) struct PlanAverage {
    pub(in crate::stack) name: Arc<str>,
    pub(in crate::stack) average: Average,
    /// The node whose requirement it is; `None` for the award itself.
    pub(in crate::stack) node: Option<usize>,
}
