//! `credstack check`: what can be said of rules before any of them runs.

mod release;

use std::path::PathBuf;

use clap::Args;
use credstack::Rules;
use credstack::diagnostics::{Diagnostic, Severity, to_json, to_sarif};
use credstack::model::date::{Date, Term};
use credstack::model::policy::{Datum, PolicySet};
use serde_json::{Value, json};

use crate::exit::Exit;
use crate::mend::{Change, Made, mend_all};
use crate::output::{Wanted, complain, count, day, print, print_diagnostics, print_json, term};
pub(crate) use release::item_json;

/// Check rules before they run.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The folder of the packs.
    #[arg(default_value = "rules")]
    rules: PathBuf,
    /// Take warnings for errors.
    #[arg(long)]
    strict: bool,
    /// Make the changes that mean the same as what was written, and check again; a change that is only likely is left to you.
    #[arg(long)]
    fix: bool,
    /// Ask what others may rely on: two people's approval, a source and an example for every rule, reviews within their term.
    #[arg(long)]
    release: bool,
    /// How long a review holds: 2y, 18m, 6w, 90d; two years where neither this nor a pack says so.
    #[arg(long, value_name = "TERM", requires = "release", value_parser = term)]
    within: Option<Term>,
    /// The day from which that is counted, and on which something is in force; today where it is not given.
    #[arg(long, value_name = "DATE", requires = "release", value_parser = day)]
    on: Option<Date>,
}

impl Check {
    pub(crate) fn run(&self, format: Wanted) -> Exit {
        let (rules, made) = match self.load() {
            Ok(loaded) => loaded,
            Err(error) => {
                complain(&format!("error: {error}"));
                return Exit::InvalidRules;
            }
        };
        made.failed.iter().for_each(|error| complain(&format!("error: {error}")));
        let diagnostics = rules.checked();
        let number = |severity| diagnostics.iter().filter(|d| d.severity() == severity).count();
        let (errors, warnings) = (number(Severity::Error), number(Severity::Warning));
        let release = || release::Found::of(&self.rules, &rules, self.on, self.within);
        let release = match (self.release && errors == 0).then(release).transpose() {
            Ok(release) => release,
            Err(exit) => return exit,
        };
        match format {
            Wanted::Json => {
                let mut written = self.as_json(&rules, &diagnostics, &made, (errors, warnings));
                if let (Some(object), Some(release)) = (written.as_object_mut(), &release) {
                    object.insert("release".to_owned(), release.json(&rules));
                }
                print_json(&written);
            }
            Wanted::Sarif => print_json(&to_sarif(&diagnostics, &rules.sources, env!("CARGO_PKG_VERSION"))),
            Wanted::Text | Wanted::Plain | Wanted::Junit => {
                told(&made);
                if !diagnostics.is_empty() {
                    print_diagnostics(&diagnostics, &rules);
                }
                print(&summary(&rules, errors, warnings));
                if let Some(release) = &release {
                    print(&format!("\n{}", release.text(&rules)));
                }
            }
        }
        // What is released is to have no warnings either.
        let strict = self.strict || self.release;
        let failed = errors > 0 || !made.failed.is_empty() || (strict && warnings > 0);
        if failed { Exit::InvalidRules } else { release.map_or(Exit::Success, |release| release.exit()) }
    }

    /// The rules, after mending where that was asked for.
    fn load(&self) -> Result<(Rules, Made), credstack::LoadError> {
        let rules = Rules::from_folder(&self.rules)?;
        if !self.fix {
            return Ok((rules, Made::default()));
        }
        let made = mend_all(&rules);
        Ok((Rules::from_folder(&self.rules)?, made))
    }

    fn as_json(
        &self,
        rules: &Rules,
        diagnostics: &[Diagnostic],
        made: &Made,
        (errors, warnings): (usize, usize),
    ) -> Value {
        let mut written = json!({
            "packs": rules.policies.packs.len(),
            "policies": rules.policies.policies.len(),
            "rules": own_rules(rules),
            "awards": rules.policies.awards.len(),
            "declarations": rules.policies.declarations.len(),
            "in_doubt": in_doubt(&rules.policies),
            "errors": errors,
            "warnings": warnings,
            "diagnostics": to_json(diagnostics, &rules.sources),
        });
        if let Some(object) = written.as_object_mut().filter(|_| self.fix) {
            object.insert("mended".to_owned(), made.changes.iter().map(Change::json).collect());
            object.insert("left".to_owned(), made.left.into());
        }
        written
    }
}

/// The frameworks, credit systems and hours that rest on nothing but what nobody could check, by name.
fn in_doubt(set: &PolicySet) -> Vec<String> {
    let doubted = set.declarations.iter().filter(|d| set.in_doubt(&d.citations));
    let mut names: Vec<String> = doubted
        .map(|d| match d.of {
            Datum::Framework(name) => format!("framework {}", set.symbols.text(name)),
            Datum::CreditSystem(name) => format!("credit system {}", set.symbols.text(name)),
            Datum::Hours(None) => "hours by default".to_owned(),
            Datum::Hours(Some(country)) => format!("hours in {}", set.symbols.text(country)),
        })
        .collect();
    names.sort();
    names
}

fn own_rules(rules: &Rules) -> usize {
    rules.policies.policies.iter().map(|p| p.rules.len()).sum()
}

/// What was mended, one change a line.
fn told(made: &Made) {
    for change in &made.changes {
        print(&format!("{}\n", change.line()));
    }
    if made.left > 0 {
        print(&format!("{} stands within another; run `credstack check --fix` again\n", count(made.left, "change")));
    }
    if !made.changes.is_empty() {
        print(&format!("{} made\n", count(made.changes.len(), "change")));
    }
}

fn summary(rules: &Rules, errors: usize, warnings: usize) -> String {
    let policies = rules.policies.policies.len();
    let doubted = in_doubt(&rules.policies);
    let doubts = if doubted.is_empty() {
        String::new()
    } else {
        let all = rules.policies.declarations.len();
        let said = "of frameworks, credit systems and hours rest on what nobody could check; every proposal says so";
        format!("In doubt: {} of {all} declarations {said}: {}\n", doubted.len(), doubted.join(", "))
    };
    format!(
        "{}, {}, {}, {}: {}, {}\n{doubts}",
        count(rules.policies.packs.len(), "pack"),
        if policies == 1 { "1 policy".to_owned() } else { format!("{policies} policies") },
        count(own_rules(rules), "rule"),
        count(rules.policies.awards.len(), "award"),
        count(errors, "error"),
        count(warnings, "warning"),
    )
}
