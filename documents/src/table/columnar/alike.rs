//! Rows that say the same, as far as it matters to whoever reads them: a cohort of a million credentials has few kinds of them.

use arrow_array::RecordBatch;
use arrow_schema::Schema;
use credstack_model::date::Date;
use credstack_model::vocabulary::{AttributeId, Kind, Vocabulary, attribute};
use hashbrown::HashMap;

use super::header;
use super::leaf::{self, Leaf};
use super::refusals::of_arrow;
use super::rows::{Cells, Column as Values};
use super::telling::Telling;
use super::values::Coder;
use crate::error::DocumentError;
use crate::table::Mapping;
use crate::table::columns::{Column, Role};

/// What of a value matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Weight {
    /// Whether there is one.
    Presence,
    /// Where a day lies among these, which are in order: before, between, on one of them, after.
    Days(Vec<Date>),
    /// All of it.
    Value,
}

/// The kinds of rows that were met so far, by number from 0 on. Rows of one kind are read to the same facts and the same
/// problems, up to their identifiers, their places and values that do not matter.
pub struct Alike {
    leaves: Vec<Leaf>,
    /// The columns of which something matters.
    coders: Vec<(usize, Coder)>,
    /// The columns that hold the identifier of the row; the last that has one counts.
    ids: Vec<usize>,
    kinds: HashMap<Vec<u32>, u32>,
    /// The keys of the rows of a batch, one after another; kept so that it need not be reserved again.
    keys: Vec<u32>,
}

impl Alike {
    /// For tables of these columns. `None` where a row holds a list of credentials: such rows are compared by no one.
    ///
    /// # Errors
    /// [`DocumentError`] for a table of which no column is known.
    pub fn new(
        schema: &Schema,
        mapping: &Mapping,
        vocabulary: &Vocabulary,
        weight: impl Fn(AttributeId) -> Weight,
    ) -> Result<Option<Self>, DocumentError> {
        let leaves = leaf::leaves(schema)?;
        if leaves.iter().any(|leaf| leaf.list_at.is_some()) {
            return Ok(None);
        }
        let columns = header(&leaves, mapping, vocabulary)?;
        let is_id = |at: &usize| columns.get(*at).is_some_and(|column| column.role == Some(Role::RowId));
        let ids = (0..columns.len()).filter(is_id).collect();
        let mut coders = Vec::new();
        for (at, column) in columns.iter().enumerate() {
            if let Some(telling) = telling(column, &columns, vocabulary, &weight) {
                coders.push((at, Coder::new(telling)));
            }
        }
        Ok(Some(Self { leaves, coders, ids, kinds: HashMap::new(), keys: Vec::new() }))
    }

    /// How many kinds of rows and values were met: what this holds in memory grows with it.
    pub fn size(&self) -> usize {
        self.kinds.len() + self.coders.iter().map(|(_, coder)| coder.len()).sum::<usize>()
    }

    /// The kind of each row.
    ///
    /// # Errors
    /// [`DocumentError`] for a value that cannot be written as text.
    pub fn kinds(&mut self, batch: &RecordBatch) -> Result<Vec<u32>, DocumentError> {
        let (rows, width) = (batch.num_rows(), self.coders.len());
        self.keys.clear();
        self.keys.resize(rows * width, 0);
        for (place, (at, coder)) in self.coders.iter_mut().enumerate() {
            let Some(leaf) = self.leaves.get(*at) else { continue };
            let slots = self.keys.iter_mut().skip(place).step_by(width.max(1));
            coder.codes(&Values::new(leaf, batch), slots).map_err(|error| of_arrow(&error))?;
        }
        let mut found = Vec::with_capacity(rows);
        for row in 0..rows {
            let key = self.keys.get(row * width..(row + 1) * width).unwrap_or_default();
            let next = u32::try_from(self.kinds.len()).unwrap_or(u32::MAX);
            found.push(*self.kinds.entry_ref(key).or_insert(next));
        }
        Ok(found)
    }

    /// The identifier that each row states, as it stands.
    ///
    /// # Errors
    /// [`DocumentError`] for a value that cannot be written as text.
    pub fn ids(&self, batch: &RecordBatch) -> Result<Vec<Option<String>>, DocumentError> {
        let mut found = vec![None; batch.num_rows()];
        for leaf in self.ids.iter().filter_map(|at| self.leaves.get(*at)) {
            let values = Values::new(leaf, batch);
            let cells = Cells::new(&values).map_err(|error| of_arrow(&error))?;
            for (at, slot) in found.iter_mut().enumerate() {
                let text = cells.text(at).map_err(|error| of_arrow(&error))?;
                if !text.trim().is_empty() {
                    *slot = Some(text.trim().to_owned());
                }
            }
        }
        Ok(found)
    }
}

/// What the values of a column are told apart by; `None` where nothing of them matters.
fn telling(
    column: &Column,
    columns: &[Column],
    vocabulary: &Vocabulary,
    weight: &impl Fn(AttributeId) -> Weight,
) -> Option<Telling> {
    let presence = || Telling::Presence(column.separator.clone());
    let of_name = || match weight(attribute::LEARNER_NAME) {
        Weight::Value => Telling::Text,
        Weight::Presence | Weight::Days(_) => presence(),
    };
    match column.role? {
        Role::Ornament | Role::Programme | Role::RowId => None,
        Role::Name => Some(presence()),
        Role::GivenName | Role::FamilyName => Some(of_name()),
        Role::Supervised | Role::Identified => Some(Telling::Text),
        Role::Attribute(of) => Some(match (weight(of), vocabulary.get(of).kind) {
            // A mark in words may hold a number, which is another attribute.
            (Weight::Presence, Kind::Text) if of != attribute::GRADE => presence(),
            (Weight::Presence, Kind::Codes(_)) if says_nothing_of_codes(of, column, columns, vocabulary) => presence(),
            (Weight::Presence, Kind::Date) => Telling::Days(Vec::new()),
            (Weight::Days(days), Kind::Date) => Telling::Days(days),
            _ => Telling::Text,
        }),
    }
}

/// Whether reading codes can find nothing to tell of them: they are of no list, and stand alone.
fn says_nothing_of_codes(of: AttributeId, column: &Column, columns: &[Column], vocabulary: &Vocabulary) -> bool {
    let entry = vocabulary.get(of);
    let alone = columns.iter().filter(|c| c.role == Some(Role::Attribute(of))).count() == 1;
    entry.codes().is_none_or(|list| list.codes.is_empty()) && (entry.many || (alone && column.separator.is_none()))
}
