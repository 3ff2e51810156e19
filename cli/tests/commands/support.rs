//! Running the binary on the repository's own rules and on documents made here.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// The repository.
pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate stands in the repository").to_owned()
}

/// What a run printed and how it ended.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    /// Standard output as one JSON document.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}\n{}\n{}", self.out, self.err))
    }
}

/// Runs in the repository, so that names in the output are the same everywhere.
pub(crate) fn run(arguments: &[&str]) -> Run {
    run_with_input(arguments, b"")
}

/// The same with something on standard input.
pub(crate) fn run_with_input(arguments: &[&str], input: &[u8]) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_credstack"))
        .args(arguments)
        .current_dir(repository())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    // A run that ends before it reads its input is no problem of the test.
    let _ = child.stdin.take().expect("standard input is piped").write_all(input);
    let output = child.wait_with_output().expect("the binary ends");
    Run {
        code: output.status.code().expect("it ends by itself, not by a signal"),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// `recognise` by the Spanish policy.
pub(crate) fn recognise(documents: &[&str], more: &[&str]) -> Run {
    run(&[&["recognise", "--policy", "es.universities"], documents, more].concat())
}

/// A Spanish own study of six credits about which everything is known.
pub(crate) fn own_study(id: &str) -> Value {
    json!({
        "credstack": "credential/v1",
        "id": id,
        "credential": {
            "title": { "es": "Morteros de cal" },
            "kind": "own_study",
            "workload": { "amount": "6", "unit": "ECTS" },
            "level": { "none": "own titles have no MECES level" },
            "taught_level": { "framework": "EQF", "level": "7" },
            "issued": "2025-02-01",
            "completed": true,
            "authentic": true,
            "learning_outcomes": ["Specifies a repair mortar"],
            "assessment": ["practical"],
            "quality_assurance": ["internal_quality_assurance"],
            "replaced_by_award": false,
            "mobility": false,
        },
        "issuer": { "name": "Universidad de Vegaluenga", "country": "ES", "kind": "university", "recognised": true },
        "learner": { "name": "Lucía Márquez Ferrol", "identified": true },
    })
}

/// The same with one fact of the credential as given.
pub(crate) fn own_study_with(key: &str, value: Value) -> Value {
    let mut study = own_study("urn:example:study");
    study["credential"][key] = value;
    study
}

/// A folder that is gone at the end of the test, and files in it.
pub(crate) struct Desk(tempfile::TempDir);

impl Desk {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_string_lossy().into_owned()
    }

    pub(crate) fn put(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder above")).expect("the folder can be made");
        std::fs::write(&path, content).expect("the file can be written");
        path.to_string_lossy().into_owned()
    }

    /// A copy of the repository's rules, with one change in one file, in which runs of spaces are one space: what is to be
    /// changed is found whatever the columns.
    pub(crate) fn rules(&self, file: &str, from: &str, to: &str) -> String {
        let rules = repository().join("rules");
        for pack in ["eu", "es", "es-ucm"] {
            for entry in std::fs::read_dir(rules.join(pack)).expect("the rules are there") {
                let entry = entry.expect("the rules can be read");
                if entry.path().is_dir() {
                    continue;
                }
                let name = format!("{pack}/{}", entry.file_name().to_string_lossy());
                let text = std::fs::read_to_string(entry.path()).expect("the rules can be read");
                let text = if name == file { narrow(&text) } else { text };
                let changed = if name == file { text.replacen(&narrow(from), to, 1) } else { text.clone() };
                assert!(name != file || changed != text, "`{from}` is not in {file}");
                self.put(&format!("rules/{name}"), changed);
            }
        }
        self.path("rules")
    }
}

/// Runs of spaces become one.
fn narrow(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    kept.extend(
        text.chars()
            .scan(' ', |before, c| {
                let twice = c == ' ' && *before == ' ';
                *before = c;
                Some((!twice).then_some(c))
            })
            .flatten(),
    );
    kept
}
