//! What is proved of rules before any of them runs: conditions that nothing or everything meets, rules and branches that
//! nothing reaches, awards that nobody can complete.
//!
//! The proofs are made by [`credstack_engine::prove`]. What cannot be proved within its budget is not told.

mod awards;
mod bounds;
mod conditions;
mod cx;
mod layers;
mod pairs;
mod rules;
mod words;

use std::sync::Arc;

use credstack_diagnostics::Diagnostic;
use credstack_engine::prove::Scope;
use credstack_model::policy::PolicySet;
use credstack_source::SourceMap;
use cx::Cx;

/// Everything that can be proved wrong with rules that have no errors.
pub(crate) fn prove(policies: &Arc<PolicySet>, sources: &SourceMap) -> Vec<Diagnostic> {
    let cx = Cx::of(policies, sources);
    let mut found: Vec<Diagnostic> = Vec::new();
    for policy in &policies.policies {
        let scope = Scope::of(cx.set, Some(policy));
        rules::check(&cx, policy, &scope, &mut found);
        pairs::check(&cx, policy, &scope, &mut found);
        layers::check(&cx, policy, &scope, &mut found);
    }
    for award in &policies.awards {
        awards::check(&cx, award, &mut found);
    }
    credstack_diagnostics::sort(&mut found);
    found.dedup_by(|a, b| (a.slug, a.span()) == (b.slug, b.span()));
    found
}
