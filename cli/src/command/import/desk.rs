//! One document after the other: read, and shown as was asked for.

use std::sync::Arc;

use credstack::documents::{self, Document, DocumentError, Mapping};
use credstack::model::Symbols;
use credstack::model::vocabulary::Vocabulary;
use serde_json::json;

use super::jobs::{Job, UNREADABLE};
use super::options::{Report, Shown};
use super::pool::Held;
use super::show;
use super::tally::Tally;
use crate::files;
use crate::output::Format;
use crate::trust::Beside;

/// What one document came to.
pub(super) struct Done {
    pub(super) shown: String,
    pub(super) tally: Tally,
}

impl Held for Done {
    fn held(&self) -> usize {
        self.shown.len()
    }
}

/// What every thread needs.
pub(super) struct Desk<'a> {
    pub(super) shown: &'a Shown,
    pub(super) report: &'a Report,
    pub(super) format: Format,
    pub(super) vocabulary: Arc<Vocabulary>,
    pub(super) mapping: Option<Mapping>,
    pub(super) beside: Beside,
}

impl Desk<'_> {
    pub(super) fn work(&self, job: Job) -> Done {
        // Every document has a table of words of its own, so that no word is kept for longer than its document.
        let symbols = Symbols::default();
        self.read(job, &symbols).map_or_else(|refused| refused, |document| self.shown(&document, &symbols))
    }

    /// Reads a document, or says why not.
    pub(super) fn read(&self, job: Job, symbols: &Symbols) -> Result<Document, Done> {
        let (name, bytes) = match job {
            Job::Refused(name, word, error) => return Err(self.refused(&name, word, &error)),
            Job::Bytes(name, bytes) => (name, bytes),
            Job::File(path) => {
                let files::Input { name, bytes } = files::read(&path);
                let bytes = bytes.map_err(|error| self.refused(&name, UNREADABLE, &error))?;
                (name, bytes)
            }
        };
        let read = match &self.mapping {
            Some(mapping) => documents::read_mapped(&name, &bytes, symbols, &self.vocabulary, mapping),
            None => documents::read_with(&name, &bytes, symbols, &self.vocabulary),
        };
        let mut document =
            read.map_err(|error| self.refused(&name, DocumentError::word(&error), &error.to_string()))?;
        self.beside.take(&mut document, &bytes, symbols);
        Ok(document)
    }

    pub(super) fn shown(&self, document: &Document, symbols: &Symbols) -> Done {
        let mut tally = Tally::default();
        tally.read(document, &self.vocabulary);
        let shown = match self.format {
            Format::Json => self.written(&show::json(document, symbols, &self.vocabulary)),
            Format::Text if self.report.summary => String::new(),
            Format::Text => show::text(self.shown, document, &self.vocabulary),
        };
        Done { shown, tally }
    }

    fn refused(&self, name: &str, word: &'static str, error: &str) -> Done {
        let mut tally = Tally::default();
        tally.refused(word);
        let shown = match self.format {
            Format::Json => self.written(&json!({ "document": name, "error": error, "reason": word })),
            Format::Text => format!("  refused  {}: {}\n", show::plain(name), show::plain(error)),
        };
        Done { shown, tally }
    }

    fn written(&self, value: &serde_json::Value) -> String {
        if self.report.lines { value.to_string() } else { format!("{value:#}").replace('\n', "\n  ") }
    }
}
