//! Statements: what was decided, or is proposed, about one credential, as a letter with everything that the Lisbon
//! Recognition Convention asks of it.
//!
//! [`statement`] makes one [`Statement`] of a proposal and of what only the institution and its officer know ([`Details`]).
//! From this one model come HTML ([`html`]), JSON ([`json`]) and, with the feature `pdf`, PDF ([`pdf`]), so that all three say
//! the same. What is missing ([`Lacking`]) is told before anything is written: a refusal without a person's own reasons is no
//! statement, and nothing is called a decision that nobody decided.

mod details;
mod document;
mod given;
mod html;
mod language;
mod lint;
mod make;
mod messages;
#[cfg(feature = "pdf")]
mod pdf;
mod templates;
#[cfg(test)]
mod tests;
mod words;

pub use details::{
    Appeal, Applicant, DataProtection, Decided, Details, DetailsError, Extent, FileRecord, Institution, OutcomeWord,
    Seen, Told,
};
pub use document::{Block, Cited, Content, Nature, Row, STATEMENT_V1, Section, Statement, json, schema};
pub use given::Given;
pub use html::html;
pub use language::{Language, UnknownLanguage};
pub use lint::Lacking;
pub use make::statement;
#[cfg(feature = "pdf")]
pub use pdf::pdf;
pub use templates::{TemplateError, Templates};
pub use words::{Phrase, Words};
