//! From a batch of columns to rows of cells.

use std::ops::Range;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_buffer::NullBuffer;
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::{ArrowError, DataType};

use super::leaf::{BETWEEN, Leaf, Shape};
use super::refusals::{MOST_TEXT, broken, of_arrow, too_many_rows};
use crate::error::{DocumentError, MOST_CREDENTIALS};
use crate::table::MOST_COLUMNS;
use crate::table::desk::Desk;

/// Goes through batches and counts rows from 1 on.
pub(super) struct Rows<'l> {
    leaves: &'l [Leaf],
    row: usize,
    text: usize,
}

impl<'l> Rows<'l> {
    pub(super) fn new(leaves: &'l [Leaf]) -> Self {
        Self { leaves, row: 0, text: 0 }
    }

    pub(super) fn take(&mut self, batch: &RecordBatch, desk: &mut Desk<'_>) -> Result<(), DocumentError> {
        if self.row.saturating_add(batch.num_rows()) > MOST_CREDENTIALS {
            return Err(too_many_rows());
        }
        let columns: Vec<Column> = self.leaves.iter().map(|leaf| Column::new(leaf, batch)).collect();
        let cells: Vec<Cells<'_>> =
            columns.iter().map(Cells::new).collect::<Result<_, _>>().map_err(|error| of_arrow(&error))?;
        // All columns in the list of records have the same list.
        let list = columns.iter().find_map(|column| column.list.as_ref());
        for at in 0..batch.num_rows() {
            self.row += 1;
            let number = self.row;
            let Some(list) = list else {
                let row = self.cells(&cells, at, None)?;
                desk.row(&number, row)?;
                continue;
            };
            let items = items(list, at);
            if items.is_empty() {
                desk.none(number, &list_name(self.leaves));
            }
            if items.len() > MOST_CREDENTIALS {
                return Err(too_many_rows());
            }
            for (place, item) in items.enumerate() {
                let row = self.cells(&cells, at, Some(item))?;
                desk.row(&format_args!("{number}/{place}"), row)?;
            }
        }
        Ok(())
    }

    fn cells(&mut self, cells: &[Cells<'_>], row: usize, item: Option<usize>) -> Result<Vec<String>, DocumentError> {
        let mut all = Vec::with_capacity(cells.len().min(MOST_COLUMNS));
        for cell in cells {
            let at = if cell.column.list.is_some() { item } else { Some(row) };
            let text = at.map_or_else(|| Ok(String::new()), |at| cell.text(at)).map_err(|error| of_arrow(&error))?;
            self.text += text.len();
            if self.text > MOST_TEXT {
                return Err(broken("its cells come to more than 64 MiB of text"));
            }
            all.push(text);
        }
        Ok(all)
    }
}

/// The name of the list that makes the rows: what the names of its columns begin with.
fn list_name(leaves: &[Leaf]) -> String {
    let name = leaves.iter().find_map(|leaf| {
        let parts: Vec<&str> = leaf.name.split('.').collect();
        leaf.list_at.map(|at| parts.get(..=at).unwrap_or_default().join("."))
    });
    name.unwrap_or_default()
}

/// The items of a row of a list; none where the list is not there.
fn items(list: &ArrayRef, row: usize) -> Range<usize> {
    if list.is_null(row) {
        return 0..0;
    }
    let place = |at: Option<&i64>| at.and_then(|at| usize::try_from(*at).ok()).unwrap_or(0);
    match list.data_type() {
        DataType::LargeList(_) => {
            let offsets = list.as_list::<i64>().value_offsets();
            place(offsets.get(row))..place(offsets.get(row + 1))
        }
        DataType::List(_) => {
            let offsets = list.as_list::<i32>().value_offsets();
            let at = |at: usize| place(offsets.get(at).map(|o| i64::from(*o)).as_ref());
            at(row)..at(row + 1)
        }
        _ => 0..0,
    }
}

fn values_of(list: &ArrayRef) -> ArrayRef {
    match list.data_type() {
        DataType::LargeList(_) => list.as_list::<i64>().values().clone(),
        _ => list.as_list::<i32>().values().clone(),
    }
}

/// A column of values of one batch, taken out of the structures and the list that it stands in.
pub(super) struct Column {
    pub(super) values: ArrayRef,
    /// Rows without a value: the column's own and those of the structures.
    pub(super) nulls: Option<NullBuffer>,
    /// The list of records that it stands in.
    list: Option<ArrayRef>,
    pub(super) shape: Shape,
}

impl Column {
    /// Values that stand in nothing.
    pub(super) fn plain(values: &ArrayRef) -> Self {
        Self { values: values.clone(), nulls: values.logical_nulls(), list: None, shape: Shape::Plain }
    }

    pub(super) fn new(leaf: &Leaf, batch: &RecordBatch) -> Self {
        let (first, inner) = leaf.steps.split_first().map_or((0, &[][..]), |(first, inner)| (*first, inner));
        let mut values = batch.column(first).clone();
        let mut nulls = values.logical_nulls();
        let mut list = None;
        for (at, step) in inner.iter().enumerate() {
            if leaf.list_at == Some(at) {
                let inside = values_of(&values);
                nulls = inside.logical_nulls();
                list = Some(std::mem::replace(&mut values, inside));
            }
            values = values.as_struct().column(*step).clone();
            nulls = NullBuffer::union(nulls.as_ref(), values.logical_nulls().as_ref());
        }
        Self { values, nulls, list, shape: leaf.shape }
    }
}

/// Writes the cells of a column.
pub(super) struct Cells<'b> {
    column: &'b Column,
    formatter: Option<ArrayFormatter<'b>>,
    /// The values of the lists, where it has lists.
    listed: Option<ArrayRef>,
}

const OPTIONS: FormatOptions<'static> = FormatOptions::new().with_display_error(false);

impl<'b> Cells<'b> {
    pub(super) fn new(column: &'b Column) -> Result<Self, ArrowError> {
        let listed = (column.shape == Shape::List).then(|| values_of(&column.values));
        let formatter = match column.shape {
            Shape::Plain => Some(ArrayFormatter::try_new(column.values.as_ref(), &OPTIONS)?),
            Shape::List | Shape::Unread => None,
        };
        Ok(Self { column, formatter, listed })
    }

    pub(super) fn text(&self, at: usize) -> Result<String, ArrowError> {
        if self.column.nulls.as_ref().is_some_and(|nulls| nulls.is_null(at)) {
            return Ok(String::new());
        }
        match (&self.formatter, &self.listed) {
            (Some(formatter), _) => written(formatter, self.column.values.data_type(), at),
            (None, Some(listed)) => {
                let formatter = ArrayFormatter::try_new(listed.as_ref(), &OPTIONS)?;
                let nulls = listed.logical_nulls();
                let mut text = String::new();
                for at in items(&self.column.values, at) {
                    if nulls.as_ref().is_some_and(|nulls| nulls.is_null(at)) {
                        continue;
                    }
                    if !text.is_empty() {
                        text.push(BETWEEN);
                    }
                    text += &written(&formatter, listed.data_type(), at)?;
                    if text.len() > MOST_TEXT {
                        return Err(ArrowError::InvalidArgumentError("a list comes to more than 64 MiB".to_owned()));
                    }
                }
                Ok(text)
            }
            // What stands in it is counted and told, not shown.
            (None, None) => Ok(self.column.values.data_type().to_string()),
        }
    }
}

/// A value as text. Programs that know no missing number write whole numbers with `.0` and missing ones as `NaN`.
fn written(formatter: &ArrayFormatter<'_>, kind: &DataType, at: usize) -> Result<String, ArrowError> {
    let mut text = String::new();
    formatter.value(at).write(&mut text)?;
    if kind.is_floating() {
        if text == "NaN" {
            text.clear();
        } else if let Some(whole) = text.strip_suffix(".0") {
            text.truncate(whole.len());
        }
    }
    Ok(text)
}
