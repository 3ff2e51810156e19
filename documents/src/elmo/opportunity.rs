//! One learning opportunity, and how the learner did in it.

use credstack_model::facts::Value;
use credstack_model::vocabulary::attribute;

use super::{measure, people};
use crate::draft::Draft;
use crate::elm::{put_grade_value, set_state};
use crate::json::Node;
use crate::note::NoteKind;
use crate::read::{codes, language};
use crate::xml::{self, Element};

/// Reads a learning opportunity; `schemes` are the grading schemes that the report describes.
pub(crate) fn read<'x>(draft: &mut Draft<'_>, opportunity: Element<'x>, schemes: &[Element<'x>]) {
    let instances = opportunity.follow(&["specifies", "learningOpportunityInstance"]);
    if let [_, second, ..] = instances.as_slice() {
        draft.note(
            NoteKind::Ambiguous,
            None,
            &second.place(),
            "the learning was taken several times; the first is read",
        );
    }
    let instance = instances.first().copied();
    let places: Vec<Element<'x>> = std::iter::once(opportunity).chain(instance).collect();
    let title = opportunity.words_of("title");
    draft.words(attribute::TITLE, title);
    let mut further = opportunity.words_of("description");
    further.extend(opportunity.words_of("descriptionHtml"));
    draft.words(attribute::FURTHER_INFORMATION, further);
    kind(draft, opportunity);
    identifiers(draft, &places);
    fields(draft, opportunity);
    measure::read(draft, &places);
    if let Some(instance) = instance {
        spoken(draft, instance);
        result(draft, instance, schemes);
    }
}

/// Identifiers of the entry in the catalogue of the institution, of which Erasmus Without Paper says that they are stable.
pub(crate) fn in_catalogue(opportunity: Element<'_>) -> Vec<String> {
    let ids = opportunity.list("identifier").into_iter().filter(|id| {
        let kind = id.attribute("type").and_then(|n| n.text()).unwrap_or("");
        matches!(kind.to_ascii_lowercase().as_str(), "ewp-los-id" | "los-id")
    });
    ids.filter_map(|id| Some(id.text()?.text()?.to_owned())).collect()
}

fn kind(draft: &mut Draft<'_>, opportunity: Element<'_>) {
    let Some(node) = opportunity.text_of("type") else { return };
    let text = node.text().unwrap_or_default();
    match codes::code(attribute::TYPE, text) {
        Some(code) => {
            let value = draft.code(code);
            draft.declare(attribute::TYPE, value, &node);
        }
        None => draft.note(
            NoteKind::Unmapped,
            attribute::TYPE,
            &node.path,
            format!("the type of learning opportunity `{text}` is no type of credential"),
        ),
    }
}

/// Identifiers of the learning opportunity and of its instance. Some systems write the subject area as one.
fn identifiers(draft: &mut Draft<'_>, places: &[Element<'_>]) {
    let mut found = Vec::new();
    for id in places.iter().flat_map(|p| p.list("identifier")) {
        let kind = id.attribute("type");
        let Some(node) = id.text() else { continue };
        if kind.and_then(|n| n.text()) == Some("subjectArea") {
            let text = node.text().unwrap_or_default();
            let message = format!("the subject area `{text}` is no ISCED-F code");
            draft.note(NoteKind::Unmapped, attribute::FIELD, &node.path, message);
        } else {
            found.push(node);
        }
    }
    for name in ["los-id", "los-code", "loi-id"] {
        found.extend(places.iter().flat_map(|p| p.list(name)).filter_map(Element::text));
    }
    draft.codes(attribute::IDENTIFIER, xml::scalars(found));
}

fn fields(draft: &mut Draft<'_>, opportunity: Element<'_>) {
    let mut found = Vec::new();
    for node in opportunity.list("iscedCode").into_iter().filter_map(Element::text) {
        let text = node.text().unwrap_or_default();
        match codes::field(text) {
            Some(code) => found.push((code, node)),
            None => draft.note(
                NoteKind::UnknownCode,
                attribute::FIELD,
                &node.path,
                format!("`{text}` is no ISCED-F code of two to four digits"),
            ),
        }
    }
    draft.codes(attribute::FIELD, found);
}

fn spoken(draft: &mut Draft<'_>, instance: Element<'_>) {
    let mut found = Vec::new();
    for node in ["languageOfInstruction", "languageOfAssessment"].iter().filter_map(|name| instance.text_of(name)) {
        let text = node.text().unwrap_or_default();
        match language::language(text) {
            Some(code) => found.push((code, node)),
            None => draft.note(
                NoteKind::UnknownCode,
                attribute::LANGUAGE,
                &node.path,
                format!("`{text}` is no tag of a language"),
            ),
        }
    }
    draft.codes(attribute::LANGUAGE, found);
}

fn result<'x>(draft: &mut Draft<'_>, instance: Element<'x>, schemes: &[Element<'x>]) {
    let mut grades = instance.words_of("resultLabel");
    let earlier = instance.list("result");
    grades.extend(earlier.iter().filter_map(|r| r.words()));
    put_grade_value(draft, &grades);
    let marked = grades.first().map(|(_, node)| node.clone());
    draft.words(attribute::GRADE, grades);
    for result in &earlier {
        if let Some(node) = result.attribute("scheme") {
            scale(draft, &node, node.text().unwrap_or_default());
        }
    }
    if let Some(node) = instance.text_of("gradingSchemeLocalId") {
        let id = node.text().unwrap_or_default();
        let scheme = schemes.iter().find(|s| s.attribute("localId").and_then(|n| n.text()) == Some(id)).copied();
        let said = scheme.and_then(|s| s.words_of("description").into_iter().chain(s.words_of("title")).next());
        match said {
            Some((words, _)) => scale(draft, &node, &words.words),
            None => scale(draft, &node, id),
        }
    }
    let dated = instance.list("date").into_iter().find_map(|date| {
        people::day(draft, attribute::ISSUED, date)?;
        date.text()
    });
    state(draft, instance, dated.or(marked));
}

fn scale(draft: &mut Draft<'_>, node: &Node<'_>, words: &str) {
    draft.note(NoteKind::Remark, attribute::GRADE, &node.path, format!("the scale of the grade: {words}"));
}

/// The status of the learning. Where none is stated the format counts it as passed; that is taken where a date or a grade
/// shows that there is a result at all.
fn state(draft: &mut Draft<'_>, instance: Element<'_>, shown: Option<Node<'_>>) {
    if let Some(node) = instance.text_of("status") {
        let text = node.text().unwrap_or_default();
        match codes::code(attribute::STATE, text) {
            Some(state) => {
                set_state(draft, state, &node);
                if state == "completed" {
                    draft.derive(attribute::COMPLETED, Value::Truth(true), &node);
                }
            }
            None => draft.note(
                NoteKind::UnknownCode,
                attribute::STATE,
                &node.path,
                format!("`{text}` is not in the list, which is closed; it is not taken"),
            ),
        }
    } else if let Some(node) = shown {
        draft.derive(attribute::COMPLETED, Value::Truth(true), &node);
        draft.note(
            NoteKind::Remark,
            attribute::COMPLETED,
            &instance.place(),
            "no status is stated; the format then counts the learning as passed",
        );
    }
}
