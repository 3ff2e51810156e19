//! What the institution and the officer add to a proposal: who decides, for whom, by when, why, and how to appeal.

use std::collections::BTreeMap;

use credstack::model::date::Date;
use credstack::model::proposal::Label;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A text of the institution: in one language (of which nothing is said), or in several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Told {
    /// A text that is shown as it is, whatever the languages of the statement.
    Plain(String),
    /// The text in each language, by BCP 47 tag.
    In(BTreeMap<String, String>),
}

/// What a statement holds beyond the proposal. Dates are written as `2026-10-01`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Details {
    /// The institution that decides.
    pub institution: Institution,
    /// The reference number of the file.
    pub reference: String,
    /// Who applied.
    pub applicant: Applicant,
    /// When the application came in, when it was complete, what was seen.
    pub file: FileRecord,
    /// What the recognition is asked for, in the institution's words, with the rights that go with it and their legal texts.
    pub purpose: Option<Told>,
    /// The officer's own reasons, in a person's words.
    pub reasons: Option<Told>,
    /// Which other forms of recognition were looked at, and what came of it.
    pub alternatives: Option<Told>,
    /// What the applicant can do to gain recognition later, beyond what the rules say.
    pub measures: Option<Told>,
    /// What was decided, by whom and when; without it the statement is a proposal.
    pub decision: Option<Decided>,
    /// How to appeal; what the policy says of it stands in for what is missing.
    #[serde(default)]
    pub appeal: Appeal,
    /// Whom to ask about personal data.
    pub data_protection: DataProtection,
    /// The convention, law or glossary whose terms the statement uses, beyond the Lisbon Recognition Convention.
    pub terms: Option<Told>,
}

/// The institution that decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Institution {
    /// Its name.
    pub name: Told,
    /// The office that prepared the statement.
    pub office: Option<Told>,
    /// Its postal address, line by line.
    pub address: Vec<String>,
    /// How to reach it.
    pub contact: Option<String>,
    /// The town where the statement is signed.
    pub place: Option<String>,
}

/// Who applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Applicant {
    /// The name.
    pub name: String,
    /// The postal address, line by line.
    #[serde(default)]
    pub address: Vec<String>,
    /// The number by which the institution knows the applicant.
    pub number: Option<String>,
    /// The date of birth.
    #[serde(default, with = "maybe_day", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub born: Option<Date>,
}

/// What is on file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FileRecord {
    /// The day on which the application came in.
    #[serde(with = "day")]
    #[schemars(with = "String")]
    pub received: Date,
    /// The day on which all that was needed was there.
    #[serde(default, with = "maybe_day", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub complete: Option<Date>,
    /// The documents that were seen.
    #[serde(default)]
    pub documents: Vec<Seen>,
}

/// A document that was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// What it is.
    pub title: Told,
    /// In which form: an original, a copy, a digital credential.
    pub form: Option<Told>,
    /// How it was verified.
    pub verified: Option<Told>,
}

/// What a person or a board decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decided {
    /// The day of the decision.
    #[serde(with = "day")]
    #[schemars(with = "String")]
    pub date: Date,
    /// The person who decided, or who signs for the body that did.
    pub by: String,
    /// That person's office.
    pub office: Option<Told>,
    /// The board or office in whose name it was decided.
    pub body: Option<Told>,
    /// What was decided.
    pub outcome: OutcomeWord,
    /// To what extent; what is not said is taken from the proposal.
    #[serde(default)]
    pub extent: Extent,
}

/// The extent of what is recognised.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Extent {
    /// ECTS, as an exact decimal: `7.5`.
    pub ects: Option<String>,
    /// What it is recognised as.
    pub recognised_as: Option<Told>,
    /// The parts of the programme that it stands for, each by its title.
    #[serde(default)]
    pub toward: Vec<Told>,
    /// What of the credential is not recognised, each part with its title.
    #[serde(default)]
    pub not_recognised: Vec<Told>,
    /// What has yet to be met.
    #[serde(default)]
    pub conditions: Vec<Told>,
    /// By when the conditions are to be met.
    #[serde(default, with = "maybe_day", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub conditions_by: Option<Date>,
}

/// The ladder of practice, as an officer writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeWord {
    /// In full.
    Recognised,
    /// As another credential than the one asked for.
    RecognisedAs,
    /// In part.
    Partially,
    /// Once a condition is met.
    Conditionally,
    /// Not at all.
    Refused,
}

/// How to appeal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Appeal {
    /// Who hears it.
    pub to: Option<Told>,
    /// Within which time, and from when that runs.
    pub within: Option<Told>,
    /// In which form.
    pub form: Option<Told>,
    /// What it costs.
    pub fee: Option<Told>,
    /// Where it is sent.
    pub contact: Option<String>,
}

/// Whom to ask about personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DataProtection {
    /// The data protection officer's address.
    pub contact: String,
    /// Where the institution's own notice can be read.
    pub notice: Option<String>,
}

/// Details that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct DetailsError(String);

impl Details {
    /// Reads details from TOML.
    ///
    /// # Errors
    /// [`DetailsError`] with the line, where it is no TOML, a detail is missing, or one has a name that nothing reads.
    pub fn from_toml(text: &str) -> Result<Self, DetailsError> {
        toml::from_str(text).map_err(|error| DetailsError(error.to_string().trim_end().to_owned()))
    }
}

/// A rung of the ladder, as an officer writes it.
impl From<Label> for OutcomeWord {
    fn from(label: Label) -> Self {
        match label {
            Label::Refused => Self::Refused,
            Label::Conditionally => Self::Conditionally,
            Label::Partially => Self::Partially,
            Label::RecognisedAs => Self::RecognisedAs,
            Label::Recognised => Self::Recognised,
        }
    }
}

/// A day as `2026-10-01`, in quotes or as a date of TOML.
mod day {
    use credstack::model::date::Date;
    use serde::{Deserialize as _, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
    pub(super) fn serialize<S: Serializer>(day: &Date, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(day)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        let text = match toml::Value::deserialize(deserializer)? {
            toml::Value::String(text) => text,
            other => other.to_string(),
        };
        let problem = |_| serde::de::Error::custom(format!("`{text}` is no day; write it as `2026-10-01`"));
        text.parse().map_err(problem)
    }
}

/// The same of a day that may not be there.
mod maybe_day {
    use credstack::model::date::Date;
    use serde::{Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, clippy::ref_option, reason = "serde hands over a reference")]
    pub(super) fn serialize<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
        match day {
            Some(day) => serializer.collect_str(day),
            None => serializer.serialize_none(),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
        super::day::deserialize(deserializer).map(Some)
    }
}
