//! `credstack graph`: the ladder of awards, or what of a wallet counts where, as a graph.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use credstack::documents::read_with;
use credstack::engine::Budget;
use credstack::graph::{Graph as Drawn, UnknownAward, dot, json, ladder, of_stack, svg};
use credstack::model::stack::Include;
use credstack::model::vocabulary::attribute;
use credstack::model::{Claim, Credential};
use credstack::{Rules, StackError, StackOptions, stack, stacking};

use super::stack::{Shown, tell};
use crate::claim::ClaimOptions;
use crate::deliver::deliver;
use crate::exit::Exit;
use crate::files::{paths, read};
use crate::output::{Format, complain, usable_rules};

/// Draw awards as a ladder, or what of a wallet counts where toward one of them.
///
/// Without a wallet: which award counts toward which, for all awards of the packs, or for those that one award includes and
/// that include it. With a wallet: one of its three stacks toward an award.
#[derive(Debug, Args)]
pub(crate) struct Graph {
    /// The award, by its full name; with a wallet, the claim's when it is not given.
    #[arg(long)]
    award: Option<String>,
    /// Files and folders with the credentials of one learner; `-` is standard input.
    #[arg(long, num_args = 1.., value_name = "DOCUMENTS")]
    wallet: Vec<PathBuf>,
    /// How the graph is written. Without it, the ending of `--output` decides, else `dot`; `--format json` is `json`.
    #[arg(long = "as", value_enum)]
    written_as: Option<WrittenAs>,
    /// The file to write, whole or not at all; standard output when it is not given.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The folder of the packs.
    #[arg(long, default_value = "rules")]
    rules: PathBuf,
    /// The stack that is drawn.
    #[arg(long, value_enum, default_value_t = Shown::Grantable)]
    reading: Shown,
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum WrittenAs {
    /// For Graphviz.
    Dot,
    /// A picture.
    Svg,
    /// For programs.
    Json,
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

impl Graph {
    pub(crate) fn run(&self, format: Format) -> Exit {
        let written_as = match self.written_as(format) {
            Ok(written_as) => written_as,
            Err(error) => return told(&error, Exit::Usage),
        };
        let rules = match usable_rules(&self.rules) {
            Ok(rules) => rules,
            Err(exit) => return exit,
        };
        let (graph, end) = match self.graph(&rules) {
            Ok(drawn) => drawn,
            Err(exit) => return exit,
        };
        let text = match written_as {
            WrittenAs::Dot => dot(&graph),
            WrittenAs::Json => format!("{:#}\n", json(&graph)),
            WrittenAs::Svg => match svg(&graph) {
                Ok(picture) => picture,
                Err(error) => return told(&error.to_string(), Exit::Usage),
            },
        };
        match deliver(self.output.as_deref(), &text) {
            Ok(()) => end,
            Err(error) => told(&error, Exit::Usage),
        }
    }

    /// What was asked for in so many words stands above an ending.
    fn written_as(&self, format: Format) -> Result<WrittenAs, String> {
        let ending = self.output.as_deref().and_then(Path::extension).and_then(|e| e.to_str());
        let ending = match ending {
            Some("svg") => Some(WrittenAs::Svg),
            Some("json") => Some(WrittenAs::Json),
            Some("dot" | "gv") => Some(WrittenAs::Dot),
            _ => None,
        };
        match (self.written_as, format) {
            (Some(WrittenAs::Json) | None, Format::Json) => Ok(WrittenAs::Json),
            (Some(_), Format::Json) => {
                Err("`--format json` and `--as` ask for different things; leave one out".to_owned())
            }
            (Some(asked), Format::Text) => Ok(asked),
            (None, Format::Text) => Ok(ending.unwrap_or(WrittenAs::Dot)),
        }
    }

    /// The graph that was asked for, and how the run ends when it is written.
    fn graph(&self, rules: &Rules) -> Result<(Drawn, Exit), Exit> {
        let set = &rules.policies;
        let claim = self.claim.read(rules).map_err(|error| told(&error, Exit::BrokenInput))?;
        let named = claim.facts.code(attribute::AWARD_IDENTIFIER).map(|a| set.symbols.text(a).to_owned());
        let award = self.award.clone().or(named);
        if let Some(award) = &award {
            UnknownAward::check(set, award).map_err(|error| told(&error.to_string(), Exit::Usage))?;
        }
        if self.wallet.is_empty() {
            let ladder = ladder(set, award.as_deref()).map_err(|error| told(&error.to_string(), Exit::Usage))?;
            return Ok((ladder, Exit::Success));
        }
        let award =
            award.ok_or_else(|| told("no award is named; add `--award`, or a claim that names one", Exit::Usage))?;
        self.stack(rules, &award, &claim)
    }

    fn stack(&self, rules: &Rules, award: &str, claim: &Claim) -> Result<(Drawn, Exit), Exit> {
        let (credentials, broken) = credentials(&self.wallet, rules);
        tell(&broken);
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
        let stacking = stack(&rules.policies, award, &credentials, claim, options).map_err(|error| {
            let exit = match error {
                StackError::UnknownAward { .. } | StackError::Compile(_) => Exit::Usage,
                StackError::CircularAward(_) | StackError::NotInEcts { .. } | StackError::Outcomes(_) => {
                    Exit::InvalidRules
                }
                _ => Exit::BrokenInput,
            };
            told(&error.to_string(), exit)
        })?;
        let end = if broken.is_empty() { Exit::Success } else { Exit::BrokenInput };
        Ok((of_stack(&rules.policies, &stacking, self.reading.into()), end))
    }
}

/// Says what is wrong, and ends so.
fn told(error: &str, exit: Exit) -> Exit {
    complain(&format!("error: {error}"));
    exit
}

/// All credentials of all documents. A document that cannot be read is told; the others go on.
fn credentials(documents: &[PathBuf], rules: &Rules) -> (Vec<Credential>, Vec<(String, String)>) {
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
