//! Which keys a document may have, from the JSON paths of the attribute table.

use std::collections::HashMap;

use credstack_model::vocabulary::{AttributeId, Entity, Vocabulary};

/// The keys of some entities as a tree of JSON Pointers.
pub(crate) struct Keys {
    attributes: HashMap<String, AttributeId>,
    children: HashMap<String, Vec<String>>,
}

impl Keys {
    pub(crate) fn of(vocabulary: &Vocabulary, entities: &[Entity]) -> Self {
        let mut keys = Self { attributes: HashMap::new(), children: HashMap::new() };
        for (id, attribute) in vocabulary.iter() {
            if entities.contains(&attribute.entity) {
                keys.add(&attribute.json, id);
            }
        }
        keys
    }

    fn add(&mut self, pointer: &str, id: AttributeId) {
        let mut here = String::new();
        for key in pointer.split('/').skip(1) {
            let siblings = self.children.entry(here.clone()).or_default();
            if !siblings.iter().any(|k| k == key) {
                siblings.push(key.to_owned());
            }
            here = format!("{here}/{key}");
        }
        self.attributes.insert(here, id);
    }

    /// The attribute at a pointer.
    pub(crate) fn attribute(&self, pointer: &str) -> Option<AttributeId> {
        self.attributes.get(pointer).copied()
    }

    /// The keys below a pointer; empty where there are none.
    pub(crate) fn below(&self, pointer: &str) -> &[String] {
        self.children.get(pointer).map_or(&[], Vec::as_slice)
    }
}

/// A key as a pointer writes it (RFC 6901).
pub(crate) fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// The key of a pointer's segment.
pub(crate) fn unescape(segment: &str) -> String {
    segment.replace("~1", "/").replace("~0", "~")
}

/// The known word that resembles an unknown one.
pub(crate) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |w: &str| w.to_lowercase().replace([' ', '-'], "_");
    let word = plain(word);
    known
        .map(|k| (strsim::damerau_levenshtein(&word, &plain(k)), k))
        .filter(|(distance, k)| *distance <= 1 + k.len() / 5)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, k)| k)
}
