//! Says how far a document can be trusted: whether its signature or seal holds, by whom it is, whether it is in force and
//! whether it was revoked.
//!
//! Everything that is consulted is given: keys, documents of identifiers, certificates, trusted lists, status lists, and the
//! instant of checking. There is no network and no clock, and every part of the work is bounded by counted steps. The result
//! is a value; what could not be checked says why, and what to give so that it can be.
//!
//! `docs/verification.md` has the standards and sections.

mod certificate;
mod check;
mod disclosure;
mod document;
mod error;
mod given;
mod integrity;
mod jcs;
mod json;
mod jws;
mod keys;
mod limits;
mod lists;
mod named;
mod report;
mod resolve;
mod status;
#[cfg(test)]
mod tests;
mod time;
mod token;
mod trust;

pub use error::VerificationError;
pub use given::Given;
pub use jiff::Timestamp;
pub use limits::{MOST_BYTES, MOST_PROOFS};
pub use report::{
    CertificateNames, KeyFrom, Named, Outcome, Part, Proof, Report, Said, Signer, Status, Trusted, Validity, Verdict,
};

/// Checks a document against what is given, as of an instant.
///
/// # Errors
/// [`VerificationError`] when it cannot be looked at. What cannot be checked, or does not hold, is no error but stands in the
/// report.
pub fn verify(bytes: &[u8], given: &Given, on: Timestamp) -> Result<Report, VerificationError> {
    if bytes.len() > MOST_BYTES {
        return Err(VerificationError::TooLarge { bytes: bytes.len() });
    }
    let content = std::str::from_utf8(bytes).map_err(|_| VerificationError::Unknown)?;
    document::verify_text(content, &check::Check { given, on, statuses: Some(document::verify_text) })
}

/// The instant that a text states: RFC 3339, or a day, which is taken at its end in universal time.
pub fn instant(stated: &str) -> Option<Timestamp> {
    time::stated(stated)
}
