//! Tables in columns: Parquet (<https://parquet.apache.org/docs/file-format/>) and Arrow, as files and as streams
//! (<https://arrow.apache.org/docs/format/Columnar.html>), each row as that of any other table.

mod arrow;
mod leaf;
mod open;
mod rows;
#[cfg(test)]
mod tests;

use arrow_schema::ArrowError;

use super::desk::{Desk, wrong};
use crate::document::Found;
use crate::draft::Context;
use crate::error::{DocumentError, MOST_CREDENTIALS};

/// The most bytes of text that all cells of a table may come to: 64 MiB. A dictionary writes a long text once for many rows.
const MOST_TEXT: usize = 64 * 1024 * 1024;

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

/// That a table is not as it has to be.
fn broken(problem: &str) -> DocumentError {
    wrong("the table", format!("it cannot be read: {problem}"), "write it again with the program that it comes from")
}

/// What a library says, without the names of its own that it begins with.
fn of_arrow(error: &ArrowError) -> DocumentError {
    let said = error.to_string();
    let own = ["Ipc error: ", "Parser error: ", "Parquet argument error: ", "Parquet error: ", "External: "];
    let mut rest = said.as_str();
    while let Some(inner) = own.iter().find_map(|name| rest.strip_prefix(name)) {
        rest = inner;
    }
    match rest.strip_prefix("Disabled feature at compile time: ") {
        Some(codec) => wrong(
            "the table",
            format!("it is compressed as {codec}, which is not read"),
            "write it with the compression snappy, zstd, gzip, lz4 or none",
        ),
        None => broken(rest),
    }
}

fn too_many_rows() -> DocumentError {
    wrong("the table", format!("it has more than {MOST_CREDENTIALS} rows"), "split it into several tables")
}
