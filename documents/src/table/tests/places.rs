//! Every fact stands where it says: found again by a reader that knows nothing of the other.

use credstack_model::Symbols;
use credstack_model::facts::{Fact, Facts};
use credstack_model::vocabulary::Vocabulary;

use super::{AWARDS, COURSES, read};
use crate::Document;

/// The cells of a table by a plain walk over its letters: rows from 1, with the empty ones.
fn cells(text: &str, delimiter: char) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    for letter in text.chars().filter(|c| *c != '\r') {
        match letter {
            '"' => quoted = !quoted,
            _ if quoted => cell.push(letter),
            '\n' => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            _ if letter == delimiter => row.push(std::mem::take(&mut cell)),
            _ => cell.push(letter),
        }
    }
    row.push(cell);
    rows.push(row);
    rows
}

/// What stands at a place of a table, whose names of columns are in `header`.
fn at(rows: &[Vec<String>], header: usize, place: &str) -> Option<String> {
    let (number, name) = place.strip_prefix('/')?.split_once('/')?;
    let name = name.replace("~1", "/").replace("~0", "~");
    let column = rows.get(header - 1)?.iter().position(|n| *n == name)?;
    rows.get(number.parse::<usize>().ok()? - 1)?.get(column).cloned()
}

fn facts(document: &Document) -> impl Iterator<Item = (String, &Fact)> {
    let all = document.credentials.iter().map(|c| &c.facts).chain(document.records.iter().map(|r| &r.facts));
    let named = |facts: &'_ Facts| facts.iter().map(|(id, _)| id).collect::<Vec<_>>();
    all.flat_map(move |facts| {
        let ids = named(facts);
        ids.into_iter().filter_map(move |id| Some((Vocabulary::core().get(id).name.to_string(), facts.get(id)?)))
    })
}

pub(crate) fn check(document: &Document, text: &str, delimiter: char) -> usize {
    let rows = cells(text, delimiter);
    let mut checked = 0;
    for (name, fact) in facts(document) {
        assert!(!fact.provenance.is_empty(), "{name} comes from nowhere");
        for source in &fact.provenance {
            let there = at(&rows, 1, &source.path);
            assert_eq!(there.as_deref(), Some(source.raw.as_str()), "{name} at {}", source.path);
            checked += 1;
        }
    }
    checked
}

#[test]
fn every_fact_of_a_table_stands_in_its_row_and_column() {
    let symbols = Symbols::default();
    for text in [COURSES, AWARDS] {
        assert!(check(&read(text, &symbols).unwrap(), text, ';') >= 5);
    }
    let odd = "Student name,Course/title,ECTS\n\n\n\"A\nB\",Counting,5\nC,Counting,6\n"
        .replace("Course/title", "credential.title");
    assert_eq!(check(&read(&odd, &symbols).unwrap(), &odd, ','), 6);
}

#[test]
#[expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "only tests read published samples, and say so"
)]
fn published_lists_of_awards_say_where_their_facts_stand() {
    let folder = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/samples/ob2");
    if !folder.is_dir() {
        println!("skipped: ../shared/samples is not here");
        return;
    }
    let symbols = Symbols::default();
    for (name, learners) in [("sample_direct_award", 4), ("sample_direct_award_email_only", 4)] {
        let text = std::fs::read_to_string(folder.join(format!("edubadges__{name}.csv"))).unwrap();
        let document = read(&text, &symbols).unwrap();
        assert_eq!(document.credentials.len(), learners, "{name}");
        let checked = check(&document, &text, ';');
        println!("{name}: {learners} credentials, {checked} facts where they say, {} notes", document.notes.len());
    }
}
