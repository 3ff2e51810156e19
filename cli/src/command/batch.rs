//! `credstack batch`: a file of any size in, a folder of outcomes out, resumable.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use credstack_cohort::batch::{Batch as Asking, BatchError, Progress, State, Written, batch};
use credstack_cohort::{CohortError, Desk, Reader, Recogniser};
use indicatif::{HumanBytes, HumanCount, ProgressBar, ProgressStyle};

use crate::asked::Asked;
use crate::exit::Exit;
use crate::output::{Format, complain, print, print_json};

/// Propose what is recognised for each credential of a table of any size: Parquet, CSV or JSON Lines in, a folder of the same out.
/// What was killed goes on where it was, with the same command.
#[derive(Debug, Args)]
pub(crate) struct Batch {
    /// A Parquet file, comma-separated values (`.csv`, `.tsv`) or JSON Lines (`.jsonl`).
    input: PathBuf,
    /// The folder for the results; it is made where it is not there.
    #[arg(long, value_name = "FOLDER")]
    output: PathBuf,
    #[command(flatten)]
    asked: Asked,
    /// What the columns are for, where their names do not say it.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// In which format the results are written.
    #[arg(long, value_enum, default_value_t)]
    write: WrittenOption,
    /// How many rows a part has: so much is done again at most after a run was killed.
    #[arg(long, value_name = "N", default_value_t = 262_144, value_parser = clap::value_parser!(u64).range(1..))]
    part_rows: u64,
    /// Remove the parts of an earlier run and begin anew.
    #[arg(long)]
    restart: bool,
    /// So many threads; the result is the same for any number.
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum WrittenOption {
    /// Parquet.
    #[default]
    Parquet,
    /// Comma-separated values.
    Csv,
    /// JSON Lines.
    Jsonl,
}

impl From<WrittenOption> for Written {
    fn from(option: WrittenOption) -> Self {
        match option {
            WrittenOption::Parquet => Written::Parquet,
            WrittenOption::Csv => Written::Csv,
            WrittenOption::Jsonl => Written::JsonLines,
        }
    }
}

impl Batch {
    pub(crate) fn run(&self, format: Format) -> Exit {
        self.told(format).unwrap_or_else(|exit| exit)
    }

    fn told(&self, format: Format) -> Result<Exit, Exit> {
        let (rules, claim, book) = self.asked.read()?;
        let mapping = self.mapping()?;
        let named = mapping.as_ref().map(|(name, text)| (name.as_str(), text.as_str()));
        let reader = Reader::new(&rules.policies, named, None).map_err(|error| wrong(&error, Exit::Usage))?;
        let desk = Desk {
            set: Arc::clone(&rules.policies),
            book: Arc::new(book),
            claim: Arc::new(claim),
            budget: self.asked.budget(),
        };
        let threads = self.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
        let mut recogniser = Recogniser::new(desk, reader, threads.clamp(1, 256));
        let asking = Asking {
            input: self.input.clone(),
            folder: self.output.clone(),
            written: self.write.into(),
            part_rows: self.part_rows,
            restart: self.restart,
        };
        let bar = bar();
        let told = batch(&mut recogniser, &rules.sources, &asking, |progress| {
            show(&bar, progress);
            true
        });
        bar.finish_and_clear();
        let state = told.map_err(|error| wrong(&error, exit(&error)))?;
        match format {
            Format::Text => print(&self.text(&state)),
            Format::Json => print_json(&serde_json::to_value(&state).unwrap_or_default()),
        }
        let unread = state.tally.with_problems + state.tally.without_credential > 0;
        Ok(if unread { Exit::BrokenInput } else { Exit::Success })
    }

    fn mapping(&self) -> Result<Option<(String, String)>, Exit> {
        let Some(path) = &self.mapping else { return Ok(None) };
        let text = std::fs::read_to_string(path).map_err(|error| {
            complain(&format!("error: {}: {error}", path.display()));
            Exit::Usage
        })?;
        Ok(Some((path.display().to_string(), text)))
    }

    fn text(&self, state: &State) -> String {
        let tally = &state.tally;
        let mut text = format!(
            "{} rows, {} credentials, in {} below {}\n",
            HumanCount(tally.rows),
            HumanCount(tally.credentials),
            crate::output::count(state.parts.len(), "part"),
            self.output.display()
        );
        for (outcome, count) in &tally.outcomes {
            text += &format!("  {:>12}  {}\n", HumanCount(*count).to_string(), outcome.replace('_', " "));
        }
        let lines = [
            (tally.without_credential, "rows hold no credential that could be read"),
            (tally.with_problems, "rows say under `problems` what could not be read"),
        ];
        for (count, what) in lines.into_iter().filter(|(count, _)| *count > 0) {
            text += &format!("  {:>12}  {what}\n", HumanCount(count).to_string());
        }
        text
    }
}

/// A table or a file that is not as it has to be is broken input; a folder that has another run's parts is not what was meant.
fn exit(error: &BatchError) -> Exit {
    match error {
        BatchError::OtherRun { .. } => Exit::Usage,
        BatchError::Input { error, .. } if matches!(**error, CohortError::Mapping(_)) => Exit::Usage,
        _ => Exit::BrokenInput,
    }
}

fn wrong(error: &dyn std::fmt::Display, exit: Exit) -> Exit {
    complain(&format!("error: {error}"));
    exit
}

/// Hidden where standard error is no terminal.
fn bar() -> ProgressBar {
    let bar = ProgressBar::new_spinner();
    let style = ProgressStyle::with_template("{pos} rows decided {msg} {elapsed}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
    bar
}

fn show(bar: &ProgressBar, progress: Progress) {
    if let Some(of) = progress.of.filter(|_| bar.length().is_none()) {
        bar.set_length(of);
        let style = ProgressStyle::with_template("{wide_bar} {pos} of {len} rows, {eta} left");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    }
    bar.set_position(progress.rows);
    if progress.bytes > 0 {
        bar.set_message(HumanBytes(progress.bytes).to_string());
    }
}
