//! Reads credential documents and catalogues into typed facts: Open Badges, learner records, European credentials, EBSI
//! attestations, transcripts in ELMO, results of the Open Education API, CTDL and the project's own JSON, in tokens, seals and
//! images too; and joins those about the same learning.
//!
//! Bytes in, facts out: no file, clock or environment. Every fact says where it was read from, and what was not taken is
//! listed as a note. `docs/formats.md` has the table of what is read from where.

mod archive;
mod assurance;
mod baked;
mod clr;
mod ctdl;
mod detect;
mod document;
mod draft;
mod ebsi;
mod edci;
mod elements;
mod elm;
mod elmo;
mod envelope;
mod error;
mod gather;
pub mod joining;
mod json;
mod local;
mod markup;
mod names;
mod note;
mod ob2;
mod ob3;
mod ooapi;
mod own;
mod parse;
mod read;
mod record;
mod repeated;
mod table;
#[cfg(test)]
mod tests;
mod unmapped;
pub mod write;
mod xml;

use std::collections::HashSet;
use std::sync::Arc;

use arrow_array::RecordBatch;
use credstack_model::Symbols;
use credstack_model::vocabulary::Vocabulary;
use serde_json::Value;
use typed_arena::Arena;

pub use archive::{Archive, ENDINGS, MOST_ARCHIVE_BYTES, MOST_MEMBERS, MOST_UNPACKED, Member, is_archive, is_wanted};
pub use assurance::AssuranceReports;
pub use document::{Document, Format};
pub use elements::{ElementsTable, elements};
pub use error::{DocumentError, MOST_BYTES, MOST_CREDENTIALS, MOST_ENVELOPES, MOST_NESTED, MOST_NODES, MOST_STEPS};
pub use note::{Note, NoteKind};
pub use record::{Link, Record, RecordKind};
pub use table::{Alike, Mapping, MappingProblem, MappingProblems, Weight};
pub use xml::XmlError;

use detect::{Content, Contents, Unwrapped};
use document::Found;
use draft::Context;
use envelope::Opener;
use gather::gather;
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

/// The texts in which a document is signed, each with its place: what an image carries, otherwise the document itself, whose
/// place is empty.
///
/// # Errors
/// [`DocumentError`] when it is packed or an image and cannot be opened.
pub fn signed_texts(bytes: &[u8]) -> Result<Vec<(String, String)>, DocumentError> {
    let unpacked = archive::unpacked(bytes)?;
    let bytes = unpacked.as_deref().unwrap_or(bytes);
    let baked = match detect::content(bytes)? {
        Content::Png(bytes) => baked::of_png(bytes)?,
        Content::Xml(bytes) if baked::is_svg(bytes) => baked::of_svg(bytes)?,
        _ => return Ok(vec![(String::new(), detect::text(bytes)?.to_string())]),
    };
    Ok(baked.into_iter().map(|baked| (baked.place, baked.text)).collect())
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

/// Reads the rows of a table in columns, at most [`MOST_CREDENTIALS`] at a time, as a mapping says. Rows are counted from 1 on.
///
/// # Errors
/// [`DocumentError`] when nothing of it could be read.
pub fn read_rows(
    name: &str,
    rows: &RecordBatch,
    symbols: &Symbols,
    vocabulary: &Vocabulary,
    mapping: &Mapping,
) -> Result<Document, DocumentError> {
    let document: Arc<str> = name.into();
    let context = Context { document: &document, symbols, vocabulary, most_steps: MOST_STEPS, mapping: Some(mapping) };
    Ok(table::read_batch(context, rows)?.named(&document, Format::Columns))
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
    let kind = detect::content(bytes)?;
    let (format, found) = match kind {
        Content::Json(bytes) => match table::read(context, bytes)? {
            Some(found) => (Format::Table, found),
            None => read_text(context, detect::text(bytes)?)?,
        },
        Content::Text(bytes) => match table::read(context, bytes)? {
            Some(found) => (Format::Table, found),
            None => return Err(detect::text(bytes).err().unwrap_or_else(|| detect::refuse_content(kind))),
        },
        Content::Token(token) => read_json(context, &[(String::new(), Value::from(token))])?,
        Content::Png(bytes) => read_baked(context, baked::of_png(bytes)?)?,
        Content::Xml(bytes) if baked::is_svg(bytes) => read_baked(context, baked::of_svg(bytes)?)?,
        Content::Xml(bytes) => markup::read(context, bytes)?,
        Content::Zip(bytes) => match table::read_spreadsheet(context, bytes)? {
            Some(found) => (Format::Spreadsheet, found),
            None => return Err(detect::refuse_content(kind)),
        },
        Content::Columns(bytes) => (Format::Columns, table::read_columns(context, bytes)?),
        Content::Gzip(_) | Content::Pdf => return Err(detect::refuse_content(kind)),
    };
    Ok(found.named(context.document, format))
}

/// Reads the text of a JSON document.
fn read_text(context: Context<'_>, text: &str) -> Result<(Format, Found), DocumentError> {
    let whole = detect::parse(text)?;
    let repeated = repeated::notes(text, &whole, "");
    let (format, mut found) = if whole.get("credstack").is_some() {
        (Format::Credstack, own::read(context, &whole, "")?)
    } else {
        read_json(context, &[(String::new(), whole)])?
    };
    found.notes.extend(repeated);
    Ok((format, found))
}

/// Reads what an image carries.
fn read_baked(context: Context<'_>, texts: Vec<baked::Baked>) -> Result<(Format, Found), DocumentError> {
    let baked::Contents { values, notes, refused } = baked::open(texts);
    if values.is_empty()
        && let Some(refused) = refused.first()
    {
        return Err(refused.clone());
    }
    let (format, mut found) = read_json(context, &values)?;
    found.notes.extend(notes);
    let mut draft = draft::Draft::new(context);
    for one in &refused {
        draft.note(NoteKind::Dropped, None, "", one.to_string());
    }
    found.notes.extend(draft.notes);
    Ok((format, found))
}

/// Reads what JSON values hold, each at its place, also in envelopes.
fn read_json(context: Context<'_>, values: &[(String, Value)]) -> Result<(Format, Found), DocumentError> {
    let mut roots: Vec<_> = values.iter().map(|(path, value)| Node { value, path: path.clone() }).collect();
    let arena = Arena::new();
    let mut opener = Opener::new(&arena);
    let mut contents = Contents::default();
    for root in &roots {
        detect::unwrap(root, &mut opener, &mut contents)?;
    }
    let Opener { opened, notes, .. } = opener;
    roots.extend(opened);
    let tree = Tree::new(&roots, context.most_steps)?;
    let mut all = Found::default();
    let mut taken = HashSet::new();
    let mut format = None;
    for one in &contents.credentials {
        match read_one(context, &tree, one) {
            Ok(mut found) => {
                format = format.or(Some(one.format));
                if let Some(claims) = &one.claims {
                    envelope::fill(context, claims, one.format, &mut found);
                }
                gather(context, &mut all, &mut taken, found)?;
            }
            Err(refused) => contents.refused.push(refused),
        }
    }
    for record in &contents.records {
        clr::read(context, &tree, record, &mut all)?;
        format = format.map(|_| Format::LearnerRecord2);
    }
    if tree.exhausted() {
        return Err(DocumentError::TooManySteps);
    }
    let Some(format) = format else {
        let nothing = DocumentError::NotACredential { path: names::place(""), found: "nothing in it".to_owned() };
        return Err(contents.refused.into_iter().next().unwrap_or(nothing));
    };
    let mut draft = draft::Draft::new(context);
    for refused in contents.refused {
        draft.note(NoteKind::Dropped, None, "", refused.to_string());
    }
    all.notes.extend(draft.notes);
    all.notes.extend(notes);
    joining::within(context, &mut all);
    Ok((format, all))
}

fn read_one<'d>(context: Context<'_>, tree: &Tree<'d>, one: &Unwrapped<'d>) -> Result<Found, DocumentError> {
    match one.format {
        Format::OpenBadges3 | Format::LearnerRecord2 => ob3::read(context, tree, &one.node),
        Format::OpenBadges2 => ob2::read(context, tree, &one.node),
        Format::EbsiAttestation => ebsi::read(context, tree, &one.node),
        Format::Ctdl => ctdl::read(context, tree, &one.node),
        Format::OpenEducationApi => ooapi::read(context, tree, &one.node),
        // Not told by a JSON object; a new format is named here and not forgotten.
        Format::Elmo
        | Format::EuropassXml
        | Format::Table
        | Format::Spreadsheet
        | Format::Columns
        | Format::Credstack => own::read(context, one.node.value, &one.node.path),
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
