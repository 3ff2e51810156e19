//! Signed tokens and seals: JSON Web Signature (RFC 7515), as Securing Verifiable Credentials using JOSE and COSE, Open
//! Badges 2.0 (signed badges) and `JAdES` (ETSI TS 119 182-1) use it.

use serde_json::Value;

use crate::certificate::Sealing;
use crate::check::Check;
use crate::json::{items, text};
use crate::keys::{Algorithm, PublicKey};
use crate::report::{KeyFrom, Named, Verdict};
use crate::resolve::{Resolved, resolve};
use crate::time;
use crate::token::Signed;

/// The certificates that a header may carry.
const MOST_CERTIFICATES: usize = 10;

/// The given keys without a name that are tried.
const MOST_TRIED: usize = 100;

/// The critical parameters that are understood (RFC 7515, section 4.1.11): whether the payload is encoded (RFC 7797), and the
/// time that the sealer claims. Of `adoTst`, time stamps over the payload, it is known that they add to the signature and take
/// nothing from it; they are not checked, and that is said.
const UNDERSTOOD: [&str; 3] = ["b64", "sigT", "adoTst"];

impl Signed {
    /// Checks it. `content` is the payload as it was read, where it is JSON.
    pub(crate) fn verdict(&self, content: &Value, issuer: Option<&Named>, check: &Check<'_>) -> Verdict {
        self.checked(content, issuer, check).unwrap_or_else(|verdict| verdict)
    }

    fn checked(&self, content: &Value, issuer: Option<&Named>, check: &Check<'_>) -> Result<Verdict, Verdict> {
        let algorithm = self.algorithm()?;
        self.critical()?;
        if let Some((stated, at)) = time::made(&self.header, Some(content)) {
            let at =
                at.ok_or_else(|| Verdict::broken(format!("it says that it was made `{stated}`, which is no instant")))?;
            time::not_after(at, check.on)
                .map_err(|why| Verdict::broken(format!("it says that it was made {at}: {why}")))?;
        }
        let resolved = self.key(content, algorithm, check)?;
        if !resolved.key.suits(algorithm) {
            let why = format!("the header says {} and the key is one of {}", self.suite(), resolved.key.kind());
            return Err(Verdict::broken(why));
        }
        if !self.is_by(&resolved.key, algorithm) {
            return Err(Verdict::broken("the signature is not one of this key over these bytes"));
        }
        let mut by = resolved.judged(issuer, check);
        if items(self.header.get("crit")).iter().any(|name| name == "adoTst") {
            by.reservations.push("the time stamps of the seal are not checked".to_owned());
        }
        Ok(Verdict::Verified { by: Box::new(by) })
    }

    fn algorithm(&self) -> Result<Algorithm, Verdict> {
        match text(&self.header, "alg") {
            Some("RS256") => Ok(Algorithm::Rs256),
            Some("ES256") => Ok(Algorithm::Es256),
            Some("ES384") => Ok(Algorithm::Es384),
            Some("EdDSA" | "Ed25519") => Ok(Algorithm::EdDsa),
            None => Err(Verdict::broken("the header names no algorithm")),
            Some(none) if none.eq_ignore_ascii_case("none") => {
                Err(Verdict::broken("the header says `alg: none`: nobody has signed it"))
            }
            Some(shared) if shared.starts_with("HS") => Err(Verdict::broken(format!(
                "the header says {shared}, which whoever checks could have made; a public key proves nothing with it"
            ))),
            Some(other) => Err(Verdict::not_verifiable(
                format!("signatures by {other} are not checked"),
                "the document signed by RS256, ES256, ES384 or EdDSA",
            )),
        }
    }

    fn critical(&self) -> Result<(), Verdict> {
        match items(self.header.get("crit")).iter().find(|name| !UNDERSTOOD.iter().any(|known| *name == known)) {
            None => Ok(()),
            Some(name) => Err(Verdict::not_verifiable(
                format!("the header says that {name} has to be understood, and it is not (RFC 7515, section 4.1.11)"),
                "the document signed without it",
            )),
        }
    }

    fn is_by(&self, key: &PublicKey, algorithm: Algorithm) -> bool {
        key.verifies(algorithm, &self.input, &self.signature)
    }

    /// The key: that which the header or the badge names, else the one in the header, else a given one without a name that fits.
    fn key(&self, content: &Value, algorithm: Algorithm, check: &Check<'_>) -> Result<Resolved, Verdict> {
        let inside = self.key_inside()?;
        let named = self.named(content);
        let mut missing = None;
        for name in &named {
            match resolve(name, check.given) {
                Ok(resolved) => {
                    if inside.as_ref().is_some_and(|inside| inside.key != resolved.key) {
                        return Err(Verdict::broken(format!(
                            "the key in the header is another one than `{name}`, which it names"
                        )));
                    }
                    return Ok(resolved);
                }
                Err(verdict @ Verdict::Broken { .. }) => return Err(verdict),
                Err(verdict) => missing = missing.or(Some(verdict)),
            }
        }
        if let Some(inside) = inside {
            return Ok(inside);
        }
        let fits = check.given.nameless.iter().take(MOST_TRIED).find(|given| self.is_by(&given.key, algorithm));
        if let Some(given) = fits {
            let found = KeyFrom::Given { id: given.file.clone(), file: given.file.clone() };
            return Ok(Resolved { key: given.key.clone(), found, holder: None, chain: Vec::new() });
        }
        Err(missing.unwrap_or_else(|| {
            Verdict::not_verifiable("the token does not say by which key it was signed", "the issuer's key")
        }))
    }

    /// What the key may be called: `kid`, alone and after the issuer, and `creator` of a signed badge (Open Badges 2.0, section 5.6).
    fn named(&self, content: &Value) -> Vec<String> {
        let kid = text(&self.header, "kid");
        let issuer = text(content, "iss").or_else(|| text(&self.header, "iss"));
        let mut names: Vec<String> = kid.map(str::to_owned).into_iter().collect();
        if let (Some(kid), Some(issuer)) = (kid, issuer) {
            names.push(format!("{issuer}#{}", kid.trim_start_matches('#')));
        }
        let verification = content.get("verification").or_else(|| content.get("verify"));
        names.extend(verification.and_then(|v| text(v, "creator").or_else(|| text(v, "url"))).map(str::to_owned));
        if kid.is_none() {
            names.extend(issuer.filter(|issuer| issuer.starts_with("did:")).map(str::to_owned));
        }
        names
    }

    /// The key that stands in the header: `jwk`, or the first certificate of `x5c`.
    fn key_inside(&self) -> Result<Option<Resolved>, Verdict> {
        let unread = |what: &str| {
            Verdict::not_verifiable(format!("the {what} in the header cannot be read"), "the issuer's key")
        };
        if let Some(jwk) = self.header.get("jwk") {
            let key = PublicKey::from_jwk(jwk).ok_or_else(|| unread("key"))?;
            return Ok(Some(Resolved { key, found: KeyFrom::Document, holder: None, chain: Vec::new() }));
        }
        let stated = items(self.header.get("x5c"));
        if stated.len() > MOST_CERTIFICATES {
            return Err(Verdict::broken(format!("the header has more than {MOST_CERTIFICATES} certificates")));
        }
        let chain: Option<Vec<Sealing>> = stated.iter().map(|c| Sealing::from_base64(c.as_str()?)).collect();
        let chain = chain.ok_or_else(|| unread("certificates"))?;
        let key = chain.first().map(|leaf| leaf.key.clone());
        Ok(key.map(|key| Resolved { key, found: KeyFrom::Document, holder: None, chain }))
    }
}
