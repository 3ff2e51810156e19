//! Conditions over facts.

use credstack_source::Span;

use crate::amount::Amount;
use crate::date::{Date, Term};
use crate::level::StatedLevel;
use crate::symbol::Symbol;
use crate::vocabulary::AttributeId;
use crate::workload::{Basis, WorkloadUnit};

/// A condition of a rule. It is true or false when it is so in every world, unknown otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Always so, or never.
    Always(bool),
    /// All of them; none is true.
    All(Vec<Condition>),
    /// At least one of them; none is false.
    Any(Vec<Condition>),
    /// The opposite.
    Not(Box<Condition>),
    /// A test of a fact.
    Test(Test),
    /// Whether some `classify` rule says that the credential is of this class.
    Class(Symbol),
    /// The answer to the question of a rule (its full name).
    Answer(Symbol),
}

impl Condition {
    /// Both, without nesting needlessly.
    #[must_use]
    pub fn and(self, other: Condition) -> Condition {
        match (self, other) {
            (Condition::Always(true), c) | (c, Condition::Always(true)) => c,
            (Condition::All(mut a), Condition::All(b)) => {
                a.extend(b);
                Condition::All(a)
            }
            (Condition::All(mut a), c) => {
                a.push(c);
                Condition::All(a)
            }
            (c, Condition::All(mut b)) => {
                b.insert(0, c);
                Condition::All(b)
            }
            (a, b) => Condition::All(vec![a, b]),
        }
    }

    /// Every test in it, in reading order.
    pub fn tests(&self) -> Vec<&Test> {
        let mut found = Vec::new();
        self.walk(&mut |c| {
            if let Condition::Test(test) = c {
                found.push(test);
            }
        });
        found
    }

    /// Calls `visit` for this condition and all below it, in reading order.
    pub fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Condition)) {
        visit(self);
        match self {
            Condition::All(list) | Condition::Any(list) => list.iter().for_each(|c| c.walk(visit)),
            Condition::Not(inner) => inner.walk(visit),
            Condition::Always(_) | Condition::Test(_) | Condition::Class(_) | Condition::Answer(_) => {}
        }
    }
}

/// How two ordered values compare. Bounds are strict or inclusive as their source says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Comparison {
    /// Fewer, lower, before.
    Less,
    /// At most, not after.
    AtMost,
    /// Exactly.
    Equal,
    /// Anything else.
    NotEqual,
    /// At least, not before.
    AtLeast,
    /// More, higher, after.
    More,
}

impl Comparison {
    /// Whether an ordering of value against bound meets it.
    pub fn meets(self, ordering: std::cmp::Ordering) -> bool {
        use std::cmp::Ordering::{Equal, Greater, Less};
        match self {
            Comparison::Less => ordering == Less,
            Comparison::AtMost => ordering != Greater,
            Comparison::Equal => ordering == Equal,
            Comparison::NotEqual => ordering != Equal,
            Comparison::AtLeast => ordering != Less,
            Comparison::More => ordering == Greater,
        }
    }

    /// The sign of the language.
    pub fn sign(self) -> &'static str {
        match self {
            Comparison::Less => "<",
            Comparison::AtMost => "<=",
            Comparison::Equal => "=",
            Comparison::NotEqual => "<>",
            Comparison::AtLeast => ">=",
            Comparison::More => ">",
        }
    }
}

/// A test of one fact. Two tests are equal when they ask the same, wherever they stand.
#[derive(Debug, Clone)]
pub struct Test {
    /// Which fact.
    pub attribute: AttributeId,
    /// What about it.
    pub kind: TestKind,
    /// Where it stands.
    pub span: Span,
}

impl PartialEq for Test {
    fn eq(&self, other: &Self) -> bool {
        self.attribute == other.attribute && self.kind == other.kind
    }
}

impl Eq for Test {}

/// What a workload or a number is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operand {
    /// A fixed amount.
    Fixed(Amount),
    /// So many percent of another fact of the case (`80% of component workload`).
    PercentOf {
        /// How many percent.
        percent: Amount,
        /// Of which fact.
        attribute: AttributeId,
    },
}

/// What a test asks of a fact.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum TestKind {
    /// It is so (a yes-or-no attribute).
    Holds,
    /// It is not none: `has learning outcomes`. Unknown while the file says nothing.
    Has,
    /// The file says something of it, be it that there is none. Always known.
    Stated,
    /// It is one of these codes, or begins with one where the list goes by prefix.
    Among(Vec<Symbol>),
    /// A workload against an amount in a unit.
    Workload {
        /// How.
        comparison: Comparison,
        /// The bound.
        operand: Operand,
        /// In which unit.
        unit: WorkloadUnit,
        /// By which basis, where it has to be converted.
        basis: Basis,
    },
    /// A number against a bound.
    Number {
        /// How.
        comparison: Comparison,
        /// The bound.
        operand: Operand,
    },
    /// A level against a level, within the framework of the bound.
    Level {
        /// How.
        comparison: Comparison,
        /// The bound.
        level: StatedLevel,
    },
    /// A level against another fact's level, both as EQF levels (`level >= component level`).
    LevelOf {
        /// How.
        comparison: Comparison,
        /// The other fact.
        attribute: AttributeId,
    },
    /// A date against a day.
    Date {
        /// How.
        comparison: Comparison,
        /// The bound.
        day: Date,
    },
    /// A date against another date of the case: `expiry before decision date`.
    DateOf {
        /// How.
        comparison: Comparison,
        /// The other fact.
        attribute: AttributeId,
    },
    /// A date no longer ago than a term before another date: on the last calendar day of the term it still holds.
    Within {
        /// How long.
        term: Term,
        /// Before which date of the claim.
        of: AttributeId,
    },
}

impl TestKind {
    /// The other fact of the case that the fact is compared with.
    pub fn compared_with(&self) -> Option<AttributeId> {
        match self {
            TestKind::Workload { operand: Operand::PercentOf { attribute, .. }, .. }
            | TestKind::Number { operand: Operand::PercentOf { attribute, .. }, .. }
            | TestKind::LevelOf { attribute, .. }
            | TestKind::DateOf { attribute, .. }
            | TestKind::Within { of: attribute, .. } => Some(*attribute),
            _ => None,
        }
    }
}
