//! `credstack stack`: how a wallet's credentials count toward an award.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use credstack::documents::read_with;
use credstack::engine::Budget;
use credstack::model::stack::{AwardStatus, Include, Reading};
use credstack::model::vocabulary::attribute;
use credstack::model::{Claim, Credential};
use credstack::report::{StackHeading, stack_text};
use credstack::{Rules, StackError, StackOptions, stack, stacking, wire};

use crate::claim::ClaimOptions;
use crate::exit::Exit;
use crate::files::{paths, read};
use crate::output::{Format, complain, print, print_json, usable_rules};

/// Stack a wallet toward an award: what counts where, what is missing, what is left over and why.
#[derive(Debug, Args)]
pub(crate) struct Stack {
    #[command(flatten)]
    pub(crate) wallet: WalletOptions,
    /// The stack that is shown in full.
    #[arg(long, value_enum, default_value_t = Shown::Grantable)]
    reading: Shown,
    /// The language in which rules speak where they have it, as `es`.
    #[arg(long)]
    language: Option<String>,
    /// What the stack makes of the learner, in a sentence; without one, practice sees separate recognitions.
    #[arg(long)]
    profile: Option<String>,
}

/// A wallet, an award, and how to stack the one toward the other.
#[derive(Debug, Args)]
pub(crate) struct WalletOptions {
    /// Files and folders with the credentials of one learner; `-` is standard input.
    documents: Vec<PathBuf>,
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

/// What was stacked.
pub(crate) struct Stacked {
    pub(crate) claim: Claim,
    pub(crate) stacking: credstack::model::stack::Stacking,
    /// Documents that could not be read.
    pub(crate) broken: Vec<(String, String)>,
}

impl WalletOptions {
    /// Reads the wallet and stacks it; what is wrong is printed.
    pub(crate) fn stacked(&self, rules: &Rules) -> Result<Stacked, Exit> {
        let claim = self.claim.read(rules).map_err(|error| {
            complain(&format!("error: {error}"));
            Exit::BrokenInput
        })?;
        let named = claim.facts.code(attribute::AWARD_IDENTIFIER).map(|a| rules.policies.symbols.text(a).to_owned());
        let Some(award) = self.award.clone().or(named) else {
            let known: Vec<&str> = rules.policies.awards.iter().map(|a| rules.policies.symbols.text(a.name)).collect();
            complain(&format!("error: no award is named; add `--award` with one of: {}", known.join(", ")));
            return Err(Exit::Usage);
        };
        let (credentials, broken) = self.credentials(rules);
        if credentials.is_empty() && !broken.is_empty() {
            tell(&broken);
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
        match stack(&rules.policies, &award, &credentials, &claim, options) {
            Ok(stacking) => Ok(Stacked { claim, stacking, broken }),
            Err(error) => {
                complain(&format!("error: {error}"));
                Err(match error {
                    StackError::UnknownAward { .. } | StackError::Compile(_) => Exit::Usage,
                    StackError::CircularAward(_) | StackError::NotInEcts { .. } | StackError::Outcomes(_) => {
                        Exit::InvalidRules
                    }
                    _ => Exit::BrokenInput,
                })
            }
        }
    }

    /// All credentials of all documents. A document that cannot be read is told; the others go on.
    fn credentials(&self, rules: &Rules) -> (Vec<Credential>, Vec<(String, String)>) {
        let (mut credentials, mut broken) = (Vec::new(), Vec::new());
        for path in paths(&self.documents) {
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
}

/// Says which documents could not be read.
pub(crate) fn tell(broken: &[(String, String)]) {
    for (name, error) in broken {
        complain(&format!("error: {name} could not be read and is not in the wallet: {error}"));
    }
}

impl Stack {
    pub(crate) fn run(&self, format: Format) -> Exit {
        let rules = match usable_rules(&self.wallet.rules) {
            Ok(rules) => rules,
            Err(exit) => return exit,
        };
        let stacked = match self.wallet.stacked(&rules) {
            Ok(stacked) => stacked,
            Err(exit) => return exit,
        };
        let profile = self.profile.as_deref().or(stacked.claim.profile.as_deref());
        match format {
            Format::Text => {
                let heading =
                    StackHeading { reading: self.reading.into(), profile, language: self.language.as_deref() };
                print(&stack_text(&rules.policies, &heading, &stacked.stacking));
                print(
                    "\nThis is a proposal: a person decides. Stacking gives no automatic entitlement (2022/C 243/02, Annex II, principle 5).\n",
                );
            }
            Format::Json => {
                let document = wire::write_stack(&stacked.stacking, &rules.policies, profile);
                print_json(&serde_json::to_value(document).unwrap_or_default());
            }
        }
        tell(&stacked.broken);
        match stacked.stacking.status {
            _ if !stacked.broken.is_empty() => Exit::BrokenInput,
            AwardStatus::Complete => Exit::Success,
            AwardStatus::NotComplete => Exit::NotComplete,
            AwardStatus::Undetermined => Exit::Incomplete,
        }
    }
}
