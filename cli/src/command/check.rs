//! `credstack check`: what can be said of rules before any of them runs.

use std::path::PathBuf;

use clap::Args;
use credstack::Rules;
use credstack::diagnostics::{Severity, to_json};
use serde_json::json;

use crate::exit::Exit;
use crate::output::{Format, complain, count, print, print_diagnostics, print_json};

/// Check rules before they run.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The folder of the packs.
    #[arg(default_value = "rules")]
    rules: PathBuf,
    /// Take warnings for errors.
    #[arg(long)]
    strict: bool,
}

impl Check {
    pub(crate) fn run(&self, format: Format) -> Exit {
        let rules = match Rules::from_folder(&self.rules) {
            Ok(rules) => rules,
            Err(error) => {
                complain(&format!("error: {error}"));
                return Exit::InvalidRules;
            }
        };
        let diagnostics = rules.checked();
        let number = |severity| diagnostics.iter().filter(|d| d.severity() == severity).count();
        let (errors, warnings) = (number(Severity::Error), number(Severity::Warning));
        let policies = rules.policies.policies.len();
        let own_rules: usize = rules.policies.policies.iter().map(|p| p.rules.len()).sum();
        match format {
            Format::Json => print_json(&json!({
                "packs": rules.policies.packs.len(),
                "policies": policies,
                "rules": own_rules,
                "awards": rules.policies.awards.len(),
                "errors": errors,
                "warnings": warnings,
                "diagnostics": to_json(&diagnostics, &rules.sources),
            })),
            Format::Text => {
                if !diagnostics.is_empty() {
                    print_diagnostics(&diagnostics, &rules);
                }
                print(&format!(
                    "{}, {}, {}, {}: {}, {}\n",
                    count(rules.policies.packs.len(), "pack"),
                    if policies == 1 { "1 policy".to_owned() } else { format!("{policies} policies") },
                    count(own_rules, "rule"),
                    count(rules.policies.awards.len(), "award"),
                    count(errors, "error"),
                    count(warnings, "warning"),
                ));
            }
        }
        if errors > 0 || (self.strict && warnings > 0) { Exit::InvalidRules } else { Exit::Success }
    }
}
