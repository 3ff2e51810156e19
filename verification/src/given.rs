//! What is given for checking: keys, documents of identifiers, certificates, tables of whom is trusted, lists of the Union.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::certificate::Sealing;
use crate::error::VerificationError;
use crate::json::{self, id, items, text};
use crate::keys::PublicKey;
use crate::trust::Entry;
use crate::{lists, trust};

/// The keys, certificates and entries that may be given in all.
const MOST_GIVEN: usize = 100_000;

/// A key that was given.
#[derive(Debug, Clone)]
pub(crate) struct GivenKey {
    pub(crate) key: PublicKey,
    /// Whose key it is said to be: the identifier of a document, its `controller` or `owner`.
    pub(crate) holder: Option<String>,
    /// The file that it came from.
    pub(crate) file: String,
}

/// What is given for checking. Nothing else is consulted: no network, no store of the machine.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// Keys by the identifiers that documents call them by.
    pub(crate) keys: BTreeMap<String, Vec<GivenKey>>,
    /// Keys that no identifier goes with.
    pub(crate) nameless: Vec<GivenKey>,
    /// Certificates of authorities and signers, with where each comes from.
    pub(crate) certificates: Vec<Sealing>,
    /// What stands behind each of the certificates, in the same order.
    pub(crate) vouched: Vec<Vouched>,
    /// Whom is trusted.
    pub(crate) entries: Vec<Entry>,
    /// Status lists by their address, as they were given; each is verified when it is asked.
    pub(crate) statuses: BTreeMap<String, String>,
}

/// What stands behind a given certificate.
#[derive(Debug, Clone)]
pub(crate) enum Vouched {
    /// A file with nothing but the certificate.
    File(String),
    /// A service of a trusted list.
    List(trust::Listed),
}

impl Given {
    /// Nothing given: only keys that are their own identifiers, and keys in documents, are found.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a file in: a table of whom is trusted (`trust.toml`), a document of an identifier (DID document), a JSON Web Key
    /// or a set of them, a key document of Open Badges 2.0, keys and certificates in PEM, or a trusted list (ETSI TS 119 612).
    ///
    /// # Errors
    /// [`VerificationError::Given`] when it is none of these or has a mistake; nothing of it is then taken.
    pub fn add(&mut self, file: &str, bytes: &[u8]) -> Result<(), VerificationError> {
        if bytes.len() > crate::limits::MOST_BYTES {
            return Err(VerificationError::TooLarge { bytes: bytes.len() });
        }
        let Ok(content) = std::str::from_utf8(bytes) else {
            let certificate = Sealing::from_der(bytes);
            let certificate = certificate.ok_or_else(|| unknown("neither text nor a certificate in DER"))?;
            self.certify(certificate, Vouched::File(file.to_owned()));
            return self.within_bounds();
        };
        let content = content.trim_start_matches('\u{feff}').trim();
        // A table of trust mostly begins with `[[issuer]]`, which is TOML; a list of keys begins with an object.
        let list =
            content.strip_prefix('[').is_some_and(|rest| matches!(rest.trim_start().chars().next(), Some('{' | ']')));
        if content.starts_with('{') || list {
            self.add_json(file, &json::parse(content)?)?;
        } else if content.starts_with('<') {
            for (certificate, listed) in lists::services(content)? {
                self.certify(certificate, Vouched::List(listed));
            }
        } else if content.contains("-----BEGIN") {
            self.add_pem(file, content)?;
        } else {
            self.entries.extend(trust::entries(content)?);
        }
        self.within_bounds()
    }

    /// Takes a status list in: the credential that holds it, as JSON or as a token. It is verified when a document names it.
    /// `address` is where it was published, for lists that are served elsewhere than at their own `id`.
    ///
    /// # Errors
    /// [`VerificationError`] when it is no status list or says no address.
    pub fn add_status(&mut self, address: Option<&str>, bytes: &[u8]) -> Result<(), VerificationError> {
        if bytes.len() > crate::limits::MOST_BYTES {
            return Err(VerificationError::TooLarge { bytes: bytes.len() });
        }
        let content = std::str::from_utf8(bytes).map_err(|_| VerificationError::Unknown)?.trim().to_owned();
        let value = crate::token::credential_of(&content)?;
        let subject = value.get("credentialSubject").unwrap_or(&Value::Null);
        if subject.get("encodedList").is_none() {
            return Err(unknown("no status list: it has no `encodedList`"));
        }
        let address =
            address.or_else(|| id(&value)).or_else(|| id(subject).map(|id| id.split('#').next().unwrap_or(id)));
        let address =
            address.ok_or_else(|| unknown("a status list without an `id`, so that no document can name it"))?;
        self.statuses.insert(address.to_owned(), content);
        Ok(())
    }

    fn within_bounds(&self) -> Result<(), VerificationError> {
        let keys = self.keys.values().map(Vec::len).sum::<usize>() + self.nameless.len();
        if keys.max(self.certificates.len()).max(self.entries.len()) > MOST_GIVEN {
            return Err(unknown(&format!(
                "more than {MOST_GIVEN} keys, certificates or entries; give those that are needed"
            )));
        }
        Ok(())
    }

    fn certify(&mut self, certificate: Sealing, vouched: Vouched) {
        self.certificates.push(certificate);
        self.vouched.push(vouched);
    }

    fn name(&mut self, id: &str, key: PublicKey, holder: Option<&str>, file: &str) {
        let given = GivenKey { key, holder: holder.map(str::to_owned), file: file.to_owned() };
        self.keys.entry(id.to_owned()).or_default().push(given);
    }

    fn add_json(&mut self, file: &str, value: &Value) -> Result<(), VerificationError> {
        let found = self.add_methods(file, value) + self.add_jwks(file, value, None);
        // A key document of Open Badges 2.0 (section 5.8 CryptographicKey).
        if let Some(pem) = text(value, "publicKeyPem") {
            let key = pem_blocks(pem).find_map(|(_, der)| PublicKey::from_spki(&der));
            let key = key.ok_or_else(|| unknown("a `publicKeyPem` that holds no key that is supported"))?;
            let id = id(value).ok_or_else(|| unknown("a key without an `id`, so that no document can name it"))?;
            self.name(id, key, text(value, "owner"), file);
            return Ok(());
        }
        if found == 0 {
            return Err(unknown(
                "no key in it: a DID document has `verificationMethod`, a set of keys `keys`, a key `kty` or `publicKeyPem`",
            ));
        }
        Ok(())
    }

    /// The keys of a document of an identifier (Decentralized Identifiers 1.0, section 5.2) that may make assertions.
    fn add_methods(&mut self, file: &str, document: &Value) -> usize {
        let Some(holder) = id(document).map(str::to_owned) else { return 0 };
        let mut found = 0;
        let asserting: Vec<&str> = items(document.get("assertionMethod")).iter().filter_map(id).collect();
        for place in ["verificationMethod", "assertionMethod", "publicKey"] {
            for method in items(document.get(place)) {
                let Some(name) = id(method) else { continue };
                let absolute = if name.starts_with('#') { format!("{holder}{name}") } else { name.to_owned() };
                // Where the document says which keys assert, the others do not.
                let allowed = asserting.is_empty() || asserting.iter().any(|a| *a == name || **a == *absolute);
                let key = method_key(method).filter(|_| allowed);
                let known =
                    self.keys.get(&absolute).is_some_and(|keys| keys.iter().any(|k| Some(&k.key) == key.as_ref()));
                if let Some(key) = key.filter(|_| !known) {
                    self.name(&absolute, key, Some(&holder), file);
                    found += 1;
                }
            }
        }
        found
    }

    fn add_jwks(&mut self, file: &str, value: &Value, holder: Option<&str>) -> usize {
        let keys = if value.get("kty").is_some() { std::slice::from_ref(value) } else { items(value.get("keys")) };
        let mut found = 0;
        for jwk in keys {
            let Some(key) = PublicKey::from_jwk(jwk) else { continue };
            found += 1;
            match text(jwk, "kid").or_else(|| text(jwk, "id")) {
                Some(kid) => self.name(kid, key, holder, file),
                None => self.nameless.push(GivenKey { key, holder: None, file: file.to_owned() }),
            }
        }
        found
    }

    fn add_pem(&mut self, file: &str, content: &str) -> Result<(), VerificationError> {
        let mut found = 0;
        for (label, der) in pem_blocks(content) {
            found += 1;
            if label.contains("PRIVATE") {
                return Err(unknown("a private key; give the public key, and keep this one to its holder"));
            }
            if let Some(certificate) = Sealing::from_der(&der) {
                self.certify(certificate, Vouched::File(file.to_owned()));
            } else if let Some(key) = PublicKey::from_spki(&der) {
                self.nameless.push(GivenKey { key, holder: None, file: file.to_owned() });
            } else {
                return Err(unknown(&format!(
                    "a {label} of a kind that is not supported (Ed25519, P-256, P-384, RSA of 2048 bits)"
                )));
            }
        }
        if found == 0 { Err(unknown("PEM that cannot be read")) } else { Ok(()) }
    }
}

/// The key of a verification method.
pub(crate) fn method_key(method: &Value) -> Option<PublicKey> {
    if let Some(multikey) = text(method, "publicKeyMultibase") {
        return PublicKey::from_multikey(multikey);
    }
    if let Some(jwk) = method.get("publicKeyJwk") {
        return PublicKey::from_jwk(jwk);
    }
    pem_blocks(text(method, "publicKeyPem")?).find_map(|(_, der)| PublicKey::from_spki(&der))
}

/// The blocks of a PEM file (RFC 7468), each with its label.
pub(crate) fn pem_blocks(content: &str) -> impl Iterator<Item = (&str, Vec<u8>)> {
    content.split("-----BEGIN ").skip(1).filter_map(|block| {
        let (label, rest) = block.split_once("-----")?;
        let (body, _) = rest.split_once("-----END")?;
        let body: String = body.split_whitespace().collect();
        Some((label, STANDARD.decode(body).ok()?))
    })
}

fn unknown(why: &str) -> VerificationError {
    VerificationError::given(why)
}
