//! What a learner holds and asks for: credentials, wallets, claims.

use std::sync::Arc;

use crate::date::Date;
use crate::facts::Facts;
use crate::policy::Together;

/// A record of learning outcomes that a learner holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Credential {
    /// The document's identifier of it, or the document's name where it has none.
    pub id: Arc<str>,
    /// Facts of the credential, its issuer and its learner.
    pub facts: Facts,
    /// Identifiers of the credentials that it contains or was made of.
    pub parts: Vec<Arc<str>>,
    /// The identifier that the document gives it, where another credential of the document has it, too: two records of one
    /// thing.
    pub stated_id: Option<Arc<str>>,
}

/// What the learner asks for with a credential.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Claim {
    /// Purpose, dates, award, component, learner and enrolment.
    pub facts: Facts,
    /// Answers to questions of rules: the rule's full name, what was answered, and by whom.
    pub answers: Vec<Answer>,
    /// Which credentials are put forward for which components.
    pub toward: Vec<Toward>,
    /// What the stack makes of the learner, in a person's words.
    pub profile: Option<Arc<str>>,
    /// The awards that are asked for together, by their full names; none where it is one, which is a fact.
    pub awards: Vec<Arc<str>>,
    /// How they are asked for together.
    pub together: Together,
}

/// An officer's answer to a question that a rule asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The full name of the rule that asks.
    pub question: Arc<str>,
    /// The credential that it is about; `None` for all.
    pub credential: Option<Arc<str>>,
    /// Yes or no.
    pub yes: bool,
    /// Who answered.
    pub author: Arc<str>,
    /// When.
    pub date: Option<Date>,
}

/// A credential put forward for a component, by a learner or an officer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toward {
    /// The credential's identifier.
    pub credential: Arc<str>,
    /// The component's name: within the award of the claim, or with its award before it.
    pub component: Arc<str>,
}

/// The credentials that one learner puts forward.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wallet {
    /// The credentials.
    pub credentials: Vec<Credential>,
}
