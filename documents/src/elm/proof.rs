//! How it was assessed, supervised and graded; how the learner took part; which quality assurance stands behind it.

use std::collections::BTreeSet;

use credstack_model::Amount;
use credstack_model::facts::Value;
use credstack_model::vocabulary::attribute;

use super::awarding;
use super::base::Places;
use crate::draft::Draft;
use crate::json::{Node, Tree};
use crate::note::NoteKind;
use crate::read::{codes, concept, text};

/// The assessments of an achievement; converters from ELMO put them below the awarding process.
pub(crate) fn assessments<'d>(tree: &Tree<'d>, claim: &Node<'d>) -> Vec<Node<'d>> {
    let proven = tree.list(claim, "provenBy");
    let used = tree.follow(claim, &["awardedBy", "used"]);
    if proven.is_empty() { used } else { proven }
}

pub(crate) fn read<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, places: &Places<'d>) {
    let of = |nodes: &[Node<'d>], keys: &[&str]| -> Vec<Node<'d>> {
        nodes.iter().flat_map(|n| tree.follow(n, keys)).collect()
    };
    let mut kinds = of(&places.assessments, &["specifiedBy", "dcType"]);
    kinds.extend(of(&places.assessments, &["dcType"]));
    if kinds.is_empty() {
        kinds = of(&places.specifications, &["provenBy", "dcType"]);
    }
    concept::put_codes(draft, tree, attribute::ASSESSMENT, &kinds);
    let checked = of(&places.assessments, &["idVerification"]);
    concept::put_codes(draft, tree, attribute::SUPERVISION, &checked);
    participation(draft, tree, places);
    quality_assurance(draft, tree, places);
    grade(draft, tree, &places.assessments);
}

fn participation<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, places: &Places<'d>) {
    let of = |nodes: &[Node<'d>], keys: &[&str]| -> Vec<Node<'d>> {
        nodes.iter().flat_map(|n| tree.follow(n, keys)).collect()
    };
    let mut modes = of(&places.activities, &["specifiedBy", "mode"]);
    let specified = of(&places.specifications, &["mode"]);
    if modes.is_empty() {
        modes = specified;
    } else {
        note_other_modes(draft, tree, &modes, &specified);
    }
    let (schedules, modes): (Vec<_>, Vec<_>) = modes.into_iter().partition(|m| {
        let word = codes::slug(&concept::spoken(tree, m));
        matches!(word.as_str(), "full_time" | "part_time")
    });
    for schedule in &schedules {
        let word = concept::spoken(tree, schedule);
        draft.note(
            NoteKind::UnknownCode,
            attribute::PARTICIPATION,
            &schedule.path,
            format!("`{word}` is a schedule and no form of participation; it is not taken"),
        );
    }
    concept::put_codes(draft, tree, attribute::PARTICIPATION, &modes);
}

/// How the learner took part counts; what the specification says beside it is noted where it differs.
fn note_other_modes<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, modes: &[Node<'d>], specified: &[Node<'d>]) {
    let taken: BTreeSet<String> = modes.iter().map(|m| concept::spoken(tree, m)).collect();
    for mode in specified {
        let name = concept::spoken(tree, mode);
        if !taken.contains(&name) {
            draft.note(
                NoteKind::Conflict,
                attribute::PARTICIPATION,
                &mode.path,
                format!(
                    "the specification says `{name}` and the learning activity `{}`; the activity counts",
                    taken.iter().cloned().collect::<Vec<_>>().join("`, `")
                ),
            );
        }
    }
}

fn quality_assurance<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, places: &Places<'d>) {
    let mut accreditations: Vec<Node<'d>> =
        places.specifications.iter().flat_map(|q| tree.list(q, "accreditation")).collect();
    for body in awarding::bodies(tree, &places.claim) {
        accreditations.extend(tree.list(&body, "accreditation"));
    }
    let mut kinds = Vec::new();
    for accreditation in &accreditations {
        let found = tree.list(accreditation, "dcType");
        if found.is_empty() {
            let name = concept::spoken(tree, accreditation);
            draft.note(
                NoteKind::Ambiguous,
                attribute::QUALITY_ASSURANCE,
                &accreditation.path,
                format!("the accreditation `{name}` does not say of which type it is"),
            );
        }
        kinds.extend(found);
    }
    concept::put_codes(draft, tree, attribute::QUALITY_ASSURANCE, &kinds);
}

fn grade<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, assessments: &[Node<'d>]) {
    let grades: Vec<_> = assessments
        .iter()
        .filter_map(|a| tree.get(a, "grade"))
        .flat_map(|g| {
            let literal = text::at(tree, &tree.resolve(g.clone()), &["noteLiteral"]);
            if literal.is_empty() { text::texts(&g) } else { literal }
        })
        .filter(|(t, _)| !t.words.starts_with("urn:"))
        .collect();
    put_grade_value(draft, &grades);
    draft.words(attribute::GRADE, grades);
    let statuses: Vec<Node<'d>> = assessments.iter().flat_map(|a| tree.list(a, "gradeStatus")).collect();
    let known = statuses
        .iter()
        .flat_map(|s| concept::places(tree, s))
        .find_map(|n| Some((codes::code(attribute::STATE, n.text()?)?, n)));
    if let Some((state, node)) = known {
        set_state(draft, state, &node);
    }
}

/// A mark, where there is one grade and it is a plain number.
pub(crate) fn put_grade_value(draft: &mut Draft<'_>, grades: &[(credstack_model::facts::Text, Node<'_>)]) {
    if let [(text, node)] = grades
        && !text.words.contains('/')
        && let Ok(mark) = text.words.parse::<Amount>()
    {
        draft.declare(attribute::GRADE_VALUE, Value::Number(mark), node);
    }
}

/// Sets the state that a result says; a failed or unfinished one takes back that the learning was completed.
pub(crate) fn set_state(draft: &mut Draft<'_>, state: &'static str, node: &Node<'_>) {
    let value = draft.code(state);
    draft.derive(attribute::STATE, value, node);
    if state != "completed" {
        draft.derive(attribute::COMPLETED, Value::Truth(false), node);
    }
}
