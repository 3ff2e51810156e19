//! What one record says, taken into another: what is missing is filled in with where it comes from, and what differs is told.

use std::sync::Arc;

use credstack_model::facts::{Fact, Facts, Knowledge, Standing, Text, Value};
use credstack_model::vocabulary::{AttributeId, attribute};
use credstack_model::{Credential, Symbols};

use super::shown;
use crate::note::{Note, NoteKind};

/// Attributes of which two records say different things without contradicting each other.
const TOGETHER: [AttributeId; 4] = [
    attribute::IDENTIFIER,
    attribute::ISSUER_IDENTIFIER,
    attribute::LEARNER_IDENTIFIER,
    attribute::FURTHER_INFORMATION,
];

/// Fills a credential from the facts of another record. Where both say something and differ, the credential's stands.
pub(super) fn fill(credential: &mut Credential, from: &Facts, symbols: &Symbols, notes: &mut Vec<Note>) {
    for (id, new) in from.iter() {
        let Some(have) = credential.facts.get(id) else {
            credential.facts.set(id, new.clone());
            continue;
        };
        let (merged, differs) = combine(id, have, new);
        if differs {
            notes.push(Note {
                kind: NoteKind::Conflict,
                credential: Some(Arc::clone(&credential.id)),
                attribute: Some(id),
                path: have.provenance.first().map(|p| p.path.clone()).unwrap_or_default(),
                message: format!(
                    "{} and {} disagree; the first stands, which is the credential's own or the nearer record",
                    shown::fact(have, symbols),
                    shown::fact(new, symbols)
                ),
            });
        }
        if let Some(merged) = merged {
            credential.facts.set(id, merged);
        }
    }
}

/// Takes another record of the same into a credential. A proof speaks for the document that it stands in: whoever hands in one with
/// a proof may hand in a second one without, which names the same identifier. What an office has stated goes for both.
pub(super) fn take_in(credential: &mut Credential, from: &Facts, symbols: &Symbols, notes: &mut Vec<Note>) {
    let own = credential.facts.get(attribute::AUTHENTIC).cloned();
    let other = from.get(attribute::AUTHENTIC).cloned();
    fill(credential, from, symbols, notes);
    let is = |fact: Option<&Fact>, yes: bool| fact.is_some_and(|f| f.knowledge == Knowledge::Known(Value::Truth(yes)));
    let is_proof =
        |fact: Option<&Fact>| fact.is_some_and(|f| f.provenance.iter().any(|p| p.standing == Standing::Derived));
    if !is_proof(own.as_ref()) && !is_proof(other.as_ref()) {
        return;
    }
    let broken = [&own, &other].into_iter().flatten().find(|fact| is(Some(fact), false));
    match broken {
        Some(fact) => credential.facts.set(attribute::AUTHENTIC, fact.clone()),
        None if is(own.as_ref(), true) && is(other.as_ref(), true) => {}
        // The office has stated it of one, and nothing is known against the other.
        None if is(own.as_ref(), true) && !is_proof(own.as_ref()) => {}
        None => drop(credential.facts.remove(attribute::AUTHENTIC)),
    }
}

/// Both facts in one, where the new one adds something, and whether they differ.
fn combine(id: AttributeId, have: &Fact, new: &Fact) -> (Option<Fact>, bool) {
    let (Knowledge::Known(old), Knowledge::Known(added)) = (&have.knowledge, &new.knowledge) else {
        return (None, have.knowledge != new.knowledge);
    };
    let together = TOGETHER.contains(&id);
    let (value, differs) = match (old, added) {
        (Value::Text(old), Value::Text(new)) => {
            let differs = !together && !agree(old, new);
            let fits = |t: &Text| {
                !old.contains(t) && (together || !old.iter().any(|o| same_language(&o.language, &t.language)))
            };
            (extended(old, new, fits).map(Value::Text), differs)
        }
        (Value::Codes(old), Value::Codes(new)) if together => {
            (extended(old, new, |c| !old.contains(c)).map(Value::Codes), false)
        }
        (Value::Codes(old), Value::Codes(new)) => {
            (None, !(old.iter().all(|c| new.contains(c)) && new.iter().all(|c| old.contains(c))))
        }
        (Value::Workload(old), Value::Workload(new)) => {
            let differs = new.iter().any(|n| old.iter().any(|o| o.unit == n.unit && o.amount != n.amount));
            (extended(old, new, |n| !old.iter().any(|o| o.unit == n.unit)).map(Value::Workload), differs)
        }
        (Value::Level(old), Value::Level(new)) => {
            let differs = new.iter().any(|n| old.iter().any(|o| o.framework == n.framework && o.label != n.label));
            (extended(old, new, |n| !old.iter().any(|o| o.framework == n.framework)).map(Value::Level), differs)
        }
        (old, new) => (None, old != new),
    };
    let merged = value.map(|value| {
        let mut provenance = have.provenance.clone();
        provenance.extend(new.provenance.iter().filter(|p| !have.provenance.contains(p)).cloned());
        Fact { knowledge: Knowledge::Known(value), provenance }
    });
    (merged, differs)
}

/// The items of the first with those of the second that fit; nothing where none does.
fn extended<T: Clone>(old: &[T], new: &[T], fits: impl Fn(&T) -> bool) -> Option<Vec<T>> {
    let added: Vec<T> = new.iter().filter(|item| fits(item)).cloned().collect();
    (!added.is_empty()).then(|| old.iter().cloned().chain(added).collect())
}

/// Whether words agree: in every language that both have, both say the same.
fn agree(old: &[Text], new: &[Text]) -> bool {
    let plain = |text: &Text| text.words.trim().to_lowercase();
    new.iter().all(|n| {
        let mut beside = old.iter().filter(|o| same_language(&o.language, &n.language)).peekable();
        beside.peek().is_none() || beside.any(|o| plain(o) == plain(n))
    })
}

/// Whether two tags name one language; a tag that is missing can be any.
fn same_language(a: &str, b: &str) -> bool {
    let primary = |tag: &str| tag.split('-').next().unwrap_or("").to_owned();
    a.is_empty() || b.is_empty() || primary(a) == primary(b)
}
