//! A wallet and an award from the command line, stacked.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use credstack::documents::read_with;
use credstack::engine::Budget;
use credstack::model::policy::{Preference, SharingTerms, Together};
use credstack::model::stack::{Include, Reading, Stacking};
use credstack::model::together::JointStacking;
use credstack::model::{Claim, Credential};
use credstack::{ClaimError, Rules, StackError, StackOptions, award_of, stack, stack_together, stacking};

use crate::claim::ClaimOptions;
use crate::exit::Exit;
use crate::files::{paths, read};
use crate::output::complain;
use crate::trust::{Beside, TrustOptions};

/// An award, a claim, and how to stack a wallet toward the one by the other.
#[derive(Debug, Args)]
pub(crate) struct StackingOptions {
    /// The award, by its full name; the claim's when it is not given. Given several times, the awards are asked for together.
    #[arg(long)]
    award: Vec<String>,
    /// Let every two of the awards share so many ECTS, or so many credentials (`2 credentials`); `any` for any number.
    #[arg(long, value_name = "HOW MUCH", value_parser = parse_sharing)]
    sharing: Option<SharingTerms>,
    /// In how many of the awards one credential may count where they share; two when it is not given.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(2..))]
    using_each: Option<u32>,
    /// Which awards to complete where not all can be; it stands above what they say themselves.
    #[arg(long, value_enum)]
    prefer: Option<Prefer>,
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
    #[command(flatten)]
    trust: TrustOptions,
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
enum Prefer {
    /// As many as can be.
    MostAwards,
    /// The highest, by level, workload, and the one that is named first.
    HighestAward,
}

fn parse_sharing(text: &str) -> Result<SharingTerms, String> {
    text.parse()
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

/// What is asked for of one award.
pub(crate) struct Asked {
    /// The award, by its full name.
    pub(crate) award: String,
    /// The wallet.
    pub(crate) credentials: Vec<Credential>,
    /// The claim.
    pub(crate) claim: Claim,
    /// Whether a document could not be read.
    pub(crate) broken: bool,
}

/// Documents that could not be read, with the reason.
pub(crate) type Broken = Vec<(String, String)>;

impl StackingOptions {
    /// The claim, and the award that is asked for by name.
    pub(crate) fn asked(&self, rules: &Rules) -> Result<(Claim, Option<String>), Exit> {
        let claim = self.claim.read(rules).map_err(|error| told(&error, Exit::BrokenInput))?;
        let award = award_of(&rules.policies, &claim, self.award.first().map(String::as_str)).ok();
        Ok((claim, award))
    }

    /// The awards that are asked for together; fewer than two where it is one.
    pub(crate) fn together(&self, claim: &Claim) -> Vec<String> {
        if self.award.is_empty() { claim.awards.iter().map(ToString::to_string).collect() } else { self.award.clone() }
    }

    /// How several awards share and which are preferred: what the options say stands above the claim.
    fn together_as_asked(&self, claim: &Claim) -> Together {
        let mut together = claim.together;
        together.sharing = self.sharing.or(together.sharing);
        if let Some(times) = self.using_each {
            together.sharing = Some(SharingTerms { times: Some(times), ..together.sharing.unwrap_or_default() });
        }
        let prefer = self.prefer.map(|p| match p {
            Prefer::MostAwards => Preference::MostAwards,
            Prefer::HighestAward => Preference::HighestAward,
        });
        together.prefer = prefer.or(together.prefer);
        together
    }

    /// Reads a wallet and stacks it toward several awards together; what is wrong is printed.
    pub(crate) fn stacked_together(
        &self,
        rules: &Rules,
        claim: &Claim,
        awards: &[String],
        documents: &[PathBuf],
    ) -> Result<(JointStacking, Broken), Exit> {
        let (credentials, broken) = self.read_wallet(documents, rules)?;
        let together = self.together_as_asked(claim);
        let names: Vec<&str> = awards.iter().map(String::as_str).collect();
        let found = stack_together(&rules.policies, &names, &credentials, claim, together, self.options());
        Ok((found.map_err(|error| failed(&error))?, broken))
    }

    /// One award, and the wallet and the claim for it; what is wrong is printed.
    pub(crate) fn one(&self, rules: &Rules, documents: &[PathBuf]) -> Result<Asked, Exit> {
        let claim = self.claim.read(rules).map_err(|error| told(&error, Exit::BrokenInput))?;
        let together = self.together(&claim);
        if together.len() > 1 {
            return Err(told("several awards are named; this looks at one, so name it with `--award`", Exit::Usage));
        }
        let named = together.first().map(String::as_str);
        let award = award_of(&rules.policies, &claim, named).map_err(|error| told(&error.to_string(), Exit::Usage))?;
        let (credentials, broken) = self.read_wallet(documents, rules)?;
        Ok(Asked { award, credentials, claim, broken: !broken.is_empty() })
    }

    /// The wallet and the claim, for whatever awards there are; what is wrong is printed.
    pub(crate) fn any(&self, rules: &Rules, documents: &[PathBuf]) -> Result<Asked, Exit> {
        let mut claim = self.claim.read(rules).map_err(|error| told(&error, Exit::BrokenInput))?;
        if !self.award.is_empty() {
            return Err(told("this looks at all awards; leave `--award` out", Exit::Usage));
        }
        claim.together = self.together_as_asked(&claim);
        let (credentials, broken) = self.read_wallet(documents, rules)?;
        Ok(Asked { award: String::new(), credentials, claim, broken: !broken.is_empty() })
    }

    /// How much advice may be asked for: the steps of one stack, for each of many questions.
    pub(crate) fn advice(&self) -> credstack::advice::Budget {
        credstack::advice::Budget { steps: (self.steps / 10).max(1), ..credstack::advice::Budget::default() }
    }

    pub(crate) fn options(&self) -> StackOptions {
        StackOptions {
            include: match self.include {
                States::Completed => Include::Completed,
                States::InProgress => Include::InProgress,
                States::Planned => Include::Planned,
            },
            worlds: Budget { worlds: self.budget },
            steps: stacking::Budget { steps: self.steps },
        }
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
        let (credentials, broken) = self.read_wallet(documents, rules)?;
        let found = stack(&rules.policies, &award, &credentials, claim, self.options());
        Ok((found.map_err(|error| failed(&error))?, broken))
    }

    /// The credentials of all documents, verified where that is asked for; those that cannot be read are told.
    pub(crate) fn read_wallet(&self, documents: &[PathBuf], rules: &Rules) -> Result<(Vec<Credential>, Broken), Exit> {
        let beside = self.trust.read()?;
        let (credentials, broken) = credentials(documents, rules, &beside);
        for (name, error) in &broken {
            complain(&format!("error: {name} could not be read and is not in the wallet: {error}"));
        }
        if credentials.is_empty() && !broken.is_empty() {
            return Err(Exit::BrokenInput);
        }
        Ok((credentials, broken))
    }
}

/// Says why nothing could be stacked.
pub(crate) fn failed(error: &StackError) -> Exit {
    let exit = match error {
        StackError::UnknownAward { .. }
        | StackError::AwardTwice(_)
        | StackError::TooManyAwards(..)
        | StackError::NoAward
        | StackError::Compile(_) => Exit::Usage,
        StackError::CircularAward(_) | StackError::NotInEcts { .. } => Exit::InvalidRules,
        _ => Exit::BrokenInput,
    };
    told(&error.to_string(), exit)
}

/// Says what is wrong, and ends so.
pub(crate) fn told(error: &str, exit: Exit) -> Exit {
    complain(&format!("error: {error}"));
    exit
}

/// All credentials of all documents. A document that cannot be read is told; the others go on.
fn credentials(documents: &[PathBuf], rules: &Rules, beside: &Beside) -> (Vec<Credential>, Broken) {
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
        let read = input.bytes.and_then(|bytes| {
            let mut document =
                read_with(&input.name, &bytes, symbols, vocabulary).map_err(|error| error.to_string())?;
            beside.take(&mut document, &bytes, symbols);
            Ok(document)
        });
        match read {
            Ok(document) => credentials.extend(document.credentials),
            Err(error) => broken.push((input.name, error)),
        }
    }
    (credentials, broken)
}
