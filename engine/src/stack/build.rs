//! From faces and limits to a problem in whole numbers, and the way back.

mod limits;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use credstack_model::policy::{Fill, PolicySet};
use credstack_model::stack::Include;
use credstack_model::vocabulary::AttributeId;
use credstack_model::{Amount, Symbol};
use credstack_stacking as stacking;
use credstack_stacking::{Item, Measure, Node, NodeKind, Offer, Problem, Progress, Slot};

use super::error::StackError;
use super::faces::{Entry, Face, Offering};
use super::kinds::{Day, Marks, Placed, Way};
use super::ledger::{Amounts, LedgerLimit};
use super::plan::{Plan, PlanKind, PlanSlot, Size};
use super::units::{lcm, units};
use super::ways::closed_slots;

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
    /// Where each average of the plan stands; `None` where nothing asks for it in this stack.
    pub(super) averages: Vec<Option<Placed>>,
    /// For each of the plan's latest credits its place among those of the problem.
    pub(super) latest: Vec<Option<usize>>,
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
    /// Which of two requirements is taken, for each choice of the plan.
    pub(super) ways: &'a [Way],
    /// What is averaged.
    pub(super) marks: Marks<'a>,
    /// When each entry was completed.
    pub(super) days: &'a [Day],
    /// The learning outcomes that each entry covers; none where the file does not say.
    pub(super) outcomes: &'a [Option<BTreeSet<Arc<str>>>],
    /// For each node that has to be met before others, the entries that came after that.
    pub(super) ready: &'a BTreeMap<usize, BTreeSet<usize>>,
}

impl Site<'_> {
    /// Builds the problem of some faces, which stand in the order of their entries.
    pub(super) fn build(&self, faces: Vec<Face>, ledger: &[LedgerLimit]) -> Result<Built, StackError> {
        self.build_at(0, faces, ledger)
    }

    /// The same of one node alone: what it asks for and nothing else.
    pub(super) fn build_at(&self, root: usize, faces: Vec<Face>, ledger: &[LedgerLimit]) -> Result<Built, StackError> {
        let scale = self.scale(&faces)?;
        self.build_in(root, faces, ledger, (scale, fine(ledger)))
    }

    /// The same in given units: so many in a credit, and so many parts of each in a share.
    pub(super) fn build_in(
        &self,
        root: usize,
        faces: Vec<Face>,
        ledger: &[LedgerLimit],
        (scale, fine): (i64, i64),
    ) -> Result<Built, StackError> {
        let mut used = self.used_slots(&faces);
        let whole = root == 0;
        if !whole {
            let below = self.plan.slots_below(root);
            used.iter_mut().enumerate().for_each(|(at, used)| *used &= below.contains(&at));
        }
        let mut order: Vec<usize> = (0..self.plan.slots.len()).filter(|s| used.get(*s) == Some(&true)).collect();
        order.sort_by(|a, b| self.path(*a).cmp(&self.path(*b)));
        let slots = order.iter().filter_map(|s| self.plan.slots.get(*s)).map(|s| self.slot(s, &faces, scale));
        let mut problem = Problem {
            units_per_credit: scale,
            fine,
            items: faces
                .iter()
                .filter_map(|f| self.entries.get(f.entry).map(|e| (f, e)))
                .map(|(f, e)| self.item(f, e))
                .collect(),
            slots: slots.collect(),
            tree: Vec::new(),
            limits: Vec::new(),
            workload: self.plan.workload.filter(|_| whole).map(|w| units(w, scale, false)),
            clashes: self.clashes(&faces),
            ..Problem::default()
        };
        let mut nodes = Vec::new();
        self.tree(root, &order, &mut problem.tree, &mut nodes, scale);
        let mut built = Built {
            problem,
            items: faces,
            slots: order,
            nodes,
            limits: Vec::new(),
            averages: Vec::new(),
            latest: Vec::new(),
            sharing: Vec::new(),
        };
        self.limits(&mut built, ledger, scale);
        self.one_value_limits(&mut built, scale);
        if whole {
            self.averages(&mut built)?;
            self.latest(&mut built, scale);
            self.sharing(&mut built, scale);
        }
        self.open_choices(&mut built);
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
        for amount in offers.chain(sizes).chain(self.plan.workload).chain(self.latest_sizes()) {
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
        let closed = closed_slots(self.plan, self.ways);
        let slots = self.plan.slots.iter().enumerate();
        slots.map(|(at, s)| s.held.is_none_or(held) && !closed.contains(&at)).collect()
    }

    fn slot(&self, slot: &PlanSlot, faces: &[Face], scale: i64) -> Slot {
        let (mut measure, mut minimum) = sized(slot.minimum, scale, false);
        // Of learning outcomes the different ones count, like the values of a spread: so each slot has its own list of them.
        let mut different = slot.spread.map_or(0, |(n, _)| n);
        let covered = matches!(slot.minimum, Some(Size::Outcomes(_)));
        if let (Some(Size::Outcomes(n)), None) = (slot.minimum, slot.spread) {
            (measure, minimum, different) = (Measure::Credits, 0, n);
        }
        let maximum = slot.maximum.map(|m| sized(Some(m), scale, true).1);
        let mut offers = Vec::new();
        for (at, face) in faces.iter().enumerate() {
            let Some(entry) = self.entries.get(face.entry) else { continue };
            let Some(offering) = offering(slot, entry, face) else { continue };
            // Where nothing bounds its credits, it may have as many as the award needs.
            let enough = self.plan.workload.unwrap_or_else(|| Amount::whole(1000)).max(offering.least);
            let most = units(offering.most.unwrap_or(enough), scale, true);
            let outcomes = if covered { self.covered(slot, face.entry) } else { Vec::new() };
            if (covered && outcomes.is_empty()) || !self.is_ready(slot, face.entry) {
                continue;
            }
            let values = slot.spread.map_or(outcomes, |(_, id)| self.spread_values(face.entry, id));
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
            spread: different,
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
                let application = |e: &Entry| e.made.as_ref().map(|m| m.application);
                if one.entry != other.entry && application(x).is_some() && application(x) == application(y) {
                    continue;
                }
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
        if let PlanKind::If { choice, then, otherwise } = node.kind {
            match (self.ways.get(choice), otherwise) {
                (Some(Way::Then), _) => return self.tree(then, order, tree, nodes, scale),
                (Some(Way::Otherwise), Some(node)) => return self.tree(node, order, tree, nodes, scale),
                _ => {}
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
            // Which of the two is required is open, or none is.
            PlanKind::If { .. } => NodeKind::All(Vec::new()),
            PlanKind::Any(n, children) => NodeKind::Any(*n, below(children)),
            PlanKind::AtLeast(n, children) => NodeKind::AtLeast(*n, below(children)),
            PlanKind::Award { held, stacked } => NodeKind::Any(1, below(&[*held, *stacked])),
        };
        if let Some(place) = tree.get_mut(me) {
            place.kind = kind;
        }
        me
    }

    /// What the requirements share.
    fn sharing(&self, built: &mut Built, scale: i64) {
        for (at, sharing) in self.plan.sharing.iter().enumerate() {
            let side = |node: usize| {
                // A requirement that is held and not stacked, or that nothing asks for, has no node.
                let mut slots = slots_below(&built.problem.tree, built.nodes.iter().position(|n| *n == node)?);
                slots.sort_unstable();
                Some(slots)
            };
            let [Some(one), Some(other)] = sharing.between.map(side) else { continue };
            built.problem.sharing.push(sharing.terms.between(&sharing.name, [one, other], scale));
            built.sharing.push(at);
        }
    }
}

/// What a face offers to a slot, where the slot takes it.
pub(super) fn offering<'f>(slot: &PlanSlot, entry: &Entry, face: &'f Face) -> Option<&'f Offering> {
    face.offerings.iter().find(|o| takes(slot, entry, o.component, &o.holds))
}

/// Whether a slot takes what a credential offers to a component, or to none, where these conditions hold.
pub(super) fn takes(slot: &PlanSlot, entry: &Entry, component: Option<usize>, holds: &[bool]) -> bool {
    let placing = &entry.placing;
    if placing.banned.contains(&slot.place) || placing.only.as_ref().is_some_and(|only| !only.contains(&slot.place)) {
        return false;
    }
    let allowed = placing.allowed.iter().find(|(place, _)| *place == slot.place);
    if let (Some((_, rest)), None) = (allowed, component) {
        return rest.is_none_or(|rest| holds.get(rest) == Some(&true));
    }
    let right = match (component, slot.components.is_empty()) {
        (None, true) => true,
        (Some(component), false) => slot.components.contains(&component),
        _ => false,
    };
    let held = slot.held.is_none_or(|award| entry.is.contains(&award));
    right && held && holds.get(slot.eligible) == Some(&true) && (!slot.at_home || entry.within_award)
}

pub(super) fn item(entry: &Entry) -> Item {
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
        Some(Size::Outcomes(n)) => (Measure::Outcomes, i64::from(n)),
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
