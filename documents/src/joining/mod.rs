//! Joining documents about the same learning: a result, the catalogue entry of the course, the record of the institution.
//!
//! No single document carries everything. What a credential lacks is filled in from the records that it refers to by their
//! identifiers, and from other records of the same credential; each fact keeps the document and the place that it was read
//! from. Where two disagree the credential's own record stands, and a note names both.

mod fill;
mod register;
mod same;
mod shown;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use credstack_model::vocabulary::{AttributeId, attribute};
use credstack_model::{Credential, Symbols};

use crate::document::{Document, Format, Found};
use crate::draft::Context;
use crate::note::{Note, NoteKind};
use crate::record::RecordKind;

use fill::{fill, take_in};
use register::{MOST_RECORDS, Register, Source, Start, is_global};
use same::{Entry, Groups};

/// Credentials of several documents, each once and as complete as the documents make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// The credentials, in the order of the names of their documents.
    pub credentials: Vec<Credential>,
    /// What the joining found: conflicts, identifiers that are not clear, references that lead nowhere. What the reading
    /// found stays with the documents.
    pub notes: Vec<Note>,
}

/// Joins documents. The result does not depend on their order.
///
/// `symbols` is the table that the documents were read with.
pub fn join(documents: &[Document], symbols: &Symbols) -> Joined {
    let mut sorted: Vec<&Document> = documents.iter().collect();
    sorted.sort_by_cached_key(|d| (Arc::clone(&d.name), d.format, contents(d)));
    let entries: Vec<Entry<'_>> = sorted
        .iter()
        .flat_map(|d| d.credentials.iter().map(|credential| Entry { document: &d.name, credential }))
        .collect();
    let links = links_of(&sorted);
    let register = Register::new(
        sorted.iter().flat_map(|d| d.records.iter().map(|record| Source { record, document: &d.name })).collect(),
    );
    let Groups { groups, apart } = same::groups(&entries, symbols);
    let mut joined = Joined { credentials: Vec::new(), notes: Vec::new() };
    let mut renamed: HashMap<(&str, &str), Arc<str>> = HashMap::new();
    let mut taken = Taken::default();
    for group in &groups {
        let members: Vec<&Entry<'_>> = group.iter().filter_map(|at| entries.get(*at)).collect();
        let Some(first) = members.first() else { continue };
        let mut credential = first.credential.clone();
        credential.id = distinct(&credential, &mut taken, first.document, &mut joined.notes);
        let mut starts: Vec<Start> = Vec::new();
        for (at, member) in members.iter().enumerate() {
            renamed.insert((&**member.document, &*member.credential.id), Arc::clone(&credential.id));
            if at > 0 {
                take_in(&mut credential, &member.credential.facts, symbols, &mut joined.notes);
                for part in &member.credential.parts {
                    if !credential.parts.contains(part) {
                        credential.parts.push(Arc::clone(part));
                    }
                }
            }
            let own = links.get(&(&**member.document, &*member.credential.id));
            starts.extend(own.into_iter().flatten().map(|to| Start { id: Arc::clone(to), kind: None }));
        }
        named(&credential, symbols, &mut starts);
        fill_from(&mut credential, &register, &starts, first.document, symbols, &mut joined.notes);
        joined.credentials.push(credential);
    }
    rename_parts(&mut joined.credentials, &groups, &entries, &renamed);
    for (owner, other, id) in apart {
        let (Some(owner), Some(other)) = (entries.get(owner), entries.get(other)) else { continue };
        let message = format!(
            "{} and {} both have the identifier `{id}` and are of different learners; they are not joined",
            owner.document, other.document
        );
        let about = renamed.get(&(&**other.document, &*other.credential.id)).cloned();
        joined.notes.push(note(NoteKind::Conflict, attribute::IDENTIFIER, about, message));
    }
    let mut told = HashSet::new();
    joined.notes.retain(|n| told.insert((n.credential.clone(), n.path.clone(), n.message.clone())));
    joined
}

/// Documents joined into one, which is called `joined` and has all that was noted of each. It has the format of the first.
pub fn as_document(documents: Vec<Document>, symbols: &Symbols) -> Document {
    let Joined { credentials, notes } = join(&documents, symbols);
    let format = documents.first().map_or(Format::Credstack, |document| document.format);
    let mut all: Vec<Note> = documents.into_iter().flat_map(|document| document.notes).collect();
    all.extend(notes);
    Document { name: "joined".into(), format, credentials, records: Vec::new(), links: Vec::new(), notes: all }
}

/// Fills the credentials of one document from the records in it. What these do not have may stand in another document.
pub(crate) fn within(context: Context<'_>, found: &mut Found) {
    if found.links.is_empty() || found.records.is_empty() {
        return;
    }
    let sources = found.records.iter().map(|record| Source { record, document: context.document }).collect();
    let register = Register::new(sources);
    let mut links: HashMap<&str, Vec<&Arc<str>>> = HashMap::new();
    for link in &found.links {
        links.entry(&*link.credential).or_default().push(&link.to);
    }
    let mut notes = Vec::new();
    for credential in &mut found.credentials {
        let own = links.get(&*credential.id).into_iter().flatten();
        let starts: Vec<Start> = own.map(|to| Start { id: Arc::clone(to), kind: None }).collect();
        let mut said = Vec::new();
        fill_from(credential, &register, &starts, context.document, context.symbols, &mut said);
        // What nothing here describes may stand in another document; that is told when documents are joined.
        said.retain(|n| n.kind != NoteKind::Remark);
        notes.extend(said);
    }
    found.notes.extend(notes);
}

/// What a document holds, to put documents of one name in an order.
fn contents(document: &Document) -> Vec<Arc<str>> {
    let credentials = document.credentials.iter().map(|c| Arc::clone(&c.id));
    credentials.chain(document.records.iter().map(|r| Arc::clone(&r.id))).collect()
}

fn links_of<'a>(documents: &[&'a Document]) -> HashMap<(&'a str, &'a str), BTreeSet<&'a Arc<str>>> {
    let mut links: HashMap<(&str, &str), BTreeSet<&Arc<str>>> = HashMap::new();
    for document in documents {
        for link in &document.links {
            links.entry((&*document.name, &*link.credential)).or_default().insert(&link.to);
        }
    }
    links
}

/// Identifiers among the facts by which records are found, where they are such in all the world.
fn named(credential: &Credential, symbols: &Symbols, starts: &mut Vec<Start>) {
    for (of, kind) in [
        (attribute::IDENTIFIER, RecordKind::Catalogue),
        (attribute::ISSUER_IDENTIFIER, RecordKind::Institution),
        (attribute::LEARNER_IDENTIFIER, RecordKind::Learner),
    ] {
        let ids = same::codes(&credential.facts, of, symbols).filter(|id| is_global(id));
        starts.extend(ids.map(|id| Start { id: id.into(), kind: Some(kind) }));
    }
}

fn fill_from(
    credential: &mut Credential,
    register: &Register<'_>,
    starts: &[Start],
    home: &str,
    symbols: &Symbols,
    notes: &mut Vec<Note>,
) {
    let reached = register.reach(starts, home);
    for at in &reached.records {
        if let Some(source) = register.get(*at) {
            fill(credential, &source.record.facts, symbols, notes);
        }
    }
    let about = || Some(Arc::clone(&credential.id));
    for (id, called) in reached.ambiguous {
        let message = format!("several records have the identifier `{id}`: {called}; none of them is used");
        notes.push(note(NoteKind::Ambiguous, attribute::IDENTIFIER, about(), message));
    }
    for (id, at) in reached.local {
        let Some(source) = register.get(at) else { continue };
        let message = format!(
            "`{id}` is no identifier in all the world; the record of that name in {} is taken, which is the only one here",
            source.document
        );
        notes.push(note(NoteKind::Ambiguous, attribute::IDENTIFIER, about(), message));
    }
    for id in reached.unknown {
        let message = format!("it refers to `{id}`, which no document here describes");
        notes.push(note(NoteKind::Remark, attribute::IDENTIFIER, about(), message));
    }
    if reached.cut {
        let message = format!("it refers to more than {MOST_RECORDS} records; the others are not used");
        notes.push(note(NoteKind::Dropped, attribute::IDENTIFIER, about(), message));
    }
}

fn note(kind: NoteKind, attribute: AttributeId, credential: Option<Arc<str>>, message: String) -> Note {
    Note { kind, credential, attribute: Some(attribute), path: String::new(), message }
}

/// The identifiers of the result.
#[derive(Default)]
struct Taken {
    ids: HashSet<Arc<str>>,
    /// The last number that a repeated identifier was given.
    numbers: HashMap<Arc<str>, usize>,
}

/// An identifier that no other credential of the result has.
fn distinct(credential: &Credential, taken: &mut Taken, document: &str, notes: &mut Vec<Note>) -> Arc<str> {
    let mut id = Arc::clone(&credential.id);
    while !taken.ids.insert(Arc::clone(&id)) {
        let number = taken.numbers.entry(Arc::clone(&credential.id)).or_insert(1);
        *number += 1;
        id = format!("{}#{number}", credential.id).into();
    }
    if id != credential.id {
        let message = format!(
            "another credential has the identifier `{}`; that of {document} is called `{id}` here",
            credential.id
        );
        notes.push(note(NoteKind::Conflict, attribute::IDENTIFIER, Some(Arc::clone(&id)), message));
    }
    id
}

/// Parts go by the identifiers that they have in the result.
fn rename_parts(
    credentials: &mut [Credential],
    groups: &[Vec<usize>],
    entries: &[Entry<'_>],
    renamed: &HashMap<(&str, &str), Arc<str>>,
) {
    for (credential, group) in credentials.iter_mut().zip(groups) {
        let mut parts: BTreeMap<Arc<str>, Arc<str>> = BTreeMap::new();
        for entry in group.iter().filter_map(|at| entries.get(*at)) {
            for part in &entry.credential.parts {
                if let Some(new) = renamed.get(&(&**entry.document, &**part)) {
                    parts.entry(Arc::clone(part)).or_insert_with(|| Arc::clone(new));
                }
            }
        }
        let own = Arc::clone(&credential.id);
        let mut seen = HashSet::new();
        let all = credential.parts.iter().map(|part| parts.get(part).unwrap_or(part)).cloned();
        credential.parts = all.filter(|part| *part != own && seen.insert(Arc::clone(part))).collect();
    }
}
