//! Tables in columns: Parquet (<https://parquet.apache.org/docs/file-format/>) and Arrow, as files and as streams
//! (<https://arrow.apache.org/docs/format/Columnar.html>), each row as that of any other table.

mod arrow;
mod leaf;
mod open;
mod refusals;
mod rows;
#[cfg(test)]
mod tests;

use super::desk::Desk;
use crate::document::Found;
use crate::draft::Context;
use crate::error::DocumentError;
use refusals::of_arrow;

/// Reads the bytes of a file.
pub(crate) fn read(context: Context<'_>, bytes: &[u8]) -> Result<Found, DocumentError> {
    let (schema, batches) = open::open(bytes)?;
    let leaves = leaf::leaves(&schema)?;
    let header = leaves.iter().map(|leaf| leaf.name.clone()).collect();
    let mut desk = Desk::new(context, "", header, 0, false)?;
    for (at, leaf) in leaves.iter().enumerate() {
        match leaf.shape {
            leaf::Shape::Plain => {}
            leaf::Shape::List => desk.parted(at, leaf::BETWEEN),
            leaf::Shape::Unread => desk.untaken(at),
        }
    }
    let mut rows = rows::Rows::new(&leaves);
    for batch in batches {
        let batch = batch.map_err(|error| of_arrow(&error))?;
        rows.take(&batch, &mut desk)?;
    }
    desk.finish()
}
