//! Effects: the six things that a rule does.

use std::sync::Arc;

use credstack_source::Span;

use super::condition::Condition;
use crate::amount::Amount;
use crate::level::StatedLevel;
use crate::symbol::Symbol;
use crate::vocabulary::AttributeId;
use crate::workload::WorkloadUnit;

/// The five elements that recognition compares (EAR manual), and what stands beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Element {
    /// Level.
    Level,
    /// Workload.
    Workload,
    /// Quality.
    Quality,
    /// Profile.
    Profile,
    /// Learning outcomes.
    LearningOutcomes,
}

impl Element {
    /// All five.
    pub const ALL: [Element; 5] =
        [Element::Level, Element::Workload, Element::Quality, Element::Profile, Element::LearningOutcomes];

    /// The word of the language.
    pub fn word(self) -> &'static str {
        match self {
            Element::Level => "level",
            Element::Workload => "workload",
            Element::Quality => "quality",
            Element::Profile => "profile",
            Element::LearningOutcomes => "learning outcomes",
        }
    }
}

/// Duty or discretion of a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Modality {
    /// At least this must be granted.
    Must,
    /// Up to this may be granted.
    May,
}

/// How much a grant gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GrantAmount {
    /// All the credits.
    InFull,
    /// So many ECTS.
    Credits(Amount),
}

/// How what is granted is entered on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordEntry {
    /// With its grade.
    Graded,
    /// Without a grade, and out of the average.
    Ungraded,
    /// Freed from a component without credits.
    ExemptionWithoutCredits,
    /// In place of a component.
    Substitution,
}

impl RecordEntry {
    /// The words of the language.
    pub fn words(self) -> &'static str {
        match self {
            RecordEntry::Graded => "graded",
            RecordEntry::Ungraded => "ungraded",
            RecordEntry::ExemptionWithoutCredits => "exemption without credits",
            RecordEntry::Substitution => "substitution",
        }
    }
}

/// What a grant gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Duty or discretion.
    pub modality: Modality,
    /// How many credits.
    pub amount: GrantAmount,
    /// Recognised as another credential than the one asked for.
    pub recognised_as: Option<Symbol>,
    /// Only up to this level.
    pub level: Option<StatedLevel>,
    /// Only toward these kinds of component; empty for all.
    pub toward: Vec<Symbol>,
    /// On this condition, to be met by then.
    pub condition: Option<Arc<str>>,
    /// How it is entered on record.
    pub record: Option<RecordEntry>,
}

/// One branch of an ordered `else`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch<T> {
    /// When it is taken, if none before it was.
    pub when: Condition,
    /// What it gives.
    pub gives: T,
    /// Where it stands.
    pub span: Span,
}

/// A branch of a `classify`.
pub type ClassBranch = Branch<Symbol>;

/// What an unfavourable answer leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answered {
    /// A substantial difference of this element.
    Doubt(Element),
    /// Nothing is recognised.
    Bar,
}

/// An absolute bound or one in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quantity {
    /// A workload.
    Workload(Amount, WorkloadUnit),
    /// A number of credentials.
    Credentials(u32),
    /// Percent of a named base.
    Percent(Amount, LimitBase),
}

/// What a percentage is a percentage of; always named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LimitBase {
    /// A fact of the case (`award workload`).
    Fact(AttributeId),
    /// The award's components of other kinds than this (`the course part without thesis`).
    WithoutKind(Symbol),
    /// All that is counted in the end.
    Counted,
}

/// Which side a limit bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bound {
    /// No more than.
    AtMost,
    /// No fewer than.
    AtLeast,
}

/// A bound of a limit, with the case in which it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitBound {
    /// Which side.
    pub bound: Bound,
    /// How much.
    pub quantity: Quantity,
    /// In which case.
    pub when: Condition,
    /// Where it stands.
    pub span: Span,
}

/// How much may be counted, over a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// The bounds, the first whose case holds; several sides may stand together.
    pub bounds: Vec<LimitBound>,
    /// How what is counted under it is entered on record.
    pub record: Option<RecordEntry>,
}

/// The six things that a rule does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// What the credential is in this system.
    Classify(Vec<ClassBranch>),
    /// What it gives.
    Grant(Vec<Branch<Grant>>),
    /// A substantial difference: a reason to grant less, never an obligation to refuse.
    Doubt {
        /// Of which element.
        element: Element,
        /// When there is one.
        when: Condition,
        /// What is granted all the same, tried in order.
        still: Vec<Branch<Grant>>,
    },
    /// What is never recognised.
    Bar {
        /// Only toward these kinds of component; empty for everything.
        toward: Vec<Symbol>,
        /// When it is barred.
        when: Condition,
    },
    /// What only evidence or a person can settle.
    Ask {
        /// The question, in words.
        question: Arc<str>,
        /// When it is asked.
        when: Condition,
        /// What a "no" leads to.
        otherwise: Answered,
    },
    /// How much may be counted.
    Limit(Limit),
}

impl Effect {
    /// The keyword of the language.
    pub fn word(&self) -> &'static str {
        match self {
            Effect::Classify(_) => "classify",
            Effect::Grant(_) => "grant",
            Effect::Doubt { .. } => "doubt",
            Effect::Bar { .. } => "bar",
            Effect::Ask { .. } => "ask",
            Effect::Limit(_) => "limit",
        }
    }
}
