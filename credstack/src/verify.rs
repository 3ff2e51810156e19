//! How far documents can be trusted, and what of that rules read.

use std::sync::Arc;

use credstack_documents::{Document, DocumentError, NoteKind, signed_texts};
use credstack_model::Credential;
use credstack_model::facts::{Fact, Knowledge, Provenance, Standing, Value};
use credstack_model::vocabulary::{AttributeId, attribute};
use credstack_verification::{Given, Outcome, Part, Report, Timestamp, VerificationError};

/// Why a document could not be looked at.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// It is an image or an archive that could not be opened.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// What is in it could not be looked at.
    #[error(transparent)]
    Verification(#[from] VerificationError),
}

/// Checks a document, of an image what it carries, against what is given, as of an instant.
///
/// # Errors
/// [`VerifyError`] when it cannot be looked at. What does not hold, or cannot be checked, stands in the report.
pub fn verify(bytes: &[u8], given: &Given, on: Timestamp) -> Result<Report, VerifyError> {
    let mut parts = Vec::new();
    for (place, text) in signed_texts(bytes)? {
        let report = credstack_verification::verify(text.as_bytes(), given, on)?;
        parts.extend(report.parts.into_iter().map(|part| placed(part, &place)));
    }
    Ok(Report { parts })
}

/// A part of what an image carries: behind the place in the image, as the facts read from it have theirs.
fn placed(mut part: Part, place: &str) -> Part {
    if place.is_empty() {
        return part;
    }
    let behind =
        |at: &str| if at.starts_with('#') || at.is_empty() { format!("{place}{at}") } else { format!("{place}#{at}") };
    part.at = behind(&part.at);
    part.proofs.iter_mut().for_each(|proof| proof.at = behind(&proof.at));
    part.statuses.iter_mut().for_each(|status| status.at = behind(&status.at));
    part
}

/// Takes what was verified into the facts of a document's credentials: `authentic` where a trusted signer stands behind every
/// fact or a proof is broken, `revoked` where a status list says so. What is not known stays missing, to be asked for.
pub fn take_verified(document: &mut Document, report: &Report) {
    for credential in &mut document.credentials {
        let Behind { parts, elsewhere } = behind(credential, &document.name, report);
        // Without any proof nothing was verified, and what an office itself has written down stands.
        if parts.iter().all(|part| part.proofs.iter().all(|proof| proof.suite == "none") && part.statuses.is_empty()) {
            continue;
        }
        let all = |said: fn(&Part) -> Option<bool>, wanted: bool| {
            !parts.is_empty() && !elsewhere && parts.iter().all(|part| said(part) == Some(wanted))
        };
        let any = |said: fn(&Part) -> Option<bool>, wanted: bool| parts.iter().find(|part| said(part) == Some(wanted));
        let name = &document.name;
        if let Some(part) = any(Part::authentic, false) {
            set(credential, attribute::AUTHENTIC, false, name, part);
        } else if let Some(part) = parts.first().filter(|_| all(Part::authentic, true)) {
            set(credential, attribute::AUTHENTIC, true, name, part);
        } else {
            // What a document says of its own authenticity is no proof of it.
            credential.facts.remove(attribute::AUTHENTIC);
        }
        if let Some(part) = any(Part::revoked, true) {
            set(credential, attribute::REVOKED, true, name, part);
        } else if let Some(part) = parts.first().filter(|_| all(Part::revoked, false)) {
            set(credential, attribute::REVOKED, false, name, part);
        }
    }
    let known = |id: AttributeId| document.credentials.iter().all(|c| c.facts.get(id).is_some());
    let (authentic, revoked) = (known(attribute::AUTHENTIC), known(attribute::REVOKED));
    document.notes.retain(|note| {
        let settled = (note.attribute == Some(attribute::AUTHENTIC) && authentic)
            || (note.attribute == Some(attribute::REVOKED) && revoked);
        note.kind != NoteKind::NotVerified || !settled
    });
}

/// Where the facts of a credential were read from.
struct Behind<'r> {
    /// The parts that were checked.
    parts: Vec<&'r Part>,
    /// Whether some were read from a place that no part is around: whoever put the document together has added it.
    elsewhere: bool,
}

/// The parts that the facts of a credential were read from: for each place the innermost part around it.
fn behind<'r>(credential: &Credential, document: &Arc<str>, report: &'r Report) -> Behind<'r> {
    let mut found = Behind { parts: Vec::new(), elsewhere: false };
    let places = credential.facts.iter().flat_map(|(_, fact)| &fact.provenance);
    for place in places.filter(|place| place.document == *document) {
        let around = report.parts.iter().filter(|part| is_around(&part.at, &place.path));
        let Some(part) = around.max_by_key(|part| part.at.len()) else {
            found.elsewhere = true;
            continue;
        };
        if !found.parts.iter().any(|other| other.at == part.at) {
            found.parts.push(part);
        }
    }
    found
}

/// Whether a place lies at or below another one.
fn is_around(part: &str, place: &str) -> bool {
    place.strip_prefix(part).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '#']))
}

fn set(credential: &mut Credential, id: AttributeId, yes: bool, document: &Arc<str>, part: &Part) {
    let path = part.proofs.first().map_or_else(|| part.at.clone(), |proof| proof.at.clone());
    let raw = match part.outcome() {
        Outcome::Revoked => "the status list says that it was revoked or suspended".to_owned(),
        outcome => outcome.word().to_owned(),
    };
    let provenance = Provenance { document: Arc::clone(document), path, raw, standing: Standing::Derived };
    let fact = Fact { knowledge: Knowledge::Known(Value::Truth(yes)), provenance: vec![provenance] };
    credential.facts.set(id, fact);
}
