//! Reads credential documents into typed facts: Open Badges 3.0, the European Learning Model v3 and the project's own JSON.
//!
//! Bytes in, facts out: no file, clock or environment. Every fact says where it was read from, and what was not taken is
//! listed as a note. `docs/formats.md` has the table of what is read from where.

mod archive;
mod detect;
mod document;
mod draft;
mod elements;
mod elm;
mod error;
mod json;
mod names;
mod note;
mod ob3;
mod own;
mod read;
mod record;
mod repeated;
mod table;
#[cfg(test)]
mod tests;
mod unmapped;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use credstack_model::Symbols;
use credstack_model::vocabulary::{Vocabulary, attribute};
use serde_json::Value;

pub use archive::{Archive, ENDINGS, MOST_ARCHIVE_BYTES, MOST_MEMBERS, MOST_UNPACKED, Member, is_archive, is_wanted};
pub use document::{Document, Format};
pub use elements::{ElementsTable, elements};
pub use error::{DocumentError, MOST_BYTES, MOST_CREDENTIALS, MOST_NESTED, MOST_NODES, MOST_STEPS};
pub use note::{Note, NoteKind};
pub use record::{Link, Record, RecordKind};
pub use table::{Mapping, MappingProblem, MappingProblems};

use detect::{Contents, Unwrapped};
use document::Found;
use draft::Context;
use json::{Node, Tree};

/// Reads a document into facts, with the attributes of the core table.
///
/// # Errors
/// [`DocumentError`] when nothing of it could be read; every message says where, what and how to mend it.
pub fn read(name: &str, bytes: &[u8], symbols: &Symbols) -> Result<Document, DocumentError> {
    read_with(name, bytes, symbols, &Vocabulary::core())
}

/// Reads a document into facts, also with the attributes that packs added to `vocabulary`.
///
/// # Errors
/// [`DocumentError`] when nothing of it could be read.
pub fn read_with(
    name: &str,
    bytes: &[u8],
    symbols: &Symbols,
    vocabulary: &Vocabulary,
) -> Result<Document, DocumentError> {
    read_within(name, bytes, symbols, vocabulary, MOST_STEPS)
}

/// Reads a document into facts; if it is a table, its columns are what `mapping` says.
///
/// # Errors
/// [`DocumentError`] when nothing of it could be read.
pub fn read_mapped(
    name: &str,
    bytes: &[u8],
    symbols: &Symbols,
    vocabulary: &Vocabulary,
    mapping: &Mapping,
) -> Result<Document, DocumentError> {
    let document: Arc<str> = name.into();
    read_in(Context { document: &document, symbols, vocabulary, most_steps: MOST_STEPS, mapping: Some(mapping) }, bytes)
}

/// Reads a document in so many steps.
fn read_within(
    name: &str,
    bytes: &[u8],
    symbols: &Symbols,
    vocabulary: &Vocabulary,
    most_steps: usize,
) -> Result<Document, DocumentError> {
    let document: Arc<str> = name.into();
    read_in(Context { document: &document, symbols, vocabulary, most_steps, mapping: None }, bytes)
}

fn read_in(context: Context<'_>, bytes: &[u8]) -> Result<Document, DocumentError> {
    let unpacked = archive::unpacked(bytes)?;
    let bytes = unpacked.as_deref().unwrap_or(bytes);
    if let Some(found) = table::read_spreadsheet(context, bytes)? {
        return Ok(put_together(context, Format::Spreadsheet, found));
    }
    if let Some(found) = table::read(context, bytes)? {
        return Ok(put_together(context, Format::Table, found));
    }
    let text = detect::text(bytes)?;
    let whole = detect::parse(text)?;
    let mut repeated = repeated::notes(text, "");
    let (format, mut found) = if whole.get("credstack").is_some() {
        (Format::Credstack, own::read(context, &whole, "")?)
    } else if let Some(payload) = sealed(&whole)? {
        let inner = detect::parse(payload)?;
        repeated.extend(repeated::notes(payload, SEALED));
        read_json(context, &inner, SEALED)?
    } else {
        read_json(context, &whole, "")?
    };
    found.notes.extend(repeated);
    Ok(put_together(context, format, found))
}

fn put_together(context: Context<'_>, format: Format, found: Found) -> Document {
    let Found { credentials, records, links, notes } = found;
    Document { name: Arc::clone(context.document), format, credentials, records, links, notes }
}

/// The place of the JSON inside a sealed document.
const SEALED: &str = "/payload#";

/// The JSON inside a JWS in JSON serialisation (the European Commission's e-seal); the payload stands there as text.
fn sealed(whole: &Value) -> Result<Option<&str>, DocumentError> {
    let is_jws = ["signatures", "signature", "protected"].iter().any(|key| whole.get(key).is_some());
    let payload = whole.get("payload").and_then(Value::as_str).filter(|_| is_jws);
    if payload.is_some_and(|p| !p.trim_start().starts_with(['{', '['])) {
        return Err(detect::unsupported(
            "/payload",
            "a sealed credential whose payload is encoded",
            "decoding comes with a later version; ask for the credential as plain JSON",
        ));
    }
    Ok(payload)
}

fn read_json(context: Context<'_>, value: &Value, base: &str) -> Result<(Format, Found), DocumentError> {
    let root = Node { value, path: base.to_owned() };
    let mut contents = Contents::default();
    detect::unwrap(&root, &mut contents);
    let tree = Tree::new(&root, context.most_steps)?;
    let mut all = Found::default();
    let mut taken = HashSet::new();
    let mut format = None;
    for one in &contents.credentials {
        match read_one(context, &tree, one) {
            Ok(found) => {
                format = format.or(Some(one.format));
                join(context, &mut all, &mut taken, found)?;
            }
            Err(refused) => contents.refused.push(refused),
        }
    }
    if tree.exhausted() {
        return Err(DocumentError::TooManySteps);
    }
    let Some(format) = format else {
        let nothing = DocumentError::NotACredential { path: names::place(base), found: "nothing in it".to_owned() };
        return Err(contents.refused.into_iter().next().unwrap_or(nothing));
    };
    let mut draft = draft::Draft::new(context);
    for refused in contents.refused {
        draft.note(NoteKind::Dropped, None, base, refused.to_string());
    }
    if base == SEALED {
        draft.note(
            NoteKind::NotVerified,
            attribute::AUTHENTIC,
            "/signatures",
            "the document is sealed; the seal was not verified",
        );
    }
    all.notes.extend(draft.notes);
    Ok((format, all))
}

fn read_one<'d>(context: Context<'_>, tree: &Tree<'d>, one: &Unwrapped<'d>) -> Result<Found, DocumentError> {
    match one.format {
        Format::OpenBadges3 => ob3::read(context, tree, &one.node),
        Format::Credstack | Format::Table | Format::Spreadsheet => own::read(context, one.node.value, &one.node.path),
        Format::EuropeanLearningModel3 => {
            let both = tree.list(&one.node, "credentialSubject").iter().any(|s| s.has("achievement"));
            if !both {
                return elm::read(context, tree, &one.node);
            }
            let badge = ob3::read(context, tree, &one.node);
            match (elm::read(context, tree, &one.node), badge) {
                (Ok(found), Ok(badge)) => Ok(merge(tree, found, badge)),
                (Ok(found), Err(_)) => Ok(found),
                (Err(_), badge) => badge,
            }
        }
    }
}

/// A document can be both: what the Open Badges half says is taken where the European half says nothing.
fn merge(tree: &Tree<'_>, mut found: Found, badge: Found) -> Found {
    let (Some(first), [other]) = (found.credentials.first_mut(), badge.credentials.as_slice()) else {
        return found;
    };
    for (id, fact) in other.facts.iter() {
        if first.facts.get(id).is_none() {
            first.facts.set(id, fact.clone());
        }
    }
    let id = Arc::clone(&first.id);
    let mut told: HashSet<(String, String)> = found.notes.iter().map(|n| (n.path.clone(), n.message.clone())).collect();
    for mut note in badge.notes {
        let settled = note.kind == NoteKind::Unmapped && tree.is_read(&note.path);
        if !settled && told.insert((note.path.clone(), note.message.clone())) {
            note.credential = note.credential.map(|_| Arc::clone(&id));
            found.notes.push(note);
        }
    }
    found
}

/// Adds the credentials of one more credential of a document; identifiers that are taken are made distinct.
fn join(
    context: Context<'_>,
    all: &mut Found,
    taken: &mut HashSet<Arc<str>>,
    mut found: Found,
) -> Result<(), DocumentError> {
    if all.credentials.len() + found.credentials.len() > MOST_CREDENTIALS {
        return Err(DocumentError::TooManyCredentials);
    }
    let mut renamed: BTreeMap<Arc<str>, Arc<str>> = BTreeMap::new();
    for credential in &found.credentials {
        let old = &credential.id;
        let mut number = 2;
        while taken.contains(old) && !renamed.contains_key(old) {
            let new: Arc<str> = format!("{old}#{number}").into();
            if taken.contains(&new) {
                number += 1;
            } else {
                renamed.insert(Arc::clone(old), new);
            }
        }
    }
    rename(&mut found, &renamed);
    for (old, new) in &renamed {
        let mut draft = draft::Draft::new(context);
        draft.note(
            NoteKind::Conflict,
            attribute::IDENTIFIER,
            "",
            format!("two credentials of the document have the identifier `{old}`; both are kept, this one as `{new}`"),
        );
        for mut note in draft.notes {
            note.credential = Some(Arc::clone(new));
            found.notes.push(note);
        }
    }
    taken.extend(found.credentials.iter().map(|c| Arc::clone(&c.id)));
    all.credentials.extend(found.credentials);
    all.records.extend(found.records);
    all.links.extend(found.links);
    all.notes.extend(found.notes);
    Ok(())
}

fn rename(found: &mut Found, renamed: &BTreeMap<Arc<str>, Arc<str>>) {
    let change = |id: &mut Arc<str>| {
        if let Some(new) = renamed.get(id) {
            *id = Arc::clone(new);
        }
    };
    for credential in &mut found.credentials {
        if renamed.contains_key(&credential.id) {
            credential.stated_id.get_or_insert_with(|| Arc::clone(&credential.id));
        }
        change(&mut credential.id);
        credential.parts.iter_mut().for_each(change);
    }
    found.links.iter_mut().for_each(|link| change(&mut link.credential));
    found.notes.iter_mut().filter_map(|n| n.credential.as_mut()).for_each(change);
}
