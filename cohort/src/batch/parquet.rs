//! Rows of a Parquet file (<https://parquet.apache.org/docs/file-format/>).

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use arrow_schema::ArrowError;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

use super::error::BatchError;
use super::piece::{Piece, Place, Rows, Source};
use crate::ROWS;
use crate::error::CohortError;

pub(super) struct Reader {
    path: PathBuf,
    /// `None` once something went wrong, for nothing behind it can be trusted.
    batches: Option<ParquetRecordBatchReader>,
    at: u64,
    rows: u64,
}

impl Reader {
    pub(super) fn open(path: &Path, from: u64) -> Result<Self, BatchError> {
        let file = File::open(path).map_err(BatchError::file(path))?;
        let broken = |error: ArrowError| BatchError::input(path)(CohortError::Table(error));
        let opened = guarded(|| {
            let builder = ParquetRecordBatchReaderBuilder::try_new(file)?;
            let groups: Vec<u64> = builder.metadata().row_groups().iter().map(|g| rows(g.num_rows())).collect();
            let total = groups.iter().sum();
            // Groups before the place are not touched.
            let (mut skipped, mut kept) = (0, Vec::new());
            for (at, count) in groups.iter().enumerate() {
                if kept.is_empty() && skipped + count <= from {
                    skipped += count;
                } else {
                    kept.push(at);
                }
            }
            let offset = usize::try_from(from.saturating_sub(skipped)).unwrap_or(usize::MAX);
            let builder = builder.with_batch_size(ROWS).with_row_groups(kept).with_offset(offset);
            Ok((builder.build()?, total))
        });
        let (batches, rows) = opened.map_err(broken)?;
        Ok(Self { path: path.to_owned(), batches: Some(batches), at: from, rows })
    }
}

impl Source for Reader {
    fn rows(&self) -> Option<u64> {
        Some(self.rows)
    }
}

impl Iterator for Reader {
    type Item = Result<Piece, BatchError>;

    fn next(&mut self) -> Option<Self::Item> {
        let batches = self.batches.as_mut()?;
        match guarded(|| batches.next().transpose()) {
            Ok(None) => None,
            Ok(Some(rows)) => {
                let (first, count) = (self.at, rows.num_rows() as u64);
                self.at += count;
                let end = Place { rows: self.at, ..Place::default() };
                Some(Ok(Piece { first, rows: Rows::Table(rows), problems: Vec::new(), end, count }))
            }
            Err(error) => {
                self.batches = None;
                Some(Err(BatchError::input(&self.path)(CohortError::Table(error))))
            }
        }
    }
}

fn rows(said: i64) -> u64 {
    u64::try_from(said).unwrap_or(0)
}

/// The decoders check what they read, and still some broken file may find a check that is missing: that is a refusal of the
/// file, not the end of the program.
fn guarded<T>(work: impl FnOnce() -> Result<T, ArrowError>) -> Result<T, ArrowError> {
    let contradicts = |_| Err(ArrowError::ParquetError("what it holds contradicts itself".to_owned()));
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(contradicts)
}
