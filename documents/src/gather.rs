//! The credentials of one document, as they are found one after the other.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use credstack_model::vocabulary::attribute;

use crate::document::Found;
use crate::draft::{Context, Draft};
use crate::error::{DocumentError, MOST_CREDENTIALS};
use crate::json::{Node, Tree};
use crate::note::NoteKind;
use crate::{names, unmapped};

/// Adds the credentials of one more credential of a document; identifiers that are taken are made distinct.
pub(crate) fn gather(
    context: Context<'_>,
    all: &mut Found,
    taken: &mut HashSet<Arc<str>>,
    mut found: Found,
) -> Result<(), DocumentError> {
    if all.credentials.len() + found.credentials.len() > MOST_CREDENTIALS {
        return Err(DocumentError::TooManyCredentials);
    }
    let mut renamed: BTreeMap<Arc<str>, Arc<str>> = BTreeMap::new();
    for credential in &found.credentials {
        let old = &credential.id;
        let mut number = 2;
        while taken.contains(old) && !renamed.contains_key(old) {
            let new: Arc<str> = format!("{old}#{number}").into();
            if taken.contains(&new) {
                number += 1;
            } else {
                renamed.insert(Arc::clone(old), new);
            }
        }
    }
    rename(&mut found, &renamed);
    for (old, new) in &renamed {
        let mut draft = Draft::new(context);
        draft.note(
            NoteKind::Conflict,
            attribute::IDENTIFIER,
            "",
            format!("two credentials of the document have the identifier `{old}`; both are kept, this one as `{new}`"),
        );
        for mut note in draft.notes {
            note.credential = Some(Arc::clone(new));
            found.notes.push(note);
        }
    }
    taken.extend(found.credentials.iter().map(|c| Arc::clone(&c.id)));
    all.credentials.extend(found.credentials);
    all.records.extend(found.records);
    all.links.extend(found.links);
    all.notes.extend(found.notes);
    Ok(())
}

/// Ends the reading of one credential: what nothing has read of it becomes notes beside those of `whole`. Refused as `what`
/// where nothing was achieved in it.
pub(crate) fn finish<'d>(
    mut found: Found,
    mut whole: Draft<'_>,
    tree: &Tree<'d>,
    credential: &Node<'d>,
    what: &str,
) -> Result<Found, DocumentError> {
    names::note_unverified(&mut whole, tree, credential);
    unmapped::note_unread(&mut whole, tree, credential);
    found.notes.extend(whole.notes);
    if found.credentials.is_empty() {
        return Err(DocumentError::NoCredential {
            path: names::place(&credential.path),
            found: what.to_owned(),
            help: "ask the issuer for the complete credential, with what was achieved".to_owned(),
        });
    }
    Ok(found)
}

fn rename(found: &mut Found, renamed: &BTreeMap<Arc<str>, Arc<str>>) {
    let change = |id: &mut Arc<str>| {
        if let Some(new) = renamed.get(id) {
            *id = Arc::clone(new);
        }
    };
    for credential in &mut found.credentials {
        if renamed.contains_key(&credential.id) {
            credential.stated_id.get_or_insert_with(|| Arc::clone(&credential.id));
        }
        change(&mut credential.id);
        credential.parts.iter_mut().for_each(change);
    }
    found.links.iter_mut().for_each(|link| change(&mut link.credential));
    found.notes.iter_mut().filter_map(|n| n.credential.as_mut()).for_each(change);
}
