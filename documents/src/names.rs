//! What a document calls itself: types, profiles, identifiers.

use std::sync::Arc;

use credstack_model::vocabulary::attribute;

use crate::draft::Draft;
use crate::json::{Node, Tree, items, last_key};
use crate::note::NoteKind;
use crate::read::{codes, concept, text};

/// The identifier of a credential, else the document's name.
pub(crate) fn identifier(credential: &Node<'_>, document: &Arc<str>) -> String {
    ["id", "@id"]
        .iter()
        .find_map(|key| credential.value.get(key)?.as_str())
        .filter(|id| !id.trim().is_empty())
        .map_or_else(|| document.to_string(), ToOwned::to_owned)
}

/// A pointer for messages; the root has a name.
pub(crate) fn place(path: &str) -> String {
    if path.is_empty() { "the document".to_owned() } else { path.to_owned() }
}

/// Every name of what sort of document it is: its types, then its profiles.
fn sorts<'d>(tree: &Tree<'d>, credential: &Node<'d>) -> Vec<Node<'d>> {
    let mut found = Vec::new();
    for key in ["type", "@type"] {
        found.extend(tree.get(credential, key).iter().flat_map(items));
    }
    for profile in tree.list(credential, "credentialProfiles") {
        found.extend(concept::places(tree, &profile));
    }
    found.retain(|n| n.text().is_some());
    found
}

/// Whether one of these names says something.
pub(crate) fn any<'d>(tree: &Tree<'d>, credential: &Node<'d>, says: impl Fn(&str) -> bool) -> bool {
    sorts(tree, credential).iter().any(|n| n.text().is_some_and(&says))
}

/// A name of higher education.
pub(crate) fn says_higher_education(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower.contains("highereducation") || lower.contains("higher education")
}

/// A proof of enrolment, which says nothing of completion.
pub(crate) fn says_enrolment(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower.contains("proofofenrol") || lower.contains("confirmation of enrol")
}

/// The type that a name says: `EuropeanHigherEducationMicrocredential`.
pub(crate) fn type_of_name(name: &str) -> Option<&'static str> {
    if codes::says_micro_credential(name) {
        return Some("micro_credential");
    }
    // The words below end in these letters; every credential has types, and most of them end in others.
    let last = name.chars().rev().find(|c| c.is_alphanumeric())?;
    if !matches!(last.to_ascii_lowercase(), 's' | 'a' | 'e') {
        return None;
    }
    let word = codes::slug(name).replace('_', "");
    if word.ends_with("transcriptofrecords") {
        Some("transcript")
    } else if word.ends_with("diploma") {
        Some("diploma")
    } else if word.ends_with("educationcertificate") {
        Some("certificate")
    } else {
        None
    }
}

/// What the document itself calls the credential, in its types and profiles, its schema, or as its title.
pub(crate) fn credential_type<'d>(tree: &Tree<'d>, credential: &Node<'d>) -> Option<(&'static str, Node<'d>)> {
    let mut places = sorts(tree, credential);
    places.extend(
        tree.follow(credential, &["credentialSchema"])
            .iter()
            .filter_map(|s| tree.get(s, "id"))
            .filter(|n| n.text().is_some_and(codes::says_micro_credential)),
    );
    let named = places.into_iter().find_map(|n| Some((type_of_name(n.text()?)?, n)));
    named.or_else(|| {
        let mut titles = text::at(tree, credential, &["displayParameter", "title"]);
        titles.extend(text::at(tree, credential, &["name"]));
        titles
            .into_iter()
            .find(|(t, _)| codes::slug(&t.words).replace('_', "") == "microcredential")
            .map(|(_, n)| ("micro_credential", n))
    })
}

/// Notes what would have to be verified: signatures and the status of the credential.
pub(crate) fn note_unverified<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, credential: &Node<'d>) {
    for key in ["proof", "signatures", "jws", "jwt"] {
        if let Some(node) = tree.get(credential, key) {
            draft.note(
                NoteKind::NotVerified,
                attribute::AUTHENTIC,
                &node.path,
                "the document is signed; the signature was not verified",
            );
        }
    }
    for key in ["credentialStatus", "status"] {
        if let Some(node) = tree.get(credential, key) {
            draft.note(
                NoteKind::NotVerified,
                attribute::REVOKED,
                &node.path,
                "whether the credential was revoked stands in a list elsewhere, which was not asked",
            );
        }
    }
}

/// Keys that say nothing of the learning: JSON-LD keywords, pictures and how to display.
pub(crate) fn is_ornament(path: &str) -> bool {
    matches!(
        last_key(path).as_str(),
        "@context"
            | "context"
            | "id"
            | "@id"
            | "type"
            | "@type"
            | "image"
            | "logo"
            | "displayParameter"
            | "credentialSchema"
            | "refreshService"
            | "inScheme"
            | "prefLabel"
            | "altLabel"
            | "notation"
            | "cnf"
            | "deliveryDetails"
            | "$schema"
    )
}
