//! A stack told requirement by requirement and limit by limit.

use super::choices::taken;
use super::layout::Layout;
use super::value::{Allocation, Lack};
use crate::problem::{Extent, Measure, NodeKind, Problem, ProblemError};
use crate::stack::Stack;

/// What a stack comes to in every part of its problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// For each node of the tree.
    pub nodes: Vec<NodeAccount>,
    /// For each limit.
    pub limits: Vec<LimitAccount>,
    /// For each of several awards.
    pub awards: Vec<AwardAccount>,
    /// For each pair that shares.
    pub sharing: Vec<SharingAccount>,
    /// For each average.
    pub averages: Vec<AverageAccount>,
    /// For each requirement on the latest credits: the units of its set in the window.
    pub latest: Vec<i64>,
}

/// What a stack comes to in one of several awards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AwardAccount {
    /// Units counted in it.
    pub credits: i64,
    /// Whether every requirement of it is met.
    pub complete: bool,
}

/// What a stack shares between two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SharingAccount {
    /// Units counted on both.
    pub credits: i64,
    /// Items counted on both.
    pub items: i64,
}

/// What a stack comes to under a minimum average.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AverageAccount {
    /// Units counted that have a grade.
    pub credits: i64,
    /// The sum of their grades, each times its units. The average is this divided by `credits`.
    pub sum: i128,
    /// Whether the minimum is reached.
    pub met: bool,
}

/// What a stack comes to at a node.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NodeAccount {
    /// Whether it is part of the stack.
    pub in_stack: bool,
    /// Whether what it lacks is lacking: not so for the children of "at least n of" beyond the n that lack least.
    pub needed: bool,
    /// Units counted in it or below it.
    pub credits: i64,
    /// Items counted in it or below it.
    pub items: i64,
    /// Learning outcomes covered in it or below it.
    pub outcomes: i64,
    /// Whether it is met with all that it needs below it.
    pub met: bool,
    /// Items and spread values that it lacks by itself, beyond what its children lack.
    pub lacks_items: i64,
    /// Credits that it lacks by itself, in units divided by `Problem::fine`.
    pub lacks_credits: i64,
}

/// What a stack comes to under a limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitAccount {
    /// Units or items counted.
    pub used: i64,
    /// Units or items allowed or asked for, times `Problem::fine` where they are units.
    pub bound: i64,
    /// The items counted, ascending.
    pub items: Vec<usize>,
}

/// Tells a stack.
///
/// # Errors
/// [`ProblemError`] when the problem makes no sense.
pub fn account(problem: &Problem, stack: &Stack) -> Result<Account, ProblemError> {
    let layout = Layout::new(problem)?;
    let counted = |slot: usize, item: usize| {
        stack.counted.iter().find(|c| (c.slot, c.item) == (slot, item)).map_or(0, |c| c.units)
    };
    let units: Vec<i64> = layout.cells.iter().map(|c| counted(c.slot, c.item)).collect();
    let allocation = Allocation { layout: &layout, units: &units, choice: &stack.chosen };
    let mut nodes = vec![NodeAccount::default(); problem.tree.len()];
    walk(&allocation, 0, true, &mut nodes);
    let limits = problem.limits.iter().map(|limit| {
        let cells: Vec<usize> = layout
            .cells
            .iter()
            .enumerate()
            .filter(|(_, c)| limit.cells.binary_search(&(c.slot, c.item)).is_ok())
            .map(|(at, _)| at)
            .collect();
        let mut items: Vec<usize> = cells
            .iter()
            .filter(|c| units.get(**c).is_some_and(|u| *u > 0))
            .filter_map(|c| layout.cells.get(*c))
            .map(|c| c.item)
            .collect();
        items.sort_unstable();
        items.dedup();
        let bound = match (limit.extent, limit.measure) {
            (Extent::Fixed(bound), Measure::Items | Measure::Outcomes) => bound,
            (Extent::Fixed(bound), Measure::Credits) => bound * problem.fine,
            (Extent::Share { parts, of }, _) => parts * allocation.total(of),
        };
        LimitAccount { used: allocation.measured(limit.measure, &cells), bound, items }
    });
    let limits = limits.collect();
    let awards = problem.awards.iter().map(|award| {
        let credits = allocation.total(award.node);
        let complete = allocation.node(award.node).0 == 0 && award.workload.is_none_or(|w| credits >= w);
        AwardAccount { credits, complete }
    });
    let shared = |at| layout.shares.as_ref().map_or((0, 0), |s| s.shared(layout.places(), &units, at));
    let sharing = (0..problem.sharing.len()).map(shared).map(|(credits, items)| SharingAccount { credits, items });
    let averages = problem.averages.iter().zip(&layout.covered.averages).map(|(average, cells)| {
        let (credits, sum, met) = allocation.average(average, cells);
        AverageAccount { credits, sum, met }
    });
    let latest = problem.latest.iter().zip(&layout.covered.latest);
    Ok(Account {
        awards: awards.collect(),
        sharing: sharing.collect(),
        averages: averages.collect(),
        latest: latest.map(|(latest, set)| allocation.latest(latest, set)).collect(),
        nodes,
        limits,
    })
}

fn walk(allocation: &Allocation<'_>, at: usize, needed: bool, nodes: &mut [NodeAccount]) {
    let Some(node) = allocation.layout.problem.tree.get(at) else { return };
    let children = taken(allocation.choice, at, &node.kind);
    let mut lacks: Vec<(Lack, usize)> = children.iter().map(|c| (allocation.node(*c), *c)).collect();
    if let NodeKind::AtLeast(n, _) = node.kind {
        lacks.sort_unstable();
        lacks.truncate(n);
    }
    let below = lacks.iter().fold((0, 0), |sum, (lack, _)| (sum.0 + lack.1, sum.1 + lack.2));
    let own = allocation.node(at);
    let cells = allocation.layout.below.get(at).map(Vec::as_slice).unwrap_or_default();
    if let Some(place) = nodes.get_mut(at) {
        *place = NodeAccount {
            in_stack: true,
            needed,
            credits: allocation.measured(Measure::Credits, cells),
            items: allocation.measured(Measure::Items, cells),
            outcomes: allocation.measured(Measure::Outcomes, cells),
            met: own.0 == 0,
            lacks_items: own.1 - below.0,
            lacks_credits: own.2 - below.1,
        };
    }
    for child in children {
        walk(allocation, *child, needed && lacks.iter().any(|(_, c)| c == child), nodes);
    }
}
