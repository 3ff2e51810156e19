//! Open Education API (OOAPI, OEAPI) v5 and v6: results as credentials; courses, programmes, offerings, organisations and
//! persons as records that the results refer to.

mod association;
mod catalogue;
mod entity;
mod people;

pub(crate) use entity::{is_page, kind};

use std::sync::Arc;

use crate::document::Found;
use crate::draft::{Context, Draft};
use crate::error::DocumentError;
use crate::json::{Node, Tree};
use crate::names;
use crate::record::{Link, Record, RecordKind};
use crate::unmapped;

use entity::{Kind, References};

/// Reads one object of the API with the objects in it.
pub(crate) fn read<'d>(context: Context<'_>, tree: &Tree<'d>, node: &Node<'d>) -> Result<Found, DocumentError> {
    let Some(kind) = kind(node) else {
        return Err(DocumentError::NotACredential {
            path: names::place(&node.path),
            found: "no identifier".to_owned(),
        });
    };
    if let Some(refused) = entity::refuse(kind, node) {
        return Err(refused);
    }
    let mut found = Found::default();
    let mut open = vec![(kind, node.clone())];
    while let Some((kind, node)) = open.pop() {
        let mut draft = Draft::new(context);
        let References { inside, named } = entity::references(tree, context.document, kind, &node);
        let refers = named.into_iter().map(Arc::from).collect();
        open.extend(inside.into_iter().rev());
        if kind == Kind::Association {
            association::read(&mut draft, tree, &node);
            note_unread(&mut draft, tree, &node);
            push_result(&mut found, &node, draft, refers);
        } else {
            push_record(&mut found, tree, kind, &node, draft, refers);
        }
    }
    Ok(found)
}

fn push_result(found: &mut Found, node: &Node<'_>, draft: Draft<'_>, refers: Vec<Arc<str>>) {
    let id: Arc<str> = entity::own_id(draft.context.document, node).into();
    found.links.extend(refers.into_iter().map(|to| Link { credential: Arc::clone(&id), to }));
    let credential = credstack_model::Credential { id, facts: draft.facts, parts: Vec::new(), stated_id: None };
    found.push(credential, draft.notes);
}

fn push_record<'d>(
    found: &mut Found,
    tree: &Tree<'d>,
    kind: Kind,
    node: &Node<'d>,
    mut draft: Draft<'_>,
    refers: Vec<Arc<str>>,
) {
    let kind = match kind {
        Kind::Organisation => {
            people::organisation(&mut draft, tree, node);
            RecordKind::Institution
        }
        Kind::Person => {
            people::person(&mut draft, tree, node);
            RecordKind::Learner
        }
        _ => {
            catalogue::read(&mut draft, tree, node);
            RecordKind::Catalogue
        }
    };
    note_unread(&mut draft, tree, node);
    let id: Arc<str> = entity::own_id(draft.context.document, node).into();
    let mut identifiers = vec![Arc::clone(&id)];
    for (code, _) in entity::codes(tree, node) {
        if !identifiers.iter().any(|known| **known == *code) {
            identifiers.push(code.into());
        }
    }
    found.records.push(Record { kind, id, identifiers, refers, facts: draft.facts });
    found.notes.extend(draft.notes);
}

fn note_unread<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, node: &Node<'d>) {
    unmapped::note_unread(draft, tree, node);
}
