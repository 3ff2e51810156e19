//! From what a document calls a key to the key, and to who is known to hold it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::certificate::{Sealing, anchor};
use crate::check::Check;
use crate::given::{Given, GivenKey, Vouched};
use crate::json;
use crate::keys::PublicKey;
use crate::report::{KeyFrom, Named, Signer, Trusted, Verdict};

/// A key that was found.
#[derive(Debug, Clone)]
pub(crate) struct Resolved {
    pub(crate) key: PublicKey,
    pub(crate) found: KeyFrom,
    /// Whose key it is said to be.
    pub(crate) holder: Option<String>,
    /// The certificates that came with it, the signer's first.
    pub(crate) chain: Vec<Sealing>,
}

/// Finds a key by what a document calls it: `did:key` and `did:jwk` are keys themselves, others have to be given.
///
/// # Errors
/// Not verifiable, with what to give; or broken, where a name contradicts itself.
pub(crate) fn resolve(name: &str, given: &Given) -> Result<Resolved, Verdict> {
    let (did, fragment) = name.split_once('#').map_or((name, None), |(did, fragment)| (did, Some(fragment)));
    let itself = |key: PublicKey| Resolved {
        key,
        found: KeyFrom::Identifier { id: did.to_owned() },
        holder: Some(did.to_owned()),
        chain: Vec::new(),
    };
    if let Some(multikey) = did.strip_prefix("did:key:") {
        // did:key, section 3.1: the one key is called by itself.
        if fragment.is_some_and(|fragment| fragment != multikey) {
            return Err(Verdict::broken(format!("`{name}` names a key that the identifier does not have")));
        }
        return PublicKey::from_multikey(multikey).map(itself).ok_or_else(|| unsupported(name));
    }
    if let Some(encoded) = did.strip_prefix("did:jwk:") {
        let decoded = URL_SAFE_NO_PAD.decode(encoded.trim_end_matches('=')).ok();
        let jwk = decoded.and_then(|bytes| json::parse(&String::from_utf8(bytes).ok()?).ok());
        return jwk.and_then(|jwk| PublicKey::from_jwk(&jwk)).map(itself).ok_or_else(|| unsupported(name));
    }
    let known = given.keys.get(name).map(Vec::as_slice);
    // An identifier without a fragment stands for its key where it has only one.
    let beneath = || match fragment {
        None => given.keys.range(format!("{did}#")..format!("{did}$")).flat_map(|(_, keys)| keys).collect(),
        Some(_) => Vec::new(),
    };
    let candidates: Vec<&GivenKey> = known.map_or_else(beneath, |keys| keys.iter().collect());
    match candidates.as_slice() {
        [] if given.keys.range(format!("{did}#")..format!("{did}$")).next().is_some() => Err(Verdict::not_verifiable(
            format!("the key `{name}` is not among those that are given for `{did}`"),
            wanted(did, name),
        )),
        // The name may end with the key itself: as good as a key in the document.
        [] if fragment.and_then(PublicKey::from_multikey).is_some() && did.contains(':') => fragment
            .and_then(PublicKey::from_multikey)
            .map(|key| Resolved { key, found: KeyFrom::Document, holder: None, chain: Vec::new() })
            .ok_or_else(|| unsupported(name)),
        [] => Err(Verdict::not_verifiable(format!("the key `{name}` was not given"), wanted(did, name))),
        [first, rest @ ..] if rest.iter().all(|other| other.key == first.key) => Ok(Resolved {
            key: first.key.clone(),
            found: KeyFrom::Given { id: name.to_owned(), file: first.file.clone() },
            holder: first.holder.clone(),
            chain: Vec::new(),
        }),
        several => {
            let files: Vec<&str> = several.iter().map(|key| key.file.as_str()).collect();
            let why = format!("different keys are given for `{name}`, in {}", files.join(" and "));
            Err(Verdict::not_verifiable(why, "only the one that is right"))
        }
    }
}

fn wanted(did: &str, name: &str) -> String {
    if did.starts_with("did:") { format!("the DID document of `{did}`") } else { format!("the key at `{name}`") }
}

fn unsupported(name: &str) -> Verdict {
    let why = format!("`{name}` is not a key of Ed25519, P-256, P-384 or RSA of at least 2048 bits");
    Verdict::not_verifiable(why, "the document signed with such a key")
}

impl Resolved {
    /// What is known of who holds the key.
    pub(crate) fn judged(&self, issuer: Option<&Named>, check: &Check<'_>) -> Signer {
        let mut reservations = Vec::new();
        let leaf = self.chain.first();
        let in_time = leaf.is_none_or(|leaf| leaf.is_valid_at(check.on));
        if let Some(names) = leaf.filter(|_| !in_time).map(Sealing::names) {
            reservations.push(format!(
                "the certificate is valid from {} to {}, and the time stamps that may show that it was used then are not checked",
                names.valid.0, names.valid.1
            ));
        }
        if leaf.is_some() {
            reservations.push("whether the certificate was revoked is not checked".to_owned());
        }
        let trusted = if in_time { self.trusted(issuer, check, &mut reservations) } else { None };
        if trusted.is_none() {
            reservations.push(self.who_is_open(issuer));
        }
        Signer {
            key: format!("{} {}", self.key.kind(), self.key.fingerprint()),
            found: self.found.clone(),
            certificate: leaf.map(Sealing::names),
            trusted,
            reservations,
        }
    }

    /// The entry, the given certificate or the given key that stands behind this key for this issuer.
    fn trusted(&self, issuer: Option<&Named>, check: &Check<'_>, reservations: &mut Vec<String>) -> Option<Trusted> {
        let id = issuer.and_then(|issuer| issuer.id.as_deref());
        let own = |entry: &&crate::trust::Entry| {
            // An identifier vouches for a key only where it is the key, or a given file says that the key is its own.
            let by_holder = !matches!(self.found, KeyFrom::Document)
                && self.holder.as_deref().is_some_and(|holder| entry.has_id(holder));
            let by_certificate = self.chain.first().is_some_and(|leaf| entry.has_certificate(&leaf.fingerprint));
            entry.has_key(&self.key) || by_holder || by_certificate
        };
        for entry in check.given.entries.iter().filter(own) {
            if !entry.holds_at(check.on) {
                reservations
                    .push(format!("the entry of `{}` does not hold at the instant of checking", entry.shown().name));
            } else if !entry.names(id) {
                let named = id.unwrap_or("nobody");
                reservations.push(format!(
                    "it is the key of `{}`; the document names `{named}` as its issuer",
                    entry.shown().name
                ));
            } else {
                return Some(entry.shown());
            }
        }
        self.by_certificate(issuer, check, reservations).or_else(|| self.by_given_key(id, reservations))
    }

    /// A key that was given for the very issuer that the document names.
    fn by_given_key(&self, id: Option<&str>, reservations: &mut Vec<String>) -> Option<Trusted> {
        let (KeyFrom::Given { file, .. }, Some(holder)) = (&self.found, self.holder.as_deref()) else { return None };
        if id != Some(holder) {
            let named = id.unwrap_or("nobody");
            reservations.push(format!("the key was given for `{holder}`; the document names `{named}` as its issuer"));
            return None;
        }
        Some(Trusted { name: holder.to_owned(), source: format!("given in {file}"), checked: None })
    }

    /// A given certificate that the chain leads to, where the names in it are those of the issuer.
    fn by_certificate(
        &self,
        issuer: Option<&Named>,
        check: &Check<'_>,
        reservations: &mut Vec<String>,
    ) -> Option<Trusted> {
        let leaf = self.chain.first()?;
        let given = anchor(&self.chain, &check.given.certificates, check.on)?;
        let called = leaf.called();
        let names = issuer.into_iter().flat_map(|issuer| issuer.names.iter().chain(issuer.id.as_ref()));
        if !names.clone().any(|name| called.iter().any(|own| plain(own) == plain(name))) {
            let stated: Vec<&str> = names.map(String::as_str).collect();
            let stated = if stated.is_empty() { "nobody" } else { &stated.join("`, `") };
            let reservation = format!(
                "the certificate is for `{}`; the document names `{stated}` as its issuer",
                called.join("`, `")
            );
            reservations.push(reservation);
            return None;
        }
        let at = check.given.certificates.iter().position(|known| known.fingerprint == given.fingerprint)?;
        Some(match check.given.vouched.get(at)? {
            Vouched::File(file) => Trusted {
                name: called.first().cloned().unwrap_or_default(),
                source: format!("given in {file}"),
                checked: None,
            },
            Vouched::List(listed) => Trusted {
                name: format!("{} (certificate of {})", called.first().cloned().unwrap_or_default(), listed.name),
                source: listed.source.clone(),
                checked: listed.issued.clone(),
            },
        })
    }

    /// What is to be said where nothing stands behind the key.
    fn who_is_open(&self, issuer: Option<&Named>) -> String {
        let named = issuer.and_then(|issuer| issuer.names.first().or(issuer.id.as_ref()));
        let named = named.map_or("the issuer", String::as_str);
        match &self.found {
            KeyFrom::Document => {
                format!(
                    "the key stands in the document itself: nothing was changed since it was signed, but anybody may have signed for `{named}`"
                )
            }
            KeyFrom::Identifier { id } => {
                format!(
                    "the identifier `{id}` is the key itself: who holds it is not said, and no entry of what is trusted says that it is `{named}`"
                )
            }
            KeyFrom::Given { file, .. } => {
                format!("the key is given in {file}, and no entry of what is trusted says that it is that of `{named}`")
            }
        }
    }
}

/// A name without regard to case and white space.
fn plain(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
