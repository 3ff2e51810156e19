//! Open Badges 2.0: assertions, and badge classes and issuers for themselves. With the extensions of edubadges (SURF) and of
//! Open Educational Badges (Germany).

mod assertion;
mod badge;
mod extension;
mod issuer;

use std::sync::Arc;

use credstack_model::Credential;

use crate::document::Found;
use crate::draft::{Context, Draft};
use crate::error::DocumentError;
use crate::json::{Node, Tree};
use crate::record::{Link, Record, RecordKind};
use crate::{names, unmapped};

/// What of Open Badges 2.0 a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// That a learner earned a badge.
    Assertion,
    /// What a badge stands for.
    BadgeClass,
    /// Who issues badges.
    Issuer,
}

/// What a node is, by its type, or by its keys where the type is left out.
pub(crate) fn sort(node: &Node<'_>) -> Option<Sort> {
    let entity = |word: &str| node.is(word) || node.value.get("entityType").and_then(|t| t.as_str()) == Some(word);
    if node.has("credentialSubject") {
        None
    } else if entity("Assertion") || (node.has("badge") && node.has("recipient")) {
        Some(Sort::Assertion)
    } else if entity("BadgeClass") || (node.has("criteria") && node.has("issuer") && node.has("name")) {
        Some(Sort::BadgeClass)
    } else if entity("Issuer") || (entity("Profile") && is_version_2(node)) {
        Some(Sort::Issuer)
    } else {
        None
    }
}

/// Whether the context is that of version 2; a profile exists in both.
fn is_version_2(node: &Node<'_>) -> bool {
    node.value.get("@context").is_some_and(|c| c.to_string().contains("openbadges/v2"))
}

/// Reads an assertion, a badge class or an issuer.
pub(crate) fn read<'d>(context: Context<'_>, tree: &Tree<'d>, node: &Node<'d>) -> Result<Found, DocumentError> {
    match sort(node) {
        Some(Sort::BadgeClass) => Ok(catalogue(context, tree, node)),
        Some(Sort::Issuer) => Ok(institution(context, tree, node)),
        _ => assertion(context, tree, node),
    }
}

fn assertion<'d>(context: Context<'_>, tree: &Tree<'d>, node: &Node<'d>) -> Result<Found, DocumentError> {
    let badge = tree.one(node, "badge").ok_or_else(|| DocumentError::NoCredential {
        path: names::place(&node.path),
        found: "it is an Open Badges 2.0 assertion that names no `badge`".to_owned(),
        help: "ask the issuer for the complete assertion".to_owned(),
    })?;
    let mut draft = Draft::new(context);
    assertion::read(&mut draft, tree, node);
    let mut to = badge::read(&mut draft, tree, node, &badge);
    to.extend(badge::issuer(&mut draft, tree, node, &badge));
    unmapped::note_unread(&mut draft, tree, node);
    let id: Arc<str> = names::identifier(node, context.document).into();
    let mut found = Found { links: Link::all(&id, to), ..Found::default() };
    found.push(Credential { id, facts: draft.facts, parts: Vec::new(), stated_id: None }, draft.notes);
    Ok(found)
}

fn catalogue<'d>(context: Context<'_>, tree: &Tree<'d>, node: &Node<'d>) -> Found {
    let mut draft = Draft::new(context);
    let identifiers = badge::read(&mut draft, tree, node, node);
    let refers = badge::issuer(&mut draft, tree, node, node);
    record(RecordKind::Catalogue, draft, node, identifiers, refers)
}

fn institution<'d>(context: Context<'_>, tree: &Tree<'d>, node: &Node<'d>) -> Found {
    let mut draft = Draft::new(context);
    let identifiers = issuer::read(&mut draft, tree, node);
    record(RecordKind::Institution, draft, node, identifiers, Vec::new())
}

/// A record with its notes. The identifier of the document is none that others know.
pub(crate) fn record(
    kind: RecordKind,
    draft: Draft<'_>,
    node: &Node<'_>,
    mut identifiers: Vec<String>,
    refers: Vec<String>,
) -> Found {
    let id: Arc<str> = names::identifier(node, draft.context.document).into();
    identifiers.dedup();
    let known = Link::all(&id, identifiers).into_iter().map(|l| l.to).collect();
    let refers = Link::all(&id, refers).into_iter().map(|l| l.to).collect();
    let record = Record { kind, id, identifiers: known, refers, facts: draft.facts };
    Found { records: vec![record], notes: draft.notes, ..Found::default() }
}
