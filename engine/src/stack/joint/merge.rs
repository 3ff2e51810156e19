//! The problems of several awards as one: each award a node with its own workload and limits, over the same credentials.

use std::collections::BTreeSet;

use credstack_stacking::{
    Average, Award, Counted, Extent, Item, Latest, Limit, Node, NodeKind, Offer, Problem, Settled, Sharing, Slot,
    Solution, Stack, Value,
};

use super::super::build::{Built, slots_below};
use super::super::faces::Entry;
use super::super::plan::PlanKind;
use super::book::JointBook;
use super::faces::JointFace;

/// One problem for all awards, and the way back.
pub(super) struct Merged {
    pub(super) problem: Problem,
    /// What each item is.
    pub(super) items: Vec<JointFace>,
    /// Where the parts of each award stand, by the place of the award.
    pub(super) places: Vec<Places>,
    /// The place of each award among the awards of the problem.
    pub(super) awards: Vec<usize>,
    /// For each pair of awards that shares its place among the sharing of the problem.
    pub(super) pairs: Vec<usize>,
}

/// Where the parts of one award's own problem stand in that of all.
#[derive(Debug, Clone, Default)]
pub(super) struct Places {
    slots: Vec<usize>,
    /// Its root; the others follow it.
    node: usize,
    pub(super) limits: usize,
    pub(super) sharing: usize,
    /// For each own item the items of the whole that are it.
    items: Vec<Vec<usize>>,
}

impl Places {
    fn slot(&self, own: usize) -> usize {
        self.slots.get(own).copied().unwrap_or_default()
    }

    fn cells(&self, own: &[(usize, usize)]) -> Vec<(usize, usize)> {
        let each = own.iter().flat_map(|(slot, item)| {
            let items = self.items.get(*item).map(Vec::as_slice).unwrap_or_default();
            items.iter().map(|i| (self.slot(*slot), *i))
        });
        let mut cells: Vec<(usize, usize)> = each.collect();
        cells.sort_unstable();
        cells
    }

    /// The node of a part that is asked of an award alone: the award itself where the part names none.
    fn node_of(&self, own: Option<usize>) -> usize {
        self.node + own.unwrap_or_default()
    }
}

/// Puts the problems of the awards together. Awards stand in the order of their names, whatever the order in which they are
/// asked for.
pub(super) fn merge(book: &JointBook, parts: &[Built], faces: Vec<JointFace>, entries: &[Entry]) -> Merged {
    let names: Vec<String> = book.awards().map(|a| set_text(book, a.name)).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by(|a, b| names.get(*a).cmp(&names.get(*b)));
    let mut places: Vec<Places> = places(parts, &faces, &names);
    let first = parts.first().map(|p| &p.problem);
    let mut problem = Problem {
        units_per_credit: first.map_or(100, |p| p.units_per_credit),
        fine: first.map_or(1, |p| p.fine),
        items: faces.iter().map(|face| item(face, parts)).collect(),
        slots: slots(parts, &places, &names),
        tree: vec![Node { name: "#together".to_owned(), kind: NodeKind::All(Vec::new()), minimum: None }],
        clashes: clashes(&faces, entries, parts, &places),
        ..Problem::default()
    };
    let weights = book.weights();
    let mut awards = vec![0; parts.len()];
    for at in order {
        let (Some(part), Some(place), Some(name)) = (parts.get(at), places.get_mut(at), names.get(at)) else {
            continue;
        };
        place.node = problem.tree.len();
        add_tree(&mut problem, &part.problem, place, name);
        add_requirements(&mut problem, &part.problem, place, name);
        if let Some(award) = awards.get_mut(at) {
            *award = problem.awards.len();
        }
        problem.awards.push(Award {
            name: name.clone(),
            node: place.node,
            workload: part.problem.workload,
            weight: weights.get(at).copied().unwrap_or_default(),
        });
    }
    if let (Some(root), nodes) = (problem.tree.first_mut(), problem.awards.iter().map(|a| a.node).collect()) {
        root.kind = NodeKind::All(nodes);
    }
    let mut pairs = Vec::new();
    add_sharing(book, parts, &places, &mut problem, &mut pairs);
    Merged { problem, items: faces, places, awards, pairs }
}

fn set_text(book: &JointBook, name: credstack_model::Symbol) -> String {
    book.books.first().map_or_else(String::new, |b| b.book.set().symbols.text(name).to_owned())
}

fn slot_name(award: &str, own: &str) -> String {
    format!("{award}/{own}")
}

fn places(parts: &[Built], faces: &[JointFace], names: &[String]) -> Vec<Places> {
    let mut all: Vec<String> = Vec::new();
    for (part, name) in parts.iter().zip(names) {
        all.extend(part.problem.slots.iter().map(|s| slot_name(name, &s.name)));
    }
    all.sort();
    let of = |(at, (part, name)): (usize, (&Built, &String))| Places {
        slots: part
            .problem
            .slots
            .iter()
            .map(|s| all.binary_search(&slot_name(name, &s.name)).unwrap_or_default())
            .collect(),
        items: (0..part.problem.items.len())
            .map(|own| {
                let is = |f: &&JointFace| f.of.get(at).copied().flatten() == Some(own);
                faces.iter().enumerate().filter(|(_, f)| is(f)).map(|(item, _)| item).collect()
            })
            .collect(),
        ..Places::default()
    };
    parts.iter().zip(names).enumerate().map(of).collect()
}

fn item(face: &JointFace, parts: &[Built]) -> Item {
    let mut own = face.of.iter().zip(parts).filter_map(|(own, part)| Some((part.problem.items.get((*own)?)?, part)));
    let Some((first, _)) = own.clone().next() else { return Item::default() };
    // Only an award that looks at the latest credits has laid out their days.
    let day = own.clone().find(|(_, part)| !part.problem.latest.is_empty()).map_or(first.day, |(item, _)| item.day);
    let mut outcomes: Vec<u32> = own.by_ref().flat_map(|(item, _)| item.outcomes.iter().copied()).collect();
    outcomes.sort_unstable();
    outcomes.dedup();
    Item { day, outcomes, ..first.clone() }
}

fn slots(parts: &[Built], places: &[Places], names: &[String]) -> Vec<Slot> {
    let mut found: Vec<Slot> = Vec::new();
    for ((part, place), name) in parts.iter().zip(places).zip(names) {
        for slot in &part.problem.slots {
            let mut offers: Vec<Offer> = Vec::new();
            for offer in &slot.offers {
                let items = place.items.get(offer.item).map(Vec::as_slice).unwrap_or_default();
                offers.extend(items.iter().map(|item| Offer { item: *item, ..offer.clone() }));
            }
            offers.sort_by_key(|o| o.item);
            found.push(Slot { name: slot_name(name, &slot.name), offers, ..slot.clone() });
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

/// Records of the same learning never both count, toward whichever awards; nor do two ways that one credential can be.
fn clashes(faces: &[JointFace], entries: &[Entry], parts: &[Built], places: &[Places]) -> Vec<(usize, usize)> {
    let mut found = BTreeSet::new();
    for (a, one) in faces.iter().enumerate() {
        for (b, other) in faces.iter().enumerate().skip(a + 1) {
            let (Some(x), Some(y)) = (entries.get(one.entry), entries.get(other.entry)) else { continue };
            let application = |e: &Entry| e.made.as_ref().map(|m| m.application);
            if one.entry != other.entry && application(x).is_some() && application(x) == application(y) {
                continue;
            }
            if one.entry == other.entry || !x.contains.is_disjoint(&y.contains) {
                found.insert((a, b));
            }
        }
    }
    for (part, place) in parts.iter().zip(places) {
        for (a, b) in &part.problem.clashes {
            let of = |own: &usize| place.items.get(*own).map(Vec::as_slice).unwrap_or_default();
            let pairs = of(a).iter().flat_map(|x| of(b).iter().map(|y| (*x.min(y), *x.max(y))));
            found.extend(pairs.filter(|(x, y)| x != y));
        }
    }
    found.into_iter().collect()
}

fn add_tree(problem: &mut Problem, own: &Problem, place: &Places, name: &str) {
    let moved = |list: &[usize]| list.iter().map(|c| place.node + c).collect::<Vec<_>>();
    for (at, node) in own.tree.iter().enumerate() {
        let kind = match &node.kind {
            NodeKind::Slot(slot) => NodeKind::Slot(place.slot(*slot)),
            NodeKind::All(children) => NodeKind::All(moved(children)),
            NodeKind::Any(n, children) => NodeKind::Any(*n, moved(children)),
            NodeKind::AtLeast(n, children) => NodeKind::AtLeast(*n, moved(children)),
        };
        let name = if at == 0 { name.to_owned() } else { slot_name(name, &node.name) };
        problem.tree.push(Node { name, kind, minimum: node.minimum });
    }
}

fn add_requirements(problem: &mut Problem, own: &Problem, place: &mut Places, name: &str) {
    (place.limits, place.sharing) = (problem.limits.len(), problem.sharing.len());
    let place = &*place;
    problem.limits.extend(own.limits.iter().map(|limit| Limit {
        name: slot_name(name, &limit.name),
        extent: match limit.extent {
            Extent::Share { parts, of } => Extent::Share { parts, of: place.node + of },
            fixed @ Extent::Fixed(_) => fixed,
        },
        cells: place.cells(&limit.cells),
        of: Some(place.node_of(limit.of)),
        ..limit.clone()
    }));
    problem.sharing.extend(own.sharing.iter().map(|sharing| Sharing {
        between: sharing.between.clone().map(|side| {
            let mut slots: Vec<usize> = side.iter().map(|s| place.slot(*s)).collect();
            slots.sort_unstable();
            slots
        }),
        ..sharing.clone()
    }));
    problem.averages.extend(own.averages.iter().map(|average| {
        let each = average.grades.iter().flat_map(|(item, grade)| {
            let items = place.items.get(*item).map(Vec::as_slice).unwrap_or_default();
            items.iter().map(|i| (*i, *grade))
        });
        let mut grades: Vec<(usize, i64)> = each.collect();
        grades.sort_unstable();
        let (cells, of) = (place.cells(&average.cells), Some(place.node_of(average.of)));
        Average { name: slot_name(name, &average.name), cells, grades, of, ..average.clone() }
    }));
    problem.latest.extend(own.latest.iter().map(|latest| Latest {
        name: slot_name(name, &latest.name),
        cells: place.cells(&latest.cells),
        of: Some(place.node_of(latest.of)),
        ..latest.clone()
    }));
    problem.settled.extend(own.settled.iter().map(|settled| Settled {
        name: slot_name(name, &settled.name),
        of: Some(place.node_of(settled.of)),
        ..settled.clone()
    }));
}

/// The pairs of awards that share, and those of which one includes the other: what counts in the inner one counts in the
/// outer one, which is not sharing and under no bound of it.
fn add_sharing(book: &JointBook, parts: &[Built], places: &[Places], problem: &mut Problem, pairs: &mut Vec<usize>) {
    let scale = problem.units_per_credit;
    let all = |award: usize| slots_of(parts, places, award, 0);
    let inner = |outer: usize, inner: usize| included(book, parts, places, outer, inner);
    for pair in &book.pairs {
        let [one, other] = pair.between;
        let without = |mut slots: Vec<usize>, out: &[usize]| {
            slots.retain(|s| !out.contains(s));
            slots
        };
        let sides = [without(all(one), &inner(one, other)), without(all(other), &inner(other, one))];
        pairs.push(problem.sharing.len());
        problem.sharing.push(pair.terms.between(&pair.name, sides, scale));
    }
    for outer in 0..parts.len() {
        for within in 0..parts.len() {
            let slots = inner(outer, within);
            if !slots.is_empty() {
                let name = format!("#included_{outer}_{within}");
                let uses = 2 + parts.len();
                let between = [slots, all(within)];
                problem.sharing.push(Sharing { name, between, credits: None, items: None, uses });
            }
        }
    }
}

fn slots_of(parts: &[Built], places: &[Places], award: usize, node: usize) -> Vec<usize> {
    let (Some(part), Some(place)) = (parts.get(award), places.get(award)) else { return Vec::new() };
    let mut slots: Vec<usize> = slots_below(&part.problem.tree, node).into_iter().map(|s| place.slot(s)).collect();
    slots.sort_unstable();
    slots
}

/// The slots of one award in which another is stacked that it includes.
fn included(book: &JointBook, parts: &[Built], places: &[Places], outer: usize, inner: usize) -> Vec<usize> {
    let (Some(book_of), Some(part)) = (book.books.get(outer), parts.get(outer)) else { return Vec::new() };
    let wanted = book.books.get(inner).and_then(|b| b.award()).map(|a| a.name);
    let mut found = BTreeSet::new();
    for node in &book_of.plan.nodes {
        let PlanKind::Award { held, stacked } = &node.kind else { continue };
        let held = book_of.plan.nodes.get(*held).and_then(|h| match h.kind {
            PlanKind::Slot(slot) => book_of.plan.slots.get(slot)?.held,
            _ => None,
        });
        if held.is_none() || held != wanted || outer == inner {
            continue;
        }
        if let Some(at) = part.nodes.iter().position(|n| n == stacked) {
            found.extend(slots_of(parts, places, outer, at));
        }
    }
    found.into_iter().collect()
}

impl Merged {
    /// The part of a stack that belongs to one award, as a solution of its own problem.
    pub(super) fn own(&self, award: usize, built: &Built, solution: &Solution, complete: bool) -> Solution {
        let Some(place) = self.places.get(award) else { return solution.clone() };
        let own_slot = |slot: usize| place.slots.iter().position(|s| *s == slot);
        let own_item = |item: usize| self.items.get(item)?.of.get(award).copied().flatten();
        let counted = solution
            .stack
            .counted
            .iter()
            .filter_map(|c| Some(Counted { slot: own_slot(c.slot)?, item: own_item(c.item)?, units: c.units }));
        let mut counted: Vec<Counted> = counted.collect();
        counted.sort_unstable();
        let nodes = place.node..place.node + built.problem.tree.len();
        let chosen = solution.stack.chosen.iter().filter(|(node, _)| nodes.contains(node));
        let chosen =
            chosen.map(|(node, children)| (node - place.node, children.iter().map(|c| c - place.node).collect()));
        // Only whether it is complete is asked of the value of a part.
        let value = Value { unmet: i64::from(!complete), ..Value::default() };
        Solution {
            stack: Stack { counted, chosen: chosen.collect(), value },
            proof: solution.proof,
            steps: solution.steps,
        }
    }
}
