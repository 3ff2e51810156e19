//! Concepts of ELM: an identifier, a notation and labels, any of which may be all there is.

use credstack_model::vocabulary::AttributeId;

use super::{codes, text};
use crate::draft::Draft;
use crate::json::{Node, Tree};
use crate::note::NoteKind;

/// Notations that name the list and not the concept, as the Commission's tools write them.
const SCHEMES: [&str; 9] = [
    "country",
    "atu",
    "language",
    "credit-point-framework",
    "eqf-level",
    "grade-status",
    "file-type",
    "Skill",
    "Occupation",
];

/// The places that say which concept it is, the surest first: identifier, notation, labels (English ones first).
pub(crate) fn places<'d>(tree: &Tree<'d>, node: &Node<'d>) -> Vec<Node<'d>> {
    if node.scalar().is_some() {
        return vec![node.clone()];
    }
    let mut found = Vec::new();
    for key in ["id", "@id"] {
        found.extend(tree.get(node, key).filter(|n| n.text().is_some()));
    }
    found.extend(tree.get(node, "notation").filter(|n| n.scalar().is_some_and(|t| !SCHEMES.contains(&t.as_str()))));
    found.extend(labels(tree, node));
    found
}

/// The labels of a concept, English ones first.
pub(crate) fn labels<'d>(tree: &Tree<'d>, node: &Node<'d>) -> Vec<Node<'d>> {
    let mut labels = ["prefLabel", "title", "altLabel"]
        .iter()
        .filter_map(|key| tree.get(node, key))
        .map(|n| text::texts(&n))
        .find(|t| !t.is_empty())
        .unwrap_or_default();
    tree.spend(labels.len());
    labels.sort_by_key(|(t, _)| !t.language.starts_with("en"));
    labels.into_iter().map(|(_, n)| n).collect()
}

/// What a concept is called for people: its label, else its notation, else its identifier.
pub(crate) fn spoken(tree: &Tree<'_>, node: &Node<'_>) -> String {
    let found = places(tree, node);
    labels(tree, node)
        .first()
        .or_else(|| found.iter().find(|n| !is_reference(n)))
        .or_else(|| found.first())
        .and_then(Node::scalar)
        .unwrap_or_else(|| "no name".to_owned())
}

fn is_reference(node: &Node<'_>) -> bool {
    node.text().is_some_and(|t| t.contains("://") || t.starts_with("urn:"))
}

/// A concept as a format gives it.
pub(crate) struct Concept<'d> {
    /// The places that say which it is, the surest first.
    pub(crate) places: Vec<Node<'d>>,
    /// Its labels, the one to go by first.
    pub(crate) labels: Vec<Node<'d>>,
    /// What it is called for people.
    pub(crate) name: String,
    /// Where it stands.
    pub(crate) path: String,
}

impl<'d> Concept<'d> {
    fn of(tree: &Tree<'d>, node: &Node<'d>) -> Self {
        Self {
            places: places(tree, node),
            labels: labels(tree, node),
            name: spoken(tree, node),
            path: node.path.clone(),
        }
    }
}

/// Codes of concepts. On an open list an unknown one stays, by its label or the end of its identifier, with a note; on a
/// closed list it is only noted.
pub(crate) fn codes_of<'d>(
    draft: &mut Draft<'_>,
    of: AttributeId,
    concepts: Vec<Concept<'d>>,
) -> Vec<(String, Node<'d>)> {
    let open = draft.context.vocabulary.get(of).codes().is_some_and(|list| list.open);
    let mut found = Vec::new();
    for Concept { places, labels, name, path } in concepts {
        let known = places.iter().find_map(|p| {
            let code = codes::code(of, &p.scalar()?)?;
            Some((code.to_owned(), p.clone()))
        });
        if let Some(known) = known {
            found.push(known);
            continue;
        }
        let place = labels.into_iter().next().or_else(|| places.into_iter().next_back());
        match place {
            Some(place) if open => {
                let code = codes::unknown(&place.scalar().unwrap_or_default());
                draft.note(
                    NoteKind::UnknownCode,
                    of,
                    &place.path,
                    format!("`{name}` is not in the list; it is kept as `{code}`"),
                );
                found.push((code, place));
            }
            _ => draft.note(
                NoteKind::UnknownCode,
                of,
                &path,
                format!("`{name}` is not in the list, which is closed; it is not taken"),
            ),
        }
    }
    found
}

/// Sets the codes of concepts as a fact: all of them where the attribute takes several, else the first, with a note of any
/// other.
pub(crate) fn put_codes<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, of: AttributeId, concepts: &[Node<'d>]) {
    put(draft, of, concepts.iter().map(|c| Concept::of(tree, c)).collect());
}

/// The same, of concepts as any format gives them.
pub(crate) fn put(draft: &mut Draft<'_>, of: AttributeId, concepts: Vec<Concept<'_>>) {
    let mut found = codes_of(draft, of, concepts);
    if !draft.context.vocabulary.get(of).many {
        let first = found.first().map(|(code, _)| code.clone());
        let other = found.iter().find(|(code, _)| Some(code) != first.as_ref());
        if let (Some(first), Some((code, place))) = (first, other) {
            let (code, path) = (code.clone(), place.path.clone());
            draft.note(
                NoteKind::Conflict,
                of,
                &path,
                format!("the document says `{first}` and `{code}`; neither is taken"),
            );
            return;
        }
        found.truncate(1);
    }
    draft.codes(of, found);
}

#[cfg(test)]
mod tests {
    use super::*;
    use credstack_model::Symbols;
    use credstack_model::facts::Value;
    use credstack_model::vocabulary::{Vocabulary, attribute};
    use serde_json::json;

    use crate::error::MOST_STEPS;

    #[test]
    fn the_notation_country_is_no_country() {
        let value = json!({"id": "urn:x", "notation": "country", "prefLabel": {"en": ["Ireland"], "ga": "Éire"}});
        let root = Node { value: &value, path: String::new() };
        let tree = Tree::new(std::slice::from_ref(&root), MOST_STEPS).unwrap();
        let texts: Vec<String> = places(&tree, &root).iter().filter_map(Node::scalar).collect();
        assert_eq!(texts, ["urn:x", "Ireland", "Éire"]);
    }

    #[test]
    fn an_unknown_assessment_stays_with_a_note() {
        let value =
            json!({"id": "http://data.europa.eu/snb/assessment/56539a6507", "prefLabel": {"en": "group performance"}});
        let root = Node { value: &value, path: String::new() };
        let tree = Tree::new(std::slice::from_ref(&root), MOST_STEPS).unwrap();
        let symbols = Symbols::default();
        let (document, vocabulary) = ("test".into(), Vocabulary::core());
        let mut draft = Draft::new(crate::draft::Context {
            document: &document,
            symbols: &symbols,
            vocabulary: &vocabulary,
            most_steps: MOST_STEPS,
            mapping: None,
        });
        put_codes(&mut draft, &tree, attribute::ASSESSMENT, &[root]);
        assert_eq!(
            draft.facts.value(attribute::ASSESSMENT),
            Some(&Value::Codes(vec![symbols.intern("group_performance")]))
        );
        assert_eq!(draft.notes.len(), 1);
    }
}
