//! What is drafted, and what comes out.

use std::sync::Arc;

use credstack_model::Credential;
use credstack_model::date::Date;
use credstack_model::vocabulary::{AttributeId, Vocabulary};
use serde_json::Value;

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
