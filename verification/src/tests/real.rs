//! The published proofs in `shared/samples`, where they are there.

use std::path::{Path, PathBuf};

use super::made::on;
use crate::{Given, Report, Verdict, verify};

/// The folders of published proofs.
const FOLDERS: [&str; 5] = [
    "proofs/w3c-vc-di-eddsa",
    "proofs/w3c-vc-di-ecdsa",
    "proofs/jades-edc",
    "proofs/jwt-1edtech",
    "proofs/data-integrity-obv3",
];

/// The files of a folder of samples; `None`, said aloud, where it is not there.
fn samples(folder: &str) -> Option<Vec<PathBuf>> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/samples");
    if !root.is_dir() {
        println!("skipped: ../shared/samples is not here");
        return None;
    }
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    Some(files)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

fn is_document(path: &Path) -> bool {
    let ends = path.extension().is_some_and(|e| ["json", "jsonld", "jwt"].iter().any(|known| e == *known));
    ends && !name(path).ends_with("_did.json") && !name(path).contains("assets_key")
}

/// The keys and identifiers that stand beside the documents of a folder.
fn keys(files: &[PathBuf]) -> Given {
    let mut given = Given::new();
    for path in files.iter().filter(|path| name(path).contains("_did.json") || name(path).contains("assets_key")) {
        given.add(&name(path), &std::fs::read(path).unwrap()).unwrap();
    }
    given
}

fn word(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Verified { .. } => "verified".to_owned(),
        Verdict::NotVerifiable { why, .. } => format!("not verifiable: {why}"),
        Verdict::Broken { why } => format!("broken: {why}"),
    }
}

fn proofs(report: &Report) -> Vec<String> {
    let all = report.parts.iter().flat_map(|part| &part.proofs);
    all.map(|proof| format!("{} {}: {}", proof.at, proof.suite, word(&proof.verdict))).collect()
}

fn all_hold(report: &Report) -> bool {
    let mut all = report.parts.iter().flat_map(|part| &part.proofs);
    all.all(|proof| matches!(proof.verdict, Verdict::Verified { .. }))
}

#[test]
fn the_published_proofs_verify_or_say_why_not() {
    let mut lines = Vec::new();
    for folder in FOLDERS {
        let Some(files) = samples(folder) else { return };
        let given = keys(&files);
        for path in files.iter().filter(|path| is_document(path)) {
            let found = match verify(&std::fs::read(path).unwrap(), &given, on()) {
                Ok(report) => proofs(&report),
                Err(error) => vec![error.to_string()],
            };
            lines.extend(found.into_iter().map(|line| format!("{folder}/{} {line}", name(path))));
        }
    }
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn the_ten_seals_of_european_credentials_hold() {
    let Some(files) = samples("proofs/jades-edc") else { return };
    let is_sealed = |path: &&PathBuf| {
        is_document(path) && String::from_utf8_lossy(&std::fs::read(path).unwrap()).contains("\"signatures\"")
    };
    let documents: Vec<&PathBuf> = files.iter().filter(is_sealed).collect();
    assert_eq!(documents.len(), 10);
    for path in documents {
        let report = verify(&std::fs::read(path).unwrap(), &Given::new(), on()).unwrap();
        assert!(all_hold(&report), "{}: {:?}", name(path), proofs(&report));
    }
}

#[test]
fn the_badge_on_which_two_canonicalisers_fail_holds() {
    let Some(files) = samples("ob3") else { return };
    let path = files.iter().find(|path| name(path) == "1edtech-inspector__complete.json").unwrap();
    let report = verify(&std::fs::read(path).unwrap(), &Given::new(), on()).unwrap();
    assert_eq!(proofs(&report)[0], "/proof/0 eddsa-rdfc-2022: verified");
}

/// Numbers that are the same on every run (a linear congruential generator; Knuth, MMIX).
struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }
}

/// Where in the bytes something stands that no signature covers: the unprotected header of a seal (RFC 7515, section 7.2.1), in
/// which `JAdES` keeps time stamps that are added later.
fn uncovered(bytes: &[u8]) -> std::ops::Range<usize> {
    let text = String::from_utf8_lossy(bytes);
    let Some(start) = text.find("\"header\"") else { return 0..0 };
    let behind: String = text.chars().skip(text.get(..start).unwrap().chars().count()).collect();
    let end = behind.find("\"protected\"").or_else(|| behind.find("\"signature\"")).unwrap_or(behind.len());
    start..start + end
}

#[test]
fn one_byte_changed_at_a_hundred_places_and_it_holds_no_longer() {
    let mut draw = Draw(20_261_101);
    let (mut documents, mut changed) = (0, 0);
    for folder in FOLDERS {
        let Some(files) = samples(folder) else { return };
        let given = keys(&files);
        // Of the many alike badges of one folder, some are enough.
        let some = if folder.ends_with("obv3") { 12 } else { 100 };
        for path in files.iter().filter(|path| is_document(path)).take(some) {
            let bytes = std::fs::read(path).unwrap();
            let holds = verify(&bytes, &given, on()).is_ok_and(|report| all_hold(&report));
            if !holds {
                continue;
            }
            documents += 1;
            let free = uncovered(&bytes);
            for _ in 0..100 {
                let at = draw.below(bytes.len());
                let mut other = bytes.clone();
                other[at] = if other[at] == b'x' { b'y' } else { b'x' };
                if free.contains(&at) {
                    continue;
                }
                changed += 1;
                if let Ok(report) = verify(&other, &given, on()) {
                    let around = String::from_utf8_lossy(&other[at.saturating_sub(40)..(at + 40).min(other.len())]);
                    assert!(!all_hold(&report), "{} byte {at}: …{around}…", name(path));
                }
            }
        }
    }
    println!("{documents} documents, {changed} changes");
    assert!(documents >= 30 && changed > 2_500, "{documents} documents, {changed} changes");
}
