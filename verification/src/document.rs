//! A document as it comes: JSON, a token, a seal or XML; and the signed things in it.

use serde_json::{Map, Value};

use crate::check::{Check, Left};
use crate::error::VerificationError;
use crate::json::{self, is_a, items, step, text};
use crate::jws::Signed;
use crate::report::{Named, Part, Proof, Report, Validity, Verdict};
use crate::{disclosure, integrity, named, status, time};

/// Checks a text.
pub(crate) fn verify_text(content: &str, check: &Check<'_>) -> Result<Report, VerificationError> {
    let content = content.trim_start_matches('\u{feff}').trim();
    let mut found = Found { parts: Vec::new(), left: Left::all(), around: None, check };
    match content.as_bytes().first() {
        Some(b'{' | b'[') => {
            let value = json::parse(content)?;
            found.value(&value, "")?;
            if found.parts.is_empty() {
                found.parts.push(unsigned(&value, "", check));
            }
        }
        Some(b'<') => found.parts.push(xml(content)),
        Some(_) if is_token(content) => found.token(content, "")?,
        _ => return Err(VerificationError::Unknown),
    }
    Ok(Report { parts: found.parts })
}

/// The credential in a text: the JSON itself, or what the token around it says.
pub(crate) fn credential_of(content: &str) -> Result<Value, VerificationError> {
    let content = content.trim_start_matches('\u{feff}').trim();
    if content.starts_with('{') {
        let value = json::parse(content)?;
        return Ok(text(&value, "payload").and_then(|payload| json::parse(payload).ok()).unwrap_or(value));
    }
    let token = content.split('~').next().unwrap_or(content);
    let signed = Signed::compact(token).map_err(|_| VerificationError::Unknown)?;
    let claims = json::parse(&signed.payload)?;
    Ok(claims.get("vc").cloned().unwrap_or(claims))
}

fn is_token(content: &str) -> bool {
    let first = content.split('~').next().unwrap_or("");
    first.split('.').count() == 3
        && first.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'='))
}

/// The parts found so far.
struct Found<'c, 'g> {
    parts: Vec<Part>,
    left: Left,
    /// The issuer of the signed thing that is being looked into.
    around: Option<String>,
    check: &'c Check<'g>,
}

impl Found<'_, '_> {
    /// Looks at a value and everything in it, wholes before their parts.
    fn value(&mut self, value: &Value, at: &str) -> Result<(), VerificationError> {
        match value {
            Value::Array(items) => {
                items.iter().enumerate().try_for_each(|(number, item)| self.value(item, &step(at, &number.to_string())))
            }
            Value::Object(members) => {
                if self.sealed(value, at)? || self.enveloped(value, at)? {
                    return Ok(());
                }
                let mut issuer = self.around.clone();
                if members.contains_key("proof") {
                    self.left.take(items(members.get("proof")).len().max(1))?;
                    let part = with_proofs(value, at, &mut self.left, self.check);
                    issuer = part.issuer.as_ref().and_then(|issuer| issuer.id.clone());
                    self.parts.push(part);
                } else if at.is_empty() && is_a(value, "VerifiableCredential") {
                    self.parts.push(unsigned(value, at, self.check));
                }
                self.members(members, issuer, at)
            }
            _ => Ok(()),
        }
    }

    /// The members of an object; a signature of this issuer is around them.
    fn members(
        &mut self,
        members: &Map<String, Value>,
        issuer: Option<String>,
        at: &str,
    ) -> Result<(), VerificationError> {
        let before = std::mem::replace(&mut self.around, issuer);
        for (name, member) in members.iter().filter(|(name, _)| !matches!(name.as_str(), "proof" | "@context")) {
            self.member(name, member, &step(at, name))?;
        }
        self.around = before;
        Ok(())
    }

    /// A member of an object; where tokens are expected, texts are looked at as tokens.
    fn member(&mut self, name: &str, member: &Value, at: &str) -> Result<(), VerificationError> {
        let credentials = name == "verifiableCredential";
        if !credentials && name != "endorsementJwt" {
            return self.value(member, at);
        }
        let several = member.is_array();
        for (number, item) in items(Some(member)).iter().enumerate() {
            let at = if several { step(at, &number.to_string()) } else { at.to_owned() };
            match item {
                Value::String(token) if is_token(token) => self.token(token, &at)?,
                // Who signs a whole speaks in it for their own credentials, and not for those of others.
                Value::Object(_) if credentials && item.get("proof").is_none() && !self.is_by_who_signs(item) => {
                    let before = self.parts.len();
                    self.value(item, &at)?;
                    if self.parts.len() == before {
                        self.parts.push(unsigned(item, &at, self.check));
                    }
                }
                other => self.value(other, &at)?,
            }
        }
        Ok(())
    }

    fn is_by_who_signs(&self, credential: &Value) -> bool {
        let issuer = named::issuer(credential, None).and_then(|issuer| issuer.id);
        issuer.is_some() && issuer == self.around
    }

    /// A seal in the JSON form of a signature (RFC 7515, section 7.2), as European Digital Credentials have it.
    fn sealed(&mut self, value: &Value, at: &str) -> Result<bool, VerificationError> {
        let Some(payload) = text(value, "payload") else { return Ok(false) };
        let general = items(value.get("signatures"));
        let signatures =
            if general.is_empty() && value.get("signature").is_some() { std::slice::from_ref(value) } else { general };
        if signatures.is_empty() {
            return Ok(false);
        }
        self.left.take(signatures.len())?;
        let mut proofs = Vec::new();
        let mut read: Option<(String, Part, Value)> = None;
        for (number, signature) in signatures.iter().enumerate() {
            let place =
                if general.is_empty() { at.to_owned() } else { step(&step(at, "signatures"), &number.to_string()) };
            let (suite, verdict) = match self.seal(payload, signature, at, &mut read) {
                Ok(found) => found,
                Err(why) => ("JWS".to_owned(), why),
            };
            proofs.push(Proof { at: place, suite, verdict });
        }
        let (about, content) = match read {
            Some((_, about, content)) => (about, content),
            None => (about(&Value::Null, None, at, at, self.check), Value::Null),
        };
        let issuer = about.issuer.clone();
        self.parts.push(Part { proofs, ..about });
        self.inside(&content, issuer.as_ref(), &within(&step(at, "payload"), ""))?;
        Ok(true)
    }

    /// One signature of a seal; `read` is the content, which is the same for all of them and read once.
    fn seal(
        &mut self,
        payload: &str,
        signature: &Value,
        at: &str,
        read: &mut Option<(String, Part, Value)>,
    ) -> Result<(String, Verdict), Verdict> {
        let much = |why| Verdict::not_verifiable(why, "the document with fewer signatures");
        self.left.sign(payload.len()).map_err(much)?;
        let stated = |name| text(signature, name).unwrap_or("");
        let signed = Signed::of(stated("protected"), payload, stated("signature")).map_err(Verdict::broken)?;
        if read.is_none() {
            let content =
                json::parse(&signed.payload).map_err(|error| Verdict::broken(format!("the payload: {error}")))?;
            let about = about(&content, None, at, &within(&step(at, "payload"), ""), self.check);
            *read = Some((signed.payload.clone(), about, content));
        }
        match read {
            Some((text, about, content)) if *text == signed.payload => {
                let verdict = signed.verdict(content, about.issuer.as_ref(), self.check);
                Ok((format!("JAdES {}", signed.suite()), verdict))
            }
            _ => Err(Verdict::broken("it is over another content than the signatures before it")),
        }
    }

    /// A credential in an envelope (Verifiable Credentials Data Model 2.0, section 4.13).
    fn enveloped(&mut self, value: &Value, at: &str) -> Result<bool, VerificationError> {
        if !["EnvelopedVerifiableCredential", "EnvelopedVerifiablePresentation"].iter().any(|kind| is_a(value, kind)) {
            return Ok(false);
        }
        let token = json::id(value).and_then(|id| id.strip_prefix("data:")).and_then(|data| data.split_once(','));
        match token {
            Some((_, token)) if is_token(token) => self.token(token, &step(at, "id"))?,
            _ => self.parts.push(unsigned(value, at, self.check)),
        }
        Ok(true)
    }

    /// A token, with what it discloses behind it.
    fn token(&mut self, text: &str, at: &str) -> Result<(), VerificationError> {
        self.left.take(1)?;
        let mut pieces = text.split('~');
        let signed = Signed::compact(pieces.next().unwrap_or(""));
        let mut behind: Vec<&str> = pieces.collect();
        let bound = behind.pop().is_some_and(|last| !last.is_empty());
        let read = signed
            .and_then(|signed| Ok((json::parse(&signed.payload).map_err(|e| format!("the payload: {e}"))?, signed)));
        let (claims, signed) = match read {
            Ok(read) => read,
            Err(why) => {
                let proof = Proof { at: at.to_owned(), suite: "JWS".to_owned(), verdict: Verdict::broken(why) };
                self.parts.push(Part { proofs: vec![proof], ..about(&Value::Null, None, at, at, self.check) });
                return Ok(());
            }
        };
        let name = ["vc", "vp"].into_iter().find(|name| claims.get(*name).is_some());
        let credential = name.and_then(|name| claims.get(name)).unwrap_or(&claims);
        let place = within(at, name.unwrap_or(""));
        let mut part = about(credential, Some(&claims), at, &place, self.check);
        let mut verdict = signed.verdict(&claims, part.issuer.as_ref(), self.check);
        if let (Verdict::Verified { by }, Err(why)) = (&mut verdict, contradiction(credential, &claims)) {
            by.trusted = None;
            by.reservations.push(why);
        }
        if let (Verdict::Verified { .. }, Err(why)) = (&verdict, disclosure::check(&claims, &behind)) {
            verdict = Verdict::broken(why);
        }
        if claims.get("badge").is_some() {
            // Open Badges 2.0, section 5.5: the list is named in the profile of the issuer.
            part.unchecked.push("whether it stands on the issuer's list of revoked badges is not checked".to_owned());
        }
        if bound {
            part.unchecked
                .push("the token by which the holder shows that it is theirs (key binding) is not checked".to_owned());
        } else if claims.get("cnf").is_some() {
            part.unchecked.push(
                "it is bound to a key of the holder, and nothing here shows that who presents it has that key"
                    .to_owned(),
            );
        }
        part.proofs.push(Proof { at: at.to_owned(), suite: format!("JWS {}", signed.suite()), verdict });
        let issuer = part.issuer.clone();
        self.parts.push(part);
        self.inside(credential, issuer.as_ref(), &place)
    }

    /// What is signed inside a signed text.
    fn inside(&mut self, content: &Value, by: Option<&Named>, at: &str) -> Result<(), VerificationError> {
        let Some(members) = content.as_object() else { return Ok(()) };
        if members.contains_key("proof") {
            return self.value(content, at);
        }
        self.members(members, by.and_then(|by| by.id.clone()), at)
    }
}

/// A place in the text that an envelope holds, as the reader of documents writes it.
fn within(envelope: &str, name: &str) -> String {
    if name.is_empty() { format!("{envelope}#") } else { step(&format!("{envelope}#"), name) }
}

/// What the token says twice has to be the same (Verifiable Credentials Data Model 1.1, section 6.3.1).
fn contradiction(credential: &Value, claims: &Value) -> Result<(), String> {
    let Some(claimed) = text(claims, "iss") else { return Ok(()) };
    let stated = credential.get("issuer").and_then(json::id);
    match stated {
        Some(stated) if stated != claimed => {
            Err(format!("the token is by `{claimed}`, the credential in it names `{stated}` as its issuer"))
        }
        _ => Ok(()),
    }
}

/// What is known of a signed thing before its proofs; `place` is where its content stands.
fn about(credential: &Value, claims: Option<&Value>, at: &str, place: &str, check: &Check<'_>) -> Part {
    let issuer: Option<Named> = named::issuer(credential, claims);
    let statuses = status::statuses(credential, place, issuer.as_ref(), check);
    let validity =
        if credential.is_object() { time::validity(credential, claims, check.on) } else { Validity::InForce };
    let awarding = named::awarding(credential, issuer.as_ref());
    let aside = is_a(credential, "EndorsementCredential");
    Part { at: at.to_owned(), aside, issuer, awarding, validity, statuses, ..Part::default() }
}

fn with_proofs(value: &Value, at: &str, left: &mut Left, check: &Check<'_>) -> Part {
    let part = about(value, None, at, at, check);
    let mut proofs = integrity::proofs(value, at, part.issuer.as_ref(), left, check);
    if proofs.is_empty() {
        let verdict = Verdict::not_verifiable("`proof` is empty", "the document as it was issued");
        proofs.push(Proof { at: step(at, "proof"), suite: "none".to_owned(), verdict });
    }
    Part { proofs, ..part }
}

/// A thing without a proof.
fn unsigned(value: &Value, at: &str, check: &Check<'_>) -> Part {
    let verification = value.get("verification").or_else(|| value.get("verify"));
    let hosted = verification.is_some_and(|v| is_a(v, "HostedBadge") || text(v, "type") == Some("hosted"));
    let verdict = if hosted {
        // Open Badges 2.0, section 6.1: what its address serves is the badge.
        let address = json::id(value).unwrap_or("its address");
        Verdict::not_verifiable(
            "it is a hosted badge: only what is served at its address counts, and nothing is fetched",
            format!("what a person sees at {address}"),
        )
    } else {
        Verdict::not_verifiable("there is no proof in it", "the signed document, or the issuer's word")
    };
    let proof = Proof { at: at.to_owned(), suite: "none".to_owned(), verdict };
    Part { proofs: vec![proof], ..about(value, None, at, at, check) }
}

/// XML: that it is signed is said, and that this is not checked.
fn xml(content: &str) -> Part {
    let signed = content.contains("http://www.w3.org/2000/09/xmldsig#");
    let verdict = if signed {
        Verdict::not_verifiable(
            "signatures of XML (XMLDSig, XAdES) are not checked: no library that is kept up does so without parts that are not yet released",
            "the document as JSON or as a token, or the issuer's word",
        )
    } else {
        Verdict::not_verifiable("there is no signature in it", "the signed document, or the issuer's word")
    };
    let suite = if signed { "XMLDSig" } else { "none" };
    let proof = Proof { at: String::new(), suite: suite.to_owned(), verdict };
    Part { proofs: vec![proof], ..Part::default() }
}
