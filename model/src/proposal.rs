//! What all rules together say of one credential for one purpose, as data.

use std::sync::Arc;

use crate::amount::{Amount, AmountRange};
use crate::date::DateRange;
use crate::facts::Fact;
use crate::level::StatedLevel;
use crate::policy::{LimitBase, Quantity, RecordEntry, Test};
use crate::symbol::Symbol;
use crate::vocabulary::AttributeId;
use crate::workload::Conversion;

/// The ladder of practice, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// Nothing is recognised.
    Refused,
    /// Recognised once a condition is met.
    Conditionally,
    /// Recognised for fewer credits, at a lower level, or toward named components only.
    Partially,
    /// Recognised as another credential than the one asked for.
    RecognisedAs,
    /// Recognised in full.
    Recognised,
}

impl Label {
    /// The word that outputs use.
    pub fn word(self) -> &'static str {
        match self {
            Label::Refused => "refused",
            Label::Conditionally => "conditionally recognised",
            Label::Partially => "partially recognised",
            Label::RecognisedAs => "recognised as another credential",
            Label::Recognised => "recognised",
        }
    }

    /// The key that JSON uses.
    pub fn key(self) -> &'static str {
        match self {
            Label::Refused => "refused",
            Label::Conditionally => "conditionally",
            Label::Partially => "partially",
            Label::RecognisedAs => "recognised_as",
            Label::Recognised => "recognised",
        }
    }
}

/// True, false, or not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// So in every world.
    True,
    /// So in none.
    False,
    /// So in some.
    Unknown,
}

impl Truth {
    /// Known to be so or not.
    pub fn known(value: bool) -> Self {
        if value { Truth::True } else { Truth::False }
    }

    /// The opposite.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Truth::True => Truth::False,
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
        }
    }

    /// The word that outputs use.
    pub fn word(self) -> &'static str {
        match self {
            Truth::True => "yes",
            Truth::False => "no",
            Truth::Unknown => "unknown",
        }
    }
}

/// What a proposal can depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unknown {
    /// A fact that the file does not settle.
    Fact(AttributeId),
    /// A question that only a person can answer: the full name of the rule or exception that asks.
    Answer(Symbol),
}

/// What one rule says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Its effect takes place.
    Holds,
    /// It is for this credential, and its effect does not take place.
    DoesNotHold,
    /// It is not for this credential or claim.
    DoesNotApply,
    /// It depends on these.
    Undetermined(Vec<Unknown>),
}

impl State {
    /// The key that JSON uses.
    pub fn key(&self) -> &'static str {
        match self {
            State::Holds => "holds",
            State::DoesNotHold => "does_not_hold",
            State::DoesNotApply => "does_not_apply",
            State::Undetermined(_) => "undetermined",
        }
    }
}

/// What one rule says of one credential for one purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Full name of the rule.
    pub rule: Symbol,
    /// What it says.
    pub state: State,
    /// For `classify`: the classes that it gives, or may give.
    pub classes: Vec<Symbol>,
    /// The exceptions that lift it, or may.
    pub lifted_by: Vec<(Symbol, Truth)>,
}

/// What is recognised, and how, in one world or over several.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Outcome {
    /// The worst rung of the ladder.
    pub worst: Label,
    /// The best rung.
    pub best: Label,
    /// ECTS that must be granted.
    pub must: AmountRange,
    /// ECTS that may be granted.
    pub may: AmountRange,
    /// Recognised as these.
    pub recognised_as: Vec<Symbol>,
    /// The classes that rules give it.
    pub classes: Vec<Symbol>,
    /// Conditions to be met, in words.
    pub conditions: Vec<Arc<str>>,
    /// Kinds of component toward which it never counts.
    pub never_toward: Vec<Symbol>,
    /// Kinds of component toward which alone it counts; empty for all.
    pub only_toward: Vec<Symbol>,
    /// Recognised at this level only.
    pub level: Option<StatedLevel>,
    /// How it is entered on record.
    pub record: Option<RecordEntry>,
    /// A mandatory duty above a mandatory bar: the two rules.
    pub conflict: Option<(Symbol, Symbol)>,
}

/// Values of one unknown that no rule tells apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Yes or no.
    Truth(bool),
    /// An amount between two ends, each included or not.
    Amount {
        /// The lower end.
        low: Amount,
        /// The upper end; `None` where nothing bounds it.
        high: Option<Amount>,
        /// Whether the lower end itself is outside.
        above: bool,
        /// Whether the upper end itself is outside.
        below: bool,
        /// The unit, as text.
        unit: Arc<str>,
    },
    /// These codes; several for attributes that take several.
    Codes(Vec<Symbol>),
    /// A code that no rule names.
    OtherCode,
    /// Any of these levels, as text.
    Levels(Vec<Arc<str>>),
    /// A day between two days.
    Days(DateRange),
    /// It is none.
    NoneOfIt,
    /// There is some, whatever it is.
    Some,
}

/// What a value of an unknown leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    /// The values.
    pub cells: Vec<Cell>,
    /// What they lead to, whatever the other unknowns are.
    pub outcome: Outcome,
}

/// Something to ask for, because the outcome depends on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// What.
    pub unknown: Unknown,
    /// The rules that ask, by full name.
    pub rules: Vec<Symbol>,
    /// What each answer leads to.
    pub leads: Vec<Lead>,
}

/// A limit that would count this credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitLine {
    /// Full name of the limit.
    pub rule: Symbol,
    /// Whether it counts the credential.
    pub counts: Truth,
    /// Whether it bounds from above.
    pub at_most: bool,
    /// The bound as the rule states it.
    pub quantity: Quantity,
    /// The bound in ECTS, where its base is known.
    pub bound: Option<Amount>,
    /// The base, where it is a percentage.
    pub base: Option<LimitBase>,
    /// Exceptions and whether they apply.
    pub exceptions: Vec<(Symbol, Truth)>,
}

/// One change of one known fact and what it would lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which fact.
    pub unknown: Unknown,
    /// To which value.
    pub cell: Cell,
    /// What would come out.
    pub outcome: Outcome,
}

/// A step of an explanation: a condition, whether it holds, and the facts that made it so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// All of these.
    All(Truth, Vec<Step>),
    /// Any of these.
    Any(Truth, Vec<Step>),
    /// Not this.
    Not(Truth, Box<Step>),
    /// A test of a fact.
    Test {
        /// The test.
        test: Box<Test>,
        /// Whether it holds.
        truth: Truth,
        /// The fact, with where it was read.
        fact: Option<Box<Fact>>,
        /// The amount it was compared as, and how it was converted.
        converted: Option<(AmountRange, Conversion)>,
    },
    /// Whether it is of a class.
    Class(Truth, Symbol),
    /// The answer to a question.
    Answer(Truth, Symbol),
    /// A condition without content.
    Always(bool),
}

impl Step {
    /// Whether it holds.
    pub fn truth(&self) -> Truth {
        match self {
            Step::All(truth, _)
            | Step::Any(truth, _)
            | Step::Not(truth, _)
            | Step::Class(truth, _)
            | Step::Answer(truth, _)
            | Step::Test { truth, .. } => *truth,
            Step::Always(value) => Truth::known(*value),
        }
    }
}

/// Whether an interval is exact or only a safe bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// The worst and best over all worlds.
    Exact,
    /// No world is outside, but some within may not be reached.
    Outer,
}

/// What all rules together say of one credential for one purpose. The engine proposes; a person decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The credential's identifier.
    pub credential: Arc<str>,
    /// The policy.
    pub policy: Symbol,
    /// The routes that may be open, the first that is taken; more than one only while it is not settled.
    pub routes: Vec<Symbol>,
    /// The interval over all worlds.
    pub outcome: Outcome,
    /// Exact or outer.
    pub precision: Precision,
    /// What is proposed if the file is closed as it stands; `None` where there were more worlds than the budget allows.
    pub closed: Option<Outcome>,
    /// What to ask for; empty when the proposal is determined.
    pub asks: Vec<Ask>,
    /// What every rule in force says.
    pub findings: Vec<Finding>,
    /// The limits that would count it.
    pub limits: Vec<LimitLine>,
    /// What a single changed fact would lead to.
    pub changes: Vec<Change>,
    /// How many worlds were looked at.
    pub worlds: usize,
}

impl Proposal {
    /// Whether nothing is open.
    pub fn is_determined(&self) -> bool {
        self.asks.is_empty() && self.precision == Precision::Exact && self.outcome.conflict.is_none()
    }
}
