//! What all proofs share.

use std::collections::BTreeMap;
use std::sync::Arc;

use credstack_engine::prove::Prover;
use credstack_model::policy::{Policy, PolicySet};
use credstack_source::{SourceId, SourceMap, Span};

/// Where rules are read and what is looked up on the way.
pub(super) struct Cx<'a> {
    pub(super) sources: &'a SourceMap,
    pub(super) set: &'a Arc<PolicySet>,
    pub(super) prover: Prover<'a>,
    /// For each file the places at which items begin.
    begins: BTreeMap<SourceId, Vec<u32>>,
}

impl<'a> Cx<'a> {
    pub(super) fn of(set: &'a Arc<PolicySet>, sources: &'a SourceMap) -> Self {
        let mut begins: BTreeMap<SourceId, Vec<u32>> = BTreeMap::new();
        let spans = set.policies.iter().flat_map(|p: &Policy| {
            let own = p.rules.iter().map(|r| r.span).chain(p.routes.iter().map(|r| r.span));
            own.chain([p.span])
        });
        for span in spans.chain(set.awards.iter().map(|a| a.span)) {
            begins.entry(span.source).or_default().push(span.start);
        }
        for list in begins.values_mut() {
            list.sort_unstable();
        }
        Self { sources, set, prover: Prover::new(set), begins }
    }

    /// The text from the head of an item to the head of the next.
    pub(super) fn region(&self, head: Span) -> Span {
        let list = self.begins.get(&head.source).map(Vec::as_slice).unwrap_or_default();
        let next = list.get(list.partition_point(|b| *b <= head.start)).copied();
        Span { end: next.unwrap_or(u32::MAX), ..head }
    }
}
