//! Credentials, courses, programmes, assessments and the components of pathways.

use credstack_model::Amount;
use credstack_model::vocabulary::{AttributeId, attribute};
use credstack_model::workload::WorkloadUnit;

use super::{condition, institution, key};
use crate::draft::Draft;
use crate::elm::put_level;
use crate::json::{Node, Tree};
use crate::note::NoteKind;
use crate::ob3::people::scalars;
use crate::read::stated::Stated;
use crate::read::{codes, language, level};

/// Whether a class is one of what can be learned or awarded.
pub(super) fn is_one(local: &str) -> bool {
    const CLASSES: [&str; 14] = [
        "Course",
        "LearningProgram",
        "LearningOpportunityProfile",
        "LearningOpportunity",
        "AssessmentProfile",
        "Assessment",
        "Pathway",
        "TransferValueProfile",
        "License",
        "GeneralEducationDevelopment",
        "ApprenticeshipCertificate",
        "JourneymanCertificate",
        "MasterCertificate",
        "PreApprenticeshipCertificate",
    ];
    local.ends_with("Component") || CLASSES.contains(&local) || (kind(local).is_some() && local != "CredentialType")
}

/// The type of credential that a class stands for.
pub(crate) fn kind(class: &str) -> Option<&'static str> {
    let local = key::local(class);
    let ends = |word: &str| local.ends_with(word);
    if ends("Degree") || ends("Doctorate") {
        Some("degree")
    } else if ends("Certificate") || ends("Certification") || ends("CertificateOfCompletion") {
        Some("certificate")
    } else if ends("Diploma") {
        Some("diploma")
    } else if ends("Badge") {
        Some("badge")
    } else if local == "CourseComponent" {
        Some("course_unit")
    } else {
        codes::code(attribute::TYPE, local)
    }
}

/// Reads an entry of a catalogue; gives the identifiers that it is known by, and those of what it refers to.
pub(super) fn read<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, node: &Node<'d>) -> (Vec<String>, Vec<String>) {
    draft.words(attribute::TITLE, key::words(tree, node, "name"));
    draft.words(attribute::FURTHER_INFORMATION, key::words(tree, node, "description"));
    let mut of_type =
        ["@type", "type"].iter().filter_map(|key| tree.get(node, key)).flat_map(|n| crate::json::items(&n));
    if let Some((code, place)) = of_type.find_map(|n| Some((kind(n.text()?)?, n))) {
        let value = draft.code(code);
        draft.derive(attribute::TYPE, value, &place);
    }
    let mut places = key::identifiers(tree, node);
    for name in ["codedNotation", "codeNotation", "courseCode"] {
        places.extend(key::scalars(tree, node, name));
    }
    let found = scalars(places);
    let identifiers = found.iter().map(|(id, _)| id.clone()).collect();
    draft.codes(attribute::IDENTIFIER, found);
    let spoken = key::scalars(tree, node, "inLanguage").into_iter();
    draft.codes(attribute::LANGUAGE, spoken.filter_map(|n| Some((language::language(n.text()?)?, n))).collect());
    workload(draft, tree, node);
    levels(draft, tree, node);
    concepts(draft, tree, node, "assessmentMethodType", attribute::ASSESSMENT);
    concepts(draft, tree, node, "deliveryType", attribute::PARTICIPATION);
    outcomes(draft, tree, node);
    let mut needed = Vec::new();
    for profile in key::list(tree, node, "entryCondition") {
        needed.extend(key::words(tree, &profile, "description"));
        needed.extend(key::words(tree, &profile, "condition"));
    }
    draft.words(attribute::PREREQUISITES, needed);
    let mut refers = bodies(draft, tree, node);
    refers.extend(condition::read(draft, tree, node));
    (identifiers, refers)
}

/// Who owns it, else who offers it, is the awarding body; who accredits it is told.
fn bodies<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, node: &Node<'d>) -> Vec<String> {
    let mut refers = Vec::new();
    for name in ["ownedBy", "offeredBy"] {
        refers.extend(key::references(tree, node, name));
        for body in key::list(tree, node, name) {
            if draft.has(attribute::ISSUER_NAME) {
                continue;
            }
            if body.value.is_object() {
                refers.extend(institution::read(draft, tree, &body));
            } else if !draft.has(attribute::ISSUER_IDENTIFIER) {
                draft.codes(attribute::ISSUER_IDENTIFIER, scalars(vec![body]));
            }
        }
    }
    for name in ["accreditedBy", "approvedBy", "recognizedBy", "regulatedBy"] {
        for body in key::list(tree, node, name) {
            let called = key::words(tree, &body, "name").first().map(|(words, _)| words.words.to_string());
            let called = called.or_else(|| body.scalar()).unwrap_or_else(|| "no name".to_owned());
            let message = format!("{name} `{called}`; of which type this quality assurance is, is not said");
            draft.note(NoteKind::Ambiguous, attribute::QUALITY_ASSURANCE, &body.path, message);
        }
    }
    refers
}

/// Credits count only where their unit is ECTS; a duration is that of the course and not of the learner's work.
fn workload<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, node: &Node<'d>) {
    let mut stated = Stated::default();
    for name in ["creditValue", "transferValue", "defaultCredits", "creditUnitValue"] {
        for profile in key::list(tree, node, name) {
            let literal = profile.value.get("@value").is_some() || profile.scalar().is_some();
            let values = if literal { key::scalars(tree, node, name) } else { key::scalars(tree, &profile, "value") };
            let mut units: Vec<String> = Vec::new();
            for unit in ["creditUnitType", "creditUnitTypeDescription"] {
                let from = if literal { node } else { &profile };
                for one in key::list(tree, from, unit) {
                    units.extend(label(tree, &one).and_then(|n| n.scalar()));
                }
            }
            for value in values {
                credits(draft, &mut stated, &value, &units);
            }
        }
    }
    stated.put(draft);
    for one in key::list(tree, node, "estimatedDuration") {
        for place in key::scalars(tree, &one, "exactDuration").iter().chain(&key::scalars(tree, &one, "timeRequired")) {
            let message = format!(
                "`{}` is how long it lasts and perhaps the learner's work; it is not taken as a workload",
                place.scalar().unwrap_or_default()
            );
            draft.note(NoteKind::Ambiguous, attribute::WORKLOAD, &place.path, message);
        }
    }
}

fn credits(draft: &mut Draft<'_>, stated: &mut Stated, value: &Node<'_>, units: &[String]) {
    let said = value.scalar().unwrap_or_default();
    let unit = units.first().map_or("no unit", String::as_str);
    match said.parse::<Amount>() {
        Ok(amount) if units.iter().any(|u| u.to_lowercase().contains("ects")) => {
            stated.add(draft, amount, WorkloadUnit::Ects, value);
        }
        Ok(amount) => {
            let message = format!("{amount} credits of `{unit}`; they are not taken for ECTS");
            draft.note(NoteKind::Ambiguous, attribute::WORKLOAD, &value.path, message);
        }
        Err(problem) => {
            let message = format!("{problem}; the credits are left out");
            draft.note(NoteKind::Unreadable, attribute::WORKLOAD, &value.path, message);
        }
    }
}

/// What an alignment is called: its label, else the end of the concept that it points to.
fn label<'d>(tree: &Tree<'d>, one: &Node<'d>) -> Option<Node<'d>> {
    if one.scalar().is_some() {
        return Some(one.clone());
    }
    let words = key::words(tree, one, "targetNodeName").into_iter().next().map(|(_, node)| node);
    words.or_else(|| key::scalars(tree, one, "targetNode").into_iter().next())
}

/// The level of an audience is of the EQF only where it says so.
fn levels<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, node: &Node<'d>) {
    for name in ["audienceLevelType", "educationLevel", "creditLevelType", "isAlignedToLevel"] {
        for one in key::list(tree, node, name) {
            let mut places: Vec<Node<'d>> = key::scalars(tree, &one, "targetNode");
            places.extend(label(tree, &one));
            let named = places.iter().find_map(|n| {
                let text = n.text().filter(|t| t.contains("/eqf/") || t.to_lowercase().starts_with("eqf"))?;
                Some((level::eqf(text)?, n.clone()))
            });
            match named {
                Some((named, place)) if !draft.has(attribute::LEVEL) => put_level(draft, named, &place),
                Some(_) => {}
                None => {
                    let called = places.last().and_then(Node::scalar).unwrap_or_else(|| "no name".to_owned());
                    let message = format!("the level `{called}` is of no framework that can be read from it");
                    draft.note(NoteKind::Unmapped, attribute::LEVEL, &one.path, message);
                }
            }
        }
    }
}

fn concepts<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, node: &Node<'d>, name: &str, of: AttributeId) {
    let mut found = Vec::new();
    for one in key::list(tree, node, name) {
        let Some(place) = label(tree, &one) else { continue };
        let text = place.scalar().unwrap_or_default();
        let word = text.split_once(':').filter(|_| !text.contains("://")).map_or(text.as_str(), |(_, word)| word);
        let known = codes::code(of, word);
        let code = known.map_or_else(|| codes::unknown(word), ToOwned::to_owned);
        if known.is_none() {
            let message = format!("`{text}` is not in the list; it is kept as `{code}`");
            draft.note(NoteKind::UnknownCode, of, &place.path, message);
        }
        found.push((code, place));
    }
    draft.codes(of, found);
}

fn outcomes<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, node: &Node<'d>) {
    let (mut outcomes, mut skills) = (Vec::new(), Vec::new());
    for name in ["teaches", "assesses"] {
        for one in key::list(tree, node, name) {
            outcomes.extend(key::words(tree, &one, "targetNodeName"));
            outcomes.extend(
                one.value
                    .get("ceasn:competencyText")
                    .and_then(|_| tree.get(&one, "ceasn:competencyText"))
                    .iter()
                    .flat_map(crate::read::text::texts),
            );
            let esco = key::scalars(tree, &one, "targetNode").into_iter();
            skills.extend(esco.filter(|n| n.text().is_some_and(|t| t.contains("/esco/skill/"))));
        }
    }
    draft.words(attribute::LEARNING_OUTCOMES, outcomes);
    draft.codes(attribute::SKILLS, scalars(skills));
}
