//! What if: the same question asked twice, and what the answers differ in.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use credstack_engine::Rulebook;
use credstack_engine::stack::{AwardBook, StackError, StackOptions};
use credstack_model::policy::PolicySet;
use credstack_model::proposal::State;
use credstack_model::stack::Stacking;
use credstack_model::{Claim, Credential};

use crate::case::{complete_claim, recognise};
use crate::stack::toward;

/// A wallet, an award and a claim under some rules.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The rules.
    pub set: &'a Arc<PolicySet>,
    /// The award, by its full name.
    pub award: &'a str,
    /// The wallet.
    pub credentials: &'a [Credential],
    /// The claim.
    pub claim: &'a Claim,
}

/// Two answers, and what the rules say otherwise in the second.
#[derive(Debug, Clone)]
pub struct WhatIf {
    /// The stacks as things are.
    pub before: Stacking,
    /// The stacks as they would be.
    pub after: Stacking,
    /// For each credential the rules that say something else of it, in the order of their names.
    pub rules: Vec<OtherwiseSaid>,
}

/// A rule that says something else of a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherwiseSaid {
    /// The credential.
    pub credential: Arc<str>,
    /// The full name of the rule.
    pub rule: String,
    /// What it said, as a key; none where there is no such rule, or no such credential.
    pub before: Option<&'static str>,
    /// What it would say.
    pub after: Option<&'static str>,
}

/// Stacks the same twice and compares.
///
/// # Errors
/// [`StackError`] as for [`stack`](crate::stack()), of either.
pub fn what_if(before: Question<'_>, after: Question<'_>, options: StackOptions) -> Result<WhatIf, StackError> {
    let (one, other) =
        (Desk::new(before.set, before.award, before.claim)?, Desk::new(after.set, after.award, after.claim)?);
    compared((&one, before.credentials), (&other, after.credentials), options)
}

/// The same, with what was compiled before.
pub(super) fn compared(
    (before, held): (&Desk<'_>, &[Credential]),
    (after, would_hold): (&Desk<'_>, &[Credential]),
    options: StackOptions,
) -> Result<WhatIf, StackError> {
    let (one, said) = before.answer(held, options)?;
    let (other, would_say) = after.answer(would_hold, options)?;
    let ids: BTreeSet<&Arc<str>> = said.keys().chain(would_say.keys()).collect();
    let mut rules = Vec::new();
    for id in ids {
        let none = BTreeMap::new();
        let (a, b) = (said.get(id).unwrap_or(&none), would_say.get(id).unwrap_or(&none));
        // Of what is only there once, everything is otherwise: its stack says so.
        if said.contains_key(id) != would_say.contains_key(id) {
            continue;
        }
        let names: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
        for rule in names {
            let (before, after) = (a.get(rule).copied(), b.get(rule).copied());
            if before != after {
                rules.push(OtherwiseSaid { credential: (*id).clone(), rule: rule.clone(), before, after });
            }
        }
    }
    Ok(WhatIf { before: one, after: other, rules })
}

type Said = BTreeMap<Arc<str>, BTreeMap<String, &'static str>>;

/// An award and a claim under some rules, compiled.
#[derive(Debug)]
pub(super) struct Desk<'a> {
    set: &'a Arc<PolicySet>,
    award: AwardBook,
    rules: Option<Rulebook>,
    claim: Claim,
    /// The claim with what its award says, for single credentials.
    whole_claim: Claim,
}

impl<'a> Desk<'a> {
    pub(super) fn new(set: &'a Arc<PolicySet>, award: &str, claim: &Claim) -> Result<Self, StackError> {
        let book = AwardBook::compile(set, award)?;
        let claim = toward(set, award, claim);
        let policy = book.award().and_then(|a| a.policy);
        let rules = policy.map(|policy| Rulebook::compile(set, set.symbols.text(policy))).transpose()?;
        let mut whole_claim = claim.clone();
        // The award was found, so nothing is missing here.
        let _ = complete_claim(set, &mut whole_claim);
        Ok(Self { set, award: book, rules, claim, whole_claim })
    }

    /// The stacks, and what every rule says of every credential toward the award.
    fn answer(&self, credentials: &[Credential], options: StackOptions) -> Result<(Stacking, Said), StackError> {
        let stacking = self.award.stack(credentials, &self.claim, options)?;
        let mut said = Said::new();
        let Some(rules) = &self.rules else { return Ok((stacking, said)) };
        for credential in credentials {
            let proposal = recognise(rules, credential, &self.whole_claim, options.worlds);
            let findings = proposal.findings.iter().filter(|f| f.state != State::DoesNotApply);
            let findings = findings.map(|f| (self.set.symbols.text(f.rule).to_owned(), f.state.key())).collect();
            said.insert(credential.id.clone(), findings);
        }
        Ok((stacking, said))
    }
}
