//! The result of a learner.

use credstack_model::facts::{Text, Value};
use credstack_model::vocabulary::attribute;

use super::catalogue;
use crate::draft::Draft;
use crate::elm::{put_grade_value, set_state};
use crate::json::{Node, Tree};
use crate::note::NoteKind;
use crate::read::codes;
use crate::unmapped;

/// Facts of the result. The study load that stands here is the learner's own and comes before that of the course.
pub(crate) fn read<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, node: &Node<'d>) {
    catalogue::study_load(draft, tree, node);
    for key in ["role", "associationId"] {
        let _ = tree.get(node, key);
    }
    let Some(result) = tree.get(node, "result") else { return };
    let graded: Vec<(Text, Node<'d>)> = tree
        .get(&result, "score")
        .and_then(|score| Some((Text::plain(score.scalar()?.trim()), score)))
        .into_iter()
        .filter(|(text, _)| !text.words.is_empty())
        .collect();
    put_grade_value(draft, &graded);
    draft.words(attribute::GRADE, graded);
    if let Some(scale) = tree.get(&result, "resultValueType") {
        let message = format!("the scale of the grade: {}", scale.scalar().unwrap_or_default());
        draft.note(NoteKind::Remark, attribute::GRADE, &scale.path, message);
    }
    for key in ["resultDateTime", "resultDate"] {
        if let Some(day) = tree.get(&result, key)
            && draft.day(attribute::ISSUED, &day).is_some()
        {
            break;
        }
    }
    state(draft, tree, &result);
    unmapped::note_unread(draft, tree, &result);
}

/// Whether it was passed. A result that is not final may still change; it completes nothing.
fn state<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, result: &Node<'d>) {
    let known = |key: &str| {
        let node = tree.get(result, key)?;
        Some((codes::code(attribute::STATE, node.text()?)?, node))
    };
    let (passed, progress) = (known("pass"), known("state"));
    let open = tree.get(result, "final").filter(|n| n.value.as_bool() == Some(false));
    if let Some(node) = &open {
        let message = "the result is not final; the learning is not taken as completed";
        draft.note(NoteKind::Remark, attribute::COMPLETED, &node.path, message);
    }
    // What is not finished or not passed counts before what is.
    let all: Vec<_> = passed.into_iter().chain(progress.filter(|(code, _)| *code != "completed")).collect();
    let Some((code, node)) = all.iter().find(|(code, _)| *code != "completed").or_else(|| all.first()) else {
        return;
    };
    set_state(draft, code, node);
    if *code == "completed" && open.is_none() {
        draft.derive(attribute::COMPLETED, Value::Truth(true), node);
    }
}
