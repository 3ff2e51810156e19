//! `credstack schema`: the JSON Schema of a public format.

use clap::{Args, ValueEnum};
use credstack::model::vocabulary::Vocabulary;
use credstack::wire;

use crate::exit::Exit;
use crate::output::print_json;

/// Print the JSON Schema of a public format.
#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// Which.
    #[arg(value_enum)]
    of: Of,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Of {
    /// `credential/v1`.
    Credential,
    /// `claim/v1`.
    Claim,
    /// `proposal/v1`.
    Proposal,
    /// `stack/v1`.
    Stack,
}

impl Schema {
    pub(crate) fn run(&self) -> Exit {
        let vocabulary = Vocabulary::core();
        print_json(&match self.of {
            Of::Credential => wire::credential_schema(&vocabulary),
            Of::Claim => wire::claim_schema(&vocabulary),
            Of::Proposal => wire::proposal_schema(),
            Of::Stack => wire::stack_schema(),
        });
        Exit::Success
    }
}
