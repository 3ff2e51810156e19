//! Texts with the language that each of them is in.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A text in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Phrase {
    /// BCP 47 tag; empty where nobody says which language it is in (a name, a number).
    pub lang: String,
    /// The text, never markup.
    pub text: String,
}

/// The same said in one language or in several, in the order of the statement's languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Words(pub Vec<Phrase>);

impl Words {
    /// A text of no language: a name, a number, an address.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::of("", text)
    }

    /// A text in one language.
    pub fn of(lang: &str, text: impl Into<String>) -> Self {
        let text: String = text.into();
        if text.trim().is_empty() {
            return Self::default();
        }
        Self(vec![Phrase { lang: lang.to_owned(), text }])
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
