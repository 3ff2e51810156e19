//! The table of whom an institution trusts, `trust.toml`.
//!
//! ```toml
//! [[issuer]]
//! name = "University of Example"
//! source = "https://www.example.edu/keys"   # where somebody has looked
//! checked = 2026-11-01                       # when
//! from = 2020-01-01                          # optional: the first day on which it holds
//! until = 2030-01-01                         # optional: the first day on which it no longer does
//! ids = ["did:web:example.edu"]              # what its documents name as issuer
//! keys = ["z6Mk…", "sha256:…"]               # its keys: Multikey, or the SHA-256 of the SubjectPublicKeyInfo
//! certificates = ["sha256:…"]                # its certificates: the SHA-256 of the DER
//! ```

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::error::VerificationError;
use crate::keys::PublicKey;
use crate::report::Trusted;

/// A service of a trusted list.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    /// Whom the list names as the provider, and the service.
    pub(crate) name: String,
    /// Who publishes the list, and its number and date.
    pub(crate) source: String,
    /// The day on which the list was issued.
    pub(crate) issued: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(default)]
    issuer: Vec<Entry>,
}

/// Whom an institution trusts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    name: String,
    source: String,
    checked: Option<toml::value::Datetime>,
    from: Option<toml::value::Datetime>,
    until: Option<toml::value::Datetime>,
    #[serde(default)]
    ids: Vec<String>,
    #[serde(default)]
    keys: Vec<String>,
    #[serde(default)]
    certificates: Vec<String>,
}

/// Reads a table.
///
/// # Errors
/// [`VerificationError::Given`], with the line where the parser knows it.
pub(crate) fn entries(content: &str) -> Result<Vec<Entry>, VerificationError> {
    let table: Table = toml::from_str(content).map_err(|error| VerificationError::given(error.to_string().trim()))?;
    if table.issuer.is_empty() {
        return Err(VerificationError::given(
            "no `[[issuer]]` in it; see docs/verification.md for what a table of trust holds",
        ));
    }
    for entry in &table.issuer {
        entry.complete()?;
    }
    Ok(table.issuer)
}

impl Entry {
    fn complete(&self) -> Result<(), VerificationError> {
        let told = |what: &str| Err(VerificationError::given(format!("the issuer `{}` {what}", self.name)));
        if self.ids.is_empty() && self.keys.is_empty() && self.certificates.is_empty() {
            return told("has neither `ids` nor `keys` nor `certificates`, so that nothing can be known as its own");
        }
        for key in &self.keys {
            let read = key.strip_prefix("sha256:").map_or_else(|| PublicKey::from_multikey(key).is_some(), is_digest);
            if !read {
                return told(&format!(
                    "has the key `{key}`, which is neither a Multikey (`z…`) nor `sha256:` and 64 digits"
                ));
            }
        }
        if let Some(bad) = self.certificates.iter().find(|c| !c.strip_prefix("sha256:").is_some_and(is_digest)) {
            return told(&format!("has the certificate `{bad}`, which is not `sha256:` and 64 lower-case digits"));
        }
        for day in [&self.checked, &self.from, &self.until].into_iter().flatten() {
            if instant(day).is_none() {
                return told(&format!("has the date `{day}`; write a day, as 2026-11-01"));
            }
        }
        Ok(())
    }

    /// Whether it holds at an instant.
    pub(crate) fn holds_at(&self, at: Timestamp) -> bool {
        let from = self.from.as_ref().and_then(instant).is_none_or(|from| from <= at);
        let until = self.until.as_ref().and_then(instant).is_none_or(|until| at < until);
        from && until
    }

    /// Whether it names a key.
    pub(crate) fn has_key(&self, key: &PublicKey) -> bool {
        self.keys
            .iter()
            .any(|stated| *stated == key.fingerprint() || PublicKey::from_multikey(stated).as_ref() == Some(key))
    }

    /// Whether it names a certificate by its fingerprint.
    pub(crate) fn has_certificate(&self, fingerprint: &str) -> bool {
        self.certificates.iter().any(|stated| stated == fingerprint)
    }

    /// Whether it names an issuer; an entry without identifiers speaks of keys alone.
    pub(crate) fn names(&self, issuer: Option<&str>) -> bool {
        self.ids.is_empty() || issuer.is_some_and(|issuer| self.has_id(issuer))
    }

    /// Whether an identifier is one of its own.
    pub(crate) fn has_id(&self, id: &str) -> bool {
        self.ids.iter().any(|own| own == id)
    }

    /// The entry as results show it.
    pub(crate) fn shown(&self) -> Trusted {
        Trusted {
            name: self.name.clone(),
            source: self.source.clone(),
            checked: self.checked.as_ref().map(ToString::to_string),
        }
    }
}

fn is_digest(digits: &str) -> bool {
    digits.len() == 64 && digits.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// The first instant of a day, in universal time.
fn instant(day: &toml::value::Datetime) -> Option<Timestamp> {
    let date: jiff::civil::Date = day.date.filter(|_| day.time.is_none())?.to_string().parse().ok()?;
    Some(date.to_zoned(TimeZone::UTC).ok()?.timestamp())
}
