//! What a proposal document holds.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A proposal as JSON. The engine proposes; a person decides.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProposalDocument {
    /// `proposal/v1`.
    pub credstack: String,
    /// The credential's identifier.
    pub credential: String,
    /// The policy that it was decided by.
    pub policy: String,
    /// `determined` or `incomplete`.
    pub status: String,
    /// `exact`, or `outer` where the interval is only a safe bound.
    pub precision: String,
    /// Full names of the routes that may be open.
    pub routes: Vec<String>,
    /// The interval over all worlds.
    pub outcome: OutcomeDocument,
    /// What is proposed if the file is closed as it stands; null where that could not be told within the budget.
    pub if_closed: Option<OutcomeDocument>,
    /// What to ask for.
    pub asks: Vec<AskDocument>,
    /// What each rule says.
    pub findings: Vec<FindingDocument>,
    /// What the credential states in hours, in credits of another system or in levels of another framework, and what that is
    /// in ECTS and in levels of the EQF.
    pub conversions: Vec<ConversionDocument>,
    /// Limits that would count the credential.
    pub limits: Vec<LimitDocument>,
    /// What a single changed fact would lead to.
    pub changes: Vec<ChangeDocument>,
    /// What happens around the decision; null where no policy of the chain says so.
    pub procedure: Option<ProcedureDocument>,
    /// The packs that were used, with their hashes.
    pub packs: Vec<PackDocument>,
    /// What every proposal says of itself.
    pub notice: String,
}

/// What happens around a decision (Lisbon Recognition Convention, art. III.5).
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProcedureDocument {
    /// How long a decision may take, as `2 months`.
    pub decide_within: Option<String>,
    /// The fact from which that time runs, as `claim.application_date`.
    pub decide_from: Option<String>,
    /// What it means when nobody decides in time.
    pub silence_means: Option<String>,
    /// Who hears an appeal.
    pub appeal_to: Option<String>,
    /// Within which time it is made, as `4 weeks`.
    pub appeal_within: Option<String>,
    /// The languages of the procedure.
    pub languages: Vec<String>,
    /// How what is recognised is entered on record.
    pub record: Option<String>,
    /// Where it comes from.
    pub sources: Vec<SourceDocument>,
    /// Notes for officers.
    pub notes: Vec<String>,
}

/// A range of ECTS; `to` is null where nothing bounds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RangeDocument {
    /// The least.
    pub from: String,
    /// The most.
    pub to: Option<String>,
}

/// An outcome or an interval of outcomes.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct OutcomeDocument {
    /// The worst rung of the ladder: `refused`, `conditionally`, `partially`, `recognised_as`, `recognised`.
    pub worst: String,
    /// The best rung.
    pub best: String,
    /// ECTS that must be granted.
    pub must_grant: RangeDocument,
    /// ECTS that may be granted.
    pub may_grant: RangeDocument,
    /// Recognised as these.
    pub recognised_as: Vec<String>,
    /// Classes that it has in every world.
    pub classes: Vec<String>,
    /// Conditions to be met.
    pub conditions: Vec<String>,
    /// Kinds of component toward which it never counts.
    pub never_toward: Vec<String>,
    /// Kinds of component toward which alone it counts; empty for all.
    pub only_toward: Vec<String>,
    /// Recognised at this level only.
    pub level: Option<String>,
    /// How it is entered on record.
    pub record: Option<String>,
    /// Two mandatory rules that contradict each other.
    pub conflict: Option<[String; 2]>,
}

/// Something to ask for.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AskDocument {
    /// `fact` or `answer`.
    pub kind: String,
    /// The attribute, or the full name of the rule or exception whose question it is.
    pub name: String,
    /// The rules that ask.
    pub rules: Vec<String>,
    /// What each answer leads to.
    pub leads: Vec<LeadDocument>,
}

/// What some values lead to.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LeadDocument {
    /// The values.
    pub values: Vec<CellDocument>,
    /// What they lead to.
    pub outcome: OutcomeDocument,
}

/// Values that no rule tells apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CellDocument {
    /// Yes or no.
    Truth {
        /// Which.
        value: bool,
    },
    /// Amounts between two ends.
    Amount {
        /// The lower end.
        from: String,
        /// The upper end; null where nothing bounds it.
        to: Option<String>,
        /// Whether the lower end itself is outside.
        above: bool,
        /// Whether the upper end itself is outside.
        below: bool,
        /// In what.
        unit: String,
    },
    /// Codes.
    Codes {
        /// Which.
        values: Vec<String>,
    },
    /// Any code that no rule names.
    OtherCode,
    /// Levels.
    Levels {
        /// Which.
        values: Vec<String>,
    },
    /// Days.
    Days {
        /// The first.
        from: String,
        /// The last.
        to: String,
    },
    /// It is none.
    None,
    /// There is some.
    Some,
}

/// What one rule says.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FindingDocument {
    /// Full name of the rule.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// The same in other languages, by language tag.
    pub says: BTreeMap<String, String>,
    /// Notes for officers.
    pub notes: Vec<String>,
    /// Who may see it: everybody or officers.
    pub audience: String,
    /// The question of an `ask` in other languages, by language tag.
    pub asks: BTreeMap<String, String>,
    /// What would gain recognition later.
    pub measures: Vec<String>,
    /// The same in other languages, by language tag.
    pub measures_in: BTreeMap<String, Vec<String>>,
    /// What it does: classify, grant, doubt, bar, ask, limit.
    pub effect: String,
    /// `holds`, `does_not_hold`, `does_not_apply`, `undetermined`.
    pub state: String,
    /// What it depends on, while it is undetermined.
    pub depends_on: Vec<String>,
    /// Classes that it gives, or may give.
    pub classes: Vec<String>,
    /// Exceptions that lift it, or may.
    pub exceptions: Vec<ExceptionDocument>,
    /// Where it comes from.
    pub sources: Vec<SourceDocument>,
}

/// An exception and whether it applies.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ExceptionDocument {
    /// Full name.
    pub name: String,
    /// yes, no, unknown.
    pub applies: String,
}

/// A citation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SourceDocument {
    /// The source's title.
    pub title: String,
    /// The place in it.
    pub place: String,
    /// Where it can be read.
    pub url: Option<String>,
    /// primary, secondary, doubtful.
    pub confidence: String,
    /// The last day on which somebody compared the rules with it.
    #[serde(default)]
    pub checked: Option<String>,
    /// Where sources disagree: what they say and which reading the rules take.
    #[serde(default)]
    pub reading: Option<String>,
}

/// What a credential states otherwise than in ECTS or in levels of the EQF, what that is, and on what that rests.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ConversionDocument {
    /// The attribute, as `credential.workload`.
    pub attribute: String,
    /// As it is stated: `28 hours`, `NFQ 7`.
    pub stated: String,
    /// ECTS or levels of the EQF, as many as it may be.
    pub becomes: CellDocument,
    /// `hours`, `year` (the credits of a full year), `framework`, or `unknown` where nothing says how.
    pub by: String,
    /// Hours for an ECTS credit, or ECTS for a credit of the other system; null where neither was used.
    pub rate: Option<RangeDocument>,
    /// What the hours, the credit system or the framework rest on.
    pub sources: Vec<SourceDocument>,
    /// Whether nobody could check what it rests on.
    pub doubtful: bool,
}

/// A limit that would count the credential.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LimitDocument {
    /// Full name of the limit.
    pub rule: String,
    /// Whether it counts it: yes, unknown.
    pub counts: String,
    /// `at_most` or `at_least`.
    pub side: String,
    /// The bound in ECTS, where it is known.
    pub bound_ects: Option<String>,
    /// Its exceptions.
    pub exceptions: Vec<ExceptionDocument>,
}

/// A single changed fact.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ChangeDocument {
    /// The attribute or the question.
    pub name: String,
    /// To which value.
    pub value: CellDocument,
    /// What would come out.
    pub outcome: OutcomeDocument,
}

/// A pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PackDocument {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// SHA-256 over its files.
    pub hash: String,
}
