//! `credstack test`: examples beside rules and scenarios in Markdown, what they cover, which changes of a rule they notice.

mod coverage;
mod junit;
mod mutation;
mod scenarios;

use std::path::PathBuf;

use clap::Args;
use credstack::diagnostics;
use credstack::diagnostics::to_json;
use credstack::testing::{self, Coverage, Examples, Mutation, SpecOutcome, SpecRun, Specs};
use credstack::{Rules, run_examples};
use serde_json::{Map, Value, json};

use crate::exit::Exit;
use crate::output::{Wanted, complain, count, print, print_diagnostics, print_json, usable_rules};
use coverage::Least;

/// Run the examples that stand beside rules, and the scenarios of specifications.
#[derive(Debug, Args)]
pub(crate) struct Test {
    /// The folder of the packs.
    #[arg(default_value = "rules")]
    rules: PathBuf,
    /// Tell which rules, branches and conditions no example touches.
    #[arg(long)]
    coverage: bool,
    /// Ask for a share in percent of `rules`, `branches` or `conditions`, as `branches=90`; may be given several times.
    #[arg(long, value_name = "FIGURE=PERCENT")]
    min_coverage: Vec<Least>,
    /// Change every rule in one place at a time and tell the changes that no example notices.
    #[arg(long)]
    mutate: bool,
    /// Ask that so many percent of the changes are noticed.
    #[arg(long, value_name = "PERCENT", requires = "mutate", value_parser = clap::value_parser!(u8).range(..=100))]
    min_score: Option<u8>,
}

/// Everything that a run found.
struct Found {
    examples: Examples,
    scenarios: Vec<SpecRun>,
    coverage: Option<Coverage>,
    mutation: Option<Mutation>,
}

impl Test {
    pub(crate) fn run(&self, format: Wanted) -> Exit {
        let rules = match usable_rules(&self.rules) {
            Ok(rules) => rules,
            Err(exit) => return exit,
        };
        let specs = match Specs::from_folder(&self.rules, &rules) {
            Ok(specs) => specs,
            Err(error) => {
                complain(&format!("error: {error}"));
                return Exit::InvalidRules;
            }
        };
        for broken in &specs.broken {
            complain(diagnostics::to_text(&broken.diagnostics, &broken.sources, false).trim_end());
        }
        if !specs.broken.is_empty() {
            complain("error: a specification has errors; nothing was tested");
            return Exit::InvalidRules;
        }
        let (examples, scenarios) = (run_examples(&rules), specs.run());
        let passed = examples.failures().is_empty() && !scenarios.iter().any(is_failed);
        let wanted = self.coverage || !self.min_coverage.is_empty();
        let found = Found {
            coverage: wanted.then(|| testing::coverage(&rules)),
            mutation: (self.mutate && passed).then(|| mutation::run(&rules, &specs)),
            examples,
            scenarios,
        };
        match format {
            Wanted::Json => print_json(&Self::json(&rules, &found)),
            Wanted::Text | Wanted::Plain | Wanted::Sarif => self.text(&rules, &found),
            Wanted::Junit => match junit::report(&rules, &found.examples, &found.scenarios) {
                Ok(text) => print(&text),
                Err(error) => {
                    complain(&format!("error: the JUnit report cannot be written: {error}"));
                    return Exit::Usage;
                }
            },
        }
        self.exit(&found)
    }

    fn exit(&self, found: &Found) -> Exit {
        if !found.examples.failures().is_empty() || found.scenarios.iter().any(is_failed) {
            return Exit::FailedExample;
        }
        let coverage = found.coverage.as_ref();
        let short = self.min_coverage.iter().filter_map(|least| least.complaint(coverage?));
        let mut complaints: Vec<String> = short.collect();
        if let (Some(least), Some(mutation)) = (self.min_score, &found.mutation)
            && mutation.score() < usize::from(least)
        {
            let score = mutation.score();
            complaints.push(format!("the examples notice {score} percent of the changes, fewer than {least}"));
        }
        for complaint in &complaints {
            complain(&format!("error: {complaint}"));
        }
        if complaints.is_empty() { Exit::Success } else { Exit::BelowThreshold }
    }

    fn json(rules: &Rules, found: &Found) -> Value {
        let failures = found.examples.failures();
        let mut all = Map::new();
        let mut put = |key: &str, value: Value| drop(all.insert(key.into(), value));
        put("rules", json!(found.examples.rules));
        put("functions", json!(found.examples.functions));
        put("examples", json!(found.examples.runs.len()));
        put("passed", json!(found.examples.runs.len() - failures.len()));
        put("failed", json!(failures.len()));
        put("rules_without_examples", json!(found.examples.without));
        put("scenarios", scenarios::json(&found.scenarios));
        put("diagnostics", to_json(&failures, &rules.sources));
        if let Some(coverage) = &found.coverage {
            put("coverage", coverage::json(rules, coverage));
        }
        if let Some(mutation) = &found.mutation {
            put("mutation", mutation::json(rules, mutation));
        }
        Value::Object(all)
    }

    fn text(&self, rules: &Rules, found: &Found) {
        let failures = found.examples.failures();
        if !failures.is_empty() {
            print_diagnostics(&failures, rules);
        }
        let runs = found.examples.runs.len();
        let functions = match found.examples.functions {
            0 => String::new(),
            n => format!(" and {}", count(n, "function")),
        };
        print(&format!(
            "{} of {}{functions}: {} passed, {} failed\n",
            count(runs, "example"),
            count(found.examples.rules, "rule"),
            runs - failures.len(),
            failures.len()
        ));
        let without = found.examples.without.len();
        let names = if without == 0 { String::new() } else { format!(": {}", found.examples.without.join(", ")) };
        print(&format!("{} without an example{names}\n", count(without, "rule")));
        print(&scenarios::text(&found.scenarios));
        if let Some(coverage) = &found.coverage {
            print(&coverage::text(rules, coverage, self.coverage));
        }
        match &found.mutation {
            Some(mutation) => print(&mutation::text(rules, mutation)),
            None if self.mutate => {
                complain("no rule was changed: an example or a scenario does not come out as it says");
            }
            None => {}
        }
    }
}

fn is_failed(run: &SpecRun) -> bool {
    matches!(run.outcome, SpecOutcome::Failed(_))
}
