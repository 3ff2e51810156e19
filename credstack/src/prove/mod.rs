//! What is proved of rules before any of them runs: conditions that nothing or everything meets, rules and branches that
//! nothing reaches, awards that nobody can complete.
//!
//! The proofs are made by [`credstack_engine::prove`]. What cannot be proved within its budget is not told.

mod awards;
mod bounds;
mod conditions;
mod layers;
mod pairs;
mod rules;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use credstack_diagnostics::Diagnostic;
use credstack_engine::prove::{Prover, Scope};
use credstack_model::policy::{Policy, PolicySet};
use credstack_source::{SourceId, Span};

use crate::rules::Rules;

/// Where rules are read and what is looked up on the way.
struct Cx<'a> {
    rules: &'a Rules,
    set: &'a PolicySet,
    prover: Prover<'a>,
    /// For each file the places at which items begin.
    begins: BTreeMap<SourceId, Vec<u32>>,
}

/// Everything that can be proved wrong with rules that have no errors; nothing where they have.
pub(crate) fn prove(rules: &Rules) -> Vec<Diagnostic> {
    if rules.has_errors() {
        return Vec::new();
    }
    let cx = Cx::of(rules);
    let mut found: Vec<Diagnostic> = Vec::new();
    for policy in &rules.policies.policies {
        let scope = Scope::of(cx.set, Some(policy));
        rules::check(&cx, policy, &scope, &mut found);
        pairs::check(&cx, policy, &scope, &mut found);
        layers::check(&cx, policy, &scope, &mut found);
    }
    for award in &rules.policies.awards {
        awards::check(&cx, award, &mut found);
    }
    credstack_diagnostics::sort(&mut found);
    found.dedup_by(|a, b| (a.slug, a.span()) == (b.slug, b.span()));
    found
}

impl<'a> Cx<'a> {
    fn of(rules: &'a Rules) -> Self {
        let set: &'a Arc<PolicySet> = &rules.policies;
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
        Self { rules, set, prover: Prover::new(set), begins }
    }

    /// The text from the head of an item to the head of the next.
    fn region(&self, head: Span) -> Span {
        let list = self.begins.get(&head.source).map(Vec::as_slice).unwrap_or_default();
        let next = list.get(list.partition_point(|b| *b <= head.start)).copied();
        Span { end: next.unwrap_or(u32::MAX), ..head }
    }
}
