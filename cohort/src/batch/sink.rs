//! Where results go: a file that is written beside its place and then put there whole.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use arrow_array::cast::AsArray;
use arrow_array::types::UInt64Type;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::SchemaRef;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use serde_json::{Map, Value};

use super::error::BatchError;
use crate::error::CohortError;

/// In which format results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Written {
    /// Parquet, compressed with Snappy.
    #[default]
    Parquet,
    /// Comma-separated values; the items of a list are parted by `; `.
    Csv,
    /// JSON Lines.
    JsonLines,
}

impl Written {
    /// All of them.
    pub const ALL: [Written; 3] = [Written::Parquet, Written::Csv, Written::JsonLines];

    /// The word for it, which files end with, too.
    pub fn word(self) -> &'static str {
        match self {
            Written::Parquet => "parquet",
            Written::Csv => "csv",
            Written::JsonLines => "jsonl",
        }
    }
}

/// A part that is being written.
pub(super) struct Sink {
    path: PathBuf,
    beside: PathBuf,
    writer: Writer,
}

enum Writer {
    Parquet(Box<ArrowWriter<File>>),
    Csv(Box<csv::Writer<File>>),
    JsonLines(BufWriter<File>),
}

impl Sink {
    pub(super) fn new(path: &Path, written: Written, columns: &SchemaRef) -> Result<Self, BatchError> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let beside = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
        let file = File::create(&beside).map_err(BatchError::file(&beside))?;
        let writer = match written {
            Written::Parquet => {
                let options = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
                let writer = ArrowWriter::try_new(file, SchemaRef::clone(columns), Some(options));
                Writer::Parquet(Box::new(writer.map_err(|error| table(&beside, error.into()))?))
            }
            Written::Csv => {
                let mut writer = csv::Writer::from_writer(file);
                let header = writer.write_record(columns.fields().iter().map(|field| field.name().as_str()));
                header.map_err(|error| BatchError::file(&beside)(error.into()))?;
                Writer::Csv(Box::new(writer))
            }
            Written::JsonLines => Writer::JsonLines(BufWriter::new(file)),
        };
        Ok(Self { path: path.to_owned(), beside, writer })
    }

    pub(super) fn write(&mut self, rows: &RecordBatch) -> Result<(), BatchError> {
        let done = match &mut self.writer {
            Writer::Parquet(writer) => {
                return writer.write(rows).map_err(|error| table(&self.beside, error.into()));
            }
            Writer::Csv(writer) => (0..rows.num_rows()).try_for_each(|at| {
                let cells = rows.columns().iter().map(|column| text(column, at));
                writer.write_record(cells).map_err(io::Error::from)
            }),
            Writer::JsonLines(writer) => (0..rows.num_rows()).try_for_each(|at| json_line(writer, rows, at)),
        };
        done.map_err(BatchError::file(&self.beside))
    }

    /// Puts the part in its place.
    pub(super) fn finish(self) -> Result<(), BatchError> {
        let Self { path, beside, writer } = self;
        let put = || -> Result<File, BatchError> {
            match writer {
                Writer::Parquet(writer) => writer.into_inner().map_err(|error| table(&beside, error.into())),
                Writer::Csv(writer) => {
                    writer.into_inner().map_err(|error| BatchError::file(&beside)(error.into_error()))
                }
                Writer::JsonLines(writer) => {
                    writer.into_inner().map_err(|error| BatchError::file(&beside)(error.into_error()))
                }
            }
        };
        let put = put().and_then(|file| {
            file.sync_all().and_then(|()| fs::rename(&beside, &path)).map_err(BatchError::file(&path))
        });
        if put.is_err() {
            let _ = fs::remove_file(&beside);
        }
        put
    }

    /// Takes away what was written of a part that will not be whole.
    pub(super) fn give_up(self) {
        drop(self.writer);
        let _ = fs::remove_file(self.beside);
    }
}

fn table(path: &Path, error: arrow_schema::ArrowError) -> BatchError {
    BatchError::input(path)(CohortError::Table(error))
}

/// What a cell says in a table of texts.
fn text(column: &ArrayRef, at: usize) -> String {
    if column.is_null(at) {
        return String::new();
    }
    if let Some(words) = column.as_string_opt::<i32>() {
        return words.value(at).to_owned();
    }
    if let Some(numbers) = column.as_primitive_opt::<UInt64Type>() {
        return numbers.value(at).to_string();
    }
    items(column, at).join("; ")
}

fn items(column: &ArrayRef, at: usize) -> Vec<String> {
    let Some(list) = column.as_list_opt::<i32>() else { return Vec::new() };
    let items = list.value(at);
    let words = items.as_string_opt::<i32>();
    words.map(|words| words.iter().flatten().map(ToOwned::to_owned).collect()).unwrap_or_default()
}

fn json_line(writer: &mut impl Write, rows: &RecordBatch, at: usize) -> io::Result<()> {
    let mut line = Map::new();
    for (field, column) in rows.schema().fields().iter().zip(rows.columns()) {
        let value = if column.is_null(at) {
            Value::Null
        } else if let Some(words) = column.as_string_opt::<i32>() {
            Value::from(words.value(at))
        } else if let Some(numbers) = column.as_primitive_opt::<UInt64Type>() {
            Value::from(numbers.value(at))
        } else {
            Value::from(items(column, at))
        };
        line.insert(field.name().clone(), value);
    }
    serde_json::to_writer(&mut *writer, &line)?;
    writer.write_all(b"\n")
}
