//! What the graph is made of.

use std::sync::Arc;

use credstack_model::policy::Bound;
use credstack_model::stack::{AwardStatus, Include, Need, Reading, RequirementKind};
use credstack_model::{Amount, AmountRange};
use petgraph::Direction;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef as _;

/// What stands under every stack.
pub(super) const NOTICE: &str = "This is a proposal: a person decides. Stacking gives no automatic entitlement (2022/C 243/02, Annex II, principle 5).";

/// A graph and what it is of.
#[derive(Debug, Clone)]
pub struct Graph {
    /// What it is of.
    pub subject: Subject,
    /// Nodes and edges, in an order that does not depend on the order of files or documents.
    pub graph: DiGraph<Node, Edge>,
}

impl Graph {
    /// The nodes that `of` is for, with their index.
    pub(super) fn nodes<'a, T: 'a>(
        &'a self,
        of: impl Fn(&'a Node) -> Option<&'a T> + 'a,
    ) -> impl Iterator<Item = (NodeIndex, &'a T)> {
        self.graph.node_indices().filter_map(move |at| Some((at, of(self.graph.node_weight(at)?)?)))
    }

    /// The edges that leave a node or come to it, in the order in which they were made.
    pub(super) fn edges(&self, at: NodeIndex, way: Direction) -> Vec<(NodeIndex, &Edge)> {
        let end = |e: petgraph::graph::EdgeReference<'_, Edge>| match way {
            Direction::Outgoing => e.target(),
            Direction::Incoming => e.source(),
        };
        let mut found: Vec<_> = self.graph.edges_directed(at, way).map(|e| (e.id(), end(e), e.weight())).collect();
        found.sort_by_key(|(id, ..)| *id);
        found.into_iter().map(|(_, node, edge)| (node, edge)).collect()
    }
}

/// What a graph is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// Awards: all of them, or those around one.
    Ladder(Option<Arc<str>>),
    /// One stack of a wallet toward an award.
    Stack(StackSummary),
    /// One joint stack of a wallet toward several awards.
    Together(Vec<StackSummary>),
}

/// What a stack comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StackSummary {
    /// The award's full name.
    pub award: Arc<str>,
    /// What it is called.
    pub title: Arc<str>,
    /// Which of the three stacks is shown.
    pub reading: Reading,
    /// Which states of learning were counted.
    pub include: Include,
    /// Whether the award is complete over all worlds, with what may be granted.
    pub status: AwardStatus,
    /// Whether the stack that is shown is complete.
    pub complete: bool,
    /// Whether it is proven that no stack is better.
    pub proven: bool,
    /// Whether the possible stack is only a safe bound.
    pub outer: bool,
    /// ECTS counted in all.
    pub total: Amount,
    /// ECTS that the award needs in all, where it says so.
    pub workload: Option<Amount>,
    /// ECTS that the workload lacks.
    pub missing_workload: Amount,
    /// What each of the three stacks counts, and whether it is complete.
    pub readings: Vec<(Reading, Amount, bool)>,
    /// How many questions are open.
    pub questions: usize,
}

/// A thing in the graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// An award.
    Award(AwardNode),
    /// A requirement of an award.
    Requirement(RequirementNode),
    /// A component of an award.
    Component(ComponentNode),
    /// A credential of the wallet.
    Credential(CredentialNode),
    /// A limit.
    Limit(LimitNode),
}

impl Node {
    /// A name that no other node of the graph has.
    pub fn id(&self) -> String {
        match self {
            Node::Award(a) => format!("award:{}", a.name),
            Node::Requirement(r) => format!("requirement:{}/{}", r.award, r.path),
            Node::Component(c) => format!("component:{}.{}", c.award, c.name),
            Node::Credential(c) => format!("credential:{}", c.id),
            Node::Limit(l) => format!("limit:{}", l.name),
        }
    }

    /// The key of its type that JSON uses.
    pub fn key(&self) -> &'static str {
        match self {
            Node::Award(_) => "award",
            Node::Requirement(_) => "requirement",
            Node::Component(_) => "component",
            Node::Credential(_) => "credential",
            Node::Limit(_) => "limit",
        }
    }

    /// What a person calls it.
    pub fn title(&self) -> &str {
        match self {
            Node::Award(a) => &a.title,
            Node::Requirement(r) => &r.title,
            Node::Component(c) => &c.title,
            Node::Credential(c) => c.title.as_deref().unwrap_or(&c.id),
            Node::Limit(l) => &l.title,
        }
    }

    pub(super) fn award(&self) -> Option<&AwardNode> {
        if let Node::Award(a) = self { Some(a) } else { None }
    }

    pub(super) fn requirement(&self) -> Option<&RequirementNode> {
        if let Node::Requirement(r) = self { Some(r) } else { None }
    }

    pub(super) fn credential(&self) -> Option<&CredentialNode> {
        if let Node::Credential(c) = self { Some(c) } else { None }
    }

    pub(super) fn limit(&self) -> Option<&LimitNode> {
        if let Node::Limit(l) = self { Some(l) } else { None }
    }
}

/// An award.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AwardNode {
    /// Full name.
    pub name: Arc<str>,
    /// What it is called.
    pub title: Arc<str>,
    /// `master`, `certificate`.
    pub kind: Option<Arc<str>>,
    /// Whether it is an official title of its country.
    pub official: Option<bool>,
    /// Who offers it.
    pub offered_by: Option<Arc<str>>,
    /// Where.
    pub country: Option<Arc<str>>,
    /// Its level, as its framework writes it.
    pub level: Option<Arc<str>>,
    /// Whether it is known to have no level.
    pub without_level: bool,
    /// Its workload and the unit of it.
    pub workload: Option<(Amount, Arc<str>)>,
    /// Whether it is the one that was asked for.
    pub asked: bool,
}

/// A requirement of an award.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequirementNode {
    /// The award's full name.
    pub award: Arc<str>,
    /// Its path in the award, `core/statistics`.
    pub path: Arc<str>,
    /// What a person calls it.
    pub title: Arc<str>,
    /// How deep it lies below the award.
    pub depth: usize,
    /// What kind it is.
    pub kind: RequirementKind,
    /// What it needs, in words; empty where its children or components say it all.
    pub needs: Arc<str>,
    /// What fills it, in words, where a condition decides.
    pub eligible: Option<Arc<str>>,
    /// How it stands in a stack.
    pub standing: Option<RequirementStanding>,
}

/// How a requirement stands in a stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequirementStanding {
    /// Whether it is part of the stack: a child that an "any n of" did not choose is none.
    pub chosen: bool,
    /// Whether it is met, with all that is below it.
    pub met: bool,
    /// What it needs by itself.
    pub minimum: Option<Need>,
    /// ECTS counted in it or below it.
    pub credits: Amount,
    /// Credentials counted in it or below it.
    pub credentials: u32,
    /// ECTS that it lacks by itself.
    pub missing_credits: Amount,
    /// Different learning outcomes covered in it or below it, where it asks for some.
    pub outcomes: u32,
    /// Credentials, learning outcomes or different values that it lacks by itself.
    pub missing_items: u32,
    /// What it lacks, in words; empty where it lacks nothing by itself.
    pub missing: Arc<str>,
}

/// A component of an award.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComponentNode {
    /// The award's full name.
    pub award: Arc<str>,
    /// Its name within the award.
    pub name: Arc<str>,
    /// What it is called.
    pub title: Arc<str>,
    /// `thesis`, `module`.
    pub kind: Option<Arc<str>>,
    /// Its level, as its framework writes it.
    pub level: Option<Arc<str>>,
    /// Its workload and the unit of it.
    pub workload: Option<(Amount, Arc<str>)>,
}

/// A credential of the wallet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialNode {
    /// Its identifier.
    pub id: Arc<str>,
    /// What it is called.
    pub title: Option<Arc<str>>,
    /// How far the learning has come.
    pub progress: Include,
    /// Whether it was earned within the award.
    pub within_award: bool,
    /// ECTS that may be granted.
    pub may: AmountRange,
    /// What of it counts nowhere.
    pub left: Option<LeftNode>,
}

/// What of a credential counts nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftNode {
    /// ECTS left.
    pub credits: Amount,
    /// Why, as a key.
    pub key: &'static str,
    /// Why, in words.
    pub reason: Arc<str>,
}

/// A limit in a stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitNode {
    /// Full name.
    pub name: Arc<str>,
    /// What it says, in words.
    pub title: Arc<str>,
    /// Which side it bounds.
    pub bound: Bound,
    /// How much; `None` where nothing bounds it.
    pub extent: Option<Need>,
    /// What it is a percentage of, in words, and how many percent.
    pub share: Option<(Amount, Arc<str>)>,
    /// What is counted under it.
    pub used: Need,
    /// Whether lifting it alone would improve the stack; `None` where the budget ended first.
    pub bites: Option<bool>,
}

/// How one thing stands to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edge {
    /// A credential counts in a requirement, or an award in a larger one.
    CountsToward {
        /// How much of it, and in which unit; `None` for an award without a stated workload.
        credits: Option<(Amount, Arc<str>)>,
        /// ECTS that the credential has there.
        of: Option<Amount>,
    },
    /// A requirement or a component is part of an award or of another requirement.
    PartOf,
    /// A requirement asks for a component.
    Requires,
    /// A requirement is fulfilled by an award, held or stacked from the same wallet.
    Includes,
    /// A credential is counted under a limit.
    CountedUnder,
    /// A credential is left over because its learning counts in another.
    CountedIn,
}

impl Edge {
    /// The words that outputs use.
    pub fn words(&self) -> &'static str {
        match self {
            Edge::CountsToward { .. } => "counts toward",
            Edge::PartOf => "is part of",
            Edge::Requires => "requires",
            Edge::Includes => "includes",
            Edge::CountedUnder => "is counted under",
            Edge::CountedIn => "is counted in",
        }
    }

    /// The key that JSON uses.
    pub fn key(&self) -> &'static str {
        match self {
            Edge::CountsToward { .. } => "counts_toward",
            Edge::PartOf => "is_part_of",
            Edge::Requires => "requires",
            Edge::Includes => "includes",
            Edge::CountedUnder => "is_counted_under",
            Edge::CountedIn => "is_counted_in",
        }
    }
}
