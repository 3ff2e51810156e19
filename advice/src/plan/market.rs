//! The offers that are worth looking at, with the rows that price them.

use std::collections::BTreeSet;

use credstack_stacking::{Problem, ProblemError};

use super::offer::Offer;
use super::price::{Market, State};
use super::restrict::restricted;
use super::rows::{Rows, choices};
use crate::oracle::Oracle;

/// Offers by their place among those that are looked at.
pub(super) struct Desk<'p> {
    pub(super) problem: &'p Problem,
    /// The items that are held.
    pub(super) held: Vec<usize>,
    /// For each offer its items and its cost; of two plans of one cost the one with fewer offers is cheaper by this.
    pub(super) offers: Vec<(Vec<usize>, i64)>,
    /// For each offer those that have to be taken with it.
    pub(super) needed: Vec<BTreeSet<usize>>,
    /// For each offer those that cannot be taken without it, itself among them.
    pub(super) needing: Vec<Vec<usize>>,
    /// The rows of each choice of children that a complete stack can make.
    pub(super) rows: Vec<Rows>,
    /// So many parts of a unit of cost tell the number of offers.
    pub(super) parts: i64,
}

impl<'p> Desk<'p> {
    pub(super) fn new(
        problem: &'p Problem,
        worth: &[usize],
        offers: &[Offer],
        needed: &[Option<BTreeSet<usize>>],
        place: impl Fn(usize) -> Option<usize>,
    ) -> Self {
        let parts = i64::try_from(worth.len()).unwrap_or(i64::MAX - 1) + 1;
        let at = |offer: &usize| worth.binary_search(offer).ok();
        let known = worth.iter().filter_map(|w| offers.get(*w));
        let listed: Vec<(Vec<usize>, i64)> = known
            .map(|o| {
                (o.items.iter().filter_map(|i| place(*i)).collect(), o.cost.saturating_mul(parts).saturating_add(1))
            })
            .collect();
        let needed: Vec<BTreeSet<usize>> = worth
            .iter()
            .map(|w| {
                let all = needed.get(*w).and_then(Option::as_ref);
                all.into_iter().flatten().filter_map(at).collect()
            })
            .collect();
        let mut needing = vec![Vec::new(); worth.len()];
        for (one, all) in needed.iter().enumerate() {
            for other in all {
                if let Some(list) = needing.get_mut(*other) {
                    list.push(one);
                }
            }
        }
        let offered: BTreeSet<usize> = listed.iter().flat_map(|o| o.0.iter().copied()).collect();
        Self {
            problem,
            held: (0..problem.items.len()).filter(|i| !offered.contains(i)).collect(),
            offers: listed,
            needed,
            needing,
            rows: choices(problem).iter().map(|choice| Rows::new(problem, choice)).collect(),
            parts,
        }
    }

    pub(super) fn market<'a>(&'a self, rows: &'a Rows, states: &'a [State]) -> Market<'a> {
        let active = (0..states.len()).filter(|at| states.get(*at) != Some(&State::Out)).collect();
        Market { rows, held: &self.held, offers: &self.offers, states, active }
    }

    /// What some offers cost.
    pub(super) fn cost(&self, taken: &BTreeSet<usize>) -> i64 {
        taken.iter().filter_map(|at| self.offers.get(*at)).map(|o| o.1).sum()
    }

    /// Whether what is held and some offers complete the award; `None` where the budget does not tell.
    pub(super) fn completes(&self, taken: &BTreeSet<usize>, oracle: &mut Oracle) -> Result<Option<bool>, ProblemError> {
        let items: BTreeSet<usize> = self.items(taken).collect();
        oracle.ask(&restricted(self.problem, |item| items.contains(&item)))
    }

    fn items<'a>(&'a self, taken: &'a BTreeSet<usize>) -> impl Iterator<Item = usize> + 'a {
        let of = taken.iter().filter_map(|at| self.offers.get(*at)).flat_map(|o| o.0.iter().copied());
        self.held.iter().copied().chain(of)
    }

    /// Whether some offers may be enough, each need looked at alone.
    pub(super) fn may_complete(&self, rows: &Rows, taken: &BTreeSet<usize>) -> bool {
        let reach = rows.reach(self.items(taken));
        // A ceiling alone never keeps one from leaving something out.
        rows.needs.iter().zip(reach).all(|(need, reach)| reach >= *need)
    }

    /// All that have to be taken with some offers.
    pub(super) fn with_needed(&self, taken: &BTreeSet<usize>, at: usize) -> BTreeSet<usize> {
        let mut all = taken.clone();
        all.extend(self.needed.get(at).into_iter().flatten());
        all
    }
}
