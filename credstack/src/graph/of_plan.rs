//! A plan as a graph: the stack that it leads to, with what is still to be earned numbered in its order.

use std::collections::BTreeMap;
use std::sync::Arc;

use credstack_model::policy::PolicySet;
use credstack_model::stack::Reading;
use petgraph::graph::NodeIndex;

use super::model::{Edge, Graph, Node};
use super::of_stack::of_stack;
use crate::advice::{Catalogue, Next};

/// The stack that a plan leads to, with what may be granted; that of the wallet alone where there is no plan.
pub fn of_plan(set: &PolicySet, catalogue: &Catalogue, next: &Next) -> Graph {
    let mut drawn = of_stack(set, next.after.as_ref().unwrap_or(&next.before), Reading::Grantable);
    let known: BTreeMap<Arc<str>, NodeIndex> =
        drawn.nodes(Node::credential).map(|(at, c)| (c.id.clone(), at)).collect();
    let offers: Vec<_> = next.offers.iter().filter_map(|at| catalogue.offers.get(*at)).collect();
    for (place, offer) in offers.iter().enumerate() {
        let Some(at) = known.get(&offer.credential.id).copied() else { continue };
        let starts = next.times.get(place).and_then(|t| t.0).map_or_else(String::new, |d| format!("from {d}: "));
        if let Some(Node::Credential(credential)) = drawn.graph.node_weight_mut(at) {
            let title = credential.title.clone().unwrap_or_else(|| credential.id.clone());
            credential.title = Some(format!("{}. {starts}{title}", place + 1).into());
        }
        for before in offer.requires.iter().filter_map(|id| known.get(id)) {
            drawn.graph.add_edge(at, *before, Edge::Requires);
        }
    }
    drawn
}
