//! Numbers over all documents; they take the same memory however many there are.

use std::collections::BTreeMap;

use credstack::documents::{Document, ElementsTable, NoteKind};
use credstack::model::vocabulary::Vocabulary;

use crate::output::count;

/// What was read of one format.
#[derive(Default)]
struct OfFormat {
    documents: usize,
    credentials: usize,
    records: usize,
    /// How many of the credentials and records carry each element.
    carried: [usize; 11],
}

/// What was read and what not.
#[derive(Default)]
pub(super) struct Tally {
    formats: BTreeMap<&'static str, OfFormat>,
    notes: BTreeMap<NoteKind, usize>,
    refused: BTreeMap<&'static str, usize>,
}

/// Notes by which something of a document is lost or unsettled; the others only inform.
const LOSSES: [NoteKind; 6] = [
    NoteKind::Ambiguous,
    NoteKind::Unmapped,
    NoteKind::UnknownCode,
    NoteKind::Conflict,
    NoteKind::Dropped,
    NoteKind::Unreadable,
];

impl Tally {
    pub(super) fn read(&mut self, document: &Document, vocabulary: &Vocabulary) {
        let of = self.formats.entry(document.format.word()).or_default();
        of.documents += 1;
        of.credentials += document.credentials.len();
        of.records += document.records.len();
        let facts = document.credentials.iter().map(|c| &c.facts).chain(document.records.iter().map(|r| &r.facts));
        for table in facts.map(|facts| ElementsTable::of_facts(facts, vocabulary)) {
            of.carried.iter_mut().zip(table.0).for_each(|(all, one)| *all += usize::from(one));
        }
        for note in &document.notes {
            *self.notes.entry(note.kind).or_default() += 1;
        }
    }

    pub(super) fn refused(&mut self, word: &'static str) {
        *self.refused.entry(word).or_default() += 1;
    }

    pub(super) fn add(&mut self, other: Tally) {
        for (format, more) in other.formats {
            let of = self.formats.entry(format).or_default();
            of.documents += more.documents;
            of.credentials += more.credentials;
            of.records += more.records;
            of.carried.iter_mut().zip(more.carried).for_each(|(all, one)| *all += one);
        }
        other.notes.into_iter().for_each(|(kind, n)| *self.notes.entry(kind).or_default() += n);
        other.refused.into_iter().for_each(|(word, n)| *self.refused.entry(word).or_default() += n);
    }

    pub(super) fn documents(&self) -> usize {
        self.formats.values().map(|of| of.documents).sum()
    }

    pub(super) fn refusals(&self) -> usize {
        self.refused.values().sum()
    }

    /// How many notes say that something was lost or is unsettled.
    pub(super) fn losses(&self) -> usize {
        LOSSES.iter().filter_map(|kind| self.notes.get(kind)).sum()
    }

    /// The table by format, notes by kind, refusals by reason.
    pub(super) fn text(&self) -> String {
        let width = self.formats.keys().map(|f| f.chars().count()).max().unwrap_or(0).max("format".len());
        let mut text = format!("\n{:<width$}  documents  credentials  records", "format");
        for number in 1..=11 {
            text += &format!(" {number:>6}");
        }
        text += "\n";
        for (format, of) in &self.formats {
            text += &line(format, width, of);
        }
        if self.formats.len() > 1 {
            let mut all = OfFormat::default();
            for of in self.formats.values() {
                all.documents += of.documents;
                all.credentials += of.credentials;
                all.records += of.records;
                all.carried.iter_mut().zip(of.carried).for_each(|(sum, one)| *sum += one);
            }
            text += &line("all", width, &all);
        }
        text += "The numbers below 1 to 11 say how many of the credentials and records carry the element.\n";
        if !self.notes.is_empty() {
            let notes: Vec<String> = self.notes.iter().map(|(kind, n)| format!("{n} {}", kind.word())).collect();
            text += &format!("Notes: {}\n", notes.join(", "));
        }
        if !self.refused.is_empty() {
            let refused: Vec<String> = self.refused.iter().map(|(word, n)| format!("{n} {word}")).collect();
            text += &format!("Refused: {}\n", refused.join(", "));
        }
        text += &format!("{} read, {} not\n", count(self.documents(), "document"), self.refusals());
        text
    }
}

fn line(name: &str, width: usize, of: &OfFormat) -> String {
    let mut line = format!("{name:<width$}  {:>9}  {:>11}  {:>7}", of.documents, of.credentials, of.records);
    for n in of.carried {
        line += &format!(" {n:>6}");
    }
    line + "\n"
}
