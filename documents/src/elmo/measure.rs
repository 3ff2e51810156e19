//! Workload, level and cycle of a learning opportunity.

use credstack_model::vocabulary::attribute;

use crate::draft::Draft;
use crate::elm::put_level;
use crate::json::Node;
use crate::note::NoteKind;
use crate::read::stated::Stated;
use crate::read::{codes, level, workload};
use crate::xml::Element;

pub(crate) fn read(draft: &mut Draft<'_>, places: &[Element<'_>]) {
    let mut stated = Stated::default();
    for credit in places.iter().flat_map(|p| p.list("credit")) {
        let scheme = credit.text_of("scheme").and_then(|n| n.text());
        // The level of the credits was replaced by a level of its own.
        cycle(draft, credit.text_of("level"));
        if let Some(value) = credit.text_of("value") {
            stated.credits(draft, &value, scheme.and_then(workload::system), scheme.map(ToOwned::to_owned));
        }
    }
    stated.put(draft);
    for node in places.iter().filter_map(|p| p.text_of("engagementHours")) {
        draft.note(
            NoteKind::Dropped,
            attribute::WORKLOAD,
            &node.path,
            format!("{} hours of attending classes are contact time and no workload", node.text().unwrap_or_default()),
        );
    }
    levels(draft, places);
}

fn levels(draft: &mut Draft<'_>, places: &[Element<'_>]) {
    let mut first: Option<level::Named> = None;
    for element in places.iter().flat_map(|p| p.list("level")) {
        // Before version 1.2 the level was a word.
        cycle(draft, element.text());
        let framework = element.text_of("type").and_then(|n| n.text()).unwrap_or("");
        let Some(node) = element.text_of("value") else { continue };
        let text = node.text().unwrap_or_default();
        let named = if framework.eq_ignore_ascii_case("eqf") { level::eqf(text) } else { None };
        match (named, first) {
            (Some(named), None) => {
                first = Some(named);
                put_level(draft, named, &node);
            }
            (Some(other), Some(first)) if other != first => draft.note(
                NoteKind::Conflict,
                attribute::LEVEL,
                &node.path,
                format!(
                    "{} {} contradicts {}, which comes first and stands",
                    other.framework, other.label, first.label
                ),
            ),
            (Some(_), Some(_)) => {}
            (None, _) => draft.note(
                NoteKind::Unmapped,
                attribute::LEVEL,
                &node.path,
                format!("the level `{framework} {text}` is of no framework that can be read from it"),
            ),
        }
    }
}

/// `Bachelor`, `Master` and `PhD` say in which cycle it is; `-` says nothing.
fn cycle(draft: &mut Draft<'_>, node: Option<Node<'_>>) {
    let Some(node) = node else { return };
    let text = node.text().unwrap_or_default();
    match codes::code(attribute::CYCLE, text) {
        Some(_) if draft.has(attribute::CYCLE) => {}
        Some(code) => {
            let value = draft.code(code);
            draft.declare(attribute::CYCLE, value, &node);
        }
        None if text.chars().all(|c| !c.is_alphanumeric()) => {}
        None => draft.note(
            NoteKind::Unmapped,
            attribute::CYCLE,
            &node.path,
            format!("the level `{text}` is of no framework that can be read from it"),
        ),
    }
}
