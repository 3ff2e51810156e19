//! A wallet and an award from the command line, stacked.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use credstack::documents::read_with;
use credstack::engine::Budget;
use credstack::model::stack::{Include, Reading, Stacking};
use credstack::model::{Claim, Credential};
use credstack::{ClaimError, Rules, StackError, StackOptions, award_of, stack, stacking};

use crate::claim::ClaimOptions;
use crate::exit::Exit;
use crate::files::{paths, read};
use crate::output::complain;

/// An award, a claim, and how to stack a wallet toward the one by the other.
#[derive(Debug, Args)]
pub(crate) struct StackingOptions {
    /// The award, by its full name; the claim's when it is not given.
    #[arg(long)]
    award: Option<String>,
    /// The folder of the packs.
    #[arg(long, default_value = "rules")]
    pub(crate) rules: PathBuf,
    #[command(flatten)]
    claim: ClaimOptions,
    /// Which states of learning are counted.
    #[arg(long, value_enum, default_value_t = States::Completed)]
    include: States,
    /// Which of the three stacks is shown in full.
    #[arg(long, value_enum, default_value_t = Shown::Grantable)]
    pub(crate) reading: Shown,
    /// How many worlds may be looked at for one credential before the possible stack is only a safe bound.
    #[arg(long, default_value_t = Budget::default().worlds)]
    budget: usize,
    /// How many steps the search for one stack may take before it is said to be unproven.
    #[arg(long, default_value_t = stacking::Budget::default().steps)]
    steps: u64,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Shown {
    /// What must be granted.
    Owed,
    /// What may be granted.
    Grantable,
    /// The best that can come true.
    Possible,
}

impl From<Shown> for Reading {
    fn from(shown: Shown) -> Self {
        match shown {
            Shown::Owed => Reading::Owed,
            Shown::Grantable => Reading::Grantable,
            Shown::Possible => Reading::Possible,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum States {
    /// Completed learning only.
    Completed,
    /// Also what is in progress.
    InProgress,
    /// Also what is planned.
    Planned,
}

/// Documents that could not be read, with the reason.
pub(crate) type Broken = Vec<(String, String)>;

impl StackingOptions {
    /// The claim, and the award that is asked for by name.
    pub(crate) fn asked(&self, rules: &Rules) -> Result<(Claim, Option<String>), Exit> {
        let claim = self.claim.read(rules).map_err(|error| told(&error, Exit::BrokenInput))?;
        let award = award_of(&rules.policies, &claim, self.award.as_deref()).ok();
        Ok((claim, award))
    }

    /// Reads a wallet and stacks it; what is wrong is printed.
    pub(crate) fn stacked(
        &self,
        rules: &Rules,
        claim: &Claim,
        award: Option<&str>,
        documents: &[PathBuf],
    ) -> Result<(Stacking, Broken), Exit> {
        let award = award_of(&rules.policies, claim, award).map_err(|error| match error {
            ClaimError::NoAward { known } => {
                told(&format!("no award is named; add `--award` with one of: {known}"), Exit::Usage)
            }
            error => told(&error.to_string(), Exit::Usage),
        })?;
        let (credentials, broken) = credentials(documents, rules);
        for (name, error) in &broken {
            complain(&format!("error: {name} could not be read and is not in the wallet: {error}"));
        }
        if credentials.is_empty() && !broken.is_empty() {
            return Err(Exit::BrokenInput);
        }
        let options = StackOptions {
            include: match self.include {
                States::Completed => Include::Completed,
                States::InProgress => Include::InProgress,
                States::Planned => Include::Planned,
            },
            worlds: Budget { worlds: self.budget },
            steps: stacking::Budget { steps: self.steps },
        };
        let stacking = stack(&rules.policies, &award, &credentials, claim, options).map_err(|error| {
            let exit = match error {
                StackError::UnknownAward { .. } | StackError::Compile(_) => Exit::Usage,
                StackError::CircularAward(_) | StackError::NotInEcts { .. } => Exit::InvalidRules,
                _ => Exit::BrokenInput,
            };
            told(&error.to_string(), exit)
        })?;
        Ok((stacking, broken))
    }
}

/// Says what is wrong, and ends so.
pub(crate) fn told(error: &str, exit: Exit) -> Exit {
    complain(&format!("error: {error}"));
    exit
}

/// All credentials of all documents. A document that cannot be read is told; the others go on.
fn credentials(documents: &[PathBuf], rules: &Rules) -> (Vec<Credential>, Broken) {
    let (mut credentials, mut broken) = (Vec::new(), Vec::new());
    for path in paths(documents) {
        let path = match path {
            Ok(path) => path,
            Err(error) => {
                broken.push(("folder".to_owned(), error));
                continue;
            }
        };
        let input = read(&path);
        let (symbols, vocabulary) = (&rules.policies.symbols, &rules.policies.vocabulary);
        let read = input
            .bytes
            .and_then(|bytes| read_with(&input.name, &bytes, symbols, vocabulary).map_err(|e| e.to_string()));
        match read {
            Ok(document) => credentials.extend(document.credentials),
            Err(error) => broken.push((input.name, error)),
        }
    }
    (credentials, broken)
}
