//! Branch and bound over the offers: prices bound the cost from below, the solver tells what completes the award.

use std::collections::BTreeSet;

use credstack_stacking::ProblemError;

use super::market::Desk;
use super::offer::PlanProof;
use super::price::{FINE, Prices, State};
use super::rows::Rows;
use crate::oracle::Oracle;

/// What the search came to.
pub(super) struct Cheapest {
    pub(super) taken: BTreeSet<usize>,
    pub(super) proof: PlanProof,
}

/// Rounds of pricing at the beginning, and after each decision.
const FIRST_ROUNDS: usize = 150;
const ROUNDS: usize = 24;

/// The cheapest offers that complete the award.
pub(super) fn cheapest(desk: &Desk<'_>, oracle: &mut Oracle) -> Result<Cheapest, ProblemError> {
    let mut search = Search { desk, oracle, best: None, nodes: 0, most_nodes: 0, spent: false };
    let mut roots = Vec::new();
    for rows in &desk.rows {
        roots.extend(search.root(rows)?);
    }
    // The most promising choice first: what it costs closes most of the others.
    roots.sort_by_key(|(prices, at)| (prices.bound, *at));
    if search.best.is_none() {
        let all: BTreeSet<usize> = (0..desk.offers.len()).collect();
        let proof = match desk.completes(&all, search.oracle)? {
            Some(true) => {
                search.keep(all)?;
                None
            }
            Some(false) => Some(PlanProof::Unreachable),
            None => Some(PlanProof::Unknown),
        };
        if let Some(proof) = proof {
            return Ok(Cheapest { taken: BTreeSet::new(), proof });
        }
    }
    let floor = roots.iter().map(|(p, _)| up(p.bound)).min();
    for (prices, at) in &roots {
        search.core(*at, prices)?;
    }
    search.spent = false;
    search.most_nodes = search.nodes + MOST_NODES;
    for (prices, at) in roots {
        let Some(rows) = desk.rows.get(at) else { continue };
        let free = vec![State::Free; desk.offers.len()];
        search.descend(rows, free, BTreeSet::new(), prices)?;
    }
    let proven = !search.spent;
    let best = search.best.map(|b| b.1).unwrap_or_default();
    let cost = desk.cost(&best);
    // What counts the offers is taken off again.
    let floor = floor.map_or(0, |f| f.div_euclid(desk.parts)).clamp(0, cost.div_euclid(desk.parts));
    let proof = if proven { PlanProof::Optimal } else { PlanProof::Unproven(floor) };
    Ok(Cheapest { taken: best, proof })
}

/// A bound in whole units of cost.
fn up(bound: i128) -> i64 {
    let whole = bound.div_euclid(FINE) + i128::from(bound.rem_euclid(FINE) > 0);
    i64::try_from(whole.max(0)).unwrap_or(i64::MAX)
}

struct Search<'d, 'p, 'o> {
    desk: &'d Desk<'p>,
    oracle: &'o mut Oracle,
    best: Option<(i64, BTreeSet<usize>)>,
    nodes: u64,
    /// No more decisions than this.
    most_nodes: u64,
    spent: bool,
}

/// No more decisions than this.
const MOST_NODES: u64 = 200_000;
/// A good plan is looked for among so many of the offers that earn most, with so many decisions.
const CORES: [(usize, u64); 3] = [(30, 400), (60, 400), (120, 400)];

impl Search<'_, '_, '_> {
    fn most(&self) -> i64 {
        // What nothing costs more than is beaten by everything.
        self.best.as_ref().map_or_else(|| self.desk.offers.iter().map(|o| o.1).sum::<i64>().saturating_add(1), |b| b.0)
    }

    /// The first prices of a choice, and a first plan by them; none where the choice cannot be made.
    fn root(&mut self, rows: &Rows) -> Result<Option<(Prices, usize)>, ProblemError> {
        let all: BTreeSet<usize> = (0..self.desk.offers.len()).collect();
        let at = self.desk.rows.iter().position(|r| std::ptr::eq(r, rows)).unwrap_or_default();
        if !self.desk.may_complete(rows, &all) {
            return Ok(None);
        }
        let states = vec![State::Free; self.desk.offers.len()];
        let mut prices = Prices { of_rows: vec![0; rows.needs.len()], bound: 0, margins: Vec::new() };
        prices.margins = self.desk.offers.iter().map(|o| -i128::from(o.1)).collect();
        self.first(&prices)?;
        for _ in 0..8 {
            let most = i128::from(self.most()) * FINE;
            prices = self.desk.market(rows, &states).improve(&prices.of_rows, FIRST_ROUNDS, most);
            self.first(&prices)?;
        }
        Ok(Some((prices, at)))
    }

    /// A plan by prices: the offers that earn most, as many as it takes, then without those that it does without.
    fn first(&mut self, prices: &Prices) -> Result<(), ProblemError> {
        let mut order: Vec<usize> = (0..self.desk.offers.len()).collect();
        order.sort_by_key(|at| (std::cmp::Reverse(prices.margins.get(*at)), *at));
        let of = |n: usize| order.iter().take(n).fold(BTreeSet::new(), |taken, at| self.desk.with_needed(&taken, *at));
        let (mut low, mut high) = (0, 1);
        while self.desk.completes(&of(high), self.oracle)? != Some(true) {
            if high >= order.len() {
                return Ok(());
            }
            low = high;
            high = (high * 2).min(order.len());
        }
        while low + 1 < high {
            let middle = low.midpoint(high);
            if self.desk.completes(&of(middle), self.oracle)? == Some(true) {
                high = middle;
            } else {
                low = middle;
            }
        }
        let taken = of(high);
        self.keep(taken)
    }

    /// Keeps a plan that completes the award, without what it does without, the dearest first.
    fn keep(&mut self, mut taken: BTreeSet<usize>) -> Result<(), ProblemError> {
        let mut order: Vec<usize> = taken.iter().copied().collect();
        order.sort_by_key(|at| (self.desk.offers.get(*at).map(|o| std::cmp::Reverse(o.1)), *at));
        for _ in 0..2 {
            for at in &order {
                let needing = self.desk.needing.get(*at).into_iter().flatten();
                if !taken.contains(at) || needing.filter(|other| taken.contains(other)).count() > 1 {
                    continue;
                }
                let mut fewer = taken.clone();
                fewer.remove(at);
                if self.desk.completes(&fewer, self.oracle)? == Some(true) {
                    taken = fewer;
                }
            }
        }
        let cost = self.desk.cost(&taken);
        if self.best.as_ref().is_none_or(|b| cost < b.0) {
            self.best = Some((cost, taken));
        }
        Ok(())
    }

    /// Looks for good plans among the offers that earn most.
    fn core(&mut self, at: usize, prices: &Prices) -> Result<(), ProblemError> {
        let Some(rows) = self.desk.rows.get(at) else { return Ok(()) };
        let mut order: Vec<usize> = (0..self.desk.offers.len()).collect();
        order.sort_by_key(|at| (std::cmp::Reverse(prices.margins.get(*at)), *at));
        for (size, nodes) in CORES {
            let mut states = vec![State::Out; self.desk.offers.len()];
            for at in order.iter().take(size).filter_map(|at| self.desk.needed.get(*at)).flatten() {
                states[*at] = State::Free;
            }
            self.most_nodes = self.nodes + nodes;
            self.descend(rows, states, BTreeSet::new(), prices.clone())?;

            if size >= order.len() {
                break;
            }
        }
        Ok(())
    }

    fn descend(
        &mut self,
        rows: &Rows,
        mut states: Vec<State>,
        taken: BTreeSet<usize>,
        mut prices: Prices,
    ) -> Result<(), ProblemError> {
        self.nodes += 1;
        if self.nodes > self.most_nodes || self.oracle.is_spent() {
            self.spent = true;
            return Ok(());
        }
        let most = i128::from(self.most()) * FINE;
        prices = self.desk.market(rows, &states).improve(&prices.of_rows, ROUNDS, most);
        if up(prices.bound) >= self.most() {
            return Ok(());
        }
        if self.desk.may_complete(rows, &taken) {
            match self.desk.completes(&taken, self.oracle)? {
                Some(true) => {
                    let cost = self.desk.cost(&taken);
                    if cost < self.most() {
                        self.best = Some((cost, taken));
                    }
                    return Ok(());
                }
                Some(false) => {}
                None => self.spent = true,
            }
        }
        self.strike_out(&mut states, &prices);
        let free: Vec<usize> = (0..states.len()).filter(|at| states.get(*at) == Some(&State::Free)).collect();
        let all: BTreeSet<usize> = taken.iter().chain(&free).copied().collect();
        if !self.desk.may_complete(rows, &all) {
            return Ok(());
        }
        // What nothing can complete any more is best found out early, and cheaply only where few are left.
        if free.len() <= 24 {
            match self.desk.completes(&all, self.oracle)? {
                Some(false) => return Ok(()),
                None => self.spent = true,
                Some(true) => {}
            }
        }
        self.branch(rows, (states, free), taken, prices)
    }

    /// Decides on the free offer that earns most: first with it, then without.
    fn branch(
        &mut self,
        rows: &Rows,
        (mut states, free): (Vec<State>, Vec<usize>),
        taken: BTreeSet<usize>,
        prices: Prices,
    ) -> Result<(), ProblemError> {
        let margin = |at: &usize| prices.margins.get(*at).copied();
        let Some(next) = free.into_iter().max_by_key(|at| (margin(at), std::cmp::Reverse(*at))) else { return Ok(()) };
        let with = self.desk.with_needed(&taken, next);
        let mut inside = states.clone();
        let allowed = with.iter().all(|at| inside.get(*at) != Some(&State::Out));
        if allowed {
            for at in &with {
                inside[*at] = State::In;
            }
            self.descend(rows, inside, with, prices.clone())?;
        }
        // Without it nothing that requires it can be taken.
        for at in self.desk.needing.get(next).into_iter().flatten() {
            states[*at] = State::Out;
        }
        self.descend(rows, states, taken, prices)
    }

    /// Strikes out offers that no plan cheaper than the best one can have.
    fn strike_out(&self, states: &mut [State], prices: &Prices) {
        let most = self.most();
        for (state, margin) in states.iter_mut().zip(&prices.margins) {
            if *state == State::Free && *margin < 0 && up(prices.bound - margin) >= most {
                *state = State::Out;
            }
        }
    }
}
