//! European Learning Model v3 (European Digital Credentials): `credentialSubject.hasClaim[]`.

mod achievement;
mod awarding;
mod base;
mod learner;
mod measure;
mod proof;
mod tree;

#[cfg(test)]
pub(crate) use awarding::region;
pub(crate) use learner::put_names;
pub(crate) use measure::put_level;
pub(crate) use proof::{put_grade_value, set_state};

use std::sync::Arc;

use credstack_model::Credential;
use credstack_model::vocabulary::attribute;

use crate::document::Found;
use crate::draft::{Context, Draft};
use crate::error::DocumentError;
use crate::gather::finish;
use crate::json::{Node, Tree};
use crate::note::NoteKind;
use crate::{names, unmapped};

use base::Envelope;

/// Reads one credential of ELM.
pub(crate) fn read<'d>(context: Context<'_>, tree: &Tree<'d>, credential: &Node<'d>) -> Result<Found, DocumentError> {
    let envelope = Envelope {
        credential: credential.clone(),
        issuer: tree.one(credential, "issuer"),
        higher_education: names::any(tree, credential, names::says_higher_education),
        enrolment: names::any(tree, credential, names::says_enrolment),
    };
    let base = names::identifier(credential, context.document);
    let mut found = Found::default();
    let subjects = tree.list(credential, "credentialSubject");
    for subject in &subjects {
        read_subject(context, tree, &envelope, subject, &base, &mut found)?;
    }
    finish(
        found,
        Draft::new(context),
        tree,
        credential,
        "it is a European Digital Credential whose `credentialSubject` has no claim in `hasClaim`",
    )
}

fn read_subject<'d>(
    context: Context<'_>,
    tree: &Tree<'d>,
    envelope: &Envelope<'d>,
    subject: &Node<'d>,
    base: &str,
    found: &mut Found,
) -> Result<(), DocumentError> {
    let mut learner = Draft::new(context);
    learner::read(&mut learner, tree, subject);
    let claims = tree.list(subject, "hasClaim");
    let (achievements, others): (Vec<_>, Vec<_>) = claims.into_iter().partition(is_achievement);
    let alone = achievements.is_empty();
    let tops = if alone { others.clone() } else { achievements };
    let forest = tree::Forest::grow(tree, &tops, base)?;
    let mut drafts: Vec<Draft<'_>> = Vec::new();
    for planted in &forest.trees {
        let parent = planted.parent.and_then(|at| drafts.get(at));
        let mut draft = achievement::read(tree, envelope, planted, &learner, parent);
        if planted.repeated {
            draft.note(
                NoteKind::Conflict,
                attribute::IDENTIFIER,
                &planted.node.path,
                format!(
                    "another achievement of the document has the same identifier; this one is called `{}`",
                    planted.id
                ),
            );
        }
        for circle in &planted.circles {
            draft.note(
                NoteKind::Conflict,
                None,
                circle,
                "this part contains what it is a part of; the circle is cut here",
            );
        }
        drafts.push(draft);
    }
    for (draft, planted) in drafts.into_iter().zip(&forest.trees) {
        let (id, parts) = (Arc::clone(&planted.id), planted.parts.clone());
        found.push(Credential { id, facts: draft.facts, parts, stated_id: None }, draft.notes);
    }
    let mut rest = Draft::new(context);
    rest.notes.extend(learner.notes);
    if !alone {
        for other in &others {
            note_other(&mut rest, tree, other);
        }
    }
    unmapped::note_unread(&mut rest, tree, subject);
    found.notes.extend(rest.notes);
    Ok(())
}

/// A claim that some learning was achieved. One test file leaves out the type; a title or a specification shows what it is.
fn is_achievement(claim: &Node<'_>) -> bool {
    claim.is("LearningAchievement")
        || (crate::json::types(claim.value).next().is_none() && (claim.has("title") || claim.has("specifiedBy")))
}

fn note_other(draft: &mut Draft<'_>, tree: &Tree<'_>, claim: &Node<'_>) {
    let sort = crate::json::types(claim.value).next().unwrap_or("claim").to_owned();
    let name = crate::read::concept::spoken(tree, claim);
    draft.note(
        NoteKind::Dropped,
        attribute::TITLE,
        &claim.path,
        format!("the {sort} `{name}` is no learning achievement; it is not taken as a credential"),
    );
}
