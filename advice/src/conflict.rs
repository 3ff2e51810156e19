//! Why an award is not complete: demands that cannot be met together, and none of which can be left out of the reason.

use std::collections::BTreeSet;

use credstack_stacking::{Budget as Steps, NodeKind, Problem, ProblemError, account, solve};

use crate::demand::{Demand, demands, is_met, lifted};
use crate::oracle::{Budget, Oracle};

/// Demands that no stack of this wallet meets together, while without any one of them the others can be met.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Conflict {
    /// The demands, in the order of the problem.
    pub demands: Vec<Demand>,
    /// The items that more than one of their slots would take, ascending: what they compete for.
    pub contested: Vec<usize>,
}

/// Why an award is not complete.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WhyNot {
    /// Conflicts that have no demand in common: every one of them has to go before the award can be complete. Empty where
    /// it is complete.
    pub conflicts: Vec<Conflict>,
    /// The demands of which lifting one alone completes the award.
    pub any_one: Vec<Demand>,
    /// A set of demands whose lifting completes the award, while lifting any fewer of them does not. What is not allowed is
    /// lifted last.
    pub relief: Vec<Demand>,
    /// Whether all of this is proven: the budget did not end first.
    pub proven: bool,
}

/// At most so many conflicts are told.
const MOST_CONFLICTS: usize = 8;

/// Why no stack of a problem is complete; nothing where one is.
///
/// # Errors
/// [`ProblemError`] when the problem makes no sense.
pub fn why_not(problem: &Problem, budget: Budget) -> Result<WhyNot, ProblemError> {
    let mut asked = Asked { problem, oracle: Oracle::new(budget), all: ordered(problem, budget)? };
    let none = BTreeSet::new();
    if asked.holds_without(&none)? {
        return Ok(WhyNot { proven: !asked.oracle.in_doubt, ..WhyNot::default() });
    }
    let mut found = WhyNot::default();
    let mut gone = BTreeSet::new();
    while found.conflicts.len() < MOST_CONFLICTS && !asked.oracle.is_spent() && !asked.holds_without(&gone)? {
        let conflict = asked.conflict(&gone)?;
        if conflict.is_empty() {
            break;
        }
        gone.extend(conflict.iter().copied());
        found.conflicts.push(Conflict { contested: contested(problem, &conflict), demands: conflict });
    }
    // Every conflict has to go, so only what is in all of them can be enough.
    if let [conflict] = found.conflicts.as_slice() {
        for demand in &conflict.demands {
            if asked.holds_without(&BTreeSet::from([*demand]))? {
                found.any_one.push(*demand);
            }
        }
    }
    found.relief = asked.relief()?;
    found.proven = !asked.oracle.in_doubt;
    Ok(found)
}

/// All demands: first what the best stack leaves unmet, then what is not allowed, then what it meets. What stands first is
/// the likelier part of a conflict.
fn ordered(problem: &Problem, budget: Budget) -> Result<Vec<Demand>, ProblemError> {
    let solution = solve(problem, Steps { steps: budget.steps })?;
    let told = account(problem, &solution.stack)?;
    let mut all = demands(problem);
    let place = |d: &Demand| match (d.is_required(problem), is_met(problem, &told, *d)) {
        (true, false) => 0,
        (false, _) => 1,
        (true, true) => 2,
    };
    all.sort_by_key(|d| (place(d), *d));
    Ok(all)
}

struct Asked<'p> {
    problem: &'p Problem,
    oracle: Oracle,
    /// All demands, the likelier parts of a conflict first.
    all: Vec<Demand>,
}

impl Asked<'_> {
    /// Whether everything but some demands can be met.
    fn holds_without(&mut self, lift: &BTreeSet<Demand>) -> Result<bool, ProblemError> {
        self.oracle.completes(&lifted(self.problem, lift))
    }

    /// Whether some demands can be met together.
    fn holds(&mut self, kept: &[Demand]) -> Result<bool, ProblemError> {
        let lift: BTreeSet<Demand> = self.all.iter().copied().filter(|d| !kept.contains(d)).collect();
        self.holds_without(&lift)
    }

    /// An irreducible conflict among what is not gone; empty where the budget does not tell.
    fn conflict(&mut self, gone: &BTreeSet<Demand>) -> Result<Vec<Demand>, ProblemError> {
        let rest: Vec<Demand> = self.all.iter().copied().filter(|d| !gone.contains(d)).collect();
        let mut found = self.explain(&[], false, &rest)?;
        found.sort_unstable();
        Ok(found)
    }

    /// What of `rest` is in conflict with what is kept, by halves: the first half is looked at as given while the second is
    /// thinned out, then the other way round.
    fn explain(&mut self, kept: &[Demand], new: bool, rest: &[Demand]) -> Result<Vec<Demand>, ProblemError> {
        if new && !self.holds(kept)? {
            return Ok(Vec::new());
        }
        if rest.len() <= 1 {
            return Ok(rest.to_vec());
        }
        let (first, second) = rest.split_at(rest.len() / 2);
        let with_first = [kept, first].concat();
        let of_second = self.explain(&with_first, true, second)?;
        let with_second = [kept, of_second.as_slice()].concat();
        let of_first = self.explain(&with_second, !of_second.is_empty(), first)?;
        Ok([of_first, of_second].concat())
    }

    /// What has to be lifted when everything else is kept, what is not allowed before what is required, and what the best
    /// stack meets before what it does not.
    fn relief(&mut self) -> Result<Vec<Demand>, ProblemError> {
        let mut order = self.all.clone();
        order.reverse();
        order.sort_by_key(|d| d.is_required(self.problem));
        let mut kept = Vec::new();
        self.keep(&mut kept, &order)?;
        let mut found: Vec<Demand> = self.all.iter().copied().filter(|d| !kept.contains(d)).collect();
        found.sort_unstable();
        Ok(found)
    }

    /// Keeps as many as can be, in their order; by halves, since mostly all of them can.
    fn keep(&mut self, kept: &mut Vec<Demand>, rest: &[Demand]) -> Result<(), ProblemError> {
        if rest.is_empty() || self.holds(&[kept.as_slice(), rest].concat())? {
            kept.extend_from_slice(rest);
            return Ok(());
        }
        if rest.len() == 1 {
            return Ok(());
        }
        let (first, second) = rest.split_at(rest.len() / 2);
        self.keep(kept, first)?;
        self.keep(kept, second)
    }
}

/// The items that at least two slots of a conflict take.
fn contested(problem: &Problem, conflict: &[Demand]) -> Vec<usize> {
    let mut sides: Vec<Vec<usize>> = Vec::new();
    for demand in conflict {
        let slots = match *demand {
            Demand::Slot(slot) => vec![slot],
            Demand::Node(node) => below(problem, node),
            _ => continue,
        };
        let offers = slots.iter().filter_map(|s| problem.slots.get(*s)).flat_map(|s| &s.offers);
        let mut items: Vec<usize> = offers.map(|o| o.item).collect();
        items.sort_unstable();
        items.dedup();
        sides.push(items);
    }
    let sought = |item: &usize| sides.iter().filter(|s| s.binary_search(item).is_ok()).count() > 1;
    (0..problem.items.len()).filter(sought).collect()
}

/// The slots below a node.
pub(crate) fn below(problem: &Problem, node: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut open = vec![node];
    while let Some(at) = open.pop() {
        let Some(node) = problem.tree.get(at) else { continue };
        if let NodeKind::Slot(slot) = node.kind {
            found.push(slot);
        }
        open.extend(node.kind.children());
    }
    found.sort_unstable();
    found
}
