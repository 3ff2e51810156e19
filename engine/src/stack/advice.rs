//! The problem of a wallet and what is on offer, before anything is solved: what advice is asked of.

use std::collections::BTreeSet;

use credstack_model::stack::{Include, Reading};
use credstack_model::vocabulary::attribute;
use credstack_model::workload::{Basis, WorkloadUnit};
use credstack_model::{Amount, Claim, Credential};
use credstack_stacking::{Problem, account, solve};

use super::book::{AwardBook, StackOptions};
use super::error::StackError;
use super::faces::Fixed;
use super::matter::asked;
use super::run::Run;
use super::wallet::{Wallet, one_learner};
use crate::case::Case;
use crate::claim::describe_award;

/// A wallet, and credentials that it might have, as one problem.
#[derive(Debug, Clone)]
pub struct Offered {
    /// Items of both, by identifier; what counts nowhere has none.
    pub problem: Problem,
    /// The identifiers of the items that are on offer.
    pub offers: BTreeSet<usize>,
}

impl AwardBook {
    /// What a reading of a wallet is a stack of. For the possible stack it is the world that this takes.
    ///
    /// # Errors
    /// [`StackError`] as for [`AwardBook::stack`].
    pub fn problem(
        &self,
        wallet: &[Credential],
        claim: &Claim,
        options: StackOptions,
        reading: Reading,
    ) -> Result<Problem, StackError> {
        let claim = self.described(claim);
        let wallet = Wallet::gather(self, wallet, &claim, options)?;
        let run = Run::new(self, &claim, &wallet, options);
        if reading == Reading::Possible {
            let (solved, ..) = run.possible(&asked(&wallet.entries), &mut Vec::new())?;
            return Ok(solved.built.problem);
        }
        run.unsolved(reading, |_, _| true)
    }

    /// The problem of a wallet beside offers that it might have, with what may be granted. Offers are taken to be passed and
    /// are counted as planned; of the wallet only the states that are asked for are counted.
    ///
    /// # Errors
    /// [`StackError`] as for [`AwardBook::stack`].
    pub fn offered(
        &self,
        wallet: &[Credential],
        offers: &[Credential],
        claim: &Claim,
        options: StackOptions,
    ) -> Result<Offered, StackError> {
        let claim = self.described(claim);
        let all = [wallet, offers].concat();
        let included = StackOptions { include: Include::Planned, ..options };
        let gathered = Wallet::gather(self, &all, &claim, included)?;
        let on_offer: BTreeSet<&str> = offers.iter().map(|o| &*o.id).collect();
        let run = Run::new(self, &claim, &gathered, included);
        let problem =
            run.unsolved(Reading::Grantable, |id, progress| on_offer.contains(id) || progress <= options.include)?;
        let items = problem.items.iter().enumerate();
        let offers = items.filter(|(_, i)| on_offer.contains(&*i.id)).map(|(at, _)| at).collect();
        Ok(Offered { problem, offers })
    }

    /// Whether the best stack of a reading meets every requirement, what it lacks, and what it counts: unmet requirements,
    /// missing credentials and values, missing credits, counted credits. `None` where a wallet has nothing that counts.
    ///
    /// # Errors
    /// [`StackError`] as for [`AwardBook::stack`].
    pub fn standing(
        &self,
        wallet: &[Credential],
        claim: &Claim,
        options: StackOptions,
    ) -> Result<Standing, StackError> {
        let problem = self.problem(wallet, claim, options, Reading::Grantable)?;
        let solution = solve(&problem, options.steps).map_err(StackError::Problem)?;
        let told = account(&problem, &solution.stack).map_err(StackError::Problem)?;
        let value = solution.stack.value;
        let fine = problem.fine.max(1);
        let missing = [value.tree_credits, value.limit_credits, value.workload].into_iter().max().unwrap_or(0);
        let scale = problem.units_per_credit.saturating_mul(fine).max(1);
        Ok(Standing {
            complete: value.is_complete(),
            proven: solution.proof == credstack_stacking::Proof::Optimal,
            unmet: value.unmet,
            missing_items: value.tree_items + value.limit_items,
            missing: Amount::ratio(missing, scale),
            counted: Amount::ratio(told.nodes.first().map_or(0, |n| n.credits), problem.units_per_credit.max(1)),
        })
    }

    /// Whether a wallet is of one learner.
    ///
    /// # Errors
    /// [`StackError::TwoLearners`] where it is not.
    pub fn check_learner(&self, wallet: &[Credential]) -> Result<(), StackError> {
        one_learner(self, wallet)
    }

    /// Whether what a credential counts for has nothing to do with credentials that no requirement takes: no requirement
    /// depends on what is held or came before, no average is over all, no attempt is told from another.
    pub fn looks_at_each_alone(&self) -> bool {
        let plan = &self.plan;
        let ordered = plan.slots.iter().any(|s| !s.after.is_empty());
        plan.choices.is_empty()
            && plan.averages.is_empty()
            && plan.latest.is_empty()
            && !ordered
            && self.award().is_some_and(|a| a.repeats.is_none())
    }

    /// ECTS that a credential states; `None` where it states none, or a range.
    pub fn stated_credits(&self, credential: &Credential, claim: &Claim) -> Option<Amount> {
        let case = Case::new(self.book.set(), credential, claim);
        let (amount, _) = case.workload(attribute::WORKLOAD, WorkloadUnit::Ects, Basis::Year)?;
        amount.single()
    }

    fn described(&self, claim: &Claim) -> Claim {
        let mut claim = claim.clone();
        if let Some(award) = self.award() {
            describe_award(&mut claim, award);
        }
        claim
    }
}

/// How a wallet stands to an award, in short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Whether every requirement is met.
    pub complete: bool,
    /// Whether it is proven that no stack is better.
    pub proven: bool,
    /// How many requirements are not met.
    pub unmet: i64,
    /// Credentials, learning outcomes and values that are missing.
    pub missing_items: i64,
    /// ECTS that are missing: in the requirements, in the "at least" limits or to the workload, whichever is most.
    pub missing: Amount,
    /// ECTS that count.
    pub counted: Amount,
}

impl Run<'_> {
    /// The problem of a reading, of the credentials that are kept.
    fn unsolved(&self, reading: Reading, kept: impl Fn(&str, Include) -> bool) -> Result<Problem, StackError> {
        let fixed = Fixed::default();
        let mut faces = self.faces(reading, &fixed);
        faces.retain(|f| self.wallet.entries.get(f.entry).is_some_and(|e| kept(&e.id, e.progress)));
        let ledger = self.ledger(reading, &fixed, &mut Vec::new());
        let before = self.before(reading, &fixed, &self.ways(&fixed), &faces)?;
        Ok(self.site(reading, &fixed, &before).build(faces, &ledger)?.problem)
    }
}
