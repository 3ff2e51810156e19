//! EBSI verifiable attestations of education, in the two shapes that came before the European Learning Model v3: one
//! `learningAchievement` with its specification beside it, and a tree of what was `achieved`.

mod common;
mod flat;
mod nested;

use credstack_model::facts::Value;
use credstack_model::vocabulary::attribute;

use crate::document::Found;
use crate::draft::{Context, Draft};
use crate::elm::put_names;
use crate::error::DocumentError;
use crate::gather::finish;
use crate::json::{Node, Tree};
use crate::ob3::people::scalars;
use crate::read::text;
use crate::{names, unmapped};

use common::{body, identifiers, put};

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
    finish(found, common, tree, credential, "it is an EBSI attestation that says nothing of what was achieved")
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
