//! From rows of a table to credentials and to what could not be read of them.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::{ArrowError, Schema};
use credstack::documents::{
    Alike, Document, DocumentError, MOST_BYTES, MOST_CREDENTIALS, Mapping, Note, NoteKind, Weight, read_rows,
};
use credstack::model::Credential;
use credstack::model::policy::PolicySet;
use credstack::model::vocabulary::AttributeId;

use crate::error::CohortError;

/// Rows of a cohort are credentials, whatever their columns are called.
const CREDENTIALS: &str = "[table]\nrows = \"credentials\"\n";

/// One row of a table: its credentials, and what could not be read of it.
#[derive(Debug, Default)]
pub struct Row {
    /// From 0 on, over the whole table.
    pub at: u64,
    /// What it holds. A credential that states no identifier is `#`, in a list `#/` and its place there, from 0 on.
    pub credentials: Vec<Credential>,
    /// What could not be read.
    pub problems: Vec<String>,
    /// The value of the column that says whose it is.
    pub learner: Option<String>,
}

impl Row {
    /// The credentials as a wallet in which each credential has an identifier of its own: `#/1` is the second that states none, `id#2` the second that
    /// states `id`. Rows say who they are by themselves, and those of one learner may say the same.
    pub fn told_apart(&self) -> Cow<'_, [Credential]> {
        let wallet = &self.credentials;
        let mut seen = HashSet::new();
        if wallet.iter().all(|credential| seen.insert(&*credential.id)) {
            return Cow::Borrowed(wallet.as_slice());
        }
        let mut taken: HashSet<String> = HashSet::new();
        let apart = wallet.iter().enumerate().map(|(at, credential)| {
            let own = credential.id.to_string();
            let mut id = if own == "#" { format!("#/{at}") } else { own.clone() };
            let mut times = 1;
            while !taken.insert(id.clone()) {
                times += 1;
                id = format!("{own}#{times}");
            }
            Credential { id: id.into(), ..credential.clone() }
        });
        Cow::Owned(apart.collect())
    }
}

/// How a table is read.
#[derive(Debug, Clone)]
pub struct Reader {
    set: Arc<PolicySet>,
    mapping: Mapping,
    /// The column that says whose a row is.
    learner: Option<String>,
}

impl Reader {
    /// `mapping` is the name and the text of one; without it columns are known by their names. `learner` is the column that
    /// says whose a row is.
    ///
    /// # Errors
    /// [`CohortError::Mapping`] with every mistake of the mapping.
    pub fn new(
        set: &Arc<PolicySet>,
        mapping: Option<(&str, &str)>,
        learner: Option<String>,
    ) -> Result<Self, CohortError> {
        let (name, text) = mapping.unwrap_or(("cohort.toml", CREDENTIALS));
        let mapping = Mapping::parse(name, text, &set.vocabulary)?;
        Ok(Self { set: Arc::clone(set), mapping, learner })
    }

    /// That the column of learners is there.
    ///
    /// # Errors
    /// [`CohortError::NoColumn`] where it is not.
    pub fn check(&self, schema: &Schema) -> Result<(), CohortError> {
        let Some(column) = &self.learner else { return Ok(()) };
        if schema.index_of(column).is_ok() {
            return Ok(());
        }
        let known: Vec<String> = schema.fields().iter().map(|field| format!("`{}`", field.name())).collect();
        Err(CohortError::NoColumn { column: column.clone(), known: known.join(", ") })
    }

    /// What the columns of a table are for.
    pub(crate) fn mapping(&self) -> &Mapping {
        &self.mapping
    }

    /// What tells rows of such a table apart, where rows can be told apart by their cells.
    pub(crate) fn alike(
        &self,
        schema: &Schema,
        weight: impl Fn(AttributeId) -> Weight,
    ) -> Result<Option<Alike>, CohortError> {
        let found = Alike::new(schema, &self.mapping, &self.set.vocabulary, weight);
        found.map_err(|error| CohortError::Document { place: "the table".to_owned(), error })
    }

    /// The rows of a part of the table, the first of which has this number, from 0 on.
    ///
    /// # Errors
    /// [`CohortError`] where it is the table that cannot be read, and not a row of it.
    pub fn rows(&self, part: &RecordBatch, first: u64) -> Result<Vec<Row>, CohortError> {
        let name = format!("rows from {first} on");
        match read_rows(&name, part, &self.set.symbols, &self.set.vocabulary, &self.mapping) {
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
            Err(error) => Err(CohortError::Document { place: name, error }),
        }
    }

    /// The rows of a part, with what `fill` puts into them and whose they are.
    fn filled(&self, part: &RecordBatch, first: u64, fill: impl FnOnce(&mut [Row])) -> Result<Vec<Row>, CohortError> {
        let mut rows: Vec<Row> = (first..).take(part.num_rows()).map(|at| Row { at, ..Row::default() }).collect();
        fill(&mut rows);
        if let Some(column) = &self.learner {
            learners(&mut rows, part, column)?;
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
pub fn by_learner(rows: Vec<Row>) -> Vec<Row> {
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

/// Gives each row what was read of it: places begin with the number of the row, from 1 on.
fn fill(rows: &mut [Row], document: Document) {
    let row_of = |path: &str| path.split('/').nth(1).and_then(|number| number.parse::<usize>().ok()?.checked_sub(1));
    let by_name = |name: &str| name.rsplit_once('#').map(|(_, place)| place.to_owned());
    for mut credential in document.credentials {
        let path =
            credential.facts.iter().find_map(|(_, fact)| fact.provenance.first()).map(|found| found.path.clone());
        let Some(row) = path.and_then(|path| rows.get_mut(row_of(&path)?)) else { continue };
        // An identifier is what the row says, whatever the rows beside it say.
        credential.id = match (credential.stated_id.take(), by_name(&credential.id)) {
            (Some(stated), _) => stated,
            (None, Some(place)) if credential.id.starts_with(&*document.name) => place_in_row(&place).into(),
            (None, _) => credential.id,
        };
        row.credentials.push(credential);
    }
    for note in document.notes.iter().filter(|note| is_lost(note)) {
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

/// Whether a note says that something was not taken.
fn is_lost(note: &Note) -> bool {
    matches!(note.kind, NoteKind::Unreadable | NoteKind::Ambiguous | NoteKind::Conflict | NoteKind::UnknownCode)
}

/// What could not be read of a document, each with its place.
pub(crate) fn problems_of(document: &Document) -> Vec<String> {
    document.notes.iter().filter(|note| is_lost(note)).map(|note| format!("{}: {}", note.path, note.message)).collect()
}

/// The place of a credential in its row: `#` alone, `#/0` as the first of a list.
fn place_in_row(place: &str) -> String {
    place.splitn(3, '/').nth(2).map_or_else(|| "#".to_owned(), |item| format!("#/{item}"))
}
