//! Stacking a wallet toward an award, or toward several together.

use std::sync::Arc;

use credstack_engine::stack::{AwardBook, Certificate, JointBook, StackError, StackOptions};
use credstack_model::facts::{Fact, Value};
use credstack_model::policy::{PolicySet, Together};
use credstack_model::stack::Stacking;
use credstack_model::together::JointStacking;
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

/// Stacks the credentials of one learner toward several awards together, by their full names: one allocation for all of them,
/// each award recognising by its own policy. No credential counts in two of them unless they share, by what they say or as
/// asked.
///
/// # Errors
/// [`StackError`] as for [`stack`]; also where an award is named twice.
///
/// ```no_run
/// # use std::{path::Path, sync::Arc};
/// use credstack::{Rules, StackOptions, model::{Claim, policy::Together}, stack_together};
/// let rules = Rules::from_folder(Path::new("rules"))?;
/// let wallet = credstack::documents::read("wallet.json", &std::fs::read("wallet.json")?, &rules.policies.symbols)?;
/// let awards = ["be.vlg.example.procurement_certificate", "be.vlg.example.procurement_diploma"];
/// let (claim, options) = (Claim::default(), StackOptions::default());
/// let found = stack_together(&rules.policies, &awards, &wallet.credentials, &claim, Together::default(), options)?;
/// for award in &found.awards {
///     println!("{}: {} ECTS", rules.policies.symbols.text(award.award), award.grantable.total);
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn stack_together(
    set: &Arc<PolicySet>,
    awards: &[&str],
    credentials: &[Credential],
    claim: &Claim,
    together: Together,
    options: StackOptions,
) -> Result<JointStacking, StackError> {
    JointBook::compile(set, awards, together)?.stack(credentials, &for_credit(set, claim), options)
}

/// The three joint stacks of [`stack_together`] as the solver found them, each with the problem that it solves.
///
/// # Errors
/// [`StackError`] as for [`stack_together`].
pub fn certificates_together(
    set: &Arc<PolicySet>,
    awards: &[&str],
    credentials: &[Credential],
    claim: &Claim,
    together: Together,
    options: StackOptions,
) -> Result<Vec<Certificate>, StackError> {
    JointBook::compile(set, awards, together)?.certificates(credentials, &for_credit(set, claim), options)
}

/// The claim, for this award and no component of it.
pub fn toward(set: &PolicySet, award: &str, claim: &Claim) -> Claim {
    let mut claim = for_credit(set, claim);
    let name = Fact::known(Value::Codes(vec![set.symbols.intern(award)]));
    claim.facts.set(attribute::AWARD_IDENTIFIER, name);
    claim
}

/// The claim for no component; one that names no purpose asks for credit.
pub(crate) fn for_credit(set: &PolicySet, claim: &Claim) -> Claim {
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
    if claim.facts.get(attribute::PURPOSE).is_none() {
        let purpose = Fact::known(Value::Codes(vec![set.symbols.intern("credit")]));
        claim.facts.set(attribute::PURPOSE, purpose);
    }
    claim
}
