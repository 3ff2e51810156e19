//! Several awards asked for together as one graph: each with its requirements, over the same credentials.

use std::collections::BTreeMap;

use credstack_model::policy::PolicySet;
use credstack_model::stack::Reading;
use credstack_model::together::JointStacking;
use petgraph::Direction;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef as _;

use super::model::{Edge, Graph, Node, Subject};
use super::of_stack::{limit_node, of_stack};

/// One of the three joint stacks. A credential is one node, however many awards it counts in; a limit is one in each award that
/// it binds.
pub fn of_together(set: &PolicySet, stacking: &JointStacking, reading: Reading) -> Graph {
    let mut graph: DiGraph<Node, Edge> = DiGraph::new();
    let mut known: BTreeMap<String, NodeIndex> = BTreeMap::new();
    let mut summaries = Vec::new();
    for own in &stacking.awards {
        let part = of_stack(set, own, reading);
        let award = set.symbols.text(own.award);
        let places: Vec<NodeIndex> = part
            .graph
            .node_weights()
            .map(|node| {
                let node = named(node, award);
                *known.entry(node.id()).or_insert_with(|| graph.add_node(node))
            })
            .collect();
        for edge in part.graph.edge_references() {
            if let (Some(from), Some(to)) = (places.get(edge.source().index()), places.get(edge.target().index())) {
                graph.add_edge(*from, *to, edge.weight().clone());
            }
        }
        if let Subject::Stack(summary) = part.subject {
            summaries.push(summary);
        }
    }
    for shared in &stacking.reading(reading).sharing {
        let at = graph.add_node(Node::Limit(limit_node(set, shared)));
        for credential in shared.counts.iter().filter_map(|c| known.get(&format!("credential:{c}"))) {
            graph.add_edge(*credential, at, Edge::CountedUnder);
        }
    }
    settle(&mut graph);
    Graph { subject: Subject::Together(summaries), graph }
}

/// A limit of a policy binds in each award by itself.
fn named(node: &Node, award: &str) -> Node {
    let mut node = node.clone();
    if let Node::Limit(limit) = &mut node {
        limit.name = format!("{award}/{}", limit.name).into();
    }
    node
}

/// What counts toward one award is not left over because another does not take it.
fn settle(graph: &mut DiGraph<Node, Edge>) {
    let counts = |graph: &DiGraph<Node, Edge>, at: NodeIndex| {
        graph.edges_directed(at, Direction::Outgoing).any(|e| matches!(e.weight(), Edge::CountsToward { .. }))
    };
    for at in graph.node_indices().collect::<Vec<_>>() {
        if counts(graph, at)
            && let Some(Node::Credential(credential)) = graph.node_weight_mut(at)
        {
            credential.left = None;
        }
    }
}
