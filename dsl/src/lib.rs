//! The rule language: text in, policy IR and diagnostics out.
//!
//! [`parse`] never fails: it gives a lossless tree and every syntax problem of the file at once. [`lower`] takes all files of
//! all packs together, resolves names, types and units, and gives a [`PolicySet`](credstack_model::policy::PolicySet) with
//! the problems that it found. The language is described in `docs/language/`.

mod check;
mod format;
mod lower;
mod names;
mod suggest;
mod syntax;
mod words;

pub use format::{Clause, Line, Matter, Unformatted, clauses, format};
pub use lower::{Lowered, PackFile, lower};
pub use names::{Block, Mention, Names, Thing, names};
pub use syntax::{Parse, Pieces, Tree, parse};
pub use words::{beginnings, following, is_name, keywords, listed_words};

/// A rule file is at most this large (1 MiB); a whole country's law fits in a tenth of it.
pub const MAX_FILE_BYTES: usize = 1 << 20;
/// Braces and parentheses nest at most this deep.
pub const MAX_DEPTH: usize = 64;
