//! One learning achievement and its specification.

use credstack_model::facts::Value;
use credstack_model::vocabulary::attribute;

use super::base::{Envelope, Places};
use super::tree::Planted;
use super::{awarding, measure, proof};
use crate::draft::Draft;
use crate::json::{Node, Tree};
use crate::local::is_local;
use crate::note::NoteKind;
use crate::read::{codes, concept, language, text};
use crate::{names, unmapped};

/// Reads one achievement; a part takes over what its whole says of the issuer where it names none itself.
pub(crate) fn read<'a, 'd>(
    tree: &Tree<'d>,
    envelope: &Envelope<'d>,
    planted: &Planted<'d>,
    learner: &Draft<'a>,
    parent: Option<&Draft<'a>>,
) -> Draft<'a> {
    let claim = planted.node.clone();
    let mut draft = Draft::new(learner.context);
    draft.facts = learner.facts.clone();
    let places = Places {
        specifications: tree.list(&claim, "specifiedBy"),
        activities: tree.list(&claim, "influencedBy"),
        assessments: proof::assessments(tree, &claim),
        claim: claim.clone(),
    };
    inherit(&mut draft, tree, &claim, parent);
    if parent.is_none() || !awarding::bodies(tree, &claim).is_empty() {
        awarding::read(&mut draft, tree, envelope, &claim);
    }
    awarding::dates(&mut draft, tree, envelope, &claim);
    words(&mut draft, tree, &places);
    listed(&mut draft, tree, &places);
    kind(&mut draft, tree, envelope, &places, planted.parent.is_none());
    measure::workload(&mut draft, tree, &places);
    measure::level(&mut draft, tree, envelope, &places);
    proof::read(&mut draft, tree, &places);
    for node in std::iter::once(&places.claim)
        .chain(&places.specifications)
        .chain(&places.activities)
        .chain(&places.assessments)
        .chain(&tree.list(&claim, "awardedBy"))
        .chain(&awarding::bodies(tree, &claim))
    {
        unmapped::note_unread(&mut draft, tree, node);
    }
    draft
}

/// What the whole says of its issuer holds for a part that names no awarding body.
fn inherit(draft: &mut Draft<'_>, tree: &Tree<'_>, claim: &Node<'_>, parent: Option<&Draft<'_>>) {
    let Some(parent) = parent else { return };
    if !awarding::bodies(tree, claim).is_empty() {
        return;
    }
    for of in [
        attribute::ISSUER_NAME,
        attribute::ISSUER_IDENTIFIER,
        attribute::ISSUER_COUNTRY,
        attribute::ISSUER_REGION,
        attribute::ISSUED,
    ] {
        if let Some(fact) = parent.facts.get(of) {
            draft.facts.set(of, fact.clone());
        }
    }
}

fn words<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, places: &Places<'d>) {
    let specified =
        |keys: &[&str]| -> Vec<_> { places.specifications.iter().flat_map(|q| text::at(tree, q, keys)).collect() };
    let mut title = text::at(tree, &places.claim, &["title"]);
    let other = specified(&["title"]);
    if title.is_empty() {
        title = other;
    }
    draft.words(attribute::TITLE, title);
    let mut outcomes = specified(&["learningOutcome", "title"]);
    outcomes.extend(specified(&["learningOutcomeSummary", "noteLiteral"]));
    draft.words(attribute::LEARNING_OUTCOMES, outcomes);
    draft.words(attribute::PREREQUISITES, specified(&["entryRequirement", "noteLiteral"]));
    let mut further = text::at(tree, &places.claim, &["additionalNote", "noteLiteral"]);
    further.extend(specified(&["additionalNote", "noteLiteral"]));
    further.extend(text::at(tree, &places.claim, &["description"]));
    further.extend(specified(&["description"]));
    draft.words(attribute::FURTHER_INFORMATION, further);
}

/// Identifiers, skills, fields, languages, setting.
fn listed<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, places: &Places<'d>) {
    let specified =
        |keys: &[&str]| -> Vec<Node<'d>> { places.specifications.iter().flat_map(|q| tree.follow(q, keys)).collect() };
    let mut ids = tree.follow(&places.claim, &["identifier", "notation"]);
    ids.extend(specified(&["identifier", "notation"]));
    // An identifier that is followed leads to the specification itself.
    ids.extend(places.specifications.iter().filter_map(|q| tree.get(q, "id")));
    let ids = ids
        .into_iter()
        .filter_map(|n| Some((n.scalar()?, n)))
        .filter(|(id, _)| !is_local(id) && !id.trim().is_empty())
        .collect();
    draft.codes(attribute::IDENTIFIER, ids);
    let mut skills = specified(&["learningOutcome", "relatedESCOSkill"]);
    skills.extend(specified(&["learningOutcome", "relatedSkill"]));
    let skills = skills
        .iter()
        .filter_map(|s| {
            let named = |n: Node<'d>| Some((n.scalar()?, n));
            let global = concept::places(tree, s)
                .into_iter()
                .filter_map(named)
                .find(|(id, n)| n.path.ends_with("id") && !is_local(id));
            // A skill without an identifier of its own is known by its label.
            global.or_else(|| {
                let label = concept::labels(tree, s).into_iter().next()?;
                Some((codes::unknown(label.text()?), label))
            })
        })
        .collect();
    draft.codes(attribute::SKILLS, skills);
    let mut fields = specified(&["thematicArea"]);
    fields.extend(specified(&["educationSubject"]));
    put_fields(draft, tree, &fields);
    let mut spoken = specified(&["language"]);
    for node in places.activities.iter().chain(&places.assessments) {
        spoken.extend(tree.follow(node, &["specifiedBy", "language"]));
    }
    let spoken = spoken
        .iter()
        .filter_map(|l| concept::places(tree, l).into_iter().find_map(|n| Some((language::language(n.text()?)?, n))))
        .collect();
    draft.codes(attribute::LANGUAGE, spoken);
    concept::put_codes(draft, tree, attribute::SETTING, &specified(&["learningSetting"]));
}

fn put_fields<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, fields: &[Node<'d>]) {
    let mut found = Vec::new();
    for concept in fields {
        let known = concept::places(tree, concept).into_iter().find_map(|n| Some((codes::field(&n.scalar()?)?, n)));
        match known {
            Some(known) => found.push(known),
            None => draft.note(
                NoteKind::UnknownCode,
                attribute::FIELD,
                &concept.path,
                format!("`{}` is no ISCED-F code of two to four digits", concept::spoken(tree, concept)),
            ),
        }
    }
    draft.codes(attribute::FIELD, found);
}

/// What the document itself calls the credential; of a part, only what its own specification says.
fn kind<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, envelope: &Envelope<'d>, places: &Places<'d>, top: bool) {
    let whole = names::credential_type(tree, &envelope.credential).filter(|_| top);
    let mut named = None;
    for concept in places.specifications.iter().flat_map(|q| tree.list(q, "dcType")) {
        let known = concept::places(tree, &concept)
            .into_iter()
            .find_map(|n| Some((codes::code(attribute::TYPE, n.text()?)?, n)));
        if known.is_none() {
            let name = concept::spoken(tree, &concept);
            draft.note(
                NoteKind::Unmapped,
                attribute::TYPE,
                &concept.path,
                format!("the type of learning opportunity `{name}` is no type of credential"),
            );
        }
        named = named.or(known);
    }
    if let Some((code, node)) = whole {
        let value = draft.code(code);
        draft.derive(attribute::TYPE, value, &node);
    } else if let Some((code, node)) = named {
        let value: Value = draft.code(code);
        draft.declare(attribute::TYPE, value, &node);
    }
}
