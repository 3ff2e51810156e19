//! The public form of a stack, version 1: how the credentials of a wallet count toward one award.
//!
//! The format is fixed here so that programs can be written against it; the solver that makes stacks comes with a later
//! version. Amounts are exact decimals or fractions, names are the stable names of the award's requirements.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A stack as JSON. It creates no entitlement: the receiving organisation decides (2022/C 243/02, Annex II, principle 5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StackDocument {
    /// `stack/v1`.
    pub credstack: String,
    /// The award's full name.
    pub award: String,
    /// Which of the three stacks it is.
    pub reading: Reading,
    /// Whether the award is complete.
    pub status: Status,
    /// Whether no better stack exists.
    pub optimal: Optimal,
    /// What counts where.
    pub counted: Vec<Counted>,
    /// Which children of an "any n of" were chosen, by requirement.
    pub chosen: Vec<Chosen>,
    /// What is unmet, requirement by requirement.
    pub missing: Vec<Missing>,
    /// The ledger of limits.
    pub limits: Vec<LimitUse>,
    /// What no requirement takes.
    pub left_over: Vec<LeftOver>,
    /// What the stack makes of the learner, in a person's words; without it practice sees separate recognitions.
    pub profile: Option<String>,
}

/// The three stacks that one wallet has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reading {
    /// Valid in every world, counting only what must be granted.
    Owed,
    /// Valid in every world, counting what may be granted.
    Grantable,
    /// The best over all worlds.
    Possible,
}

/// Whether the award is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// In every world.
    Complete,
    /// In none.
    NotComplete,
    /// In some.
    Undetermined,
}

/// Whether a better stack can exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Optimal {
    /// None does.
    Proven,
    /// The proof would have passed the budget.
    Unproven,
}

/// Credits of one credential in one requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    /// The requirement.
    pub requirement: String,
    /// The credential.
    pub credential: String,
    /// ECTS counted.
    pub ects: String,
}

/// The children chosen of an "any n of".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    /// The requirement.
    pub requirement: String,
    /// The chosen children.
    pub children: Vec<String>,
}

/// What a requirement lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Missing {
    /// The requirement or limit.
    pub requirement: String,
    /// ECTS lacking.
    pub ects: String,
    /// Credentials, learning outcomes or different values lacking.
    pub items: u32,
}

/// How full a limit is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LimitUse {
    /// The limit's full name.
    pub limit: String,
    /// The bound in ECTS.
    pub bound: String,
    /// What is counted under it.
    pub used: String,
    /// Whether lifting it alone would improve the stack.
    pub bites: bool,
}

/// A credential, or what is left of it, that counts nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeftOver {
    /// The credential.
    pub credential: String,
    /// ECTS left.
    pub ects: String,
    /// Why.
    pub reason: String,
}

/// The JSON Schema (draft 2020-12) of `stack/v1`.
pub fn stack_schema() -> Value {
    schemars::schema_for!(StackDocument).to_value()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stack_reads_back_as_it_was_written_and_refuses_what_it_does_not_know() {
        let text = r#"{"credstack":"stack/v1","award":"vlg.certificate","reading":"owed","status":"not_complete","optimal":"proven",
            "counted":[{"requirement":"core","credential":"c1","ects":"3"}],"chosen":[],
            "missing":[{"requirement":"core","ects":"3","items":0}],"limits":[],"left_over":[],"profile":null}"#;
        let stack: StackDocument = serde_json::from_str(text).unwrap();
        assert_eq!(stack.status, Status::NotComplete);
        let again: StackDocument = serde_json::from_value(serde_json::to_value(&stack).unwrap()).unwrap();
        assert_eq!(stack, again);
        assert!(serde_json::from_str::<StackDocument>(&text.replace("\"profile\"", "\"profil\"")).is_err());
    }

    #[test]
    fn the_schema_names_every_field() {
        let schema = stack_schema();
        let fields = schema["properties"].as_object().unwrap();
        for field in ["award", "counted", "missing", "limits", "left_over", "optimal"] {
            assert!(fields.contains_key(field), "{field}");
        }
    }
}
