//! `credstack next`: the cheapest credentials of a catalogue that complete an award.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use credstack::Rules;
use credstack::advice::{By, Catalogue, Next as Planned, NextError, PlanProof, next, read_catalogue};
use credstack::report::{next_document, next_text};

use crate::exit::Exit;
use crate::files::read;
use crate::output::{Format, complain, print, print_json, usable_rules};
use crate::wallet::{StackingOptions, failed, told};

/// Find the cheapest credentials of a catalogue that complete an award, in an order that their prerequisites allow.
#[derive(Debug, Args)]
pub(crate) struct Next {
    /// Files and folders with the credentials of one learner; `-` is standard input.
    documents: Vec<PathBuf>,
    #[command(flatten)]
    catalogue: CatalogueOptions,
    #[command(flatten)]
    stacking: StackingOptions,
}

/// A catalogue, and by what the cheapest is meant.
#[derive(Debug, Args)]
pub(crate) struct CatalogueOptions {
    /// What is on offer: JSON (`catalogue/v1`) or a table with commas.
    #[arg(long)]
    pub(crate) catalogue: PathBuf,
    /// By what the plan is the cheapest.
    #[arg(long, value_enum, default_value_t = ByOption::Cost)]
    pub(crate) by: ByOption,
}

/// By what a plan is the cheapest.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ByOption {
    /// The sum of the prices.
    Cost,
    /// The ECTS to be earned.
    Credits,
    /// The day on which the last of it ends, counted from the decision or the application.
    Time,
}

impl CatalogueOptions {
    /// Reads the catalogue and plans with it; what is wrong is printed.
    pub(crate) fn planned(
        &self,
        rules: &Rules,
        stacking: &StackingOptions,
        documents: &[PathBuf],
    ) -> Result<(Catalogue, Planned, bool), Exit> {
        let input = read(&self.catalogue);
        let bytes = input.bytes.map_err(|error| told(&format!("{}: {error}", input.name), Exit::BrokenInput))?;
        let catalogue = read_catalogue(&rules.policies, &input.name, &bytes)
            .map_err(|error| told(&format!("{}: {error}", input.name), Exit::BrokenInput))?;
        catalogue.remarks.iter().for_each(|remark| complain(&format!("note: {} {remark}", input.name)));
        let asked = stacking.one(rules, documents)?;
        let by = match self.by {
            ByOption::Cost => By::Cost,
            ByOption::Credits => By::Credits,
            ByOption::Time => By::Time,
        };
        let how = (stacking.options(), stacking.advice());
        let found = next(&rules.policies, &asked.award, &asked.credentials, &catalogue, (&asked.claim, by), how);
        let plan = found.map_err(|error| match error {
            NextError::Stack(error) => failed(&error),
            NextError::EmptyCatalogue => told(&error.to_string(), Exit::BrokenInput),
            NextError::NoDay => told(&format!("{error}; add `--decision-date`"), Exit::Usage),
        })?;
        Ok((catalogue, plan, asked.broken))
    }
}

impl Next {
    pub(crate) fn run(&self, format: Format) -> Exit {
        self.told(format).unwrap_or_else(|exit| exit)
    }

    fn told(&self, format: Format) -> Result<Exit, Exit> {
        let rules = usable_rules(&self.stacking.rules)?;
        let (catalogue, plan, broken) = self.catalogue.planned(&rules, &self.stacking, &self.documents)?;
        match format {
            Format::Text => print(&next_text(&rules.policies, &catalogue, &plan)),
            Format::Json => {
                let document = next_document(&rules.policies, &catalogue, &plan);
                print_json(&serde_json::to_value(&document).unwrap_or_default());
            }
        }
        Ok(match plan.proof {
            _ if broken => Exit::BrokenInput,
            PlanProof::Optimal => Exit::Success,
            PlanProof::Unproven(_) | PlanProof::Unknown => Exit::Incomplete,
            PlanProof::Unreachable => Exit::NotComplete,
        })
    }
}
