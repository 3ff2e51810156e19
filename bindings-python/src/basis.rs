//! Which policy decides, which award is meant, and whether answers are answers to something.

use credstack::model::Claim;
use credstack::model::policy::{Condition, PolicySet};
use credstack::model::vocabulary::attribute;

use crate::errors::Fault;

/// The policy that was named, else the one by which the award of the claim recognises.
pub(crate) fn policy(set: &PolicySet, claim: &Claim, named: Option<&str>) -> Result<String, Fault> {
    if let Some(name) = named {
        return Ok(name.to_owned());
    }
    let award = claim.facts.code(attribute::AWARD_IDENTIFIER);
    let award = award.and_then(|name| set.awards.iter().find(|a| a.name == name));
    award.and_then(|a| a.policy).map(|p| set.symbols.text(p).to_owned()).ok_or_else(|| {
        let known: Vec<&str> = set.policies.iter().map(|p| set.symbols.text(p.name)).collect();
        let text =
            format!("no policy is named, and the claim names no award that has one; name one of: {}", known.join(", "));
        Fault::UnknownName("no-policy", text)
    })
}

/// The award that was named, else the claim's.
pub(crate) fn award(set: &PolicySet, claim: &Claim, named: Option<&str>) -> Result<String, Fault> {
    let claimed = || claim.facts.code(attribute::AWARD_IDENTIFIER).map(|a| set.symbols.text(a).to_owned());
    named.map(ToOwned::to_owned).or_else(claimed).ok_or_else(|| {
        let known: Vec<&str> = set.awards.iter().map(|a| set.symbols.text(a.name)).collect();
        let text = format!("no award is named, and the claim names none; name one of: {}", known.join(", "));
        Fault::UnknownName("no-award", text)
    })
}

/// An answer to a question that no rule asks is a slip, and never silently lost.
pub(crate) fn check_answers(set: &PolicySet, claim: &Claim) -> Result<(), Fault> {
    let is_asked = |question: &str| {
        set.policies.iter().flat_map(|p| &p.rules).any(|rule| {
            set.symbols.text(rule.name) == question
                || rule
                    .exceptions
                    .iter()
                    .any(|e| set.symbols.text(e.name) == question && e.when == Condition::Answer(e.name))
        })
    };
    match claim.answers.iter().find(|a| !is_asked(&a.question)) {
        None => Ok(()),
        Some(answer) => Err(Fault::UnknownName(
            "unknown-question",
            format!(
                "no rule asks `{}`; answers name a rule or an exception in full, as `es.universities.profile`",
                answer.question
            ),
        )),
    }
}
