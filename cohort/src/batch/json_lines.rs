//! JSON Lines (<https://jsonlines.org>): a document in each line, in any format of JSON, or an object of cells.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use credstack::documents::{Document, MOST_BYTES, read_with};
use credstack::model::policy::PolicySet;
use serde_json::{Map, Value};

use super::error::BatchError;
use super::piece::{Piece, Place, Rows, Source};
use crate::ROWS;
use crate::error::CohortError;
use crate::rows::{Row, problems_of};

pub(super) struct Reader {
    path: PathBuf,
    set: Arc<PolicySet>,
    lines: BufReader<File>,
    /// Whether the lines are documents; the first of the file says it.
    documents: bool,
    place: Place,
    over: bool,
}

/// What stands in one line.
type Line = Result<Value, String>;

impl Reader {
    pub(super) fn open(path: &Path, set: &Arc<PolicySet>, from: Place, size: u64) -> Result<Self, BatchError> {
        let file = File::open(path).map_err(BatchError::file(path))?;
        let mut reader = Self {
            path: path.to_owned(),
            set: Arc::clone(set),
            lines: BufReader::with_capacity(1 << 18, file),
            documents: false,
            place: Place::default(),
            over: false,
        };
        let first = reader.line(size).map_err(BatchError::file(path))?;
        reader.documents = first.is_some_and(|line| line.is_ok_and(|value| is_document(&value)));
        reader.lines.seek(SeekFrom::Start(from.bytes)).map_err(BatchError::file(path))?;
        reader.place = from;
        Ok(reader)
    }

    /// The next line that is not blank.
    fn line(&mut self, most: u64) -> io::Result<Option<Line>> {
        let most = most.min(MOST_BYTES as u64);
        let mut bytes = Vec::new();
        loop {
            bytes.clear();
            let read = (&mut self.lines).take(most + 1).read_until(b'\n', &mut bytes)?;
            self.place.bytes += read as u64;
            if read == 0 {
                return Ok(None);
            }
            self.place.lines += 1;
            let line = self.place.lines;
            if !bytes.ends_with(b"\n") && read as u64 > most {
                self.rest_of_line()?;
                return Ok(Some(Err(format!("line {line} has more than {most} bytes and is not read"))));
            }
            if !bytes.trim_ascii().is_empty() {
                return Ok(Some(serde_json::from_slice(&bytes).map_err(|error| no_json(line, &error))));
            }
        }
    }

    fn rest_of_line(&mut self) -> io::Result<()> {
        loop {
            let here = self.lines.fill_buf()?;
            let (used, over) = match here.iter().position(|byte| *byte == b'\n') {
                Some(end) => (end + 1, true),
                None => (here.len(), here.is_empty()),
            };
            self.lines.consume(used);
            self.place.bytes += used as u64;
            if over {
                return Ok(());
            }
        }
    }

    fn piece(&mut self) -> Result<Option<Piece>, BatchError> {
        let first = self.place.rows;
        let mut lines: Vec<Line> = Vec::new();
        while lines.len() < ROWS {
            let Some(line) = self.line(u64::MAX).map_err(BatchError::file(&self.path))? else { break };
            self.place.rows += 1;
            lines.push(line);
        }
        if lines.is_empty() {
            return Ok(None);
        }
        let count = lines.len() as u64;
        let (rows, problems) = if self.documents {
            (Rows::Read((first..).zip(lines).map(|(at, line)| self.document(at, line)).collect()), Vec::new())
        } else {
            let (rows, problems) = cells(first, lines).map_err(BatchError::input(&self.path))?;
            (Rows::Table(rows), problems)
        };
        Ok(Some(Piece { first, rows, problems, end: self.place, count }))
    }

    fn document(&self, at: u64, line: Line) -> Row {
        let read = line.and_then(|value| {
            let text = value.to_string();
            read_with("#", text.as_bytes(), &self.set.symbols, &self.set.vocabulary).map_err(|error| error.to_string())
        });
        match read {
            Ok(document) => {
                let problems = problems_of(&document);
                Row { at, credentials: named(document), problems, learner: None }
            }
            Err(said) => Row { at, problems: vec![said], ..Row::default() },
        }
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

/// A credential that states no identifier has that of its place in the line.
fn named(document: Document) -> Vec<credstack::model::Credential> {
    let several = document.credentials.len() > 1;
    let name = |(at, mut credential): (usize, credstack::model::Credential)| {
        if credential.stated_id.is_none() && credential.id.starts_with('#') {
            credential.id = if several { format!("#/{at}").into() } else { "#".into() };
        }
        credential
    };
    document.credentials.into_iter().enumerate().map(name).collect()
}

/// What is wrong, at its place in the file; the library counts lines within the line.
fn no_json(line: u64, error: &serde_json::Error) -> String {
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or_default();
    format!("line {line}, column {}: it is no JSON: {said}", error.column())
}

/// Whether it says of itself which format it is in, or is a token.
fn is_document(value: &Value) -> bool {
    let known = ["@context", "credstack", "verifiableCredential", "credentialSubject"];
    value.is_string() || value.as_object().is_some_and(|object| known.iter().any(|key| object.contains_key(*key)))
}

/// One cell of a row.
enum Cell {
    One(String),
    Several(Vec<String>),
}

/// Objects as rows: a key is a column, one within another `issuer.country`.
fn cells(first: u64, lines: Vec<Line>) -> Result<(RecordBatch, Vec<(u64, String)>), CohortError> {
    let mut names: Vec<String> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    for (at, line) in (first..).zip(lines) {
        let mut found = Vec::new();
        let read = match line {
            Ok(Value::Object(object)) => flat("", object, &mut found),
            Ok(other) => Err(format!("`{other}` is no object of cells")),
            Err(said) => Err(said),
        };
        if let Err(said) = read {
            problems.push((at, said));
            found.clear();
        }
        let row: Vec<(usize, Cell)> = found
            .into_iter()
            .map(|(name, cell)| {
                let place = *places.entry(name.clone()).or_insert_with(|| {
                    names.push(name);
                    names.len() - 1
                });
                (place, cell)
            })
            .collect();
        rows.push(row);
    }
    if names.is_empty() {
        // Nothing was read of any row, and yet each has its place.
        names.push("title".to_owned());
    }
    Ok((table(&names, rows)?, problems))
}

fn flat(within: &str, object: Map<String, Value>, found: &mut Vec<(String, Cell)>) -> Result<(), String> {
    for (key, value) in object {
        let name = if within.is_empty() { key } else { format!("{within}.{key}") };
        match value {
            Value::Null => {}
            Value::Object(inner) => flat(&name, inner, found)?,
            Value::Array(items) => {
                let items: Option<Vec<String>> = items.into_iter().map(scalar).collect();
                let items = items.ok_or_else(|| {
                    format!(
                        "`{name}` is a list of objects; write a line for each credential, or each line as a document"
                    )
                })?;
                found.push((name, Cell::Several(items)));
            }
            value => found.extend(scalar(value).map(|text| (name, Cell::One(text)))),
        }
    }
    Ok(())
}

fn scalar(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        Value::Null => Some(String::new()),
        Value::Array(_) | Value::Object(_) => None,
    }
}

fn table(names: &[String], rows: Vec<Vec<(usize, Cell)>>) -> Result<RecordBatch, CohortError> {
    let count = rows.len();
    let mut columns: Vec<Vec<Option<Cell>>> = names.iter().map(|_| Vec::with_capacity(count)).collect();
    for (at, row) in rows.into_iter().enumerate() {
        for (place, cell) in row {
            if let Some(column) = columns.get_mut(place) {
                column.resize_with(at, || None);
                column.push(Some(cell));
            }
        }
    }
    let (mut fields, mut arrays) = (Vec::new(), Vec::new());
    for (name, mut column) in names.iter().zip(columns) {
        column.resize_with(count, || None);
        let array = array(column);
        fields.push(Field::new(name, array.data_type().clone(), true));
        arrays.push(array);
    }
    Ok(RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)?)
}

/// A column of lists where one cell is a list, else of texts.
fn array(column: Vec<Option<Cell>>) -> ArrayRef {
    if !column.iter().flatten().any(|cell| matches!(cell, Cell::Several(_))) {
        let mut texts = StringBuilder::new();
        for cell in column {
            texts.append_option(cell.map(|cell| match cell {
                Cell::One(text) => text,
                Cell::Several(items) => items.concat(),
            }));
        }
        return Arc::new(texts.finish());
    }
    let item = Arc::new(Field::new_list_field(DataType::Utf8, true));
    let mut lists = ListBuilder::new(StringBuilder::new()).with_field(item);
    for cell in column {
        let items = match cell {
            None => {
                lists.append(false);
                continue;
            }
            Some(Cell::One(text)) => vec![text],
            Some(Cell::Several(items)) => items,
        };
        for item in items {
            lists.values().append_value(item);
        }
        lists.append(true);
    }
    Arc::new(lists.finish())
}
