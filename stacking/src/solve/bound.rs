//! How good a stack can still become: each part of the value by itself, never worse than what can be reached.

use super::choices::taken;
use super::flow;
use super::layout::Bounded;
use super::room::Room;
use super::value::{Lack, add, distinct, in_state, length, outcomes, preference, tops};
use crate::problem::{Extent, Measure, NodeKind, Progress};
use crate::stack::Value;

impl Room<'_> {
    /// Whether every ceiling can still be kept.
    pub(super) fn is_within(&self) -> bool {
        let shared = self.layout.shares.as_ref().is_none_or(|s| s.are_kept(self.layout.places(), self.low));
        shared
            && self.layout.ceilings.iter().all(|c| match (c.measure, c.extent) {
                (Measure::Items, Extent::Fixed(bound)) => self.low_items(&c.cells) <= bound,
                (Measure::Outcomes, Extent::Fixed(bound)) => self.low_outcomes(&c.cells) <= bound,
                (Measure::Credits, Extent::Fixed(bound)) => self.low_credits(&c.cells) <= bound,
                (_, Extent::Share { parts, of }) => {
                    let total = self.high_measured(Measure::Credits, self.below(of));
                    self.low_credits(&c.cells) * self.layout.problem.fine <= parts * total
                }
            })
    }

    /// A value that no allocation within this room is better than, in any of its parts.
    pub(super) fn value(&self) -> Value {
        let problem = self.layout.problem;
        let tree = self.node(0);
        let total = self.high_total();
        let flow = flow::lack(self, self.layout.shares.as_ref().map_or(total, |s| s.in_slots(total)));
        let (mut unmet, tree_items, tree_credits) =
            (tree.0.max(flow.0), tree.1.max(flow.1), tree.2.max(flow.2 * problem.fine));
        let (mut limit_credits, mut limit_items, mut workload) = (0, 0, 0);
        for floor in self.layout.floors.iter().filter(|f| f.of.is_none()) {
            let lack = self.floor_lack(floor);
            unmet += i64::from(lack > 0);
            match floor.measure {
                Measure::Credits => limit_credits += lack,
                Measure::Items | Measure::Outcomes => limit_items += lack,
            }
        }
        let more = self.more(None);
        (unmet, limit_credits) = (unmet + more.0, limit_credits + more.2);
        let mut uncounted = 0;
        let total_of = |node| if node == 0 { total } else { self.high_measured(Measure::Credits, self.below(node)) };
        for (node, wanted) in tops(problem) {
            let total = total_of(node);
            if let Some(wanted) = wanted.filter(|w| total < *w) {
                unmet += 1;
                workload += (wanted - total) * problem.fine;
            }
            uncounted -= wanted.map_or(total, |w| w.min(total));
        }
        Value {
            preference: preference(problem, |node, wanted| {
                self.node(node).0 == 0 && wanted.is_none_or(|w| total_of(node) >= w)
            }),
            unmet,
            tree_items,
            tree_credits,
            limit_credits,
            limit_items,
            workload,
            uncounted,
            planned: in_state(self.layout, self.low, Progress::Planned),
            in_progress: in_state(self.layout, self.low, Progress::InProgress),
        }
    }

    /// The most that can be counted in all. Each ceiling in credits takes away what its cells hold beyond it; ceilings that
    /// have no item in common take away one beside the other.
    fn high_total(&self) -> i64 {
        let all: Vec<usize> = (0..self.layout.cells.len()).collect();
        let highs = self.item_highs(&all);
        let total: i64 = highs.iter().sum();
        let mut cuts: Vec<(i64, Vec<usize>)> = Vec::new();
        for ceiling in &self.layout.ceilings {
            let (Measure::Credits, Extent::Fixed(bound)) = (ceiling.measure, ceiling.extent) else { continue };
            let outside: Vec<usize> = all.iter().copied().filter(|c| ceiling.cells.binary_search(c).is_err()).collect();
            let other: i64 = self.item_highs(&outside).iter().sum();
            let cut = total - other - bound;
            if cut > 0 {
                let cells = ceiling.cells.iter().filter(|c| self.high(**c) > 0);
                cuts.push((cut, cells.filter_map(|c| self.layout.cells.get(*c)).map(|c| c.item).collect()));
            }
        }
        cuts.sort_unstable_by(|a, b| b.cmp(a));
        let mut taken: Vec<usize> = Vec::new();
        let mut rest = total;
        for (cut, items) in cuts {
            if items.iter().all(|i| !taken.contains(i)) {
                rest -= cut;
                taken.extend(items);
            }
        }
        rest
    }

    fn floor_lack(&self, floor: &Bounded) -> i64 {
        let fine = self.layout.problem.fine;
        let used = self.high_measured(floor.measure, &floor.cells);
        let lack = match (floor.extent, floor.measure) {
            (Extent::Fixed(bound), Measure::Items | Measure::Outcomes) => bound - used,
            (Extent::Fixed(bound), Measure::Credits) => (bound - used) * fine,
            (Extent::Share { parts, of }, _) => {
                // What is counted of the set is part of the total, so the total is at least that and what else is fixed.
                let base = self.below(of);
                let others: i64 =
                    base.iter().filter(|c| floor.cells.binary_search(c).is_err()).map(|c| self.low(*c)).sum();
                // What is shared may be in the set and beside it.
                let inside = self.layout.shares.is_none() && floor.cells.iter().all(|c| base.binary_search(c).is_ok());
                let fixed = parts * self.low_credits(base) - used * fine;
                if inside { fixed.max(parts * others - (fine - parts) * used) } else { fixed }
            }
        };
        lack.max(0)
    }

    fn node(&self, at: usize) -> Lack {
        let Some(node) = self.layout.problem.tree.get(at) else { return (0, 0, 0) };
        let children = || taken(self.choice, at, &node.kind).iter().map(|c| self.node(*c));
        let mut lack = match &node.kind {
            NodeKind::Slot(slot) => self.slot(*slot),
            NodeKind::All(_) | NodeKind::Any(..) => children().fold((0, 0, 0), add),
            NodeKind::AtLeast(n, _) => least(&children().collect::<Vec<_>>(), *n),
        };
        if let Some((measure, minimum)) = node.minimum {
            let short = minimum - self.high_measured(measure, self.below(at));
            if short > 0 {
                lack.0 += 1;
                match measure {
                    Measure::Credits => lack.2 = lack.2.max(short * self.layout.problem.fine),
                    Measure::Items | Measure::Outcomes => lack.1 = lack.1.max(short),
                }
            }
        }
        for floor in self.layout.floors.iter().filter(|f| f.of == Some(at)) {
            let short = self.floor_lack(floor);
            lack.0 += i64::from(short > 0);
            match floor.measure {
                Measure::Credits => lack.2 += short,
                Measure::Items | Measure::Outcomes => lack.1 += short,
            }
        }
        add(lack, self.more(Some(at)))
    }

    fn slot(&self, at: usize) -> Lack {
        let problem = self.layout.problem;
        let (Some(slot), Some(cells)) = (problem.slots.get(at), self.cells_of(at)) else { return (0, 0, 0) };
        let open = || cells.clone().filter(|c| self.high(*c) > 0);
        let most = match slot.measure {
            Measure::Credits => open().map(|c| self.high(c)).sum(),
            Measure::Items => length(open().count()),
            Measure::Outcomes => outcomes(self.layout, open()),
        };
        let short = (slot.minimum - slot.maximum.map_or(most, |m| m.min(most))).max(0);
        let values = if slot.spread == 0 { 0 } else { distinct(self.layout, open()) };
        let spread = (i64::from(slot.spread) - values).max(0);
        let (items, credits) = match slot.measure {
            Measure::Credits => (0, short * problem.fine),
            Measure::Items | Measure::Outcomes => (short, 0),
        };
        (i64::from(short > 0 || spread > 0), items + spread, credits)
    }
}

/// The least that `n` of some lacks can sum to, in each part by itself.
fn least(each: &[Lack], n: usize) -> Lack {
    let smallest = |part: fn(&Lack) -> i64| {
        let mut values: Vec<i64> = each.iter().map(part).collect();
        values.sort_unstable();
        values.into_iter().take(n).sum()
    };
    (smallest(|l| l.0), smallest(|l| l.1), smallest(|l| l.2))
}
