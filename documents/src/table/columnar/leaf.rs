//! Columns within columns, laid out flat: a structure `credential` with a field `title` is the column `credential.title`.

use arrow_schema::{DataType, Field, Fields, Schema};

use super::refusals::broken;
use crate::error::DocumentError;
use crate::table::MOST_COLUMNS;

/// What stands between the items of a list in one cell: a character that no text has.
pub(super) const BETWEEN: char = '\u{1f}';
/// How deep structures may be nested.
const MOST_DEEP: usize = 16;

/// How the values of a column are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// One value in each row.
    Plain,
    /// A list of values in each row.
    List,
    /// Nothing that a cell can hold: bytes, maps, lists of lists, a second list of records.
    Unread,
}

/// One column of values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Leaf {
    /// Its name, with those of the structures that it stands in.
    pub(super) name: String,
    /// Where it stands: the number of a column, then of the fields within.
    pub(super) steps: Vec<usize>,
    /// The step that goes through the list of records: each of its items makes a row.
    pub(super) list_at: Option<usize>,
    pub(super) shape: Shape,
}

/// The columns of values of a table, in order.
pub(super) fn leaves(schema: &Schema) -> Result<Vec<Leaf>, DocumentError> {
    let mut found = Finder { leaves: Vec::new(), list: None };
    found.fields(schema.fields(), &Place { name: String::new(), steps: Vec::new(), list_at: None })?;
    Ok(found.leaves)
}

#[derive(Clone)]
struct Place {
    name: String,
    steps: Vec<usize>,
    list_at: Option<usize>,
}

struct Finder {
    leaves: Vec<Leaf>,
    /// Where the list of records stands.
    list: Option<Vec<usize>>,
}

impl Finder {
    fn fields(&mut self, fields: &Fields, within: &Place) -> Result<(), DocumentError> {
        for (at, field) in fields.iter().enumerate() {
            let name = match within.name.as_str() {
                "" => field.name().clone(),
                outer => format!("{outer}.{}", field.name()),
            };
            let mut steps = within.steps.clone();
            steps.push(at);
            self.field(field, Place { name, steps, list_at: within.list_at })?;
        }
        Ok(())
    }

    fn field(&mut self, field: &Field, place: Place) -> Result<(), DocumentError> {
        if place.steps.len() > MOST_DEEP {
            return Err(broken(&format!("structures are nested deeper than {MOST_DEEP}, at `{}`", place.name)));
        }
        if self.leaves.len() >= MOST_COLUMNS {
            return Err(broken(&format!("it has more than {MOST_COLUMNS} columns")));
        }
        match field.data_type() {
            DataType::Struct(fields) => return self.fields(fields, &place),
            DataType::List(item) | DataType::LargeList(item) => match item.data_type() {
                DataType::Struct(fields) if self.list.is_none() && place.list_at.is_none() => {
                    self.list = Some(place.steps.clone());
                    let inside = Place { list_at: Some(place.steps.len() - 1), ..place };
                    return self.fields(fields, &inside);
                }
                kind => self.push(place, if is_value(kind) { Shape::List } else { Shape::Unread }),
            },
            kind => self.push(place, if is_value(kind) { Shape::Plain } else { Shape::Unread }),
        }
        Ok(())
    }

    fn push(&mut self, place: Place, shape: Shape) {
        let Place { name, steps, list_at } = place;
        self.leaves.push(Leaf { name, steps, list_at, shape });
    }
}

fn is_value(kind: &DataType) -> bool {
    match kind {
        DataType::Dictionary(_, value) => is_value(value),
        DataType::Utf8
        | DataType::LargeUtf8
        | DataType::Utf8View
        | DataType::Boolean
        | DataType::Null
        | DataType::Date32
        | DataType::Date64
        | DataType::Timestamp(..) => true,
        other => other.is_numeric(),
    }
}
