//! What a stack is told with beside the stack itself: what lifting one thing would bring, what other awards take.

use std::sync::Arc;

use credstack_model::Amount;
use credstack_model::policy::Bound;
use credstack_model::stack::{LeftReason, LimitEntry, Need, Shared};
use credstack_stacking::{Problem, Proof, Solution, Value, solve};

use super::error::StackError;
use super::shared::Terms;

/// What a stack is told with.
pub(super) struct Telling<'a> {
    /// The entries that the possible stack offers.
    pub(super) possible: &'a [usize],
    /// Whether lifting one thing alone would improve the stack; `None` where the budget ends first.
    pub(super) lifted: &'a dyn Fn(Lifted) -> Result<Option<bool>, StackError>,
    /// Why an entry that could count counts nowhere, as far as other awards are the reason.
    pub(super) elsewhere: &'a dyn Fn(usize) -> Option<LeftReason>,
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
