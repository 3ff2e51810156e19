//! How many proofs are checked in a second: a token, a proof over canonical JSON and one over canonical RDF.
//!
//! `cargo run --release -p credstack-benches --bin proofs`. The documents are those of `examples/verification`, checked whole:
//! read, key found, signature and trust checked.

use std::path::Path;
use std::process::ExitCode;

use cpu_time::ProcessTime;
use credstack_verification::{Given, Outcome, instant, verify};

/// The documents, and how often each is checked.
const DOCUMENTS: [(&str, &str, u32); 3] = [
    ("token, EdDSA", "token.jwt", 2_000),
    ("eddsa-jcs-2022", "proof.json", 2_000),
    ("eddsa-rdfc-2022", "rdf_proof.json", 300),
];

fn main() -> ExitCode {
    match measured() {
        Ok(lines) => {
            for line in &lines {
                println!("{line}");
            }
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

/// One line for each kind of proof.
fn measured() -> Result<Vec<String>, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/verification");
    let read = |name: &str| std::fs::read(folder.join(name)).map_err(|error| format!("{name}: {error}"));
    let mut given = Given::new();
    given.add("trust.toml", &read("trust.toml")?).map_err(|error| error.to_string())?;
    given.add_status(None, &read("status-list.jwt")?).map_err(|error| error.to_string())?;
    let on = instant("2026-11-01").ok_or("no day")?;
    let mut lines = vec!["| Proof | Checked in a second, on one core |".to_owned(), "| --- | --- |".to_owned()];
    for (kind, name, times) in DOCUMENTS {
        let bytes = read(name)?;
        let start = ProcessTime::now();
        for _ in 0..times {
            let report = verify(&bytes, &given, on).map_err(|error| format!("{name}: {error}"))?;
            if report.outcome() != Outcome::Trusted {
                return Err(format!("{name} is {}", report.outcome().word()));
            }
        }
        let spent = start.elapsed().as_micros().max(1);
        lines.push(format!("| {kind} | {} |", u128::from(times) * 1_000_000 / spent));
    }
    Ok(lines)
}
