//! `credstack test`: the examples that stand beside rules.

use std::path::PathBuf;

use clap::Args;
use credstack::diagnostics::to_json;
use credstack::run_examples;
use serde_json::json;

use crate::exit::Exit;
use crate::output::{Format, count, print, print_diagnostics, print_json, usable_rules};

/// Run the examples that stand beside rules.
#[derive(Debug, Args)]
pub(crate) struct Test {
    /// The folder of the packs.
    #[arg(default_value = "rules")]
    rules: PathBuf,
}

impl Test {
    pub(crate) fn run(&self, format: Format) -> Exit {
        let rules = match usable_rules(&self.rules) {
            Ok(rules) => rules,
            Err(exit) => return exit,
        };
        let examples = run_examples(&rules);
        let failures = examples.failures();
        let passed = examples.runs.len() - failures.len();
        match format {
            Format::Json => print_json(&json!({
                "rules": examples.rules,
                "examples": examples.runs.len(),
                "passed": passed,
                "failed": failures.len(),
                "rules_without_examples": examples.without,
                "diagnostics": to_json(&failures, &rules.sources),
            })),
            Format::Text => {
                if !failures.is_empty() {
                    print_diagnostics(&failures, &rules);
                }
                print(&format!(
                    "{} of {}: {passed} passed, {} failed\n",
                    count(examples.runs.len(), "example"),
                    count(examples.rules, "rule"),
                    failures.len()
                ));
                let without = examples.without.len();
                let names = if without == 0 { String::new() } else { format!(": {}", examples.without.join(", ")) };
                print(&format!("{} without an example{names}\n", count(without, "rule")));
            }
        }
        if failures.is_empty() { Exit::Success } else { Exit::FailedExample }
    }
}
