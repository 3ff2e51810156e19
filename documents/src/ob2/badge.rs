//! The badge class: what was learned, with the extensions of edubadges and the further keys of its interface.

use credstack_model::Amount;
use credstack_model::facts::Standing;
use credstack_model::vocabulary::{AttributeId, attribute};
use credstack_model::workload::WorkloadUnit;

use super::extension::{self, Counts};
use super::issuer;
use crate::draft::Draft;
use crate::elm::put_level;
use crate::json::{Node, Tree};
use crate::note::NoteKind;
use crate::ob3::achievement::put_stackable;
use crate::ob3::alignment;
use crate::ob3::people::scalars;
use crate::read::stated::Stated;
use crate::read::{codes, language, level, text};
use crate::{names, unmapped};

/// Reads a badge class that `assertion` (or the class itself) stands for; gives the identifiers that it is known by.
pub(crate) fn read<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, assertion: &Node<'d>, badge: &Node<'d>) -> Vec<String> {
    let mut places: Vec<Node<'d>> = ["id", "@id", "entityId"].iter().filter_map(|k| tree.get(badge, k)).collect();
    if badge.text().is_some() {
        places.push(badge.clone());
    }
    let mut found = scalars(places);
    let identifiers = found.iter().map(|(id, _)| id.clone()).collect();
    if let Some((programmes, _)) = extension::value(tree, badge, "EducationProgramIdentifier") {
        found.extend(scalars(crate::json::items(&programmes)));
    }
    draft.codes(attribute::IDENTIFIER, found);
    if !badge.has("name") {
        let message = "the badge is named and not described in the document; hand in its badge class with it";
        draft.note(NoteKind::Remark, attribute::TITLE, &badge.path, message);
        return identifiers;
    }
    draft.words(attribute::TITLE, text::at(tree, badge, &["name"]));
    let mut further = text::at(tree, badge, &["criteria", "narrative"]);
    further.extend(text::at(tree, badge, &["criteriaNarrative"]));
    further.extend(text::at(tree, badge, &["description"]));
    further.extend(text::at(tree, assertion, &["narrative"]));
    draft.words(attribute::FURTHER_INFORMATION, further);
    kind(draft, tree, badge);
    alignment::read(draft, tree, badge);
    if let Some((outcome, _)) = extension::value(tree, badge, "LearningOutcome") {
        draft.words(attribute::LEARNING_OUTCOMES, text::texts(&outcome));
    }
    if let Some((spoken, _)) = extension::value(tree, badge, "Language") {
        let codes = spoken.text().and_then(language::language).map(|code| (code, spoken.clone()));
        draft.codes(attribute::LANGUAGE, codes.into_iter().collect());
    }
    workload(draft, tree, assertion, badge);
    eqf(draft, tree, badge);
    competencies(draft, tree, badge);
    for (key, of) in [("participation", attribute::PARTICIPATION), ("assessmentType", attribute::ASSESSMENT)] {
        words(draft, tree, badge, key, of);
    }
    supervision(draft, tree, badge);
    let quality = ["qualityAssuranceName", "quality_assurance_name"].iter().filter_map(|key| tree.get(badge, key));
    let quality: Vec<_> = quality.filter(|n| n.text().is_some_and(|t| !t.trim().is_empty())).collect();
    if !quality.is_empty() {
        alignment::put_quality(draft, quality);
    }
    put_stackable(draft, tree, badge);
    identifiers
}

/// Reads the issuer that a badge class (or an assertion) names, then notes what nothing has read; gives the identifiers
/// that the issuer is known by.
pub(crate) fn issuer<'d>(
    draft: &mut Draft<'_>,
    tree: &Tree<'d>,
    assertion: &Node<'d>,
    badge: &Node<'d>,
) -> Vec<String> {
    let issuer = tree.one(badge, "issuer").or_else(|| tree.one(assertion, "issuer"));
    let identifiers = issuer.map(|node| {
        let identifiers = issuer::read(draft, tree, &node);
        if !draft.has(attribute::ISSUER_NAME) {
            let message = "the issuer is named and not described in the document; hand in its profile with it";
            draft.note(NoteKind::Remark, attribute::ISSUER_NAME, &node.path, message);
        }
        identifiers
    });
    unmapped::note_unread(draft, tree, badge);
    identifiers.unwrap_or_default()
}

/// What edubadges calls the badge; else what its name says.
fn kind<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, badge: &Node<'d>) {
    if let Some(node) = tree.get(badge, "typeBadgeClass")
        && let Some(word) = node.text()
    {
        let known = codes::code(attribute::TYPE, word);
        let code = known.map_or_else(|| codes::unknown(word), ToOwned::to_owned);
        if known.is_none() {
            let message = format!("the type of badge `{word}` is not in the list; it is kept as `{code}`");
            draft.note(NoteKind::UnknownCode, attribute::TYPE, &node.path, message);
        }
        draft.codes(attribute::TYPE, vec![(code, node)]);
    } else if let Some((code, node)) = names::credential_type(tree, badge) {
        let value = draft.code(code);
        draft.derive(attribute::TYPE, value, &node);
    }
}

/// Credits of ECTS, and hours.
fn workload<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, assertion: &Node<'d>, badge: &Node<'d>) {
    let mut stated = Stated::default();
    for (name, unit) in [("ECTS", WorkloadUnit::Ects), ("TimeInvestment", WorkloadUnit::Hours)] {
        if let Some((node, _)) = extension::value(tree, badge, name)
            && let Some(amount) = amount(draft, &node)
        {
            stated.add(draft, amount, unit, &node);
        }
    }
    if let Some((node, whole)) = extension::value(tree, badge, "StudyLoad")
        && let Some(amount) = amount(draft, &node)
    {
        let at = |node: &Node<'d>, key: &str| node.value.get(key).and_then(|v| v.as_str());
        let issuer = tree.one(badge, "issuer");
        let places = [
            at(&whole, "@context"),
            at(badge, "id"),
            at(assertion, "id"),
            badge.text(),
            issuer.as_ref().and_then(|i| i.text().or_else(|| at(i, "id"))),
        ];
        match extension::study_load(&places) {
            Some(Counts::Hours) => stated.add(draft, amount, WorkloadUnit::Hours, &node),
            Some(Counts::Minutes) => {
                let source = draft.source_as(&node, Standing::Derived);
                stated.add_from(draft, amount.times(Amount::ratio(1, 60)), WorkloadUnit::Hours, source);
            }
            None => {
                let message = format!(
                    "a study load of {amount}, in hours (edubadges) or in minutes (Open Educational Badges); nothing in the document tells which, it is not taken"
                );
                draft.note(NoteKind::Ambiguous, attribute::WORKLOAD, &node.path, message);
            }
        }
    }
    stated.put(draft);
}

fn amount(draft: &mut Draft<'_>, node: &Node<'_>) -> Option<Amount> {
    match node.scalar().unwrap_or_default().parse() {
        Ok(amount) => Some(amount),
        Err(problem) => {
            let message = format!("{problem}; the workload is left out");
            draft.note(NoteKind::Unreadable, attribute::WORKLOAD, &node.path, message);
            None
        }
    }
}

fn eqf<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, badge: &Node<'d>) {
    if let Some((node, _)) = extension::value(tree, badge, "EQF") {
        match node.scalar().as_deref().and_then(level::eqf) {
            Some(_) if draft.has(attribute::LEVEL) => {
                let message = "the badge states its level twice; that of the alignment counts";
                draft.note(NoteKind::Remark, attribute::LEVEL, &node.path, message);
            }
            Some(named) => put_level(draft, named, &node),
            None => {
                let message = format!("`{}` is no level of the EQF", node.scalar().unwrap_or_default());
                draft.note(NoteKind::UnknownCode, attribute::LEVEL, &node.path, message);
            }
        }
    }
    if let Some(node) = tree.get(badge, "eqfNlqfLevelVerified") {
        let said = if node.value.as_bool() == Some(true) { "was" } else { "was not" };
        let message = format!("the issuer says that the level {said} verified");
        draft.note(NoteKind::Remark, attribute::LEVEL, &node.path, message);
    }
}

/// What Open Educational Badges says that was learned: competencies, most of them of ESCO.
fn competencies<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, badge: &Node<'d>) {
    let Some(all) = extension::whole(tree, badge, "Competency") else {
        return;
    };
    let (mut outcomes, mut skills) = (Vec::new(), Vec::new());
    for one in crate::json::items(&all) {
        outcomes.extend(text::at(tree, &one, &["name"]));
        let identifiers = ["framework_identifier", "frameworkIdentifier"].iter().filter_map(|key| tree.get(&one, key));
        skills.extend(identifiers.filter(|n| n.text().is_some_and(|t| t.contains("/esco/skill/"))));
    }
    if !draft.has(attribute::LEARNING_OUTCOMES) {
        draft.words(attribute::LEARNING_OUTCOMES, outcomes);
    }
    if !draft.has(attribute::SKILLS) {
        draft.codes(attribute::SKILLS, scalars(skills));
    }
}

/// Codes that stand in one text with commas between them, as the interface of edubadges writes them, or in a list.
pub(crate) fn words<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, node: &Node<'d>, key: &str, of: AttributeId) {
    let mut found = Vec::new();
    for place in tree.list(node, key) {
        for word in place.text().unwrap_or_default().split(',').map(str::trim).filter(|w| !w.is_empty()) {
            let known = codes::code(of, word);
            let code = known.map_or_else(|| codes::unknown(word), ToOwned::to_owned);
            if known.is_none() {
                let message = format!("`{word}` is not in the list; it is kept as `{code}`");
                draft.note(NoteKind::UnknownCode, of, &place.path, message);
            }
            found.push((code, place.clone()));
        }
    }
    draft.codes(of, found);
}

/// Two answers, whether it was supervised and whether the identity was checked, make one code.
fn supervision<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, badge: &Node<'d>) {
    let of = attribute::SUPERVISION;
    let supervised = tree.get(badge, "assessmentSupervised").filter(|n| n.value.is_boolean());
    let checked = tree.get(badge, "assessmentIdVerified").filter(|n| n.value.is_boolean());
    match (supervised, checked) {
        (Some(supervised), Some(checked)) => {
            let code = match (supervised.value.as_bool() == Some(true), checked.value.as_bool() == Some(true)) {
                (true, true) => "supervised_with_identity",
                (true, false) => "supervised_without_identity",
                (false, true) => "unsupervised_with_identity",
                (false, false) => "unsupervised_without_identity",
            };
            let value = draft.code(code);
            let sources = vec![draft.source(&supervised), draft.source(&checked)];
            draft.put(of, value, sources);
        }
        (Some(node), None) | (None, Some(node)) => {
            let message = "supervision and verified identity belong together, and only one of them is said";
            draft.note(NoteKind::Ambiguous, of, &node.path, message);
        }
        (None, None) => {}
    }
}
