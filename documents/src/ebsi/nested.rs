//! The second shape: achievements with their specification, award, assessment and activities, and achievements as their
//! parts.

use std::sync::Arc;

use credstack_model::facts::Value;
use credstack_model::vocabulary::attribute;

use super::common;
use crate::document::Found;
use crate::draft::Draft;
use crate::elm::put_grade_value;
use crate::error::{DocumentError, MOST_CREDENTIALS};
use crate::json::{Node, Tree, items};
use crate::ob3::people::scalars;
use crate::read::{language, text};
use crate::unmapped;

/// Something achieved, and what it is a part of.
struct Planted<'d> {
    node: Node<'d>,
    id: Arc<str>,
    parts: Vec<Arc<str>>,
}

/// Reads everything that was achieved, wholes before their parts. Parts are read where they stand; identifiers are not
/// followed, so there are no circles.
pub(super) fn read<'d>(
    common: &Draft<'_>,
    tree: &Tree<'d>,
    credential: &Node<'d>,
    subject: &Node<'d>,
    base: &str,
    found: &mut Found,
) -> Result<(), DocumentError> {
    let mut tops: Vec<Node<'d>> = tree.get(subject, "achieved").iter().flat_map(items).collect();
    tops.retain(|node| node.value.is_object());
    if tops.len() > MOST_CREDENTIALS {
        return Err(DocumentError::TooManyCredentials);
    }
    let mut planted: Vec<Planted<'d>> = Vec::new();
    let name = |at: usize, of: &str| -> Arc<str> { if at == 0 { base.into() } else { format!("{base}#{of}").into() } };
    for (at, node) in tops.iter().enumerate() {
        let id = name(planted.len(), &format!("achieved/{at}"));
        planted.push(Planted { node: node.clone(), id, parts: Vec::new() });
    }
    let mut at = 0;
    while let Some(one) = planted.get(at) {
        let (node, parent) = (one.node.clone(), Arc::clone(&one.id));
        for part in parts(tree, &node) {
            if planted.len() >= MOST_CREDENTIALS {
                return Err(DocumentError::TooManyCredentials);
            }
            let id = name(planted.len(), &format!("part/{}", planted.len()));
            planted.push(Planted { node: part, id: Arc::clone(&id), parts: Vec::new() });
            if let Some(whole) = planted.get_mut(at).filter(|p| p.id == parent) {
                whole.parts.push(id);
            }
        }
        at += 1;
    }
    for Planted { node, id, parts } in planted {
        let mut draft = Draft::new(common.context);
        draft.facts = common.facts.clone();
        achieved(&mut draft, tree, &node);
        unmapped::note_unread(&mut draft, tree, &node);
        common::put(found, id, draft, parts);
    }
    let _ = tree.get(credential, "credentialSubject");
    Ok(())
}

fn parts<'d>(tree: &Tree<'d>, node: &Node<'d>) -> Vec<Node<'d>> {
    let holders: Vec<Node<'d>> = tree.get(node, "hasPart").iter().flat_map(items).collect();
    let inside = |holder: &Node<'d>| match tree.get(holder, "learningAchievements") {
        Some(list) => items(&list),
        None => vec![holder.clone()],
    };
    holders.iter().flat_map(inside).filter(|part| part.value.is_object()).collect()
}

fn achieved<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, node: &Node<'d>) {
    let specifications = tree.list(node, "specifiedBy");
    let mut title = text::at(tree, node, &["title"]);
    if title.is_empty() {
        title = specifications.iter().flat_map(|one| text::at(tree, one, &["title"])).collect();
    }
    draft.words(attribute::TITLE, title);
    let mut further = text::at(tree, node, &["definition"]);
    further.extend(text::at(tree, node, &["description"]));
    further.extend(text::at(tree, node, &["additionalNote"]));
    draft.words(attribute::FURTHER_INFORMATION, further);
    let needed = specifications.iter().flat_map(|one| text::at(tree, one, &["entryRequirementsNote"])).collect();
    draft.words(attribute::PREREQUISITES, needed);
    let mut places: Vec<Node<'d>> = tree.get(node, "id").into_iter().collect();
    places.extend(common::identifiers(tree, node));
    draft.codes(attribute::IDENTIFIER, scalars(places));
    common::specification(draft, tree, &specifications);
    let awards = tree.list(node, "wasAwardedBy");
    for award in &awards {
        let bodies = tree.list(award, "awardingBody");
        common::body(draft, tree, &bodies);
        if let Some(day) = tree.get(award, "awardingDate")
            && draft.day(attribute::ISSUED, &day).is_some()
        {
            draft.derive(attribute::COMPLETED, Value::Truth(true), &day);
        }
    }
    let assessments = tree.list(node, "wasDerivedFrom");
    let grades: Vec<_> =
        assessments.iter().filter_map(|one| tree.get(one, "grade")).flat_map(|grade| text::texts(&grade)).collect();
    put_grade_value(draft, &grades);
    draft.words(attribute::GRADE, grades);
    let spoken = tree.follow(node, &["wasInfluencedBy", "specifiedBy", "language"]).into_iter();
    draft.codes(attribute::LANGUAGE, spoken.filter_map(|n| Some((language::language(n.text()?)?, n))).collect());
    for one in specifications.iter().chain(&awards).chain(&assessments) {
        unmapped::note_unread(draft, tree, one);
    }
}
