//! Rows priced against one another: whatever the prices, what all items can earn at the most by them is a bound.
//!
//! Prices are whole numbers. They come from a linear relaxation, or are improved step by step where that would be too large;
//! nothing hangs on how good they are, since what they prove is counted exactly.

use super::asked::{Asked, Focus, ONE};
use super::bound::{Bound, Caps};
use super::earn;
use super::model::Model;
use super::relaxed::Relaxed;
use super::rows::POOLS;
use super::state::State;
use super::ways::Ways;

/// So many entries of a tableau are gone through in one step.
const ENTRIES_A_STEP: usize = 4_096;

/// What a round of pricing came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Told {
    /// Nothing is possible.
    Never,
    /// Some ways were taken away, or none.
    Less(bool),
    /// These units of each cell may do.
    Try(Vec<i64>),
}

#[derive(Clone)]
pub(super) struct Dual<W> {
    pub(super) asked: Asked,
    pub(super) relaxed: Option<Box<Relaxed>>,
    pub(super) is_relaxed: bool,
    /// The most that the price of each row may be.
    pub(super) most: Vec<i64>,
    pub(super) sums: Vec<i64>,
    pub(super) taken: Vec<W>,
    /// What each way of an item earns, while its ways are compared.
    pub(super) each: Vec<i64>,
    /// What an item earns where each of its parts counts.
    pub(super) of_parts: Vec<i64>,
    /// The best prices, and what they proved: more than 0 is a contradiction.
    pub(super) best: (i64, Vec<i64>),
    /// How much of each cell the relaxation takes, and in how far it gives each requirement up.
    pub(super) shares: Vec<u32>,
    pub(super) given_up: Vec<u32>,
    /// How much is told by asking for a cell.
    pub(super) scores: Vec<u64>,
    /// How many units of each cell of what is cut the relaxation takes, and whether a fraction of one more.
    pub(super) amounts: Vec<(i64, bool)>,
    /// What the relaxation proposes, in units of each cell.
    pub(super) proposed: Option<Vec<i64>>,
    /// What each requirement spares where it is unmet.
    pub(super) spared: Vec<i64>,
    pub(super) worth: i64,
}

impl<W: Ways> Dual<W> {
    pub(super) fn new(model: &Model<'_, W>, focus: Focus) -> Self {
        let rows = model.rows.len();
        let worth = match focus {
            Focus::Pool(pool) => model.common[pool],
            Focus::Row(row) => match model.workload.map(|w| model.requirements[w]) {
                Some(requirement) if requirement.row == row => requirement.worth,
                _ => model.rows[row].unit,
            },
        };
        Self {
            asked: Asked::new(model, focus),
            is_relaxed: model.is_small(),
            relaxed: None,
            most: vec![0; rows],
            sums: vec![0; rows],
            taken: vec![W::OUT; model.items.len()],
            each: vec![0; W::CELLS + 1],
            of_parts: Vec::new(),
            best: (i64::MIN, vec![0; rows]),
            shares: vec![0; model.way.len()],
            given_up: vec![0; model.requirements.len()],
            scores: vec![0; model.way.len()],
            amounts: Vec::new(),
            proposed: None,
            spared: vec![0; model.requirements.len()],
            worth,
        }
    }

    pub(super) fn focus(&self) -> Focus {
        self.asked.focus
    }

    /// How much less than its cap a part may be for all that the last prices prove.
    pub(super) fn slack(&self) -> i64 {
        if self.best.0 == i64::MIN {
            return i64::MAX;
        }
        (-self.best.0 / ONE).saturating_mul(self.worth).saturating_add(self.worth - 1)
    }

    /// The work of the relaxation since this was asked last, as steps of the search.
    pub(super) fn work(&mut self) -> u64 {
        let entries = self.relaxed.as_mut().map_or(0, |relaxed| relaxed.work());
        u64::try_from(entries / ENTRIES_A_STEP).unwrap_or(u64::MAX)
    }

    /// What a way earns at the best prices of late.
    pub(super) fn earns(&self, model: &Model<'_, W>, item: usize, way: W) -> i64 {
        if way == W::OUT { 0 } else { earn::way(model, model.items[item].adds[way.first()], &self.best.1) }
    }

    /// Improves the prices in so many rounds and draws conclusions.
    pub(super) fn run(&mut self, state: &mut State<'_, W>, of: (&Bound, &Caps), rounds: usize) -> Told {
        self.best.0 = i64::MIN;
        if !self.asked.follow(state, of.0, of.1, self.is_relaxed) {
            return Told::Less(false);
        }
        if !self.is_relaxed {
            return self.step_by_step(state, rounds);
        }
        // Made where it is needed first: much is settled without.
        let made = self.relaxed.take();
        let mut relaxed = made.unwrap_or_else(|| Box::new(Relaxed::new(state.model, self.asked.focus)));
        let never = relaxed.run(state, &self.asked, 40 + 40 * rounds);
        if let Some(row) = never {
            relaxed.prices_of(state.model, row, &mut self.asked);
        }
        let is_proven = never.is_some() && self.prove(state) > 0;
        if !is_proven {
            relaxed.prices(state.model, &mut self.asked);
            relaxed.shares(&mut self.shares, &mut self.given_up);
            relaxed.scores(&mut self.scores);
            relaxed.amounts(state.model, &mut self.amounts);
            self.proposed = Some(relaxed.proposed(state));
        }
        self.relaxed = Some(relaxed);
        if is_proven {
            return Told::Never;
        }
        let proven = self.prove(state);
        self.best.0 = proven;
        self.best.1.clone_from(&self.asked.prices);
        if proven > 0 {
            return Told::Never;
        }
        match self.cut(state) {
            Told::Less(false) => self.proposed.take().map_or(Told::Less(false), Told::Try),
            told => told,
        }
    }

    fn step_by_step(&mut self, state: &mut State<'_, W>, rounds: usize) -> Told {
        self.asked.pool_prices = [0; POOLS];
        match self.asked.focus {
            Focus::Pool(pool) => self.asked.pool_prices[pool] = ONE,
            Focus::Row(row) => self.asked.prices[row] = ONE,
        }
        let (mut pace, mut idle) = (16, 0);
        for round in 0..rounds {
            let proven = self.prove(state);
            if proven > 0 {
                return Told::Never;
            }
            // Rounds that hardly help are not worth their time.
            let helps = self.best.0 == i64::MIN || proven - self.best.0 > -self.best.0 / 24;
            idle = if helps { 0 } else { idle + 1 };
            if proven > self.best.0 {
                self.best.0 = proven;
                self.best.1.clone_from(&self.asked.prices);
            } else {
                pace = (pace * 7 / 8).max(1);
            }
            if idle > rounds / 6 {
                break;
            }
            if self.does() {
                return Told::Try(self.units(state));
            }
            if round + 1 < rounds && !self.improve(state.model, ONE / 2 - proven, pace) {
                break;
            }
        }
        self.cut(state)
    }

    /// Whether the ways that earn most keep every row that binds.
    fn does(&self) -> bool {
        let asked = &self.asked;
        let keeps = |(row, bound): (usize, &i64)| self.sums[row] >= *bound;
        asked.bound.iter().enumerate().filter(|(row, _)| asked.is_hard[*row]).all(keeps)
    }

    /// The units of the ways that earn most.
    fn units(&self, state: &State<'_, W>) -> Vec<i64> {
        let mut units = vec![0; state.model.way.len()];
        for (item, way) in state.model.items.iter().zip(&self.taken).filter(|(_, way)| **way != W::OUT) {
            let cell = item.cells[way.first()];
            units[cell] = state.model.layout.cells[cell].most;
        }
        units
    }

    /// Moves the prices toward what is short; `false` where nothing would move.
    fn improve(&mut self, model: &Model<'_, W>, gap: i64, pace: i64) -> bool {
        let asked = &mut self.asked;
        let fixed = if let Focus::Row(row) = asked.focus { Some(row) } else { None };
        let rows: Vec<(usize, i64)> = (0..asked.prices.len())
            .filter(|row| fixed != Some(*row) && self.most[*row] > 0)
            .map(|row| (row, asked.bound[row] - self.sums[row]))
            .collect();
        let moves = |row: usize, short: i64| {
            (short > 0 && asked.prices[row] < self.most[row]) || (short < 0 && asked.prices[row] > 0)
        };
        let square: i64 = rows.iter().filter(|(row, short)| moves(*row, *short)).map(|(_, short)| short * short).sum();
        if square == 0 {
            return false;
        }
        // The price goes by so much for each unit that is short.
        let step = |by: i64| (gap / 16).saturating_mul(pace).saturating_mul(by) / square;
        for (row, short) in rows {
            asked.prices[row] = (asked.prices[row] + step(short)).clamp(0, self.most[row].min(model.dearest[row]));
        }
        true
    }

    /// The same for an item of which parts count; none where nothing is left.
    fn cut_parts(&mut self, state: &mut State<'_, W>, item: usize) -> Option<bool> {
        if state.is_settled(item) {
            return Some(false);
        }
        let most = earn::parts(state, item, &self.best.1, Some(&mut self.of_parts));
        let mut less = false;
        for place in 0..self.of_parts.len() {
            let open = state.model.parted[item].as_ref().is_some_and(|p| state.high[p.parts[place].cell] > 0);
            if open && self.of_parts[place] < most.saturating_add(self.best.0) {
                less = true;
                if !state.lower(item, place, 0) {
                    return None;
                }
            }
        }
        Some(less)
    }

    /// Takes away the ways that would break what is allowed at the best prices.
    fn cut(&mut self, state: &mut State<'_, W>) -> Told {
        let model = state.model;
        let slack = -self.best.0;
        let mut less = false;
        for (at, item) in model.items.iter().enumerate() {
            if model.parted[at].is_some() {
                match self.cut_parts(state, at) {
                    Some(any) => less |= any,
                    None => return Told::Never,
                }
                continue;
            }
            let open = state.ways[at];
            if open.is_single() {
                continue;
            }
            let mut most = i64::MIN;
            for way in open.each() {
                let earns = if way == W::OUT { 0 } else { earn::way(model, item.adds[way.first()], &self.best.1) };
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
