//! `credstack lsp`: the language server, over standard input and output.

use std::io::{BufReader, stdin, stdout};

use clap::Args;
use credstack_lsp::{Ended, serve};

use crate::exit::Exit;

/// Speak with an editor: the language server of rules, over standard input and output.
#[derive(Debug, Args)]
pub(crate) struct Lsp {
    /// Speak over standard input and output. There is no other way; editors may say so.
    #[arg(long)]
    stdio: bool,
}

impl Lsp {
    pub(crate) fn run(&self) -> Exit {
        let Self { stdio: _ } = self;
        match serve(BufReader::new(stdin()), stdout().lock()) {
            Ended::AsAsked => Exit::Success,
            Ended::Abandoned => Exit::Abandoned,
        }
    }
}
