//! The limits that bind a stack: of the rules every floor, and the ceilings that count anything of the wallet; the award's own.

use std::sync::Arc;

use credstack_model::policy::{Award, Bound, Deed, Limit, LimitBase, PolicySet, Quantity, Rule};
use credstack_model::stack::Reading;
use credstack_model::workload::{Basis, WorkloadUnit};
use credstack_model::{Amount, Claim, Credential, Symbol};

use super::faces::{Entry, Fixed};
use super::plan::{Plan, is_award_workload};
use super::shared::PlanUsed;
use super::units::ects;
use super::view::{LimitSign, limit_of, standing};
use crate::case::Case;
use crate::compile::Rulebook;

/// How much a limit allows or asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Amounts {
    Credits(Amount),
    Items(u32),
    /// Any number: it is only told how much there is.
    Free,
    /// So many percent of all that is counted below a node of the plan.
    Share(Amount, usize),
}

/// What decides whether a limit counts something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counts {
    /// A limit of the rules, by its place in the rulebook.
    Rule(usize),
    /// A condition of the plan.
    Condition(usize),
    /// That it has served another award.
    Served,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LedgerLimit {
    pub(super) name: Arc<str>,
    pub(super) rule: Option<Symbol>,
    pub(super) bound: Bound,
    pub(super) amounts: Amounts,
    /// The percentage, and of what.
    pub(super) share: Option<(Amount, Arc<str>)>,
    pub(super) counts: Counts,
    /// The node of the award that states it, where that is stacked within another.
    pub(super) of: Option<usize>,
}

/// What limits are read from.
pub(super) struct Terms<'a> {
    pub(super) book: &'a Rulebook,
    pub(super) plan: &'a Plan,
    pub(super) claim: &'a Claim,
}

impl Terms<'_> {
    /// Every limit of a reading, and in words what could not be applied.
    pub(super) fn ledger(
        &self,
        entries: &[Entry],
        fixed: &Fixed,
        reading: Reading,
        remarks: &mut Vec<String>,
    ) -> Vec<LedgerLimit> {
        let mut found = Vec::new();
        let standing = self.standing();
        for (at, rule) in self.book.rules().enumerate() {
            let Some(limit) = limit_of(self.book, at) else { continue };
            for side in [Bound::AtMost, Bound::AtLeast] {
                let mut signs = counting(entries, fixed, at, side);
                // A floor stands also where nothing of the wallet counts toward it; a ceiling has nothing to bound there.
                if signs.is_empty() && side == Bound::AtLeast {
                    signs = standing.iter().filter(|sign| sign.rule == at).collect();
                }
                let quantities = quantities(limit, rule, &signs, side);
                let base = self.plan.awards.first().copied();
                let name = self.book.set().symbols.text(rule.name);
                let one = |quantity| LedgerLimit {
                    name: name.into(),
                    rule: Some(rule.name),
                    bound: side,
                    amounts: Amounts::Items(0),
                    share: self.share(quantity),
                    counts: Counts::Rule(at),
                    of: None,
                };
                let limits = quantities.into_iter().filter_map(|q| self.sized(one(q), q, base, 0, remarks)).collect();
                found.extend(chosen(limits, side, reading));
            }
        }
        for limit in &self.plan.limits {
            let base = self.plan.awards.get(limit.award).copied();
            let one = LedgerLimit {
                name: limit.name.clone(),
                rule: None,
                bound: limit.bound,
                amounts: Amounts::Items(0),
                share: self.share(limit.quantity),
                counts: Counts::Condition(limit.from),
                of: limit.node,
            };
            found.extend(self.sized(one, limit.quantity, base, limit.node.unwrap_or_default(), remarks));
        }
        found.extend(used(self.plan, entries));
        found
    }

    /// What the limits say of the claim alone; only floors need it.
    fn standing(&self) -> Vec<LimitSign> {
        let floors = (0..).zip(self.book.rules()).filter_map(|(at, _)| limit_of(self.book, at));
        if floors.flat_map(|limit| &limit.bounds).all(|b| b.bound == Bound::AtMost) {
            return Vec::new();
        }
        standing(self.book, &Case::new(self.book.set(), &Credential::default(), self.claim))
    }

    fn sized(
        &self,
        limit: LedgerLimit,
        quantity: Quantity,
        award: Option<usize>,
        node: usize,
        remarks: &mut Vec<String>,
    ) -> Option<LedgerLimit> {
        let amounts = self.amounts(quantity, award, node);
        if amounts.is_none() {
            let remark = format!("the limit {} could not be applied: what it is measured by is not known", limit.name);
            if !remarks.contains(&remark) {
                remarks.push(remark);
            }
        }
        Some(LedgerLimit { amounts: amounts?, ..limit })
    }

    fn amounts(&self, quantity: Quantity, award: Option<usize>, node: usize) -> Option<Amounts> {
        let set = self.book.set();
        let award: Option<&Award> = award.and_then(|a| set.awards.get(a));
        let country = award.and_then(|a| a.country);
        let whole = || award.and_then(|a| a.workload).and_then(|(amount, unit)| ects(set, amount, unit, country));
        Some(match quantity {
            Quantity::Credentials(n) => Amounts::Items(n),
            Quantity::Workload(amount, unit) => Amounts::Credits(ects(set, amount, unit, country)?),
            Quantity::Percent(percent, LimitBase::Counted) => Amounts::Share(percent, node),
            Quantity::Percent(percent, LimitBase::WithoutKind(kind)) => {
                let parts = award?.components.iter().filter(|c| c.kind == Some(kind));
                let mut taken = parts.map(|c| c.workload.and_then(|(amount, unit)| ects(set, amount, unit, country)));
                let rest = taken.try_fold(whole()?, |rest, part| Some(rest.minus(part?)))?;
                Amounts::Credits(rest.percent(percent))
            }
            Quantity::Percent(percent, LimitBase::Fact(id)) => {
                let base = if is_award_workload(id) { whole() } else { None };
                Amounts::Credits(base.or_else(|| self.fact(set, id))?.percent(percent))
            }
        })
    }

    fn fact(&self, set: &PolicySet, id: credstack_model::vocabulary::AttributeId) -> Option<Amount> {
        let case = Case::new(set, &Credential::default(), self.claim);
        case.workload(id, WorkloadUnit::Ects, Basis::Year)?.0.single()
    }

    fn share(&self, quantity: Quantity) -> Option<(Amount, Arc<str>)> {
        let set = self.book.set();
        let Quantity::Percent(percent, base) = quantity else { return None };
        let words = match base {
            LimitBase::Fact(id) => set.vocabulary.get(id).phrase.to_string(),
            LimitBase::WithoutKind(kind) => format!("the course part without {}", set.symbols.spoken(kind)),
            LimitBase::Counted => "all that is counted".to_owned(),
        };
        Some((percent, words.into()))
    }
}

/// What one side of a limit allows or asks for, in every case that may hold, or as an exception raises it.
fn quantities(limit: &Limit, rule: &Rule, signs: &[&LimitSign], side: Bound) -> Vec<Quantity> {
    let mut quantities: Vec<Quantity> = Vec::new();
    for sign in signs {
        let mut open = limit.bounds.iter().zip(&sign.bounds).filter(|(b, holds)| b.bound == side && **holds);
        let quantity = open.next().map(|(b, _)| b.quantity);
        quantities.extend(quantity.filter(|q| !quantities.contains(q)));
    }
    let raised = rule.exceptions.iter().enumerate().find_map(|(e, exception)| match exception.deed {
        Deed::RaisesTo(to) => {
            let holds = |s: &&LimitSign| s.raised.get(e).copied().unwrap_or(false);
            (!signs.is_empty() && signs.iter().all(holds)).then_some(to)
        }
        Deed::Lifts | Deed::LeavesTheCount => None,
    });
    match raised.filter(|_| side == Bound::AtMost && !quantities.is_empty()) {
        Some(raised) => vec![raised],
        None => quantities,
    }
}

/// What a limit says of every credential that one side of it counts in some world.
fn counting<'e>(entries: &'e [Entry], fixed: &Fixed, rule: usize, side: Bound) -> Vec<&'e LimitSign> {
    let counts = |sign: &LimitSign| if side == Bound::AtMost { sign.against } else { sign.toward };
    let mut found = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let fixed = fixed.of(at);
        for toward in &entry.sides {
            let signs = toward.view.in_worlds(&fixed).into_iter().filter_map(|s| toward.view.signs.get(s));
            found.extend(signs.flat_map(|s| &s.limits).filter(|l| l.rule == rule && counts(l)));
        }
    }
    found
}

/// Where it is open which case of a limit holds: the tightest binds in every world, the loosest in the best of them. Bounds
/// that cannot be compared all bind.
fn chosen(limits: Vec<LedgerLimit>, side: Bound, reading: Reading) -> Vec<LedgerLimit> {
    let credits: Vec<Amount> = limits
        .iter()
        .filter_map(|l| if let Amounts::Credits(amount) = l.amounts { Some(amount) } else { None })
        .collect();
    if credits.len() < limits.len() || limits.len() < 2 {
        let most = if reading == Reading::Possible { 1 } else { limits.len() };
        return limits.into_iter().take(most).collect();
    }
    let lowest = (side == Bound::AtMost) != (reading == Reading::Possible);
    let wanted = if lowest { credits.into_iter().min() } else { credits.into_iter().max() };
    limits.into_iter().find(|l| Some(l.amounts) == wanted.map(Amounts::Credits)).into_iter().collect()
}

/// The limits on credits that served another award, where the wallet has any.
fn used(plan: &Plan, entries: &[Entry]) -> Vec<LedgerLimit> {
    if entries.iter().all(|e| e.served.is_empty()) {
        return Vec::new();
    }
    let limit = |used: &PlanUsed| LedgerLimit {
        name: used.name.clone(),
        rule: None,
        bound: Bound::AtMost,
        amounts: used.most.map_or(Amounts::Free, Amounts::Credits),
        share: None,
        counts: Counts::Served,
        of: used.node,
    };
    plan.used.iter().map(limit).collect()
}
