//! The published proofs in `shared/samples`, where they are there.

use std::path::{Path, PathBuf};

use super::on;
use crate::{Given, Verdict, verify};

#[expect(clippy::disallowed_macros, reason = "only tests print")]
fn say(line: &str) {
    println!("{line}");
}

#[expect(clippy::disallowed_methods, reason = "only tests read files, the published samples")]
fn bytes_of(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}

/// The files of a folder of samples; `None`, said aloud, where it is not there.
#[expect(clippy::disallowed_methods, reason = "only tests read folders, those of the published samples")]
fn samples(folder: &str) -> Option<Vec<PathBuf>> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/samples");
    if !root.is_dir() {
        say("skipped: ../shared/samples is not here");
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

#[test]
fn survey() {
    for folder in [
        "proofs/w3c-vc-di-eddsa",
        "proofs/w3c-vc-di-ecdsa",
        "proofs/data-integrity-obv3",
        "proofs/jades-edc",
        "proofs/jwt-1edtech",
        "ob3",
        "clr2",
        "ob2",
    ] {
        let Some(files) = samples(folder) else { return };
        let mut given = Given::new();
        for path in &files {
            if name(path).contains("_did.json") || name(path).contains("assets_key") {
                given.add(&name(path), &bytes_of(path)).unwrap();
            }
            if name(path).contains("statusLists") || name(path).contains("testlist") {
                if let Err(e) = given.add_status(None, &bytes_of(path)) {
                    say(&format!("LIST {} {e}", name(path)));
                }
            }
        }
        for path in &files {
            match verify(&bytes_of(path), &given, on()) {
                Err(error) => say(&format!("{folder} {} ERR {error}", name(path))),
                Ok(report) => {
                    for part in &report.parts {
                        for proof in &part.proofs {
                            let said = match &proof.verdict {
                                Verdict::Verified { by } => format!("VERIFIED {}", by.trusted.is_some()),
                                Verdict::NotVerifiable { why, give } => format!("NOT {why} / {give}"),
                                Verdict::Broken { why } => format!("BROKEN {why}"),
                            };
                            if !(proof.suite == "none") {
                                say(&format!(
                                    "{folder} {} {} {} {said} {:?} {:?}",
                                    name(path),
                                    proof.at,
                                    proof.suite,
                                    part.outcome(),
                                    part.statuses.iter().map(|s| &s.said).collect::<Vec<_>>()
                                ));
                            }
                        }
                    }
                }
            }
        }
    }
}
