//! What is given for verifying documents: keys, certificates, lists, and the day.

use std::path::{Path, PathBuf};

use clap::Args;
use credstack::documents::{AssuranceReports, Document};
use credstack::model::Symbols;
use credstack::verification::{Given, Timestamp, instant};
use credstack::{take_verified, verify};

use crate::exit::Exit;
use crate::files::read;
use crate::output::complain;

/// What documents are verified against.
#[derive(Debug, Args)]
pub(crate) struct TrustFiles {
    /// Whom to trust, and by which keys: a table `trust.toml`, a DID document, a key or certificate (PEM, JWK, DER), a trusted
    /// list of the Union; of a folder, as a pack is one, its `trust.toml` and what stands in its folder `trust`. May be given several
    /// times. Nothing is fetched.
    #[arg(long, value_name = "FILE")]
    trust: Vec<PathBuf>,
    /// A status list as its issuer publishes it, `FILE` or `ADDRESS=FILE`; may be given several times.
    #[arg(long, value_name = "[ADDRESS=]FILE")]
    status: Vec<String>,
}

/// What documents are verified against, and completed from, where they are read for something else.
#[derive(Debug, Args)]
pub(crate) struct TrustOptions {
    #[command(flatten)]
    files: TrustFiles,
    /// Reports of quality assurance agencies as DEQAR serves them (the answers of its `browse/reports`, as JSON files): what was valid
    /// when a credential was issued becomes a fact of it. May be given several times. Nothing is fetched.
    #[arg(long, value_name = "FILE")]
    quality_reports: Vec<PathBuf>,
    /// Verify the documents as of this day, or instant, and take into their facts what comes of it: `2026-11-01` or
    /// `2026-11-01T12:00:00Z`. No date is ever taken from the clock.
    #[arg(long, value_name = "DATE", value_parser = parse_instant)]
    verified_on: Option<Timestamp>,
}

pub(crate) fn parse_instant(text: &str) -> Result<Timestamp, String> {
    instant(text).ok_or_else(|| "write a day as 2026-11-01, or an instant as 2026-11-01T12:00:00Z".to_owned())
}

/// What was given, read.
pub(crate) struct Trust {
    pub(crate) given: Given,
    pub(crate) on: Timestamp,
}

/// What documents are verified against, and completed from.
#[derive(Default)]
pub(crate) struct Beside {
    trust: Option<Trust>,
    reports: AssuranceReports,
}

impl TrustOptions {
    /// What was given. What is wrong is printed.
    pub(crate) fn read(&self) -> Result<Beside, Exit> {
        let mut reports = AssuranceReports::default();
        for path in &self.quality_reports {
            let (name, bytes) = bytes_of(path)?;
            reports.add(&name, &bytes).map_err(|error| told(&name, &error.to_string()))?;
        }
        Ok(Beside { trust: self.trust()?, reports })
    }

    fn trust(&self) -> Result<Option<Trust>, Exit> {
        match self.verified_on {
            Some(on) => self.files.read(on).map(Some),
            None if self.files.trust.is_empty() && self.files.status.is_empty() => Ok(None),
            None => {
                complain(
                    "error: documents are verified as of a day; add `--verified-on` with one, as `--verified-on 2026-11-01`",
                );
                Err(Exit::Usage)
            }
        }
    }
}

impl TrustFiles {
    /// What was given. What is wrong is printed.
    pub(crate) fn read(&self, on: Timestamp) -> Result<Trust, Exit> {
        let mut given = Given::new();
        for named in &self.trust {
            for path in files(named)? {
                let (name, bytes) = bytes_of(&path)?;
                given.add(&name, &bytes).map_err(|error| told(&name, &error.to_string()))?;
            }
        }
        for stated in &self.status {
            let (address, path) = match stated.rsplit_once('=') {
                Some((address, file)) if address.contains(':') => (Some(address), file),
                _ => (None, stated.as_str()),
            };
            let (name, bytes) = bytes_of(Path::new(path))?;
            given.add_status(address, &bytes).map_err(|error| told(&name, &error.to_string()))?;
        }
        Ok(Trust { given, on })
    }
}

impl Beside {
    /// Verifies a document and takes what comes of it, and what reports say of its quality, into its facts. One that cannot be
    /// looked at stays as it was read, and that is said.
    pub(crate) fn take(&self, document: &mut Document, bytes: &[u8], symbols: &Symbols) {
        if let Some(Trust { given, on }) = &self.trust {
            match verify(bytes, given, *on) {
                Ok(report) => take_verified(document, &report),
                Err(error) => complain(&format!("note: {} was not verified: {error}", document.name)),
            }
        }
        for credential in &mut document.credentials {
            let notes = self.reports.complete(credential, symbols);
            document.notes.extend(notes);
        }
    }
}

/// The files of what was named: itself, or of a folder, as a pack is one, its `trust.toml` and what stands in its folder `trust`.
fn files(named: &Path) -> Result<Vec<PathBuf>, Exit> {
    if !named.is_dir() {
        return Ok(vec![named.to_owned()]);
    }
    let shown = named.to_string_lossy();
    let table = named.join("trust.toml");
    let mut found: Vec<PathBuf> = if table.is_file() { vec![table] } else { Vec::new() };
    let beside = named.join("trust");
    let inside = walkdir::WalkDir::new(&beside).sort_by_file_name().into_iter().filter(|_| beside.is_dir());
    for entry in inside {
        let entry = entry.map_err(|error| told(&shown, &error.to_string()))?;
        if entry.file_type().is_file() {
            found.push(entry.into_path());
        }
    }
    if found.is_empty() {
        return Err(told(
            &shown,
            "there is neither a `trust.toml` in this folder nor a folder `trust` with keys and lists",
        ));
    }
    Ok(found)
}

fn bytes_of(path: &Path) -> Result<(String, Vec<u8>), Exit> {
    let input = read(path);
    let bytes = input.bytes.map_err(|error| told(&input.name, &error))?;
    Ok((input.name, bytes))
}

fn told(name: &str, error: &str) -> Exit {
    complain(&format!("error: {name}: {error}"));
    Exit::Usage
}
