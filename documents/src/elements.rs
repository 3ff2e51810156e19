//! Which of the eleven mandatory elements of the European standard a credential carries.

use credstack_model::Credential;
use credstack_model::facts::{Facts, Knowledge};
use credstack_model::vocabulary::{Element, Vocabulary};

/// The eleven mandatory elements with their names, and which of them are carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ElementsTable(pub [bool; 11]);

impl ElementsTable {
    /// The table of a credential.
    pub fn of(credential: &Credential, vocabulary: &Vocabulary) -> Self {
        Self::of_facts(&credential.facts, vocabulary)
    }

    /// The table of the facts of a credential or of a record.
    pub fn of_facts(facts: &Facts, vocabulary: &Vocabulary) -> Self {
        let mut carried = [false; 11];
        for (id, _) in facts.iter().filter(|(_, fact)| fact.knowledge != Knowledge::Missing) {
            if let Some(Element::Mandatory(number)) = vocabulary.get(id).element
                && let Some(slot) = usize::from(number).checked_sub(1).and_then(|at| carried.get_mut(at))
            {
                *slot = true;
            }
        }
        Self(carried)
    }

    /// Number, name and whether it is carried, in the order of Annex I.
    pub fn rows(&self) -> impl Iterator<Item = (usize, &'static str, bool)> {
        (1..).zip(Element::MANDATORY).zip(self.0).map(|((number, name), carried)| (number, name, carried))
    }

    /// How many of the eleven are carried.
    pub fn carried(&self) -> usize {
        self.0.iter().filter(|c| **c).count()
    }

    /// Names of the elements that are missing.
    pub fn missing(&self) -> impl Iterator<Item = &'static str> {
        self.rows().filter(|(_, _, carried)| !carried).map(|(_, name, _)| name)
    }
}

/// For each mandatory element, 1 to 11, whether the credential carries it. That it is known to have none (no level in its
/// framework) counts as carried.
pub fn elements(credential: &Credential, vocabulary: &Vocabulary) -> [bool; 11] {
    ElementsTable::of(credential, vocabulary).0
}
