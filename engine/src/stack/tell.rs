//! A solution told in the award's own terms: requirements, limits, what is left over and why.

mod further;
mod shared;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use credstack_model::Amount;
use credstack_model::policy::Bound;
use credstack_model::stack::{
    CountedCredits, Include, LeftOver, LeftReason, LimitEntry, Need, Reading, RequirementKind, RequirementLine, Stack,
};
use credstack_stacking::{Account, Counted, Measure, NodeAccount, Problem, Proof, Side, Solution, account};

use super::build::{Built, offering, slots_below};
use super::error::StackError;
use super::faces::{Entry, Face};
use super::kinds::Instead;
use super::ledger::{Amounts, Counts, LedgerLimit};
use super::matter::open_facts;
use super::plan::{Plan, PlanSlot, Size};
use super::telling::{Lifted, Telling};

/// What a solution is told with.
pub(super) struct Teller<'a> {
    pub(super) plan: &'a Plan,
    pub(super) entries: &'a [Entry],
    pub(super) ledger: &'a [LedgerLimit],
    pub(super) built: &'a Built,
    pub(super) include: Include,
    pub(super) reading: Reading,
    /// The name of an attribute, for spreads.
    pub(super) phrase: &'a dyn Fn(credstack_model::vocabulary::AttributeId) -> Arc<str>,
    /// Attempts that do not count because another does.
    pub(super) instead: &'a BTreeMap<usize, Instead>,
    /// For each node that has to be met before others, the entries that came after that.
    pub(super) ready: &'a BTreeMap<usize, BTreeSet<usize>>,
    /// Slots and items of which something is counted.
    pub(super) taken: BTreeSet<(usize, usize)>,
    pub(super) with: &'a Telling<'a>,
}

impl Teller<'_> {
    pub(super) fn tell(&self, solution: &Solution) -> Result<Stack, StackError> {
        let problem = &self.built.problem;
        let told = account(problem, &solution.stack).map_err(StackError::Problem)?;
        // What is shared counts once.
        let total = told.nodes.first().map_or(0, |n| n.credits);
        let mut limits = self.limits(&told)?;
        limits.extend(self.shared(&told, solution)?);
        Ok(Stack {
            complete: solution.stack.value.is_complete(),
            proven: solution.proof == Proof::Optimal,
            counted: solution.stack.counted.iter().filter_map(|c| self.counted(c)).collect(),
            total: self.credits(total),
            workload: self.plan.workload,
            requirements: self.requirements(&told),
            limits,
            left_over: self.left_over(solution, &told),
            further: self.further(&told, solution),
        })
    }

    fn credits(&self, units: i64) -> Amount {
        Amount::ratio(units, self.built.problem.units_per_credit)
    }

    fn entry(&self, item: usize) -> Option<(usize, &Entry)> {
        let at = self.built.items.get(item)?.entry;
        Some((at, self.entries.get(at)?))
    }

    /// The different learning outcomes covered at or below a node.
    fn outcomes(&self, at: usize, account: &NodeAccount) -> u32 {
        let covers = |slot: &usize| {
            let plan = self.built.slots.get(*slot).and_then(|s| self.plan.slots.get(*s));
            plan.is_some_and(|p| matches!(p.minimum, Some(Size::Outcomes(_))) && p.spread.is_none())
        };
        // Where a slot has a list of its own its outcomes stand as the values of a spread.
        let slots = slots_below(&self.built.problem.tree, at);
        let values = match slots.as_slice() {
            [slot] if covers(slot) => {
                let offers = self.built.problem.slots.get(*slot).map(|s| s.offers.as_slice()).unwrap_or_default();
                let counted = offers.iter().filter(|o| self.taken.contains(&(*slot, o.item)));
                counted.flat_map(|o| o.values.iter().copied()).collect::<BTreeSet<u32>>().len()
            }
            _ => usize::try_from(account.outcomes).unwrap_or_default(),
        };
        u32::try_from(values).unwrap_or(u32::MAX)
    }

    fn counted(&self, counted: &Counted) -> Option<CountedCredits> {
        let slot = self.built.problem.slots.get(counted.slot)?;
        let offer = slot.offers.iter().find(|o| o.item == counted.item)?;
        // Where the problem leaves open how many credits it has, a whole one has what it counts.
        let whole = slot.fill == credstack_stacking::Fill::Whole;
        let of = if whole { counted.units } else { offer.credits };
        Some(CountedCredits {
            requirement: slot.name.as_str().into(),
            credential: self.entry(counted.item)?.1.id.clone(),
            credits: self.credits(counted.units),
            of: self.credits(of),
        })
    }

    fn requirements(&self, told: &Account) -> Vec<RequirementLine> {
        let mut lines = Vec::new();
        self.requirement(0, 0, told, &mut lines);
        lines
    }

    fn requirement(&self, at: usize, depth: usize, told: &Account, lines: &mut Vec<RequirementLine>) {
        let problem = &self.built.problem;
        let place = self.built.nodes.get(at).and_then(|n| self.plan.nodes.get(*n));
        let (Some(node), Some(plan), Some(account)) = (problem.tree.get(at), place, told.nodes.get(at)) else { return };
        let slot = match node.kind {
            credstack_stacking::NodeKind::Slot(slot) => {
                self.built.slots.get(slot).and_then(|s| self.plan.slots.get(*s))
            }
            _ => None,
        };
        let size = slot.and_then(|s| s.minimum).or(plan.minimum);
        let spread = slot.and_then(|s| s.spread).map(|(n, id)| (n, (self.phrase)(id)));
        // Holding an award or stacking it are two ways; the line of the award says which was taken.
        let either = plan.shown == RequirementKind::Award && matches!(node.kind, credstack_stacking::NodeKind::Any(..));
        if at > 0 {
            lines.push(RequirementLine {
                path: plan.path.clone(),
                title: plan.title.clone(),
                depth: depth - 1,
                kind: if either { RequirementKind::AnyOf(1) } else { plan.shown },
                chosen: account.in_stack && account.needed,
                minimum: size.map(|s| match s {
                    Size::Credits(amount) => Need::Credits(amount),
                    Size::Items(n) => Need::Credentials(n),
                    Size::Outcomes(n) => Need::LearningOutcomes(n),
                }),
                spread,
                credits: self.credits(account.credits),
                credentials: u32::try_from(account.items).unwrap_or(u32::MAX),
                met: account.in_stack && account.met,
                missing_credits: self
                    .credits(account.lacks_credits)
                    .over(Amount::whole(problem.fine))
                    .unwrap_or(Amount::ZERO),
                missing_items: u32::try_from(account.lacks_items).unwrap_or_default(),
                span: plan.span,
                outcomes: self.outcomes(at, account),
                waived: plan.waived,
            });
        }
        for child in node.kind.children() {
            self.requirement(*child, depth + 1, told, lines);
        }
    }

    fn limits(&self, told: &Account) -> Result<Vec<LimitEntry>, StackError> {
        let problem = &self.built.problem;
        let mut entries = Vec::new();
        for (at, place) in self.built.limits.iter().enumerate() {
            let (Some(limit), Some(account)) = (problem.limits.get(at), told.limits.get(at)) else { continue };
            let known = place.and_then(|p| self.ledger.get(p));
            let counts = limit
                .cells
                .iter()
                .any(|(slot, item)| problem.slots.get(*slot).is_some_and(|s| s.offers.iter().any(|o| o.item == *item)));
            // What counts nothing of this wallet and asks for nothing is not worth a line.
            if !counts && limit.side == Side::AtMost {
                continue;
            }
            let need = |n: i64, fine: i64| match limit.measure {
                Measure::Items | Measure::Outcomes => Need::Credentials(u32::try_from(n).unwrap_or(u32::MAX)),
                Measure::Credits => Need::Credits(self.credits(n).over(Amount::whole(fine)).unwrap_or(Amount::ZERO)),
            };
            let free = known.is_some_and(|k| k.amounts == Amounts::Free);
            let lacking = limit.side == Side::AtLeast && account.used * fine_of(problem, limit.measure) < account.bound;
            let bites = match (limit.side, lacking) {
                (Side::AtLeast, lacking) => Some(lacking),
                (Side::AtMost, _) if free => Some(false),
                (Side::AtMost, _) => (self.with.lifted)(Lifted::Limit(at))?,
            };
            let names = account.items.iter().filter_map(|i| self.entry(*i)).map(|(_, e)| e.id.clone());
            let mut counts: Vec<Arc<str>> = names.collect();
            counts.dedup();
            entries.push(LimitEntry {
                name: known.map_or_else(|| limit.name.as_str().into(), |k| k.name.clone()),
                rule: known.and_then(|k| k.rule),
                from: known.and_then(|k| match k.counts {
                    Counts::Condition(at) => self.plan.conditions.get(at).cloned(),
                    Counts::Rule(_) | Counts::Served => None,
                }),
                bound: if limit.side == Side::AtMost { Bound::AtMost } else { Bound::AtLeast },
                extent: (!free).then(|| need(account.bound, problem.fine)),
                share: known.and_then(|k| k.share.clone()),
                used: need(account.used, 1),
                counts,
                bites,
                within: known.and_then(|k| k.of).and_then(|n| self.plan.nodes.get(n)).map(|n| n.path.clone()),
                sharing: None,
                served: known.is_some_and(|k| k.counts == Counts::Served),
            });
        }
        Ok(entries)
    }

    fn left_over(&self, solution: &Solution, told: &Account) -> Vec<LeftOver> {
        let mut left = Vec::new();
        for (at, entry) in self.entries.iter().enumerate() {
            let of = |c: &&Counted| self.built.items.get(c.item).is_some_and(|f| f.entry == at);
            let counted: Vec<&Counted> = solution.stack.counted.iter().filter(of).collect();
            let rest = if counted.is_empty() { None } else { self.rest(&counted) };
            if !counted.is_empty() && rest.is_none() {
                continue;
            }
            // What could be made of credentials and is not is nothing that the learner has.
            if counted.is_empty() && entry.made.is_some() {
                continue;
            }
            let credits = rest.unwrap_or_else(|| self.credits_of(entry));
            let reason = self.reason(at, entry, (solution, told));
            left.push(LeftOver { credential: entry.id.clone(), credits, reason });
        }
        left
    }

    /// What is left of a credential that is counted in part.
    fn rest(&self, counted: &[&Counted]) -> Option<Amount> {
        let mut rest = Amount::whole(1);
        let mut most = Amount::ZERO;
        for part in counted {
            let slot = self.built.problem.slots.get(part.slot)?;
            let offer = slot.offers.iter().find(|o| o.item == part.item)?;
            if slot.fill == credstack_stacking::Fill::Whole {
                return None;
            }
            rest = rest.minus(Amount::ratio(part.units, offer.credits));
            most = most.max(self.credits(offer.credits));
        }
        (rest > Amount::ZERO).then(|| rest.times(most))
    }

    fn credits_of(&self, entry: &Entry) -> Amount {
        let signs = entry.sides.iter().flat_map(|s| &s.view.signs);
        let range = |s: &super::view::Sign| if self.reading == Reading::Owed { s.must } else { s.may };
        let amounts = signs.map(|s| if self.reading == Reading::Possible { range(s).high } else { Some(range(s).low) });
        amounts.flatten().max().unwrap_or(Amount::ZERO)
    }

    fn reason(&self, at: usize, entry: &Entry, (solution, told): (&Solution, &Account)) -> LeftReason {
        if !entry.passed {
            return LeftReason::NotPassed;
        }
        if entry.progress > self.include {
            return LeftReason::NotCompleted(entry.progress);
        }
        // Nothing else has to take what something was made of.
        let made = solution.stack.counted.iter().filter_map(|c| self.entry(c.item)).map(|(_, e)| e);
        let into = |e: &&Entry| e.made.as_ref().is_some_and(|m| m.of.contains(&entry.id));
        if let Some(made) = made.into_iter().find(into) {
            return LeftReason::CountedAlready(made.id.clone());
        }
        match self.instead.get(&at) {
            Some(Instead::Of(other)) => {
                let other = self.entries.get(*other).map(|e| e.id.clone());
                return LeftReason::Repeated(other.unwrap_or_default());
            }
            Some(Instead::Open(on)) => return LeftReason::Open(vec![*on]),
            None => {}
        }
        let items: Vec<usize> =
            (0..self.built.items.len()).filter(|i| self.built.items.get(*i).is_some_and(|f| f.entry == at)).collect();
        let problem = &self.built.problem;
        let offered: Vec<(usize, usize)> = problem
            .slots
            .iter()
            .enumerate()
            .flat_map(|(slot, s)| s.offers.iter().map(move |o| (slot, o.item)))
            .filter(|(_, item)| items.contains(item))
            .collect();
        if offered.is_empty() {
            if let Some(before) = self.too_early(at, entry, &items) {
                return LeftReason::TooEarly(before);
            }
            return self.not_offered(at, entry, self.with.possible);
        }
        if let Some(reason) = (self.with.elsewhere)(at) {
            return reason;
        }
        let clash = |other: usize| {
            let pair = |i: &usize| problem.clashes.binary_search(&((*i).min(other), (*i).max(other))).is_ok();
            !items.contains(&other) && items.iter().any(pair)
        };
        if let Some(other) = solution.stack.counted.iter().find(|c| clash(c.item)).and_then(|c| self.entry(c.item)) {
            return LeftReason::CountedAlready(other.1.id.clone());
        }
        let full = limits_in_the_way(problem, solution, told, &offered);
        if full.is_empty() { LeftReason::NotNeeded } else { LeftReason::Limited(full) }
    }

    /// What had to be met before it was earned, where only that keeps it from counting.
    fn too_early(&self, at: usize, entry: &Entry, items: &[usize]) -> Option<Arc<str>> {
        let faces: Vec<&Face> = items.iter().filter_map(|i| self.built.items.get(*i)).collect();
        let takes = |s: &&PlanSlot| !s.after.is_empty() && faces.iter().any(|f| offering(s, entry, f).is_some());
        let late = |node: &&usize| !self.ready.get(*node).is_some_and(|r| r.contains(&at));
        let before = self.plan.slots.iter().filter(takes).flat_map(|s| &s.after).find(late)?;
        self.plan.nodes.get(*before).map(|n| n.title.clone())
    }

    fn not_offered(&self, at: usize, entry: &Entry, possible: &[usize]) -> LeftReason {
        let signs = || entry.sides.iter().flat_map(|s| &s.view.signs);
        if signs().all(|s| s.may.high == Some(Amount::ZERO)) {
            return LeftReason::NotRecognised;
        }
        let open = open_facts(entry);
        if possible.contains(&at) && !open.is_empty() && self.reading != Reading::Possible {
            let surely = entry.sides.iter().any(|s| s.view.signs.iter().all(|s| s.may.low > Amount::ZERO));
            let owed = signs().any(|s| s.must.high != Some(Amount::ZERO));
            if self.reading == Reading::Owed && !owed && surely {
                return LeftReason::AtDiscretion;
            }
            return LeftReason::Open(open);
        }
        if self.reading == Reading::Owed && possible.contains(&at) {
            return LeftReason::AtDiscretion;
        }
        LeftReason::NotEligible
    }
}

fn fine_of(problem: &Problem, measure: Measure) -> i64 {
    if measure == Measure::Credits { problem.fine } else { 1 }
}

/// The limits and maxima that would be passed wherever a credential were added; none where somewhere there is room.
fn limits_in_the_way(
    problem: &Problem,
    solution: &Solution,
    told: &Account,
    offered: &[(usize, usize)],
) -> Vec<Arc<str>> {
    let mut names: Vec<Arc<str>> = Vec::new();
    for (slot, item) in offered {
        let Some(place) = problem.slots.get(*slot) else { continue };
        let least = place.offers.iter().find(|o| o.item == *item).map_or(0, |o| o.least);
        let mut here: Vec<Arc<str>> = Vec::new();
        for (limit, account) in problem.limits.iter().zip(&told.limits).filter(|(l, _)| l.side == Side::AtMost) {
            if limit.cells.binary_search(&(*slot, *item)).is_err() {
                continue;
            }
            let more = if limit.measure == Measure::Credits { least } else { 1 };
            let used = account.used + more;
            let passed = match limit.extent {
                credstack_stacking::Extent::Fixed(bound) => used > bound,
                credstack_stacking::Extent::Share { parts, of } => {
                    let base = told.nodes.get(of).map_or(0, |n| n.credits);
                    // What is added below the base is added to the base, too.
                    let base = if slots_below(&problem.tree, of).contains(slot) { base + more } else { base };
                    used * problem.fine > parts * base
                }
            };
            if passed {
                here.push(limit.name.as_str().into());
            }
        }
        let in_slot: i64 = solution.stack.counted.iter().filter(|c| c.slot == *slot).map(|c| c.units).sum();
        if place.measure == Measure::Credits && place.maximum.is_some_and(|m| in_slot + least > m) {
            here.push(place.name.as_str().into());
        }
        if here.is_empty() {
            return Vec::new();
        }
        names.extend(here.into_iter().filter(|n| !names.contains(n)).collect::<Vec<_>>());
    }
    names
}
