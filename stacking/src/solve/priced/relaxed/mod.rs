//! The linear relaxation of a problem in which everything is whole: shares of credentials instead of credentials.

#![expect(clippy::float_arithmetic, reason = "what comes out is confirmed in whole numbers")]

mod laid;
mod simplex;

use laid::{Laid, Relief, float, lay_out};
use simplex::Outcome;

use super::asked::{Asked, Focus, How, ONE};
use super::model::Model;
use super::rows::{POOLS, UNMET};
use super::state::State;
use super::ways::Ways;

/// Shares are told in so many parts.
pub(super) const PARTS: u32 = 1 << 10;
/// No price in the tableau is taken for more than this.
const DEAREST: f64 = 4096.0;

/// What the goal costs is compared in such parts of one.
const SCORE: f64 = 65_536.0;

/// No price of a spread, in whole numbers, is higher.
const DEAREST_SPREAD: i64 = 1 << 48;

#[derive(Debug, Clone)]
pub(super) struct Relaxed {
    laid: Laid,
}

#[expect(clippy::cast_possible_truncation, reason = "prices are held below 2^50")]
fn whole(of: f64) -> i64 {
    of.clamp(-1e15, 1e15) as i64
}

impl Relaxed {
    pub(super) fn new<W: Ways>(model: &Model<'_, W>, focus: Focus) -> Self {
        Self { laid: lay_out(model, focus) }
    }

    fn hold(&mut self, column: usize, high: f64) {
        self.laid.lp.hold(column, 0.0, high);
    }

    fn hold_row(&mut self, row: usize, low: f64, high: f64) {
        self.laid.lp.hold(self.laid.lp.sum_of(row), low, high);
    }

    /// Moves the bounds to where a state is.
    fn follow<W: Ways>(&mut self, state: &State<'_, W>, asked: &Asked) {
        let model = state.model;
        for (at, item) in model.items.iter().enumerate() {
            if let Some(parted) = &model.parted[at] {
                for part in &parted.parts {
                    let share = |units: i64| float(units) / float(part.most);
                    self.laid.lp.hold(part.cell, share(state.low[part.cell]), share(state.high[part.cell]));
                }
                if let Some(row) = self.laid.items[at] {
                    self.hold_row(row, 0.0, 1.0);
                }
                continue;
            }
            let open = state.ways[at];
            let single = open.is_single();
            for (place, cell) in item.cells.iter().enumerate() {
                let has = open.has(W::cell(place));
                let high = if has { 1.0 } else { 0.0 };
                self.laid.lp.hold(*cell, if has && single { 1.0 } else { 0.0 }, high);
            }
            if let Some(row) = self.laid.items[at] {
                self.hold_row(row, if open.has(W::OUT) { 0.0 } else { 1.0 }, 1.0);
            }
        }
        for row in 0..model.rows.len() {
            // What being counted adds is there from the first unit.
            let flat: i64 = model.rows[row].parts.iter().map(|at| state.flat_of(&model.part_entries[*at])).sum();
            self.hold_row(row, float(asked.bound[row] - flat) / self.laid.scale[row], f64::INFINITY);
        }
        for (at, requirement) in model.requirements.iter().enumerate() {
            // Bounded, so that each has a place whatever it costs.
            let most = asked.bound[requirement.row] - model.rows[requirement.row].least;
            let most = float(most).max(0.0) / self.laid.scale[requirement.row];
            self.relieve(self.laid.reliefs[at], asked.how[at], most, true);
        }
        for (at, spread) in model.wide.iter().enumerate() {
            let how = asked.how_wide[at];
            let least = if how == How::Apart { 0.0 } else { float(spread.asked) };
            self.hold_row(self.laid.spreads[at].row, least, f64::INFINITY);
            for value in 0..spread.rows.len() {
                self.hold(self.laid.spreads[at].values[value], 1.0);
            }
            let relief = self.laid.spreads[at].relief;
            let how = if spread.requirement.is_some() && how == How::Apart { How::Met } else { how };
            self.relieve(relief, how, float(spread.asked), spread.requirement.is_none());
        }
        for pool in 0..POOLS {
            let surely = if pool == UNMET { asked.surely() } else { 0 };
            let norm = self.laid.norms[pool];
            let most = float(model.most[pool] + surely + 1) / norm;
            self.hold_row(self.laid.pools[pool], -most, float(asked.allowed[pool] + surely) / norm);
        }
    }

    fn relieve(&mut self, relief: Relief, how: How, most: f64, is_own: bool) {
        let may = matches!(how, How::Open | How::Unmet);
        if let Some(short) = relief.short {
            self.hold(short, if may { most } else { 0.0 });
        }
        if is_own {
            let is_unmet = if how == How::Unmet { 1.0 } else { 0.0 };
            self.laid.lp.hold(relief.given_up, is_unmet, if may { 1.0 } else { 0.0 });
        }
    }

    /// How much work was done since this was asked last.
    pub(super) fn work(&mut self) -> usize {
        self.laid.lp.work()
    }

    /// Goes on for so many pivots; the row of the tableau that says so where nothing is possible, as far as can be told.
    pub(super) fn run<W: Ways>(&mut self, state: &State<'_, W>, asked: &Asked, pivots: usize) -> Option<usize> {
        self.follow(state, asked);
        let enough = match asked.focus {
            Focus::Pool(UNMET) => float(asked.allowed[UNMET] + asked.surely()),
            Focus::Pool(pool) => float(asked.allowed[pool]),
            Focus::Row(row) => -float(asked.bound[row]),
        };
        match self.laid.lp.run(enough / self.laid.goal + 1e-4, pivots) {
            Outcome::Never(row) => Some(row),
            Outcome::Optimal | Outcome::Enough => None,
        }
    }

    /// The prices at which the goal is as high as it is.
    pub(super) fn prices<W: Ways>(&self, model: &Model<'_, W>, asked: &mut Asked) {
        let laid = &self.laid;
        self.tell(model, asked, laid.goal * float(ONE), |variable| laid.lp.price(variable));
        match asked.focus {
            Focus::Pool(pool) => asked.pool_prices[pool] += ONE,
            Focus::Row(row) => asked.prices[row] += ONE,
        }
    }

    /// The prices at which a row of the tableau is out of its bounds.
    pub(super) fn prices_of<W: Ways>(&self, model: &Model<'_, W>, row: usize, asked: &mut Asked) {
        let laid = &self.laid;
        let all = laid.pools[POOLS - 1] + 1;
        let ray = |of: usize| laid.lp.ray(row, laid.lp.sum_of(of)).abs();
        let largest = (0..all).map(ray).fold(0.0, f64::max);
        let dearest = laid.scale.iter().chain(&laid.norms).copied().fold(1.0, f64::max);
        self.tell(model, asked, dearest * float(ONE) / largest.max(1e-6), |variable| laid.lp.ray(row, variable));
    }

    /// Any prices that are not below nothing are allowed, so they are held where nothing overflows.
    fn tell<W: Ways>(&self, model: &Model<'_, W>, asked: &mut Asked, unit: f64, price: impl Fn(usize) -> f64) {
        let laid = &self.laid;
        let price = |row: usize| price(laid.lp.sum_of(row)).clamp(-DEAREST, DEAREST) * unit;
        for pool in 0..POOLS {
            // Dearer by a little: what is rounded down below stays allowed.
            let paid = -price(laid.pools[pool]) / laid.norms[pool];
            let dearest = (1 << 58) / (asked.allowed[pool].abs() + model.most[pool] + 1);
            asked.pool_prices[pool] = if paid > 1.0 { (whole(paid) + 1).min(dearest) } else { 0 };
        }
        for (row, scale) in laid.scale.iter().enumerate() {
            asked.prices[row] = whole(price(row) / scale).clamp(0, model.dearest[row]);
        }
        for (at, spread) in laid.spreads.iter().enumerate() {
            asked.wide_prices[at] = whole(price(spread.row)).clamp(0, DEAREST_SPREAD);
        }
    }

    /// How much of each cell is taken, in parts; and in how far each requirement is given up.
    pub(super) fn shares(&self, cells: &mut [u32], given_up: &mut [u32]) {
        for (cell, share) in cells.iter_mut().enumerate() {
            *share = self.parts(cell);
        }
        for (at, share) in given_up.iter_mut().enumerate() {
            *share = self.parts(self.laid.reliefs[at].given_up);
        }
    }

    /// How much it costs at the least to settle each cell that is taken in part, in no certain unit; the more, the more is
    /// told by asking for it.
    pub(super) fn scores(&self, cells: &mut [u64]) {
        for (cell, score) in cells.iter_mut().enumerate() {
            let share = self.parts(cell);
            *score = if (1..PARTS).contains(&share) {
                let (falls, rises) = self.laid.lp.penalties(cell, 0.0, 1.0);
                let unit = |cost: f64| u64::try_from(whole((cost * SCORE).clamp(0.0, 1e9))).unwrap_or(0);
                unit(falls.min(rises)) * 8 + unit(falls.max(rises))
            } else {
                0
            };
        }
    }

    /// What comes nearest to it in whole units: of what is whole the way that is taken for more than half, of what is cut the
    /// units below.
    pub(super) fn proposed<W: Ways>(&self, state: &State<'_, W>) -> Vec<i64> {
        let model = state.model;
        let mut units = vec![0; model.way.len()];
        for (item, parted) in model.items.iter().zip(&model.parted) {
            let Some(parted) = parted else {
                for cell in item.cells.iter().filter(|cell| self.laid.lp.value(**cell) > 0.5) {
                    units[*cell] = model.layout.cells[*cell].most;
                }
                continue;
            };
            for part in &parted.parts {
                let counted = whole(self.laid.lp.value(part.cell) * float(part.most) + 1e-5);
                units[part.cell] = counted.clamp(state.low[part.cell], state.high[part.cell]);
            }
        }
        units
    }

    /// How many units of each cell of what is cut are taken, and whether a fraction of one more.
    pub(super) fn amounts<W: Ways>(&self, model: &Model<'_, W>, into: &mut Vec<(i64, bool)>) {
        into.clear();
        into.resize(model.way.len(), (0, false));
        for part in model.parted.iter().flatten().flat_map(|parted| &parted.parts) {
            let units = self.laid.lp.value(part.cell) * float(part.most);
            let below = whole(units + 1e-5);
            into[part.cell] = (below, units - float(below) > 1e-5);
        }
    }

    fn parts(&self, column: usize) -> u32 {
        let parts = whole(self.laid.lp.value(column) * f64::from(PARTS) + 0.5);
        u32::try_from(parts.clamp(0, i64::from(PARTS))).unwrap_or_default()
    }
}
