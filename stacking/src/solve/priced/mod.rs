//! Problems of slots, limits and a tree: the parts of the value one after the other, each by questions of yes and no.

mod amounts;
mod asked;
mod bound;
mod branch;
mod cuts;
mod dual;
mod earn;
mod model;
mod parts;
mod plunge;
mod prove;
mod relaxed;
mod rows;
mod search;
mod state;
mod sums;
mod walk;
mod ways;

use asked::Focus;
use bound::Caps;
pub(super) use model::Model;
use search::Search;
pub(super) use ways::{Many, Ways};

use super::greedy::greedy;
use super::search::Steps;
use super::small::Found;
use super::witness::Witness;
use crate::stack::Value;

/// What the search came to.
pub(super) struct Answer {
    pub(super) witness: Option<Witness>,
    /// Whether the value of the witness is proven to be the best.
    pub(super) proven: bool,
    /// No stack is better than this.
    pub(super) bound: Value,
}

/// The rounds of pricing where a search begins.
const ROUNDS: usize = 32;

/// So many neighbourhoods of what is found are looked at, each with so many nodes.
const NEIGHBOURHOODS: usize = 4;
const NEARBY: u64 = 48;

/// The best stack, before what is superfluous is taken out, beginning with what is found already.
pub(super) fn solve<W: Ways>(model: &Model<'_, W>, found: Found, steps: &mut Steps) -> Answer {
    let mut climb = Climb { search: Search::new(model), witness: None, caps: bound::FREE, floor: [0; 9] };
    let proven = match found {
        Found::First(witness) | Found::Best(witness) => {
            climb.caps = witness.value.parts();
            climb.witness = Some(witness);
            true
        }
        Found::Some(witness) => {
            climb.witness = Some(witness);
            climb.climb(steps)
        }
        Found::None => climb.climb(steps),
    };
    // What is proven of a part counts where all parts before it are proven.
    let told = |level: usize| if climb.caps[level] == i64::MAX { climb.floor[level] } else { climb.caps[level] };
    let bound = Value::of_parts(std::array::from_fn(told));
    let mut witness = climb.witness;
    if let Some(witness) = witness.as_mut().filter(|_| proven) {
        walk::canonical(climb.search, witness, steps);
    }
    Answer { witness, proven, bound }
}

/// Whether anything is better than a value; none where the steps end first.
pub(super) fn is_beaten<W: Ways>(model: &Model<'_, W>, by: Value, steps: &mut Steps) -> Option<bool> {
    let mut caps = bound::FREE;
    for (level, part) in by.parts().into_iter().enumerate() {
        caps[level] = part.saturating_sub(1);
        let mut search = Search::new(model);
        search.focus(&focus(model, level));
        search.cap(caps);
        if search.decide(steps, ROUNDS).is_some() {
            return Some(true);
        }
        if steps.are_spent() {
            return None;
        }
        caps[level] = part;
    }
    Some(false)
}

/// What prices are for at a part of the value.
fn focus<W: Ways>(model: &Model<'_, W>, level: usize) -> Vec<Focus> {
    match level {
        0..rows::POOLS => vec![Focus::Pool(level)],
        5 if model.workload.is_some() => vec![Focus::Row(model.total)],
        6 if model.layout.problem.workload.is_none() => vec![Focus::Row(model.total)],
        7 => vec![Focus::Row(model.planned)],
        8 => vec![Focus::Row(model.in_progress)],
        _ => vec![Focus::Pool(rows::UNMET)],
    }
}

struct Climb<'m, W> {
    search: Search<'m, W>,
    witness: Option<Witness>,
    /// What is proven so far.
    caps: Caps,
    /// No stack is better than this.
    floor: Caps,
}

impl<W: Ways> Climb<'_, W> {
    /// Goes through the parts of the value; `true` where all are proven.
    fn climb(&mut self, steps: &mut Steps) -> bool {
        if self.search.settle(0).is_err() {
            return false;
        }
        self.floor = self.search.bound.levels;
        let layout = self.search.model().layout;
        self.witness = self.witness.take().or_else(|| greedy(layout));
        (0..9).all(|level| self.improve(level, steps))
    }

    fn keep(&mut self, level: usize, cap: i64) {
        (self.caps[level], self.floor[level]) = (cap, cap);
        self.search.cap(self.caps);
    }

    /// Whether a part can be no more than this, as far as so many steps tell; what is found is kept.
    fn ask(&mut self, level: usize, cap: i64, most: u64, steps: &mut Steps) -> Option<bool> {
        let mut few = steps.few(most.saturating_mul(self.search.weight()));
        let found = self.within(level, cap, |search| search.decide(&mut few, ROUNDS));
        steps.taken += few.taken.min(few.most + 1);
        (found || !few.are_spent()).then_some(found)
    }

    /// Looks for a stack in which a part is no more than this.
    fn within(&mut self, level: usize, cap: i64, look: impl FnOnce(&mut Search<'_, W>) -> Option<Witness>) -> bool {
        let mut caps = self.caps;
        caps[level] = cap;
        let model = self.search.model();
        self.search.focus(&focus(model, level));
        let mark = self.search.state.mark();
        self.search.cap(caps);
        let found = look(&mut self.search);
        self.search.state.undo(mark);
        self.search.caps = self.caps;
        let is_found = found.is_some();
        self.witness = found.or(self.witness.take());
        is_found
    }

    fn reached(&self, level: usize) -> i64 {
        let model = self.search.model();
        // Nothing is worse than everything unmet.
        let all = model.layout.problem.tree.len() + model.requirements.len() + 1;
        let worst = i64::try_from(all).unwrap_or(i64::MAX);
        self.witness.as_ref().map_or(worst, |w| w.value.parts()[level])
    }

    /// Raises what a part is at the least, as far as prices alone prove it.
    fn raise(&mut self, level: usize, grain: i64) {
        if self.reached(level) > self.floor[level] && self.search.settle(0).is_ok() {
            self.floor[level] = self.floor[level].max(self.search.bound.levels[level]);
        }
        let mut less = grain;
        // First against what is reached, then against what the first prices leave possible.
        for _ in 0..3 {
            let cap = self.reached(level) - less;
            if cap < self.floor[level] {
                return;
            }
            let mut least = i64::MIN;
            self.within(level, cap, |search| match search.settle(ROUNDS) {
                Ok(found) => {
                    if level > 0 {
                        least = search.at_most(level, cap).saturating_sub(search.slack());
                    }
                    found
                }
                Err(()) => {
                    least = cap + grain;
                    None
                }
            });
            self.floor[level] = self.floor[level].max(least.min(self.reached(level)));
            let gap = (self.reached(level) - self.floor[level]).div_euclid(grain);
            less = grain * gap;
            if gap <= 0 || self.reached(level) - less == cap {
                return;
            }
        }
    }

    /// Makes a part as small as it can be; `false` where the steps end first.
    fn improve(&mut self, level: usize, steps: &mut Steps) -> bool {
        let model = self.search.model();
        // Told by the workload: what it lacks is not counted.
        if level == 6 && model.layout.problem.workload.is_some() {
            self.keep(level, self.reached(level));
            return true;
        }
        let grain = model.grain(level);
        if level > 0 {
            self.raise(level, grain);
        }
        let few = level > 0 || model.requirements.len() <= branch::MOST_OPEN;
        let tries: &[u64] = if few { &[32, 128] } else { &[256, 1_024, 4_096, 16_384, 65_536] };
        if !(level == 0 && few) {
            self.probe(level, grain, tries, steps);
        }
        if level == 0 {
            // From below: one more unmet or less makes all the difference.
            while self.floor[0] < self.reached(0) && self.ask(0, self.floor[0], u64::MAX, steps) == Some(false) {
                self.floor[0] += 1;
            }
        } else if self.reached(level) > self.floor[level] {
            self.look_nearby(level, grain, steps);
        }
        if level > 0 && self.reached(level) > self.floor[level] {
            let part = search::Part { level, grain, floor: self.floor[level] };
            let cap = self.reached(level) - grain;
            self.within(level, cap, |search| search.least(steps, 4, part));
        }
        if steps.are_spent() {
            return false;
        }
        self.keep(level, self.reached(level));
        true
    }

    /// Looks for something better among the stacks that are much like the best so far: where the relaxation agrees with it it
    /// is left as it is (relaxation induced neighbourhoods: Danna, Rothberg and Le Pape, 2005), or where a draw says so.
    fn look_nearby(&mut self, level: usize, grain: i64, steps: &mut Steps) {
        let mut round = 0;
        while round < NEIGHBOURHOODS && self.reached(level) - self.floor[level] >= grain && !steps.are_spent() {
            let cap = self.reached(level) - grain;
            let Some(units) = self.witness.as_ref().map(|w| w.units.clone()) else { return };
            let mut few = steps.few(NEARBY.saturating_mul(self.search.weight()));
            let found = self.within(level, cap, |search| match search.settle(ROUNDS) {
                Ok(None) if search.stay_near(&units, round) => search.decide(&mut few, 4),
                Ok(found) => found,
                Err(()) => None,
            });
            steps.taken += few.taken.min(few.most + 1);
            round = if found { 0 } else { round + 1 };
        }
    }

    /// The floor itself, then caps between: what is found lowers what is reached, what is refuted raises the floor, and
    /// neither is waited for too long.
    fn probe(&mut self, level: usize, grain: i64, tries: &[u64], steps: &mut Steps) {
        let mut first = true;
        for most in tries {
            loop {
                let reached = self.reached(level);
                let gap = (reached - self.floor[level]).div_euclid(grain);
                if gap <= 0 || steps.are_spent() {
                    return;
                }
                let mut told = None;
                for less in std::iter::once(gap).filter(|_| first).chain([gap / 2, gap - gap / 4, gap / 8]) {
                    let cap = reached - grain * less.max(1);
                    told = self.ask(level, cap, *most, steps);
                    if told == Some(false) {
                        self.floor[level] = cap + grain;
                    }
                    if told.is_some() || steps.are_spent() {
                        break;
                    }
                }
                first = false;
                if told.is_none() {
                    break;
                }
            }
        }
    }
}
