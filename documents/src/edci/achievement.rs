//! One learning achievement, its specification and its award.

use credstack_model::facts::{Facts, Value};
use credstack_model::vocabulary::attribute;

use super::graph::{self, Graph, words, words_of};
use super::{people, proof};
use crate::draft::Draft;
use crate::elm::put_level;
use crate::json::Node;
use crate::names;
use crate::note::NoteKind;
use crate::read::stated::Stated;
use crate::read::workload::System;
use crate::read::{codes, concept, language, level};
use crate::xml::{self, Element};

/// Elements that organisations are described in.
const BODIES: [&str; 2] = ["organization", "organisation"];

/// Reads one achievement; a part takes over what its whole says of the issuer where it names none itself.
pub(super) fn read<'x>(
    draft: &mut Draft<'_>,
    graph: &Graph<'x>,
    credential: Element<'x>,
    achievement: Element<'x>,
    parent: Option<&Facts>,
) {
    let specified = graph.list(achievement, "specifiedBy", &["qualification", "learningSpecification"]);
    let activities = graph.list(achievement, "wasInfluencedBy", &["wasInfluencedBy", "activity"]);
    let bodies = awarded(draft, graph, credential, achievement, parent);
    let mut title = words(achievement, "title");
    let other = words_of(&specified, "title");
    if title.is_empty() {
        title = other;
    }
    draft.words(attribute::TITLE, title);
    draft.words(attribute::PREREQUISITES, words_of(&specified, "entryRequirementsNote"));
    let own = [achievement];
    let described = own.iter().chain(&specified);
    let further = described.flat_map(|e| words(*e, "additionalNote").into_iter().chain(words(*e, "description")));
    let further: Vec<_> = further.collect();
    draft.words(attribute::FURTHER_INFORMATION, further);
    let ids = graph::each(&own, "identifier").into_iter().chain(graph::each(&specified, "identifier"));
    draft.codes(attribute::IDENTIFIER, xml::scalars(ids.filter_map(Element::text).collect::<Vec<_>>()));
    kind(draft, credential, &specified, parent.is_none());
    outcomes(draft, graph, &specified);
    listed(draft, graph, &specified, &activities);
    workload(draft, &specified, &activities);
    levels(draft, &specified);
    proof::read(draft, graph, achievement);
    let accredited: Vec<Element<'x>> = specified.iter().chain(&bodies).copied().collect();
    proof::quality_assurance(draft, graph, &accredited);
}

/// Who awarded it and when; the day of the award counts before the day on which the document was made.
fn awarded<'x>(
    draft: &mut Draft<'_>,
    graph: &Graph<'x>,
    credential: Element<'x>,
    achievement: Element<'x>,
    parent: Option<&Facts>,
) -> Vec<Element<'x>> {
    let processes = graph.list(achievement, "wasAwardedBy", &["awardingProcess"]);
    let mut bodies = graph.all(&processes, "awardingBody", &BODIES);
    if bodies.is_empty()
        && let Some(parent) = parent
    {
        for of in [attribute::ISSUER_NAME, attribute::ISSUER_IDENTIFIER, attribute::ISSUER_COUNTRY, attribute::ISSUED] {
            if let Some(fact) = parent.get(of) {
                draft.facts.set(of, fact.clone());
            }
        }
    } else {
        if bodies.is_empty() {
            bodies = graph.list(credential, "issuer", &BODIES);
        } else {
            let _ = graph.list(credential, "issuer", &BODIES);
        }
        people::issuer(draft, &bodies);
    }
    let day = processes.iter().find_map(|process| process.text_of("date"));
    let made = ["issued", "issuanceDate", "validFrom"].map(|name| credential.text_of(name));
    if let Some(node) = day
        && draft.day(attribute::ISSUED, &node).is_some()
    {
        draft.derive(attribute::COMPLETED, Value::Truth(true), &node);
    } else if !draft.has(attribute::ISSUED) {
        let _ = made.into_iter().flatten().find(|node| draft.day(attribute::ISSUED, node).is_some());
    }
    let expires = ["validUntil", "expirationDate"].map(|name| credential.text_of(name));
    let _ = expires.into_iter().flatten().find(|node| draft.day(attribute::EXPIRES, node).is_some());
    bodies
}

/// What the document calls itself; of a part, only what its own specification says.
fn kind(draft: &mut Draft<'_>, credential: Element<'_>, specified: &[Element<'_>], top: bool) {
    let types = graph::concepts(&credential.list("type"));
    let whole =
        types.iter().flat_map(|t| &t.labels).find_map(|n| Some((names::type_of_name(n.text()?)?, n))).filter(|_| top);
    if let Some((code, node)) = whole {
        let value = draft.code(code);
        draft.derive(attribute::TYPE, value, node);
    }
    for concept in graph::concepts(&graph::each(specified, "type")) {
        let known = concept.places.iter().find_map(|n| Some((codes::code(attribute::TYPE, n.text()?)?, n)));
        match known {
            Some(_) if draft.has(attribute::TYPE) => {}
            Some((code, node)) => {
                let value = draft.code(code);
                draft.declare(attribute::TYPE, value, node);
            }
            None => {
                let message = format!("the type of learning opportunity `{}` is no type of credential", concept.name);
                draft.note(NoteKind::Unmapped, attribute::TYPE, &concept.path, message);
            }
        }
    }
}

fn outcomes<'x>(draft: &mut Draft<'_>, graph: &Graph<'x>, specified: &[Element<'x>]) {
    let lists = graph::each(specified, "learningOutcomes");
    let all = graph.all(&lists, "learningOutcome", &["learningOutcome"]);
    let mut said = words_of(&all, "prefLabel");
    said.extend(words_of(&all, "title"));
    said.extend(lists.iter().filter_map(|e| e.words()));
    draft.words(attribute::LEARNING_OUTCOMES, said);
    let mut skills = Vec::new();
    for skill in graph::each(&all, "relatedEscoSkill").into_iter().chain(graph::each(&all, "relatedSkill")) {
        let concept = graph::concept(skill);
        let Some(place) = concept.places.into_iter().next() else { continue };
        let text = place.text().unwrap_or_default();
        skills.push((if text.contains("://") { text.to_owned() } else { codes::unknown(text) }, place));
    }
    draft.codes(attribute::SKILLS, skills);
}

/// Modes, setting, languages, fields.
fn listed<'x>(draft: &mut Draft<'_>, graph: &Graph<'x>, specified: &[Element<'x>], activities: &[Element<'x>]) {
    let taught = graph.all(activities, "specifiedBy", &["learningActivitySpecification"]);
    // How the learner took part counts before what the specification offers.
    let mut modes = graph::each(&taught, "mode");
    let offered = graph::each(specified, "mode");
    if modes.is_empty() {
        modes = offered;
    }
    concept::put(draft, attribute::PARTICIPATION, graph::concepts(&modes));
    concept::put(draft, attribute::SETTING, graph::concepts(&graph::each(specified, "learningSettingType")));
    let mut spoken = graph::each(specified, "language");
    spoken.extend(graph::each(&taught, "language"));
    let spoken = graph::concepts(&spoken);
    let spoken = spoken
        .into_iter()
        .filter_map(|concept| concept.places.into_iter().find_map(|n| Some((language::language(n.text()?)?, n))));
    let spoken: Vec<(String, Node<'x>)> = spoken.collect();
    draft.codes(attribute::LANGUAGE, spoken);
    let mut fields = Vec::new();
    for concept in graph::concepts(&graph::each(specified, "hasISCED-FCode")) {
        let known = concept.places.into_iter().find_map(|n| Some((codes::field(n.text()?)?, n)));
        match known {
            Some(known) => fields.push(known),
            None => {
                let message = format!("`{}` is no ISCED-F code of two to four digits", concept.name);
                draft.note(NoteKind::UnknownCode, attribute::FIELD, &concept.path, message);
            }
        }
    }
    draft.codes(attribute::FIELD, fields);
}

/// Credits and hours of the specification. The hours of the one activity count only where nothing else is stated.
fn workload(draft: &mut Draft<'_>, specified: &[Element<'_>], activities: &[Element<'_>]) {
    let mut stated = Stated::default();
    for node in ["hasECTSCreditPoints", "ectsCreditPoints"].iter().flat_map(|name| graph::each(specified, name)) {
        if let Some(node) = node.text() {
            stated.credits(draft, &node, Some(System::Ects), None);
        }
    }
    for node in graph::each(specified, "hasCreditPoints").into_iter().filter_map(Element::text) {
        stated.credits(draft, &node, None, None);
    }
    for node in graph::each(specified, "volumeOfLearning").into_iter().filter_map(Element::text) {
        stated.hours(draft, &node);
    }
    let hours: Vec<Node<'_>> = graph::each(activities, "workload").into_iter().filter_map(Element::text).collect();
    match hours.as_slice() {
        [only] if stated.is_empty() => stated.hours(draft, only),
        _ => {
            for node in &hours {
                let reason = if stated.is_empty() {
                    "there are several activities, and whether their hours add up is not said"
                } else {
                    "the achievement states its own workload"
                };
                let message =
                    format!("`{}` of the learning activity is not taken: {reason}", node.text().unwrap_or_default());
                draft.note(NoteKind::Dropped, attribute::WORKLOAD, &node.path, message);
            }
        }
    }
    stated.put(draft);
}

fn levels(draft: &mut Draft<'_>, specified: &[Element<'_>]) {
    let mut first: Option<level::Named> = None;
    for concept in graph::concepts(&graph::each(specified, "eqfLevel")) {
        let known = concept.places.iter().find_map(|n| Some((level::eqf(n.text()?)?, n)));
        match (known, first) {
            (Some((named, node)), None) => {
                first = Some(named);
                put_level(draft, named, node);
            }
            (Some((other, node)), Some(first)) if other != first => {
                let message =
                    format!("EQF {} contradicts EQF {}, which comes first and stands", other.label, first.label);
                draft.note(NoteKind::Conflict, attribute::LEVEL, &node.path, message);
            }
            (Some(_), Some(_)) => {}
            (None, _) => unknown_level(draft, &concept.name, &concept.path),
        }
    }
    for concept in graph::concepts(&graph::each(specified, "nqfLevel")) {
        unknown_level(draft, &concept.name, &concept.path);
    }
}

fn unknown_level(draft: &mut Draft<'_>, name: &str, path: &str) {
    let message = format!("the level `{name}` is of no framework that can be read from it");
    draft.note(NoteKind::Unmapped, attribute::LEVEL, path, message);
}
