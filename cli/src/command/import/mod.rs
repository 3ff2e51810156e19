//! `credstack import`: what documents carry and what they lack.

mod jobs;
mod pool;
mod show;
mod tally;

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use credstack::documents::{self, Document, DocumentError, Mapping};
use credstack::model::Symbols;
use credstack::model::vocabulary::{Element, Vocabulary};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use crate::exit::Exit;
use crate::files;
use crate::output::{Format, complain, print, vocabulary};
use jobs::{Job, UNREADABLE};
use tally::Tally;

/// Read documents and show what they carry and lack.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// Files, folders and ZIP archives; `-` is standard input.
    #[arg(required = true)]
    documents: Vec<PathBuf>,
    #[command(flatten)]
    show: Shown,
    #[command(flatten)]
    report: Report,
    /// What the columns of tables are for, as TOML.
    #[arg(long)]
    mapping: Option<PathBuf>,
    /// The folder of rules whose packs add attributes of their own.
    #[arg(long)]
    rules: Option<PathBuf>,
    /// How many documents are read at the same time; as many as there are processors when it is not given.
    #[arg(long)]
    threads: Option<usize>,
}

/// What is shown below the line of a credential.
#[derive(Debug, Args)]
struct Shown {
    /// Show every note of every document, not only their number.
    #[arg(long)]
    notes: bool,
    /// Show every fact with the place that it was read from.
    #[arg(long)]
    facts: bool,
    /// Name the elements that each credential lacks.
    #[arg(long)]
    lacks: bool,
}

/// What is told of all documents, and what counts as a failure.
#[derive(Debug, Args)]
struct Report {
    /// Print only the table by format, not a line for each credential.
    #[arg(long, conflicts_with_all = ["notes", "facts", "lacks"])]
    summary: bool,
    /// End with 10 if anything was lost or is unsettled: notes of what is ambiguous, unmapped, unknown, contradictory, dropped
    /// or unreadable.
    #[arg(long)]
    strict: bool,
    /// With `--format json`: one line for each document instead of one list.
    #[arg(long)]
    lines: bool,
}

/// What one document came to.
struct Done {
    shown: String,
    tally: Tally,
}

/// What every thread needs.
struct Desk<'a> {
    options: &'a Import,
    format: Format,
    vocabulary: Arc<Vocabulary>,
    mapping: Option<Mapping>,
}

impl Import {
    pub(crate) fn run(&self, format: Format) -> Exit {
        if self.report.lines && format != Format::Json {
            complain("error: `--lines` is for `--format json`");
            return Exit::Usage;
        }
        let vocabulary = match vocabulary(self.rules.as_deref()) {
            Ok(vocabulary) => vocabulary,
            Err(exit) => return exit,
        };
        let mapping = match self.mapping.as_deref().map(|path| mapping(path, &vocabulary)).transpose() {
            Ok(mapping) => mapping,
            Err(error) => {
                complain(&error);
                return Exit::Usage;
            }
        };
        let desk = Desk { options: self, format, vocabulary, mapping };
        let mut out = Out::new(self, format);
        let (mut passed_over, in_archives) = (0, Cell::new(0));
        let threads = self.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, Into::into));
        let paths = files::walk(&self.documents, true, &mut passed_over);
        let jobs = jobs::all(paths, &in_archives);
        pool::in_order(threads.clamp(1, 64), jobs, |job| desk.work(job), |done| out.take(done));
        files::tell(passed_over + in_archives.get());
        out.finish()
    }
}

fn mapping(path: &Path, vocabulary: &Vocabulary) -> Result<Mapping, String> {
    let name = path.to_string_lossy();
    let text = std::fs::read_to_string(path).map_err(|error| format!("error: `{name}` cannot be read: {error}"))?;
    Mapping::parse(&name, &text, vocabulary).map_err(|problems| format!("error: {problems}"))
}

impl Desk<'_> {
    fn work(&self, job: Job) -> Done {
        match job {
            Job::Refused(name, word, error) => self.refused(&name, word, &error),
            Job::Bytes(name, bytes) => self.read(&name, &bytes),
            Job::File(path) => {
                let input = files::read(&path);
                match input.bytes {
                    Ok(bytes) => self.read(&input.name, &bytes),
                    Err(error) => self.refused(&input.name, UNREADABLE, &error),
                }
            }
        }
    }

    /// Every document has a table of words of its own, so that no word is kept for longer than its document.
    fn read(&self, name: &str, bytes: &[u8]) -> Done {
        let symbols = Symbols::default();
        let read = match &self.mapping {
            Some(mapping) => documents::read_mapped(name, bytes, &symbols, &self.vocabulary, mapping),
            None => documents::read_with(name, bytes, &symbols, &self.vocabulary),
        };
        match read {
            Ok(document) => self.shown(&document, &symbols),
            Err(error) => self.refused(name, DocumentError::word(&error), &error.to_string()),
        }
    }

    fn shown(&self, document: &Document, symbols: &Symbols) -> Done {
        let mut tally = Tally::default();
        tally.read(document, &self.vocabulary);
        let shown = match self.format {
            Format::Json => self.written(&show::json(document, symbols, &self.vocabulary)),
            Format::Text if self.options.report.summary => String::new(),
            Format::Text => show::text(self.options, document, &self.vocabulary),
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
        if self.options.report.lines { value.to_string() } else { format!("{value:#}").replace('\n', "\n  ") }
    }
}

/// What is printed as it comes, and what is told at the end.
struct Out<'a> {
    options: &'a Import,
    format: Format,
    tally: Tally,
    seen: usize,
    bar: ProgressBar,
}

impl<'a> Out<'a> {
    fn new(options: &'a Import, format: Format) -> Self {
        if format == Format::Text && !options.report.summary {
            print("Elements of the European standard (2022/C 243/02, Annex I), ● carried, · not:\n");
            for (at, name) in Element::MANDATORY.iter().enumerate() {
                print(&format!("  {:>2} {name}\n", at + 1));
            }
            print("\n 1 2 3 4 5 6 7 8 9 10 11  notes  credential\n");
        }
        // Hidden where standard error is no terminal.
        let bar = ProgressBar::new_spinner();
        bar.set_style(
            ProgressStyle::with_template("{pos} documents read {msg}")
                .unwrap_or_else(|_| ProgressStyle::default_spinner()),
        );
        Self { options, format, tally: Tally::default(), seen: 0, bar }
    }

    fn take(&mut self, done: Option<Done>) {
        let Some(Done { shown, tally }) = done else {
            let mut tally = Tally::default();
            tally.refused("a defect of credstack");
            self.tally.add(tally);
            return complain(
                "error: a document could not be read by a defect of credstack, told above; please report it",
            );
        };
        if !shown.is_empty() {
            let before = match (self.format, self.options.report.lines, self.seen) {
                (Format::Json, false, 0) => "[\n  ",
                (Format::Json, false, _) => ",\n  ",
                _ => "",
            };
            let after = if self.options.report.lines { "\n" } else { "" };
            self.bar.suspend(|| print(&format!("{before}{shown}{after}")));
            self.seen += 1;
        }
        self.tally.add(tally);
        self.bar.inc(1);
        if self.tally.refusals() > 0 {
            self.bar.set_message(format!("({} refused)", self.tally.refusals()));
        }
    }

    fn finish(self) -> Exit {
        self.bar.finish_and_clear();
        match (self.format, self.options.report.lines, self.seen) {
            (Format::Json, true, _) => {}
            (Format::Json, false, 0) => print("[]\n"),
            (Format::Json, false, _) => print("\n]\n"),
            (Format::Text, ..) => print(&self.tally.text()),
        }
        let nothing = self.tally.documents() == 0;
        if nothing && self.tally.refusals() == 0 {
            complain("error: there is no document to read");
        }
        match () {
            () if nothing || self.tally.refusals() > 0 => Exit::BrokenInput,
            () if self.options.report.strict && self.tally.losses() > 0 => {
                complain(&format!(
                    "error: {} say that something was lost or is unsettled (`--notes` shows them)",
                    crate::output::count(self.tally.losses(), "note")
                ));
                Exit::BelowThreshold
            }
            () => Exit::Success,
        }
    }
}
