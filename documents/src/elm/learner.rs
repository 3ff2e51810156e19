//! The learner: names, identifiers, date of birth.

use std::collections::HashMap;

use credstack_model::facts::{Text, Value};
use credstack_model::vocabulary::attribute;

use crate::draft::Draft;
use crate::json::{Node, Tree};
use crate::local::is_local;
use crate::read::text;

pub(crate) fn read<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, subject: &Node<'d>) {
    names(draft, tree, subject);
    let mut found = identifiers(tree, subject);
    found.retain(|(id, _)| !is_local(id));
    draft.codes(attribute::LEARNER_IDENTIFIER, found);
    if let Some(born) = tree.get(subject, "dateOfBirth") {
        draft.day(attribute::LEARNER_BORN, &born);
    }
}

fn names<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, subject: &Node<'d>) {
    let given = text::at(tree, subject, &["givenName"]);
    let family = text::at(tree, subject, &["familyName"]);
    let mut full = text::at(tree, subject, &["fullName"]);
    let plain = text::at(tree, subject, &["name"]);
    if full.is_empty() {
        full = plain;
    }
    if !full.is_empty() {
        draft.words(attribute::LEARNER_NAME, full);
        return;
    }
    put_names(draft, &given, &family);
}

/// Sets the name of a learner from given and family names, of each language one.
pub(crate) fn put_names<'d>(draft: &mut Draft<'_>, given: &[(Text, Node<'d>)], family: &[(Text, Node<'d>)]) {
    let families: HashMap<_, _> = family.iter().rev().map(|f| (f.0.language.clone(), f)).collect();
    let mut texts = Vec::new();
    let mut sources = Vec::new();
    for (first, at) in given {
        let last = families.get(&first.language).copied();
        let words = last.map_or_else(|| first.words.to_string(), |(f, _)| format!("{} {}", first.words, f.words));
        texts.push(Text { language: first.language.clone(), words: words.into() });
        sources.push(draft.source(at));
        sources.extend(last.map(|(_, at)| draft.source(at)));
    }
    if texts.is_empty() {
        draft.words(attribute::LEARNER_NAME, family.to_vec());
    } else {
        draft.put(attribute::LEARNER_NAME, Value::Text(texts), sources);
    }
}

fn identifiers<'d>(tree: &Tree<'d>, subject: &Node<'d>) -> Vec<(String, Node<'d>)> {
    let mut found: Vec<Node<'d>> = Vec::new();
    found.extend(tree.get(subject, "id"));
    for keys in [&["nationalID"][..], &["identifier"]] {
        for node in tree.follow(subject, keys) {
            found.extend(tree.get(&node, "notation").or_else(|| tree.get(&node, "identityHash")));
        }
    }
    found.extend(tree.get(subject, "studentNumber"));
    for mailbox in tree.follow(subject, &["contactPoint", "emailAddress"]) {
        found.extend(tree.get(&mailbox, "id").or(Some(mailbox)));
    }
    found.into_iter().filter_map(|n| Some((n.scalar()?, n))).filter(|(text, _)| !text.trim().is_empty()).collect()
}
