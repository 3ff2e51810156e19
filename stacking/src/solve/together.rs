//! Which of several awards can be complete together.

use super::layout::Layout;
use super::search::{Goal, Search, Steps};
use super::{Budget, Demands, MOST_CHOICES, choices};
use crate::problem::{Problem, ProblemError};
use crate::stack::Value;

/// The largest sets of awards that can be complete together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MaximalSets {
    /// Sets of places in [`Problem::awards`], none within another: the larger first, then by their places. One empty set where
    /// no award can be complete.
    pub sets: Vec<Vec<usize>>,
    /// Whether these are all of them, and each is as large as can be: the budget did not end first.
    pub all: bool,
    /// How many steps it took.
    pub steps: u64,
}

/// More awards than this are not looked at: there are too many sets of them.
const MOST_AWARDS: usize = 12;

/// All largest sets of awards that can be complete together, whatever they are worth. Every subset of such a set can be
/// complete, too; no other set can.
///
/// # Errors
/// [`ProblemError`] when the problem makes no sense.
pub fn maximal_sets(problem: &Problem, budget: Budget) -> Result<MaximalSets, ProblemError> {
    let mut asked = problem.clone();
    let mut steps = Steps::new(budget.steps, &Layout::new(problem)?).squared();
    let count = problem.awards.len();
    let mut found = MaximalSets { sets: Vec::new(), all: count <= MOST_AWARDS, steps: 0 };
    for set in subsets(count.min(MOST_AWARDS)) {
        if found.sets.iter().any(|larger| set.iter().all(|award| larger.contains(award))) {
            continue;
        }
        for (at, award) in asked.awards.iter_mut().enumerate() {
            award.weight = i64::from(set.contains(&at));
        }
        let wanted = -i64::try_from(set.len()).unwrap_or(i64::MAX);
        let layout = Layout::new(&asked)?.arranged();
        match can_be(&layout, wanted, &mut steps) {
            Some(true) => found.sets.push(set),
            Some(false) => {}
            None => found.all = false,
        }
    }
    found.steps = steps.taken;
    Ok(found)
}

/// Whether some stack is worth so much, by the preference alone; `None` where the budget ends first.
fn can_be(layout: &Layout<'_>, preference: i64, steps: &mut Steps) -> Option<bool> {
    let (choices, all) = choices::choices(layout.problem, MOST_CHOICES);
    let demands = Demands::free(layout);
    // Nothing of this preference is worse than the least of the next.
    let above = Value { preference: preference + 1, ..Value::LEAST };
    for choice in &choices {
        if steps.are_spent() {
            return None;
        }
        if Search::new(layout, choice, &demands, Goal::Any(above)).run(steps).is_some() {
            return Some(true);
        }
    }
    (all && !steps.are_spent()).then_some(false)
}

/// All sets of so many, the larger first, then by their places.
fn subsets(of: usize) -> Vec<Vec<usize>> {
    let mut sets: Vec<Vec<usize>> = vec![Vec::new()];
    for at in 0..of {
        let with: Vec<Vec<usize>> = sets.iter().map(|s| s.iter().copied().chain([at]).collect()).collect();
        sets.extend(with);
    }
    sets.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    sets
}
