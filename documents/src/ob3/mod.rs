//! Open Badges 3.0: `credentialSubject.achievement`, with the Dutch educredentials profile.

pub(crate) mod achievement;
pub(crate) mod alignment;
pub(crate) mod people;
mod profile;
pub(crate) mod record;

use std::sync::Arc;

use credstack_model::Credential;
use credstack_model::facts::Value;
use credstack_model::vocabulary::attribute;

use crate::document::Found;
use crate::draft::{Context, Draft};
use crate::error::{DocumentError, MOST_CREDENTIALS};
use crate::gather::finish;
use crate::json::{Node, Tree};
use crate::note::Note;
use crate::record::Link;
use crate::{names, unmapped};

/// Reads one Open Badges credential.
pub(crate) fn read<'d>(context: Context<'_>, tree: &Tree<'d>, credential: &Node<'d>) -> Result<Found, DocumentError> {
    if let Some(kind) = record::sort(credential) {
        return Ok(record::read(context, tree, credential, kind));
    }
    let base = names::identifier(credential, context.document);
    let mut found = Found::default();
    let mut common = Draft::new(context);
    people::issuer(&mut common, tree, credential);
    dates(&mut common, tree, credential);
    let subjects = tree.list(credential, "credentialSubject");
    let mut pairs = Vec::new();
    for subject in &subjects {
        for achieved in tree.list(subject, "achievement") {
            pairs.push((subject.clone(), achieved));
        }
    }
    if pairs.len() > MOST_CREDENTIALS {
        return Err(DocumentError::TooManyCredentials);
    }
    let only = pairs.len() == 1;
    for (at, (subject, achieved)) in pairs.iter().enumerate() {
        let mut draft = Draft::new(context);
        draft.facts = common.facts.clone();
        people::learner(&mut draft, tree, subject);
        achievement::read(&mut draft, tree, credential, subject, achieved);
        for node in [achieved, subject] {
            unmapped::note_unread(&mut draft, tree, node);
        }
        let id = if only {
            base.clone()
        } else {
            let own = achieved.value.get("id").and_then(|v| v.as_str());
            own.map_or_else(|| format!("{base}#{}", at + 1), |own| format!("{base}#{own}"))
        };
        let taken = found.credentials.iter().any(|c| *c.id == *id);
        let id = if taken { format!("{id}#{}", at + 1) } else { id };
        let id: Arc<str> = id.into();
        let to = [attribute::IDENTIFIER, attribute::ISSUER_IDENTIFIER].into_iter().flat_map(|of| draft.codes_of(of));
        found.links.extend(Link::all(&id, to));
        let parts = parts(context, tree, credential, achieved, (&id, &common));
        let named = parts.iter().map(|(part, _)| Arc::clone(&part.id)).collect();
        found.push(Credential { id, facts: draft.facts, parts: named, stated_id: None }, draft.notes);
        for (part, notes) in parts {
            found.push(part, notes);
        }
        if found.credentials.len() > MOST_CREDENTIALS {
            return Err(DocumentError::TooManyCredentials);
        }
    }
    finish(found, common, tree, credential, "it is an Open Badges credential whose `achievement` is empty")
}

/// The achievements that one is stacked of, as drafts write them: the standard itself has no parts. Each may name its own body
/// and the day on which it was awarded.
fn parts<'d>(
    context: Context<'_>,
    tree: &Tree<'d>,
    credential: &Node<'d>,
    whole: &Node<'d>,
    (id, common): (&Arc<str>, &Draft<'_>),
) -> Vec<(Credential, Vec<Note>)> {
    let mut found = Vec::new();
    for (at, part) in tree.list(whole, "hasPart").iter().enumerate() {
        let mut draft = Draft::new(context);
        match tree.one(part, "creator") {
            Some(creator) => people::profile(&mut draft, tree, &creator),
            None => draft.facts = common.facts.clone(),
        }
        achievement::read(&mut draft, tree, credential, part, part);
        if let Some(node) = tree.get(part, "awarded")
            && draft.day(attribute::ISSUED, &node).is_some()
        {
            draft.derive(attribute::COMPLETED, Value::Truth(true), &node);
        }
        unmapped::note_unread(&mut draft, tree, part);
        let id = format!("{id}#part-{}", at + 1).into();
        found.push((Credential { id, facts: draft.facts, parts: Vec::new(), stated_id: None }, draft.notes));
    }
    found
}

/// The day of the award counts before the day on which the credential was made. A badge that is issued certifies an
/// achievement, so it is completed.
fn dates<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, credential: &Node<'d>) {
    let keys = ["awardedDate", "validFrom", "issuanceDate", "issuedOn"];
    let found: Vec<_> = keys.iter().filter_map(|k| tree.get(credential, k)).collect();
    for node in &found {
        if draft.day(attribute::ISSUED, node).is_some() {
            draft.derive(attribute::COMPLETED, Value::Truth(true), node);
            break;
        }
    }
    for key in ["validUntil", "expirationDate", "expires"] {
        if let Some(node) = tree.get(credential, key)
            && draft.day(attribute::EXPIRES, &node).is_some()
        {
            break;
        }
    }
}
