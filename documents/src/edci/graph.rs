//! What elements refer to by `idref`, and the words and concepts in them.

use std::collections::HashMap;

use credstack_model::facts::Text;

use crate::json::Node;
use crate::read::concept::Concept;
use crate::xml::Element;

/// The elements of one credential that have an identifier. The same identifier stands for things of several sorts in real
/// documents, so an element is found by its name as well.
pub(super) struct Graph<'x>(HashMap<(&'x str, &'x str), Element<'x>>);

impl<'x> Graph<'x> {
    pub(super) fn of(credential: Element<'x>) -> Self {
        let mut known = HashMap::new();
        let mut open = vec![credential];
        while let Some(element) = open.pop() {
            if element.name().ends_with("References") {
                element.mark();
            }
            if let Some(id) = element.id() {
                known.entry((element.name(), id)).or_insert(element);
            }
            let mut below: Vec<Element<'x>> = element.elements().filter(|e| e.name() != "contains").collect();
            below.reverse();
            open.extend(below);
        }
        Self(known)
    }

    /// The element that one refers to, of one of these names; itself where it refers to none.
    pub(super) fn resolve(&self, element: Element<'x>, names: &[&'x str]) -> Element<'x> {
        let Some(id) = element.attribute("idref").and_then(|n| n.text()) else { return element };
        let found = names.iter().find_map(|name| self.0.get(&(*name, id)).copied());
        if let Some(found) = found {
            found.mark();
        }
        found.unwrap_or(element)
    }

    /// The elements of a name, in full.
    pub(super) fn list(&self, element: Element<'x>, name: &str, names: &[&'x str]) -> Vec<Element<'x>> {
        element.list(name).into_iter().map(|e| self.resolve(e, names)).collect()
    }

    /// The elements of a name of several, in full.
    pub(super) fn all(&self, elements: &[Element<'x>], name: &str, names: &[&'x str]) -> Vec<Element<'x>> {
        elements.iter().flat_map(|e| self.list(*e, name, names)).collect()
    }
}

/// The words of an element's elements of a name: one `text` for every language, or the text itself.
pub(super) fn words<'x>(element: Element<'x>, name: &str) -> Vec<(Text, Node<'x>)> {
    element
        .list(name)
        .into_iter()
        .flat_map(|e| {
            let texts: Vec<_> = e.words_of("text");
            if texts.is_empty() { e.words().into_iter().collect() } else { texts }
        })
        .collect()
}

/// The words of several elements.
pub(super) fn words_of<'x>(elements: &[Element<'x>], name: &str) -> Vec<(Text, Node<'x>)> {
    elements.iter().flat_map(|e| words(*e, name)).collect()
}

/// A concept of a list: its address, and its labels, English ones first.
pub(super) fn concept(element: Element<'_>) -> Concept<'_> {
    let mut labels = words(element, "targetName");
    labels.sort_by_key(|(text, _)| !text.language.starts_with("en"));
    let labels: Vec<Node<'_>> = labels.into_iter().map(|(_, node)| node).collect();
    let mut places: Vec<Node<'_>> = element.attribute("uri").into_iter().collect();
    places.extend(labels.iter().cloned());
    places.extend(element.text());
    element.mark_all();
    let spoken = labels.first().or_else(|| places.first()).and_then(Node::scalar);
    Concept { places, labels, name: spoken.unwrap_or_else(|| "no name".to_owned()), path: element.place() }
}

/// The concepts of several elements.
pub(super) fn concepts<'x>(elements: &[Element<'x>]) -> Vec<Concept<'x>> {
    elements.iter().map(|e| concept(*e)).collect()
}

/// The elements of a name of several.
pub(super) fn each<'x>(elements: &[Element<'x>], name: &str) -> Vec<Element<'x>> {
    elements.iter().flat_map(|e| e.list(name)).collect()
}
