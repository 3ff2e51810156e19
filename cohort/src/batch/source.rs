//! Where rows come from: a file that is read piece by piece, from any place on.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use credstack::documents::Mapping;
use credstack::model::policy::PolicySet;

use super::error::{BatchError, refused};
use super::piece::{Place, Source};
use super::{csv, json_lines, parquet};

/// Opens a Parquet file, comma-separated values or JSON Lines, at a place where a piece ended. What it is its content says, and
/// its name only where it is text.
///
/// # Errors
/// [`BatchError`] for what cannot be opened, or is none of these.
pub fn open(path: &Path, set: &Arc<PolicySet>, mapping: &Mapping, from: Place) -> Result<Box<dyn Source>, BatchError> {
    let mut head = [0_u8; 4];
    let mut file = File::open(path).map_err(BatchError::file(path))?;
    let size = file.metadata().map_err(BatchError::file(path))?.len();
    if !path.is_file() {
        return Err(refused(path, "this is no file", "name a file of rows"));
    }
    let length = file.read(&mut head).map_err(BatchError::file(path))?;
    let head = head.get(..length).unwrap_or_default();
    let ending = path.extension().map(|end| end.to_string_lossy().to_lowercase()).unwrap_or_default();
    match (head, ending.as_str()) {
        (b"PAR1", _) => Ok(Box::new(parquet::Reader::open(path, from.rows)?)),
        ([], _) => Err(refused(path, "the file is empty", "a table has at least the names of its columns")),
        ([b'{' | b'"', ..], _) | (_, "jsonl" | "ndjson") => {
            Ok(Box::new(json_lines::Reader::open(path, set, from, size)?))
        }
        (_, "csv" | "tsv" | "txt") => Ok(Box::new(csv::Reader::open(path, mapping, from)?)),
        _ => Err(refused(
            path,
            "this is neither Parquet nor, by its name, CSV (`.csv`, `.tsv`) or JSON Lines (`.jsonl`, `.ndjson`)",
            "spreadsheets and single documents are read by `credstack import` and `credstack recognise`",
        )),
    }
}
