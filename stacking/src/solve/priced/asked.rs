//! What is asked of the rows, and at which prices.

use super::bound::{Bound, Caps};
use super::model::Model;
use super::rows::{ITEMS, POOLS, UNMET};
use super::state::{NONE, State};
use super::ways::Ways;

/// The price of one unit of what is proven.
pub(super) const ONE: i64 = 1 << 22;

/// What the prices are to prove.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Focus {
    /// More is lacking than allowed.
    Pool(usize),
    /// A row cannot come to what it has to.
    Row(usize),
}

/// How a requirement is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// Not at all, or because its row has to come to what it does.
    Apart,
    /// It is met or unmet.
    Open,
    /// It is surely unmet, and only what it lacks is open.
    Unmet,
    /// It has to be met.
    Met,
}

/// What is asked of the rows, and at which prices.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) focus: Focus,
    /// What each row has to come to; what it comes to anyhow where it is not asked.
    pub(super) bound: Vec<i64>,
    /// Whether it has to, or what it lacks is part of pools.
    pub(super) is_hard: Vec<bool>,
    /// How each requirement is asked.
    pub(super) how: Vec<How>,
    /// How each spread is asked, and its price.
    pub(super) how_wide: Vec<How>,
    /// The spreads of slots without a minimum.
    pub(super) alone: Vec<usize>,
    pub(super) wide_prices: Vec<i64>,
    /// How much each pool may hold, and whether it was said.
    pub(super) allowed: [i64; POOLS],
    pub(super) is_capped: [bool; POOLS],
    /// Prices of the rows, and of the pools.
    pub(super) prices: Vec<i64>,
    pub(super) pool_prices: [i64; POOLS],
}

impl Asked {
    pub(super) fn new<W: Ways>(model: &Model<'_, W>, focus: Focus) -> Self {
        let rows = model.rows.len();
        Self {
            focus,
            bound: vec![0; rows],
            is_hard: vec![false; rows],
            how: vec![How::Apart; model.requirements.len()],
            how_wide: vec![How::Apart; model.wide.len()],
            alone: (0..model.wide.len()).filter(|at| model.wide[*at].requirement.is_none()).collect(),
            wide_prices: vec![0; model.wide.len()],
            allowed: [0; POOLS],
            is_capped: [false; POOLS],
            prices: vec![0; rows],
            pool_prices: [0; POOLS],
        }
    }

    /// What is asked of the rows; `false` where nothing is to be proven.
    pub(super) fn follow<W: Ways>(
        &mut self,
        state: &State<'_, W>,
        bound: &Bound,
        caps: &Caps,
        is_relaxed: bool,
    ) -> bool {
        let (model, asked) = (state.model, self);
        for (row, least) in state.bound.iter().enumerate() {
            asked.is_hard[row] = *least != NONE;
            asked.bound[row] = if *least == NONE { model.rows[row].least } else { *least };
        }
        for (at, requirement) in model.requirements.iter().enumerate() {
            let row = &model.rows[requirement.row];
            asked.how[at] = How::Apart;
            if bound.is_required(requirement.node) && row.bound > 0 && !asked.is_hard[requirement.row] {
                asked.how[at] = if bound.is_unmet[at] { How::Unmet } else { How::Open };
                asked.bound[requirement.row] = row.bound.min(row.cap);
                if let Some(cut) = requirement.cut.filter(|_| asked.how[at] == How::Open && is_relaxed) {
                    asked.bound[cut] = model.rows[cut].bound;
                }
            }
        }
        for (at, spread) in model.wide.iter().enumerate() {
            let met = |requirement: usize| {
                let row = model.requirements[requirement].row;
                state.bound[row] >= model.rows[row].bound
            };
            asked.how_wide[at] = if !is_relaxed || !bound.is_required(spread.node) {
                How::Apart
            } else if spread.requirement.map_or(bound.narrow[at] > 0, |r| bound.is_unmet[r]) {
                How::Unmet
            } else if bound.levels[0] == caps[0] || spread.requirement.is_some_and(met) {
                How::Met
            } else {
                How::Open
            };
        }
        for pool in 0..POOLS {
            let allowed = match pool {
                _ if caps[pool] == i64::MAX => None,
                UNMET => Some(caps[0] - bound.levels[0]),
                _ => allowed(model, bound, pool, caps[pool]),
            };
            asked.is_capped[pool] = allowed.is_some();
            asked.allowed[pool] = allowed.unwrap_or(model.most[pool]);
        }
        match asked.focus {
            Focus::Pool(pool) => asked.is_capped[pool],
            Focus::Row(row) => asked.is_hard[row],
        }
    }

    /// How many of what may be unmet surely is. The pool of the unmet does not hold them.
    pub(super) fn surely(&self) -> i64 {
        let unmet = |how: &&How| **how == How::Unmet;
        let count = self.how.iter().filter(unmet).count()
            + self.alone.iter().filter(|at| self.how_wide[**at] == How::Unmet).count();
        i64::try_from(count).unwrap_or(i64::MAX)
    }
}

/// What the required rows of a pool may lack together, in their common worth, beyond what nothing mends.
fn allowed<W: Ways>(model: &Model<'_, W>, bound: &Bound, pool: usize, cap: i64) -> Option<i64> {
    let (mut lacking, mut fixed, mut any) = (0, 0, false);
    for (at, requirement) in model.requirements.iter().enumerate() {
        if requirement.kind.pool() == Some(pool) && bound.is_required(requirement.node) {
            let row = &model.rows[requirement.row];
            lacking += bound.lacks[at];
            fixed += (row.bound - row.cap).max(0) * requirement.worth;
            any = true;
        }
    }
    for (at, spread) in model.wide.iter().enumerate().filter(|_| pool == ITEMS) {
        if bound.is_required(spread.node) {
            lacking += bound.narrow[at];
            any = true;
        }
    }
    // Beside these rows only what is a plain sum counts.
    let rest = if model.has_minima { 0 } else { bound.levels[pool] - lacking };
    any.then(|| (cap - rest - fixed).div_euclid(model.common[pool]))
}
