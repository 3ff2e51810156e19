//! `credstack reach`: the awards that a wallet reaches, which of them together, and which it comes near to.

use std::path::PathBuf;

use clap::Args;
use credstack::advice::Shelf;
use credstack::report::{reach_document, reach_text};

use crate::exit::Exit;
use crate::output::{Format, print, print_json, usable_rules};
use crate::wallet::{StackingOptions, failed};

/// List the awards of the packs that a wallet reaches, the largest sets of them that can be complete together, the ways out of
/// larger awards, and the awards that it comes nearest to.
#[derive(Debug, Args)]
pub(crate) struct Reach {
    /// Files and folders with the credentials of one learner; `-` is standard input.
    documents: Vec<PathBuf>,
    #[command(flatten)]
    stacking: StackingOptions,
    /// How many of the nearest awards are listed.
    #[arg(long, default_value_t = 10)]
    near: usize,
}

impl Reach {
    pub(crate) fn run(&self, format: Format) -> Exit {
        self.told(format).unwrap_or_else(|exit| exit)
    }

    fn told(&self, format: Format) -> Result<Exit, Exit> {
        let rules = usable_rules(&self.stacking.rules)?;
        let asked = self.stacking.any(&rules, &self.documents)?;
        let awards = Shelf::new(&rules.policies);
        let found = awards.reach(&asked.credentials, &asked.claim, self.stacking.options(), self.near);
        let within = found.map_err(|error| failed(&error))?;
        match format {
            Format::Text => print(&reach_text(&rules.policies, &within)),
            Format::Json => {
                print_json(&serde_json::to_value(reach_document(&rules.policies, &within)).unwrap_or_default());
            }
        }
        Ok(match within.reached.is_empty() {
            _ if asked.broken => Exit::BrokenInput,
            true => Exit::NotComplete,
            false => Exit::Success,
        })
    }
}
