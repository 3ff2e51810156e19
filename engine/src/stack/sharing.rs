//! Credits that count more than once: shared by two requirements of an award, or used for another award before.

use std::sync::Arc;

use credstack_model::policy::{Award, Bound, PolicySet, Sharers, SharingTerms};
use credstack_model::stack::{LimitEntry, Need, Shared};
use credstack_model::{Amount, Symbol};
use credstack_stacking::{Account, Problem, Proof, Sharing, Solution, Value, solve};

use super::build::{Built, slots_below, units};
use super::error::StackError;
use super::faces::Entry;
use super::ledger::{Amounts, Counts, LedgerLimit};
use super::plan::{Plan, in_ects, join};
use super::tell::Teller;

/// Two requirements that share.
#[derive(Debug, Clone)]
pub(super) struct PlanSharing {
    pub(super) name: Arc<str>,
    /// Places among [`Plan::nodes`].
    pub(super) between: [usize; 2],
    pub(super) terms: Terms,
}

/// How much may be shared, in the terms of stacking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Terms {
    pub(super) credits: Option<Amount>,
    pub(super) items: Option<u32>,
    pub(super) times: usize,
}

impl Terms {
    pub(super) fn of(set: &PolicySet, award: &Award, terms: SharingTerms) -> Result<Self, StackError> {
        let credits = terms.credits.map(|stated| in_ects(set, award, stated, "what is shared")).transpose()?;
        let times = terms.times.and_then(|t| usize::try_from(t).ok()).unwrap_or(2);
        Ok(Self { credits, items: terms.items, times })
    }

    /// As the problem has it, between slots.
    pub(super) fn between(self, name: &str, between: [Vec<usize>; 2], scale: i64) -> Sharing {
        Sharing {
            name: name.to_owned(),
            between,
            credits: self.credits.map(|c| units(c, scale, true)),
            items: self.items.map(i64::from),
            uses: self.times,
        }
    }
}

/// What an award says of credits that served another.
#[derive(Debug, Clone)]
pub(super) struct PlanUsed {
    pub(super) name: Arc<str>,
    /// ECTS that count at most; any number where nothing is said.
    pub(super) most: Option<Amount>,
    /// The node of the award, where it is stacked within another.
    pub(super) node: Option<usize>,
}

/// Lays out what an award says of sharing and of used credits. `me` is the place of the award and its node.
pub(super) fn lay_out(
    set: &PolicySet,
    plan: &mut Plan,
    award: &Award,
    (_, me): (usize, usize),
    within: &str,
) -> Result<(), StackError> {
    let name = set.symbols.text(award.name);
    let mut number = 0;
    for sharing in &award.sharing {
        let Sharers::Requirements(paths) = &sharing.among else { continue };
        let terms = Terms::of(set, award, sharing.terms)?;
        // Every two of them share. Slots and the two ways to an award stand below a node of the same path, which is the first.
        let place = |path: &Arc<str>| plan.nodes.iter().position(|n| *n.path == join(within, path));
        let nodes: Vec<usize> = paths.iter().filter_map(place).collect();
        for (at, one) in nodes.iter().enumerate() {
            for other in nodes.iter().skip(at + 1) {
                number += 1;
                let name = format!("{name}.share_{number}").into();
                plan.sharing.push(PlanSharing { name, between: [*one, *other], terms });
            }
        }
    }
    let nested = !within.is_empty();
    let most = award.used.and_then(|u| u.most);
    let most = most.map(|stated| in_ects(set, award, stated, "what counts of used credits")).transpose()?;
    // An award within another says something of it only where it bounds it; the whole tells how much there is.
    if !nested || most.is_some() {
        plan.used.push(PlanUsed { name: format!("{name}.used").into(), most, node: nested.then_some(me) });
    }
    Ok(())
}

/// The limits on credits that served another award, where the wallet has any.
pub(super) fn used(plan: &Plan, entries: &[Entry]) -> Vec<LedgerLimit> {
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

/// Puts what shares into a problem whose tree is there.
pub(super) fn build(built: &mut Built, plan: &Plan, scale: i64) {
    for (at, sharing) in plan.sharing.iter().enumerate() {
        let side = |node: usize| {
            // A requirement that is held and not stacked, or that nothing asks for, has no node.
            let mut slots = slots_below(&built.problem.tree, built.nodes.iter().position(|n| *n == node)?);
            slots.sort_unstable();
            Some(slots)
        };
        let [Some(one), Some(other)] = sharing.between.map(side) else { continue };
        built.problem.sharing.push(sharing.terms.between(&sharing.name, [one, other], scale));
        built.sharing.push(at);
    }
}

/// One thing whose lifting may make a stack better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lifted {
    Limit(usize),
    Sharing(usize),
}

/// Whether a better stack exists once the bound of a pair that shares is lifted; `None` where the budget ends first.
pub(super) fn bites(
    problem: &Problem,
    at: usize,
    value: Value,
    budget: credstack_stacking::Budget,
) -> Result<Option<bool>, StackError> {
    let mut lifted = problem.clone();
    let Some(sharing) = lifted.sharing.get_mut(at) else { return Ok(Some(false)) };
    if sharing.credits.is_none() && sharing.items.is_none() {
        return Ok(Some(false));
    }
    (sharing.credits, sharing.items) = (None, None);
    let solution = solve(&lifted, budget).map_err(StackError::Problem)?;
    Ok(match solution.proof {
        _ if solution.stack.value < value => Some(true),
        Proof::Optimal => Some(false),
        Proof::Unproven(_) => None,
    })
}

/// The items that a solution counts on both sides, ascending.
pub(super) fn on_both_sides(solution: &Solution, between: &[Vec<usize>; 2]) -> Vec<usize> {
    let counted = |side: &[usize]| -> Vec<usize> {
        solution.stack.counted.iter().filter(|c| side.contains(&c.slot)).map(|c| c.item).collect()
    };
    let [one, other] = between;
    let other = counted(other);
    let mut found: Vec<usize> = counted(one).into_iter().filter(|item| other.contains(item)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// What is told of a pair: a line for each of its bounds, one without a bound where it has none.
pub(super) struct Line {
    pub(super) name: Arc<str>,
    pub(super) shared: Shared,
    pub(super) terms: Terms,
    pub(super) credits: Amount,
    pub(super) items: u32,
    pub(super) counts: Vec<Arc<str>>,
    pub(super) bites: Option<bool>,
}

impl Line {
    pub(super) fn entries(self) -> Vec<LimitEntry> {
        let in_credits = self.terms.credits.map(Need::Credits);
        let in_items = self.terms.items.map(Need::Credentials);
        let extents = match (in_credits, in_items) {
            (None, None) => vec![None],
            bounds => [bounds.0, bounds.1].into_iter().flatten().map(Some).collect(),
        };
        let entry = |extent: Option<Need>| LimitEntry {
            name: self.name.clone(),
            rule: None,
            from: None,
            bound: Bound::AtMost,
            extent,
            share: None,
            used: match extent {
                Some(Need::Credentials(_)) => Need::Credentials(self.items),
                _ => Need::Credits(self.credits),
            },
            counts: self.counts.clone(),
            bites: self.bites,
            sharing: Some(self.shared.clone()),
            served: false,
            within: None,
        };
        extents.into_iter().map(entry).collect()
    }
}

impl Teller<'_> {
    /// What the requirements share, of every pair that this wallet could share anything of.
    pub(super) fn shared(&self, told: &Account, solution: &Solution) -> Result<Vec<LimitEntry>, StackError> {
        let problem = &self.built.problem;
        let mut entries = Vec::new();
        for (at, place) in self.built.sharing.iter().enumerate() {
            let (Some(sharing), Some(account)) = (problem.sharing.get(at), told.sharing.get(at)) else { continue };
            let Some(plan) = self.plan.sharing.get(*place) else { continue };
            let offered = |side: &[usize], item: usize| {
                let mut slots = side.iter().filter_map(|s| problem.slots.get(*s));
                slots.any(|s| s.offers.iter().any(|o| o.item == item))
            };
            let [one, other] = &sharing.between;
            if !(0..problem.items.len()).any(|item| offered(one, item) && offered(other, item)) {
                continue;
            }
            let node =
                |at: usize| self.plan.nodes.get(at).map(|n| (n.path.clone(), n.title.clone())).unwrap_or_default();
            let [(path, title), (other_path, other_title)] = plan.between.map(node);
            let items = on_both_sides(solution, &sharing.between);
            let mut counts: Vec<Arc<str>> =
                items.iter().filter_map(|i| self.entry(*i)).map(|(_, e)| e.id.clone()).collect();
            counts.dedup();
            let line = Line {
                name: plan.name.clone(),
                shared: Shared { between: [path, other_path], titles: [title, other_title] },
                terms: plan.terms,
                credits: self.credits(account.credits),
                items: u32::try_from(account.items).unwrap_or(u32::MAX),
                counts,
                bites: (self.with.lifted)(Lifted::Sharing(at))?,
            };
            entries.extend(line.entries());
        }
        Ok(entries)
    }
}

/// The awards that share with one another by what they say themselves: the award that says so, the other, and how much.
pub(super) fn among_awards(award: &Award) -> Vec<(Symbol, Symbol, SharingTerms)> {
    let mut found = Vec::new();
    for sharing in &award.sharing {
        let Sharers::Awards(names) = &sharing.among else { continue };
        for (at, one) in names.iter().enumerate() {
            found.extend(names.iter().skip(at + 1).map(|other| (*one, *other, sharing.terms)));
        }
    }
    found
}
