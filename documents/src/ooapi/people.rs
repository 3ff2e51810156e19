//! Organisations and persons.

use credstack_model::facts::{Text, Value};
use credstack_model::vocabulary::attribute;

use super::{catalogue, entity};
use crate::draft::Draft;
use crate::json::{Node, Tree, items};
use crate::note::NoteKind;
use crate::read::country::country;
use crate::read::text;

/// Facts of the institution.
pub(crate) fn organisation<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, node: &Node<'d>) {
    draft.words(attribute::ISSUER_NAME, catalogue::words(tree, node, "name"));
    let known = entity::codes(tree, node);
    draft.codes(attribute::ISSUER_IDENTIFIER, known);
    let mut found: Vec<(String, Node<'d>)> = Vec::new();
    for address in tree.get(node, "addresses").iter().chain(&tree.get(node, "address")).flat_map(items) {
        let Some(code) = tree.get(&address, "countryCode") else { continue };
        match country(code.text().unwrap_or_default()) {
            Some(known) => found.push((known.to_owned(), code)),
            None => {
                let message = format!("`{}` is no country of ISO 3166-1", code.scalar().unwrap_or_default());
                draft.note(NoteKind::UnknownCode, attribute::ISSUER_COUNTRY, &code.path, message);
            }
        }
    }
    let first = found.first().map(|(code, _)| code.clone());
    match (first, found.iter().find(|(code, _)| found.first().is_some_and(|(first, _)| first != code))) {
        (Some(first), Some((other, at))) => {
            let message = format!("the organisation has addresses in {first} and in {other}; neither is taken");
            draft.note(NoteKind::Conflict, attribute::ISSUER_COUNTRY, &at.path, message);
        }
        _ => {
            found.truncate(1);
            draft.codes(attribute::ISSUER_COUNTRY, found);
        }
    }
}

/// Facts of the learner.
pub(crate) fn person<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, node: &Node<'d>) {
    let parts: Vec<Node<'d>> =
        ["givenName", "surnamePrefix", "surname"].iter().filter_map(|key| tree.get(node, key)).collect();
    let said: Vec<&str> = parts.iter().filter_map(Node::text).filter(|t| !t.trim().is_empty()).collect();
    if node.has("surname") && !said.is_empty() {
        let sources = parts.iter().filter(|n| n.text().is_some_and(|t| !t.trim().is_empty()));
        let sources = sources.map(|n| draft.source(n)).collect();
        draft.put(attribute::LEARNER_NAME, Value::Text(vec![Text::plain(&said.join(" "))]), sources);
    } else {
        draft.words(attribute::LEARNER_NAME, text::at(tree, node, &["displayName"]));
    }
    let mut known = entity::codes(tree, node);
    for key in ["mail", "email"] {
        known.extend(tree.get(node, key).and_then(|n| Some((n.text()?.to_owned(), n))));
    }
    draft.codes(attribute::LEARNER_IDENTIFIER, known);
    if let Some(born) = tree.get(node, "dateOfBirth") {
        draft.day(attribute::LEARNER_BORN, &born);
    }
}
