//! `credstack schema`: the JSON Schema of a public format.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use credstack::wire;

use crate::exit::Exit;
use crate::output::{print_json, vocabulary};

/// Print the JSON Schema of a public format.
#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// Which.
    #[arg(value_enum)]
    of: Of,
    /// The folder of rules whose packs add attributes of their own.
    #[arg(long)]
    rules: Option<PathBuf>,
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
    /// `statement/v1`.
    Statement,
    /// `together/v1`, of several awards asked for together.
    Together,
}

impl Schema {
    pub(crate) fn run(&self) -> Exit {
        let vocabulary = match vocabulary(self.rules.as_deref()) {
            Ok(vocabulary) => vocabulary,
            Err(exit) => return exit,
        };
        print_json(&match self.of {
            Of::Credential => wire::credential_schema(&vocabulary),
            Of::Claim => wire::claim_schema(&vocabulary),
            Of::Proposal => wire::proposal_schema(),
            Of::Stack => wire::stack_schema(),
            Of::Statement => credstack_statements::schema(),
            Of::Together => wire::together_schema(),
        });
        Exit::Success
    }
}
