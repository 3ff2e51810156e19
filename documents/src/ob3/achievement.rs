//! The achievement of an Open Badge, and the learner's results in it.

use credstack_model::facts::Value;
use credstack_model::vocabulary::attribute;

use super::people::scalars;
use super::{alignment, profile};
use crate::draft::Draft;
use crate::elm::{put_grade_value, set_state};
use crate::json::{Node, Tree};
use crate::names;
use crate::note::NoteKind;
use crate::read::{codes, language, text};

pub(crate) fn read<'d>(
    draft: &mut Draft<'_>,
    tree: &Tree<'d>,
    credential: &Node<'d>,
    subject: &Node<'d>,
    achieved: &Node<'d>,
) {
    let mut title = text::at(tree, achieved, &["name"]);
    if title.is_empty() {
        title = text::at(tree, achieved, &["ceterms:name"]);
    }
    let outer = text::at(tree, credential, &["name"]);
    if title.is_empty() {
        title = outer;
    }
    draft.words(attribute::TITLE, title);
    let mut further = text::at(tree, achieved, &["criteria", "narrative"]);
    further.extend(text::at(tree, achieved, &["description"]));
    further.extend(text::at(tree, credential, &["description"]));
    draft.words(attribute::FURTHER_INFORMATION, further);
    kind(draft, tree, credential, achieved);
    identifiers(draft, tree, achieved);
    alignment::read(draft, tree, achieved);
    profile::read(draft, tree, achieved);
    credits_without_unit(draft, tree, subject, achieved);
    results(draft, tree, subject);
    others(draft, tree, subject, achieved);
}

/// What the badge calls itself: its type, else its schema.
fn kind<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, credential: &Node<'d>, achieved: &Node<'d>) {
    let stated = tree.get(achieved, "achievementType");
    let word = stated.as_ref().and_then(Node::text).map(|t| t.trim_start_matches("ext:"));
    if let (Some(node), Some(code)) = (&stated, word.and_then(|w| codes::code(attribute::TYPE, w))) {
        let value = draft.code(code);
        draft.declare(attribute::TYPE, value, node);
    } else if let Some((code, node)) = names::credential_type(tree, credential) {
        let value = draft.code(code);
        draft.derive(attribute::TYPE, value, &node);
    } else if let (Some(node), Some(word)) = (&stated, word) {
        let code = codes::unknown(word);
        draft.note(
            NoteKind::UnknownCode,
            attribute::TYPE,
            &node.path,
            format!("the achievement type `{word}` is not in the list; it is kept as `{code}`"),
        );
        let value = draft.code(&code);
        draft.declare(attribute::TYPE, value, node);
    }
}

fn identifiers<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, achieved: &Node<'d>) {
    let mut places: Vec<Node<'d>> = Vec::new();
    places.extend(tree.get(achieved, "id"));
    places.extend(tree.get(achieved, "humanCode"));
    for other in tree.list(achieved, "otherIdentifier") {
        places.extend(tree.get(&other, "identifier"));
    }
    places.extend(tree.list(achieved, "educationProgramIdentifier"));
    draft.codes(attribute::IDENTIFIER, scalars(places));
    let spoken = tree
        .list(achieved, "inLanguage")
        .into_iter()
        .filter_map(|n| Some((language::language(n.text()?)?, n)))
        .collect();
    draft.codes(attribute::LANGUAGE, spoken);
    let mut fields = Vec::new();
    for node in tree.list(achieved, "fieldOfStudy") {
        let text = node.scalar().unwrap_or_default();
        match codes::field(&text) {
            Some(code) => fields.push((code, node)),
            None => draft.note(
                NoteKind::UnknownCode,
                attribute::FIELD,
                &node.path,
                format!("`{text}` is no ISCED-F code of two to four digits"),
            ),
        }
    }
    draft.codes(attribute::FIELD, fields);
}

/// Open Badges count credits without saying of which system.
fn credits_without_unit<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, subject: &Node<'d>, achieved: &Node<'d>) {
    let places = [tree.get(achieved, "creditsAvailable"), tree.get(subject, "creditsEarned")];
    for node in places.into_iter().flatten() {
        let text = node.scalar().unwrap_or_default();
        draft.note(
            NoteKind::Ambiguous,
            attribute::WORKLOAD,
            &node.path,
            format!("{text} credits of a system that Open Badges 3.0 does not name; they are not taken for ECTS"),
        );
    }
}

fn results<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, subject: &Node<'d>) {
    let results = tree.list(subject, "result");
    let mut grades = Vec::new();
    let mut outcomes = Vec::new();
    for result in &results {
        let status = tree.get(result, "status");
        let value = tree.get(result, "value").or_else(|| status.clone());
        grades.extend(value.iter().flat_map(text::texts));
        outcomes.extend(status.and_then(|n| Some((codes::code(attribute::STATE, n.text()?)?, n))));
    }
    put_grade_value(draft, &grades);
    draft.words(attribute::GRADE, grades);
    // A result that is not passed or not finished counts before one that is: a badge may hold several.
    let open = outcomes.iter().find(|(state, _)| *state != "completed");
    if let Some((state, node)) = open.or_else(|| outcomes.first()) {
        if *state != "completed" {
            draft.note(
                NoteKind::Conflict,
                attribute::COMPLETED,
                &node.path,
                format!("the badge was issued, and a result of it says `{state}`; the result counts"),
            );
        }
        set_state(draft, state, node);
    }
}

/// The other bodies that a badge names, and whether it was made to be stacked.
fn others<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, subject: &Node<'d>, achieved: &Node<'d>) {
    let places = [
        (tree.one(achieved, "creator"), "the achievement was defined by"),
        (tree.one(subject, "source"), "it was issued on behalf of"),
    ];
    for (node, what) in places {
        let Some(node) = node else { continue };
        let name = tree.get(&node, "name").or_else(|| tree.get(&node, "id")).unwrap_or_else(|| node.clone());
        let called = name.scalar().unwrap_or_default();
        let same = draft.facts.words(attribute::ISSUER_NAME) == Some(called.as_str());
        if !same && !called.is_empty() {
            draft.note(
                NoteKind::Remark,
                attribute::ISSUER_NAME,
                &name.path,
                format!("{what} `{called}`; the issuer's facts count"),
            );
        }
    }
    put_stackable(draft, tree, achieved);
}

/// Whether the issuer made it to be stacked.
pub(crate) fn put_stackable<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, achieved: &Node<'d>) {
    if let Some(node) = tree.get(achieved, "stackable")
        && let Some(stackable) = node.value.as_bool()
    {
        let code = if stackable { "stackable" } else { "stand_alone" };
        let value: Value = draft.code(code);
        draft.declare(attribute::STACKABILITY, value, &node);
    }
}
