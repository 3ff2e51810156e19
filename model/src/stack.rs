//! A wallet stacked toward an award, as data: what counts where, what is missing, what was left over and why.

mod further;

use std::sync::Arc;

use credstack_source::Span;

use crate::amount::{Amount, AmountRange};
use crate::policy::{Bound, Condition};
use crate::proposal::{Cell, Unknown};
use crate::symbol::Symbol;

pub use further::{ExceptionLine, ExceptionState, FurtherKind, FurtherLine};

/// Which states of learning are counted; each takes in those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Include {
    /// Completed learning only.
    #[default]
    Completed,
    /// Also what is in progress.
    InProgress,
    /// Also what is planned.
    Planned,
}

impl Include {
    /// The key that JSON uses.
    pub fn key(self) -> &'static str {
        match self {
            Include::Completed => "completed",
            Include::InProgress => "in_progress",
            Include::Planned => "planned",
        }
    }
}

/// Whether an award is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AwardStatus {
    /// In every world.
    Complete,
    /// In none.
    NotComplete,
    /// In some, or not known within the budget.
    Undetermined,
}

impl AwardStatus {
    /// The words that outputs use.
    pub fn words(self) -> &'static str {
        match self {
            AwardStatus::Complete => "complete",
            AwardStatus::NotComplete => "not complete",
            AwardStatus::Undetermined => "undetermined",
        }
    }

    /// The key that JSON uses.
    pub fn key(self) -> &'static str {
        match self {
            AwardStatus::Complete => "complete",
            AwardStatus::NotComplete => "not_complete",
            AwardStatus::Undetermined => "undetermined",
        }
    }
}

/// The three stacks that one wallet has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reading {
    /// Valid in every world, counting only what must be granted.
    Owed,
    /// Valid in every world, counting what may be granted.
    Grantable,
    /// The best over all worlds.
    Possible,
}

impl Reading {
    /// All three.
    pub const ALL: [Reading; 3] = [Reading::Owed, Reading::Grantable, Reading::Possible];

    /// The word that outputs use.
    pub fn word(self) -> &'static str {
        match self {
            Reading::Owed => "owed",
            Reading::Grantable => "grantable",
            Reading::Possible => "possible",
        }
    }
}

/// One wallet and one award.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stacking {
    /// The award's full name.
    pub award: Symbol,
    /// The policy by which credentials are recognised toward it.
    pub policy: Option<Symbol>,
    /// Which states of learning were counted.
    pub include: Include,
    /// Whether the award is complete, with what may be granted.
    pub status: AwardStatus,
    /// The credentials, by identifier.
    pub credentials: Vec<Held>,
    /// Valid in every world, counting only what must be granted.
    pub owed: Stack,
    /// Valid in every world, counting what may be granted.
    pub grantable: Stack,
    /// The best over all worlds.
    pub possible: Stack,
    /// What the values of the possible stack are, where it assumes any.
    pub assumed: Vec<Assumption>,
    /// Whether the possible stack is only a safe bound: more worlds than the budget allows.
    pub outer: bool,
    /// What is open, and what its answer would change.
    pub questions: Vec<Question>,
    /// What could not be applied or was put together, in words.
    pub remarks: Vec<String>,
    /// The exceptions for this learner, applied or not: one line for each thing that they do.
    pub exceptions: Vec<ExceptionLine>,
}

impl Stacking {
    /// The stack of a reading.
    pub fn reading(&self, reading: Reading) -> &Stack {
        match reading {
            Reading::Owed => &self.owed,
            Reading::Grantable => &self.grantable,
            Reading::Possible => &self.possible,
        }
    }
}

/// A credential of the wallet and what is recognised of it toward the award.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Its identifier.
    pub id: Arc<str>,
    /// What it is called.
    pub title: Option<Arc<str>>,
    /// How far the learning has come.
    pub progress: Include,
    /// Whether it was earned within the award, so that nothing has to be recognised.
    pub within_award: bool,
    /// The component that it is put forward for, by the award's name and its own.
    pub toward: Option<Arc<str>>,
    /// ECTS that must be granted.
    pub must: AmountRange,
    /// ECTS that may be granted.
    pub may: AmountRange,
    /// The credentials that an articulation made it of; empty for one that the learner holds.
    pub made_of: Vec<Arc<str>>,
    /// That articulation.
    pub articulation: Option<Symbol>,
    /// The awards that it has served before.
    pub served: Vec<Symbol>,
}

/// An allocation of credentials to requirements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stack {
    /// Whether every requirement is met.
    pub complete: bool,
    /// Whether it is proven that no stack is better.
    pub proven: bool,
    /// What counts where, by requirement and credential.
    pub counted: Vec<CountedCredits>,
    /// ECTS counted in all.
    pub total: Amount,
    /// ECTS that the award needs in all, where it says so.
    pub workload: Option<Amount>,
    /// The requirements, parents before children.
    pub requirements: Vec<RequirementLine>,
    /// The ledger of limits.
    pub limits: Vec<LimitEntry>,
    /// What no requirement takes.
    pub left_over: Vec<LeftOver>,
    /// What is asked for beside the tree: averages, the latest credits.
    pub further: Vec<FurtherLine>,
}

impl Stack {
    /// ECTS that the workload lacks.
    pub fn missing_workload(&self) -> Amount {
        let missing = self.workload.map_or(Amount::ZERO, |w| w.minus(self.total));
        missing.max(Amount::ZERO)
    }
}

/// Credits of one credential in one requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedCredits {
    /// The requirement, by its path in the award.
    pub requirement: Arc<str>,
    /// The credential.
    pub credential: Arc<str>,
    /// ECTS counted.
    pub credits: Amount,
    /// ECTS that it has there.
    pub of: Amount,
}

/// What kind of requirement it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RequirementKind {
    /// Credentials fill it.
    Slot,
    /// All of its children.
    AllOf,
    /// So many of its children, chosen.
    AnyOf(u32),
    /// At least so many of its children.
    AtLeastOf(u32),
    /// Another award, stacked within this one.
    Award,
    /// One requirement or another, where it is open which.
    Depends,
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Need {
    /// ECTS.
    Credits(Amount),
    /// Credentials.
    Credentials(u32),
    /// Different learning outcomes.
    LearningOutcomes(u32),
}

/// One requirement of the award in a stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequirementLine {
    /// Its path in the award, `core/statistics`.
    pub path: Arc<str>,
    /// What a person calls it.
    pub title: Arc<str>,
    /// How deep it lies below the award.
    pub depth: usize,
    /// What kind it is.
    pub kind: RequirementKind,
    /// Whether it is part of this stack: a child that an "any n of" did not choose is none.
    pub chosen: bool,
    /// What it needs by itself.
    pub minimum: Option<Need>,
    /// How many different values it needs, and of which attribute.
    pub spread: Option<(u32, Arc<str>)>,
    /// ECTS counted in it or below it.
    pub credits: Amount,
    /// Credentials counted in it or below it.
    pub credentials: u32,
    /// Whether it is met, with all that is below it.
    pub met: bool,
    /// What it lacks by itself, in ECTS.
    pub missing_credits: Amount,
    /// Credentials or different values that it lacks by itself.
    pub missing_items: u32,
    /// Where it stands in the rules.
    pub span: Span,
    /// Different learning outcomes covered in it or below it, where it asks for some.
    pub outcomes: u32,
    /// The exception for the learner that waives it.
    pub waived: Option<Symbol>,
}

/// One limit in a stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitEntry {
    /// Full name: that of the rule, or of the award and the limit's place in it.
    pub name: Arc<str>,
    /// The rule, where it is one; its title and sources stand there.
    pub rule: Option<Symbol>,
    /// What a limit of the award itself counts.
    pub from: Option<Condition>,
    /// Which side it bounds.
    pub bound: Bound,
    /// How much: ECTS, or a number of credentials. `None` where nothing bounds it, and it is only told.
    pub extent: Option<Need>,
    /// What it is a percentage of, in words, and how many percent.
    pub share: Option<(Amount, Arc<str>)>,
    /// What is counted under it.
    pub used: Need,
    /// The credentials counted under it.
    pub counts: Vec<Arc<str>>,
    /// Whether lifting it alone would improve the stack; `None` where the budget ended first.
    pub bites: Option<bool>,
    /// The requirement below which it counts, by its path; `None` for the whole award.
    pub within: Option<Arc<str>>,
    /// The two requirements whose sharing it tells, where it tells that.
    pub sharing: Option<Shared>,
    /// Whether it tells of credits that served another award before.
    pub served: bool,
}

/// Two requirements, or two awards, that share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// Their paths in the award, or the full names of the awards.
    pub between: [Arc<str>; 2],
    /// What a person calls them.
    pub titles: [Arc<str>; 2],
}

/// A credential, or what is left of it, that counts nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOver {
    /// The credential.
    pub credential: Arc<str>,
    /// ECTS left.
    pub credits: Amount,
    /// Why.
    pub reason: LeftReason,
}

/// Why a credential counts nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeftReason {
    /// It is not completed, and only what is was counted.
    NotCompleted(Include),
    /// It was not passed.
    NotPassed,
    /// Nothing of it is recognised toward the award.
    NotRecognised,
    /// It may be granted, but nothing of it must be.
    AtDiscretion,
    /// Whether it counts depends on these.
    Open(Vec<Unknown>),
    /// No requirement takes it.
    NotEligible,
    /// Another that counts contains it, is contained in it or has a part in common with it.
    CountedAlready(Arc<str>),
    /// It counts toward these of the other awards that are asked for.
    CountedToward(Vec<Symbol>),
    /// These limits leave no room for it.
    Limited(Vec<Arc<str>>),
    /// Everything that it could fill is filled better without it.
    NotNeeded,
    /// It was earned before this was met, and counts only after.
    TooEarly(Arc<str>),
    /// Another attempt at the same thing counts in its place.
    Repeated(Arc<str>),
}

/// A value that the possible stack assumes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assumption {
    /// Of which credential; `None` for a fact of the claim.
    pub credential: Option<Arc<str>>,
    /// Of what.
    pub unknown: Unknown,
    /// Which values.
    pub cells: Vec<Cell>,
}

/// Something open, and what its answer would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Of which credential; `None` for a fact of the claim.
    pub credential: Option<Arc<str>>,
    /// What is open.
    pub unknown: Unknown,
    /// The stacks under each answer.
    pub answers: Vec<Answered>,
}

/// The stacks under one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The values.
    pub cells: Vec<Cell>,
    /// Whether the owed and the grantable stack are then complete, and what they count.
    pub owed: (bool, Amount),
    /// The same with what may be granted.
    pub grantable: (bool, Amount),
}
