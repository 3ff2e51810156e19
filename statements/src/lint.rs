//! What a person has still to add before a statement can be written.

use std::fmt;

use credstack::model::Amount;
use credstack::model::proposal::Label;
use credstack::model::vocabulary::attribute;

use crate::details::{Decided, OutcomeWord, Told};
use crate::document::Content;
use crate::given::Given;
use crate::language::Language;

/// Something that is missing, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lacking {
    /// The detail, by its path in the details: `appeal.to`.
    pub detail: String,
    /// What is wrong and what to add.
    pub said: String,
}

impl fmt::Display for Lacking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.detail, self.said)
    }
}

impl Lacking {
    fn new(detail: &str, said: impl Into<String>) -> Self {
        Self { detail: detail.to_owned(), said: said.into() }
    }

    pub(crate) fn content(content: Content) -> Self {
        let said = format!("nothing is said of item {} of the checklist: {}", content.number(), content.word());
        Self::new("statement", said)
    }

    pub(crate) fn wording(language: Language, error: &str) -> Self {
        Self::new("languages", format!("the wording in `{language}` cannot be read: {error}"))
    }
}

/// Everything that is missing, in the order of the details.
pub(crate) fn lacking(given: &Given<'_>) -> Vec<Lacking> {
    let details = given.details;
    let mut found = Vec::new();
    let mut lack = |is_lacking: bool, detail: &str, said: &str| {
        if is_lacking {
            found.push(Lacking::new(detail, said));
        }
    };
    lack(is_blank(&details.institution.name), "institution.name", "say which institution decides");
    lack(
        details.institution.address.iter().all(|line| line.trim().is_empty()),
        "institution.address",
        "give the address of the institution, line by line",
    );
    lack(details.reference.trim().is_empty(), "reference", "give the reference number of the file");
    lack(details.applicant.name.trim().is_empty(), "applicant.name", "say who applied");
    lack(
        details.data_protection.contact.trim().is_empty(),
        "data_protection.contact",
        "say whom to ask about personal data",
    );
    let purpose = given.claim.facts.get(attribute::PURPOSE).is_some();
    lack(
        !purpose && details.purpose.as_ref().is_none_or(is_blank),
        "purpose",
        "say what the recognition is for: with `--purpose`, in the claim, or here in words",
    );
    reasons(given, &mut lack);
    appeal(given, &mut lack);
    if let Some(decision) = &details.decision {
        decided(given, decision, &mut lack);
    }
    if let Some(complete) = details.file.complete.filter(|day| *day < details.file.received) {
        let said = format!(
            "the file cannot have been complete ({complete}) before the application came in ({})",
            details.file.received
        );
        found.push(Lacking::new("file.complete", said));
    }
    found
}

/// A refusal, and every decision that grants less than all, has a person's own reasons (Lisbon Recognition Convention, art.
/// III.5; General Data Protection Regulation, art. 22). So has a decision that departs from what the rules propose.
fn reasons(given: &Given<'_>, lack: &mut impl FnMut(bool, &str, &str)) {
    let details = given.details;
    if details.reasons.as_ref().is_some_and(|told| !is_blank(told)) {
        return;
    }
    let outcome = &given.proposal.outcome;
    match &details.decision {
        Some(decision) if decision.outcome == OutcomeWord::Refused => lack(
            true,
            "reasons",
            "a refusal needs a person's own reasons: add `reasons = \"…\"` that name the substantial difference, or what was not shown, and the evidence; the findings of rules do not stand in for it",
        ),
        None if outcome.best == Label::Refused => lack(
            true,
            "reasons",
            "a proposal to refuse needs a person's own reasons before it is sent: add `reasons = \"…\"` that name the substantial difference, or what was not shown, and the evidence",
        ),
        Some(decision) if decision.outcome != OutcomeWord::Recognised => lack(
            true,
            "reasons",
            "what is not granted in full needs a person's own reasons: add `reasons = \"…\"` for every part that is not granted",
        ),
        Some(decision) => {
            let proposed = OutcomeWord::from(outcome.worst);
            let departs = outcome.worst != outcome.best || proposed != decision.outcome;
            lack(
                departs,
                "reasons",
                "the decision is another than the rules propose: add `reasons = \"…\"` that say why",
            );
        }
        None => {}
    }
}

fn appeal(given: &Given<'_>, lack: &mut impl FnMut(bool, &str, &str)) {
    let set = given.book.set();
    let policy = set.policies.iter().find(|p| p.name == given.proposal.policy);
    let by_policy = policy.and_then(|p| set.procedure(p)).is_some_and(|p| p.appeal.is_some());
    let appeal = &given.details.appeal;
    let none = |told: &Option<Told>| told.as_ref().is_none_or(is_blank) && !by_policy;
    lack(none(&appeal.to), "appeal.to", "say who hears an appeal; the policy does not");
    lack(
        none(&appeal.within),
        "appeal.within",
        "say within which time an appeal is made, and from when that runs; the policy does not",
    );
}

fn decided(given: &Given<'_>, decision: &Decided, lack: &mut impl FnMut(bool, &str, &str)) {
    let details = given.details;
    let refused = decision.outcome == OutcomeWord::Refused;
    let extent = &decision.extent;
    lack(decision.by.trim().is_empty(), "decision.by", "name the person who decided; no programme decides");
    lack(
        decision.date < details.file.received,
        "decision.date",
        "the decision cannot be older than the application (`file.received`)",
    );
    let ects = extent.ects.as_ref().map(|text| text.parse::<Amount>());
    lack(
        ects.as_ref().is_some_and(Result::is_err),
        "decision.extent.ects",
        "write the credits as a number: `ects = \"7.5\"`",
    );
    lack(
        refused && ects.is_some_and(|e| e.is_ok_and(|ects| !ects.is_zero())),
        "decision.extent.ects",
        "a refusal gives no credits; leave them out, or decide `partially`",
    );
    lack(
        !refused && extent.ects.is_none() && given.proposal.outcome.may.single().is_none(),
        "decision.extent.ects",
        "say how many ECTS are recognised; the rules leave a range",
    );
    lack(
        decision.outcome == OutcomeWord::Conditionally
            && extent.conditions.is_empty()
            && given.proposal.outcome.conditions.is_empty(),
        "decision.extent.conditions",
        "name the conditions that are to be met",
    );
    lack(
        decision.outcome == OutcomeWord::RecognisedAs
            && extent.recognised_as.is_none()
            && given.proposal.outcome.recognised_as.is_empty(),
        "decision.extent.recognised_as",
        "say as what it is recognised",
    );
    lack(
        refused && details.alternatives.as_ref().is_none_or(is_blank),
        "alternatives",
        "a refusal is the last resort: say which other forms of recognition (partial, conditional, as another credential) were looked at and why each fails",
    );
}

fn is_blank(told: &Told) -> bool {
    match told {
        Told::Plain(text) => text.trim().is_empty(),
        Told::In(texts) => texts.values().all(|text| text.trim().is_empty()),
    }
}
