//! All attributes of a workspace: the core table and what packs add.

use std::collections::HashMap;

use super::entry::{Attribute, AttributeId, Element};
use super::table;

/// All attributes: the core table and what packs add.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    attributes: Vec<Attribute>,
    by_name: HashMap<String, AttributeId>,
    by_phrase: HashMap<String, AttributeId>,
}

impl Default for Vocabulary {
    fn default() -> Self {
        Self::core()
    }
}

/// Why an attribute could not be added.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VocabularyError {
    /// The name or the phrase is taken.
    #[error("an attribute `{0}` is declared already")]
    Taken(String),
    /// More than 65,535 attributes.
    #[error("there are too many attributes")]
    Full,
}

impl Vocabulary {
    /// The core table alone.
    pub fn core() -> Self {
        let mut vocabulary = Self { attributes: Vec::new(), by_name: HashMap::new(), by_phrase: HashMap::new() };
        for attribute in table::core() {
            // The table's own test holds that its names and phrases are distinct, so nothing is refused here.
            let _ = vocabulary.add(attribute);
        }
        vocabulary
    }

    /// Adds an attribute of a pack.
    ///
    /// # Errors
    /// [`VocabularyError`] when its name or phrase is taken.
    pub fn add(&mut self, attribute: Attribute) -> Result<AttributeId, VocabularyError> {
        let id = AttributeId(u16::try_from(self.attributes.len()).map_err(|_| VocabularyError::Full)?);
        let phrases = [Some(attribute.phrase.as_ref()), attribute.reads];
        if self.by_name.contains_key(attribute.name.as_ref()) {
            return Err(VocabularyError::Taken(attribute.name.into_owned()));
        }
        if let Some(taken) = phrases.iter().flatten().find(|p| self.by_phrase.contains_key(**p)) {
            return Err(VocabularyError::Taken((*taken).to_owned()));
        }
        for phrase in phrases.into_iter().flatten() {
            self.by_phrase.insert(phrase.to_owned(), id);
        }
        self.by_name.insert(attribute.name.clone().into_owned(), id);
        self.attributes.push(attribute);
        Ok(id)
    }

    /// The attribute of an id of this vocabulary.
    pub fn get(&self, id: AttributeId) -> &Attribute {
        // Ids are made by `add` only and attributes are never removed; the first attribute stands in for a foreign id.
        self.attributes.get(usize::from(id.0)).unwrap_or_else(|| table::first(&self.attributes))
    }

    /// By its name, `credential.workload`.
    pub fn by_name(&self, name: &str) -> Option<AttributeId> {
        self.by_name.get(name).copied()
    }

    /// By the phrase that the language uses, `award workload`.
    pub fn by_phrase(&self, phrase: &str) -> Option<AttributeId> {
        self.by_phrase.get(phrase).copied()
    }

    /// Every attribute with its id, in the order of the table.
    pub fn iter(&self) -> impl Iterator<Item = (AttributeId, &Attribute)> {
        (0u16..).map(AttributeId).zip(&self.attributes)
    }

    /// How many attributes there are.
    pub fn len(&self) -> usize {
        self.attributes.len()
    }

    /// Never true: the core table is always there.
    pub fn is_empty(&self) -> bool {
        self.attributes.is_empty()
    }

    /// The phrases of the language, for suggestions.
    pub fn phrases(&self) -> impl Iterator<Item = &str> {
        self.by_phrase.keys().map(String::as_str)
    }

    /// The attributes that carry a mandatory element, 1 to 11 (several carry number 1).
    pub fn of_element(&self, element: Element) -> impl Iterator<Item = AttributeId> {
        self.iter().filter(move |(_, a)| a.element == Some(element)).map(|(id, _)| id)
    }
}
