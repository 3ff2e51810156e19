//! Comprehensive Learner Records (CLR 2.0), and the learning and employment records of HR Open (LER-RS): wrappings that say
//! how the credentials in them belong together.

mod parts;

use credstack_model::vocabulary::attribute;

use crate::document::Found;
use crate::draft::{Context, Draft};
use crate::error::DocumentError;
use crate::json::{Node, Tree, items, step};
use crate::note::NoteKind;
use crate::record::Described;
use crate::{names, ob3, unmapped};

/// The credentials in a record; `None` where the node is no such record.
pub(crate) fn contained<'d>(node: &Node<'d>) -> Option<Vec<Node<'d>>> {
    let subject = inside(node, "credentialSubject")?;
    let contained: Vec<Node<'d>> = inside(&subject, "verifiableCredential").iter().flat_map(items).collect();
    if node.is("ClrCredential") || !contained.is_empty() {
        return Some(contained);
    }
    is_employment(&subject).then(|| verifications(&subject))
}

fn inside<'d>(node: &Node<'d>, key: &str) -> Option<Node<'d>> {
    Some(Node { value: node.value.get(key)?, path: step(&node.path, key) })
}

/// Whether the subject is a record of HR Open: it names its schema as its type.
fn is_employment(subject: &Node<'_>) -> bool {
    crate::json::types(subject.value).any(|t| t.contains("hropenstandards"))
}

/// The credentials that stand as proof beside the entries of a record of HR Open.
fn verifications<'d>(subject: &Node<'d>) -> Vec<Node<'d>> {
    let keys = subject.value.as_object().into_iter().flat_map(|map| map.keys());
    let entries = keys.filter_map(|key| inside(subject, key)).flat_map(|list| items(&list));
    let proofs = entries.filter_map(|entry| inside(&entry, "verifications")).flat_map(|list| items(&list));
    proofs.filter(|proof| proof.has("credentialSubject") || proof.text().is_some()).collect()
}

/// Reads what a record says of the credentials in it, which were read before: what is a part of what. Achievements that it
/// describes beside them are a catalogue.
pub(crate) fn read<'d>(
    context: Context<'_>,
    tree: &Tree<'d>,
    node: &Node<'d>,
    all: &mut Found,
) -> Result<(), DocumentError> {
    let mut draft = Draft::new(context);
    let name = crate::read::text::at(tree, node, &["name"]);
    let name = name.first().map_or_else(|| "without a name".to_owned(), |(words, _)| format!("`{}`", words.words));
    let message = format!("the credentials are of a learner record {name}, which its issuer put together");
    draft.note(NoteKind::Remark, None, &node.path, message);
    for subject in tree.list(node, "credentialSubject") {
        for achievement in tree.list(&subject, "achievement") {
            let found = ob3::record::read(context, tree, &achievement, Described::Catalogue);
            all.records.extend(found.records);
            all.notes.extend(found.notes);
        }
        let associations = tree.list(&subject, "association");
        parts::join(&mut draft, tree, &associations, &mut all.credentials)?;
        let _ = tree.get(&subject, "verifiableCredential");
        if is_employment(&subject) {
            entries(&mut draft, tree, &subject);
        }
        unmapped::note_unread(&mut draft, tree, &subject);
    }
    for key in ["issuer", "issuanceDate", "validFrom", "expirationDate", "validUntil"] {
        let _ = tree.get(node, key);
    }
    names::note_unverified(&mut draft, tree, node);
    unmapped::note_unread(&mut draft, tree, node);
    all.notes.extend(draft.notes);
    Ok(())
}

/// Entries of a record of HR Open that no credential proves are the learner's own word.
fn entries<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, subject: &Node<'d>) {
    for key in ["educationAndLearnings", "certifications", "skills", "employmentHistories"] {
        for entry in tree.list(subject, key) {
            if !entry.has("verifications") {
                let message = format!("an entry of `{key}` that no credential stands behind; it is not taken");
                draft.note(NoteKind::Dropped, attribute::AUTHENTIC, &entry.path, message);
            }
        }
    }
}
