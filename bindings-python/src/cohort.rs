//! Cohorts as tables: rows of credentials in, rows of results out, a part at a time.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{ArrowError, SchemaRef};
use credstack::documents::{
    Document, DocumentError, MOST_BYTES, MOST_CREDENTIALS, Mapping, Note, NoteKind, read_mapped,
};
use credstack::model::Credential;
use credstack::model::policy::PolicySet;
use pyo3::exceptions::{PyKeyError, PyValueError};
use pyo3::prelude::*;
use pyo3_arrow::PyRecordBatchReader;

use crate::errors::Fault;

/// How many rows are read and decided at a time, so that little is in memory and an interrupt is noticed soon.
const ROWS: usize = 2_048;

/// Rows of a cohort are credentials, whatever their columns are called.
const CREDENTIALS: &str = "[table]\nrows = \"credentials\"\n";

/// One row of a table: its credentials, and what could not be read of it.
#[derive(Debug, Default)]
pub(crate) struct Row {
    /// From 0 on, over the whole table.
    pub(crate) at: u64,
    pub(crate) credentials: Vec<Credential>,
    pub(crate) problems: Vec<String>,
    /// The value of the column that says whose it is.
    pub(crate) learner: Option<String>,
}

/// How a table is read.
pub(crate) struct Reader {
    set: Arc<PolicySet>,
    mapping: Mapping,
    /// The column that says whose a row is.
    learner: Option<String>,
}

impl Reader {
    /// `mapping` is the name and the text of one.
    pub(crate) fn new(
        set: &Arc<PolicySet>,
        mapping: Option<(&str, &str)>,
        learner: Option<String>,
    ) -> Result<Self, Fault> {
        let (name, text) = mapping.unwrap_or(("cohort.toml", CREDENTIALS));
        let mapping = Mapping::parse(name, text, &set.vocabulary)
            .map_err(|problems| Fault::Python(PyValueError::new_err(problems.to_string())))?;
        Ok(Self { set: Arc::clone(set), mapping, learner })
    }

    /// Hands the rows of a table to `take`, a part at a time, and then says how many rows there were so far. Between parts
    /// other threads work, and an interrupt ends it.
    pub(crate) fn each(
        &self,
        table: &Bound<'_, PyAny>,
        progress: Option<&Bound<'_, PyAny>>,
        mut take: impl FnMut(Vec<Row>) -> Result<(), Fault> + Send,
    ) -> Result<(), Fault> {
        let py = table.py();
        let batches = table.extract::<PyRecordBatchReader>()?.into_reader()?;
        let schema = batches.schema();
        self.knows(&schema)?;
        let mut first = 0;
        for batch in batches {
            let batch = batch.map_err(|error| unreadable(&error))?;
            for from in (0..batch.num_rows()).step_by(ROWS) {
                let part = batch.slice(from, ROWS.min(batch.num_rows() - from));
                let count = part.num_rows() as u64;
                py.detach(|| take(self.rows(&part, first)?))?;
                first += count;
                py.check_signals()?;
                if let Some(progress) = progress {
                    progress.call1((first,))?;
                }
            }
        }
        Ok(())
    }

    /// That the column of learners is there.
    fn knows(&self, schema: &SchemaRef) -> Result<(), Fault> {
        let Some(column) = &self.learner else { return Ok(()) };
        if schema.index_of(column).is_ok() {
            return Ok(());
        }
        let known: Vec<String> = schema.fields().iter().map(|field| format!("`{}`", field.name())).collect();
        let told = format!("the table has no column `{column}`; it has {}", known.join(", "));
        Err(PyKeyError::new_err(told).into())
    }

    /// The rows of a part of the table, the first of which has a number.
    fn rows(&self, part: &RecordBatch, first: u64) -> Result<Vec<Row>, Fault> {
        let bytes = stream(part).map_err(|error| unreadable(&error))?;
        let name = format!("rows from {first} on");
        match read_mapped(&name, &bytes, &self.set.symbols, &self.set.vocabulary, &self.mapping) {
            Ok(document) => self.filled(part, first, |rows| fill(rows, document)),
            // So many credentials that a part has to be smaller, or none: which row it is that says too much shows in parts of one.
            Err(error) if part.num_rows() > 1 && is_of_rows(&error) => {
                let half = part.num_rows() / 2;
                let mut rows = self.rows(&part.slice(0, half), first)?;
                rows.extend(self.rows(&part.slice(half, part.num_rows() - half), first + half as u64)?);
                Ok(rows)
            }
            // That there is no credential in a row, its result says.
            Err(DocumentError::EmptyTable { .. }) => self.filled(part, first, |_| ()),
            Err(error) if is_of_rows(&error) => self.filled(part, first, |rows| {
                for row in rows {
                    let most = format!("it holds more than {MOST_CREDENTIALS} credentials or {MOST_BYTES} bytes");
                    row.problems.push(format!("{most} and is not read; part it into several rows"));
                }
            }),
            Err(error) => Err(Fault::Document(name, error)),
        }
    }

    /// The rows of a part, with what `fill` puts into them and whose they are.
    fn filled(&self, part: &RecordBatch, first: u64, fill: impl FnOnce(&mut [Row])) -> Result<Vec<Row>, Fault> {
        let mut rows: Vec<Row> = (first..).take(part.num_rows()).map(|at| Row { at, ..Row::default() }).collect();
        fill(&mut rows);
        if let Some(column) = &self.learner {
            learners(&mut rows, part, column).map_err(|error| unreadable(&error))?;
        }
        Ok(rows)
    }
}

/// Whether the rows are why a part of a table cannot be read, and not what the table is.
fn is_of_rows(error: &DocumentError) -> bool {
    matches!(
        error,
        DocumentError::TooManyCredentials
            | DocumentError::TooManyRows { .. }
            | DocumentError::TooLarge { .. }
            | DocumentError::EmptyTable { .. }
    )
}

/// The rows by learner, in the order in which the learners come; each row by itself where no column says whose it is.
pub(crate) fn by_learner(rows: Vec<Row>) -> Vec<Row> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut found: Vec<Row> = Vec::new();
    for row in rows {
        let place = row.learner.as_ref().map(|learner| *places.entry(learner.clone()).or_insert(found.len()));
        match place.and_then(|place| found.get_mut(place)) {
            Some(same) => {
                same.credentials.extend(row.credentials);
                same.problems.extend(row.problems);
            }
            None => found.push(row),
        }
    }
    found
}

fn stream(part: &RecordBatch) -> Result<Vec<u8>, ArrowError> {
    let mut writer = StreamWriter::try_new(Vec::new(), &part.schema())?;
    writer.write(part)?;
    writer.into_inner()
}

/// Gives each row what was read of it: places begin with the number of the row, from 1 on.
fn fill(rows: &mut [Row], document: Document) {
    let row_of = |path: &str| path.split('/').nth(1).and_then(|number| number.parse::<usize>().ok()?.checked_sub(1));
    for credential in document.credentials {
        let path =
            credential.facts.iter().find_map(|(_, fact)| fact.provenance.first()).map(|found| found.path.clone());
        if let Some(row) = path.and_then(|path| rows.get_mut(row_of(&path)?)) {
            row.credentials.push(credential);
        }
    }
    let lost = |note: &&Note| {
        matches!(note.kind, NoteKind::Unreadable | NoteKind::Ambiguous | NoteKind::Conflict | NoteKind::UnknownCode)
    };
    for note in document.notes.iter().filter(lost) {
        // What is said of a row as a whole counts rows from where this part of the table begins; results say it themselves.
        let Some(column) = note.path.splitn(3, '/').nth(2) else { continue };
        if let Some(row) = row_of(&note.path).and_then(|row| rows.get_mut(row)) {
            row.problems.push(format!("{column}: {}", note.message));
        }
    }
}

fn learners(rows: &mut [Row], part: &RecordBatch, column: &str) -> Result<(), ArrowError> {
    let Some(values) = part.column_by_name(column) else { return Ok(()) };
    let options = FormatOptions::default().with_display_error(false);
    let words = ArrayFormatter::try_new(values.as_ref(), &options)?;
    for (at, row) in rows.iter_mut().enumerate() {
        if arrow_array::Array::is_valid(values, at) {
            row.learner = Some(words.value(at).try_to_string()?);
        } else {
            row.problems.push(format!("{column}: it says of nobody that it is theirs"));
        }
    }
    Ok(())
}

fn unreadable(error: &ArrowError) -> Fault {
    Fault::Python(PyValueError::new_err(format!("the table cannot be read: {error}")))
}
