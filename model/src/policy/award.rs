//! Awards: components and a tree of requirements.

use std::sync::Arc;

use credstack_source::Span;

use super::condition::Condition;
use super::effect::{Bound, Quantity};
use super::further::{Average, LatestCredits, Repeats};
use super::period::Period;
use super::source::Citation;
use super::together::{Preference, Sharing, UsedCredits};
use crate::amount::Amount;
use crate::facts::Text;
use crate::level::StatedLevel;
use crate::symbol::Symbol;
use crate::vocabulary::AttributeId;
use crate::workload::WorkloadUnit;

/// What a learner may reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Award {
    /// Full name.
    pub name: Symbol,
    /// What a person calls it.
    pub title: Arc<str>,
    /// The same in other languages.
    pub says: Vec<Text>,
    /// Notes for officers.
    pub notes: Vec<Arc<str>>,
    /// `master`, `certificate`.
    pub kind: Option<Symbol>,
    /// Whether it is an official title of its country.
    pub official: Option<bool>,
    /// Who offers it.
    pub offered_by: Option<Arc<str>>,
    /// Where.
    pub country: Option<Symbol>,
    /// The policy by which credentials are recognised toward it.
    pub policy: Option<Symbol>,
    /// Its level.
    pub level: Option<StatedLevel>,
    /// Whether it is known to have no level: a Flemish postgraduaat.
    pub without_level: bool,
    /// Its workload.
    pub workload: Option<(Amount, WorkloadUnit)>,
    /// Its components.
    pub components: Vec<Component>,
    /// Its requirements; all of them.
    pub require: Vec<Node>,
    /// Limits and shares of its own.
    pub limits: Vec<Share>,
    /// When it is in force.
    pub force: Period,
    /// Where it comes from.
    pub citations: Vec<Citation>,
    /// Where its head stands.
    pub span: Span,
    /// Averages over all of it.
    pub averages: Vec<Average>,
    /// What the latest credits have to be.
    pub latest: Vec<LatestCredits>,
    /// Which of several attempts at one thing counts; `None` where the award says nothing.
    pub repeats: Option<Repeats>,
    /// Requirements of it that share, and awards that share with it.
    pub sharing: Vec<Sharing>,
    /// What becomes of credits that served another award, where it says so.
    pub used: Option<UsedCredits>,
    /// Which award to complete where it is asked for with others and not all can be.
    pub prefer: Option<Preference>,
}

impl Award {
    /// The component of a name.
    pub fn component(&self, name: Symbol) -> Option<&Component> {
        self.components.iter().find(|c| c.name == name)
    }
}

/// A unit, module, block or thesis of an award.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    /// Name within the award.
    pub name: Symbol,
    /// What a person calls it.
    pub title: Arc<str>,
    /// `thesis`, `module`.
    pub kind: Option<Symbol>,
    /// Its workload.
    pub workload: Option<(Amount, WorkloadUnit)>,
    /// Its level.
    pub level: Option<StatedLevel>,
    /// Where it stands.
    pub span: Span,
    /// The learning outcomes that it covers.
    pub covers: Vec<Symbol>,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// So many credits.
    Workload(Amount, WorkloadUnit),
    /// So many credentials.
    Items(u32),
    /// So many learning outcomes covered.
    Outcomes(u32),
}

/// How a credential fills a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Fill {
    /// All its credits or none.
    #[default]
    Whole,
    /// Any part of it, in at most one such slot.
    UpTo,
    /// Any part of it.
    Split,
}

/// Variety that a slot asks for: different values of an attribute, or no more than so much of one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spread {
    /// At least so many different values.
    AtLeast(u32, AttributeId),
    /// At most so much of any one value.
    MostOfOne(Measure, AttributeId),
}

/// A slot: what may fill it and how much of it is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotRule {
    /// Component names that fill it; empty when the condition alone decides.
    pub components: Vec<Symbol>,
    /// Which credentials may fill it.
    pub eligible: Condition,
    /// At least this; `None` when the components alone decide.
    pub minimum: Option<Measure>,
    /// At most this.
    pub maximum: Option<Measure>,
    /// How it is filled.
    pub fill: Fill,
    /// Variety.
    pub spread: Vec<Spread>,
    /// Never by recognition.
    pub at_home: bool,
}

/// A node of the requirement tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Stable name within the award.
    pub name: Symbol,
    /// What a person calls it.
    pub title: Arc<str>,
    /// A minimum over all that is counted below it.
    pub minimum: Option<Measure>,
    /// What it is.
    pub kind: NodeKind,
    /// Where it stands.
    pub span: Span,
    /// Limits over what is counted below it.
    pub limits: Vec<Share>,
    /// Averages over what is counted below it.
    pub averages: Vec<Average>,
    /// The requirements that have to be met before, by name.
    pub after: Vec<(Symbol, Span)>,
}

/// What a node of the tree is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeKind {
    /// A slot.
    Slot(Box<SlotRule>),
    /// A group of requirements.
    Group(Requirement, Vec<Node>),
    /// Another award, by its full name: held, or stacked from the same wallet.
    Award(Symbol),
    /// One requirement or another, by learner, enrolment or wallet.
    If(Box<Choice>),
}

/// How many children of a group are needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Requirement {
    /// All of them.
    AllOf,
    /// Any so many, the others not counted.
    AnyOf(u32),
    /// At least so many, all of them counted.
    AtLeastOf(u32),
}

/// A limit of an award over all that is counted in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// Which side.
    pub bound: Bound,
    /// How much.
    pub quantity: Quantity,
    /// Of what.
    pub from: Condition,
    /// Where it stands.
    pub span: Span,
}

/// What a requirement depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decisive {
    /// A condition on learner, enrolment or claim.
    Case(Condition),
    /// Whether the wallet holds such a credential.
    Holds(Condition),
    /// Whether it holds none.
    HoldsNo(Condition),
}

impl Decisive {
    /// The condition, of the case or of a credential.
    pub fn condition(&self) -> &Condition {
        match self {
            Decisive::Case(condition) | Decisive::Holds(condition) | Decisive::HoldsNo(condition) => condition,
        }
    }
}

/// One requirement or another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What decides.
    pub when: Decisive,
    /// What is required where it holds.
    pub then: Node,
    /// What is required where it does not.
    pub otherwise: Option<Node>,
}
