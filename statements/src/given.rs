//! What a statement is made of.

use credstack::engine::Rulebook;
use credstack::model::proposal::Proposal;
use credstack::model::{Claim, Credential};

use crate::details::Details;
use crate::language::Language;

/// What a statement is made of.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    /// The rules that were applied.
    pub book: &'a Rulebook,
    /// The name of the document.
    pub document: &'a str,
    /// The credential.
    pub credential: &'a Credential,
    /// What was asked for.
    pub claim: &'a Claim,
    /// What the rules propose.
    pub proposal: &'a Proposal,
    /// What the institution and the officer add.
    pub details: &'a Details,
    /// The languages, the first of them first; English where there is none.
    pub languages: &'a [Language],
}
