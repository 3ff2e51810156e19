//! Scenarios: what a learner holds and asks for, and what is promised to come of it. They test rules as examples do, but all
//! rules together.

use std::sync::Arc;

use credstack_source::Span;

use crate::amount::Amount;
use crate::policy::{ExampleFact, Modality, Together};
use crate::proposal::Label;
use crate::stack::Include;
use crate::symbol::Symbol;
use crate::vocabulary::AttributeId;

/// A credential of a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScenarioCredential {
    /// Its name in the scenario, which is also its identifier where the facts name none.
    pub id: Arc<str>,
    /// Its facts; those that hold of every credential come first.
    pub facts: Vec<ExampleFact>,
    /// The credentials that it was made of.
    pub parts: Vec<Arc<str>>,
}

/// An answer to the question of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScenarioAnswer {
    /// Full name of the rule or exception that asks.
    pub question: Symbol,
    /// The credential that it is about; `None` for all.
    pub credential: Option<Arc<str>>,
    /// Yes or no.
    pub yes: bool,
}

/// A scenario.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scenario {
    /// What a person calls it.
    pub title: Arc<str>,
    /// The wallet, in the order of the text.
    pub credentials: Vec<ScenarioCredential>,
    /// The policy by which it is decided; without one that of the award.
    pub policy: Option<Symbol>,
    /// The award asked for.
    pub award: Option<Symbol>,
    /// The component of it.
    pub component: Option<Symbol>,
    /// The facts of the claim.
    pub claim: Vec<ExampleFact>,
    /// Answers given.
    pub answers: Vec<ScenarioAnswer>,
    /// Credentials put forward for components.
    pub forward: Vec<(Arc<str>, Arc<str>)>,
    /// Which states of learning count.
    pub include: Include,
    /// What is promised.
    pub promises: Vec<ScenarioPromise>,
    /// Where its head stands.
    pub span: Span,
    /// The awards asked for together with [`Scenario::award`], which is the first of them.
    pub beside: Vec<Symbol>,
    /// How they are asked for together.
    pub together: Together,
}

/// One promise and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScenarioPromise {
    /// What.
    pub promised: Promised,
    /// Where.
    pub span: Span,
}

/// What a scenario promises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Promised {
    /// Of one credential.
    Credential(Arc<str>, OfCredential),
    /// Of the stack that may be granted.
    Stack(OfStack),
    /// Of a limit: whether it leaves no more room.
    LimitFull(Arc<str>, bool),
    /// The same as of the stack, of one of several awards.
    Award(Symbol, OfStack),
    /// Of two of several awards: how much they share.
    Shared(Symbol, Symbol, Much),
    /// Of several awards: whether these can be complete together.
    CanBeComplete(Vec<Symbol>, bool),
}

/// What is promised of one credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfCredential {
    /// It comes out on this rung, with so many ECTS if they are named; `closed` if the file is closed as it stands.
    Rung {
        /// The rung.
        label: Label,
        /// ECTS that may be granted.
        credits: Option<Amount>,
        /// Whether the file is closed as it stands.
        closed: bool,
    },
    /// It depends on exactly these facts; empty: on whichever.
    Incomplete(Vec<AttributeId>),
    /// So many ECTS must or may be granted.
    Granted(Modality, Amount),
    /// A rule by this full name has its effect.
    Cites(Symbol),
    /// It takes the route of this full name.
    GoesBy(Symbol),
}

/// So many ECTS or credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Much {
    /// ECTS.
    Credits(Amount),
    /// Credentials, or different values.
    Items(u32),
}

/// What is promised of a stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfStack {
    /// It is complete in every world.
    Complete,
    /// It is complete in none.
    NotComplete,
    /// That depends.
    Undetermined,
    /// It counts so much, in all or in a requirement.
    Counts(Much, Option<Arc<str>>),
    /// It lacks so much, in all or in a requirement.
    Misses(Much, Option<Arc<str>>),
    /// These credentials and no others count, in all or in a requirement.
    Uses(Vec<Arc<str>>, Option<Arc<str>>),
    /// These credentials count nowhere.
    LeavesOut(Vec<Arc<str>>),
}
