//! What a document of several awards holds.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::proposal::{CellDocument, PackDocument};
use crate::stack::{AwardStatusDocument, LimitUseDocument, StackDocument};

/// A wallet stacked toward several awards together, as JSON: one allocation for all of them. It creates no entitlement: the
/// receiving organisation decides (2022/C 243/02, Annex II, principle 5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TogetherDocument {
    /// `together/v1`.
    pub credstack: String,
    /// Each award with its part of the joint allocation, in the order in which they were asked for. Questions are told for all
    /// of them together, so these have none.
    pub awards: Vec<StackDocument>,
    /// Which states of learning were counted: `completed`, `in_progress` (and completed), `planned` (and the others).
    pub include: String,
    /// Whether all awards are complete together, with what may be granted.
    pub status: AwardStatusDocument,
    /// Which awards to complete where not all can be: `most_awards`, `highest_award`; null where nobody says.
    pub prefer: Option<String>,
    /// Valid in every world, counting only what must be granted.
    pub owed: JointReadingDocument,
    /// Valid in every world, counting what may be granted.
    pub grantable: JointReadingDocument,
    /// The best over all worlds.
    pub possible: JointReadingDocument,
    /// `exact`, or `outer` where the possible stack is only a safe bound.
    pub precision: String,
    /// What is open, and what every award comes to under each answer.
    pub questions: Vec<JointQuestionDocument>,
    /// What could not be applied or was put together.
    pub remarks: Vec<String>,
    /// What the stack makes of the learner, in a person's words; without it practice sees separate recognitions.
    pub profile: Option<String>,
    /// The packs that were used, with their hashes.
    pub packs: Vec<PackDocument>,
    /// What every stack says of itself.
    pub notice: String,
}

/// What one of the three stacks comes to beside what is told of each award.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JointReadingDocument {
    /// Whether every award is complete.
    pub complete: bool,
    /// `proven` where no better allocation exists, else `unproven`: the budget ended first.
    pub optimal: String,
    /// ECTS counted in all; what several awards share counts once.
    pub total_ects: String,
    /// What the awards share, pair by pair.
    pub sharing: Vec<LimitUseDocument>,
    /// The largest sets of awards that can be complete together.
    pub maximal: Vec<Vec<String>>,
    /// Whether these are all of them.
    pub all_maximal: bool,
}

/// Something open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JointQuestionDocument {
    /// Of which credential; null for a fact of the claim.
    pub credential: Option<String>,
    /// The attribute, or the rule that asks.
    pub name: String,
    /// What each answer leads to.
    pub answers: Vec<JointAnswerDocument>,
}

/// What one answer leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JointAnswerDocument {
    /// The values.
    pub values: Vec<CellDocument>,
    /// Every award under this answer, in their order.
    pub awards: Vec<JointAwardAnswerDocument>,
}

/// One award under one answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JointAwardAnswerDocument {
    /// The award.
    pub award: String,
    /// Whether it is then complete with what must be granted.
    pub owed_complete: bool,
    /// ECTS that it counts.
    pub owed_ects: String,
    /// Whether it is then complete with what may be granted.
    pub grantable_complete: bool,
    /// ECTS that it counts.
    pub grantable_ects: String,
}
