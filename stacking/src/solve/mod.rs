//! The solver: exact, by branch and bound, and always with the same answer.
//!
//! First the best value is found and proven, over every way to choose children of "any n of". Then the walk fixes cell after
//! cell to the most that some stack of that value counts there, which makes the answer independent of how the search went.
//! What is superfluous is taken out last.

mod account;
mod bound;
mod cells;
mod choices;
mod flow;
mod greedy;
#[cfg(test)]
mod hard;
mod layout;
mod more;
mod priced;
mod room;
mod search;
mod shares;
mod small;
#[cfg(test)]
mod tests;
mod together;
mod trim;
mod value;
mod walk;
mod witness;

pub use account::{Account, AverageAccount, AwardAccount, LimitAccount, NodeAccount, SharingAccount, account};
use choices::Choice;
use layout::Layout;
use search::{Demands, Goal, Search, Steps};
pub use together::{MaximalSets, maximal_sets};
use value::Allocation;
use witness::Witness;

use crate::problem::{Problem, ProblemError};
use crate::stack::{Counted, Proof, Solution, Stack, Value};

/// How many steps the search may take. Steps, never time: the same input gives the same answer on every machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// Nodes of the search, 1 or more.
    pub steps: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Self { steps: 200_000 }
    }
}

/// More ways than this to choose children are not looked at.
const MOST_CHOICES: usize = 50_000;

/// The best stack of a problem: of all that are within every ceiling the one of the least [`Value`], of several the first on
/// the walk, without what is superfluous.
///
/// # Errors
/// [`ProblemError`] when the problem makes no sense.
///
/// ```
/// use credstack_stacking::{Budget, Item, Node, NodeKind, Offer, Problem, Proof, Slot, solve};
/// // Ten credits are needed; six and five are there.
/// let item = |id: &str| Item { id: id.to_owned(), progress: Default::default(), ..Item::default() };
/// let offer = |item, credits| Offer { item, least: credits, credits, values: vec![] };
/// let slot = Slot { name: "r".into(), minimum: 1000, offers: vec![offer(0, 600), offer(1, 500)], ..Slot::default() };
/// let problem = Problem {
///     units_per_credit: 100,
///     fine: 1,
///     items: vec![item("a"), item("b")],
///     slots: vec![slot],
///     tree: vec![Node { name: "r".into(), kind: NodeKind::Slot(0), minimum: None }],
///     ..Problem::default()
/// };
/// let solution = solve(&problem, Budget::default())?;
/// assert!(solution.stack.value.is_complete());
/// assert_eq!(solution.proof, Proof::Optimal);
/// # Ok::<(), credstack_stacking::ProblemError>(())
/// ```
pub fn solve(problem: &Problem, budget: Budget) -> Result<Solution, ProblemError> {
    let layout = Layout::new(problem)?;
    let mut steps = Steps::new(budget.steps, &layout);
    let found = small::solve(&layout, &mut steps);
    if let small::Found::First(mut witness) = found {
        trim::trim(&layout, &mut witness);
        let stack = stack(&layout, &witness.units, &witness.choice);
        return Ok(Solution { stack, proof: Proof::Optimal, steps: steps.taken });
    }
    let layout = layout.arranged();
    if let Some(model) = priced::Model::<u64>::new(&layout) {
        return Ok(solve_priced(&model, found, steps));
    }
    if let Some(model) = priced::Model::<priced::Many>::new(&layout) {
        return Ok(solve_priced(&model, found, steps));
    }
    let mut steps = steps.squared();
    let best = best(&layout, &mut steps, None);
    let proven = !steps.are_spent() && best.all;
    let Some(mut witness) = greedy::or_greedy(&layout, best.witness, proven) else {
        let stack = stack(&layout, &vec![0; layout.cells.len()], &Choice::new());
        return Ok(Solution { stack, proof: Proof::Unproven(best.bound), steps: steps.taken });
    };
    if proven {
        walk::canonical(&layout, &best.choices, &mut witness, &mut steps);
    }
    trim::trim(&layout, &mut witness);
    let proof = match (proven, steps.are_spent()) {
        (true, false) => Proof::Optimal,
        (true, true) => Proof::Unproven(witness.value),
        (false, _) => Proof::Unproven(best.bound),
    };
    Ok(Solution { stack: stack(&layout, &witness.units, &witness.choice), proof, steps: steps.taken })
}

/// The same where prices can be asked for, from what is found already.
fn solve_priced<W: priced::Ways>(model: &priced::Model<'_, W>, found: small::Found, mut steps: Steps) -> Solution {
    let layout = model.layout;
    let answer = priced::solve(model, found, &mut steps);
    let Some(mut witness) = greedy::or_greedy(layout, answer.witness, answer.proven) else {
        let stack = stack(layout, &vec![0; layout.cells.len()], &Choice::new());
        return Solution { stack, proof: Proof::Unproven(answer.bound), steps: steps.taken };
    };
    trim::trim(layout, &mut witness);
    let proof = match (answer.proven, steps.are_spent()) {
        (true, false) => Proof::Optimal,
        (true, true) => Proof::Unproven(witness.value),
        (false, _) => Proof::Unproven(answer.bound),
    };
    Solution { stack: stack(layout, &witness.units, &witness.choice), proof, steps: steps.taken }
}

/// Whether a stack better than `value` exists once the limit at a place is lifted; `None` where the budget ends first.
///
/// # Errors
/// [`ProblemError`] when the problem makes no sense.
pub fn bites(problem: &Problem, limit: usize, value: Value, budget: Budget) -> Result<Option<bool>, ProblemError> {
    let mut lifted = problem.clone();
    if limit < lifted.limits.len() {
        lifted.limits.remove(limit);
    }
    let layout = Layout::new(&lifted)?;
    let mut steps = Steps::new(budget.steps, &layout);
    if let Some(beaten) = small::is_beaten(&layout, value, &mut steps) {
        return Ok(Some(beaten));
    }
    let layout = layout.arranged();
    if let Some(model) = priced::Model::<u64>::new(&layout) {
        return Ok(priced::is_beaten(&model, value, &mut steps));
    }
    if let Some(model) = priced::Model::<priced::Many>::new(&layout) {
        return Ok(priced::is_beaten(&model, value, &mut steps));
    }
    let mut steps = steps.squared();
    let best = best(&layout, &mut steps, Some(value));
    Ok(match best.witness {
        Some(_) => Some(true),
        None => (!steps.are_spent() && best.all).then_some(false),
    })
}

/// What the search for the best value came to.
struct Best {
    witness: Option<Witness>,
    /// The choices that may have it, in order.
    choices: Vec<Choice>,
    /// Whether these are all.
    all: bool,
    /// No stack is better than this.
    bound: Value,
}

/// The best value that is better than `than`.
fn best(layout: &Layout<'_>, steps: &mut Steps, than: Option<Value>) -> Best {
    let (choices, all) = choices::choices(layout.problem, MOST_CHOICES);
    let demands = Demands::free(layout);
    let mut bounds: Vec<(Value, usize)> = Vec::new();
    for (at, choice) in choices.iter().enumerate() {
        let bound = Search::new(layout, choice, &demands, Goal::Better(None)).bound();
        bounds.extend(bound.map(|b| (b, at)));
    }
    // The most promising choice first: what it reaches closes most of the others.
    bounds.sort_unstable();
    let mut witness: Option<Witness> = None;
    for (bound, at) in &bounds {
        let target = witness.as_ref().map(|w| w.value).or(than);
        let Some(choice) = choices.get(*at).filter(|_| target.is_none_or(|t| *bound < t)) else { continue };
        if let Some((value, units)) = Search::new(layout, choice, &demands, Goal::Better(target)).run(steps) {
            witness = Some(Witness { value, units, choice: choice.clone() });
        }
    }
    let bound = bounds.first().map_or_else(Value::default, |(b, _)| *b);
    let reached = witness.as_ref().map(|w| w.value);
    let kept: Vec<usize> = bounds.iter().filter(|(b, _)| reached.is_none_or(|r| *b <= r)).map(|(_, at)| *at).collect();
    let kept = choices.into_iter().enumerate().filter(|(at, _)| kept.contains(at)).map(|(_, c)| c).collect();
    Best { witness, choices: kept, all, bound }
}

fn stack(layout: &Layout<'_>, units: &[i64], choice: &Choice) -> Stack {
    let value = Allocation { layout, units, choice }.value();
    let mut counted: Vec<Counted> = layout
        .cells
        .iter()
        .zip(units)
        .filter(|(_, units)| **units > 0)
        .map(|(cell, units)| Counted { slot: cell.slot, item: cell.item, units: *units })
        .collect();
    counted.sort_unstable();
    Stack { counted, chosen: choice.clone(), value }
}
