//! Why a table in columns is not read.

use arrow_schema::ArrowError;

use crate::error::DocumentError;
use crate::table::desk::wrong;

/// The most bytes of text that all cells of a table may come to: 64 MiB. A dictionary writes a long text once for many rows.
pub(super) const MOST_TEXT: usize = 64 * 1024 * 1024;

/// That a table is not as it has to be.
pub(super) fn broken(problem: &str) -> DocumentError {
    wrong("the table", format!("it cannot be read: {problem}"), "write it again with the program that it comes from")
}

/// What a library says, without the names of its own that it begins with.
pub(super) fn of_arrow(error: &ArrowError) -> DocumentError {
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

pub(super) fn too_many_rows() -> DocumentError {
    DocumentError::TooManyRows { place: "the table".to_owned() }
}
