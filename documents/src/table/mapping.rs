//! A mapping says what the columns of a table are for, where their names do not.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use credstack_model::vocabulary::{AttributeId, Kind, Vocabulary};
use encoding_rs::Encoding;
use serde::Deserialize;
use toml::Spanned;

use super::cell::Decimal;
use super::columns::{Column, Order, Role, attribute_named, unit_named};
use crate::read::language::language;
use crate::record::Described;

/// The largest mapping that is read.
const MOST_BYTES: usize = 1024 * 1024;

/// What the columns of a table are for: `docs/formats.md` has the keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    pub(crate) name: Arc<str>,
    pub(crate) delimiter: Option<u8>,
    pub(crate) encoding: Option<&'static Encoding>,
    pub(crate) header: Option<usize>,
    pub(crate) sheet: Option<String>,
    pub(crate) decimal: Option<Decimal>,
    pub(crate) rows: Option<Rows>,
    /// By the name of the column.
    pub(crate) columns: BTreeMap<String, Column>,
    /// Values that hold for every row, as columns with their text.
    pub(crate) constants: Vec<(Column, String)>,
}

/// What the rows of a table are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rows {
    Credentials,
    Records(Described),
}

/// A mistake of a mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappingProblem {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// What is wrong and how to mend it.
    pub message: String,
}

/// All mistakes of a mapping.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct MappingProblems {
    /// The name that the mapping was handed in with.
    pub name: String,
    /// The mistakes, in the order of the text.
    pub problems: Vec<MappingProblem>,
}

impl fmt::Display for MappingProblems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, problem) in self.problems.iter().enumerate() {
            let end = if at + 1 < self.problems.len() { "\n" } else { "" };
            write!(f, "{}:{}:{}: {}{end}", self.name, problem.line, problem.column, problem.message)?;
        }
        Ok(())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    table: WrittenTable,
    #[serde(default)]
    columns: BTreeMap<Spanned<String>, WrittenColumn>,
    #[serde(default)]
    constants: BTreeMap<Spanned<String>, String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct WrittenTable {
    delimiter: Option<Spanned<String>>,
    encoding: Option<Spanned<String>>,
    header: Option<Spanned<usize>>,
    sheet: Option<String>,
    decimal: Option<Spanned<String>>,
    rows: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenColumn {
    attribute: Option<Spanned<String>>,
    role: Option<Spanned<String>>,
    unit: Option<Spanned<String>>,
    language: Option<Spanned<String>>,
    framework: Option<Spanned<String>>,
    separator: Option<String>,
    dates: Option<Spanned<String>>,
    #[serde(default)]
    codes: BTreeMap<String, String>,
}

/// The roles of a column that are no attributes.
const ROLES: [(&str, Role); 7] = [
    ("id", Role::RowId),
    ("given name", Role::GivenName),
    ("family name", Role::FamilyName),
    ("programme", Role::Programme),
    ("supervised", Role::Supervised),
    ("identity verified", Role::Identified),
    ("ignore", Role::Ornament),
];

impl Mapping {
    /// What parts the columns of a text, where the mapping says it.
    pub fn delimiter(&self) -> Option<u8> {
        self.delimiter
    }

    /// Reads a mapping; `vocabulary` has the attributes that it may name.
    ///
    /// # Errors
    /// [`MappingProblems`] with every mistake and its place.
    pub fn parse(name: &str, text: &str, vocabulary: &Vocabulary) -> Result<Self, MappingProblems> {
        let mut desk = Desk { text, vocabulary, problems: Vec::new() };
        let mapping = desk.mapping(name);
        desk.problems.sort_by_key(|p| (p.line, p.column));
        match mapping {
            Some(mapping) if desk.problems.is_empty() => Ok(mapping),
            _ => Err(MappingProblems { name: name.to_owned(), problems: desk.problems }),
        }
    }
}

struct Desk<'a> {
    text: &'a str,
    vocabulary: &'a Vocabulary,
    problems: Vec<MappingProblem>,
}

impl Desk<'_> {
    fn wrong(&mut self, at: usize, message: impl Into<String>) {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        self.problems.push(MappingProblem { line, column, message: message.into() });
    }

    fn mapping(&mut self, name: &str) -> Option<Mapping> {
        if self.text.len() > MOST_BYTES {
            self.wrong(0, "the mapping has more than 1 MiB; one for a table has a few lines");
            return None;
        }
        let written: Written = match toml::from_str(self.text) {
            Ok(written) => written,
            Err(error) => {
                self.wrong(error.span().map_or(0, |s| s.start), error.message().to_owned());
                return None;
            }
        };
        let mut columns = BTreeMap::new();
        for (key, column) in written.columns {
            let at = key.span().start;
            let name = key.into_inner();
            let column = self.column(&name, column, at);
            columns.insert(name, column);
        }
        let mut constants = Vec::new();
        for (key, text) in written.constants {
            let at = key.span().start;
            let attribute = key.into_inner();
            let mut column = Column::new(&attribute, None);
            self.attribute(&mut column, &attribute, at);
            constants.push((column, text));
        }
        let mut mapping = self.table(name, written.table);
        mapping.columns = columns;
        mapping.constants = constants;
        Some(mapping)
    }

    fn table(&mut self, name: &str, table: WrittenTable) -> Mapping {
        let delimiter = table.delimiter.and_then(|d| match d.get_ref().as_bytes() {
            [one] => Some(*one),
            _ => {
                self.wrong(d.span().start, "`delimiter` is one character, as `;` or a tab (`\\t`)");
                None
            }
        });
        let encoding = table.encoding.and_then(|e| {
            let found = Encoding::for_label(e.get_ref().as_bytes());
            if found.is_none() {
                let said = format!("the encoding `{}` is not known; write for example `windows-1252`", e.get_ref());
                self.wrong(e.span().start, said);
            }
            found
        });
        let header = table.header.and_then(|h| {
            if *h.get_ref() == 0 {
                self.wrong(h.span().start, "rows are counted from 1");
                return None;
            }
            Some(*h.get_ref())
        });
        let decimals = [(",", Decimal::Comma), (".", Decimal::Point)];
        let decimal = table.decimal.and_then(|d| self.one_of(&d, "decimal", &decimals));
        let kinds = [
            ("credentials", Rows::Credentials),
            ("catalogue", Rows::Records(Described::Catalogue)),
            ("institutions", Rows::Records(Described::Institution)),
        ];
        let rows = table.rows.and_then(|r| self.one_of(&r, "rows", &kinds));
        let (columns, constants) = (BTreeMap::new(), Vec::new());
        let sheet = table.sheet;
        Mapping { name: name.into(), delimiter, encoding, header, sheet, decimal, rows, columns, constants }
    }

    fn one_of<T: Copy>(&mut self, said: &Spanned<String>, key: &str, known: &[(&str, T)]) -> Option<T> {
        let found = known.iter().find(|(word, _)| word == said.get_ref()).map(|(_, value)| *value);
        if found.is_none() {
            let words: Vec<String> = known.iter().map(|(word, _)| format!("`{word}`")).collect();
            let message = format!("`{key}` is `{}`; it may be {}", said.get_ref(), words.join(", "));
            self.wrong(said.span().start, message);
        }
        found
    }

    fn attribute(&mut self, column: &mut Column, name: &str, at: usize) -> Option<AttributeId> {
        let found = attribute_named(name, self.vocabulary);
        let Some((id, tail)) = found else {
            let said = format!("no attribute of a document is called `{name}`; `credstack words` lists them");
            self.wrong(at, said);
            return None;
        };
        column.role = Some(Role::Attribute(id));
        match (self.vocabulary.get(id).kind, tail) {
            (Kind::Text, Some(tail)) => column.language = language(tail).unwrap_or_default(),
            (Kind::Workload, Some(tail)) => column.unit = unit_named(tail),
            (Kind::Level, Some(tail)) => column.framework = Some(tail.to_owned()),
            _ => {}
        }
        Some(id)
    }

    fn column(&mut self, name: &str, written: WrittenColumn, at: usize) -> Column {
        let mut column = Column::new(name, None);
        let mut kind = None;
        match (&written.attribute, &written.role) {
            (Some(attribute), None) => {
                let id = self.attribute(&mut column, attribute.get_ref(), attribute.span().start);
                kind = id.map(|id| self.vocabulary.get(id).kind);
            }
            (None, Some(role)) => column.role = self.one_of(role, "role", &ROLES),
            _ => self.wrong(at, format!("the column `{name}` needs either an `attribute` or a `role`")),
        }
        let is = |wanted: Kind| kind.is_none() || kind == Some(wanted);
        if let Some(unit) = &written.unit {
            column.unit = unit_named(unit.get_ref());
            if !is(Kind::Workload) || column.unit.is_none() {
                self.wrong(
                    unit.span().start,
                    "`unit` is for a workload: `ECTS`, `hours`, `contact hours`, or the name of a system of credits",
                );
            }
        }
        if let Some(tag) = &written.language {
            column.language = language(tag.get_ref()).unwrap_or_default();
            if !is(Kind::Text) || column.language.is_empty() {
                self.wrong(tag.span().start, "`language` is for words: a tag of BCP 47, as `nl`");
            }
        }
        if let Some(framework) = &written.framework {
            let name = framework.get_ref().trim();
            column.framework = Some(name.to_owned()).filter(|f| !f.eq_ignore_ascii_case("eqf"));
            if !is(Kind::Level) || name.is_empty() {
                self.wrong(
                    framework.span().start,
                    "`framework` is for a level: `EQF`, `NLQF`, or the name of a national one",
                );
            }
        }
        if let Some(dates) = &written.dates {
            let orders = [("year first", Order::Year), ("day first", Order::Day), ("month first", Order::Month)];
            column.order = self.one_of(dates, "dates", &orders);
            if !is(Kind::Date) {
                self.wrong(dates.span().start, "`dates` is for a date");
            }
        }
        if !written.codes.is_empty() && !matches!(kind, None | Some(Kind::Codes(_))) {
            self.wrong(at, format!("`codes` is for codes, and the column `{name}` holds none"));
        }
        column.separator = written.separator;
        column.codes = written.codes;
        column
    }
}
