//! What both shapes say in the same way: who awarded it, and what was to be learned.

use std::sync::Arc;

use credstack_model::Credential;
use credstack_model::vocabulary::attribute;
use credstack_model::workload::WorkloadUnit;

use crate::document::Found;
use crate::draft::Draft;
use crate::elm::put_level;
use crate::json::{Node, Tree};
use crate::note::NoteKind;
use crate::ob3::people::scalars;
use crate::read::stated::Stated;
use crate::read::workload::{Duration, duration};
use crate::read::{codes, level, text};
use crate::record::Link;
use crate::unmapped;

/// Adds a credential with links to who awarded it and what it was awarded for.
pub(super) fn put(found: &mut Found, id: Arc<str>, draft: Draft<'_>, parts: Vec<Arc<str>>) {
    let to = [attribute::IDENTIFIER, attribute::ISSUER_IDENTIFIER].into_iter().flat_map(|of| draft.codes_of(of));
    found.links.extend(Link::all(&id, to));
    found.push(Credential { id, facts: draft.facts, parts, stated_id: None }, draft.notes);
}

/// Identifiers of a node: plain, or a value beside the scheme that it is of.
pub(super) fn identifiers<'d>(tree: &Tree<'d>, node: &Node<'d>) -> Vec<Node<'d>> {
    let all = tree.list(node, "identifier").into_iter();
    all.map(|one| tree.get(&one, "value").or_else(|| tree.get(&one, "notation")).unwrap_or(one)).collect()
}

/// Sets who awarded it: names where there are any, and identifiers. `Unknown` is what tools write for none.
pub(super) fn body<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, bodies: &[Node<'d>]) {
    let mut called = Vec::new();
    let mut places = Vec::new();
    for body in bodies {
        let names = ["preferredName", "legalName", "name"].iter().map(|key| text::at(tree, body, &[key]));
        called.extend(names.into_iter().find(|found| !found.is_empty()).unwrap_or_default());
        places.extend(body.text().map(|_| body.clone()));
        for key in ["id", "registration", "eidasLegalIdentifier", "vatIdentifier", "taxIdentifier"] {
            places.extend(tree.get(body, key));
        }
        for node in tree.list(body, "eIDASIdentifier") {
            places.extend(tree.get(&node, "notation"));
        }
        let _ = tree.get(body, "homepage");
        unmapped::note_unread(draft, tree, body);
    }
    places.retain(|n| n.text().is_none_or(|t| !t.trim().eq_ignore_ascii_case("unknown")));
    let found = scalars(places);
    if !called.is_empty() {
        draft.words(attribute::ISSUER_NAME, called);
    }
    if !found.is_empty() {
        draft.codes(attribute::ISSUER_IDENTIFIER, found);
    }
}

/// What was to be learned: workload, level, field. Each property goes by several spellings.
pub(super) fn specification<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, specifications: &[Node<'d>]) {
    let mut stated = Stated::default();
    let mut fields = Vec::new();
    for one in specifications {
        for node in spelled(tree, one, &["ectsCreditPoints", "ECTSCreditPoints", "eCTSCreditPoints"]) {
            match node.scalar().unwrap_or_default().parse() {
                Ok(amount) => stated.add(draft, amount, WorkloadUnit::Ects, &node),
                Err(problem) => {
                    let message = format!("{problem}; the credits are left out");
                    draft.note(NoteKind::Unreadable, attribute::WORKLOAD, &node.path, message);
                }
            }
        }
        for node in tree.list(one, "volumeOfLearning") {
            let said = node.scalar().unwrap_or_default();
            match duration(&said) {
                Duration::Hours(amount) => stated.add(draft, amount, WorkloadUnit::Hours, &node),
                Duration::Ambiguous(why) => {
                    let message = format!("`{said}` is not taken as a workload: {why}");
                    draft.note(NoteKind::Ambiguous, attribute::WORKLOAD, &node.path, message);
                }
            }
        }
        levels(draft, tree, one);
        for node in spelled(tree, one, &["iscedfCode", "ISCEDFCode", "iSCEDFCode"]) {
            let said = node.scalar().unwrap_or_default();
            match codes::field(&said) {
                Some(code) => fields.push((code, node)),
                None => {
                    let message = format!("`{said}` is no ISCED-F code of two to four digits");
                    draft.note(NoteKind::UnknownCode, attribute::FIELD, &node.path, message);
                }
            }
        }
        let mut outcomes = text::at(tree, one, &["learningOutcome", "name"]);
        outcomes.extend(text::at(tree, one, &["learningOutcome", "title"]));
        outcomes.extend(text::at(tree, one, &["learningOutcome"]));
        if !outcomes.is_empty() {
            draft.words(attribute::LEARNING_OUTCOMES, outcomes);
        }
    }
    stated.put(draft);
    draft.codes(attribute::FIELD, fields);
}

fn levels<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, specification: &Node<'d>) {
    for node in spelled(tree, specification, &["eqfLevel", "EQFLevel", "eqflLevel"]) {
        match node.scalar().as_deref().and_then(level::eqf) {
            Some(named) if !draft.has(attribute::LEVEL) => put_level(draft, named, &node),
            Some(_) => {}
            None => {
                let message = format!("`{}` is no level of the EQF", node.scalar().unwrap_or_default());
                draft.note(NoteKind::UnknownCode, attribute::LEVEL, &node.path, message);
            }
        }
    }
    for node in spelled(tree, specification, &["nqfLevel", "NQFLevel", "nqflLevel"]) {
        let message =
            format!("the level `{}` is of a national framework that is not named", node.scalar().unwrap_or_default());
        draft.note(NoteKind::Unmapped, attribute::LEVEL, &node.path, message);
    }
}

/// Everything under the spellings of one property.
fn spelled<'d>(tree: &Tree<'d>, node: &Node<'d>, keys: &[&str]) -> Vec<Node<'d>> {
    keys.iter().flat_map(|key| tree.list(node, key)).collect()
}
