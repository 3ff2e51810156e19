//! Issuer and learner of an Open Badge.

use credstack_model::vocabulary::attribute;

use crate::draft::Draft;
use crate::json::{Node, Tree};
use crate::note::NoteKind;
use crate::read::country::country;
use crate::read::text;
use crate::unmapped;

pub(crate) fn issuer<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, credential: &Node<'d>) {
    let Some(issuer) = tree.one(credential, "issuer") else {
        return;
    };
    profile(draft, tree, &issuer);
}

/// Reads a profile as the awarding body.
pub(crate) fn profile<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, issuer: &Node<'d>) {
    draft.words(attribute::ISSUER_NAME, text::at(tree, issuer, &["name"]));
    let mut places = Vec::new();
    if issuer.text().is_some() {
        places.push(issuer.clone());
    }
    places.extend(tree.get(issuer, "id"));
    for other in tree.list(issuer, "otherIdentifier") {
        places.extend(tree.get(&other, "identifier"));
    }
    for other in tree.list(issuer, "eIDASIdentifier") {
        places.extend(tree.get(&other, "notation"));
    }
    draft.codes(attribute::ISSUER_IDENTIFIER, scalars(places));
    for address in tree.list(issuer, "address") {
        place(draft, tree, &address);
    }
    unmapped::note_unread(draft, tree, issuer);
}

/// Identifiers with their places; empty ones and those that hold inside one document only are none.
pub(crate) fn scalars(places: Vec<Node<'_>>) -> Vec<(String, Node<'_>)> {
    places
        .into_iter()
        .filter_map(|n| Some((n.scalar()?, n)))
        .filter(|(text, _)| !text.trim().is_empty() && !crate::local::is_local(text))
        .collect()
}

/// Country and region of an address. The code and the name must not contradict each other: `IR` is Iran and not Ireland.
pub(crate) fn place<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, address: &Node<'d>) {
    let of = attribute::ISSUER_COUNTRY;
    let mut found = Vec::new();
    for key in ["addressCountryCode", "addressCountry"] {
        let Some(node) = tree.get(address, key) else {
            continue;
        };
        let text = node.text().unwrap_or_default();
        match country(text) {
            Some(code) => found.push((code.to_owned(), node)),
            None => draft.note(NoteKind::UnknownCode, of, &node.path, format!("`{text}` is no country of ISO 3166-1")),
        }
    }
    match found.as_slice() {
        [] => {}
        [(code, _), rest @ ..] if rest.iter().all(|(other, _)| other == code) => {
            found.truncate(1);
            draft.codes(of, found);
        }
        [(code, node), rest @ ..] => {
            let name = rest.first().and_then(|(_, n)| n.text()).unwrap_or_default();
            let message = format!(
                "the code `{}` is {code} and the name `{name}` is another country; neither is taken",
                node.text().unwrap_or_default()
            );
            draft.note(NoteKind::Conflict, of, &node.path, message);
        }
    }
    let region: Vec<_> = tree.get(address, "addressRegion").into_iter().collect();
    draft.codes(attribute::ISSUER_REGION, scalars(region));
}

pub(crate) fn learner<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, subject: &Node<'d>) {
    let names = ["fullName", "ext:fullName", "name"]
        .iter()
        .map(|key| text::at(tree, subject, &[key]))
        .find(|found| !found.is_empty());
    draft.words(attribute::LEARNER_NAME, names.unwrap_or_default());
    let mut places: Vec<Node<'d>> = Vec::new();
    places.extend(tree.get(subject, "id"));
    for identity in tree.list(subject, "identifier") {
        let hashed = tree.get(&identity, "hashed").is_some_and(|n| n.value.as_bool() == Some(true));
        let salt = tree.get(&identity, "salt");
        let kind = tree.get(&identity, "identityType");
        let found = tree
            .get(&identity, "identityHash")
            .or_else(|| tree.get(&identity, "notation"))
            .or_else(|| Some(identity.clone()).filter(|n| n.text().is_some()));
        let Some(found) = found else { continue };
        if hashed {
            self::hashed(draft, &found, kind.and_then(|n| n.text()), salt.and_then(|n| n.text()));
        }
        places.push(found);
    }
    places.extend(tree.get(subject, "email"));
    draft.codes(attribute::LEARNER_IDENTIFIER, scalars(places));
    if let Some(born) = tree.get(subject, "dateOfBirth") {
        draft.day(attribute::LEARNER_BORN, &born);
    }
}

/// Notes an identifier that is only a hash.
pub(crate) fn hashed(draft: &mut Draft<'_>, node: &Node<'_>, kind: Option<&str>, salt: Option<&str>) {
    let kind = kind.unwrap_or("identifier");
    let salted = salt.map_or_else(|| "without a salt".to_owned(), |salt| format!("with the salt `{salt}`"));
    draft.note(
        NoteKind::Remark,
        attribute::LEARNER_IDENTIFIER,
        &node.path,
        format!("a hashed {kind}, {salted}; it can be compared only with the hash of the same text and salt"),
    );
}
