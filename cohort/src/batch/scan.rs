//! Outcomes of a file one after the other, as whoever reads them asks for more.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use arrow_array::RecordBatch;

use super::error::BatchError;
use super::piece::{Place, Source};
use super::run::outcomes;
use super::source::open;
use crate::recognise::Recogniser;

/// The outcomes of a file, some thousands of rows at a time. No more of it is in memory than is being decided.
pub struct Scan {
    path: PathBuf,
    recogniser: Recogniser,
    /// `None` once something went wrong.
    source: Option<Box<dyn Source>>,
    ready: VecDeque<RecordBatch>,
}

impl Scan {
    /// Opens a Parquet file, comma-separated values or JSON Lines.
    ///
    /// # Errors
    /// [`BatchError`] for what cannot be opened, or is none of these.
    pub fn open(path: &Path, recogniser: Recogniser) -> Result<Self, BatchError> {
        let source = open(path, &recogniser.desk().set, recogniser.mapping(), Place::default())?;
        Ok(Self { path: path.to_owned(), recogniser, source: Some(source), ready: VecDeque::new() })
    }

    /// How many rows there are, where the format says so.
    pub fn rows(&self) -> Option<u64> {
        self.source.as_ref().and_then(|source| source.rows())
    }

    fn more(&mut self) -> Result<(), BatchError> {
        let Some(source) = &mut self.source else { return Ok(()) };
        let pieces = source.by_ref().take(self.recogniser.threads()).collect::<Result<Vec<_>, _>>()?;
        let found = outcomes(&mut self.recogniser, pieces).map_err(BatchError::input(&self.path))?;
        self.ready.extend(found.into_iter().map(|(_, outcomes)| outcomes));
        Ok(())
    }
}

impl Iterator for Scan {
    type Item = Result<RecordBatch, BatchError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ready.is_empty()
            && let Err(error) = self.more()
        {
            self.source = None;
            return Some(Err(error));
        }
        self.ready.pop_front().map(Ok)
    }
}
