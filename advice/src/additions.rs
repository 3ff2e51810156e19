//! The smallest additions that would complete an award, and what would not help however much there were of it.

use credstack_stacking::{
    Budget as Steps, Extent, Item, Limit, Measure, NodeKind, Offer, Problem, ProblemError, Side, account, solve,
};

use crate::demand::{Demand, is_met};
use crate::oracle::{Budget, Oracle};

/// Credentials that the wallet does not have, in one slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addition {
    /// The slot that they would fill. No ceiling counts them, beside the maximum of this slot.
    pub slot: usize,
    /// The "at least" limits that count them.
    pub toward: Vec<usize>,
    /// How many credentials it takes at the least, each with a learning outcome or a value of its own.
    pub credentials: i64,
    /// How many units of credit they have together at the least.
    pub credits: i64,
}

/// What would complete an award.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Additions {
    /// Each of these alone.
    pub any_one: Vec<Addition>,
    /// Where none of these alone does: all of these together. None can be left out, and none can be smaller while the others
    /// are as they are. Empty where no addition completes it.
    pub together: Vec<Addition>,
    /// Whether this is proven: the budget did not end first.
    pub proven: bool,
}

/// What would not help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unhelpful {
    /// More in this slot, whatever counts it.
    Slot(usize),
    /// More of what this ceiling counts.
    Under(usize),
    /// Whatever this "at least" limit does not count.
    Outside(usize),
    /// Lifting this ceiling.
    Lifting(usize),
}

/// No addition has more credentials than this.
const MOST_CREDENTIALS: i64 = 24;

/// The smallest additions that complete a problem which no stack completes.
///
/// # Errors
/// [`ProblemError`] when the problem makes no sense.
pub fn additions(problem: &Problem, budget: Budget) -> Result<Additions, ProblemError> {
    let mut asked = Asked { problem, oracle: Oracle::new(budget) };
    let lacking = lacking(problem, budget)?;
    let mut found = Additions::default();
    let slots = asked.open_slots(budget)?;
    for toward in kinds(&lacking) {
        for slot in &slots {
            if !found.any_one.iter().any(|a| a.slot == *slot) {
                let one = vec![asked.largest(*slot, &toward)];
                found.any_one.extend(asked.smallest(one)?);
            }
        }
    }
    if found.any_one.is_empty() {
        for toward in kinds(&lacking) {
            let all = slots.iter().map(|slot| asked.largest(*slot, &toward)).collect();
            found.together = asked.smallest(all)?;
            if !found.together.is_empty() {
                break;
            }
        }
    }
    found.any_one.sort_by_key(|a| a.slot);
    found.together.sort_by_key(|a| a.slot);
    found.proven = !asked.oracle.in_doubt;
    Ok(found)
}

/// No "at least" limit, then all that are not met.
fn kinds(lacking: &[usize]) -> Vec<Vec<usize>> {
    if lacking.is_empty() { vec![Vec::new()] } else { vec![Vec::new(), lacking.to_vec()] }
}

/// The "at least" limits that the best stack does not meet.
fn lacking(problem: &Problem, budget: Budget) -> Result<Vec<usize>, ProblemError> {
    let solution = solve(problem, Steps { steps: budget.steps })?;
    let told = account(problem, &solution.stack)?;
    Ok((0..problem.limits.len()).filter(|at| !is_met(problem, &told, Demand::Limit(*at))).collect())
}

struct Asked<'p> {
    problem: &'p Problem,
    oracle: Oracle,
}

impl Asked<'_> {
    /// The slots, those that the best stack does not fill first: what is left out is left out from the end.
    fn open_slots(&self, budget: Budget) -> Result<Vec<usize>, ProblemError> {
        let solution = solve(self.problem, Steps { steps: budget.steps })?;
        let told = account(self.problem, &solution.stack)?;
        let mut slots: Vec<usize> = (0..self.problem.slots.len()).collect();
        slots.sort_by_key(|slot| is_met(self.problem, &told, Demand::Slot(*slot)));
        Ok(slots)
    }

    /// As much in one slot as could ever be needed.
    fn largest(&self, slot: usize, toward: &[usize]) -> Addition {
        let problem = self.problem;
        let place = problem.slots.get(slot);
        let items = place.map_or(0, |s| if s.measure == Measure::Credits { 0 } else { s.minimum });
        let spread = place.map_or(0, |s| i64::from(s.spread));
        let below =
            |n: &credstack_stacking::Node| n.minimum.map_or(0, |(m, n)| if m == Measure::Credits { 0 } else { n });
        let nodes = problem.tree.iter().map(below).max().unwrap_or(0);
        let limits = problem.limits.iter().filter(|l| l.side == Side::AtLeast && l.measure != Measure::Credits);
        let limits = limits.map(|l| if let Extent::Fixed(n) = l.extent { n } else { 0 }).max().unwrap_or(0);
        let credentials = items.max(spread).max(nodes).max(limits).clamp(1, MOST_CREDENTIALS);
        Addition { slot, toward: toward.to_vec(), credentials, credits: self.enough() }
    }

    /// More units than anything asks for.
    fn enough(&self) -> i64 {
        let problem = self.problem;
        let slots = problem.slots.iter().filter(|s| s.measure == Measure::Credits).map(|s| s.minimum);
        let nodes = problem.tree.iter().filter_map(|n| n.minimum).filter(|m| m.0 == Measure::Credits).map(|m| m.1);
        let limits = problem.limits.iter().filter(|l| l.side == Side::AtLeast && l.measure == Measure::Credits);
        let limits = limits.map(|l| if let Extent::Fixed(bound) = l.extent { bound } else { 0 });
        let latest = problem.latest.iter().map(|l| l.window);
        let all = slots.chain(nodes).chain(limits).chain(latest).chain(problem.workload);
        all.max().unwrap_or(0).max(problem.units_per_credit)
    }

    fn completes(&mut self, with: &[Addition]) -> Result<bool, ProblemError> {
        self.oracle.completes(&added(self.problem, with))
    }

    /// The same additions without those that can be left out, each as small as it can be; nothing where even all of it does
    /// not complete the award.
    fn smallest(&mut self, mut all: Vec<Addition>) -> Result<Vec<Addition>, ProblemError> {
        if !self.completes(&all)? {
            return Ok(Vec::new());
        }
        let mut at = all.len();
        while at > 0 && all.len() > 1 {
            at -= 1;
            let mut fewer = all.clone();
            fewer.remove(at);
            if self.completes(&fewer)? {
                all = fewer;
            }
        }
        for at in 0..all.len() {
            let most = all.get(at).map_or(0, |a| a.credentials);
            let fewest = self.least(1, most, &all, |all, n| put(all, at, |a| a.credentials = n))?;
            put(&mut all, at, |a| a.credentials = fewest);
            let most = all.get(at).map_or(0, |a| a.credits);
            let fewest = self.least(all.get(at).map_or(1, |a| a.credentials), most, &all, |all, n| {
                put(all, at, |a| a.credits = n);
            })?;
            put(&mut all, at, |a| a.credits = fewest);
        }
        Ok(all)
    }

    /// The least number with which additions still complete the award, which they do with the most.
    fn least(
        &mut self,
        low: i64,
        most: i64,
        all: &[Addition],
        put: impl Fn(&mut [Addition], i64),
    ) -> Result<i64, ProblemError> {
        let (mut low, mut high) = (low, most);
        while low < high {
            let middle = low.midpoint(high);
            let mut tried = all.to_vec();
            put(&mut tried, middle);
            if self.completes(&tried)? {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        Ok(high)
    }
}

fn put(all: &mut [Addition], at: usize, change: impl Fn(&mut Addition)) {
    if let Some(one) = all.get_mut(at) {
        change(one);
    }
}

/// The problem with additions: items of as many credits as is best, no more of them in each addition than it has.
pub(crate) fn added(problem: &Problem, additions: &[Addition]) -> Problem {
    let mut with = problem.clone();
    let days = problem.items.iter().map(|i| i.day).max().unwrap_or(0).saturating_add(1);
    let outcomes = problem.items.iter().flat_map(|i| &i.outcomes);
    let values = problem.slots.iter().flat_map(|s| &s.offers).flat_map(|o| &o.values);
    let mut fresh = outcomes.chain(values).copied().max().unwrap_or(0).saturating_add(1);
    for (number, addition) in additions.iter().enumerate() {
        let mut cells = Vec::new();
        for _ in 0..addition.credentials {
            let item = with.items.len();
            // After every identifier there is.
            let id = format!("\u{10FFFF}{item:06}");
            with.items.push(Item { id, day: days, outcomes: vec![fresh], ..Item::default() });
            if let Some(slot) = with.slots.get_mut(addition.slot) {
                slot.offers.push(Offer { item, least: 1, credits: addition.credits.max(1), values: vec![fresh] });
            }
            fresh = fresh.saturating_add(1);
            cells.push((addition.slot, item));
        }
        for limit in &addition.toward {
            if let Some(limit) = with.limits.get_mut(*limit) {
                limit.cells.extend(&cells);
                limit.cells.sort_unstable();
            }
        }
        with.limits.push(Limit {
            name: format!("addition {number}"),
            side: Side::AtMost,
            measure: Measure::Credits,
            extent: Extent::Fixed(addition.credits),
            cells,
            of: None,
        });
    }
    with
}

/// What would not make the best stack any better: more in a slot, more of what a ceiling counts, more of what a floor does not
/// count, a ceiling lifted. Each is told only where something like it might be tried: for slots and floors that lack
/// something, and for ceilings that count something.
///
/// # Errors
/// [`ProblemError`] when the problem makes no sense.
pub fn unhelpful(problem: &Problem, budget: Budget) -> Result<Vec<Unhelpful>, ProblemError> {
    let steps = Steps { steps: budget.steps };
    let best = solve(problem, steps)?;
    let told = account(problem, &best.stack)?;
    let value = best.stack.value;
    let asked = Asked { problem, oracle: Oracle::new(budget) };
    let beaten = |problem: &Problem| credstack_stacking::bites(problem, usize::MAX, value, steps);
    let slots: Vec<usize> = (0..problem.slots.len()).collect();
    let everywhere = |toward: &[usize], under: Option<usize>| -> Vec<Problem> {
        let each = slots.iter().map(|slot| {
            let most = asked.largest(*slot, toward);
            let mut with = added(problem, &[most]);
            let first = problem.items.len();
            if let Some(limit) = under.and_then(|l| with.limits.get_mut(l)) {
                limit.cells.extend((first..with.items.len()).map(|item| (*slot, item)));
                limit.cells.sort_unstable();
            }
            with
        });
        each.collect()
    };
    let mut found = Vec::new();
    for (at, limit) in problem.limits.iter().enumerate() {
        let lacks = limit.side == Side::AtLeast && !is_met(problem, &told, Demand::Limit(at));
        let counts = told.limits.get(at).is_some_and(|l| l.used > 0);
        let is_used = limit.side == Side::AtMost && counts;
        if !lacks && !is_used {
            continue;
        }
        let under = (!lacks).then_some(at);
        let helps = everywhere(&[], under).iter().map(&beaten).collect::<Result<Vec<_>, _>>()?;
        if helps.iter().all(|h| *h == Some(false)) {
            found.push(if lacks { Unhelpful::Outside(at) } else { Unhelpful::Under(at) });
        }
        if !lacks && credstack_stacking::bites(problem, at, value, steps)? == Some(false) {
            found.push(Unhelpful::Lifting(at));
        }
    }
    let lacking: Vec<usize> =
        (0..problem.limits.len()).filter(|at| !is_met(problem, &told, Demand::Limit(*at))).collect();
    for slot in &slots {
        let is_asked = problem.slots.get(*slot).is_some_and(|s| s.minimum > 0 || s.spread > 0);
        let in_stack = problem.tree.iter().zip(&told.nodes).any(|(n, t)| n.kind == NodeKind::Slot(*slot) && t.in_stack);
        if is_asked && in_stack && beaten(&added(problem, &[asked.largest(*slot, &lacking)]))? == Some(false) {
            found.push(Unhelpful::Slot(*slot));
        }
    }
    found.sort_unstable();
    Ok(found)
}
