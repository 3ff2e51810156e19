//! `credstack why-not`: why an award is not complete, and what would complete it.

use std::path::PathBuf;

use clap::Args;
use credstack::advice::why_not;
use credstack::report::{why_not_document, why_not_text};

use crate::exit::Exit;
use crate::output::{Format, print, print_json, usable_rules};
use crate::wallet::{StackingOptions, failed};

/// Say why a wallet does not complete an award: which requirements compete for which credentials, which limit bites, the
/// smallest additions that would complete it, and what would not help.
#[derive(Debug, Args)]
pub(crate) struct WhyNot {
    /// Files and folders with the credentials of one learner; `-` is standard input.
    documents: Vec<PathBuf>,
    #[command(flatten)]
    stacking: StackingOptions,
}

impl WhyNot {
    pub(crate) fn run(&self, format: Format) -> Exit {
        self.told(format).unwrap_or_else(|exit| exit)
    }

    fn told(&self, format: Format) -> Result<Exit, Exit> {
        let rules = usable_rules(&self.stacking.rules)?;
        let asked = self.stacking.one(&rules, &self.documents)?;
        let how = (self.stacking.options(), self.stacking.reading.into(), self.stacking.advice());
        let found = why_not(&rules.policies, &asked.award, &asked.credentials, &asked.claim, how);
        let reasons = found.map_err(|error| failed(&error))?;
        let document = why_not_document(&rules.policies, &reasons);
        match format {
            Format::Text => print(&why_not_text(&rules.policies, &reasons)),
            Format::Json => print_json(&serde_json::to_value(&document).unwrap_or_default()),
        }
        Ok(match document.complete {
            _ if asked.broken => Exit::BrokenInput,
            true => Exit::Success,
            false if document.reasons == "proven" => Exit::NotComplete,
            false => Exit::Incomplete,
        })
    }
}
