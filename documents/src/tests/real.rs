//! The published documents in `shared/samples`, where they are there.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use credstack_model::Symbols;
use credstack_model::vocabulary::Vocabulary;

use super::{provenance, table};
use crate::elements;

/// What a run with `--nocapture` shows.
#[expect(clippy::disallowed_macros, reason = "only tests print")]
fn say(line: &str) {
    println!("{line}");
}

/// Whether a sample's facts are to be shown: `SHOW` holds a part of its name.
#[expect(clippy::disallowed_methods, reason = "only tests read the environment")]
fn is_shown(name: &str) -> bool {
    std::env::var("SHOW").is_ok_and(|show| name.contains(&show))
}

#[expect(clippy::disallowed_methods, reason = "only tests read files, the published samples")]
fn bytes_of(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}

/// The folder of samples; `None`, said aloud, where it is not there.
#[expect(clippy::disallowed_methods, reason = "only tests read folders, those of the published samples")]
fn samples(folder: &str, endings: &[&str]) -> Option<Vec<PathBuf>> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/samples");
    if !root.is_dir() {
        say("skipped: ../shared/samples is not here");
        return None;
    }
    let mut files: Vec<PathBuf> = std::fs::read_dir(root.join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let ending = path.extension().and_then(|e| e.to_str()).unwrap_or("");
            endings.contains(&ending)
        })
        .collect();
    files.sort();
    Some(files)
}

struct Tally {
    imported: usize,
    credentials: usize,
    records: usize,
    elements: [usize; 11],
    refused: BTreeMap<&'static str, Vec<String>>,
    notes: BTreeMap<&'static str, usize>,
    failures: Vec<String>,
}

fn import(folder: &str) -> Option<Tally> {
    let mut tally = Tally {
        imported: 0,
        credentials: 0,
        records: 0,
        elements: [0; 11],
        refused: BTreeMap::new(),
        notes: BTreeMap::new(),
        failures: Vec::new(),
    };
    let vocabulary = Vocabulary::core();
    for path in samples(folder, &["json", "jsonld", "1ob", "jwt", "png", "svg", "xml"])? {
        let symbols = Symbols::default();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = bytes_of(&path);
        match crate::read(&name, &bytes, &symbols) {
            Ok(document) => {
                tally.imported += 1;
                tally.credentials += document.credentials.len();
                tally.records += document.records.len();
                for (at, count) in tally.elements.iter_mut().enumerate() {
                    let carried = document.credentials.iter().any(|c| elements(c, &vocabulary)[at]);
                    *count += usize::from(carried);
                }
                for note in &document.notes {
                    *tally.notes.entry(note.kind.word()).or_default() += 1;
                }
                let failed = provenance::failures(&document, &bytes, &symbols);
                tally.failures.extend(failed.into_iter().map(|f| format!("{name}: {f}")));
                if is_shown(&name) {
                    say(&format!("== {name}\n{}", table(&document, &symbols)));
                }
            }
            Err(refused) => {
                let reasons = tally.refused.entry(refused.word()).or_default();
                reasons.push(format!("{name}: {refused}"));
            }
        }
    }
    say(&format!(
        "{folder}: {} files imported, {} credentials, {} records",
        tally.imported, tally.credentials, tally.records
    ));
    say(&format!("  elements 1 to 11 carried by so many files: {:?}", tally.elements));
    say(&format!("  notes: {:?}", tally.notes));
    for (word, reasons) in &tally.refused {
        say(&format!("  refused, {word}: {}", reasons.len()));
        for reason in reasons {
            say(&format!("    {reason}"));
        }
    }
    Some(tally)
}

fn check(tally: &Tally) {
    assert!(tally.imported > 0);
    assert!(
        tally.failures.is_empty(),
        "{} facts do not stand where they say:\n{}",
        tally.failures.len(),
        tally.failures.iter().take(20).cloned().collect::<Vec<_>>().join("\n")
    );
    for reason in tally.refused.values().flatten() {
        let (_, said) = reason.split_once(": ").unwrap();
        assert!(said.len() > 40, "an error that says too little: {reason}");
    }
}

#[test]
fn european_credentials_import_or_say_why_not() {
    if let Some(tally) = import("elm") {
        check(&tally);
        assert!(tally.imported >= 35, "{} imported", tally.imported);
    }
}

#[test]
fn open_badges_import_or_say_why_not() {
    if let Some(tally) = import("ob3") {
        check(&tally);
        assert!(tally.imported >= 60, "{} imported", tally.imported);
    }
}

#[test]
fn open_badges_2_import_or_say_why_not() {
    if let Some(tally) = import("ob2") {
        check(&tally);
        assert!(tally.credentials >= 19 && tally.records >= 20, "{} and {}", tally.credentials, tally.records);
    }
}

#[test]
fn transcripts_in_elmo_import_or_say_why_not() {
    if let Some(tally) = import("elmo") {
        check(&tally);
        assert!(tally.imported >= 15, "{} imported", tally.imported);
    }
}

#[test]
fn badges_with_proofs_import_or_say_why_not() {
    if let Some(tally) = import("proofs/data-integrity-obv3") {
        check(&tally);
    }
}

#[test]
fn results_and_catalogues_of_the_open_education_api_import_or_say_why_not() {
    if let Some(tally) = import("ooapi") {
        check(&tally);
        assert!(tally.imported >= 15, "{} imported", tally.imported);
    }
}

#[test]
fn comprehensive_records_import_or_say_why_not() {
    if let Some(tally) = import("clr2") {
        check(&tally);
        assert!(tally.imported >= 9, "{} imported", tally.imported);
    }
}

#[test]
fn exchanges_of_erasmus_without_paper_import_or_say_why_not() {
    if let Some(tally) = import("ewp") {
        check(&tally);
        assert!(tally.refused.values().flatten().all(|r| !r.contains("courses__")), "the catalogue is read");
    }
}

#[test]
fn attestations_import_or_say_why_not() {
    if let Some(tally) = import("ebsi") {
        check(&tally);
        assert!(tally.imported >= 13, "{} imported", tally.imported);
    }
}

#[test]
fn catalogues_of_ctdl_import_or_say_why_not() {
    if let Some(tally) = import("ctdl") {
        check(&tally);
        assert!(tally.imported >= 60, "{} imported", tally.imported);
    }
}

#[test]
fn european_credentials_in_xml_import_or_say_why_not() {
    if let Some(tally) = import("edci-xml") {
        check(&tally);
        assert!(tally.imported >= 20, "{} imported", tally.imported);
    }
}
