//! What next: the cheapest offers of a catalogue that complete an award, in an order that prerequisites allow.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use credstack_advice::{Budget, Offer, PlanProof, WhyNot, plan, suffices};
use credstack_engine::stack::{AwardBook, Offered, StackError, StackOptions};
use credstack_model::date::{Date, DateRange};
use credstack_model::facts::Value;
use credstack_model::policy::PolicySet;
use credstack_model::stack::{Include, Stacking};
use credstack_model::vocabulary::{AttributeId, attribute};
use credstack_model::{Amount, Claim, Credential};
use credstack_stacking::Problem;

use super::catalogue::{Catalogue, CatalogueOffer};
use super::schedule::{Barred, By, Schedule, schedule};
use crate::stack::toward;

/// Why nothing could be planned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NextError {
    /// The wallet or the award cannot be stacked.
    #[error(transparent)]
    Stack(#[from] StackError),
    /// Nothing is on offer.
    #[error("the catalogue is empty, so there is nothing to choose from")]
    EmptyCatalogue,
    /// Time without a day to count from.
    #[error("to plan by time the day from which to count is needed: the day of the decision or of the application")]
    NoDay,
}

/// A plan for one award.
#[derive(Debug, Clone)]
pub struct Next {
    /// By what it is the cheapest.
    pub by: By,
    /// The day from which it counts.
    pub from: Option<Date>,
    /// What to earn, in an order that prerequisites allow: places in the catalogue.
    pub offers: Vec<usize>,
    /// When each of them runs, in the same order.
    pub times: Vec<(Option<Date>, Option<Date>)>,
    /// What each of them costs by what was asked for, in the same order.
    pub ects: Vec<Option<Amount>>,
    /// How far it is proven. A bound is in hundredths of the currency or of a credit.
    pub proof: PlanProof,
    /// By what the cost was counted: prices, or credits.
    pub counted: By,
    /// Whether the award is complete without any of it.
    pub already: bool,
    /// The stacks of the wallet alone.
    pub before: Stacking,
    /// The stacks with the plan; none where there is no plan.
    pub after: Option<Stacking>,
    /// Where no plan completes the award: what stands in its way, whatever of the catalogue is taken, and the problem whose
    /// places that names.
    pub obstacles: Option<(WhyNot, Problem)>,
    /// Offers that cannot be taken, and why, by their places.
    pub barred: BTreeMap<usize, Barred>,
    /// How many offers were looked at after those that bring the same as cheaper ones were left out.
    pub looked_at: usize,
}

/// The cheapest offers of a catalogue that complete an award, proven to be so or said otherwise.
///
/// # Errors
/// [`NextError`] for what cannot be stacked, an empty catalogue, time without a day.
pub fn next(
    set: &Arc<PolicySet>,
    award: &str,
    credentials: &[Credential],
    catalogue: &Catalogue,
    (claim, by): (&Claim, By),
    (options, budget): (StackOptions, Budget),
) -> Result<Next, NextError> {
    if catalogue.offers.is_empty() {
        return Err(NextError::EmptyCatalogue);
    }
    let book = AwardBook::compile(set, award)?;
    let claim = toward(set, award, claim);
    let from = day(&claim, attribute::DECISION_DATE).or_else(|| day(&claim, attribute::APPLICATION_DATE));
    if by == By::Time && from.is_none() {
        return Err(NextError::NoDay);
    }
    let before = book.stack(credentials, &claim, options)?;
    let held = names(set, credentials, &before);
    // Who has the course of an offer already has what requires it.
    let is_held = |offer: &CatalogueOffer| codes(set, &offer.credential).iter().any(|c| held.contains(c));
    let times = schedule(&catalogue.offers, &held, is_held, from, by);
    let desk = Desk { book: &book, claim: &claim, catalogue, times: &times };
    let open: Vec<usize> = (0..catalogue.offers.len()).filter(|at| !times.barred.contains_key(at)).collect();
    let on_offer: Vec<Credential> =
        open.iter().filter_map(|at| catalogue.offers.get(*at)).map(|o| o.credential.clone()).collect();
    let offered = book.offered(credentials, &on_offer, &claim, options)?;
    let (counted, listed) = desk.offers(&open, &offered, by);
    let found = desk.planned((&open, &offered, &listed), by, budget)?;
    let mut order: Vec<usize> = found.offers.iter().filter_map(|o| open.get(*o)).copied().collect();
    order.sort_by_key(|at| (times.depth.get(*at), times.runs.get(*at).copied(), *at));
    let obstacles = match found.proof {
        PlanProof::Unreachable => {
            let why = credstack_advice::why_not(&offered.problem, budget).map_err(StackError::Problem)?;
            Some((why, offered.problem.clone()))
        }
        _ => None,
    };
    let after = if order.is_empty() { None } else { Some(desk.after(credentials, &before, &order, options)?) };
    let holds = after.as_ref().is_none_or(|a| a.grantable.complete);
    Ok(Next {
        by,
        from,
        times: order.iter().map(|at| times.runs.get(*at).copied().unwrap_or_default()).collect(),
        ects: order.iter().map(|at| desk.ects(*at)).collect(),
        already: found.proof == PlanProof::Optimal && order.is_empty(),
        offers: order,
        // What depends on all that might count, such as an average over it, is another matter with fewer of them.
        proof: if holds { found.proof } else { PlanProof::Unknown },
        counted,
        before,
        after,
        obstacles,
        barred: times.barred.clone(),
        looked_at: found.looked_at,
    })
}

struct Desk<'a> {
    book: &'a AwardBook,
    claim: &'a Claim,
    catalogue: &'a Catalogue,
    times: &'a Schedule,
}

impl Desk<'_> {
    fn offer(&self, at: usize) -> Option<&CatalogueOffer> {
        self.catalogue.offers.get(at)
    }

    fn ects(&self, at: usize) -> Option<Amount> {
        self.offer(at).and_then(|o| self.book.stated_credits(&o.credential, self.claim))
    }

    /// The offers as the plan takes them, and whether they are counted by their prices or by their credits.
    fn offers(&self, open: &[usize], offered: &Offered, by: By) -> (By, Vec<Offer>) {
        let priced = open.iter().all(|at| self.offer(*at).is_some_and(|o| o.price.is_some()));
        let counted = if by == By::Credits || (by == By::Time && !priced) { By::Credits } else { By::Cost };
        let mut items: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for at in &offered.offers {
            if let Some(item) = offered.problem.items.get(*at) {
                items.entry(&item.id).or_default().push(*at);
            }
        }
        let made = |at: &usize| {
            let offer = self.offer(*at)?;
            let cost = if counted == By::Cost { offer.price } else { self.ects(*at) };
            // What states no credits costs as if it had many.
            let cost = cost.map_or(100_000, |c| c.as_hundredths().unwrap_or(100_000));
            let requires = self.times.requires.get(*at).into_iter().flatten();
            Some(Offer {
                items: items.get(&*offer.credential.id).cloned().unwrap_or_default(),
                cost,
                requires: requires.filter_map(|r| open.binary_search(r).ok()).collect(),
            })
        };
        (counted, open.iter().filter_map(made).collect())
    }

    /// The cheapest of them; by time the cheapest of those that are over on the earliest day on which the award can be complete.
    fn planned(
        &self,
        (open, offered, listed): (&[usize], &Offered, &[Offer]),
        by: By,
        budget: Budget,
    ) -> Result<credstack_advice::Plan, NextError> {
        let told = |error| NextError::Stack(StackError::Problem(error));
        if by != By::Time {
            return plan(&offered.problem, listed, budget).map_err(told);
        }
        let ends = |at: usize| open.get(at).and_then(|o| self.times.runs.get(*o)).and_then(|r| r.1);
        let days: BTreeSet<Date> = (0..open.len()).filter_map(ends).collect();
        let days: Vec<Date> = days.into_iter().collect();
        let until = |day: Option<Date>| move |at: usize| day.is_some_and(|d| ends(at).is_some_and(|e| e <= d));
        let (mut low, mut high) = (0, days.len());
        let mut in_doubt = false;
        while low < high {
            let middle = low.midpoint(high);
            match suffices(&offered.problem, listed, until(days.get(middle).copied()), budget).map_err(told)? {
                Some(true) => high = middle,
                Some(false) => low = middle + 1,
                None => {
                    in_doubt = true;
                    low = middle + 1;
                }
            }
        }
        let last = days.get(high).or(days.last()).copied();
        let kept = until(last);
        // What requires itself cannot be taken.
        let early: Vec<Offer> = listed
            .iter()
            .enumerate()
            .map(|(at, o)| if kept(at) { o.clone() } else { Offer { requires: vec![at], ..o.clone() } })
            .collect();
        let mut found = plan(&offered.problem, &early, budget).map_err(told)?;
        if in_doubt && found.proof == PlanProof::Optimal {
            found.proof = PlanProof::Unproven(0);
        }
        Ok(found)
    }

    /// The stacks of the wallet with a plan, which is planned and counted.
    fn after(
        &self,
        credentials: &[Credential],
        before: &Stacking,
        order: &[usize],
        options: StackOptions,
    ) -> Result<Stacking, NextError> {
        let late: BTreeSet<&str> =
            before.credentials.iter().filter(|h| h.progress > options.include).map(|h| &*h.id).collect();
        let mut all: Vec<Credential> = credentials.iter().filter(|c| !late.contains(&*c.id)).cloned().collect();
        all.extend(order.iter().filter_map(|at| self.offer(*at)).map(|o| o.credential.clone()));
        let included = StackOptions { include: Include::Planned, ..options };
        Ok(self.book.stack(&all, self.claim, included)?)
    }
}

/// By what the credentials of a wallet are known that are passed: their identifiers, and those of what they are.
fn names(set: &PolicySet, credentials: &[Credential], stacking: &Stacking) -> BTreeSet<String> {
    let passed = |c: &&Credential| {
        let held = stacking.credentials.iter().find(|h| h.id == c.id);
        held.is_some_and(|h| h.progress == Include::Completed)
            && c.facts.code(attribute::STATE).is_none_or(|s| set.symbols.text(s) != "not_passed")
    };
    let mut found = BTreeSet::new();
    for credential in credentials.iter().filter(passed) {
        found.insert(credential.id.to_string());
        found.extend(codes(set, credential));
    }
    found
}

/// The identifiers of what a credential is.
fn codes(set: &PolicySet, credential: &Credential) -> Vec<String> {
    match credential.facts.value(attribute::IDENTIFIER) {
        Some(Value::Codes(codes)) => codes.iter().map(|c| set.symbols.text(*c).to_owned()).collect(),
        _ => Vec::new(),
    }
}

fn day(claim: &Claim, of: AttributeId) -> Option<Date> {
    match claim.facts.value(of) {
        Some(Value::Date(range)) => DateRange::single(*range),
        _ => None,
    }
}
