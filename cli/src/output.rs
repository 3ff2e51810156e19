//! Printing: text for people, JSON for programs, colour only on a terminal.

use std::io::{IsTerminal as _, Write as _};

use clap::ValueEnum;
use credstack::Rules;
use credstack::diagnostics::{self, Diagnostic, Severity};
use credstack::model::vocabulary::Vocabulary;

use crate::exit::Exit;

/// How to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// How to print, as it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Asked {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// The XML of junit, for what gathers test results.
    Junit,
}

/// Prints text to standard output. A reader that went away (`| head`) is no error.
pub(crate) fn print(text: &str) {
    let mut out = anstream::stdout().lock();
    let _ = out.write_all(text.as_bytes());
    let _ = out.flush();
}

/// Prints a line to standard error.
pub(crate) fn complain(text: &str) {
    let mut out = anstream::stderr().lock();
    let _ = writeln!(out, "{text}");
}

/// Prints JSON, one document, with a line break at its end.
pub(crate) fn print_json(value: &serde_json::Value) {
    print(&format!("{value:#}\n"));
}

/// Prints diagnostics to standard error.
pub(crate) fn print_diagnostics(found: &[Diagnostic], rules: &Rules) {
    let colour = std::io::stderr().is_terminal();
    let text = diagnostics::to_text(found, &rules.sources, colour);
    complain(text.trim_end());
}

/// The core attributes, with those that the packs of a folder add.
pub(crate) fn vocabulary(folder: Option<&std::path::Path>) -> Result<std::sync::Arc<Vocabulary>, Exit> {
    folder.map_or_else(|| Ok(std::sync::Arc::default()), |f| usable_rules(f).map(|r| r.policies.vocabulary.clone()))
}

/// Loads rules and makes sure that they can be used; what is wrong is printed.
pub(crate) fn usable_rules(folder: &std::path::Path) -> Result<Rules, Exit> {
    let rules = Rules::from_folder(folder).map_err(|error| {
        complain(&format!("error: {error}"));
        Exit::InvalidRules
    })?;
    if rules.has_errors() {
        let errors: Vec<Diagnostic> =
            rules.diagnostics.iter().filter(|d| d.severity() == Severity::Error).cloned().collect();
        print_diagnostics(&errors, &rules);
        complain(&format!(
            "error: the rules below `{}` have {}; nothing was decided",
            folder.display(),
            count(errors.len(), "error")
        ));
        return Err(Exit::InvalidRules);
    }
    Ok(rules)
}

/// `1 error`, `2 errors`.
pub(crate) fn count(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}
