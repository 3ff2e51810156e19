//! `credstack verify`: how far documents can be trusted.

use std::path::{Path, PathBuf};

use clap::Args;
use credstack::report::verification_text;
use credstack::verification::{Outcome, Timestamp};
use credstack::verify;
use serde_json::json;

use crate::exit::Exit;
use crate::files::{paths, read};
use crate::output::{Format, complain, count, print, print_json};
use crate::trust::{Trust, TrustFiles, parse_instant};

/// Say of documents how far they can be trusted: signatures, seals, status lists.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// Files and folders of documents; `-` is standard input.
    #[arg(required = true)]
    documents: Vec<PathBuf>,
    #[command(flatten)]
    trust: TrustFiles,
    /// The day, or the instant, as of which documents are verified: `2026-11-01` or `2026-11-01T12:00:00Z`. No date is ever
    /// taken from the clock.
    #[arg(long, value_name = "DATE", value_parser = parse_instant)]
    on: Timestamp,
}

impl Verify {
    pub(crate) fn run(&self, format: Format) -> Exit {
        let trust = match self.trust.read(self.on) {
            Ok(trust) => trust,
            Err(exit) => return exit,
        };
        let mut desk = Desk { trust: &trust, format, outcomes: Vec::new(), shown: Vec::new(), broken: Vec::new() };
        for path in paths(&self.documents) {
            match path {
                Ok(path) => desk.document(&path),
                Err(error) => desk.broken.push(("folder".to_owned(), error)),
            }
        }
        desk.finish()
    }
}

struct Desk<'a> {
    trust: &'a Trust,
    format: Format,
    outcomes: Vec<Outcome>,
    shown: Vec<serde_json::Value>,
    broken: Vec<(String, String)>,
}

impl Desk<'_> {
    fn document(&mut self, path: &Path) {
        let input = read(path);
        let Trust { given, on } = self.trust;
        let checked = input.bytes.and_then(|bytes| verify(&bytes, given, *on).map_err(|error| error.to_string()));
        match checked {
            Ok(report) => {
                self.outcomes.push(report.outcome());
                match self.format {
                    Format::Text => print(&(verification_text(&input.name, &report) + "\n")),
                    Format::Json => self.shown.push(json!({
                        "document": input.name, "outcome": report.outcome(), "parts": report.parts,
                    })),
                }
            }
            Err(error) => self.broken.push((input.name, error)),
        }
    }

    fn finish(self) -> Exit {
        let unread = |(name, error): &(String, String)| json!({ "document": name, "error": error });
        match self.format {
            Format::Json => print_json(&json!({
                "on": self.trust.on.to_string(),
                "documents": self.shown,
                "broken": self.broken.iter().map(unread).collect::<Vec<_>>(),
            })),
            Format::Text => {
                let trusted = self.outcomes.iter().filter(|outcome| **outcome == Outcome::Trusted).count();
                print(&format!(
                    "{}: {trusted} verified, as of {}\n",
                    count(self.outcomes.len(), "document"),
                    self.trust.on
                ));
                self.broken.iter().for_each(|(name, error)| complain(&format!("error: {name}: {error}")));
            }
        }
        match self.outcomes.iter().min() {
            _ if !self.broken.is_empty() => Exit::BrokenInput,
            None => {
                complain("error: there is no document to verify");
                Exit::BrokenInput
            }
            Some(Outcome::Broken | Outcome::Revoked | Outcome::OutOfTime) => Exit::NotBelieved,
            Some(Outcome::NotVerifiable | Outcome::Unchanged) => Exit::Incomplete,
            Some(Outcome::Trusted) => Exit::Success,
        }
    }
}
