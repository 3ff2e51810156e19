//! `credstack new`: a pack to begin with, which checks and has its first example.

mod ask;
mod pack;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use credstack::diagnostics::{Diagnostic, Severity};
use credstack::{PackFiles, Rules, run_examples};
use serde_json::json;

use crate::deliver::deliver_folder;
use crate::exit::Exit;
use crate::output::{Format, complain, print, print_diagnostics, print_json};
use ask::Answers;
use pack::{Fresh, Parent};

/// Begin a pack: a policy, an institution's own policy, or an award.
#[derive(Debug, Args)]
pub(crate) struct New {
    #[command(subcommand)]
    kind: Kind,
}

#[derive(Debug, Subcommand)]
enum Kind {
    /// A country's policy, with a rule that says what a micro-credential is.
    Policy(Wanted),
    /// An institution's policy above a country's, with a limit on what is recognised.
    Institution(Wanted),
    /// An award with what it requires.
    Award(Wanted),
}

/// What the pack is to say. What is not given is asked for, where somebody sits at a terminal.
#[derive(Debug, Args)]
struct Wanted {
    /// The full name, as `nl.universities`: lower case, the country first.
    name: String,
    /// The folder to make; it must not be there, or be empty.
    #[arg(long)]
    out: PathBuf,
    /// The folder of the packs that it stands on.
    #[arg(long, default_value = "rules")]
    rules: PathBuf,
    /// Ask for what is missing although nobody sits at a terminal: the answers are lines of standard input.
    #[arg(long)]
    ask: bool,
    #[command(flatten)]
    given: Answers,
}

impl New {
    pub(crate) fn run(&self, format: Format) -> Exit {
        let (kind, wanted) = match &self.kind {
            Kind::Policy(wanted) => (ask::Kind::Policy, wanted),
            Kind::Institution(wanted) => (ask::Kind::Institution, wanted),
            Kind::Award(wanted) => (ask::Kind::Award, wanted),
        };
        match wanted.make(kind) {
            Ok(fresh) => {
                match format {
                    Format::Json => print_json(&json!({ "folder": wanted.out, "files": fresh.names() })),
                    Format::Text => print(&wanted.told(&fresh)),
                }
                Exit::Success
            }
            Err((exit, problem)) => {
                complain(&format!("error: {problem}"));
                exit
            }
        }
    }
}

impl Wanted {
    fn make(&self, kind: ask::Kind) -> Result<Fresh, (Exit, String)> {
        let usage = |problem: String| (Exit::Usage, problem);
        pack::check_name(&self.name).map_err(usage)?;
        free(&self.out).map_err(usage)?;
        let answers = self.given.complete(kind, self.ask).map_err(usage)?;
        let around = if self.rules.is_dir() {
            PackFiles::below(&self.rules).map_err(|error| (Exit::InvalidRules, error.to_string()))?
        } else {
            Vec::new()
        };
        let parent = answers.extends.as_deref().map(|name| Parent::find(name, &around, &self.rules)).transpose();
        let fresh = pack::write(kind, &self.name, &answers, parent.map_err(usage)?.as_ref())
            .map_err(|error| (Exit::InvalidRules, error.to_string()))?;
        let folder = self.out.to_string_lossy();
        tried(around, &fresh, &folder)?;
        deliver_folder(&self.out, &fresh.files).map_err(usage)?;
        Ok(fresh)
    }

    fn told(&self, fresh: &Fresh) -> String {
        let mut text = String::new();
        for name in fresh.names() {
            text += &format!("{}\n", self.out.join(name).display());
        }
        let folder = if self.out.starts_with(&self.rules) { &self.rules } else { &self.out };
        let folder = folder.display();
        text += &format!(
            "It checks, and its examples come out as they say. Go on with:\n    credstack check {folder}\n    credstack test {folder} --coverage\n"
        );
        if !self.out.starts_with(&self.rules) && fresh.stands_on_others {
            text += &format!(
                "It stands on packs of `{}`: put it below one folder with them before you check it.\n",
                self.rules.display()
            );
        }
        text
    }
}

/// Whether a folder may be made.
fn free(out: &Path) -> Result<(), String> {
    let empty = || std::fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_none());
    if out.exists() && !empty() {
        Err(format!("`{}` is there and is not empty; name another folder", out.display()))
    } else {
        Ok(())
    }
}

/// Loads the pack with those that it stands on, and runs its examples: what does not come out right is not written.
fn tried(mut packs: Vec<PackFiles>, fresh: &Fresh, folder: &str) -> Result<(), (Exit, String)> {
    packs.push(fresh.as_files(folder));
    let rules = Rules::from_memory(&packs);
    let found = rules.checked();
    let (wrong, doubts): (Vec<Diagnostic>, Vec<Diagnostic>) =
        found.into_iter().partition(|d| d.severity() == Severity::Error);
    if !wrong.is_empty() {
        print_diagnostics(&wrong, &rules);
        return Err((
            Exit::InvalidRules,
            "with these answers the pack would not check; nothing was written".to_owned(),
        ));
    }
    // That nobody could check a source is said from the first day on.
    let own = |d: &Diagnostic| rules.sources.file(d.span().source).is_some_and(|f| f.name().starts_with(folder));
    let doubts: Vec<Diagnostic> = doubts.into_iter().filter(own).collect();
    if !doubts.is_empty() {
        print_diagnostics(&doubts, &rules);
    }
    let failures = run_examples(&rules).failures();
    if !failures.is_empty() {
        print_diagnostics(&failures, &rules);
        return Err((Exit::FailedExample, "an example would not come out as it says; nothing was written".to_owned()));
    }
    Ok(())
}
