//! Tables in columns: Parquet (<https://parquet.apache.org/docs/file-format/>) and Arrow, as files and as streams
//! (<https://arrow.apache.org/docs/format/Columnar.html>), each row as that of any other table.

mod alike;
mod arrow;
mod leaf;
mod open;
mod refusals;
mod rows;
mod telling;
#[cfg(test)]
mod tests;
mod values;

use arrow_array::RecordBatch;
use credstack_model::Symbols;
use credstack_model::vocabulary::Vocabulary;

pub use alike::{Alike, Weight};

use super::columns::Column;
use super::desk::Desk;
use super::mapping::Mapping;
use crate::document::Found;
use crate::draft::Context;
use crate::error::DocumentError;
use leaf::Leaf;
use refusals::of_arrow;

/// Reads the bytes of a file.
pub(crate) fn read(context: Context<'_>, bytes: &[u8]) -> Result<Found, DocumentError> {
    let (schema, batches) = open::open(bytes)?;
    let leaves = leaf::leaves(&schema)?;
    let mut desk = desk(context, &leaves)?;
    let mut rows = rows::Rows::new(&leaves);
    for batch in batches {
        let batch = batch.map_err(|error| of_arrow(&error))?;
        rows.take(&batch, &mut desk)?;
    }
    desk.finish()
}

/// Reads the rows of a batch.
pub(crate) fn read_batch(context: Context<'_>, batch: &RecordBatch) -> Result<Found, DocumentError> {
    let leaves = leaf::leaves(&batch.schema())?;
    let mut desk = desk(context, &leaves)?;
    rows::Rows::new(&leaves).take(batch, &mut desk)?;
    desk.finish()
}

fn desk<'a>(context: Context<'a>, leaves: &[Leaf]) -> Result<Desk<'a>, DocumentError> {
    let header = leaves.iter().map(|leaf| leaf.name.clone()).collect();
    let mut desk = Desk::new(context, "", header, 0, false)?;
    for (at, leaf) in leaves.iter().enumerate() {
        match leaf.shape {
            leaf::Shape::Plain => {}
            leaf::Shape::List => desk.parted(at, leaf::BETWEEN),
            leaf::Shape::Unread => desk.untaken(at),
        }
    }
    Ok(desk)
}

/// What the columns of values are for.
fn header(leaves: &[Leaf], mapping: &Mapping, vocabulary: &Vocabulary) -> Result<Vec<Column>, DocumentError> {
    let (document, symbols) = ("".into(), Symbols::default());
    let context = Context { document: &document, symbols: &symbols, vocabulary, most_steps: 0, mapping: Some(mapping) };
    Ok(desk(context, leaves)?.columns().to_vec())
}
