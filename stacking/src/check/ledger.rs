//! A stack added up, and held against the problem.

use std::collections::{BTreeMap, BTreeSet};

use super::fault::Fault;
use super::once::{Below, Cell, number};
use crate::problem::{Extent, Fill, Limit, Measure, NodeKind, Problem, Side};
use crate::stack::{Counted, Value};

/// A stack whose cells and choices are well formed, added up. Credits are in units divided by `fine`.
pub(super) struct Ledger<'p> {
    pub(super) problem: &'p Problem,
    pub(super) cells: BTreeMap<(usize, usize), Cell<'p>>,
    /// Whether each node is part of the stack.
    inside: Vec<bool>,
    /// What is counted below each node.
    pub(super) below: Vec<Below<'p>>,
}

/// What a node lacks, in the order in which it is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Lack {
    pub(super) unmet: i128,
    pub(super) items: i128,
    pub(super) credits: i128,
}

impl Lack {
    fn sum<'l>(all: impl IntoIterator<Item = &'l Lack>) -> Lack {
        let mut sum = Lack::default();
        for lack in all {
            sum.unmet += lack.unmet;
            sum.items += lack.items;
            sum.credits += lack.credits;
        }
        sum
    }

    fn in_measure(&mut self, measure: Measure) -> &mut i128 {
        match measure {
            Measure::Credits => &mut self.credits,
            Measure::Items | Measure::Outcomes => &mut self.items,
        }
    }
}

impl<'p> Ledger<'p> {
    pub(super) fn new(problem: &'p Problem, cells: Vec<Cell<'p>>, inside: Vec<bool>) -> Self {
        let cells = cells.into_iter().map(|c| ((c.counted.slot, c.counted.item), c)).collect();
        let mut ledger = Ledger { problem, cells, inside, below: vec![Below::default(); problem.tree.len()] };
        for (at, node) in problem.tree.iter().enumerate().rev() {
            let mut below = Below::default();
            if let NodeKind::Slot(slot) = node.kind {
                below = ledger.slot(slot);
            }
            for child in node.kind.children() {
                ledger.below[*child].items.values().flatten().for_each(|cell| below.add(cell));
            }
            ledger.below[at] = below;
        }
        ledger
    }

    fn in_slot(&self, slot: usize) -> impl Iterator<Item = &Cell<'p>> {
        self.cells.range((slot, 0)..=(slot, usize::MAX)).map(|(_, cell)| cell)
    }

    pub(super) fn slot(&self, slot: usize) -> Below<'p> {
        Below::of(self.in_slot(slot))
    }

    /// Whether each item is counted once and where it may be.
    pub(super) fn items(&self) -> Vec<Fault> {
        let problem = self.problem;
        let mut faults = Vec::new();
        let by_item = self.by_item();
        for (item, cells) in &by_item {
            faults.extend(cells.iter().filter_map(|cell| self.amount(cell)));
            faults.extend(self.places(*item, cells));
        }
        for (one, other) in problem.clashes.iter().filter(|(a, b)| by_item.contains_key(a) && by_item.contains_key(b)) {
            let name = |item: usize| problem.items[item].id.clone();
            faults.push(Fault::Clash { one: name(*one), other: name(*other) });
        }
        faults
    }

    fn amount(&self, cell: &Cell<'_>) -> Option<Fault> {
        let Counted { slot, item, units } = cell.counted;
        let place = &self.problem.slots[slot];
        let least = if place.fill == Fill::Whole && !place.entire { cell.offer.least } else { 1 };
        let most = cell.offer.credits;
        let say = |units| self.say(Measure::Credits, i128::from(units) * i128::from(self.problem.fine));
        (units < least || units > most).then(|| Fault::Amount {
            slot: place.name.clone(),
            item: self.problem.items[item].id.clone(),
            least: say(least),
            most: say(most),
            counts: say(units),
        })
    }

    /// What no stack goes beyond: choices, maxima of slots, "at most" limits.
    pub(super) fn bounds(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (at, node) in self.problem.tree.iter().enumerate() {
            let NodeKind::Slot(slot) = node.kind else { continue };
            let (place, measure) = (&self.problem.slots[slot], self.problem.slots[slot].measure);
            if !self.inside[at] {
                faults.extend(self.in_slot(slot).map(|cell| {
                    let item = self.problem.items[cell.counted.item].id.clone();
                    Fault::NotChosen { slot: place.name.clone(), item }
                }));
            }
            let counts = self.slot(slot).measured(self.problem, measure);
            if let Some(allows) = place.maximum.map(|m| self.bound(measure, m)).filter(|m| counts > *m) {
                let (allows, counts) = (self.say(measure, allows), self.say(measure, counts));
                faults.push(Fault::Maximum { slot: place.name.clone(), allows, counts });
            }
        }
        for limit in self.asked(Side::AtMost) {
            let short = self.short(limit);
            if short < 0 {
                let counts = self.used(limit);
                let (allows, counts) = (self.say(limit.measure, counts + short), self.say(limit.measure, counts));
                faults.push(Fault::Limit { limit: limit.name.clone(), allows, counts });
            }
        }
        faults
    }

    /// The limits of one side, without those of awards that are no part of the stack.
    fn asked(&self, side: Side) -> impl Iterator<Item = &'p Limit> {
        self.problem.limits.iter().filter(move |l| l.side == side && l.of.is_none_or(|node| self.inside[node]))
    }

    fn bound(&self, measure: Measure, bound: i64) -> i128 {
        match measure {
            Measure::Credits => i128::from(bound) * i128::from(self.problem.fine),
            Measure::Items | Measure::Outcomes => i128::from(bound),
        }
    }

    fn used(&self, limit: &Limit) -> i128 {
        Below::of(limit.cells.iter().filter_map(|c| self.cells.get(c))).measured(self.problem, limit.measure)
    }

    /// How far what is counted stays below a limit's bound; negative beyond it.
    fn short(&self, limit: &Limit) -> i128 {
        let bound = match limit.extent {
            Extent::Fixed(n) => self.bound(limit.measure, n),
            Extent::Share { parts, of } => self.below[of].units(self.problem) * i128::from(parts),
        };
        bound - self.used(limit)
    }

    /// What each node lacks, from the leaves up; of those that are no part of the stack it means nothing.
    pub(super) fn lacks(&self) -> Vec<Lack> {
        let mut lacks = vec![Lack::default(); self.problem.tree.len()];
        let mut of_node: BTreeMap<usize, Vec<&Limit>> = BTreeMap::new();
        for (node, limit) in self.asked(Side::AtLeast).filter_map(|l| l.of.map(|node| (node, l))) {
            of_node.entry(node).or_default().push(limit);
        }
        for (at, node) in self.problem.tree.iter().enumerate().rev() {
            let below = |children: &[usize]| children.iter().map(|c| lacks[*c]).collect::<Vec<_>>();
            let mut lack = match &node.kind {
                NodeKind::Slot(slot) => self.slot_lacks(*slot),
                NodeKind::All(children) => Lack::sum(&below(children)),
                NodeKind::Any(_, children) => {
                    let chosen: Vec<usize> = children.iter().copied().filter(|c| self.inside[*c]).collect();
                    Lack::sum(&below(&chosen))
                }
                NodeKind::AtLeast(needs, children) => {
                    let mut each = below(children);
                    each.sort_unstable();
                    Lack::sum(each.iter().take(*needs))
                }
            };
            if let Some((measure, minimum)) = node.minimum {
                let short = self.bound(measure, minimum) - self.below[at].measured(self.problem, measure);
                if short > 0 {
                    lack.unmet += 1;
                    let missing = lack.in_measure(measure);
                    *missing = short.max(*missing);
                }
            }
            for limit in of_node.get(&at).into_iter().flatten() {
                let short = self.short(limit).max(0);
                lack.unmet += short.signum();
                *lack.in_measure(limit.measure) += short;
            }
            lacks[at] = Lack::sum(&[lack, self.further(Some(at))]);
        }
        lacks
    }

    fn slot_lacks(&self, at: usize) -> Lack {
        let slot = &self.problem.slots[at];
        let values: BTreeSet<u32> = self.in_slot(at).flat_map(|c| c.offer.values.iter().copied()).collect();
        let narrow = (i128::from(slot.spread) - number(values.len())).max(0);
        let short =
            (self.bound(slot.measure, slot.minimum) - self.slot(at).measured(self.problem, slot.measure)).max(0);
        let mut lack = Lack { unmet: (narrow + short).signum(), items: narrow, credits: 0 };
        *lack.in_measure(slot.measure) += short;
        lack
    }

    pub(super) fn value(&self, said: &Value) -> Vec<Fault> {
        let fine = i128::from(self.problem.fine);
        let tree = self.lacks()[0];
        let awards = self.awards();
        let mut limits = self.further(None);
        let mut unmet = tree.unmet + limits.unmet + awards.unmet;
        for limit in self.asked(Side::AtLeast).filter(|l| l.of.is_none()) {
            let short = self.short(limit).max(0);
            unmet += short.signum();
            *limits.in_measure(limit.measure) += short;
        }
        let fields = [
            ("preference", said.preference, -awards.worth),
            ("unmet", said.unmet, unmet),
            ("tree_items", said.tree_items, tree.items),
            ("tree_credits", said.tree_credits, tree.credits),
            ("limit_credits", said.limit_credits, limits.credits),
            ("limit_items", said.limit_items, limits.items),
            ("workload", said.workload, awards.missing * fine),
            ("uncounted", said.uncounted, -awards.counted),
            ("planned", said.planned, awards.planned),
            ("in_progress", said.in_progress, awards.in_progress),
        ];
        let wrong = fields.into_iter().filter(|(_, said, is)| i128::from(*said) != *is);
        wrong.map(|(field, said, is)| Fault::Value { field, said, is }).collect()
    }

    /// An amount for a person.
    pub(super) fn say(&self, measure: Measure, amount: i128) -> String {
        let (noun, one) = match measure {
            Measure::Credits => ("credit", i128::from(self.problem.units_per_credit) * i128::from(self.problem.fine)),
            Measure::Items => ("credential", 1),
            Measure::Outcomes => ("learning outcome", 1),
        };
        let (mut gcd, mut rest) = (one, amount.abs());
        while rest != 0 {
            (gcd, rest) = (rest, gcd % rest);
        }
        let number = if gcd == one { (amount / one).to_string() } else { format!("{}/{}", amount / gcd, one / gcd) };
        format!("{number} {noun}{}", if number == "1" { "" } else { "s" })
    }
}
