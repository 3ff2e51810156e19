//! The assertion itself: to whom, when, with which grade, and how it could be verified.

use credstack_model::facts::Value;
use credstack_model::vocabulary::{AttributeId, attribute};

use crate::draft::Draft;
use crate::elm::put_grade_value;
use crate::json::{Node, Tree, raw};
use crate::note::NoteKind;
use crate::ob3::people::{hashed, scalars};
use crate::read::dates::{self, Day};
use crate::read::text;

pub(crate) fn read<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, assertion: &Node<'d>) {
    recipient(draft, tree, assertion);
    if let Some(node) = tree.get(assertion, "issuedOn")
        && day(draft, attribute::ISSUED, &node)
    {
        draft.derive(attribute::COMPLETED, Value::Truth(true), &node);
    }
    if let Some(node) = tree.get(assertion, "expires") {
        day(draft, attribute::EXPIRES, &node);
    }
    let grades: Vec<_> = ["grade_achieved", "gradeAchieved"]
        .iter()
        .filter_map(|key| tree.get(assertion, key))
        .flat_map(|node| text::texts(&node))
        .collect();
    put_grade_value(draft, &grades);
    draft.words(attribute::GRADE, grades);
    draft.words(attribute::FURTHER_INFORMATION, text::at(tree, assertion, &["narrative"]));
    if let Some(node) = tree.get(assertion, "revoked")
        && let Some(revoked) = node.value.as_bool()
    {
        draft.declare(attribute::REVOKED, Value::Truth(revoked), &node);
    }
    unverified(draft, tree, assertion);
}

fn recipient<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, assertion: &Node<'d>) {
    let Some(recipient) = tree.one(assertion, "recipient") else {
        return;
    };
    let kind = tree.get(&recipient, "type").and_then(|n| n.text());
    let is_hashed = tree.get(&recipient, "hashed").is_some_and(|n| n.value.as_bool() == Some(true));
    let salt = tree.get(&recipient, "salt").and_then(|n| n.text());
    let identity = tree.get(&recipient, "identity").or_else(|| Some(recipient.clone()).filter(|n| n.text().is_some()));
    if let Some(node) = &identity
        && is_hashed
    {
        hashed(draft, node, kind, salt);
    }
    draft.codes(attribute::LEARNER_IDENTIFIER, scalars(identity.into_iter().collect()));
    let mut names = Vec::new();
    for profile in ["extensions:recipientProfile", "recipientProfile"] {
        names.extend(text::at(tree, assertion, &[profile, "name"]));
    }
    draft.words(attribute::LEARNER_NAME, names);
}

/// Sets a day; older issuers count seconds instead of writing a date.
fn day(draft: &mut Draft<'_>, of: AttributeId, node: &Node<'_>) -> bool {
    if !node.value.is_number() {
        return draft.day(of, node).is_some();
    }
    match dates::seconds(&raw(node.value)) {
        Day::Known(range) | Day::Late(range) => {
            draft.declare(of, Value::Date(range), node);
            true
        }
        Day::None(why) => {
            draft.note(NoteKind::Unreadable, of, &node.path, format!("{why}; the date is left out"));
            false
        }
    }
}

/// What would have to be asked of the issuer's site or verified with its key.
fn unverified<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, assertion: &Node<'d>) {
    let Some(node) = tree.get(assertion, "verification").or_else(|| tree.get(assertion, "verify")) else {
        return;
    };
    let sort = tree.get(&node, "type").and_then(|n| n.text()).unwrap_or_default().to_lowercase();
    let said = if sort.contains("signed") {
        "the badge is signed by a key that its issuer publishes; the signature was not verified"
    } else {
        "whether the badge is authentic shows at its address, which was not asked"
    };
    draft.note(NoteKind::NotVerified, attribute::AUTHENTIC, &node.path, said);
}
