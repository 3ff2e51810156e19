//! Stacking a wallet toward an award.

use std::sync::Arc;

use credstack_engine::stack::{AwardBook, Certificate, StackError, StackOptions};
use credstack_model::facts::{Fact, Value};
use credstack_model::policy::PolicySet;
use credstack_model::stack::Stacking;
use credstack_model::vocabulary::attribute;
use credstack_model::{Claim, Credential};

/// Stacks the credentials of one learner toward an award, by its full name: what is owed, what may be granted, what is
/// possible at best. A claim that names no purpose asks for credit; its own award, if it names one, is not looked at.
///
/// # Errors
/// [`StackError`] for an award that is not loaded, a wallet of nothing, credentials of two learners. What is merely unknown
/// is part of the answer.
///
/// ```no_run
/// # use std::{path::Path, sync::Arc};
/// use credstack::{Rules, StackOptions, model::Claim, stack};
/// let rules = Rules::from_folder(Path::new("rules"))?;
/// let wallet = credstack::documents::read("wallet.json", &std::fs::read("wallet.json")?, &rules.policies.symbols)?;
/// let award = "es.example.heritage_conservation";
/// let found = stack(&rules.policies, award, &wallet.credentials, &Claim::default(), StackOptions::default())?;
/// println!("{}: {} ECTS may be counted", found.status.words(), found.grantable.total);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn stack(
    set: &Arc<PolicySet>,
    award: &str,
    credentials: &[Credential],
    claim: &Claim,
    options: StackOptions,
) -> Result<Stacking, StackError> {
    AwardBook::compile(set, award)?.stack(credentials, &toward(set, award, claim), options)
}

/// The three stacks of [`stack`] as the solver found them, each with the problem that it solves, so that
/// [`check`](credstack_stacking::check) can confirm them without knowing how they were found.
///
/// # Errors
/// [`StackError`] as for [`stack`].
pub fn certificates(
    set: &Arc<PolicySet>,
    award: &str,
    credentials: &[Credential],
    claim: &Claim,
    options: StackOptions,
) -> Result<Vec<Certificate>, StackError> {
    AwardBook::compile(set, award)?.certificates(credentials, &toward(set, award, claim), options)
}

/// The claim, for this award and no component of it.
fn toward(set: &PolicySet, award: &str, claim: &Claim) -> Claim {
    let mut claim = claim.clone();
    for id in [
        attribute::AWARD_IDENTIFIER,
        attribute::COMPONENT_IDENTIFIER,
        attribute::COMPONENT_KIND,
        attribute::COMPONENT_LEVEL,
        attribute::COMPONENT_WORKLOAD,
        attribute::COMPONENT_FIELD,
    ] {
        claim.facts.remove(id);
    }
    let code = |text: &str| Fact::known(Value::Codes(vec![set.symbols.intern(text)]));
    claim.facts.set(attribute::AWARD_IDENTIFIER, code(award));
    if claim.facts.get(attribute::PURPOSE).is_none() {
        claim.facts.set(attribute::PURPOSE, code("credit"));
    }
    claim
}
