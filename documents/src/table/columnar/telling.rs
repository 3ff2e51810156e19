//! What tells one value of a column from another.

use credstack_model::date::Date;

/// What a value of a column is told from another by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Telling {
    /// Whether anything stands there, between these characters where it is a list.
    Presence(Option<String>),
    /// A day as `2024-09-01` by its place among days; anything else by its text.
    Days(Vec<Date>),
    /// Its text.
    Text,
}

impl Telling {
    /// The parts of a list are told apart by this where a cell holds one.
    pub(super) fn is_blank(&self, text: &str) -> bool {
        match self {
            Telling::Presence(Some(separator)) if !separator.is_empty() => {
                text.split(separator.as_str()).all(|part| part.trim().is_empty())
            }
            _ => text.trim().is_empty(),
        }
    }
}
