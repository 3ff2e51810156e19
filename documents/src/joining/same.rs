//! Which credentials of several documents are records of one and the same: a badge, and the line of a transcript about it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use credstack_model::facts::{Facts, Value};
use credstack_model::vocabulary::{AttributeId, attribute};
use credstack_model::{Credential, Symbols};

use super::register::is_global;

/// A credential and the document that it stands in.
pub(super) struct Entry<'a> {
    pub(super) document: &'a Arc<str>,
    pub(super) credential: &'a Credential,
}

/// Credentials that are records of one, and what was told on the way.
pub(super) struct Groups {
    /// Each with the record that comes first; in the order of these.
    pub(super) groups: Vec<Vec<usize>>,
    /// Pairs that share an identifier and are of different learners, with the identifier.
    pub(super) apart: Vec<(usize, usize, Arc<str>)>,
}

/// Puts together what is one. An entry owns its identifier; another one with the same, or one that names it among its
/// identifiers, is a record of the same, unless it is of another learner.
pub(super) fn groups(entries: &[Entry<'_>], symbols: &Symbols) -> Groups {
    let mut owners: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let own = entry.credential.stated_id.as_ref().unwrap_or(&entry.credential.id);
        if is_global(own) {
            owners.entry(&**own).or_default().push(at);
        }
    }
    let mut first: Vec<usize> = (0..entries.len()).collect();
    let mut apart = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let own = entry.credential.stated_id.as_ref().unwrap_or(&entry.credential.id);
        let named = codes(&entry.credential.facts, attribute::IDENTIFIER, symbols);
        for id in std::iter::once(&**own).chain(named) {
            let Some(owner) = owner_of(&owners, id, entries) else { continue };
            let Some(other) = entries.get(owner).filter(|o| o.document != entry.document) else { continue };
            if of_different_learners(&entry.credential.facts, &other.credential.facts, symbols) {
                apart.push((owner, at, id.into()));
                continue;
            }
            let (a, b) = (root(&first, owner), root(&first, at));
            // The owner of an identifier comes before those that only name it.
            if let Some(slot) = first.get_mut(b) {
                *slot = a;
            }
        }
    }
    let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..entries.len() {
        let whole = root(&first, at);
        let group = found.entry(whole).or_insert_with(|| vec![whole]);
        if at != whole {
            group.push(at);
        }
    }
    Groups { groups: found.into_values().collect(), apart }
}

/// The first entry that owns an identifier; nobody where one document has it twice.
fn owner_of(owners: &BTreeMap<&str, Vec<usize>>, id: &str, entries: &[Entry<'_>]) -> Option<usize> {
    let all = owners.get(id)?;
    let documents: BTreeSet<&str> = all.iter().filter_map(|at| Some(&**entries.get(*at)?.document)).collect();
    (documents.len() == all.len()).then(|| all.first().copied()).flatten()
}

fn root(first: &[usize], at: usize) -> usize {
    let mut here = at;
    // A chain is no longer than there are entries.
    for _ in 0..first.len() {
        match first.get(here) {
            Some(next) if *next != here => here = *next,
            _ => break,
        }
    }
    here
}

/// Whether both name their learner and nothing that they say of him or her is the same.
fn of_different_learners(a: &Facts, b: &Facts, symbols: &Symbols) -> bool {
    let ids = |f: &Facts| -> BTreeSet<String> {
        codes(f, attribute::LEARNER_IDENTIFIER, symbols).map(ToOwned::to_owned).collect()
    };
    let names = |f: &Facts| -> BTreeSet<String> {
        match f.value(attribute::LEARNER_NAME) {
            Some(Value::Text(texts)) => texts.iter().map(|t| t.words.trim().to_lowercase()).collect(),
            _ => BTreeSet::new(),
        }
    };
    if !ids(a).is_disjoint(&ids(b)) {
        return false;
    }
    let (left, right) = (names(a), names(b));
    !left.is_empty() && !right.is_empty() && left.is_disjoint(&right)
}

/// The codes of an attribute as they are written.
pub(super) fn codes<'s>(facts: &Facts, of: AttributeId, symbols: &'s Symbols) -> impl Iterator<Item = &'s str> {
    let all = match facts.value(of) {
        Some(Value::Codes(codes)) => codes.clone(),
        _ => Vec::new(),
    };
    all.into_iter().map(|code| symbols.text(code))
}
