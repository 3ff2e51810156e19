//! Words that a pickled result keeps, because the rules that made them stay behind.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A result in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Page {
    pub(crate) text: String,
    pub(crate) html: String,
}

/// The words of a result, by variant and by every language that its rules speak.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Kept(BTreeMap<String, BTreeMap<String, Page>>);

impl Kept {
    /// Keeps a page, unless it says what the page without a language says: that one is added first.
    pub(crate) fn add(&mut self, variant: &str, language: Option<&str>, page: Page) {
        if self.page(variant, language) != Some(&page) {
            self.0.entry(variant.to_owned()).or_default().insert(language.unwrap_or_default().to_owned(), page);
        }
    }

    /// A page; a language that no rule speaks reads as none.
    pub(crate) fn page(&self, variant: &str, language: Option<&str>) -> Option<&Page> {
        let pages = self.0.get(variant)?;
        pages.get(language.unwrap_or_default()).or_else(|| pages.get(""))
    }
}
