//! One document for people and for programs.

use credstack::documents::{Document, ElementsTable, Note, Record};
use credstack::model::facts::Facts;
use credstack::model::vocabulary::Vocabulary;
use credstack::model::{Credential, Symbols};
use credstack::wire;
use serde_json::{Value, json};

use super::options::Shown;

/// The lines of a document: one for each credential and record, and what was asked for below it.
pub(super) fn text(options: &Shown, document: &Document, vocabulary: &Vocabulary) -> String {
    let mut text = String::new();
    let about = |id: Option<&str>| {
        document.notes.iter().filter(|n| n.credential.is_none() || n.credential.as_deref() == id).count()
    };
    let credentials =
        document.credentials.iter().map(|c| (&c.facts, about(Some(&c.id)), format!("{} · {}", document.name, c.id)));
    let records = document
        .records
        .iter()
        .map(|r| (&r.facts, about(None), format!("{} · {} ({} record)", document.name, r.id, r.kind.word())));
    for (facts, notes, name) in credentials.chain(records) {
        let table = ElementsTable::of_facts(facts, vocabulary);
        text += &format!("{}  {notes:>5}  {}\n", dots(table.0), plain(&name));
        if options.lacks {
            let missing: Vec<&str> = table.missing().collect();
            let said = if missing.is_empty() { "nothing".to_owned() } else { missing.join(", ") };
            text += &format!("      lacks {said}\n");
        }
        if options.facts {
            text += &of_facts(facts, &document.name, vocabulary);
        }
    }
    if options.notes {
        for note in &document.notes {
            text += &format!("      {} {}: {}\n", note.kind.word(), plain(&note.path), plain(&note.message));
        }
    }
    text
}

/// What a document says stays on its line.
pub(super) fn plain(text: &str) -> String {
    if text.chars().all(|c| !c.is_control()) {
        return text.to_owned();
    }
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn dots(carried: [bool; 11]) -> String {
    let mut text = String::new();
    for (at, yes) in carried.into_iter().enumerate() {
        let width = if at >= 9 { 3 } else { 2 };
        text += &format!("{:>width$}", if yes { '●' } else { '·' });
    }
    text
}

/// The facts with their places; the document is named where it is another one.
fn of_facts(facts: &Facts, document: &str, vocabulary: &Vocabulary) -> String {
    let mut text = String::new();
    for (id, fact) in facts.iter() {
        for place in &fact.provenance {
            let raw = plain(&credstack::report::words::shorten(&place.raw, 70));
            let (name, at) = (&vocabulary.get(id).name, plain(&place.path));
            let of = if *place.document == *document { String::new() } else { format!("{} ", plain(&place.document)) };
            text += &format!("      {name:<32} {raw}  ({} {of}{at})\n", place.standing.word());
        }
    }
    text
}

/// Everything of a document.
pub(super) fn json(document: &Document, symbols: &Symbols, vocabulary: &Vocabulary) -> Value {
    let credential = |c: &Credential| {
        let table = ElementsTable::of(c, vocabulary);
        json!({
            "credential": wire::write_credential(c, symbols, vocabulary),
            "elements": table.0,
            "lacks": table.missing().collect::<Vec<_>>(),
        })
    };
    let mut whole = json!({
        "document": &*document.name,
        "format": document.format.word(),
        "credentials": document.credentials.iter().map(credential).collect::<Vec<_>>(),
        "notes": document.notes.iter().map(|n| note(n, vocabulary)).collect::<Vec<_>>(),
    });
    if !document.records.is_empty() {
        whole["records"] = document.records.iter().map(|r| record(r, symbols, vocabulary)).collect();
    }
    if !document.links.is_empty() {
        let link = |l: &credstack::documents::Link| json!({ "credential": &*l.credential, "to": &*l.to });
        whole["links"] = document.links.iter().map(link).collect();
    }
    whole
}

fn note(note: &Note, vocabulary: &Vocabulary) -> Value {
    json!({
        "kind": note.kind.word(),
        "credential": note.credential.as_deref(),
        "attribute": note.attribute.map(|a| vocabulary.get(a).name.clone()),
        "path": note.path,
        "message": note.message,
    })
}

fn record(record: &Record, symbols: &Symbols, vocabulary: &Vocabulary) -> Value {
    let table = ElementsTable::of_facts(&record.facts, vocabulary);
    let plain = |all: &[std::sync::Arc<str>]| all.iter().map(ToString::to_string).collect::<Vec<_>>();
    json!({
        "record": record.kind.word(),
        "id": &*record.id,
        "identifiers": plain(&record.identifiers),
        "refers": plain(&record.refers),
        "facts": wire::write_record(&record.facts, symbols, vocabulary),
        "elements": table.0,
        "lacks": table.missing().collect::<Vec<_>>(),
    })
}
