//! From faces and limits to a problem in whole numbers, and the way back.

use std::collections::BTreeMap;
use std::sync::Arc;

use credstack_model::policy::{Bound, Fill, PolicySet};
use credstack_model::stack::Include;
use credstack_model::vocabulary::AttributeId;
use credstack_model::{Amount, Symbol};
use credstack_stacking as stacking;
use credstack_stacking::{Extent, Item, Limit, Measure, Node, NodeKind, Offer, Problem, Progress, Side, Slot};

use super::error::StackError;
use super::faces::{Entry, Face, Offering};
use super::ledger::{Amounts, Counts, LedgerLimit};
use super::plan::{Plan, PlanKind, PlanSlot, Size};
use super::units::{lcm, units};

/// A problem with what its places mean.
#[derive(Debug, Clone)]
pub(super) struct Built {
    pub(super) problem: Problem,
    /// For each item its face.
    pub(super) items: Vec<Face>,
    /// For each slot its place in the plan.
    pub(super) slots: Vec<usize>,
    /// For each node its place in the plan.
    pub(super) nodes: Vec<usize>,
    /// For each limit its place in the ledger; none for what a slot says of one value.
    pub(super) limits: Vec<Option<usize>>,
    /// For each pair that shares its place in the plan.
    pub(super) sharing: Vec<usize>,
}

/// What a problem is built from.
pub(super) struct Site<'a> {
    pub(super) set: &'a PolicySet,
    pub(super) plan: &'a Plan,
    pub(super) entries: &'a [Entry],
    /// For each entry the values of the attributes that a slot asks variety of; none where they are not known.
    pub(super) values: &'a BTreeMap<(usize, AttributeId), Option<Vec<Symbol>>>,
}

impl Site<'_> {
    /// Builds the problem of some faces, which stand in the order of their entries.
    pub(super) fn build(&self, faces: Vec<Face>, ledger: &[LedgerLimit]) -> Result<Built, StackError> {
        let scale = self.scale(&faces)?;
        self.build_in(faces, ledger, (scale, fine(ledger)))
    }

    /// The same in given units: so many in a credit, and so many parts of each in a share.
    pub(super) fn build_in(
        &self,
        faces: Vec<Face>,
        ledger: &[LedgerLimit],
        (scale, fine): (i64, i64),
    ) -> Result<Built, StackError> {
        let used = self.used_slots(&faces);
        let mut order: Vec<usize> = (0..self.plan.slots.len()).filter(|s| used.get(*s) == Some(&true)).collect();
        order.sort_by(|a, b| self.path(*a).cmp(&self.path(*b)));
        let slots = order.iter().filter_map(|s| self.plan.slots.get(*s)).map(|s| self.slot(s, &faces, scale));
        let mut problem = Problem {
            units_per_credit: scale,
            fine,
            items: faces.iter().filter_map(|f| self.entries.get(f.entry)).map(item).collect(),
            slots: slots.collect(),
            tree: Vec::new(),
            limits: Vec::new(),
            workload: self.plan.workload.map(|w| units(w, scale, false)),
            clashes: self.clashes(&faces),
            ..Problem::default()
        };
        let mut nodes = Vec::new();
        self.tree(0, &order, &mut problem.tree, &mut nodes, scale);
        let mut built = Built { problem, items: faces, slots: order, nodes, limits: Vec::new(), sharing: Vec::new() };
        self.limits(&mut built, ledger, scale);
        self.one_value_limits(&mut built, scale);
        self.sharing(&mut built, scale);
        built.problem.check().map_err(StackError::Problem)?;
        Ok(built)
    }

    fn path(&self, slot: usize) -> Option<&Arc<str>> {
        self.plan.slots.get(slot).map(|s| &s.path)
    }

    /// The least number of units in a credit with which everything counted is a whole number: hundredths, unless a workload
    /// is none.
    pub(super) fn scale(&self, faces: &[Face]) -> Result<i64, StackError> {
        let offers = faces.iter().flat_map(|f| &f.offerings).flat_map(|o| [Some(o.least), o.most]).flatten();
        let sizes = self.plan.slots.iter().flat_map(|s| [s.minimum, s.maximum]).flatten();
        let sizes = sizes.chain(self.plan.nodes.iter().filter_map(|n| n.minimum));
        let sizes = sizes.filter_map(|s| if let Size::Credits(amount) = s { Some(amount) } else { None });
        let mut scale: i128 = 100;
        for amount in offers.chain(sizes).chain(self.plan.workload) {
            scale = lcm(scale, amount.parts().1);
            if scale > 1_000_000 {
                return Err(StackError::TooFine);
            }
        }
        i64::try_from(scale).map_err(|_| StackError::TooFine)
    }

    /// Slots for those who hold an award are there only where somebody does.
    fn used_slots(&self, faces: &[Face]) -> Vec<bool> {
        let held =
            |award: Symbol| faces.iter().any(|f| self.entries.get(f.entry).is_some_and(|e| e.is.contains(&award)));
        self.plan.slots.iter().map(|s| s.held.is_none_or(held)).collect()
    }

    fn slot(&self, slot: &PlanSlot, faces: &[Face], scale: i64) -> Slot {
        let (measure, minimum) = sized(slot.minimum, scale, false);
        let maximum = slot.maximum.map(|m| sized(Some(m), scale, true).1);
        let mut offers = Vec::new();
        for (at, face) in faces.iter().enumerate() {
            let Some(entry) = self.entries.get(face.entry) else { continue };
            let Some(offering) = offering(slot, entry, face) else { continue };
            // Where nothing bounds its credits, it may have as many as the award needs.
            let enough = self.plan.workload.unwrap_or_else(|| Amount::whole(1000)).max(offering.least);
            let most = units(offering.most.unwrap_or(enough), scale, true);
            let values = slot.spread.map(|(_, id)| self.spread_values(face.entry, id)).unwrap_or_default();
            let least = if slot.fill == Fill::Whole { units(offering.least, scale, false).max(1) } else { 1 };
            if most >= least {
                offers.push(Offer { item: at, least, credits: most, values });
            }
        }
        Slot {
            name: slot.path.to_string(),
            measure,
            minimum,
            maximum,
            fill: match slot.fill {
                Fill::Whole => stacking::Fill::Whole,
                Fill::UpTo => stacking::Fill::UpTo,
                Fill::Split => stacking::Fill::Split,
            },
            spread: slot.spread.map_or(0, |(n, _)| n),
            entire: false,
            offers,
        }
    }

    /// The values of an attribute as numbers, by the order of their texts among all that the wallet has.
    fn spread_values(&self, entry: usize, id: AttributeId) -> Vec<u32> {
        let mut all: Vec<Symbol> =
            self.values.iter().filter(|((_, a), _)| *a == id).flat_map(|(_, v)| v.iter().flatten()).copied().collect();
        all.sort_by_key(|s| self.set.symbols.text(*s));
        all.dedup();
        let mine = self.values.get(&(entry, id)).and_then(Option::as_ref).map(Vec::as_slice).unwrap_or_default();
        let place = |value: &Symbol| all.iter().position(|v| v == value).and_then(|p| u32::try_from(p).ok());
        let mut places: Vec<u32> = mine.iter().filter_map(place).collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    fn clashes(&self, faces: &[Face]) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for (a, one) in faces.iter().enumerate() {
            for (b, other) in faces.iter().enumerate().skip(a + 1) {
                let (Some(x), Some(y)) = (self.entries.get(one.entry), self.entries.get(other.entry)) else { continue };
                if one.entry == other.entry || !x.contains.is_disjoint(&y.contains) {
                    found.push((a, b));
                }
            }
        }
        found
    }

    /// Emits a node and all below it, and returns its place.
    fn tree(&self, at: usize, order: &[usize], tree: &mut Vec<Node>, nodes: &mut Vec<usize>, scale: i64) -> usize {
        let Some(node) = self.plan.nodes.get(at) else { return 0 };
        if let PlanKind::Award { held, stacked } = node.kind {
            let slot = self.plan.nodes.get(held).and_then(|h| match h.kind {
                PlanKind::Slot(slot) => order.iter().position(|s| *s == slot),
                _ => None,
            });
            if slot.is_none() {
                return self.tree(stacked, order, tree, nodes, scale);
            }
        }
        let me = tree.len();
        let minimum = node.minimum.map(|m| sized(Some(m), scale, false));
        // Slots, and the two ways to an award, stand below a node of the same path; the number keeps names apart.
        let name = format!("{}#{at}", node.path);
        tree.push(Node { name, kind: NodeKind::All(Vec::new()), minimum });
        nodes.push(at);
        let mut below = |list: &[usize]| -> Vec<usize> {
            let mut sorted: Vec<usize> = list.to_vec();
            sorted.sort_by(|a, b| {
                let path = |n: &usize| self.plan.nodes.get(*n).map(|n| n.path.clone());
                (path(a), a).cmp(&(path(b), b))
            });
            sorted.iter().map(|c| self.tree(*c, order, tree, nodes, scale)).collect()
        };
        let kind = match &node.kind {
            PlanKind::Slot(slot) => NodeKind::Slot(order.iter().position(|s| s == slot).unwrap_or_default()),
            PlanKind::All(children) => NodeKind::All(below(children)),
            PlanKind::Any(n, children) => NodeKind::Any(*n, below(children)),
            PlanKind::AtLeast(n, children) => NodeKind::AtLeast(*n, below(children)),
            PlanKind::Award { held, stacked } => NodeKind::Any(1, below(&[*held, *stacked])),
        };
        if let Some(place) = tree.get_mut(me) {
            place.kind = kind;
        }
        me
    }

    fn limits(&self, built: &mut Built, ledger: &[LedgerLimit], scale: i64) {
        for (place, limit) in ledger.iter().enumerate() {
            let place_of = |plan: usize| built.nodes.iter().position(|n| *n == plan);
            let at_most = limit.bound == Bound::AtMost;
            let fine = built.problem.fine;
            let of = limit.of.map(place_of);
            // An award that is held and not stacked has no node, and its limits bind nothing.
            if of == Some(None) {
                continue;
            }
            let (measure, extent) = match limit.amounts {
                Amounts::Credits(amount) => (Measure::Credits, Extent::Fixed(units(amount, scale, at_most))),
                Amounts::Items(n) => (Measure::Items, Extent::Fixed(i64::from(n))),
                Amounts::Free => {
                    let all = built.problem.slots.iter().flat_map(|s| &s.offers).map(|o| o.credits);
                    (Measure::Credits, Extent::Fixed(all.sum()))
                }
                Amounts::Share(percent, node) => {
                    let parts = units(percent, fine, at_most) / 100;
                    (Measure::Credits, Extent::Share { parts, of: place_of(node).unwrap_or_default() })
                }
            };
            let cells = self.cells(built, of.flatten(), |entry, offering| match (limit.counts, at_most) {
                (Counts::Served, _) => !entry.served.is_empty(),
                (Counts::Rule(rule), true) => offering.against.contains(&rule),
                (Counts::Rule(rule), false) => offering.toward.contains(&rule),
                (Counts::Condition(at), true) => offering.may_hold.get(at) == Some(&true),
                (Counts::Condition(at), false) => offering.holds.get(at) == Some(&true),
            });
            let side = if at_most { Side::AtMost } else { Side::AtLeast };
            built.problem.limits.push(Limit {
                name: limit.name.to_string(),
                side,
                measure,
                extent,
                cells,
                of: of.flatten(),
            });
            built.limits.push(Some(place));
        }
    }

    /// What the requirements share.
    fn sharing(&self, built: &mut Built, scale: i64) {
        for (at, sharing) in self.plan.sharing.iter().enumerate() {
            let side = |node: usize| {
                // A requirement that is held and not stacked has no node.
                let mut slots = slots_below(&built.problem.tree, built.nodes.iter().position(|n| *n == node)?);
                slots.sort_unstable();
                Some(slots)
            };
            let [Some(one), Some(other)] = sharing.between.map(side) else { continue };
            built.problem.sharing.push(sharing.terms.between(&sharing.name, [one, other], scale));
            built.sharing.push(at);
        }
    }

    /// The slots and items whose offering a limit counts, all of them below a node.
    fn cells(
        &self,
        built: &Built,
        below: Option<usize>,
        counts: impl Fn(&Entry, &Offering) -> bool,
    ) -> Vec<(usize, usize)> {
        let allowed = below.map(|node| slots_below(&built.problem.tree, node));
        let mut cells = Vec::new();
        for (at, slot) in built.problem.slots.iter().enumerate() {
            let Some(plan) = built.slots.get(at).and_then(|s| self.plan.slots.get(*s)) else { continue };
            if allowed.as_ref().is_some_and(|a| !a.contains(&at)) {
                continue;
            }
            for offer in &slot.offers {
                let Some(face) = built.items.get(offer.item) else { continue };
                let Some(entry) = self.entries.get(face.entry) else { continue };
                if offering(plan, entry, face).is_some_and(|o| counts(entry, o)) {
                    cells.push((at, offer.item));
                }
            }
        }
        cells
    }

    /// `at most 6 ECTS of one issuer`: a limit for each value; what has no known value may have any.
    fn one_value_limits(&self, built: &mut Built, scale: i64) {
        for (at, plan) in built.slots.clone().into_iter().enumerate() {
            let Some(slot) = self.plan.slots.get(plan) else { continue };
            for (size, id) in &slot.most_of_one {
                let mut values: Vec<Symbol> = self
                    .values
                    .iter()
                    .filter(|((_, a), _)| a == id)
                    .flat_map(|(_, v)| v.iter().flatten())
                    .copied()
                    .collect();
                values.sort_by_key(|s| self.set.symbols.text(*s));
                values.dedup();
                for value in values {
                    let has = |item: usize| {
                        let entry = built.items.get(item).map(|f| f.entry).unwrap_or_default();
                        self.values.get(&(entry, *id)).and_then(Option::as_ref).is_none_or(|v| v.contains(&value))
                    };
                    let offers = built.problem.slots.get(at).map(|s| s.offers.as_slice()).unwrap_or_default();
                    let cells = offers.iter().map(|o| o.item).filter(|i| has(*i)).map(|i| (at, i)).collect();
                    let (measure, bound) = sized(Some(*size), scale, true);
                    built.problem.limits.push(Limit {
                        name: format!("{}/{}", slot.path, self.set.symbols.text(value)),
                        side: Side::AtMost,
                        measure,
                        extent: Extent::Fixed(bound),
                        cells,
                        of: None,
                    });
                    built.limits.push(None);
                }
            }
        }
    }
}

/// What a face offers to a slot, where the slot takes it.
pub(super) fn offering<'f>(slot: &PlanSlot, entry: &Entry, face: &'f Face) -> Option<&'f Offering> {
    let right = |o: &&Offering| match (o.component, slot.components.is_empty()) {
        (None, true) => true,
        (Some(component), false) => slot.components.contains(&component),
        _ => false,
    };
    let held = slot.held.is_none_or(|award| entry.is.contains(&award));
    let found = face.offerings.iter().filter(right).find(|o| o.holds.get(slot.eligible) == Some(&true));
    found.filter(|_| held && (!slot.at_home || entry.within_award))
}

fn item(entry: &Entry) -> Item {
    let progress = match entry.progress {
        Include::Completed => Progress::Completed,
        Include::InProgress => Progress::InProgress,
        Include::Planned => Progress::Planned,
    };
    Item { id: entry.id.to_string(), progress, ..Item::default() }
}

/// The slots below a node.
pub(super) fn slots_below(tree: &[Node], node: usize) -> Vec<usize> {
    let mut open = vec![node];
    let mut slots = Vec::new();
    while let Some(at) = open.pop() {
        match tree.get(at).map(|n| &n.kind) {
            Some(NodeKind::Slot(slot)) => slots.push(*slot),
            Some(kind) => open.extend(kind.children()),
            None => {}
        }
    }
    slots
}

fn sized(size: Option<Size>, scale: i64, down: bool) -> (Measure, i64) {
    match size {
        None => (Measure::Credits, 0),
        Some(Size::Credits(amount)) => (Measure::Credits, units(amount, scale, down)),
        Some(Size::Items(n)) => (Measure::Items, i64::from(n)),
    }
}

/// A denominator with which every percentage of what is counted is a whole number of parts.
pub(super) fn fine(ledger: &[LedgerLimit]) -> i64 {
    let mut fine: i128 = 1;
    for limit in ledger {
        if let Amounts::Share(percent, _) = limit.amounts {
            fine = lcm(fine, percent.parts().1 * 100);
        }
    }
    i64::try_from(fine).unwrap_or(100)
}
