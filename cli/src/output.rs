//! Printing: text for people, JSON for programs, colour only on a terminal.

use std::io::{IsTerminal as _, Write as _};
use std::sync::OnceLock;

use clap::ValueEnum;
use credstack::Rules;
use credstack::diagnostics::{self, Diagnostic, Severity};
use credstack::model::date::{Date, Term};
use credstack::model::vocabulary::Vocabulary;
use credstack::report::Reader;

use crate::exit::Exit;

/// How to print, as it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Wanted {
    /// For people.
    Text,
    /// For people who listen: problems as sentences, without drawing.
    Plain,
    /// For programs.
    Json,
    /// For code hosts and editors: SARIF 2.1.0; only for `check`.
    Sarif,
    /// The XML of junit, for what gathers test results; only for `test`.
    Junit,
}

impl Wanted {
    /// What a command has to know that prints no problems but proposals; SARIF and junit have no words for those.
    pub(crate) fn simple(self) -> Option<Format> {
        match self {
            Wanted::Text | Wanted::Plain => Some(Format::Text),
            Wanted::Json => Some(Format::Json),
            Wanted::Sarif | Wanted::Junit => None,
        }
    }
}

/// For whom to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

impl From<Format> for Wanted {
    fn from(format: Format) -> Self {
        match format {
            Format::Text => Wanted::Text,
            Format::Json => Wanted::Json,
        }
    }
}

/// Whether problems are told as sentences; set once, before a command runs.
static PLAIN: OnceLock<()> = OnceLock::new();

/// Problems are told as sentences from now on.
pub(crate) fn speak_plainly() {
    PLAIN.get_or_init(|| ());
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
    let text = if PLAIN.get().is_some() {
        diagnostics::to_plain(found, &rules.sources)
    } else {
        diagnostics::to_text(found, &rules.sources, colour)
    };
    complain(text.trim_end());
    if let Some(more) = diagnostics::pointer(found) {
        complain(&format!("\n{more}"));
    }
}

/// The core attributes, with those that the packs of a folder add.
pub(crate) fn vocabulary(folder: Option<&std::path::Path>) -> Result<std::sync::Arc<Vocabulary>, Exit> {
    folder.map_or_else(|| Ok(std::sync::Arc::default()), |f| usable_rules(f).map(|r| r.policies.vocabulary.clone()))
}

/// A length of time, as an argument.
pub(crate) fn term(text: &str) -> Result<Term, String> {
    credstack::term(text).ok_or_else(|| "write a number and a unit, as 2y, 18m, 6w or 90d".to_owned())
}

/// A day, as an argument.
pub(crate) fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "write a day, as 2026-11-22".to_owned())
}

/// The day on which this runs. No decision is made by it.
pub(crate) fn today() -> Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
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

/// Who reads what is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReaderOption {
    /// Whoever decides.
    #[default]
    Officer,
    /// The learner.
    Learner,
}

impl From<ReaderOption> for Reader {
    fn from(option: ReaderOption) -> Self {
        match option {
            ReaderOption::Officer => Reader::Officer,
            ReaderOption::Learner => Reader::Learner,
        }
    }
}
