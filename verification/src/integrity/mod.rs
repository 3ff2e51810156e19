//! Proofs that stand in the document (Verifiable Credential Data Integrity 1.0).

mod bombs;
mod contexts;
mod rdf;

use rsa::sha2::{Digest, Sha256, Sha384};
use serde_json::{Map, Value};

use crate::check::{Check, Left};
use crate::jcs;
use crate::json::{items, step, text};
use crate::keys::{Algorithm, PublicKey};
use crate::report::{Named, Proof, Verdict};
use crate::resolve::resolve;
use crate::time;

/// How the document and the proof are brought into the form that is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// RDF Dataset Canonicalization 1.0.
    Rdf,
    /// The canonical form of JSON (RFC 8785).
    Json,
}

/// How what is signed is hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    Sha256,
    Sha384,
}

/// The suites that are checked.
const SUITES: &str = "eddsa-rdfc-2022, eddsa-jcs-2022, ecdsa-rdfc-2019, ecdsa-jcs-2019 and Ed25519Signature2020";

/// Checks every proof of a document. A document without one has none.
pub(crate) fn proofs(
    document: &Value,
    at: &str,
    issuer: Option<&Named>,
    left: &mut Left,
    check: &Check<'_>,
) -> Vec<Proof> {
    let stated = items(document.get("proof"));
    let several = document.get("proof").is_some_and(Value::is_array);
    let at = step(at, "proof");
    let place = |number: usize| if several { step(&at, &number.to_string()) } else { at.clone() };
    let mut secured = Secured { document, all: stated, done: Vec::new(), left };
    let all = stated.iter().enumerate();
    all.map(|(number, proof)| Proof {
        at: place(number),
        suite: suite(proof).to_owned(),
        verdict: one(&mut secured, proof, issuer, check).unwrap_or_else(|verdict| verdict),
    })
    .collect()
}

/// What the suite of a proof is called.
fn suite(proof: &Value) -> &str {
    let kind = text(proof, "type").unwrap_or("a proof without a type");
    if kind == "DataIntegrityProof" { text(proof, "cryptosuite").unwrap_or(kind) } else { kind }
}

/// Checks one proof: section 4.2 of the specification, Verify Proof.
fn one(
    secured: &mut Secured<'_>,
    proof: &Value,
    issuer: Option<&Named>,
    check: &Check<'_>,
) -> Result<Verdict, Verdict> {
    let (form, curve) = match suite(proof) {
        "eddsa-rdfc-2022" | "Ed25519Signature2020" => (Form::Rdf, "Ed25519"),
        "eddsa-jcs-2022" => (Form::Json, "Ed25519"),
        "ecdsa-rdfc-2019" => (Form::Rdf, "P-256 or P-384"),
        "ecdsa-jcs-2019" => (Form::Json, "P-256 or P-384"),
        other => {
            let why = format!("proofs of the kind `{other}` are not checked");
            return Err(Verdict::not_verifiable(why, format!("the document with a proof of {SUITES}, or as a token")));
        }
    };
    purpose(secured.document, proof)?;
    in_time(proof, check)?;
    let method = proof.get("verificationMethod").and_then(crate::json::id);
    let method = method.ok_or_else(|| Verdict::broken("the proof names no `verificationMethod`, so no key"))?;
    let resolved = resolve(method, check.given)?;
    let algorithm = match (&resolved.key, curve) {
        (PublicKey::Ed25519(_), "Ed25519") => Algorithm::EdDsa,
        (PublicKey::P256(_), "P-256 or P-384") => Algorithm::Es256,
        (PublicKey::P384(_), "P-256 or P-384") => Algorithm::Es384,
        (other, _) => {
            let kind = other.kind();
            return Err(Verdict::broken(format!(
                "the proof is of a kind made with {curve}, and `{method}` is a key of {kind}"
            )));
        }
    };
    let value = text(proof, "proofValue").ok_or_else(|| Verdict::broken("the proof has no `proofValue`"))?;
    let signature = value.strip_prefix('z').filter(|digits| digits.len() <= 200);
    let signature = signature.and_then(|digits| bs58::decode(digits).into_vec().ok());
    let signature =
        signature.ok_or_else(|| Verdict::broken("the `proofValue` is not a signature in base 58 (`z…`)"))?;
    let signed = secured.bytes(proof, form, algorithm)?;
    if !resolved.key.verifies(algorithm, &signed, &signature) {
        return Err(Verdict::broken(format!("the signature is not one of `{method}` over this document as it stands")));
    }
    Ok(Verdict::Verified { by: Box::new(resolved.judged(issuer, check)) })
}

/// A credential is asserted, a presentation may also authenticate (section 2.1, proof purposes).
fn purpose(document: &Value, proof: &Value) -> Result<(), Verdict> {
    let stated = text(proof, "proofPurpose").unwrap_or("");
    let presentation = crate::json::is_a(document, "VerifiablePresentation");
    if stated == "assertionMethod" || (presentation && stated == "authentication") {
        return Ok(());
    }
    Err(Verdict::broken(format!("the proof was made for the purpose `{stated}`, not to assert what the document says")))
}

/// Whether the proof was made before the instant of checking and has not expired.
fn in_time(proof: &Value, check: &Check<'_>) -> Result<(), Verdict> {
    if let Some(created) = text(proof, "created") {
        let at = time::instant(created)
            .ok_or_else(|| Verdict::broken(format!("the proof was created `{created}`, which is no instant")))?;
        time::not_after(at, check.on)
            .map_err(|why| Verdict::broken(format!("the proof says that it was created {created}: {why}")))?;
    }
    if let Some(expires) = text(proof, "expires") {
        let at = time::instant(expires)
            .ok_or_else(|| Verdict::broken(format!("the proof expires `{expires}`, which is no instant")))?;
        if at <= check.on {
            return Err(Verdict::broken(format!("the proof has expired, on {expires}")));
        }
    }
    Ok(())
}

/// A document and its proofs. The digest of a document is made once, however many proofs are over it.
pub(super) struct Secured<'d> {
    pub(super) document: &'d Value,
    pub(super) all: &'d [Value],
    /// The digests that were made, of the whole document without its proofs.
    pub(super) done: Vec<(Form, Hash, Result<Vec<u8>, String>)>,
    pub(super) left: &'d mut Left,
}

impl Secured<'_> {
    /// The bytes that were signed: the digest of the proof's options and that of the document.
    pub(super) fn bytes(&mut self, proof: &Value, form: Form, algorithm: Algorithm) -> Result<Vec<u8>, Verdict> {
        let refused = |why: String| {
            Verdict::not_verifiable(why, "the document as it was issued, with embedded contexts and defined words")
        };
        let hash = if algorithm == Algorithm::Es384 { Hash::Sha384 } else { Hash::Sha256 };
        let mut options = without(proof, "proofValue");
        let context = self.document.get("@context");
        let mut own = None;
        match (form, context) {
            (Form::Rdf, Some(context)) => {
                options.insert("@context".to_owned(), context.clone());
            }
            (Form::Rdf, None) => {
                return Err(refused("it has no `@context`, so that its words have no meaning".to_owned()));
            }
            (Form::Json, context) => {
                own = proof.get("@context").filter(|own| Some(*own) != context);
                if own.is_some_and(|own| !items(context).starts_with(items(Some(own)))) {
                    return Err(Verdict::broken(
                        "the contexts of the proof are not those that the document begins with",
                    ));
                }
            }
        }
        let before = previous(proof, self.all)?;
        let options = self.digest(form, hash, &Value::Object(options)).map_err(refused)?;
        let secured = self.secured(form, hash, own, before).map_err(refused)?;
        Ok([options, secured].concat())
    }

    /// The digest of the document, with the proofs that come before and the contexts that the proof is over.
    fn secured(&mut self, form: Form, hash: Hash, own: Option<&Value>, before: Vec<Value>) -> Result<Vec<u8>, String> {
        let whole = own.is_none() && before.is_empty();
        if let Some((_, _, done)) = self.done.iter().find(|done| whole && done.0 == form && done.1 == hash) {
            return done.clone();
        }
        let mut secured = without(self.document, "proof");
        if !before.is_empty() {
            secured.insert("proof".to_owned(), Value::Array(before));
        }
        if let Some(own) = own {
            secured.insert("@context".to_owned(), own.clone());
        }
        let digest = self.digest(form, hash, &Value::Object(secured));
        if whole {
            self.done.push((form, hash, digest.clone()));
        }
        digest
    }

    fn digest(&mut self, form: Form, hash: Hash, value: &Value) -> Result<Vec<u8>, String> {
        let (values, bytes) = weight(value);
        match form {
            Form::Rdf => self.left.state(values)?,
            Form::Json => self.left.sign(bytes)?,
        }
        match hash {
            Hash::Sha256 => digest::<Sha256>(form, value),
            Hash::Sha384 => digest::<Sha384>(form, value),
        }
    }
}

/// The values in a value, and about how many bytes they are as text.
fn weight(value: &Value) -> (usize, usize) {
    let sum = |(values, bytes), (more, longer)| (values + more, bytes + longer);
    match value {
        Value::Array(items) => items.iter().map(weight).fold((1, 2), sum),
        Value::Object(members) => {
            members.iter().map(|(name, member)| sum((0, name.len() + 4), weight(member))).fold((1, 2), sum)
        }
        Value::String(text) => (1, text.len() + 3),
        _ => (1, 8),
    }
}

fn digest<D: Digest>(form: Form, value: &Value) -> Result<Vec<u8>, String> {
    match form {
        Form::Rdf => rdf::digest::<D>(value),
        Form::Json => Ok(D::digest(jcs::canonical(value)?).to_vec()),
    }
}

/// The proofs that this one comes after and covers (section 2.1.2, proof chains).
fn previous(proof: &Value, all: &[Value]) -> Result<Vec<Value>, Verdict> {
    let named = items(proof.get("previousProof")).iter().filter_map(Value::as_str);
    named
        .map(|id| {
            let found = all.iter().find(|other| text(other, "id") == Some(id));
            found
                .cloned()
                .ok_or_else(|| Verdict::broken(format!("the proof comes after the proof `{id}`, which is not there")))
        })
        .collect()
}

fn without(value: &Value, name: &str) -> Map<String, Value> {
    let members = value.as_object().into_iter().flatten();
    members.filter(|(key, _)| key.as_str() != name).map(|(key, member)| (key.clone(), member.clone())).collect()
}
