//! Rows one by one: what each becomes, what of it cannot be taken, and what stands for all of them.

use std::collections::{HashMap, HashSet};
use std::fmt::Display;
use std::sync::Arc;

use credstack_model::Credential;
use credstack_model::facts::{Facts, Value};
use credstack_model::vocabulary::{AttributeId, Entity, attribute};
use serde_json::Value as Json;

use super::MOST_COLUMNS;
use super::cell::Decimal;
use super::columns::{self, Column, Role};
use super::mapping::{Mapping, Rows};
use super::row::{Read, Row};
use crate::document::Found;
use crate::draft::Context;
use crate::error::{DocumentError, MOST_CREDENTIALS};
use crate::json::Node;
use crate::note::{Note, NoteKind};
use crate::record::{Described, Link, Record};

/// How many rows that cannot be read are told one by one; the others are counted.
const MOST_TOLD: usize = 50;

/// The rows of one table.
pub(crate) struct Desk<'a> {
    context: Context<'a>,
    /// The place of the table: empty, or that of its sheet.
    base: String,
    header_row: usize,
    columns: Vec<Column>,
    decimal: Decimal,
    constants: Facts,
    found: Found,
    ids: HashMap<Arc<str>, usize>,
    /// Cells that no attribute takes, by column.
    untaken: Vec<usize>,
    rows: usize,
    unread: usize,
    first_refusal: Option<String>,
}

pub(crate) fn wrong(place: &str, found: String, help: &str) -> DocumentError {
    DocumentError::Table { place: place.to_owned(), found, help: help.to_owned() }
}

impl<'a> Desk<'a> {
    /// A table with its header, which stands in `header_row`; `commas` says that a comma may stand in a number.
    pub(crate) fn new(
        context: Context<'a>,
        base: &str,
        mut header: Vec<String>,
        header_row: usize,
        commas: bool,
    ) -> Result<Self, DocumentError> {
        while header.last().is_some_and(|name| name.trim().is_empty()) {
            header.pop();
        }
        let place = if base.is_empty() { "the table" } else { base };
        if header.len() > MOST_COLUMNS {
            let found = format!("it has {} columns and at most {MOST_COLUMNS} are read", header.len());
            return Err(wrong(place, found, "keep the columns that say something of learning"));
        }
        let mut columns = columns::by_names(&header, context.vocabulary);
        let mut constants = Facts::default();
        if let Some(mapping) = context.mapping {
            apply(mapping, &mut columns, &header, place)?;
            constants = constant_facts(context, mapping);
        }
        if columns.iter().all(|column| column.role.is_none()) {
            let names: Vec<String> = header.iter().take(20).map(|name| format!("`{name}`")).collect();
            let found = format!("this is a table of which no column is known; it has {}", names.join(", "));
            let help = "describe its columns in a mapping (`credstack import --mapping FILE`), or name them as `credstack words` does, for example `credential.title`";
            return Err(wrong(place, found, help));
        }
        if context.mapping.is_none() && !columns.iter().any(|column| says_of_what(column, context)) {
            let found = "this is a table of which no known column says what or whom a row is about: no title, identifier, institution or learner";
            return Err(wrong(
                place,
                found.to_owned(),
                "describe its columns in a mapping (`credstack import --mapping FILE`)",
            ));
        }
        let decimal = context.mapping.and_then(|m| m.decimal).unwrap_or(Decimal::Unsaid { comma: commas });
        let untaken = vec![0; columns.len()];
        Ok(Self {
            context,
            base: base.to_owned(),
            header_row,
            columns,
            decimal,
            constants,
            found: Found::default(),
            ids: HashMap::new(),
            untaken,
            rows: 0,
            unread: 0,
            first_refusal: None,
        })
    }

    /// What the columns are for, in their order.
    pub(crate) fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Takes a row of a sheet, where empty cells at the end are not written.
    pub(crate) fn row_of_sheet(&mut self, number: usize, mut cells: Vec<String>) -> Result<(), DocumentError> {
        let width = self.columns.len();
        if cells.len() < width {
            cells.resize(width, String::new());
        }
        self.row(&number, cells)
    }

    /// Says what parts the items in the cells of a column.
    pub(crate) fn parted(&mut self, at: usize, between: char) {
        if let Some(column) = self.columns.get_mut(at) {
            column.separator = Some(between.to_string());
        }
    }

    /// Says that no cell can hold what a column has.
    pub(crate) fn untaken(&mut self, at: usize) {
        if let Some(column) = self.columns.get_mut(at) {
            column.role = None;
        }
    }

    /// Tells that a row has nothing in the list that makes the rows.
    pub(crate) fn none(&mut self, number: usize, list: &str) {
        self.refuse(&number, format!("row {number} has nothing in `{list}`"));
    }

    /// Takes one row; what is wrong with it alone does not stop the others. Its number is that of places: a row that holds several
    /// has theirs after it.
    pub(crate) fn row(&mut self, number: &dyn Display, cells: Vec<String>) -> Result<(), DocumentError> {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(());
        }
        self.rows += 1;
        if self.rows > MOST_CREDENTIALS {
            return Err(DocumentError::TooManyRows { place: "the table".to_owned() });
        }
        let (width, has) = (self.columns.len(), cells.len());
        if cells.iter().skip(width).any(|cell| !cell.trim().is_empty()) {
            let said = format!(
                "row {number} has {has} cells and the header {width} columns, so what belongs where cannot be known; it is not read. Put cells that hold the delimiter in quotation marks"
            );
            self.refuse(number, said);
            return Ok(());
        }
        let cells: Vec<Json> = cells.into_iter().map(Json::String).collect();
        let mut row = Row::new(self.context, self.decimal);
        for (at, (column, value)) in self.columns.iter().zip(&cells).enumerate() {
            if value.as_str().is_none_or(|text| text.trim().is_empty()) {
                continue;
            }
            if column.role.is_none() {
                if let Some(count) = self.untaken.get_mut(at) {
                    *count += 1;
                }
                continue;
            }
            row.cell(column, &Node { value, path: format!("{}/{number}/{}", self.base, column.step) });
        }
        let mut read = row.finish();
        if has < width {
            let said = format!("row {number} has {has} of {width} cells; the others are taken as empty");
            read.notes.push(self.remark(NoteKind::Remark, &format!("{}/{number}", self.base), said));
        }
        if read.facts.is_empty() {
            self.refuse(number, format!("row {number} has nothing that a known column could read"));
            self.found.notes.extend(read.notes);
            return Ok(());
        }
        self.keep(number, read);
        Ok(())
    }

    fn refuse(&mut self, number: &dyn Display, said: String) {
        self.unread += 1;
        self.first_refusal.get_or_insert_with(|| said.clone());
        if self.unread <= MOST_TOLD {
            let note = self.remark(NoteKind::Unreadable, &format!("{}/{number}", self.base), said);
            self.found.notes.push(note);
        }
    }

    fn remark(&self, kind: NoteKind, path: &str, said: String) -> Note {
        let _ = self;
        Note { kind, credential: None, attribute: None, path: path.to_owned(), message: said }
    }

    fn keep(&mut self, number: &dyn Display, mut read: Read) {
        for (of, fact) in self.constants.iter() {
            if read.facts.get(of).is_none() {
                read.facts.set(of, fact.clone());
            }
        }
        let asked = self.context.mapping.and_then(|m| m.rows);
        let kind = match asked {
            Some(Rows::Credentials) => None,
            Some(Rows::Records(kind)) => Some(kind),
            None if read.is_result => None,
            None => Some(self.kind_of(&read.facts)),
        };
        match kind {
            None => self.credential(number, read),
            Some(kind) => self.record(number, kind, read),
        }
    }

    /// What speaks of an institution alone is a record of one.
    fn kind_of(&self, facts: &Facts) -> Described {
        let of_issuer = |of: AttributeId| self.context.vocabulary.get(of).entity == Entity::Issuer;
        if facts.iter().all(|(of, _)| of_issuer(of)) { Described::Institution } else { Described::Catalogue }
    }

    fn identifiers(&self, facts: &Facts, of: AttributeId) -> Vec<Arc<str>> {
        match facts.value(of) {
            Some(Value::Codes(codes)) => codes.iter().map(|c| self.context.symbols.text(*c).into()).collect(),
            _ => Vec::new(),
        }
    }

    /// The identifier of a row; one that is taken gets a number, and a note says so.
    fn distinct(
        &mut self,
        stated: Option<Arc<str>>,
        number: &dyn Display,
        notes: &mut Vec<Note>,
    ) -> (Arc<str>, Option<Arc<str>>) {
        let id = stated.unwrap_or_else(|| format!("{}#{}", self.context.document, self.place(number)).into());
        let times = self.ids.entry(Arc::clone(&id)).or_default();
        *times += 1;
        let mut times = *times;
        if times == 1 {
            return (id, None);
        }
        let mut new: Arc<str> = format!("{id}#{times}").into();
        while self.ids.contains_key(&new) {
            times += 1;
            new = format!("{id}#{times}").into();
        }
        self.ids.insert(Arc::clone(&new), 1);
        let said = format!("several rows have the identifier `{id}`; all are kept, this one as `{new}`");
        let path = format!("{}/{number}", self.base);
        notes.push(Note { attribute: Some(attribute::IDENTIFIER), ..self.remark(NoteKind::Conflict, &path, said) });
        (new, Some(id))
    }

    fn place(&self, number: &dyn Display) -> String {
        format!("{}/{number}", self.base)
    }

    fn credential(&mut self, number: &dyn Display, mut read: Read) {
        let (id, stated_id) = self.distinct(read.id.take().map(Into::into), number, &mut read.notes);
        let mut to: Vec<Arc<str>> = self.identifiers(&read.facts, attribute::IDENTIFIER);
        to.extend(read.refers.iter().map(|r| r.as_str().into()));
        to.extend(self.identifiers(&read.facts, attribute::ISSUER_IDENTIFIER));
        let mut seen = HashSet::new();
        to.retain(|one| seen.insert(Arc::clone(one)));
        self.found.links.extend(to.into_iter().map(|to| Link { credential: Arc::clone(&id), to }));
        self.found.push(Credential { id, facts: read.facts, parts: Vec::new(), stated_id }, read.notes);
    }

    fn record(&mut self, number: &dyn Display, kind: Described, mut read: Read) {
        let issuers = self.identifiers(&read.facts, attribute::ISSUER_IDENTIFIER);
        let (mut identifiers, mut refers) = match kind {
            Described::Catalogue => (self.identifiers(&read.facts, attribute::IDENTIFIER), issuers),
            Described::Institution => (issuers, Vec::new()),
        };
        refers.extend(read.refers.iter().map(|r| r.as_str().into()));
        let stated = read.id.take().map(Into::into).or_else(|| identifiers.first().cloned());
        let (id, stated) = self.distinct(stated, number, &mut read.notes);
        let known = stated.unwrap_or_else(|| Arc::clone(&id));
        if !identifiers.contains(&known) {
            identifiers.insert(0, known);
        }
        self.found.records.push(Record { kind: kind.into(), id, identifiers, refers, facts: read.facts });
        self.found.notes.extend(read.notes);
    }

    /// What was found; refused where no row could be read.
    pub(crate) fn finish(mut self) -> Result<Found, DocumentError> {
        let place = if self.base.is_empty() { "the table".to_owned() } else { self.base.clone() };
        if self.found.credentials.is_empty() && self.found.records.is_empty() {
            let found = self.first_refusal.unwrap_or_else(|| "it has names of columns and no rows".to_owned());
            return Err(DocumentError::EmptyTable { place, found });
        }
        if self.unread > MOST_TOLD {
            let said = format!("{} more rows could not be read", self.unread - MOST_TOLD);
            let note = self.remark(NoteKind::Unreadable, &self.base, said);
            self.found.notes.push(note);
        }
        let header = format!("{}/{}", self.base, self.header_row);
        for (column, count) in self.columns.iter().zip(&self.untaken).filter(|(_, count)| **count > 0) {
            let cells = if *count == 1 { "1 cell".to_owned() } else { format!("{count} cells") };
            let said = format!("no attribute takes the column `{}`, which has {cells}", column.name);
            let note = self.remark(NoteKind::Unmapped, &format!("{header}/{}", column.step), said);
            self.found.notes.push(note);
        }
        Ok(self.found)
    }
}

/// Whether a column says what or whom a row is about. A table of other things may have descriptions and languages, too.
fn says_of_what(column: &Column, context: Context<'_>) -> bool {
    let subjects = [attribute::TITLE, attribute::IDENTIFIER, attribute::ISSUER_NAME, attribute::ISSUER_IDENTIFIER];
    match column.role {
        Some(Role::Attribute(of)) => subjects.contains(&of) || context.vocabulary.get(of).entity == Entity::Learner,
        Some(Role::GivenName | Role::FamilyName) => true,
        _ => false,
    }
}

/// Puts the columns of a mapping in place of those that are known by name. A mapping counts alone: what it does not name is
/// not taken.
fn apply(mapping: &Mapping, columns: &mut [Column], header: &[String], place: &str) -> Result<(), DocumentError> {
    if mapping.columns.is_empty() {
        return Ok(());
    }
    for name in mapping.columns.keys() {
        if !header.iter().any(|have| have.trim() == name.trim()) {
            let names: Vec<String> = header.iter().take(20).map(|name| format!("`{name}`")).collect();
            let found = format!(
                "the mapping `{}` names the column `{name}`, which is not there; there are {}",
                mapping.name,
                names.join(", ")
            );
            return Err(wrong(
                place,
                found,
                "name the columns of the mapping as the table does, or say with `header` in which row the names stand",
            ));
        }
    }
    for column in columns {
        let found = mapping.columns.iter().find(|(name, _)| name.trim() == column.name.trim());
        *column = match found {
            Some((_, mapped)) => Column { name: column.name.clone(), step: column.step.clone(), ..mapped.clone() },
            None => Column { step: column.step.clone(), ..Column::new(&column.name, None) },
        };
    }
    Ok(())
}

/// What a mapping says of every row; its place is in the mapping.
fn constant_facts(context: Context<'_>, mapping: &Mapping) -> Facts {
    let context = Context { document: &mapping.name, ..context };
    let cells: Vec<Json> = mapping.constants.iter().map(|(_, text)| Json::String(text.clone())).collect();
    let mut row = Row::new(context, Decimal::Point);
    for ((column, _), value) in mapping.constants.iter().zip(&cells) {
        row.cell(column, &Node { value, path: format!("/constants/{}", column.step) });
    }
    let mut facts = row.finish().facts;
    if facts.get(attribute::COMPLETED).is_some()
        && mapping.constants.iter().all(|(c, _)| c.name != "credential.completed")
    {
        facts.remove(attribute::COMPLETED);
    }
    facts
}
