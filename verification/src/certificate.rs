//! Certificates of seals (RFC 5280): whom they name, when they are valid, and whether a given authority stands behind them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use p256::pkcs8::ObjectIdentifier;
use x509_cert::Certificate;
use x509_cert::der::asn1::{PrintableStringRef, TeletexStringRef, Utf8StringRef};
use x509_cert::der::{Decode as _, Encode as _, Tag, Tagged as _};
use x509_cert::ext::pkix::{BasicConstraints, KeyUsage, KeyUsages};
use x509_cert::name::Name;

use crate::keys::{Algorithm, PublicKey, fingerprint};
use crate::report::CertificateNames;

/// The certificates that a chain may have, from the signer's to that of a given authority.
const LONGEST_CHAIN: usize = 6;

const ORGANISATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
const ORGANISATION_IDENTIFIER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.97");
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");

/// A certificate that was read.
#[derive(Debug, Clone)]
pub(crate) struct Sealing {
    inner: Certificate,
    /// The key of its subject.
    pub(crate) key: PublicKey,
    /// The SHA-256 of the whole certificate.
    pub(crate) fingerprint: String,
}

impl Sealing {
    /// Reads a certificate in DER.
    pub(crate) fn from_der(der: &[u8]) -> Option<Self> {
        let inner = Certificate::from_der(der).ok()?;
        let spki = inner.tbs_certificate.subject_public_key_info.to_der().ok()?;
        Some(Self { key: PublicKey::from_spki(&spki)?, fingerprint: fingerprint(der), inner })
    }

    /// Reads a certificate in base 64, as it stands in `x5c` (RFC 7515, section 4.1.6), in trusted lists and in PEM.
    pub(crate) fn from_base64(text: &str) -> Option<Self> {
        let text: String = text.split_whitespace().collect();
        Self::from_der(&STANDARD.decode(text).ok()?)
    }

    /// Whom it names.
    pub(crate) fn names(&self) -> CertificateNames {
        let tbs = &self.inner.tbs_certificate;
        let (from, until) = self.valid();
        CertificateNames {
            subject: tbs.subject.to_string(),
            organisation: attribute(&tbs.subject, ORGANISATION),
            identifier: attribute(&tbs.subject, ORGANISATION_IDENTIFIER),
            issuer: tbs.issuer.to_string(),
            valid: (from.to_string(), until.to_string()),
        }
    }

    /// The names under which the subject may be found in a document.
    pub(crate) fn called(&self) -> Vec<String> {
        let subject = &self.inner.tbs_certificate.subject;
        [ORGANISATION, COMMON_NAME, ORGANISATION_IDENTIFIER].iter().filter_map(|oid| attribute(subject, *oid)).collect()
    }

    /// From when to when it is valid.
    pub(crate) fn valid(&self) -> (Timestamp, Timestamp) {
        let validity = &self.inner.tbs_certificate.validity;
        let at = |time: x509_cert::time::Time| {
            let seconds = i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX);
            Timestamp::from_second(seconds).unwrap_or(Timestamp::MAX)
        };
        (at(validity.not_before), at(validity.not_after))
    }

    /// Whether an instant lies within its time.
    pub(crate) fn is_valid_at(&self, at: Timestamp) -> bool {
        let (from, until) = self.valid();
        from <= at && at <= until
    }

    /// Whether its subject may issue certificates (RFC 5280, sections 4.2.1.3 and 4.2.1.9).
    fn is_authority(&self) -> bool {
        let tbs = &self.inner.tbs_certificate;
        let basic = tbs.get::<BasicConstraints>().ok().flatten().is_some_and(|(_, basic)| basic.ca);
        let signs = match tbs.get::<KeyUsage>() {
            Ok(Some((_, usage))) => usage.0.contains(KeyUsages::KeyCertSign),
            Ok(None) => true,
            Err(_) => false,
        };
        basic && signs
    }

    /// Whether `authority` has issued it.
    fn is_issued_by(&self, authority: &Sealing) -> bool {
        let tbs = &self.inner.tbs_certificate;
        if tbs.issuer != authority.inner.tbs_certificate.subject || !authority.is_authority() {
            return false;
        }
        let (Ok(signed), Some(signature)) = (tbs.to_der(), self.inner.signature.as_bytes()) else { return false };
        let oid = self.inner.signature_algorithm.oid.to_string();
        let Some((algorithm, signature)) = certified(&oid, signature) else { return false };
        authority.key.verifies(algorithm, &signed, &signature)
    }
}

/// The algorithm of a certificate's signature, and the signature as the key reads it (RFC 5280, section 4.1.1.2; RFC 5758).
fn certified(oid: &str, signature: &[u8]) -> Option<(Algorithm, Vec<u8>)> {
    match oid {
        "1.2.840.113549.1.1.11" => Some((Algorithm::Rs256, signature.to_vec())),
        "1.2.840.113549.1.1.12" => Some((Algorithm::Rs384, signature.to_vec())),
        "1.2.840.113549.1.1.13" => Some((Algorithm::Rs512, signature.to_vec())),
        "1.2.840.10045.4.3.2" => {
            Some((Algorithm::Es256, p256::ecdsa::Signature::from_der(signature).ok()?.to_bytes().to_vec()))
        }
        "1.2.840.10045.4.3.3" => {
            Some((Algorithm::Es384, p384::ecdsa::Signature::from_der(signature).ok()?.to_bytes().to_vec()))
        }
        "1.3.101.112" => Some((Algorithm::EdDsa, signature.to_vec())),
        _ => None,
    }
}

/// The given authority that a chain leads to: the signer's own certificate, or one that has issued it, over those that stand
/// in the document. Every authority on the way has to be valid at `at`.
pub(crate) fn anchor<'a>(chain: &[Sealing], anchors: &'a [Sealing], at: Timestamp) -> Option<&'a Sealing> {
    let mut current = chain.first()?;
    for _ in 0..LONGEST_CHAIN {
        if let Some(given) = anchors.iter().find(|given| given.fingerprint == current.fingerprint) {
            return Some(given);
        }
        if let Some(given) = anchors.iter().find(|given| given.is_valid_at(at) && current.is_issued_by(given)) {
            return Some(given);
        }
        let above =
            chain.iter().find(|above| above.fingerprint != current.fingerprint && current.is_issued_by(above))?;
        if !above.is_valid_at(at) {
            return None;
        }
        current = above;
    }
    None
}

/// The first value of an attribute of a name, as text.
fn attribute(name: &Name, oid: ObjectIdentifier) -> Option<String> {
    let pair = name.0.iter().flat_map(|part| part.0.iter()).find(|pair| pair.oid == oid)?;
    match pair.value.tag() {
        Tag::Utf8String => pair.value.decode_as::<Utf8StringRef<'_>>().ok().map(|text| text.as_str().to_owned()),
        Tag::PrintableString => {
            pair.value.decode_as::<PrintableStringRef<'_>>().ok().map(|text| text.as_str().to_owned())
        }
        Tag::TeletexString => pair.value.decode_as::<TeletexStringRef<'_>>().ok().map(|text| text.as_str().to_owned()),
        _ => None,
    }
}
