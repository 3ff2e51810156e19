//! Mistakes and remarks: where, what, and how to mend it.

use std::fmt::{self, Write as _};
use std::sync::Arc;

use credstack_model::vocabulary::AttributeId;

/// One mistake in a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// JSON Pointer to it; empty for the whole document.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.path.is_empty() { "the document" } else { &self.path };
        one_line(f, place)?;
        f.write_str(": ")?;
        one_line(f, &self.message)?;
        f.write_str("; ")?;
        one_line(f, &self.help)
    }
}

/// Writes text that may quote a document: a line break or another control character in it shows as its escape.
fn one_line(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    text.chars().try_for_each(|c| match c {
        _ if c.is_control() => write!(f, "{}", c.escape_default()),
        '\u{2028}' | '\u{2029}' => write!(f, "{}", c.escape_unicode()),
        _ => f.write_char(c),
    })
}

/// All mistakes of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, problem) in self.0.iter().enumerate() {
            if at > 0 {
                writeln!(f)?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// Something worth knowing that does not stop the reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Of which sort.
    pub kind: RemarkKind,
    /// The credential that it is about, if one.
    pub credential: Option<Arc<str>>,
    /// The attribute that it is about, if one.
    pub attribute: Option<AttributeId>,
    /// JSON Pointer to it.
    pub path: String,
    /// What there is to say.
    pub message: String,
}

/// The sorts of remarks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RemarkKind {
    /// A null, which is read as missing.
    Null,
    /// A key that nothing reads.
    UnknownKey,
    /// A code that resembles a known one of an open list.
    UnknownCode,
    /// Two credentials with one identifier.
    Repeated,
    /// A part that is not in the document.
    Dangling,
}
