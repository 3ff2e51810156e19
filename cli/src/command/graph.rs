//! `credstack graph`: the ladder of awards, or what of a wallet counts where, as a graph.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use credstack::Rules;
use credstack::graph::{Graph as Drawn, UnknownAward, dot, json, ladder, of_plan, of_stack, of_together, svg};

use crate::command::next::{ByOption, CatalogueOptions};
use crate::deliver::deliver;
use crate::exit::Exit;
use crate::output::{Format, usable_rules};
use crate::wallet::{StackingOptions, told};

/// Draw awards as a ladder, or what of a wallet counts where toward one of them.
///
/// Without a wallet: which award counts toward which, for all awards of the packs, or for those that one award includes and
/// that include it. With a wallet: one of its three stacks toward an award. With a wallet and a catalogue: the plan that
/// completes it.
#[derive(Debug, Args)]
pub(crate) struct Graph {
    /// Files and folders with the credentials of one learner; `-` is standard input.
    #[arg(long, num_args = 1.., value_name = "DOCUMENTS")]
    wallet: Vec<PathBuf>,
    /// How the graph is written. Without it, the ending of `--output` decides, else `dot`; `--format json` is `json`.
    #[arg(long = "as", value_enum)]
    written_as: Option<WrittenAs>,
    /// The file to write, whole or not at all; standard output when it is not given.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Draw the plan that completes the award with what this catalogue offers: JSON (`catalogue/v1`) or a table with commas.
    #[arg(long, requires = "wallet", value_name = "CATALOGUE")]
    catalogue: Option<PathBuf>,
    /// By what the plan is the cheapest.
    #[arg(long, value_enum, requires = "catalogue", default_value_t = ByOption::Cost)]
    by: ByOption,
    #[command(flatten)]
    stacking: StackingOptions,
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

impl Graph {
    pub(crate) fn run(&self, format: Format) -> Exit {
        let written_as = match self.written_as(format) {
            Ok(written_as) => written_as,
            Err(error) => return told(&error, Exit::Usage),
        };
        let rules = match usable_rules(&self.stacking.rules) {
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
        let (claim, award) = self.stacking.asked(rules)?;
        if let Some(award) = &award {
            UnknownAward::check(set, award).map_err(|error| told(&error.to_string(), Exit::Usage))?;
        }
        if self.wallet.is_empty() {
            let ladder = ladder(set, award.as_deref()).map_err(|error| told(&error.to_string(), Exit::Usage))?;
            return Ok((ladder, Exit::Success));
        }
        if let Some(catalogue) = &self.catalogue {
            let offers = CatalogueOptions { catalogue: catalogue.clone(), by: self.by };
            let (catalogue, plan, broken) = offers.planned(rules, &self.stacking, &self.wallet)?;
            return Ok((of_plan(set, &catalogue, &plan), if broken { Exit::BrokenInput } else { Exit::Success }));
        }
        let together = self.stacking.together(&claim);
        if together.len() > 1 {
            let (stacking, broken) = self.stacking.stacked_together(rules, &claim, &together, &self.wallet)?;
            let end = if broken.is_empty() { Exit::Success } else { Exit::BrokenInput };
            return Ok((of_together(set, &stacking, self.stacking.reading.into()), end));
        }
        let award = together.into_iter().next().or(award);
        let (stacking, broken) = self.stacking.stacked(rules, &claim, award.as_deref(), &self.wallet)?;
        let end = if broken.is_empty() { Exit::Success } else { Exit::BrokenInput };
        Ok((of_stack(set, &stacking, self.stacking.reading.into()), end))
    }
}
