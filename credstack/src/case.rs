//! Claims made whole, and recognition of one credential.

use credstack_engine::{Budget, Case, Rulebook};
use credstack_model::facts::{Fact, Provenance, Standing, Text, Value};
use credstack_model::policy::{Award, Component, PolicySet};
use credstack_model::proposal::Proposal;
use credstack_model::vocabulary::{AttributeId, attribute};
use credstack_model::workload::{StatedWorkload, WorkloadUnit};
use credstack_model::{Amount, AmountRange, Claim, Credential, Symbol};

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
    fill(claim, award_facts(award));
    if let Some(wanted) = component_name {
        let Some(component) = award.component(wanted) else {
            let known: Vec<String> = award.components.iter().map(|c| text(c.name)).collect();
            return Err(ClaimError::UnknownComponent {
                award: text(name),
                component: text(wanted),
                known: known.join(", "),
            });
        };
        fill(claim, component_facts(component));
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

fn fill(claim: &mut Claim, facts: Vec<(AttributeId, Value)>) {
    for (id, value) in facts {
        if claim.facts.get(id).is_none() {
            let provenance =
                vec![Provenance { document: "rules".into(), standing: Standing::Claimed, ..Provenance::default() }];
            let knowledge = credstack_model::facts::Knowledge::Known(value);
            claim.facts.set(id, Fact { knowledge, provenance });
        }
    }
}

fn stated((amount, unit): (Amount, WorkloadUnit)) -> Value {
    Value::Workload(vec![StatedWorkload { amount: AmountRange::exactly(amount), unit }])
}

fn award_facts(award: &Award) -> Vec<(AttributeId, Value)> {
    let mut facts = vec![(attribute::AWARD_TITLE, Value::Text(vec![Text::plain(&award.title)]))];
    facts.extend(award.workload.map(|w| (attribute::AWARD_WORKLOAD, stated(w))));
    facts.extend(award.level.map(|l| (attribute::AWARD_LEVEL, Value::Level(vec![l]))));
    facts.extend(award.kind.map(|k| (attribute::AWARD_KIND, Value::Codes(vec![k]))));
    facts.extend(award.official.map(|o| (attribute::AWARD_OFFICIAL, Value::Truth(o))));
    facts.extend(award.country.map(|c| (attribute::AWARD_COUNTRY, Value::Codes(vec![c]))));
    facts
}

fn component_facts(component: &Component) -> Vec<(AttributeId, Value)> {
    let mut facts = Vec::new();
    facts.extend(component.kind.map(|k| (attribute::COMPONENT_KIND, Value::Codes(vec![k]))));
    facts.extend(component.workload.map(|w| (attribute::COMPONENT_WORKLOAD, stated(w))));
    facts.extend(component.level.map(|l| (attribute::COMPONENT_LEVEL, Value::Level(vec![l]))));
    facts
}

/// What the rules propose for one credential and one claim, with what a single changed fact would lead to.
pub fn recognise(book: &Rulebook, credential: &Credential, claim: &Claim, budget: Budget) -> Proposal {
    let case = Case::new(book.set(), credential, claim);
    let mut proposal = book.propose(&case, budget);
    if proposal.is_determined() {
        proposal.changes = book.changes(&case, budget);
    }
    proposal
}
