//! Tests over whole documents.

mod arbitrary;
mod arbitrary_others;
mod assurance;
mod attestations;
mod badges;
mod baked;
mod catalogues;
mod edci;
mod elmo;
mod envelopes;
mod joined;
mod limits;
mod ooapi;
mod own;
mod provenance;
mod real;
mod records;
mod synthetic;

use credstack_model::facts::{Facts, Knowledge, Value as Typed};
use credstack_model::vocabulary::{AttributeId, Vocabulary};
use credstack_model::workload::WorkloadUnit;
use credstack_model::{Credential, Symbols};
use serde_json::Value;

use crate::{Document, DocumentError, NoteKind};

/// Reads a JSON value as a document.
pub(crate) fn read(value: &Value, symbols: &Symbols) -> Result<Document, DocumentError> {
    crate::read("test.json", value.to_string().as_bytes(), symbols)
}

/// A value as a registrar would write it down.
pub(crate) fn spoken(facts: &Facts, id: AttributeId, symbols: &Symbols) -> String {
    match facts.knowledge(id) {
        Knowledge::Missing => "missing".to_owned(),
        Knowledge::None => "none".to_owned(),
        Knowledge::Known(value) => value_spoken(value, symbols),
    }
}

fn value_spoken(value: &Typed, symbols: &Symbols) -> String {
    let list = |items: Vec<String>| items.join(", ");
    match value {
        Typed::Truth(yes) => yes.to_string(),
        Typed::Number(n) => n.exact(),
        Typed::Date(range) => range.to_string(),
        Typed::Codes(codes) => list(codes.iter().map(|c| symbols.text(*c).to_owned()).collect()),
        Typed::Text(texts) => list(texts.iter().map(|t| t.words.to_string()).collect()),
        Typed::Level(levels) => {
            list(levels.iter().map(|l| format!("{} {}", symbols.text(l.framework), symbols.text(l.label))).collect())
        }
        Typed::Workload(stated) => list(
            stated
                .iter()
                .map(|s| {
                    let unit = match s.unit {
                        WorkloadUnit::Ects => "ECTS",
                        WorkloadUnit::Hours => "hours",
                        WorkloadUnit::Credits(name) => symbols.text(name),
                    };
                    format!("{} {unit}", s.amount)
                })
                .collect(),
        ),
    }
}

/// A document with every fact and note, a line each.
pub(crate) fn table(document: &Document, symbols: &Symbols) -> String {
    let vocabulary = Vocabulary::core();
    let mut lines = Vec::new();
    for credential in &document.credentials {
        lines.push(format!("credential {}", credential.id));
        for (id, _) in credential.facts.iter() {
            let said = spoken(&credential.facts, id, symbols);
            lines.push(format!("  {}: {}", vocabulary.get(id).name, crate::read::dates::clip(&said)));
        }
        if !credential.parts.is_empty() {
            lines.push(format!("  parts: {}", credential.parts.join(", ")));
        }
    }
    for record in &document.records {
        lines.push(format!("{:?} {} known as {}", record.kind, record.id, record.identifiers.join(", ")));
        lines.extend(record.refers.iter().map(|to| format!("  refers to {to}")));
        for (id, _) in record.facts.iter() {
            let said = spoken(&record.facts, id, symbols);
            lines.push(format!("  {}: {}", vocabulary.get(id).name, crate::read::dates::clip(&said)));
        }
    }
    lines.extend(document.links.iter().map(|l| format!("link {} to {}", l.credential, l.to)));
    for note in &document.notes {
        lines.push(format!("note {} at {}: {}", note.kind.word(), note.path, note.message));
    }
    lines.join("\n")
}

/// The only credential.
pub(crate) fn only(document: &Document) -> &Credential {
    let [only] = document.credentials.as_slice() else {
        panic!("expected one credential, found {}", document.credentials.len());
    };
    only
}

/// Whether a note of a kind says something.
pub(crate) fn noted(document: &Document, kind: NoteKind, words: &str) -> bool {
    document.notes.iter().any(|n| n.kind == kind && n.message.contains(words))
}
