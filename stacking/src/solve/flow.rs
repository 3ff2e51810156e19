//! Slots compete for items: how much of their minima can be met together, were every item divisible.

use std::collections::VecDeque;

use super::choices::taken;
use super::room::Room;
use super::value::length;
use crate::problem::{Measure, NodeKind};

/// What the required slots lack at the least, where no more than `total` can be counted in all: how many of them, items, and
/// credits in units.
pub(super) fn lack(room: &Room<'_>, total: i64) -> (i64, i64, i64) {
    let required = required(room);
    let (by_items, items) = of_measure(room, &required, Measure::Items, i64::MAX);
    let (by_credits, credits) = of_measure(room, &required, Measure::Credits, total);
    (by_items + by_credits, items, credits)
}

/// The slots that are required whatever else is: no "at least n of" stands above them.
fn required(room: &Room<'_>) -> Vec<usize> {
    let tree = &room.layout.problem.tree;
    let mut open = vec![0];
    let mut slots = Vec::new();
    while let Some(at) = open.pop() {
        match tree.get(at).map(|n| &n.kind) {
            Some(NodeKind::Slot(slot)) => slots.push(*slot),
            Some(NodeKind::AtLeast(n, children)) if *n < children.len() => {}
            Some(kind) => open.extend(taken(room.choice, at, kind)),
            None => {}
        }
    }
    slots.sort_unstable();
    slots
}

fn of_measure(room: &Room<'_>, required: &[usize], measure: Measure, total: i64) -> (i64, i64) {
    let problem = room.layout.problem;
    let of = |slot: &usize| problem.slots.get(*slot).filter(|s| s.measure == measure && s.minimum > 0);
    let slots: Vec<(usize, i64)> = required.iter().filter_map(|s| Some((*s, of(s)?.minimum))).collect();
    if slots.len() < 2 {
        // A slot alone competes with none; what it lacks is told by its own bound.
        return (0, 0);
    }
    let mut network = Network::new(room, &slots, measure);
    network.fill();
    let wanted: i64 = slots.iter().map(|(_, minimum)| *minimum).sum();
    let missing = network.demand.iter().sum::<i64>().max(wanted.saturating_sub(total));
    if missing == 0 {
        return (0, 0);
    }
    // As few slots as can lack so much together.
    let mut each: Vec<i64> = slots.iter().map(|(_, minimum)| *minimum).collect();
    each.sort_unstable_by(|a, b| b.cmp(a));
    let lacking = each.iter().scan(missing, |rest, most| {
        let open = *rest > 0;
        *rest -= most;
        open.then_some(())
    });
    (length(lacking.count()), missing)
}

struct Edge {
    item: usize,
    slot: usize,
    room: i64,
    flow: i64,
}

/// Items on one side, slots on the other.
struct Network {
    edges: Vec<Edge>,
    by_item: Vec<Vec<usize>>,
    by_slot: Vec<Vec<usize>>,
    supply: Vec<i64>,
    demand: Vec<i64>,
}

impl Network {
    fn new(room: &Room<'_>, slots: &[(usize, i64)], measure: Measure) -> Self {
        let items = &room.layout.items;
        let mut network = Self {
            edges: Vec::new(),
            by_item: vec![Vec::new(); items.len()],
            by_slot: vec![Vec::new(); slots.len()],
            supply: items
                .iter()
                .enumerate()
                .map(|(at, i)| {
                    let uses = room.layout.shares.as_ref().map_or(1, |s| s.most_uses(at));
                    uses.saturating_mul(if measure == Measure::Items { 1 } else { i.most })
                })
                .collect(),
            demand: slots.iter().map(|(_, minimum)| *minimum).collect(),
        };
        for (place, (slot, _)) in slots.iter().enumerate() {
            let parts = room.layout.problem.slots.get(*slot).is_some_and(|s| s.fill != crate::problem::Fill::Whole);
            for cell in room.cells_of(*slot).into_iter().flatten() {
                let high = room.high(cell);
                let Some(item) = room.layout.cells.get(cell).map(|c| c.item).filter(|_| high > 0) else { continue };
                if let (true, Measure::Items, Some(supply)) = (parts, measure, network.supply.get_mut(item)) {
                    // A part is enough to be counted, so a credential that is cut may be one item in several slots.
                    *supply += 1;
                }
                let edge = network.edges.len();
                let room = if measure == Measure::Items { 1 } else { high };
                network.edges.push(Edge { item, slot: place, room, flow: 0 });
                if let Some(list) = network.by_item.get_mut(item) {
                    list.push(edge);
                }
                if let Some(list) = network.by_slot.get_mut(place) {
                    list.push(edge);
                }
            }
        }
        network
    }

    fn fill(&mut self) {
        for at in 0..self.edges.len() {
            let Some(edge) = self.edges.get_mut(at) else { continue };
            let (Some(supply), Some(demand)) = (self.supply.get_mut(edge.item), self.demand.get_mut(edge.slot)) else {
                continue;
            };
            let much = edge.room.min(*supply).min(*demand);
            edge.flow += much;
            *supply -= much;
            *demand -= much;
        }
        for slot in 0..self.demand.len() {
            while self.demand.get(slot).is_some_and(|d| *d > 0) && self.augment(slot) {}
        }
    }

    /// Brings a slot more of what some item still has, by way of slots that take other items instead.
    fn augment(&mut self, slot: usize) -> bool {
        // For each slot that was reached: the edge out of it that leads on, and the edge by which its item lies elsewhere.
        let mut came: Vec<Option<(usize, usize)>> = vec![None; self.demand.len()];
        let mut seen = vec![false; self.demand.len()];
        let mut queue = VecDeque::from([slot]);
        if let Some(first) = seen.get_mut(slot) {
            *first = true;
        }
        while let Some(here) = queue.pop_front() {
            for at in self.by_slot.get(here).cloned().unwrap_or_default() {
                let Some(edge) = self.edges.get(at).filter(|e| e.flow < e.room) else { continue };
                let item = edge.item;
                if self.supply.get(item).is_some_and(|s| *s > 0) {
                    self.push(slot, here, at, &came);
                    return true;
                }
                for other in self.by_item.get(item).cloned().unwrap_or_default() {
                    let Some(taken) = self.edges.get(other).filter(|e| e.flow > 0 && e.slot != here) else { continue };
                    let next = taken.slot;
                    if let Some(fresh) = seen.get_mut(next).filter(|s| !**s) {
                        *fresh = true;
                        if let Some(place) = came.get_mut(next) {
                            *place = Some((at, other));
                        }
                        queue.push_back(next);
                    }
                }
            }
        }
        false
    }

    /// Pushes along the way that was found: the free item into `here` by `last`, and every slot on the way back hands on as
    /// much as it got.
    fn push(&mut self, slot: usize, here: usize, last: usize, came: &[Option<(usize, usize)>]) {
        let mut ups = vec![last];
        let mut downs = Vec::new();
        let mut at = here;
        while at != slot {
            let Some((up, down)) = came.get(at).copied().flatten() else { return };
            ups.push(up);
            downs.push(down);
            let Some(edge) = self.edges.get(up) else { return };
            at = edge.slot;
        }
        let rooms = ups.iter().filter_map(|e| self.edges.get(*e)).map(|e| e.room - e.flow);
        let flows = downs.iter().filter_map(|e| self.edges.get(*e)).map(|e| e.flow);
        let item = self.edges.get(last).map_or(0, |e| e.item);
        let ends = [self.supply.get(item).copied(), self.demand.get(slot).copied()].into_iter().flatten();
        let much = rooms.chain(flows).chain(ends).min().unwrap_or_default();
        for (edges, sign) in [(&ups, 1), (&downs, -1)] {
            for at in edges {
                if let Some(edge) = self.edges.get_mut(*at) {
                    edge.flow += sign * much;
                }
            }
        }
        if let (Some(supply), Some(demand)) = (self.supply.get_mut(item), self.demand.get_mut(slot)) {
            *supply -= much;
            *demand -= much;
        }
    }
}
