//! The versioned public JSON of credstack, apart from the inner types: credentials, wallets and claims.
//!
//! Keys come from the attribute table's JSON paths, so an attribute that is added to the table, or by a pack, needs no code
//! here. Reading reports every mistake of a document at once.

mod claim;
mod credential;
mod facts;
mod keys;
mod problem;
pub mod proposal;
mod reader;
mod schema;
pub mod stack;
#[cfg(test)]
mod tests;
pub mod together;
mod value;
mod write;

use std::sync::Arc;

use credstack_model::Symbols;
use credstack_model::vocabulary::Vocabulary;

pub use claim::{read_claim, read_claim_text};
pub use credential::{read_credentials, read_credentials_text};
pub use problem::{Problem, Problems, Remark, RemarkKind};
pub use proposal::{ProposalDocument, proposal_schema, write_proposal};
pub use schema::{claim_schema, credential_schema};
pub use stack::{StackDocument, stack_schema, write_stack};
pub use together::{TogetherDocument, together_schema, write_together};
pub use write::{write_claim, write_credential, write_record, write_wallet};

/// The version mark of a credential.
pub const CREDENTIAL_V1: &str = "credential/v1";
/// The version mark of a wallet.
pub const WALLET_V1: &str = "wallet/v1";
/// The version mark of a claim.
pub const CLAIM_V1: &str = "claim/v1";

/// The version mark of a proposal.
pub const PROPOSAL_V1: &str = "proposal/v1";

/// The version mark of a stack.
pub const STACK_V1: &str = "stack/v1";

/// The version mark of a stack toward several awards.
pub const TOGETHER_V1: &str = "together/v1";

/// What a document is read with.
#[derive(Debug, Clone)]
pub struct Source<'a> {
    /// The document's name, for provenance.
    pub name: Arc<str>,
    /// JSON Pointer to the value within the document; empty for the whole of it.
    pub base: String,
    /// The table of words of the workspace.
    pub symbols: &'a Symbols,
    /// The attributes, with those of packs.
    pub vocabulary: &'a Vocabulary,
}

/// What was read, and what a person should know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading<T> {
    /// What was read.
    pub value: T,
    /// Nothing in these stops the reading.
    pub remarks: Vec<Remark>,
}
