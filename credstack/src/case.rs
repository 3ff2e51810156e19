//! Claims made whole, and recognition of one credential.

use credstack_engine::{Budget, Case, Rulebook, describe_award, describe_component};
use credstack_model::policy::{Condition, Exception, PolicySet};
use credstack_model::proposal::{Ask, Finding, Proposal, State};
use credstack_model::vocabulary::attribute;
use credstack_model::{Claim, Credential, Symbol};

/// Why a claim cannot be made whole.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClaimError {
    /// No award of this name is loaded.
    #[error("no award `{award}` is loaded; the loaded ones are: {known}")]
    UnknownAward {
        /// What was asked for.
        award: String,
        /// What there is.
        known: String,
    },
    /// The award has no such component.
    #[error("the award `{award}` has no component `{component}`; it has: {known}")]
    UnknownComponent {
        /// The award.
        award: String,
        /// What was asked for.
        component: String,
        /// What there is.
        known: String,
    },
    /// A component without an award.
    #[error("the component `{0}` is named without its award")]
    ComponentAlone(String),
    /// Nothing says by which policy to decide.
    #[error("no policy is named, and the claim names no award that has one; name one of: {known}")]
    NoPolicy {
        /// What there is.
        known: String,
    },
    /// Nothing says which award is meant.
    #[error("no award is named, and the claim names none; name one of: {known}")]
    NoAward {
        /// What there is.
        known: String,
    },
    /// An answer to a question that no rule asks.
    #[error("no rule asks `{0}`; answers name a rule or an exception in full, as `es.universities.profile`")]
    UnknownQuestion(String),
}

/// The policy that was named, else the one by which the award of the claim recognises.
///
/// # Errors
/// [`ClaimError::NoPolicy`] where neither says one.
pub fn policy_of(set: &PolicySet, claim: &Claim, named: Option<&str>) -> Result<String, ClaimError> {
    let award = claim.facts.code(attribute::AWARD_IDENTIFIER);
    let award = || award.and_then(|name| set.awards.iter().find(|a| a.name == name));
    let own = || award().and_then(|a| a.policy).map(|p| set.symbols.text(p).to_owned());
    named.map(ToOwned::to_owned).or_else(own).ok_or_else(|| {
        let known: Vec<&str> = set.policies.iter().map(|p| set.symbols.text(p.name)).collect();
        ClaimError::NoPolicy { known: known.join(", ") }
    })
}

/// The award that was named, else the claim's.
///
/// # Errors
/// [`ClaimError::NoAward`] where neither says one.
pub fn award_of(set: &PolicySet, claim: &Claim, named: Option<&str>) -> Result<String, ClaimError> {
    let claimed = || claim.facts.code(attribute::AWARD_IDENTIFIER).map(|a| set.symbols.text(a).to_owned());
    named.map(ToOwned::to_owned).or_else(claimed).ok_or_else(|| {
        let known: Vec<&str> = set.awards.iter().map(|a| set.symbols.text(a.name)).collect();
        ClaimError::NoAward { known: known.join(", ") }
    })
}

/// An answer to a question that no rule asks is a slip, and never silently lost.
///
/// # Errors
/// [`ClaimError::UnknownQuestion`] with the first such answer.
pub fn check_answers(set: &PolicySet, claim: &Claim) -> Result<(), ClaimError> {
    let is_asked = |question: &str| {
        set.policies.iter().flat_map(|p| &p.rules).any(|rule| {
            let exception = |e: &Exception| set.symbols.text(e.name) == question && e.when == Condition::Answer(e.name);
            set.symbols.text(rule.name) == question || rule.exceptions.iter().any(exception)
        })
    };
    match claim.answers.iter().find(|a| !is_asked(&a.question)) {
        None => Ok(()),
        Some(answer) => Err(ClaimError::UnknownQuestion(answer.question.to_string())),
    }
}

/// Fills in what the rules know of the award and the component that a claim names. What the claim itself says stands.
///
/// # Errors
/// [`ClaimError`] when the award or the component is not there. A claim that describes an award by facts of its own (its
/// workload, its level) may name one that no pack declares.
pub fn complete_claim(set: &PolicySet, claim: &mut Claim) -> Result<(), ClaimError> {
    let award_name = claim.facts.code(attribute::AWARD_IDENTIFIER);
    let component_name = claim.facts.code(attribute::COMPONENT_IDENTIFIER);
    let text = |symbol: Symbol| set.symbols.text(symbol).to_owned();
    let Some(name) = award_name else {
        return match component_name {
            Some(component) if !describes_component(claim) => Err(ClaimError::ComponentAlone(text(component))),
            _ => Ok(()),
        };
    };
    let Some(award) = set.awards.iter().find(|a| a.name == name) else {
        if claim.facts.get(attribute::AWARD_WORKLOAD).is_some() {
            return Ok(());
        }
        let known: Vec<String> = set.awards.iter().map(|a| text(a.name)).collect();
        return Err(ClaimError::UnknownAward { award: text(name), known: known.join(", ") });
    };
    describe_award(claim, award);
    if let Some(wanted) = component_name {
        let Some(component) = award.component(wanted) else {
            let known: Vec<String> = award.components.iter().map(|c| text(c.name)).collect();
            return Err(ClaimError::UnknownComponent {
                award: text(name),
                component: text(wanted),
                known: known.join(", "),
            });
        };
        describe_component(claim, component);
    }
    Ok(())
}

/// Whether the claim says by facts of its own what the component is.
fn describes_component(claim: &Claim) -> bool {
    let facts = [
        attribute::COMPONENT_KIND,
        attribute::COMPONENT_WORKLOAD,
        attribute::COMPONENT_LEVEL,
        attribute::COMPONENT_FIELD,
    ];
    facts.iter().any(|id| claim.facts.get(*id).is_some())
}

/// What the rules propose for one credential and one claim, without what another fact would lead to: for cohorts, where
/// nobody reads that of each.
pub fn propose(book: &Rulebook, credential: &Credential, claim: &Claim, budget: Budget) -> Proposal {
    proposed(book, &Case::new(book.set(), credential, claim), budget)
}

fn proposed(book: &Rulebook, case: &Case<'_>, budget: Budget) -> Proposal {
    let mut proposal = book.propose(case, budget);
    proposal.findings = proposal.findings.into_iter().map(|f| ask_for_inputs(book.set(), case, f)).collect();
    proposal.asks = asks_for_inputs(book.set(), case, proposal.asks);
    proposal
}

/// What the rules propose for one credential and one claim, with what a single changed fact would lead to.
pub fn recognise(book: &Rulebook, credential: &Credential, claim: &Claim, budget: Budget) -> Proposal {
    let case = Case::new(book.set(), credential, claim);
    let mut proposal = proposed(book, &case, budget);
    if proposal.is_determined() {
        proposal.changes = book.changes(&case, &proposal.outcome, budget);
    }
    proposal
}

/// A finding that waits for computed facts, as one that waits for what they are computed from.
pub(crate) fn ask_for_inputs(set: &PolicySet, case: &Case<'_>, mut finding: Finding) -> Finding {
    if let State::Undetermined(on) = &mut finding.state {
        *on = on.iter().flat_map(|unknown| set.to_ask(case.facts(), *unknown)).collect();
        on.sort_unstable();
        on.dedup();
    }
    finding
}

/// For a computed fact what it is computed from is asked for, once. What an answer leads to is not known before it is
/// computed, so such a question has no leads.
fn asks_for_inputs(set: &PolicySet, case: &Case<'_>, asks: Vec<Ask>) -> Vec<Ask> {
    let mut found: Vec<Ask> = Vec::new();
    for ask in asks {
        for unknown in set.to_ask(case.facts(), ask.unknown) {
            match found.iter_mut().find(|a| a.unknown == unknown) {
                Some(same) => {
                    same.rules.extend(ask.rules.iter().copied());
                    same.rules.sort_unstable();
                    same.rules.dedup();
                }
                None if unknown == ask.unknown => found.push(ask.clone()),
                None => found.push(Ask { unknown, rules: ask.rules.clone(), leads: Vec::new() }),
            }
        }
    }
    found
}
