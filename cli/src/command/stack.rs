//! `credstack stack`: how a wallet's credentials count toward an award.

use std::path::PathBuf;

use clap::Args;
use credstack::model::Claim;
use credstack::model::stack::AwardStatus;
use credstack::report::{StackHeading, joint_for_learner, stack_text, stacking_for_learner, together_text};
use credstack::{Rules, wire};

use crate::exit::Exit;
use crate::output::{Format, ReaderOption, print, print_json, usable_rules};
use crate::wallet::{Broken, StackingOptions};

/// Stack a wallet toward an award: what counts where, what is missing, what is left over and why.
#[derive(Debug, Args)]
pub(crate) struct Stack {
    /// Files and folders with the credentials of one learner; `-` is standard input.
    documents: Vec<PathBuf>,
    #[command(flatten)]
    stacking: StackingOptions,
    /// The language in which rules speak where they have it, as `es`.
    #[arg(long)]
    language: Option<String>,
    /// Show the notes that the award has for officers.
    #[arg(long)]
    notes: bool,
    /// Who reads it: a learner is not shown limits and questions of rules that are hidden from the learner, nor notes for officers.
    #[arg(long = "for", value_enum, default_value_t)]
    reader: ReaderOption,
    /// What the stack makes of the learner, in a sentence; without one, practice sees separate recognitions.
    #[arg(long)]
    profile: Option<String>,
}

impl Stack {
    pub(crate) fn run(&self, format: Format) -> Exit {
        let rules = match usable_rules(&self.stacking.rules) {
            Ok(rules) => rules,
            Err(exit) => return exit,
        };
        let (claim, award) = match self.stacking.asked(&rules) {
            Ok(asked) => asked,
            Err(exit) => return exit,
        };
        let together = self.stacking.together(&claim);
        if together.len() > 1 {
            return self.together(format, &rules, &claim, &together);
        }
        let award = together.into_iter().next().or(award);
        let (stacking, broken) = match self.stacking.stacked(&rules, &claim, award.as_deref(), &self.documents) {
            Ok(stacked) => stacked,
            Err(exit) => return exit,
        };
        let learner = self.reader == ReaderOption::Learner;
        let stacking = if learner { stacking_for_learner(&rules.policies, &stacking) } else { stacking };
        let profile = self.profile.as_deref().or(claim.profile.as_deref());
        match format {
            Format::Text => {
                print(&stack_text(&rules.policies, &self.heading(profile), &stacking));
                print(NOTICE);
            }
            Format::Json => {
                let document = wire::write_stack(&stacking, &rules.policies, profile);
                print_json(&serde_json::to_value(document).unwrap_or_default());
            }
        }
        end(stacking.status, &broken)
    }

    /// The same toward several awards together.
    fn together(&self, format: Format, rules: &Rules, claim: &Claim, awards: &[String]) -> Exit {
        let (stacking, broken) = match self.stacking.stacked_together(rules, claim, awards, &self.documents) {
            Ok(stacked) => stacked,
            Err(exit) => return exit,
        };
        let learner = self.reader == ReaderOption::Learner;
        let stacking = if learner { joint_for_learner(&rules.policies, &stacking) } else { stacking };
        let profile = self.profile.as_deref().or(claim.profile.as_deref());
        match format {
            Format::Text => {
                print(&together_text(&rules.policies, &self.heading(profile), &stacking));
                print(NOTICE);
            }
            Format::Json => {
                let document = wire::write_together(&stacking, &rules.policies, profile);
                print_json(&serde_json::to_value(document).unwrap_or_default());
            }
        }
        end(stacking.status, &broken)
    }

    fn heading<'a>(&'a self, profile: Option<&'a str>) -> StackHeading<'a> {
        StackHeading {
            reading: self.stacking.reading.into(),
            profile,
            language: self.language.as_deref(),
            notes: self.notes && self.reader != ReaderOption::Learner,
        }
    }
}

const NOTICE: &str = "\nThis is a proposal: a person decides. Stacking gives no automatic entitlement (2022/C 243/02, Annex II, principle 5).\n";

fn end(status: AwardStatus, broken: &Broken) -> Exit {
    match status {
        _ if !broken.is_empty() => Exit::BrokenInput,
        AwardStatus::Complete => Exit::Success,
        AwardStatus::NotComplete => Exit::NotComplete,
        AwardStatus::Undetermined => Exit::Incomplete,
    }
}
