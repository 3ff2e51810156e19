//! Courses, programmes, components and offerings.

use credstack_model::facts::Text;
use credstack_model::vocabulary::attribute;

use super::entity;
use crate::draft::Draft;
use crate::elm::put_level;
use crate::json::{Node, Tree, items};
use crate::note::NoteKind;
use crate::read::stated::Stated;
use crate::read::{codes, concept, language, level, text, workload};

/// Facts of what is taught.
pub(crate) fn read<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, node: &Node<'d>) {
    draft.words(attribute::TITLE, words(tree, node, "name"));
    draft.words(attribute::LEARNING_OUTCOMES, words(tree, node, "learningOutcomes"));
    draft.words(attribute::PREREQUISITES, words(tree, node, "admissionRequirements"));
    let mut further = words(tree, node, "description");
    further.extend(words(tree, node, "assessment"));
    draft.words(attribute::FURTHER_INFORMATION, further);
    let known = entity::codes(tree, node);
    draft.codes(attribute::IDENTIFIER, known);
    study_load(draft, tree, node);
    levels(draft, tree, node);
    listed(draft, tree, node);
    for key in ["formalDocument", "qualificationAwarded"] {
        kind(draft, tree, node, key);
    }
}

/// Words in languages: `[{"language": "en-GB", "value": "…"}]`, lists of such lists, or objects with a name.
pub(crate) fn words<'d>(tree: &Tree<'d>, node: &Node<'d>, key: &str) -> Vec<(Text, Node<'d>)> {
    let mut found = Vec::new();
    let mut open: Vec<Node<'d>> = tree.get(node, key).into_iter().collect();
    while let Some(here) = open.pop() {
        tree.spend(1);
        if here.value.is_array() {
            open.extend(items(&here).into_iter().rev());
        } else if here.text().is_some() {
            found.extend(text::texts(&here));
        } else if let Some(value) = tree.get(&here, "value") {
            let spoken = tree.get(&here, "language").and_then(|n| n.text()).unwrap_or("");
            if let Some(said) = value.text().filter(|t| !t.trim().is_empty()) {
                found.push((text::in_language(spoken, said), value));
            }
        } else {
            open.extend(tree.get(&here, "name"));
        }
    }
    found
}

/// The study load, one or several, each in its unit. Time of contact is no workload, and study points are of no system that
/// the format names.
pub(crate) fn study_load<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, node: &Node<'d>) {
    let mut stated = Stated::default();
    for load in tree.get(node, "studyLoad").iter().flat_map(items) {
        let Some(value) = tree.get(&load, "value") else { continue };
        let unit = tree.get(&load, "studyLoadUnit").and_then(|n| n.text()).unwrap_or("");
        match codes::slug(unit).as_str() {
            "sbu" | "hour" | "hours" => stated.whole_hours(draft, &value),
            "contact_time" => {
                let message = format!("{} of contact time are no workload", value.scalar().unwrap_or_default());
                draft.note(NoteKind::Dropped, attribute::WORKLOAD, &value.path, message);
            }
            "" => stated.credits(draft, &value, None, None),
            _ => stated.credits(draft, &value, workload::system(unit), Some(unit.to_owned())),
        }
    }
    stated.put(draft);
}

fn levels<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, node: &Node<'d>) {
    if let Some(node) = tree.get(node, "levelOfQualification") {
        match level::eqf(&node.scalar().unwrap_or_default()) {
            Some(named) => put_level(draft, named, &node),
            None => unknown_level(draft, &node),
        }
    }
    let Some(node) = tree.get(node, "level") else { return };
    let text = node.text().unwrap_or_default();
    match codes::code(attribute::CYCLE, text) {
        Some(code) => {
            let value = draft.code(code);
            draft.declare(attribute::CYCLE, value, &node);
        }
        None if matches!(text, "undefined" | "undivided" | "") => {}
        None => unknown_level(draft, &node),
    }
}

fn unknown_level(draft: &mut Draft<'_>, node: &Node<'_>) {
    let text = node.scalar().unwrap_or_default();
    let message = format!("the level `{text}` is of no framework that can be read from it");
    draft.note(NoteKind::Unmapped, attribute::LEVEL, &node.path, message);
}

/// Modes, tests, languages, fields.
fn listed<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, node: &Node<'d>) {
    let of = |keys: &[&str]| -> Vec<Node<'d>> {
        keys.iter().filter_map(|key| tree.get(node, key)).flat_map(|n| items(&n)).collect()
    };
    concept::put_codes(draft, tree, attribute::PARTICIPATION, &of(&["modesOfDelivery", "modeOfDelivery"]));
    concept::put_codes(draft, tree, attribute::ASSESSMENT, &of(&["testComponentType"]));
    let mut spoken = Vec::new();
    for node in of(&["teachingLanguage", "teachingLanguages"]) {
        let text = node.text().unwrap_or_default();
        match language::language(text) {
            Some(code) => spoken.push((code, node)),
            None => {
                let message = format!("`{text}` is no tag of a language");
                draft.note(NoteKind::UnknownCode, attribute::LANGUAGE, &node.path, message);
            }
        }
    }
    draft.codes(attribute::LANGUAGE, spoken);
    let mut fields = Vec::new();
    for node in of(&["fieldsOfStudy"]) {
        let text = node.scalar().unwrap_or_default();
        match codes::field(&text) {
            Some(code) => fields.push((code, node)),
            None => {
                let message = format!("`{text}` is no ISCED-F code of two to four digits");
                draft.note(NoteKind::UnknownCode, attribute::FIELD, &node.path, message);
            }
        }
    }
    draft.codes(attribute::FIELD, fields);
}

/// Which document the learner is given: a diploma, a certificate, a micro-credential.
fn kind<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, node: &Node<'d>, key: &str) {
    let Some(node) = tree.get(node, key) else { return };
    let text = node.text().unwrap_or_default();
    let code =
        if codes::says_micro_credential(text) { Some("micro_credential") } else { codes::code(attribute::TYPE, text) };
    match code {
        Some(_) if draft.has(attribute::TYPE) => {}
        Some(code) => {
            let value = draft.code(code);
            draft.declare(attribute::TYPE, value, &node);
        }
        None => {
            let message = format!("`{text}` is no type of credential");
            draft.note(NoteKind::Unmapped, attribute::TYPE, &node.path, message);
        }
    }
}
