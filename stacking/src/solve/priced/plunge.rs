//! Where little is left open all of it is gone through at once: a node of that search costs a hundredth of one that asks for
//! prices. What the last prices prove bounds it, too.

use super::bound::Caps;
use super::dual::Dual;
use super::state::State;
use super::ways::Ways;
use crate::solve::choices::Choice;
use crate::solve::search::Steps;
use crate::solve::small::{Aim, Dive, NODES_A_STEP, Scope};
use crate::solve::witness::Witness;

/// Nodes for one plunge.
const NODES: u64 = 4_000;
/// So many doublings of ways are little at first, at the least and at the most.
const LITTLE: u32 = 16;
const LEAST: u32 = 4;
const MOST: u32 = 40;

/// What a plunge came to.
pub(super) enum Plunged {
    Found(Witness),
    /// Nothing is there.
    Dead,
    /// It would take too long.
    Open,
}

/// The search beneath, and from where on it is asked.
pub(super) struct Plunges<'m> {
    dive: Option<Dive<'m>>,
    /// So many doublings of ways are little.
    little: u32,
}

impl Default for Plunges<'_> {
    fn default() -> Self {
        Self { dive: None, little: LITTLE }
    }
}

impl<'m> Plunges<'m> {
    /// Goes through all that a state leaves open, if that is little. `choice` tells the children that are chosen, if that is
    /// settled; a stack is one no part of which is beyond its cap.
    pub(super) fn plunge<W: Ways>(
        &mut self,
        state: &State<'m, W>,
        dual: Option<&Dual<W>>,
        of: (Caps, impl FnOnce() -> Option<Choice>),
        steps: &mut Steps,
    ) -> Plunged {
        let doublings: u32 = state.ways.iter().map(|ways| doublings(*ways)).sum();
        if doublings > self.little || state.model.parted.iter().any(Option::is_some) {
            return Plunged::Open;
        }
        let (caps, choice) = of;
        let Some(choice) = choice() else { return Plunged::Open };
        if self.dive.as_ref().is_none_or(|dive| *dive.choice() != choice) {
            self.dive = Dive::new(state.model.layout, choice);
        }
        let Some(dive) = &mut self.dive else { return Plunged::Open };
        let left = steps.most.saturating_sub(steps.taken).saturating_mul(NODES_A_STEP);
        dive.nodes = 0;
        let (found, all) = dive.run(Aim::Within(caps), &scope(state, dual), NODES.min(left));
        steps.charge(dive.nodes / NODES_A_STEP);
        match found {
            Some(found) => Plunged::Found(found),
            None if all => {
                self.little = (self.little + u32::from(dive.nodes < NODES / 4)).min(MOST);
                Plunged::Dead
            }
            None => {
                self.little = self.little.saturating_sub(1).max(LEAST);
                Plunged::Open
            }
        }
    }
}

/// What is open in a state, and what the last prices say of it.
fn scope<W: Ways>(state: &State<'_, W>, dual: Option<&Dual<W>>) -> Scope {
    let model = state.model;
    let (cells, items) = (model.way.len(), model.items.len());
    let mut scope = Scope { open: vec![false; cells], forced: vec![false; items], counted: Vec::new(), earns: None };
    let prices = dual.filter(|dual| dual.best.0 > i64::MIN);
    let mut earns = vec![0; cells];
    for (at, item) in model.items.iter().enumerate() {
        let ways = state.ways[at];
        if ways.is_single() {
            scope.counted.extend(item.cells.get(ways.first()).filter(|_| ways != W::OUT));
            continue;
        }
        scope.forced[at] = !ways.has(W::OUT);
        for way in ways.without(W::OUT).each() {
            let cell = item.cells[way.first()];
            scope.open[cell] = true;
            earns[cell] = prices.map_or(0, |dual| dual.earns(model, at, way));
        }
    }
    scope.earns = prices.map(|dual| (earns, -dual.best.0));
    scope
}

/// How often two ways become twice as many by the ways of an item, about.
fn doublings<W: Ways>(ways: W) -> u32 {
    let count = u32::try_from(ways.each().count()).unwrap_or(u32::MAX).max(1);
    count.ilog2() + u32::from(count == 3)
}
