//! Rows of comma-separated values, as they come.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use credstack::documents::Mapping;
use csv::{ByteRecord, Position, ReaderBuilder};

use super::error::{BatchError, refused};
use super::piece::{Piece, Place, Rows, Source};
use crate::ROWS;
use crate::error::CohortError;

/// The longest row: what is longer is a quotation mark that nobody closed.
const MOST_OF_ROW: usize = 16 * 1024 * 1024;
/// What may part the columns where nothing says it, the likeliest last.
const DELIMITERS: [u8; 4] = *b"|\t,;";

pub(super) struct Reader {
    path: PathBuf,
    rows: csv::Reader<Metered>,
    left: Arc<AtomicUsize>,
    columns: SchemaRef,
    record: ByteRecord,
    at: u64,
    over: bool,
}

/// A file of which only so many bytes may be read at a time.
struct Metered {
    file: File,
    left: Arc<AtomicUsize>,
}

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 {
            return Err(io::Error::other("a row has more than 16 MiB: a quotation mark may not be closed"));
        }
        let read = self.file.read(buffer)?;
        self.left.store(left.saturating_sub(read), Ordering::Relaxed);
        Ok(read)
    }
}

impl Seek for Metered {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

impl Reader {
    pub(super) fn open(path: &Path, mapping: &Mapping, from: Place) -> Result<Self, BatchError> {
        let delimiter = match mapping.delimiter() {
            Some(delimiter) => delimiter,
            None => likeliest(path).map_err(BatchError::file(path))?,
        };
        let file = File::open(path).map_err(BatchError::file(path))?;
        let left = Arc::new(AtomicUsize::new(MOST_OF_ROW));
        let metered = Metered { file, left: Arc::clone(&left) };
        let mut rows = ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(metered);
        let mut record = ByteRecord::new();
        rows.read_byte_record(&mut record).map_err(|error| broken(path, error))?;
        let columns = columns(path, &record)?;
        if from.bytes > 0 {
            let mut place = Position::new();
            place.set_byte(from.bytes).set_line(from.lines + 1);
            rows.seek(place).map_err(|error| broken(path, error))?;
        }
        Ok(Self { path: path.to_owned(), rows, left, columns, record, at: from.rows, over: false })
    }

    /// The next rows; what is wrong with one is told of it, and it holds nothing.
    fn piece(&mut self) -> Result<Option<Piece>, BatchError> {
        let width = self.columns.fields().len();
        let mut cells: Vec<StringBuilder> = std::iter::repeat_with(StringBuilder::new).take(width).collect();
        let (first, mut problems) = (self.at, Vec::new());
        let mut count = 0;
        while count < ROWS {
            self.left.store(MOST_OF_ROW, Ordering::Relaxed);
            let line = self.rows.position().line();
            if !self.rows.read_byte_record(&mut self.record).map_err(|error| broken(&self.path, error))? {
                break;
            }
            let problem = problem(&self.record, width).map(|said| format!("line {line}: {said}"));
            for (at, column) in cells.iter_mut().enumerate() {
                let text = self.record.get(at).filter(|_| problem.is_none());
                column.append_value(text.and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default());
            }
            problems.extend(problem.map(|said| (self.at, said)));
            self.at += 1;
            count += 1;
        }
        if count == 0 {
            return Ok(None);
        }
        let columns = cells.into_iter().map(|mut column| -> ArrayRef { Arc::new(column.finish()) }).collect();
        let table = RecordBatch::try_new(Arc::clone(&self.columns), columns);
        let table = table.map_err(|error| BatchError::input(&self.path)(CohortError::Table(error)))?;
        let place = self.rows.position();
        let end = Place { rows: self.at, bytes: place.byte(), lines: place.line().saturating_sub(1) };
        Ok(Some(Piece { first, rows: Rows::Table(table), problems, end, count: count as u64 }))
    }
}

impl Source for Reader {
    fn rows(&self) -> Option<u64> {
        None
    }
}

impl Iterator for Reader {
    type Item = Result<Piece, BatchError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.over {
            return None;
        }
        let piece = self.piece();
        self.over = piece.is_err();
        piece.transpose()
    }
}

/// What is wrong with a row whatever its columns say.
fn problem(record: &ByteRecord, width: usize) -> Option<String> {
    if record.iter().skip(width).any(|cell| !cell.trim_ascii().is_empty()) {
        let has = record.len();
        return Some(format!(
            "the row has {has} cells and the header {width} columns, so what belongs where cannot be known; it is not read. Put cells that hold the delimiter in quotation marks"
        ));
    }
    let odd = record.iter().find(|cell| std::str::from_utf8(cell).is_err())?;
    Some(format!("`{}` is not UTF-8; the row is not read. Save the file as UTF-8", String::from_utf8_lossy(odd)))
}

fn columns(path: &Path, header: &ByteRecord) -> Result<SchemaRef, BatchError> {
    let name = |cell: &[u8]| std::str::from_utf8(cell).map(|name| name.trim_start_matches('\u{feff}').to_owned());
    let names: Result<Vec<String>, _> = header.iter().map(name).collect();
    let names = names.map_err(|_| refused(path, "the names of the columns are not UTF-8", "save the file as UTF-8"))?;
    if names.iter().all(|name| name.trim().is_empty()) {
        return Err(refused(path, "its first line has no names of columns", "write them there"));
    }
    Ok(Arc::new(Schema::new(names.iter().map(|name| Field::new(name, DataType::Utf8, true)).collect::<Vec<_>>())))
}

/// What parts the columns in the first line more often than anything else does.
fn likeliest(path: &Path) -> io::Result<u8> {
    let mut head = Vec::new();
    File::open(path)?.take(64 * 1024).read_to_end(&mut head)?;
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let often = |delimiter: &u8| line.split(|byte| byte == delimiter).count();
    Ok(DELIMITERS.into_iter().max_by_key(often).unwrap_or(b','))
}

fn broken(path: &Path, error: csv::Error) -> BatchError {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => BatchError::file(path)(error),
        other => BatchError::input(path)(CohortError::Table(ArrowError::CsvError(format!("{other:?}")))),
    }
}
