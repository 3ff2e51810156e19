//! EBSI verifiable attestations of education, in the two shapes that came before the European Learning Model v3: one
//! `learningAchievement` with its specification beside it, and a tree of what was `achieved`.

mod flat;
mod nested;

use std::sync::Arc;

use credstack_model::Credential;
use credstack_model::facts::Value;
use credstack_model::vocabulary::attribute;
use credstack_model::workload::WorkloadUnit;

use crate::document::Found;
use crate::draft::{Context, Draft};
use crate::elm::{Stated, put_level, put_names};
use crate::error::DocumentError;
use crate::json::{Node, Tree};
use crate::note::NoteKind;
use crate::ob3::people::scalars;
use crate::read::workload::{Duration, duration};
use crate::read::{codes, level, text};
use crate::record::Link;
use crate::{names, unmapped};

/// Reads one attestation.
pub(crate) fn read<'d>(context: Context<'_>, tree: &Tree<'d>, credential: &Node<'d>) -> Result<Found, DocumentError> {
    let mut found = Found::default();
    let base = names::identifier(credential, context.document);
    let mut common = Draft::new(context);
    whole(&mut common, tree, credential);
    for (at, subject) in tree.list(credential, "credentialSubject").iter().enumerate() {
        let mut draft = Draft::new(context);
        draft.facts = common.facts.clone();
        learner(&mut draft, tree, subject);
        let base = if at == 0 { base.clone() } else { format!("{base}#{}", at + 1) };
        if subject.has("learningAchievement") {
            flat::read(&mut draft, tree, credential, subject);
            unmapped::note_unread(&mut draft, tree, subject);
            put(&mut found, base.into(), draft, Vec::new());
        } else {
            nested::read(&draft, tree, credential, subject, &base, &mut found)?;
            let mut rest = Draft::new(context);
            unmapped::note_unread(&mut rest, tree, subject);
            found.notes.extend(draft.notes);
            found.notes.extend(rest.notes);
        }
    }
    names::note_unverified(&mut common, tree, credential);
    unmapped::note_unread(&mut common, tree, credential);
    found.notes.extend(common.notes);
    if found.credentials.is_empty() {
        return Err(DocumentError::NoCredential {
            path: names::place(&credential.path),
            found: "it is an EBSI attestation that says nothing of what was achieved".to_owned(),
            help: "ask the issuer for the complete credential".to_owned(),
        });
    }
    Ok(found)
}

/// Adds a credential with links to who awarded it and what it was awarded for.
fn put(found: &mut Found, id: Arc<str>, draft: Draft<'_>, parts: Vec<Arc<str>>) {
    let to = [attribute::IDENTIFIER, attribute::ISSUER_IDENTIFIER].into_iter().flat_map(|of| draft.codes_of(of));
    found.links.extend(Link::all(&id, to));
    found.push(Credential { id, facts: draft.facts, parts, stated_id: None }, draft.notes);
}

/// What is said of the whole document: dates, type, who issued it.
fn whole<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, credential: &Node<'d>) {
    let issued: Vec<_> =
        ["issued", "issuanceDate", "validFrom"].iter().filter_map(|key| tree.get(credential, key)).collect();
    for node in &issued {
        if draft.day(attribute::ISSUED, node).is_some() {
            draft.derive(attribute::COMPLETED, Value::Truth(true), node);
            break;
        }
    }
    for key in ["expirationDate", "validUntil"] {
        if let Some(node) = tree.get(credential, key)
            && draft.day(attribute::EXPIRES, &node).is_some()
        {
            break;
        }
    }
    if let Some((code, node)) = names::credential_type(tree, credential) {
        let value = draft.code(code);
        draft.derive(attribute::TYPE, value, &node);
    }
    if let Some(issuer) = tree.one(credential, "issuer") {
        body(draft, tree, &[issuer]);
    }
}

fn learner<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, subject: &Node<'d>) {
    let first = |keys: &[&str]| {
        keys.iter().map(|key| text::at(tree, subject, &[key])).find(|found| !found.is_empty()).unwrap_or_default()
    };
    let given = first(&["givenNames", "givenName", "firstName"]);
    let family = first(&["familyName", "lastName"]);
    put_names(draft, &given, &family);
    let mut places: Vec<Node<'d>> = tree.get(subject, "id").into_iter().collect();
    places.extend(identifiers(tree, subject));
    draft.codes(attribute::LEARNER_IDENTIFIER, scalars(places));
    if let Some(born) = tree.get(subject, "dateOfBirth") {
        draft.day(attribute::LEARNER_BORN, &born);
    }
}

/// Identifiers of a node: plain, or a value beside the scheme that it is of.
fn identifiers<'d>(tree: &Tree<'d>, node: &Node<'d>) -> Vec<Node<'d>> {
    let all = tree.list(node, "identifier").into_iter();
    all.map(|one| tree.get(&one, "value").or_else(|| tree.get(&one, "notation")).unwrap_or(one)).collect()
}

/// Sets who awarded it: names where there are any, and identifiers. `Unknown` is what tools write for none.
fn body<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, bodies: &[Node<'d>]) {
    let mut called = Vec::new();
    let mut places = Vec::new();
    for body in bodies {
        let names = ["preferredName", "legalName", "name"].iter().map(|key| text::at(tree, body, &[key]));
        called.extend(names.into_iter().find(|found| !found.is_empty()).unwrap_or_default());
        places.extend(body.text().map(|_| body.clone()));
        for key in ["id", "registration", "eidasLegalIdentifier", "vatIdentifier", "taxIdentifier"] {
            places.extend(tree.get(body, key));
        }
        for node in tree.list(body, "eIDASIdentifier") {
            places.extend(tree.get(&node, "notation"));
        }
        let _ = tree.get(body, "homepage");
        unmapped::note_unread(draft, tree, body);
    }
    places.retain(|n| n.text().is_none_or(|t| !t.trim().eq_ignore_ascii_case("unknown")));
    let found = scalars(places);
    if !called.is_empty() {
        draft.words(attribute::ISSUER_NAME, called);
    }
    if !found.is_empty() {
        draft.codes(attribute::ISSUER_IDENTIFIER, found);
    }
}

/// What was to be learned: workload, level, field. Each property goes by several spellings.
fn specification<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, specifications: &[Node<'d>]) {
    let mut stated = Stated::default();
    let mut fields = Vec::new();
    for one in specifications {
        for node in spelled(tree, one, &["ectsCreditPoints", "ECTSCreditPoints", "eCTSCreditPoints"]) {
            match node.scalar().unwrap_or_default().parse() {
                Ok(amount) => stated.add(draft, amount, WorkloadUnit::Ects, &node),
                Err(problem) => {
                    let message = format!("{problem}; the credits are left out");
                    draft.note(NoteKind::Unreadable, attribute::WORKLOAD, &node.path, message);
                }
            }
        }
        for node in tree.list(one, "volumeOfLearning") {
            let said = node.scalar().unwrap_or_default();
            match duration(&said) {
                Duration::Hours(amount) => stated.add(draft, amount, WorkloadUnit::Hours, &node),
                Duration::Ambiguous(why) => {
                    let message = format!("`{said}` is not taken as a workload: {why}");
                    draft.note(NoteKind::Ambiguous, attribute::WORKLOAD, &node.path, message);
                }
            }
        }
        levels(draft, tree, one);
        for node in spelled(tree, one, &["iscedfCode", "ISCEDFCode", "iSCEDFCode"]) {
            let said = node.scalar().unwrap_or_default();
            match codes::field(&said) {
                Some(code) => fields.push((code, node)),
                None => {
                    let message = format!("`{said}` is no ISCED-F code of two to four digits");
                    draft.note(NoteKind::UnknownCode, attribute::FIELD, &node.path, message);
                }
            }
        }
        let mut outcomes = text::at(tree, one, &["learningOutcome", "name"]);
        outcomes.extend(text::at(tree, one, &["learningOutcome", "title"]));
        outcomes.extend(text::at(tree, one, &["learningOutcome"]));
        if !outcomes.is_empty() {
            draft.words(attribute::LEARNING_OUTCOMES, outcomes);
        }
    }
    stated.put(draft);
    draft.codes(attribute::FIELD, fields);
}

fn levels<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, specification: &Node<'d>) {
    for node in spelled(tree, specification, &["eqfLevel", "EQFLevel", "eqflLevel"]) {
        match node.scalar().as_deref().and_then(level::eqf) {
            Some(named) if !draft.has(attribute::LEVEL) => put_level(draft, named, &node),
            Some(_) => {}
            None => {
                let message = format!("`{}` is no level of the EQF", node.scalar().unwrap_or_default());
                draft.note(NoteKind::UnknownCode, attribute::LEVEL, &node.path, message);
            }
        }
    }
    for node in spelled(tree, specification, &["nqfLevel", "NQFLevel", "nqflLevel"]) {
        let message =
            format!("the level `{}` is of a national framework that is not named", node.scalar().unwrap_or_default());
        draft.note(NoteKind::Unmapped, attribute::LEVEL, &node.path, message);
    }
}

/// Everything under the spellings of one property.
fn spelled<'d>(tree: &Tree<'d>, node: &Node<'d>, keys: &[&str]) -> Vec<Node<'d>> {
    keys.iter().flat_map(|key| tree.list(node, key)).collect()
}
