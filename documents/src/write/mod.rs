//! Writes credentials as drafts in published formats: a whole, such as an award, with the credentials that it is stacked of.
//! A draft has no seal and no proof; who issues it adds them.

mod badge;
mod concept;
mod elm;
#[cfg(test)]
mod tests;
mod writer;

use std::sync::Arc;

use credstack_model::date::Date;
use credstack_model::vocabulary::{AttributeId, Vocabulary};
use credstack_model::{Credential, Symbols};
use serde_json::Value;

use writer::Writer;

/// A credential to be drafted, with its parts.
#[derive(Debug, Clone, Copy)]
pub struct Outline<'a> {
    /// The whole.
    pub whole: &'a Credential,
    /// What it is stacked of, in order.
    pub parts: &'a [Credential],
    /// The day from which it is valid.
    pub issued: Date,
    /// The legal identifier of the issuer under Regulation (EU) No 910/2014 (eIDAS), as in its certificate of seal
    /// (`VATBE-0123456789`): a European Digital Credential asks for it, and no fact has it.
    pub eidas: Option<&'a str>,
    /// The attributes, for what cannot be written.
    pub vocabulary: &'a Vocabulary,
}

/// A draft, and what did not go into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drafted {
    /// The document.
    pub document: Value,
    /// What the format has no place for, and what it asks for and is not known.
    pub left_out: Vec<LeftOut>,
}

/// A fact that a draft does not carry as it is, or one that it lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The credential that it is about.
    pub credential: Arc<str>,
    /// What it is a fact of.
    pub attribute: AttributeId,
    /// Whether the format asks for it: the draft is not valid without it.
    pub is_required: bool,
    /// Why, in words.
    pub said: String,
}

/// Drafts a European Digital Credential: the European Learning Model v3 in JSON-LD, application profile *EDC generic*
/// (<https://github.com/european-commission-empl/European-Learning-Model>). Parts become achievements in `hasPart`.
pub fn european_credential(outline: Outline<'_>, symbols: &Symbols) -> Drafted {
    let mut writer = Writer::new(symbols, outline.vocabulary);
    let document = elm::credential(&mut writer, outline);
    Drafted { document, left_out: writer.left_out }
}

/// Drafts an Open Badges 3.0 credential (<https://www.imsglobal.org/spec/ob/v3p0>). The standard has no parts: they stand in
/// `hasPart` (Dublin Core) of the achievement, and workload in the keys of the educredentials profile; the context says so.
pub fn open_badge(outline: Outline<'_>, symbols: &Symbols) -> Drafted {
    let mut writer = Writer::new(symbols, outline.vocabulary);
    let document = badge::credential(&mut writer, outline);
    Drafted { document, left_out: writer.left_out }
}
