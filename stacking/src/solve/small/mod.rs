//! Few items that count whole: all ways to count them one after the other, but those that a bound closes. Where that takes few
//! steps it is the quickest, for there is next to nothing to set up.

mod bound;
mod dive;
mod lack;
mod order;
mod table;
#[cfg(test)]
mod tests;
mod tree;
mod walk;

pub(super) use dive::{Aim, Dive};
pub(super) use order::Scope;

use super::choices::{Choice, choices};
use super::layout::Layout;
use super::search::Steps;
use super::witness::Witness;
use crate::stack::Value;

/// More cells than this are not looked at one by one.
const MOST_CELLS: usize = 64;
/// Nor more choices among children.
const MOST_CHOICES: usize = 16;
/// After so many nodes it was no small problem; where there are more cells, after fewer.
const MOST_NODES: u64 = 50_000;
const FEW_CELLS: usize = 48;
/// So many nodes are spent on the order of the walk.
const FEW_NODES: u64 = 1_000;
/// So many nodes are one step.
pub(super) const NODES_A_STEP: u64 = 32;

/// How far a search came.
pub(super) enum Found {
    /// The best stack, and the first of them on the walk.
    First(Witness),
    /// A best one.
    Best(Witness),
    /// One that may not be the best.
    Some(Witness),
    /// None that is worth telling.
    None,
}

/// The best stack that is the first on the walk, as far as few steps tell.
pub(super) fn solve(layout: &Layout<'_>, steps: &mut Steps) -> Found {
    let Some((mut dives, most)) = dives(layout, steps) else { return Found::None };
    let found = search(&mut dives, most);
    charge(&dives, steps);
    found
}

fn search(dives: &mut [Dive<'_>], most: u64) -> Found {
    let mut best: Option<Witness> = None;
    for dive in dives.iter_mut() {
        let (found, all) = dive.run(Aim::Best(best.as_ref().map(|best| best.value)), &dive.everything(), most);
        best = found.or(best);
        if !all {
            return best.map_or(Found::None, Found::Some);
        }
    }
    let Some(best) = best else { return Found::None };
    let mut first: Option<Witness> = None;
    for dive in dives {
        let (found, all) = first_on_walk(dive, &best, most);
        if !all {
            return Found::Best(best);
        }
        // Units stand in the order of the walk, where more comes first; choices stand in their order, so that an equal one
        // later is no better.
        if let Some(found) = found.filter(|found| first.as_ref().is_none_or(|first| found.units > first.units)) {
            first = Some(found);
        }
    }
    first.map_or(Found::Best(best), Found::First)
}

/// The first stack on the walk of the best value under one choice, and whether so many nodes in all suffice to say so. The order
/// of the walk is no good one to search in, so that only a few nodes are spent on that.
fn first_on_walk(dive: &mut Dive<'_>, best: &Witness, most: u64) -> (Option<Witness>, bool) {
    let everything = dive.everything();
    let few = most.min(dive.nodes + FEW_NODES);
    let (found, all) = dive.run(Aim::First(best.value), &everything, few);
    if all || few == most {
        return (found, all);
    }
    dive.nodes = few;
    if *dive.choice() == best.choice {
        return dive.walk(best.units.clone(), best.value, most);
    }
    let (found, all) = dive.run(Aim::Within(best.value.parts()), &everything, most);
    match found {
        Some(found) => dive.walk(found.units, best.value, most),
        None => (None, all),
    }
}

/// Whether anything is better than a value; none where few steps do not tell.
pub(super) fn is_beaten(layout: &Layout<'_>, by: Value, steps: &mut Steps) -> Option<bool> {
    let (mut dives, most) = dives(layout, steps)?;
    let beaten = dives.iter_mut().try_fold(false, |beaten, dive| {
        let (found, all) = if beaten { (None, true) } else { dive.run(Aim::Any(by), &dive.everything(), most) };
        (all || found.is_some()).then_some(beaten || found.is_some())
    });
    charge(&dives, steps);
    beaten
}

fn charge(dives: &[Dive<'_>], steps: &mut Steps) {
    let nodes: u64 = dives.iter().map(|dive| dive.nodes).sum();
    steps.charge(1 + nodes / NODES_A_STEP);
}

/// A search for each choice of children, and how many nodes each may take.
fn dives<'l>(layout: &'l Layout<'l>, steps: &Steps) -> Option<(Vec<Dive<'l>>, u64)> {
    let all = choices_of(layout)?;
    let left = steps.most.saturating_sub(steps.taken).saturating_sub(1).saturating_mul(NODES_A_STEP);
    let few = if layout.cells.len() > FEW_CELLS { MOST_NODES / 8 } else { MOST_NODES };
    let most = few.min(left) / u64::try_from(all.len()).ok()?.max(1);
    let dives = all.into_iter().map(|choice| Dive::new(layout, choice)).collect::<Option<_>>()?;
    Some((dives, most))
}

/// The choices among children of a problem that is small and whole.
fn choices_of(layout: &Layout<'_>) -> Option<Vec<Choice>> {
    let problem = layout.problem;
    let whole = layout.cells.iter().all(|cell| cell.least == cell.most);
    let plain = layout.shares.is_none() && layout.entire.is_empty() && problem.awards.is_empty();
    let alone = layout.groups.len() == layout.cells.len();
    if !whole || !plain || !alone || layout.cells.len() > MOST_CELLS {
        return None;
    }
    let (all, complete) = choices(problem, MOST_CHOICES);
    complete.then_some(all)
}
