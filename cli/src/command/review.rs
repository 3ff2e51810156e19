//! `credstack review`: somebody puts their name to policies and awards as they stand.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use credstack::Rules;
use credstack::model::date::Date;
use credstack::release::{APPROVERS, Approvals, Deed, Item, Step, home_of, items, with_steps};
use serde_json::Value;

use super::check::item_json;
use crate::deliver::deliver;
use crate::exit::Exit;
use crate::output::{Format, complain, day, print, print_json, today, usable_rules};

/// Put a name to policies and awards as they stand: reviewed, approved by one of two people, or withdrawn.
#[derive(Debug, Args)]
pub(crate) struct Review {
    /// Full names of policies and awards.
    #[arg(required = true, value_name = "NAME")]
    names: Vec<String>,
    /// The folder of the packs.
    #[arg(long, default_value = "rules")]
    rules: PathBuf,
    /// What is done.
    #[arg(long, value_enum)]
    state: Done,
    /// By whom: a name, and an office where that helps.
    #[arg(long, value_name = "PERSON")]
    by: String,
    /// The day; today where it is not given.
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Option<Date>,
}

/// What a person does.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Done {
    /// Compared it with its sources.
    Reviewed,
    /// Approved it for use; it takes two people.
    Approved,
    /// Took it out of use.
    Withdrawn,
}

impl From<Done> for Deed {
    fn from(done: Done) -> Self {
        match done {
            Done::Reviewed => Deed::Reviewed,
            Done::Approved => Deed::Approved,
            Done::Withdrawn => Deed::Withdrawn,
        }
    }
}

impl Review {
    pub(crate) fn run(&self, format: Format) -> Exit {
        let rules = match usable_rules(&self.rules) {
            Ok(rules) => rules,
            Err(exit) => return exit,
        };
        let on = self.on.unwrap_or_else(today);
        match self.write(&rules, on) {
            Err((exit, problem)) => {
                complain(&format!("error: {problem}"));
                exit
            }
            Ok(done) => {
                match format {
                    Format::Json => print_json(&done.iter().map(item_json).collect::<Value>()),
                    Format::Text => done.iter().for_each(|item| print(&told(item))),
                }
                Exit::Success
            }
        }
    }

    /// Writes the steps, all or, where a name is wrong, none.
    fn write(&self, rules: &Rules, on: Date) -> Result<Vec<Item>, (Exit, String)> {
        if self.by.trim().is_empty() {
            return Err((Exit::Usage, "`--by` is empty; name the person".to_owned()));
        }
        let known = self.items(rules, on)?;
        let mut homes: Vec<(PathBuf, Vec<Step>)> = Vec::new();
        for name in &self.names {
            let item = known.iter().find(|i| i.name == *name).ok_or_else(|| unknown(name, &known))?;
            let home = home_of(rules, &self.rules, item)
                .ok_or_else(|| (Exit::Usage, format!("`{name}` stands in no pack below `{}`", self.rules.display())))?;
            let step = Step {
                of: name.clone(),
                state: self.state.into(),
                by: self.by.split_whitespace().collect::<Vec<_>>().join(" "),
                on,
                words: item.words.clone(),
            };
            match homes.iter_mut().find(|(h, _)| *h == home) {
                Some((_, steps)) => steps.push(step),
                None => homes.push((home, vec![step])),
            }
        }
        for (home, steps) in homes {
            put(&home, steps).map_err(|problem| (Exit::InvalidRules, problem))?;
        }
        Ok(self.items(rules, on)?.into_iter().filter(|i| self.names.contains(&i.name)).collect())
    }

    fn items(&self, rules: &Rules, on: Date) -> Result<Vec<Item>, (Exit, String)> {
        let approvals = Approvals::below(&self.rules).map_err(|error| (Exit::InvalidRules, error.to_string()))?;
        match approvals.problems.first() {
            Some(problem) => Err((Exit::InvalidRules, problem.clone())),
            None => Ok(items(rules, &approvals, Some(on))),
        }
    }
}

fn put(home: &Path, steps: Vec<Step>) -> Result<(), String> {
    let (file, text) = with_steps(home, steps)?;
    deliver(Some(&file), &text)
}

fn unknown(name: &str, known: &[Item]) -> (Exit, String) {
    let near = known.iter().map(|i| i.name.as_str()).filter(|n| n.contains(name) || name.contains(n));
    let near: Vec<&str> = near.take(3).collect();
    let hint = if near.is_empty() { String::new() } else { format!("; there is {}", near.join(", ")) };
    (Exit::Usage, format!("no policy or award `{name}`{hint}; `credstack rules` lists the policies"))
}

fn told(item: &Item) -> String {
    let mut text = format!("{} {}: {}\n", item.kind, item.name, item.state.words());
    for step in &item.steps {
        text += &format!("    {} {} by {}\n", step.on, step.state.word(), step.by);
    }
    let approved = item.steps.iter().filter(|s| s.state == Deed::Approved).count();
    if approved > 0 && item.state == credstack::release::State::Reviewed {
        text += &format!("    it takes {APPROVERS} different people to approve\n");
    }
    text
}
