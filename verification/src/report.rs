//! What checking a document came to, as values.

use serde::Serialize;

/// What was found of one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The signed things in it, wholes before their parts; never empty.
    pub parts: Vec<Part>,
}

/// One signed thing: a credential, an endorsement, a presentation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Part {
    /// Where it stands: a JSON Pointer (RFC 6901), empty for the whole.
    pub at: String,
    /// Whether it is what a third party says of the credential (an endorsement): shown, but the credential stands without it.
    pub aside: bool,
    /// Who the document says has issued it.
    pub issuer: Option<Named>,
    /// Who it says has awarded it, where it names somebody beside the issuer.
    pub awarding: Vec<Named>,
    /// Its proofs.
    pub proofs: Vec<Proof>,
    /// Whether it is within its time.
    pub validity: Validity,
    /// What the status lists say that it names.
    pub statuses: Vec<Status>,
    /// What was not checked, and why.
    pub unchecked: Vec<String>,
}

/// A person or body that a document names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// The identifier.
    pub id: Option<String>,
    /// The names, in the order of the document.
    pub names: Vec<String>,
}

/// One proof and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// Where it stands: a JSON Pointer, empty for a token.
    pub at: String,
    /// How it was made: a cryptosuite, or the algorithm of a token.
    pub suite: String,
    /// What became of it.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// What checking one proof came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// The signature is by this key and over these bytes.
    Verified {
        /// By whom.
        by: Box<Signer>,
    },
    /// It could not be checked.
    NotVerifiable {
        /// Why.
        why: String,
        /// What to give, or to do, so that it can be.
        give: String,
    },
    /// It was checked and does not hold.
    Broken {
        /// Why.
        why: String,
    },
}

impl Verdict {
    pub(crate) fn broken(why: impl Into<String>) -> Self {
        Verdict::Broken { why: why.into() }
    }

    pub(crate) fn not_verifiable(why: impl Into<String>, give: impl Into<String>) -> Self {
        Verdict::NotVerifiable { why: why.into(), give: give.into() }
    }
}

/// The key that has signed, and what is known of who holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signer {
    /// The key: its kind and `sha256:` with the digest of its `SubjectPublicKeyInfo`.
    pub key: String,
    /// Where the key came from.
    pub found: KeyFrom,
    /// Whom the certificate names, if there is one.
    pub certificate: Option<CertificateNames>,
    /// The entry of what is trusted that names this signer for this issuer.
    pub trusted: Option<Trusted>,
    /// What speaks against taking it for the issuer's, or limits what the proof shows.
    pub reservations: Vec<String>,
}

/// Where a key came from, which decides what it shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum KeyFrom {
    /// It stands in the document: this shows that nothing was changed since, and not who signed.
    Document,
    /// It is the identifier itself (`did:key`, `did:jwk`): who holds it is not said.
    Identifier {
        /// The identifier.
        id: String,
    },
    /// It was given for checking.
    Given {
        /// The identifier that it was given for, or the file's name.
        id: String,
        /// The file.
        file: String,
    },
}

/// The names in a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CertificateNames {
    /// The whole subject (RFC 4514).
    pub subject: String,
    /// The organisation.
    pub organisation: Option<String>,
    /// Its identifier in a register (ETSI EN 319 412-1, section 5.1.4).
    pub identifier: Option<String>,
    /// Who issued the certificate (RFC 4514).
    pub issuer: String,
    /// From when to when it is valid, RFC 3339.
    pub valid: (String, String),
}

/// An entry of what is trusted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trusted {
    /// Whom it names.
    pub name: String,
    /// Where the entry comes from.
    pub source: String,
    /// The day on which somebody looked there last.
    pub checked: Option<String>,
}

/// Whether a document is within its time.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(tag = "validity", rename_all = "snake_case")]
pub enum Validity {
    /// It is, or states no end.
    #[default]
    InForce,
    /// Its time is over.
    Expired {
        /// The last instant, as stated.
        until: String,
    },
    /// Its time has not come.
    NotYet {
        /// The first instant, as stated.
        from: String,
    },
    /// A date cannot be read, so that nobody can say.
    Unreadable {
        /// What stands there.
        stated: String,
    },
}

/// One status that a document names, and what its list says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Status {
    /// Where it stands: a JSON Pointer.
    pub at: String,
    /// What it is about: `revocation`, `suspension` or another word.
    pub purpose: String,
    /// What the list says.
    #[serde(flatten)]
    pub said: Said,
}

/// What a status list says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "said", rename_all = "snake_case")]
pub enum Said {
    /// The status is set: it is revoked, suspended, or whatever the purpose is.
    Set,
    /// It is not set.
    NotSet,
    /// It could not be looked up.
    NotVerifiable {
        /// Why.
        why: String,
        /// What to give so that it can be.
        give: String,
    },
}

/// What a document comes to. The first that holds of any part is that of the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A proof was checked and does not hold.
    Broken,
    /// The issuer has revoked or suspended it.
    Revoked,
    /// It is not within its time.
    OutOfTime,
    /// A proof or a status could not be checked, or there is none.
    NotVerifiable,
    /// Nothing was changed; who signed is not known.
    Unchanged,
    /// Nothing was changed, and a trusted signer stands behind it.
    Trusted,
}

impl Outcome {
    /// What a person calls it.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Broken => "broken",
            Outcome::Revoked => "revoked or suspended",
            Outcome::OutOfTime => "out of its time",
            Outcome::NotVerifiable => "not verifiable",
            Outcome::Unchanged => "unchanged, but who signed is not known",
            Outcome::Trusted => "verified",
        }
    }
}

impl Report {
    /// What the document comes to: the worst of its parts, endorsements aside where there is anything else.
    pub fn outcome(&self) -> Outcome {
        let worst = |aside: bool| self.parts.iter().filter(|part| part.aside == aside).map(Part::outcome).min();
        worst(false).or_else(|| worst(true)).unwrap_or(Outcome::NotVerifiable)
    }
}

impl Part {
    /// What it comes to.
    pub fn outcome(&self) -> Outcome {
        let signed = self.signed();
        let set = self.statuses.iter().any(|status| status.said == Said::Set && status.ends());
        match &self.validity {
            _ if signed == Outcome::Broken => Outcome::Broken,
            _ if set => Outcome::Revoked,
            Validity::Expired { .. } | Validity::NotYet { .. } => Outcome::OutOfTime,
            Validity::Unreadable { .. } => Outcome::NotVerifiable,
            Validity::InForce => {
                let open = self.statuses.iter().any(|status| matches!(status.said, Said::NotVerifiable { .. }));
                if open { signed.min(Outcome::NotVerifiable) } else { signed }
            }
        }
    }

    /// What its proofs alone come to: one that does not hold spoils all, one by a trusted signer is enough.
    fn signed(&self) -> Outcome {
        let each = self.proofs.iter().map(|proof| match &proof.verdict {
            Verdict::Broken { .. } => Outcome::Broken,
            Verdict::NotVerifiable { .. } => Outcome::NotVerifiable,
            Verdict::Verified { by } if by.trusted.is_some() => Outcome::Trusted,
            Verdict::Verified { .. } => Outcome::Unchanged,
        });
        let (worst, best) = (each.clone().min(), each.max());
        match (worst, best) {
            (Some(Outcome::Broken), _) => Outcome::Broken,
            (_, Some(best)) => best,
            _ => Outcome::NotVerifiable,
        }
    }

    /// Whether it is the issuer's and unchanged: yes with a trusted signer, no where a proof is broken, otherwise unknown.
    pub fn authentic(&self) -> Option<bool> {
        match self.signed() {
            Outcome::Trusted => Some(true),
            Outcome::Broken => Some(false),
            _ => None,
        }
    }

    /// Whether the issuer has revoked it, where a list that verifies says so.
    pub fn revoked(&self) -> Option<bool> {
        let about = || self.statuses.iter().filter(|status| status.ends());
        if about().any(|status| status.said == Said::Set) {
            return Some(true);
        }
        let said = about().count() > 0 && about().all(|status| status.said == Said::NotSet);
        said.then_some(false)
    }
}

impl Status {
    /// Whether being set means that the document no longer counts.
    fn ends(&self) -> bool {
        matches!(self.purpose.as_str(), "revocation" | "suspension")
    }
}
