//! The one model from which HTML, PDF and JSON are written.

use credstack::wire::ProposalDocument;
use schemars::JsonSchema;
use serde::Serialize;

use crate::details::{Details, OutcomeWord};
use crate::language::Language;
use crate::words::Words;

/// The version mark of a statement.
pub const STATEMENT_V1: &str = "statement/v1";

/// A statement about one credential and one purpose.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Statement {
    /// `statement/v1`.
    pub credstack: String,
    /// The languages of the fixed wording, in the order in which they stand.
    pub languages: Vec<Language>,
    /// Whether it is a decision, or a proposal that nobody has decided on.
    pub nature: Nature,
    /// What was decided; of a proposal what is proposed, null while that depends on something open.
    pub outcome: Option<OutcomeWord>,
    /// What stands above it.
    pub title: Words,
    /// What it is, in a sentence: of a proposal, that it is not a decision.
    pub notice: Words,
    /// The institution, for the head of the letter.
    pub sender: Vec<Words>,
    /// The applicant, for the address of the letter.
    pub recipient: Vec<Words>,
    /// Reference and date, beside the address.
    pub particulars: Vec<Row>,
    /// What it says, in order.
    pub sections: Vec<Section>,
    /// Who signs; empty while nobody has decided.
    pub signature: Vec<Words>,
    /// What stands at the foot: by which rules it was prepared.
    pub foot: Vec<Words>,
    /// What the institution and the officer added, as they gave it.
    pub details: Details,
    /// The proposal, without what is for officers alone.
    pub proposal: ProposalDocument,
}

/// Whether somebody has decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Nature {
    /// A person or a board has.
    Decision,
    /// Nobody has.
    Proposal,
}

/// A part of a statement under a heading of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Section {
    /// Its name for templates: `outcome`, `reasons`.
    pub key: String,
    /// Which contents of the checklist it holds, by their numbers.
    pub contents: Vec<u8>,
    /// Its heading.
    pub heading: Words,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Block {
    /// A paragraph.
    Text {
        /// What it says.
        words: Words,
    },
    /// Names and values, as a table of two columns.
    Rows {
        /// The rows.
        rows: Vec<Row>,
    },
    /// A reason, with what it rests on.
    Reason {
        /// What it says.
        words: Words,
        /// What follows from it: the element of the difference, or the effect.
        effect: Words,
        /// The facts that it rests on.
        evidence: Vec<Words>,
        /// Act and article.
        sources: Vec<Cited>,
    },
    /// A list.
    List {
        /// Its items.
        items: Vec<Words>,
    },
    /// The sources in full.
    Sources {
        /// Each once.
        sources: Vec<Cited>,
    },
}

/// A name and what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Row {
    /// The name.
    pub label: Words,
    /// The values.
    pub values: Vec<Words>,
}

/// A source and the place in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Cited {
    /// The act, in the language in which the policy names it.
    pub title: String,
    /// Article, annex, page.
    pub place: String,
    /// Where it can be read; only addresses of the web.
    pub url: Option<String>,
    /// `primary`, `secondary` or `doubtful`.
    pub confidence: String,
    /// How it was read, where that was not in the source itself.
    pub note: Words,
}

/// The contents that a statement has, by the Lisbon Recognition Convention (art. III.3 and III.5), the Revised Recommendation
/// on Criteria and Procedures (2010), the EAR manual (chapters 2, 5 and 11) and the General Data Protection Regulation
/// (art. 13 to 15 and 22).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Content {
    /// Authority, who decides, date, reference, and whether it is a decision.
    Authority,
    /// Applicant, when the application came in, when it was complete.
    Applicant,
    /// The credential in its original language, its awarding body, the documents seen and how far they are verified.
    Credential,
    /// The purpose, and the rights that go with it.
    Purpose,
    /// The outcome and its exact effect.
    Outcome,
    /// The reasons for every part that is not granted.
    Reasons,
    /// Alternatives considered, and measures to gain recognition later.
    Alternatives,
    /// How to appeal.
    Appeal,
    /// Terms and languages.
    Terms,
    /// Data protection, and what part software had.
    DataProtection,
}

impl Content {
    /// All ten, in their order.
    pub const ALL: [Content; 10] = [
        Content::Authority,
        Content::Applicant,
        Content::Credential,
        Content::Purpose,
        Content::Outcome,
        Content::Reasons,
        Content::Alternatives,
        Content::Appeal,
        Content::Terms,
        Content::DataProtection,
    ];

    /// Its number, from 1.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }

    /// What it is, in English.
    pub fn word(self) -> &'static str {
        match self {
            Content::Authority => "authority, who decides, date, reference and nature",
            Content::Applicant => "applicant, day of receipt, day on which the file was complete",
            Content::Credential => "credential, awarding body, documents seen and their verification",
            Content::Purpose => "purpose and the rights that go with it",
            Content::Outcome => "outcome and its exact effect",
            Content::Reasons => "reasons for every part that is not granted",
            Content::Alternatives => "alternatives considered and measures to gain recognition later",
            Content::Appeal => "how to appeal",
            Content::Terms => "terms and languages",
            Content::DataProtection => "data protection and the part that software had",
        }
    }
}

impl Statement {
    /// The contents of the checklist that no section holds, or whose sections say nothing.
    pub fn missing(&self) -> Vec<Content> {
        let holds = |content: &Content| {
            self.sections.iter().any(|s| s.contents.contains(&content.number()) && !s.blocks.is_empty())
        };
        Content::ALL.into_iter().filter(|content| !holds(content)).collect()
    }
}

/// The statement as JSON, ending in a line break.
pub fn json(statement: &Statement) -> String {
    serde_json::to_string_pretty(statement).unwrap_or_default() + "\n"
}

/// The JSON Schema (draft 2020-12) of `statement/v1`.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Statement).to_value()
}
