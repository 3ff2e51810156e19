//! What prices prove, counted in whole numbers.

use super::asked::How;
use super::dual::Dual;
use super::earn;
use super::model::Model;
use super::rows::{ITEMS, POOLS, UNMET};
use super::state::State;
use super::ways::Ways;

impl<W: Ways> Dual<W> {
    /// Makes prices allowed, and counts what they prove: all bounds at their prices less the most that the items can earn
    /// and the pools can hold. More than 0 cannot be.
    pub(super) fn prove(&mut self, state: &State<'_, W>) -> i64 {
        let (model, asked) = (state.model, &mut self.asked);
        for row in 0..asked.prices.len() {
            self.sums[row] = 0;
            let hard = asked.is_hard[row];
            self.most[row] = if hard { i64::MAX } else { 0 };
            if !hard && !self.is_relaxed && asked.bound[row] <= model.rows[row].least {
                asked.prices[row] = 0;
            }
        }
        let mut proven = 0;
        proven -= self.relieve(model);
        let asked = &mut self.asked;
        proven += asked.bound.iter().zip(&asked.prices).map(|(bound, price)| bound * price).sum::<i64>();
        proven -= asked.allowed.iter().zip(&asked.pool_prices).map(|(allowed, price)| allowed * price).sum::<i64>();
        for (at, item) in model.items.iter().enumerate() {
            if model.parted[at].is_some() {
                proven = proven.saturating_sub(earn::parts(state, at, &asked.prices, None));
                continue;
            }
            let open = state.ways[at];
            let (mut most, mut best) = if open.has(W::OUT) { (0, W::OUT) } else { (i64::MIN, W::OUT) };
            for way in open.without(W::OUT).each() {
                let earns = earn::way(model, item.adds[way.first()], &asked.prices);
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

    /// Makes the prices of what may be unmet allowed; returns what it spares at the most to give requirements up, and what
    /// values of spreads earn.
    fn relieve(&mut self, model: &Model<'_, W>) -> i64 {
        let asked = &mut self.asked;
        let mut spares = 0;
        for (at, requirement) in model.requirements.iter().enumerate() {
            let row = requirement.row;
            self.spared[at] = 0;
            let lack: i64 = (UNMET + 1..POOLS).map(|pool| asked.pool_prices[pool] * model.worth(pool, at)).sum();
            match asked.how[at] {
                How::Apart | How::Met => {}
                How::Unmet => {
                    self.most[row] = lack;
                    if !self.is_relaxed {
                        asked.prices[row] = asked.prices[row].min(lack);
                    }
                    spares += (asked.prices[row] - lack).max(0) * model.most_lacking(at);
                }
                How::Open => {
                    let whole = model.most_lacking(at);
                    self.most[row] = lack + asked.pool_prices[UNMET] / whole;
                    if !self.is_relaxed {
                        asked.prices[row] = asked.prices[row].min(self.most[row]);
                    }
                    let cut = requirement.cut.map_or(0, |cut| asked.prices[cut] * asked.bound[cut]);
                    self.spared[at] = (asked.prices[row] - lack).max(0) * whole + cut;
                }
            }
        }
        for (at, spread) in model.wide.iter().enumerate() {
            let lack = asked.pool_prices[ITEMS];
            match asked.how_wide[at] {
                How::Apart | How::Met => {}
                How::Unmet => spares += (asked.wide_prices[at] - lack).max(0) * spread.asked,
                How::Open => {
                    let more = (asked.wide_prices[at] - lack).max(0) * spread.asked;
                    match spread.requirement {
                        Some(requirement) => self.spared[requirement] += more,
                        None => spares += (more - asked.pool_prices[UNMET]).max(0),
                    }
                }
            }
            let price = asked.wide_prices[at];
            let wanted = if asked.how_wide[at] == How::Apart { 0 } else { spread.asked };
            let values = spread.rows.iter().map(|row| (price - asked.prices[*row]).max(0));
            spares += values.sum::<i64>() - price * wanted;
        }
        // Being unmet spares all of this and costs one of the pool.
        spares + self.spared.iter().map(|spared| (spared - asked.pool_prices[UNMET]).max(0)).sum::<i64>()
    }
}
