//! Rules: what stands around an effect.

use std::sync::Arc;

use credstack_source::Span;

use super::condition::Condition;
use super::effect::{Effect, Quantity};
use super::example::Example;
use super::period::{Period, PickedBy};
use super::source::Citation;
use crate::facts::Text;
use crate::symbol::Symbol;

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

impl Rule {
    /// Whether there can be a day on which both are in force; of rules that different dates pick it cannot be told.
    pub fn may_stand_beside(&self, other: &Rule) -> bool {
        let both = self.force.within(other.force);
        self.picked_by != other.picked_by || both.from.zip(both.to).is_none_or(|(from, to)| from < to)
    }
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
    /// The rule of a higher layer in whose place it stands: every dated version of it.
    pub replaces: Vec<Symbol>,
    /// For what bars: the duties that it is an exception to. Where it bars, they are not owed.
    pub exception_to: Vec<Symbol>,
    /// The limit of whose set this one bounds a part: `of which at most …`.
    pub within: Option<Symbol>,
    /// Its examples.
    pub examples: Vec<Example>,
    /// Where its head stands.
    pub span: Span,
}
