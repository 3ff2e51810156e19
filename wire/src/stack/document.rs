//! What a stack document holds. Amounts are exact decimals or fractions of ECTS; requirements go by their path in the award.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::proposal::{CellDocument, PackDocument, RangeDocument, SourceDocument};

/// A wallet stacked toward an award, as JSON. It creates no entitlement: the receiving organisation decides (2022/C 243/02,
/// Annex II, principle 5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StackDocument {
    /// `stack/v1`.
    pub credstack: String,
    /// The award's full name.
    pub award: String,
    /// What it is called.
    pub title: String,
    /// The policy by which credentials are recognised toward it; null where it counts what the wallet holds as it is.
    pub policy: Option<String>,
    /// Which states of learning were counted: `completed`, `in_progress` (and completed), `planned` (and the others).
    pub include: String,
    /// Whether the award is complete, with what may be granted.
    pub status: AwardStatusDocument,
    /// The credentials of the wallet.
    pub credentials: Vec<HeldDocument>,
    /// Valid in every world, counting only what must be granted.
    pub owed: StackReadingDocument,
    /// Valid in every world, counting what may be granted.
    pub grantable: StackReadingDocument,
    /// The best over all worlds.
    pub possible: StackReadingDocument,
    /// What the possible stack assumes.
    pub assumed: Vec<AssumptionDocument>,
    /// `exact`, or `outer` where the possible stack is only a safe bound.
    pub precision: String,
    /// What is open, and the stacks under each answer.
    pub questions: Vec<QuestionDocument>,
    /// What could not be applied or was put together.
    pub remarks: Vec<String>,
    /// The exceptions for this learner, applied or not: one for each thing that they do.
    pub exceptions: Vec<LearnerExceptionDocument>,
    /// What the stack makes of the learner, in a person's words; without it practice sees separate recognitions.
    pub profile: Option<String>,
    /// The packs that were used, with their hashes.
    pub packs: Vec<PackDocument>,
    /// What every stack says of itself.
    pub notice: String,
}

/// One thing that an exception for one learner does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LearnerExceptionDocument {
    /// The exception.
    pub exception: String,
    /// What it is called.
    pub title: String,
    /// What it does, in words.
    pub does: String,
    /// `applied`, `pending`, `not_in_force`, `day_open` (it has a term and the day of the decision is missing), `lost` (what it is
    /// about is no longer there), `not_held` (the wallet does not hold its credential).
    pub state: String,
    /// Who decided it, or is to decide.
    pub by: String,
    /// The day of the decision.
    pub decided: Option<String>,
    /// Why.
    pub reasons: Vec<String>,
}

/// Whether an award is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AwardStatusDocument {
    /// In every world.
    Complete,
    /// In none.
    NotComplete,
    /// In some.
    Undetermined,
}

/// A credential and what is recognised of it toward the award.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HeldDocument {
    /// Its identifier.
    pub id: String,
    /// What it is called.
    pub title: Option<String>,
    /// `completed`, `in_progress`, `planned`.
    pub progress: String,
    /// Whether it was earned while enrolled for the award, so that nothing has to be recognised.
    pub within_award: bool,
    /// The component that it is put forward for.
    pub toward: Option<String>,
    /// ECTS that must be granted.
    pub must_grant: RangeDocument,
    /// ECTS that may be granted.
    pub may_grant: RangeDocument,
    /// The credentials that an articulation made it of; empty for one that the learner holds.
    pub made_of: Vec<String>,
    /// That articulation.
    pub articulation: Option<String>,
    /// The awards that it has served before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub served: Vec<String>,
}

/// One of the three stacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StackReadingDocument {
    /// Whether every requirement is met.
    pub complete: bool,
    /// `proven` where no better stack exists, else `unproven`: the budget ended first.
    pub optimal: String,
    /// ECTS counted in all.
    pub total_ects: String,
    /// ECTS that the award needs in all.
    pub workload_ects: Option<String>,
    /// ECTS that its workload lacks.
    pub missing_ects: String,
    /// What counts where.
    pub counted: Vec<CountedDocument>,
    /// Every requirement, parents before children.
    pub requirements: Vec<RequirementDocument>,
    /// The ledger of limits.
    pub limits: Vec<LimitUseDocument>,
    /// What no requirement takes.
    pub left_over: Vec<LeftOverDocument>,
    /// What is asked for beside the tree of requirements: averages, the latest credits.
    pub further: Vec<FurtherDocument>,
}

/// Something asked for beside the tree of requirements.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FurtherDocument {
    /// Its name: that of the award or requirement, and its place there.
    pub name: String,
    /// The requirement whose it is, by its path; null for the whole award.
    pub requirement: Option<String>,
    /// `average` over what is counted, `average_of_fitting` over all that fits, `latest` for the latest credits.
    pub kind: String,
    /// `at_least`, or `at_most` where a lower mark is the better one.
    pub side: String,
    /// The average or the ECTS that are needed.
    pub bound: String,
    /// What the stack comes to; null where nothing has a mark, or a mark that counts is not known.
    pub found: Option<String>,
    /// Over how many ECTS: those with a mark, or the latest that are looked at.
    pub over_ects: String,
    /// Whether it is part of this stack.
    pub chosen: bool,
    /// Whether it is met.
    pub met: bool,
}

/// Credits of one credential in one requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CountedDocument {
    /// The requirement.
    pub requirement: String,
    /// The credential.
    pub credential: String,
    /// ECTS counted.
    pub ects: String,
    /// ECTS that it has there.
    pub of_ects: String,
}

/// Credits or credentials.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NeedDocument {
    /// ECTS.
    Ects(String),
    /// A number of credentials.
    Credentials(u32),
    /// A number of different learning outcomes.
    LearningOutcomes(u32),
}

/// A requirement in a stack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequirementDocument {
    /// Its path in the award.
    pub requirement: String,
    /// What a person calls it.
    pub title: String,
    /// How deep it lies below the award.
    pub depth: usize,
    /// `slot`, `all_of`, `any_of`, `at_least_of`, `award`, `depends` (one or another, where it is open which).
    pub kind: String,
    /// How many children are needed, where not all are.
    pub needs_children: Option<u32>,
    /// Whether it is part of this stack.
    pub chosen: bool,
    /// What it needs by itself.
    pub minimum: Option<NeedDocument>,
    /// Different values that it needs, of this attribute.
    pub spread: Option<(u32, String)>,
    /// ECTS counted in it or below it.
    pub ects: String,
    /// Credentials counted in it or below it.
    pub credentials: u32,
    /// Whether it is met, with all that it needs below it.
    pub met: bool,
    /// ECTS that it lacks by itself.
    pub missing_ects: String,
    /// Credentials, learning outcomes or different values that it lacks by itself.
    pub missing_items: u32,
    /// Different learning outcomes covered in it or below it, where it asks for some.
    pub learning_outcomes: u32,
    /// The exception for the learner that waives it.
    pub waived_by: Option<String>,
}

/// How full a limit is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LimitUseDocument {
    /// The limit's full name.
    pub limit: String,
    /// What it says, where it is a rule or tells of sharing or of used credits.
    pub title: Option<String>,
    /// `at_most` or `at_least`.
    pub side: String,
    /// The bound; null where nothing bounds it, and it is only told.
    pub bound: Option<NeedDocument>,
    /// How many percent of what it is, where it is a percentage.
    pub percent_of: Option<(String, String)>,
    /// What is counted under it.
    pub used: NeedDocument,
    /// The credentials counted under it.
    pub credentials: Vec<String>,
    /// Whether lifting it alone would improve the stack; null where the budget ended first.
    pub bites: Option<bool>,
    /// The requirement below which it counts, by its path; null for the whole award.
    pub requirement: Option<String>,
    /// Where it comes from.
    pub sources: Vec<SourceDocument>,
    /// The two requirements, or awards, whose sharing it tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sharing: Option<Vec<String>>,
    /// Whether it tells of credits that served another award before.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub served: bool,
}

/// A credential, or what is left of it, that counts nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeftOverDocument {
    /// The credential.
    pub credential: String,
    /// ECTS left.
    pub ects: String,
    /// Why.
    pub reason: LeftReasonDocument,
}

/// Why a credential counts nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LeftReasonDocument {
    /// It is in progress or planned, and that was not counted.
    NotCompleted {
        /// How far it is.
        progress: String,
    },
    /// It was not passed.
    NotPassed,
    /// Nothing of it is recognised toward the award.
    NotRecognised,
    /// It may be granted, but nothing of it must be.
    AtDiscretion,
    /// Whether it counts depends on these.
    Open {
        /// Attributes, or rules that ask.
        on: Vec<String>,
    },
    /// No requirement takes it.
    NotEligible,
    /// Another that counts contains it, is contained in it or shares a part with it.
    CountedAlready {
        /// Which.
        by: String,
    },
    /// It counts toward other awards that are asked for.
    CountedToward {
        /// Which, by their full names.
        awards: Vec<String>,
    },
    /// These leave no room for it.
    Limited {
        /// Limits, or requirements with a maximum.
        by: Vec<String>,
    },
    /// Everything that it could fill is filled as well without it.
    NotNeeded,
    /// It was earned before this was met, and counts only after.
    TooEarly {
        /// The title of the requirement.
        before: String,
    },
    /// Another attempt at the same thing counts in its place.
    Repeated {
        /// Which.
        by: String,
    },
}

/// A value that the possible stack assumes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssumptionDocument {
    /// Of which credential; null for a fact of the claim.
    pub credential: Option<String>,
    /// The attribute, or the rule that asks.
    pub name: String,
    /// Which values.
    pub values: Vec<CellDocument>,
}

/// Something open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuestionDocument {
    /// Of which credential; null for a fact of the claim.
    pub credential: Option<String>,
    /// The attribute, or the rule that asks.
    pub name: String,
    /// The stacks under each answer.
    pub answers: Vec<AnswerDocument>,
}

/// The stacks under one answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerDocument {
    /// The values.
    pub values: Vec<CellDocument>,
    /// Whether the owed stack is then complete.
    pub owed_complete: bool,
    /// ECTS that it counts.
    pub owed_ects: String,
    /// Whether the grantable stack is then complete.
    pub grantable_complete: bool,
    /// ECTS that it counts.
    pub grantable_ects: String,
}
