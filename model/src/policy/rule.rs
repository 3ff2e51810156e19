//! Rules: the six things a rule does, and what stands around them.

use std::sync::Arc;

use credstack_source::Span;

use super::condition::Condition;
use super::period::{Period, PickedBy};
use super::source::Citation;
use crate::amount::Amount;
use crate::facts::{Knowledge, Text};
use crate::level::StatedLevel;
use crate::symbol::Symbol;
use crate::vocabulary::AttributeId;
use crate::workload::WorkloadUnit;

/// Whether lower layers may move a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Standing {
    /// A lower layer may replace it.
    #[default]
    Default,
    /// It is law.
    Mandatory {
        /// Lower layers may be stricter.
        tighten: bool,
        /// Lower layers may be more generous.
        widen: bool,
    },
}

impl Standing {
    /// Whether it is law.
    pub fn is_mandatory(self) -> bool {
        matches!(self, Standing::Mandatory { .. })
    }
}

/// Who sees a rule in outputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Audience {
    /// Everybody.
    #[default]
    Everybody,
    /// Officers only.
    Officers,
}

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

/// What an exception does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Lifts the rule.
    Lifts,
    /// Takes the credentials out of the limit's set.
    LeavesTheCount,
    /// Raises the bound.
    RaisesTo(Quantity),
}

/// A named exception.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// Its name within the rule.
    pub name: Symbol,
    /// What a person calls it.
    pub title: Arc<str>,
    /// When it applies.
    pub when: Condition,
    /// What it does.
    pub deed: Deed,
    /// The evidence that it needs, in words.
    pub evidence: Option<Arc<str>>,
    /// Where it comes from.
    pub citations: Vec<Citation>,
    /// Where it stands.
    pub span: Span,
}

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

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Full name, `es.universities.micro_credential`.
    pub name: Symbol,
    /// What it says, in a sentence.
    pub title: Arc<str>,
    /// The same in other languages.
    pub says: Vec<Text>,
    /// Notes for officers.
    pub notes: Vec<Arc<str>>,
    /// The question of an `ask` in other languages.
    pub asks: Vec<Text>,
    /// What would gain recognition later, in each language that the rule has it in.
    pub measures: Vec<Text>,
    /// Law or default.
    pub standing: Standing,
    /// Who sees it.
    pub audience: Audience,
    /// When it is in force.
    pub force: Period,
    /// Which date decides that.
    pub picked_by: PickedBy,
    /// The credentials and claims that it is for (for a limit: what it counts).
    pub applies: Condition,
    /// What it does.
    pub effect: Effect,
    /// Its exceptions.
    pub exceptions: Vec<Exception>,
    /// Where it comes from.
    pub citations: Vec<Citation>,
    /// The rule of a higher layer in whose place it stands.
    pub replaces: Option<Symbol>,
    /// The limit of whose set this one bounds a part: `of which at most …`.
    pub within: Option<Symbol>,
    /// Its examples.
    pub examples: Vec<Example>,
    /// Where its head stands.
    pub span: Span,
}
