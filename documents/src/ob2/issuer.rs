//! Who issues a badge: the issuer, and the institution that its extensions name.

use credstack_model::vocabulary::attribute;

use super::extension;
use crate::draft::Draft;
use crate::json::{Node, Tree};
use crate::note::NoteKind;
use crate::ob3::people::{place, scalars};
use crate::read::country::country;
use crate::read::text;
use crate::unmapped;

/// Reads an issuer; gives the identifiers that it is known by.
pub(crate) fn read<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, issuer: &Node<'d>) -> Vec<String> {
    let unit = text::at(tree, issuer, &["name"]);
    let institution = extension::value(tree, issuer, "InstitutionName").map(|(node, _)| text::texts(&node));
    match institution {
        Some(names) if !names.is_empty() => {
            for (words, node) in unit.iter().filter(|(words, _)| names.iter().all(|(n, _)| n.words != words.words)) {
                let message = format!("`{}` of the institution issued it; the institution counts", words.words);
                draft.note(NoteKind::Remark, attribute::ISSUER_NAME, &node.path, message);
            }
            draft.words(attribute::ISSUER_NAME, names);
        }
        _ => draft.words(attribute::ISSUER_NAME, unit),
    }
    let mut places: Vec<Node<'d>> = tree.get(issuer, "id").or_else(|| tree.get(issuer, "@id")).into_iter().collect();
    if issuer.text().is_some() {
        places.push(issuer.clone());
    }
    places.extend(extension::value(tree, issuer, "InstitutionIdentifier").map(|(node, _)| node));
    let found = scalars(places);
    let identifiers = found.iter().map(|(id, _)| id.clone()).collect();
    draft.codes(attribute::ISSUER_IDENTIFIER, found);
    if let Some((node, _)) = extension::value(tree, issuer, "InstitutionCountry") {
        let said = node.text().unwrap_or_default();
        match country(said) {
            Some(code) => draft.codes(attribute::ISSUER_COUNTRY, vec![(code.to_owned(), node)]),
            None => {
                let message = format!("`{said}` is no country of ISO 3166-1");
                draft.note(NoteKind::UnknownCode, attribute::ISSUER_COUNTRY, &node.path, message);
            }
        }
    }
    for address in tree.list(issuer, "address") {
        if address.value.is_object() && !draft.has(attribute::ISSUER_COUNTRY) {
            place(draft, tree, &address);
        }
    }
    unmapped::note_unread(draft, tree, issuer);
    identifiers
}
