//! How it was assessed and supervised, the grade, and which quality assurance stands behind it.

use credstack_model::vocabulary::attribute;

use super::graph::{self, Graph, words_of};
use crate::draft::Draft;
use crate::elm::put_grade_value;
use crate::note::NoteKind;
use crate::read::concept;
use crate::xml::Element;

pub(super) fn read<'x>(draft: &mut Draft<'_>, graph: &Graph<'x>, achievement: Element<'x>) {
    let assessments = graph.list(achievement, "wasDerivedFrom", &["wasDerivedFrom", "assessment"]);
    let specified = graph.all(&assessments, "specifiedBy", &["assessmentSpecification"]);
    let kinds = graph::concepts(&graph::each(&specified, "type"));
    concept::put(draft, attribute::ASSESSMENT, kinds);
    let checked = graph::concepts(&graph::each(&assessments, "idVerificationMethod"));
    concept::put(draft, attribute::SUPERVISION, checked);
    let mut grades = Vec::new();
    for grade in graph::each(&assessments, "grade") {
        let scores = grade.words_of("textScore");
        let texts = grade.words_of("text");
        grades.extend(scores.into_iter().chain(texts).next().or_else(|| grade.words()));
    }
    put_grade_value(draft, &grades);
    draft.words(attribute::GRADE, grades);
    for scheme in graph.all(&specified, "gradingScheme", &["scoringScheme"]) {
        let titles = graph::words(scheme, "title");
        if let Some((title, node)) = titles.first() {
            let message = format!("the scale of the grade: {}", title.words);
            draft.note(NoteKind::Remark, attribute::GRADE, &node.path, message);
        }
    }
}

/// The accreditations of the qualification and of those who awarded it.
pub(super) fn quality_assurance<'x>(draft: &mut Draft<'_>, graph: &Graph<'x>, places: &[Element<'x>]) {
    let mut kinds = Vec::new();
    for accreditation in graph.all(places, "hasAccreditation", &["accreditation"]) {
        let found = graph::concepts(&accreditation.list("type"));
        if found.is_empty() {
            let called = words_of(&[accreditation], "title");
            let name = called.first().map_or("no name", |(text, _)| &text.words);
            let message = format!("the accreditation `{name}` does not say of which type it is");
            draft.note(NoteKind::Ambiguous, attribute::QUALITY_ASSURANCE, &accreditation.place(), message);
        }
        kinds.extend(found);
    }
    concept::put(draft, attribute::QUALITY_ASSURANCE, kinds);
}
