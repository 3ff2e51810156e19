//! Why a document could not be read: where, what, and how to mend it.

use std::fmt::Write as _;

/// The most bytes that one document may have: 16 MiB.
pub const MOST_BYTES: usize = 16 * 1024 * 1024;
/// How deep objects and lists may be nested.
pub const MOST_NESTED: usize = 127;
/// The most credentials in one document.
pub const MOST_CREDENTIALS: usize = 10_000;
/// The most JSON objects in one foreign document; more than this is no credential but an attack or an export of a whole register.
pub const MOST_NODES: usize = 200_000;

/// The most steps that reading one document may take: references let a small document be large to read.
pub const MOST_STEPS: usize = 5_000_000;

/// The most envelopes that one may stand in another.
pub const MOST_ENVELOPES: usize = 8;

/// Why a document was not read. Nothing of it was taken over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// More bytes than [`MOST_BYTES`].
    #[error(
        "the document has {bytes} bytes and at most 16777216 (16 MiB) are read; take out embedded images or split it into several documents"
    )]
    TooLarge {
        /// How many it has.
        bytes: usize,
    },
    /// Not a text in UTF-8.
    #[error("byte {offset} (line {line}) is not UTF-8; save the document again with the encoding UTF-8")]
    NotUtf8 {
        /// The offset of the first byte that is wrong, from 0.
        offset: usize,
        /// The line that it is in, from 1.
        line: usize,
    },
    /// No content at all.
    #[error("the document is empty; the file was probably not downloaded or exported completely, fetch it again")]
    Empty,
    /// Not well-formed JSON.
    #[error(
        "line {line}, column {column}: {message}; the file is not well-formed JSON, ask the issuer for it again rather than repair it by hand"
    )]
    BrokenJson {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What the parser found.
        message: String,
    },
    /// Nested deeper than [`MOST_NESTED`].
    #[error(
        "line {line}, column {column}: objects and lists are nested more than 127 deep; no credential is, so the document is refused"
    )]
    TooDeep {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// More nodes than [`MOST_NODES`].
    #[error("the document has more than 200000 JSON objects; split it into several documents of fewer credentials")]
    TooManyNodes,
    /// More steps than [`MOST_STEPS`].
    #[error(
        "the credentials of the document refer to each other so often that reading it takes more than 5000000 steps; split it into several documents"
    )]
    TooManySteps,
    /// More credentials than [`MOST_CREDENTIALS`].
    #[error("the document has more than 10000 credentials; split it into several documents")]
    TooManyCredentials,
    /// JSON, but not a credential of a format that is read.
    #[error(
        "{}: this is JSON but no credential; it has {}. Expected is a credential or a catalogue in one of the formats that are read, or an object with `\"credstack\": \"credential/v1\"`",
        one_line(path),
        one_line(found)
    )]
    NotACredential {
        /// JSON Pointer to what was looked at; `the document` where it is all of it.
        path: String,
        /// Which keys it has.
        found: String,
    },
    /// A credential in a format or a packing that is not read yet.
    #[error("{}: {found} is not read; {help}", one_line(path))]
    UnsupportedFormat {
        /// JSON Pointer to what was looked at; `the document` where it is all of it.
        path: String,
        /// What it is.
        found: String,
        /// What to do instead.
        help: String,
    },
    /// A token or a seal that cannot be opened.
    #[error("{}: {}; ask the issuer for the credential again", one_line(path), one_line(found))]
    BrokenEnvelope {
        /// JSON Pointer to it; `the document` where it is all of it.
        path: String,
        /// What is wrong with it.
        found: String,
    },
    /// More envelopes in one another than [`MOST_ENVELOPES`].
    #[error(
        "{}: the credential is packed in more than 8 tokens, one in the other; no credential is, so the document is refused",
        one_line(path)
    )]
    TooManyEnvelopes {
        /// JSON Pointer to the first one too many.
        path: String,
    },
    /// More comes out of envelopes than [`MOST_BYTES`].
    #[error(
        "{}: with this, more than 16777216 bytes (16 MiB) are packed in the document; split it into several documents",
        one_line(path)
    )]
    TooMuchInside {
        /// JSON Pointer to what is too much.
        path: String,
    },
    /// A credential of a known format without any achievement in it.
    #[error("{}: {}; {help}", one_line(path), one_line(found))]
    NoCredential {
        /// JSON Pointer to what was looked at; `the document` where it is all of it.
        path: String,
        /// What is missing.
        found: String,
        /// What to do.
        help: String,
    },
    /// XML that is broken, of an unknown encoding or beyond a bound.
    #[error(transparent)]
    Xml(#[from] crate::xml::XmlError),
    /// A table that cannot be read as one.
    #[error("{}: {}; {help}", one_line(place), one_line(found))]
    Table {
        /// The row or the sheet, as places write it; `the table` where it is all of it.
        place: String,
        /// What is wrong.
        found: String,
        /// What to do.
        help: String,
    },
    /// A table of more than [`MOST_CREDENTIALS`] rows.
    #[error("{}: it has more than 10000 rows; split it into several tables", one_line(place))]
    TooManyRows {
        /// The sheet, as places write it; `the table` where it is all of it.
        place: String,
    },
    /// A table that is one, and of which no row says anything.
    #[error("{}: {}; export the table again with its rows", one_line(place), one_line(found))]
    EmptyTable {
        /// The sheet, as places write it; `the table` where it is all of it.
        place: String,
        /// What is wrong, of the first row where there is one.
        found: String,
    },
    /// An archive or a compressed file that is not unpacked.
    #[error("{}; {help}", one_line(found))]
    Packed {
        /// What is wrong.
        found: String,
        /// What to do.
        help: String,
    },
    /// The project's own JSON with mistakes; all of them.
    #[error(transparent)]
    Own(#[from] credstack_wire::Problems),
}

/// Text that may quote the document: a line break or another control character in it shows as its escape.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        // Writing to a string cannot fail.
        let _ = match c {
            _ if c.is_control() => write!(line, "{}", c.escape_default()),
            '\u{2028}' | '\u{2029}' => write!(line, "{}", c.escape_unicode()),
            _ => line.write_char(c),
        };
    }
    line
}

impl DocumentError {
    /// What the variant is called in counts and logs.
    pub fn word(&self) -> &'static str {
        match self {
            DocumentError::TooLarge { .. } => "too large",
            DocumentError::NotUtf8 { .. } => "not UTF-8",
            DocumentError::Empty => "empty",
            DocumentError::BrokenJson { .. } => "broken JSON",
            DocumentError::TooDeep { .. } => "too deep",
            DocumentError::TooManyNodes => "too many nodes",
            DocumentError::TooManySteps => "too many steps",
            DocumentError::TooManyCredentials => "too many credentials",
            DocumentError::NotACredential { .. } => "not a credential",
            DocumentError::UnsupportedFormat { .. } => "unsupported format",
            DocumentError::BrokenEnvelope { .. } => "broken envelope",
            DocumentError::TooManyEnvelopes { .. } => "too many envelopes",
            DocumentError::TooMuchInside { .. } => "too much inside",
            DocumentError::NoCredential { .. } => "no achievement in it",
            DocumentError::Xml(problem) => problem.word(),
            DocumentError::Table { .. } => "a table that is not known",
            DocumentError::TooManyRows { .. } => "too many rows",
            DocumentError::EmptyTable { .. } => "a table without rows",
            DocumentError::Packed { .. } => "not unpacked",
            DocumentError::Own(_) => "mistakes in the own JSON",
        }
    }
}
