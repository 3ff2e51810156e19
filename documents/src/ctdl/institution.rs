//! Organisations.

use credstack_model::vocabulary::attribute;

use super::key;
use crate::draft::Draft;
use crate::json::{Node, Tree};
use crate::note::NoteKind;
use crate::ob3::people::scalars;
use crate::read::country::country;

/// Whether a class is one of organisations.
pub(super) fn is_one(local: &str) -> bool {
    local.ends_with("Organization") || local == "Agent"
}

/// Reads an organisation as the awarding body; gives the identifiers that it is known by.
pub(super) fn read<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, node: &Node<'d>) -> Vec<String> {
    draft.words(attribute::ISSUER_NAME, key::words(tree, node, "name"));
    let mut places = key::identifiers(tree, node);
    for name in ["duns", "fein", "ipedsID", "opeID", "leiCode", "isicV4", "missionAndGoalsStatementCode"] {
        places.extend(key::scalars(tree, node, name));
    }
    let found = scalars(places);
    let identifiers = found.iter().map(|(id, _)| id.clone()).collect();
    draft.codes(attribute::ISSUER_IDENTIFIER, found);
    for address in key::list(tree, node, "address") {
        place(draft, tree, &address);
    }
    identifiers
}

fn place<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, address: &Node<'d>) {
    for (words, node) in key::words(tree, address, "addressCountry") {
        match country(&words.words) {
            Some(code) if !draft.has(attribute::ISSUER_COUNTRY) => {
                draft.codes(attribute::ISSUER_COUNTRY, vec![(code.to_owned(), node)]);
            }
            Some(code) if draft.codes_of(attribute::ISSUER_COUNTRY) != [code] => {
                let message = format!("the organisation has an address in {code} too; the first counts");
                draft.note(NoteKind::Conflict, attribute::ISSUER_COUNTRY, &node.path, message);
            }
            Some(_) => {}
            None => {
                let message = format!("`{}` is no country of ISO 3166-1", words.words);
                draft.note(NoteKind::UnknownCode, attribute::ISSUER_COUNTRY, &node.path, message);
            }
        }
    }
    if !draft.has(attribute::ISSUER_REGION) {
        let region: Vec<_> =
            key::words(tree, address, "addressRegion").into_iter().map(|(_, node)| node).take(1).collect();
        draft.codes(attribute::ISSUER_REGION, scalars(region));
    }
}
