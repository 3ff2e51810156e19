//! The ladder: which award counts toward which.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use credstack_model::Amount;
use credstack_model::policy::{
    Award, Component, Condition, Fill, Measure, Node as Rule, NodeKind, PolicySet, Requirement,
};
use credstack_model::policy::{SlotRule, Spread};
use credstack_model::stack::RequirementKind;
use credstack_model::workload::WorkloadUnit;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{Dfs, Reversed};

use super::model::{AwardNode, ComponentNode, Edge, Graph, Node, RequirementNode, Subject};
use crate::report::words;

/// There is no award of this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no award `{award}` is loaded; {}", hint(.nearest, .known))]
pub struct UnknownAward {
    /// What was asked for.
    pub award: String,
    /// The names that are nearest to it, nearest first.
    pub nearest: Vec<String>,
    /// All names.
    pub known: Vec<String>,
}

impl UnknownAward {
    /// Looks whether an award of the set has this name.
    ///
    /// # Errors
    /// Itself, where none has.
    pub fn check(set: &PolicySet, award: &str) -> Result<(), Self> {
        let mut known: Vec<String> = set.awards.iter().map(|a| set.symbols.text(a.name).to_owned()).collect();
        if known.iter().any(|k| k == award) {
            return Ok(());
        }
        known.sort_unstable();
        let last = |name: &str| name.rsplit('.').next().unwrap_or(name).to_owned();
        let most = (last(award).chars().count() / 3).clamp(1, 4);
        let near = |distance: &dyn Fn(&str) -> usize| {
            let mut near: Vec<(usize, &String)> = known.iter().map(|k| (distance(k), k)).collect();
            near.retain(|(distance, _)| *distance <= most);
            near.sort_unstable();
            near
        };
        let mut nearest = near(&|known| strsim::osa_distance(known, award));
        if nearest.is_empty() {
            // Who leaves the authority out, or writes another one, still means an award of this last name.
            nearest = near(&|known| strsim::osa_distance(&last(known), &last(award)));
        }
        let nearest = nearest.into_iter().take(3).map(|(_, name)| name.clone()).collect();
        Err(Self { award: award.to_owned(), nearest, known })
    }
}

fn hint(nearest: &[String], known: &[String]) -> String {
    let list = |names: &[String]| names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
    match (nearest, known) {
        (_, []) => "the packs have no awards".to_owned(),
        ([], known) => format!("the loaded ones are: {}", list(known)),
        (nearest, _) => format!("did you mean {}?", list(nearest).replace(", ", " or ")),
    }
}

/// The ladder of all awards of a set, or of those around one: all that it includes and all that include it, at any remove.
///
/// # Errors
/// [`UnknownAward`] with the nearest names.
pub fn ladder(set: &PolicySet, around: Option<&str>) -> Result<Graph, UnknownAward> {
    if let Some(award) = around {
        UnknownAward::check(set, award)?;
    }
    let mut awards: Vec<&Award> = set.awards.iter().collect();
    awards.sort_by_key(|a| set.symbols.text(a.name));
    if let Some(award) = around {
        let near = near(set, &awards, award);
        awards.retain(|a| near.contains(set.symbols.text(a.name)));
    }
    let mut builder = Builder { set, graph: DiGraph::new(), awards: BTreeMap::new() };
    for award in &awards {
        let node = award_node(set, award, around);
        let at = builder.graph.add_node(Node::Award(node));
        builder.awards.insert(set.symbols.text(award.name), at);
    }
    for award in &awards {
        builder.award(award);
    }
    Ok(Graph { subject: Subject::Ladder(around.map(Arc::from)), graph: builder.graph })
}

/// The names of the awards that an award includes and of those that include it, with its own. A circle, which is an error of
/// the rules, ends as it is met.
fn near<'a>(set: &'a PolicySet, awards: &[&'a Award], around: &str) -> BTreeSet<&'a str> {
    let mut rungs: DiGraph<&str, ()> = DiGraph::new();
    let at: BTreeMap<&str, NodeIndex> =
        awards.iter().map(|a| set.symbols.text(a.name)).map(|name| (name, rungs.add_node(name))).collect();
    for award in awards {
        let larger = at.get(set.symbols.text(award.name));
        for smaller in included(&award.require).iter().filter_map(|name| at.get(set.symbols.text(*name))) {
            larger.map(|larger| rungs.add_edge(*smaller, *larger, ()));
        }
    }
    let mut found = BTreeSet::new();
    if let Some(start) = at.get(around) {
        let mut up = Dfs::new(&rungs, *start);
        while let Some(node) = up.next(&rungs) {
            found.extend(rungs.node_weight(node).copied());
        }
        let down = Reversed(&rungs);
        let mut walk = Dfs::new(down, *start);
        while let Some(node) = walk.next(down) {
            found.extend(rungs.node_weight(node).copied());
        }
    }
    found
}

/// The awards that a tree of requirements names.
fn included(tree: &[Rule]) -> Vec<credstack_model::Symbol> {
    let (mut found, mut open) = (Vec::new(), tree.iter().collect::<Vec<_>>());
    while let Some(node) = open.pop() {
        match &node.kind {
            NodeKind::Award(name) => found.push(*name),
            NodeKind::Group(_, children) => open.extend(children),
            NodeKind::If(choice) => open.extend(std::iter::once(&choice.then).chain(&choice.otherwise)),
            NodeKind::Slot(_) => {}
        }
    }
    found
}

/// An award as a node of a graph.
pub(super) fn award_node(set: &PolicySet, award: &Award, asked: Option<&str>) -> AwardNode {
    let text = |s| Arc::from(set.symbols.text(s));
    AwardNode {
        name: text(award.name),
        title: award.title.clone(),
        kind: award.kind.map(|k| set.symbols.spoken(k).into()),
        official: award.official,
        offered_by: award.offered_by.clone(),
        country: award.country.map(text),
        level: award.level.map(|l| words::level(set, l).into()),
        without_level: award.without_level,
        workload: workload(set, award.workload),
        asked: asked == Some(set.symbols.text(award.name)),
    }
}

fn workload(set: &PolicySet, of: Option<(Amount, WorkloadUnit)>) -> Option<(Amount, Arc<str>)> {
    of.map(|(amount, unit)| (amount, words::unit(set, unit).into()))
}

struct Builder<'a> {
    set: &'a PolicySet,
    graph: DiGraph<Node, Edge>,
    /// Where the awards stand, by full name.
    awards: BTreeMap<&'a str, NodeIndex>,
}

impl<'a> Builder<'a> {
    fn award(&mut self, award: &'a Award) {
        let Some(home) = self.awards.get(self.set.symbols.text(award.name)).copied() else { return };
        let mut components = BTreeMap::new();
        for component in &award.components {
            let at = self.graph.add_node(Node::Component(self.component(award, component)));
            self.graph.add_edge(at, home, Edge::PartOf);
            components.insert(component.name, at);
        }
        // Each with the node that it is part of, the path of that node, and how deep it lies.
        let mut open: Vec<(&Rule, NodeIndex, String, usize)> =
            award.require.iter().rev().map(|n| (n, home, String::new(), 0)).collect();
        while let Some((node, above, path, depth)) = open.pop() {
            let name = self.set.symbols.text(node.name);
            let path = if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
            let at = self.graph.add_node(Node::Requirement(self.requirement(award, node, &path, depth)));
            self.graph.add_edge(at, above, Edge::PartOf);
            match &node.kind {
                NodeKind::Slot(slot) => {
                    for component in slot.components.iter().filter_map(|c| components.get(c)) {
                        self.graph.add_edge(at, *component, Edge::Requires);
                    }
                }
                NodeKind::Group(_, children) => {
                    open.extend(children.iter().rev().map(|n| (n, at, path.clone(), depth + 1)));
                }
                NodeKind::If(choice) => {
                    let both = choice.otherwise.iter().chain(std::iter::once(&choice.then));
                    open.extend(both.map(|n| (n, at, path.clone(), depth + 1)));
                }
                NodeKind::Award(name) => {
                    if let Some(smaller) = self.awards.get(self.set.symbols.text(*name)).copied() {
                        self.graph.add_edge(at, smaller, Edge::Includes);
                        let credits = self.graph.node_weight(smaller).and_then(Node::award);
                        let credits = credits.and_then(|a| a.workload.clone());
                        self.graph.add_edge(smaller, home, Edge::CountsToward { credits, of: None });
                    }
                }
            }
        }
    }

    fn component(&self, award: &Award, component: &Component) -> ComponentNode {
        ComponentNode {
            award: self.set.symbols.text(award.name).into(),
            name: self.set.symbols.text(component.name).into(),
            title: component.title.clone(),
            kind: component.kind.map(|k| self.set.symbols.spoken(k).into()),
            level: component.level.map(|l| words::level(self.set, l).into()),
            workload: workload(self.set, component.workload),
        }
    }

    fn requirement(&self, award: &Award, node: &Rule, path: &str, depth: usize) -> RequirementNode {
        let kind = match &node.kind {
            NodeKind::Slot(_) => RequirementKind::Slot,
            NodeKind::Award(_) => RequirementKind::Award,
            NodeKind::If(_) => RequirementKind::Depends,
            NodeKind::Group(Requirement::AllOf, _) => RequirementKind::AllOf,
            NodeKind::Group(Requirement::AnyOf(n), _) => RequirementKind::AnyOf(*n),
            NodeKind::Group(Requirement::AtLeastOf(n), _) => RequirementKind::AtLeastOf(*n),
        };
        let mut needs: Vec<String> = Vec::new();
        needs.extend(kind_words(kind));
        let mut eligible = None;
        if let NodeKind::Slot(slot) = &node.kind {
            needs.extend(self.slot(award, slot, node.minimum));
            let decides = slot.components.is_empty() && slot.eligible != Condition::Always(true);
            eligible = decides.then(|| words::condition(self.set, &slot.eligible).into());
        } else {
            needs.extend(node.minimum.map(|m| format!("at least {}", self.measure(m))));
        }
        if let NodeKind::If(choice) = &node.kind {
            needs.push(words::decisive(self.set, &choice.when));
        }
        RequirementNode {
            award: self.set.symbols.text(award.name).into(),
            path: path.into(),
            title: node.title.clone(),
            depth,
            kind,
            needs: needs.join(", ").into(),
            eligible,
            standing: None,
        }
    }

    /// What a slot needs; one that names a component and no minimum needs what the component has.
    fn slot(&self, award: &Award, slot: &SlotRule, minimum: Option<Measure>) -> Vec<String> {
        let mut needs: Vec<String> = Vec::new();
        match (slot.minimum.or(minimum), slot.components.as_slice()) {
            (Some(minimum), []) => needs.push(format!("at least {}", self.measure(minimum))),
            (Some(minimum), _) => needs.push(self.measure(minimum)),
            (None, [one]) => {
                let of = award.component(*one).and_then(|c| c.workload);
                needs.extend(of.map(|(amount, unit)| format!("{amount} {}", words::unit(self.set, unit))));
            }
            (None, _) => {}
        }
        needs.extend(slot.maximum.map(|m| format!("at most {}", self.measure(m))));
        needs.extend(slot.spread.iter().map(|spread| match spread {
            Spread::AtLeast(n, of) => format!("{n} different values of {}", words::attribute(self.set, *of)),
            Spread::MostOfOne(most, of) => {
                format!("at most {} of one {}", self.measure(*most), words::attribute(self.set, *of))
            }
        }));
        if slot.fill != Fill::Whole {
            needs.push("also in part".to_owned());
        }
        if slot.at_home {
            needs.push("never by recognition".to_owned());
        }
        needs
    }

    fn measure(&self, measure: Measure) -> String {
        match measure {
            Measure::Workload(amount, unit) => format!("{amount} {}", words::unit(self.set, unit)),
            Measure::Items(1) => "1 credential".to_owned(),
            Measure::Items(n) => format!("{n} credentials"),
            Measure::Outcomes(n) => format!("{n} learning outcomes"),
        }
    }
}

/// What a group or a nested award is, in words.
pub(super) fn kind_words(kind: RequirementKind) -> Option<String> {
    match kind {
        RequirementKind::Slot => None,
        RequirementKind::AllOf => Some("all of".to_owned()),
        RequirementKind::AnyOf(n) => Some(format!("any {n} of")),
        RequirementKind::AtLeastOf(n) => Some(format!("at least {n} of")),
        RequirementKind::Award => Some("an award of its own".to_owned()),
        RequirementKind::Depends => Some("one or the other".to_owned()),
    }
}
