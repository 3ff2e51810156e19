//! `credstack import`: what documents carry and what they lack.

use std::path::PathBuf;

use clap::Args;
use credstack::documents::{self, Document, ElementsTable};
use credstack::model::Symbols;
use credstack::model::vocabulary::{Element, Vocabulary};
use credstack::wire;
use serde_json::{Value, json};

use crate::exit::Exit;
use crate::files::{paths, read};
use crate::output::{Format, count, print, print_json, vocabulary};

/// Read documents and show what they carry and lack.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// Files and folders; `-` is standard input.
    #[arg(required = true)]
    documents: Vec<PathBuf>,
    /// Show every note of every document, not only their number.
    #[arg(long)]
    notes: bool,
    /// Show every fact with the place that it was read from.
    #[arg(long)]
    facts: bool,
    /// The folder of rules whose packs add attributes of their own.
    #[arg(long)]
    rules: Option<PathBuf>,
}

/// One document that was read, or why it was not.
struct Row {
    name: String,
    read: Result<Document, String>,
}

impl Import {
    pub(crate) fn run(&self, format: Format) -> Exit {
        let symbols = Symbols::default();
        let vocabulary = match vocabulary(self.rules.as_deref()) {
            Ok(vocabulary) => vocabulary,
            Err(exit) => return exit,
        };
        let rows: Vec<Row> = paths(&self.documents).into_iter().map(|path| row(path, &symbols, &vocabulary)).collect();
        match format {
            Format::Json => print_json(&rows.iter().map(|r| row_json(r, &symbols, &vocabulary)).collect()),
            Format::Text => self.text(&rows, &vocabulary),
        }
        if rows.iter().any(|r| r.read.is_err()) || rows.is_empty() { Exit::BrokenInput } else { Exit::Success }
    }

    fn text(&self, rows: &[Row], vocabulary: &Vocabulary) {
        print("Elements of the European standard (2022/C 243/02, Annex I), ● carried, · not:\n");
        for (at, name) in Element::MANDATORY.iter().enumerate() {
            print(&format!("  {:>2} {name}\n", at + 1));
        }
        print("\n 1 2 3 4 5 6 7 8 9 10 11  notes  credential\n");
        let mut totals = [0usize; 11];
        let mut credentials = 0;
        for row in rows {
            let Ok(document) = &row.read else { continue };
            for credential in &document.credentials {
                credentials += 1;
                let table = ElementsTable::of(credential, vocabulary);
                for (total, carried) in totals.iter_mut().zip(table.0) {
                    *total += usize::from(carried);
                }
                let notes = document
                    .notes
                    .iter()
                    .filter(|n| n.credential.is_none() || n.credential.as_ref() == Some(&credential.id))
                    .count();
                print(&format!("{}  {notes:>5}  {} · {}\n", dots(table.0), row.name, credential.id));
                if self.facts {
                    print(&facts(credential, vocabulary));
                }
            }
            if self.notes {
                document
                    .notes
                    .iter()
                    .for_each(|n| print(&format!("      {} {}: {}\n", n.kind.word(), n.path, n.message)));
            }
        }
        let broken: Vec<(&str, &str)> =
            rows.iter().filter_map(|r| Some((r.name.as_str(), r.read.as_ref().err()?.as_str()))).collect();
        let numbers: Vec<String> = totals.iter().map(ToString::to_string).collect();
        print(&format!("\nCarried, elements 1 to 11: {} of {}\n", numbers.join(" "), count(credentials, "credential")));
        print(&format!("{} read, {} not\n", count(rows.len() - broken.len(), "document"), broken.len()));
        for (name, error) in broken {
            print(&format!("  {name}: {error}\n"));
        }
    }
}

fn dots(carried: [bool; 11]) -> String {
    let mut text = String::new();
    for (at, yes) in carried.into_iter().enumerate() {
        let width = if at >= 9 { 3 } else { 2 };
        text += &format!("{:>width$}", if yes { '●' } else { '·' });
    }
    text
}

fn row(path: Result<PathBuf, String>, symbols: &Symbols, vocabulary: &Vocabulary) -> Row {
    let path = match path {
        Ok(path) => path,
        Err(error) => return Row { name: "folder".into(), read: Err(error) },
    };
    let input = read(&path);
    let read = input
        .bytes
        .and_then(|bytes| documents::read_with(&input.name, &bytes, symbols, vocabulary).map_err(|e| e.to_string()));
    Row { name: input.name, read }
}

fn facts(credential: &credstack::model::Credential, vocabulary: &Vocabulary) -> String {
    let mut text = String::new();
    for (id, fact) in credential.facts.iter() {
        for place in &fact.provenance {
            let raw = credstack::report::words::shorten(&place.raw, 70);
            text +=
                &format!("      {:<32} {raw}  ({} {})\n", vocabulary.get(id).name, place.standing.word(), place.path);
        }
    }
    text
}

fn row_json(row: &Row, symbols: &Symbols, vocabulary: &Vocabulary) -> Value {
    match &row.read {
        Err(error) => json!({ "document": row.name, "error": error }),
        Ok(document) => json!({
            "document": row.name,
            "format": document.format.word(),
            "credentials": document.credentials.iter().map(|c| json!({
                "credential": wire::write_credential(c, symbols, vocabulary),
                "elements": ElementsTable::of(c, vocabulary).0,
            })).collect::<Vec<_>>(),
            "notes": document.notes.iter().map(|n| json!({
                "kind": n.kind.word(),
                "credential": n.credential.as_deref(),
                "attribute": n.attribute.map(|a| vocabulary.get(a).name.clone()),
                "path": n.path,
                "message": n.message,
            })).collect::<Vec<_>>(),
        }),
    }
}
