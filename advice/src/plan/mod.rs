//! The cheapest offers that complete an award, proven to be so or said otherwise.

mod market;
mod merge;
mod offer;
mod price;
mod restrict;
mod rows;
mod search;

use std::collections::BTreeSet;

use credstack_stacking::{Problem, ProblemError};

use crate::oracle::{Budget, Oracle};
pub use offer::{Offer, Plan, PlanProof};
use restrict::restricted;

/// The offers that complete a problem at the least cost; of several such plans one of the fewest offers. Items that no offer
/// names are held. An offer that requires itself, through others or not, cannot be taken, nor can what requires it.
///
/// # Errors
/// [`ProblemError`] when the problem makes no sense.
pub fn plan(problem: &Problem, offers: &[Offer], budget: Budget) -> Result<Plan, ProblemError> {
    problem.check()?;
    let mut oracle = Oracle::new(budget);
    let needed = closures(offers);
    let nothing = Plan { offers: Vec::new(), cost: 0, proof: PlanProof::Optimal, looked_at: 0 };
    let offered: BTreeSet<usize> = offers.iter().flat_map(|o| o.items.iter().copied()).collect();
    match oracle.ask(&restricted(problem, |item| !offered.contains(&item)))? {
        Some(true) => return Ok(nothing),
        Some(false) => {}
        None => return Ok(Plan { proof: PlanProof::Unknown, ..nothing }),
    }
    let worth: Vec<usize> = merge::worth_taking(problem, offers)
        .into_iter()
        .filter(|at| needed.get(*at).is_some_and(Option::is_some))
        .collect();
    let items: BTreeSet<usize> = worth.iter().filter_map(|at| offers.get(*at)).flat_map(|o| o.items.clone()).collect();
    let kept = |item: usize| !offered.contains(&item) || items.contains(&item);
    let small = restricted(problem, kept);
    let place: Vec<usize> = (0..problem.items.len()).filter(|i| kept(*i)).collect();
    let desk = market::Desk::new(&small, &worth, offers, &needed, |item| place.binary_search(&item).ok());
    let found = search::cheapest(&desk, &mut oracle)?;
    let mut taken: Vec<usize> = found.taken.iter().filter_map(|at| worth.get(*at)).copied().collect();
    taken.sort_unstable();
    let cost = taken.iter().filter_map(|at| offers.get(*at)).map(|o| o.cost).sum();
    Ok(Plan { offers: taken, cost, proof: found.proof, looked_at: worth.len() })
}

/// Whether some of the offers, all taken together, complete a problem; `None` where the budget does not tell. Of those that
/// require others, the others are among them.
///
/// # Errors
/// [`ProblemError`] when the problem makes no sense.
pub fn suffices(
    problem: &Problem,
    offers: &[Offer],
    taken: impl Fn(usize) -> bool,
    budget: Budget,
) -> Result<Option<bool>, ProblemError> {
    let listed = offers.iter().enumerate().filter(|(at, _)| !taken(*at));
    let gone: BTreeSet<usize> = listed.flat_map(|(_, o)| o.items.iter().copied()).collect();
    Oracle::new(budget).ask(&restricted(problem, |item| !gone.contains(&item)))
}

/// For each offer all that have to be taken with it, itself among them; `None` where that is a circle or names what is not
/// there.
fn closures(offers: &[Offer]) -> Vec<Option<BTreeSet<usize>>> {
    let mut known: Vec<Option<Option<BTreeSet<usize>>>> = vec![None; offers.len()];
    for start in 0..offers.len() {
        // Depth first, without recursion: a chain may be as long as the catalogue.
        let mut open = vec![(start, false)];
        let mut path = BTreeSet::new();
        while let Some((at, left)) = open.pop() {
            if known.get(at).is_none_or(Option::is_some) {
                continue;
            }
            let requires = offers.get(at).map(|o| o.requires.as_slice()).unwrap_or_default();
            if left {
                path.remove(&at);
                let mut all = Some(BTreeSet::from([at]));
                for one in requires {
                    let of = known.get(*one).cloned().flatten().flatten();
                    all = all.zip(of).map(|(a, b)| &a | &b);
                }
                if let Some(place) = known.get_mut(at) {
                    *place = Some(all);
                }
                continue;
            }
            path.insert(at);
            open.push((at, true));
            // What is on the path is not known when this is told, and so this cannot be taken.
            open.extend(requires.iter().filter(|r| !path.contains(r)).map(|r| (*r, false)));
        }
    }
    known.into_iter().map(Option::flatten).collect()
}
