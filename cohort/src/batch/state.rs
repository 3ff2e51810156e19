//! How far a batch has come, kept beside its parts.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use super::error::BatchError;
use super::piece::Place;
use super::sink::Written;
use super::tally::Tally;

/// The name of the file in the folder of the parts.
const NAME: &str = "batch.json";

/// What `batch.json` holds: `batch/v1`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// `batch/v1`.
    pub credstack: String,
    /// Whether all of the input is decided.
    pub complete: bool,
    /// The input: its path, its bytes, and when it was last changed, in nanoseconds since 1970.
    pub input: Input,
    /// By what it is decided: SHA-256 of rules, claim and mapping, the policy, the budget.
    pub decided_by: BTreeMap<String, String>,
    /// What all whole parts came to.
    pub tally: Tally,
    /// The whole parts, in order.
    pub parts: Vec<PartFile>,
}

/// Which file is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// Its path, as it was given.
    pub path: PathBuf,
    /// Its bytes.
    pub bytes: u64,
    /// When it was last changed, in nanoseconds since 1970.
    pub changed: u64,
}

/// A part that is whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartFile {
    /// Its name in the folder.
    pub file: String,
    /// How many rows of the input it holds.
    pub rows: u64,
    /// How many rows of the input stand before what comes after it.
    pub rows_before_next: u64,
    /// How many bytes of the input do; 0 for Parquet.
    pub bytes_before_next: u64,
    /// How many lines of the input do; 0 for Parquet.
    pub lines_before_next: u64,
}

impl Input {
    pub(super) fn of(path: &Path) -> Result<Self, BatchError> {
        let about = fs::metadata(path).map_err(BatchError::file(path))?;
        let changed = about.modified().map_err(BatchError::file(path))?;
        let changed = changed.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
        let changed = u64::try_from(changed).unwrap_or(u64::MAX);
        Ok(Self { path: path.to_owned(), bytes: about.len(), changed })
    }
}

impl State {
    pub(super) fn new(input: Input, decided_by: BTreeMap<String, String>) -> Self {
        Self {
            credstack: "batch/v1".to_owned(),
            complete: false,
            input,
            decided_by,
            tally: Tally::default(),
            parts: Vec::new(),
        }
    }

    /// What an earlier run left in the folder.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>, BatchError> {
        let path = folder.join(NAME);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(BatchError::file(&path)(error)),
        };
        let other = |found: String| BatchError::OtherRun { folder: folder.to_owned(), found };
        serde_json::from_str(&text).map(Some).map_err(|error| other(format!("its `{NAME}` cannot be read ({error})")))
    }

    /// In what this run differs from another of which the folder has parts.
    pub(super) fn differs(&self, other: &State) -> Option<String> {
        if self.input.bytes != other.input.bytes || self.input.changed != other.input.changed {
            return Some("the input has changed since its parts were written".to_owned());
        }
        let of = |state: &State, key: &String| state.decided_by.get(key).cloned();
        let all = self.decided_by.keys().chain(other.decided_by.keys());
        let differing: Vec<&String> = all.filter(|key| of(self, key) != of(other, key)).collect();
        differing.first().map(|key| format!("its parts were decided by another {key}"))
    }

    /// Where the next part begins.
    pub(super) fn next(&self) -> Place {
        self.parts.last().map_or_else(Place::default, |part| Place {
            rows: part.rows_before_next,
            bytes: part.bytes_before_next,
            lines: part.lines_before_next,
        })
    }

    /// The name of the part after those that are there.
    pub(super) fn next_file(&self, written: Written) -> String {
        format!("part-{:06}.{}", self.parts.len(), written.word())
    }

    /// Writes it beside its place and puts it there.
    pub(super) fn write(&self, folder: &Path) -> Result<(), BatchError> {
        let (path, beside) = (folder.join(NAME), folder.join(format!(".{NAME}.{}.part", std::process::id())));
        let text = serde_json::to_string_pretty(self).unwrap_or_default() + "\n";
        let write = || {
            let mut file = File::create(&beside)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            fs::rename(&beside, &path)
        };
        write().map_err(|error| {
            let _ = fs::remove_file(&beside);
            BatchError::file(&path)(error)
        })
    }

    /// Takes away the parts, what an interrupted run left of one, and what says which they are.
    pub(super) fn clear(folder: &Path, is_whole: impl Fn(&str) -> bool) -> Result<(), BatchError> {
        for entry in fs::read_dir(folder).map_err(BatchError::file(folder))? {
            let path = entry.map_err(BatchError::file(folder))?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let own =
                name.starts_with("part-") || name.starts_with(".part-") || name.ends_with(&format!("{NAME}.part"));
            if (own && !is_whole(&name)) || (name.starts_with(&format!(".{NAME}."))) {
                fs::remove_file(&path).map_err(BatchError::file(&path))?;
            }
        }
        Ok(())
    }
}
