//! Rows priced against one another: whatever the prices, what all items can earn at the most by them is a bound.
//!
//! Prices are whole numbers. They are improved step by step; nothing hangs on how good they are, since what they prove is
//! counted exactly.

use super::bound::{Bound, Caps};
use super::model::{Kind, Model};
use super::state::{NONE, State};
use super::ways::Ways;

/// The price of one unit of what is proven.
const ONE: i64 = 1 << 20;

/// What the prices are to prove.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Focus {
    /// More requirements are unmet than allowed.
    Unmet,
    /// More credits are missing in the tree than allowed.
    Tree,
    /// More credits are missing in the limits of the award than allowed.
    Limits,
    /// A row cannot come to what it has to.
    Row(usize),
}

/// What a round of pricing came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Told<W> {
    /// Nothing is possible.
    Never,
    /// Some ways were taken away, or none.
    Less(bool),
    /// These ways may do.
    Try(Vec<W>),
}

/// Requirements with what each is worth, their common worth, and how much of it all may lack.
type Credits = (Vec<(usize, i64)>, i64, i64);

/// Rows that lack together no more than so much: what they come to in all is a row of its own.
#[derive(Debug, Clone, Default)]
struct Pool {
    rows: Vec<(usize, i64)>,
    bound: i64,
    price: i64,
}

pub(super) struct Dual<W> {
    /// The price of each row; prices last from one round to the next, for each focus by itself.
    prices: Vec<i64>,
    /// The most that each price may be; 0 for a row that is not asked.
    most: Vec<i64>,
    /// What each row has to come to.
    bound: Vec<i64>,
    asked: Vec<usize>,
    pools: [Pool; 2],
    /// The price whose height is what all others are measured by.
    fixed: Option<usize>,
    /// Each price with those of its pools.
    all_in: Vec<i64>,
    sums: Vec<i64>,
    taken: Vec<W>,
    /// What each way of an item earns, while its ways are compared.
    each: Vec<i64>,
    best: (i64, Vec<i64>),
    /// How far the best prices were from a proof, and what one of it is worth in the value.
    slack: i64,
    worth: i64,
}

impl<W: Ways> Dual<W> {
    pub(super) fn new(model: &Model<'_, W>) -> Self {
        let rows = model.rows.len();
        Self {
            prices: vec![0; rows],
            most: vec![0; rows],
            bound: vec![0; rows],
            asked: Vec::new(),
            pools: [Pool::default(), Pool::default()],
            fixed: None,
            all_in: vec![0; rows],
            sums: vec![0; rows],
            taken: vec![W::OUT; model.items.len()],
            each: vec![0; W::CELLS + 1],
            best: (i64::MIN, vec![0; rows]),
            slack: i64::MAX,
            worth: 1,
        }
    }

    /// How much less than its cap a part may be for all that the last prices prove.
    pub(super) fn slack(&self) -> i64 {
        self.slack.saturating_mul(self.worth).saturating_add(self.worth - 1)
    }

    /// What a way earns at the best prices of late.
    pub(super) fn earns(&self, model: &Model<'_, W>, item: usize, way: W) -> i64 {
        if way == W::OUT { 0 } else { earns(model, model.items[item].adds[way.first()], &self.best.1) }
    }

    /// Improves the prices in so many rounds and draws conclusions.
    pub(super) fn run(
        &mut self,
        state: &mut State<'_, W>,
        of: (&Bound, &Caps),
        focus: Focus,
        rounds: usize,
    ) -> Told<W> {
        let (bound, caps) = of;
        let Some(allowed) = self.ask(state, bound, caps, focus) else { return Told::Less(false) };
        self.best.0 = i64::MIN;
        let mut pace = 16;
        let mut idle = 0;
        for round in 0..rounds {
            let proven = self.price(state);
            if proven > allowed {
                return Told::Never;
            }
            // Rounds that hardly help are not worth their time.
            let helps = self.best.0 == i64::MIN || proven - self.best.0 > (allowed - self.best.0) / 24;
            idle = if helps { 0 } else { idle + 1 };
            if proven > self.best.0 {
                self.best.0 = proven;
                self.best.1.clone_from(&self.all_in);
            } else {
                pace = (pace * 7 / 8).max(1);
            }
            self.slack = (allowed - self.best.0) / ONE;
            if idle > rounds / 6 {
                break;
            }
            if self.does(state) {
                return Told::Try(self.taken.clone());
            }
            if round + 1 < rounds && !self.improve(allowed - proven + ONE / 2, pace) {
                break;
            }
        }
        self.cut(state, allowed)
    }

    /// Which rows are asked, how dear they may be, and what all prices together may prove without contradiction.
    fn ask(&mut self, state: &State<'_, W>, bound: &Bound, caps: &Caps, focus: Focus) -> Option<i64> {
        let model = state.model;
        self.most.fill(0);
        self.slack = i64::MAX;
        self.worth = 1;
        self.fixed = None;
        for (row, least) in state.bound.iter().enumerate().filter(|(_, least)| **least != NONE) {
            (self.most[row], self.bound[row]) = (i64::MAX, *least);
        }
        for (pool, kind, level) in [(0, Kind::SlotCredits, 2), (1, Kind::LimitCredits, 3)] {
            self.pools[pool].rows.clear();
            let asked = [Focus::Tree, Focus::Limits][pool] == focus;
            if caps[level] != i64::MAX && !asked {
                self.pool(model, bound, (pool, kind), (caps[level], bound.levels[level]));
            }
        }
        let allowed = match focus {
            Focus::Unmet => self.ask_unmet(model, bound, caps[0])?,
            Focus::Tree => self.ask_credits(model, bound, Kind::SlotCredits, (caps[2], bound.levels[2]))?,
            Focus::Limits => self.ask_credits(model, bound, Kind::LimitCredits, (caps[3], bound.levels[3]))?,
            Focus::Row(row) => {
                self.fixed = Some(row);
                self.prices[row] = ONE;
                self.worth = match model.workload.map(|w| model.requirements[w]) {
                    Some(requirement) if requirement.row == row => requirement.worth,
                    _ => model.rows[row].unit,
                };
                0
            }
        };
        self.asked.clear();
        for row in 0..self.most.len() {
            self.prices[row] = self.prices[row].min(self.most[row]);
            if self.most[row] > 0 {
                self.asked.push(row);
            }
        }
        Some(allowed)
    }

    fn ask_unmet(&mut self, model: &Model<'_, W>, bound: &Bound, cap: i64) -> Option<i64> {
        for (at, requirement) in model.requirements.iter().enumerate() {
            let row = &model.rows[requirement.row];
            let open = bound.is_required(requirement.node) && !bound.is_unmet[at] && row.bound > 0;
            if open && self.most[requirement.row] == 0 {
                (self.most[requirement.row], self.bound[requirement.row]) = (ONE / row.bound, row.bound);
            }
        }
        (cap != i64::MAX).then(|| (cap - bound.levels[0]) * ONE)
    }

    /// The required rows of a kind, what one unit of each is worth, and what they may lack together beyond what nothing mends.
    fn credits(model: &Model<'_, W>, bound: &Bound, kind: Kind, cap: (i64, i64)) -> Option<Credits> {
        let (mut common, mut lacking, mut fixed) = (0, 0, 0);
        let mut rows = Vec::new();
        for (at, requirement) in model.requirements.iter().enumerate() {
            if requirement.kind == kind && bound.is_required(requirement.node) {
                let row = &model.rows[requirement.row];
                common = gcd(common, requirement.worth);
                lacking += bound.lacks[at];
                fixed += (row.bound - row.cap).max(0) * requirement.worth;
                rows.push((at, requirement.worth));
            }
        }
        // Beside these rows only what is a plain sum counts.
        let rest = if model.has_minima { 0 } else { cap.1 - lacking };
        (common > 0).then(|| (rows, common, (cap.0 - rest - fixed).div_euclid(common)))
    }

    fn ask_credits(&mut self, model: &Model<'_, W>, bound: &Bound, kind: Kind, cap: (i64, i64)) -> Option<i64> {
        if cap.0 == i64::MAX {
            return None;
        }
        let (rows, common, allowed) = Self::credits(model, bound, kind, cap)?;
        self.worth = common;
        for (at, worth) in rows {
            let place = model.requirements[at].row;
            let row = &model.rows[place];
            if self.most[place] == 0 {
                (self.most[place], self.bound[place]) = ((worth / common).saturating_mul(ONE), row.bound.min(row.cap));
            }
        }
        Some(allowed.saturating_mul(ONE))
    }

    /// Rows that surely are not met share what may be lacking.
    fn pool(&mut self, model: &Model<'_, W>, bound: &Bound, of: (usize, Kind), cap: (i64, i64)) {
        let Some((rows, common, allowed)) = Self::credits(model, bound, of.1, cap) else { return };
        let pool = &mut self.pools[of.0];
        pool.bound = -allowed;
        for (at, worth) in rows {
            if bound.is_unmet[at] {
                let requirement = &model.requirements[at];
                let row = &model.rows[requirement.row];
                pool.bound += row.bound.min(row.cap) * (worth / common);
                pool.rows.push((requirement.row, worth / common));
            }
        }
    }

    /// What the prices prove: all bounds at their prices less the most that the items can earn.
    fn price(&mut self, state: &State<'_, W>) -> i64 {
        let model = state.model;
        let mut proven = 0;
        self.all_in.fill(0);
        for row in &self.asked {
            self.all_in[*row] = self.prices[*row];
            proven += self.prices[*row] * self.bound[*row];
            self.sums[*row] = 0;
        }
        for pool in self.pools.iter().filter(|p| !p.rows.is_empty()) {
            proven += pool.price * pool.bound;
            for (row, worth) in &pool.rows {
                self.all_in[*row] += pool.price * worth;
                self.sums[*row] = 0;
            }
        }
        for (at, item) in model.items.iter().enumerate() {
            let open = state.ways[at];
            let (mut most, mut best) = if open.has(W::OUT) { (0, W::OUT) } else { (i64::MIN, W::OUT) };
            for way in open.without(W::OUT).each() {
                let earns = earns(model, item.adds[way.first()], &self.all_in);
                if earns > most {
                    (most, best) = (earns, way);
                }
            }
            proven -= most;
            self.taken[at] = best;
            if best != W::OUT {
                let (from, to) = item.adds[best.first()];
                for (row, adds) in &model.adds[from..to] {
                    self.sums[*row] += adds;
                }
            }
        }
        proven
    }

    /// Whether the ways that earn most keep every row that binds.
    fn does(&self, state: &State<'_, W>) -> bool {
        self.asked.iter().all(|row| state.bound[*row] == NONE || self.sums[*row] >= state.bound[*row])
    }

    /// Moves the prices toward what is short; `false` where nothing would move.
    fn improve(&mut self, gap: i64, pace: i64) -> bool {
        let short = |row: usize| self.bound[row] - self.sums[row];
        let moves = |price: i64, most: i64, short: i64| (short > 0 && price < most) || (short < 0 && price > 0);
        let mut square: i64 = 0;
        for row in self.asked.iter().filter(|r| self.fixed != Some(**r)) {
            let by = short(*row);
            square += if moves(self.prices[*row], self.most[*row], by) { by * by } else { 0 };
        }
        let of_pool =
            |pool: &Pool| pool.bound - pool.rows.iter().map(|(row, worth)| self.sums[*row] * worth).sum::<i64>();
        let pools = [of_pool(&self.pools[0]), of_pool(&self.pools[1])];
        for (pool, by) in self.pools.iter().zip(pools).filter(|(p, _)| !p.rows.is_empty()) {
            square += if moves(pool.price, i64::MAX, by) { by * by } else { 0 };
        }
        if square == 0 {
            return false;
        }
        // The price goes by so much for each unit that is short.
        let step = |by: i64| (gap / 16).saturating_mul(pace).saturating_mul(by) / square;
        for at in 0..self.asked.len() {
            let row = self.asked[at];
            if self.fixed != Some(row) {
                let by = self.bound[row] - self.sums[row];
                self.prices[row] = (self.prices[row] + step(by)).clamp(0, self.most[row].min(ONE << 16));
            }
        }
        for (pool, by) in self.pools.iter_mut().zip(pools).filter(|(p, _)| !p.rows.is_empty()) {
            pool.price = (pool.price + step(by)).clamp(0, ONE << 16);
        }
        true
    }

    /// Takes away the ways that would break what is allowed at the best prices.
    fn cut(&mut self, state: &mut State<'_, W>, allowed: i64) -> Told<W> {
        let model = state.model;
        let slack = allowed - self.best.0;
        let mut less = false;
        for (at, item) in model.items.iter().enumerate() {
            let open = state.ways[at];
            if open.is_single() {
                continue;
            }
            let mut most = i64::MIN;
            for way in open.each() {
                let earns = if way == W::OUT { 0 } else { earns(model, item.adds[way.first()], &self.best.1) };
                self.each[way.first()] = earns;
                most = most.max(earns);
            }
            let enough = |way: &W| self.each[way.first()] >= most - slack;
            let kept = open.each().filter(enough).fold(W::NONE, |kept, way| kept | way);
            if kept != open {
                less = true;
                if !state.keep(at, kept) {
                    return Told::Never;
                }
            }
        }
        Told::Less(less)
    }
}

fn earns<W: Ways>(model: &Model<'_, W>, of: (usize, usize), prices: &[i64]) -> i64 {
    model.adds[of.0..of.1].iter().map(|(row, adds)| prices[*row] * adds).sum()
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a.abs() } else { gcd(b, a % b) }
}
