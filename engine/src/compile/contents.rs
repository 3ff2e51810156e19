//! What a rulebook holds before anything is translated: rules, routes, atoms, spans of dates.

use std::sync::Arc;

use credstack_model::policy::{Condition, PolicySet, Route, Rule};

use super::atoms::Atoms;
use super::spans::Spans;

/// The rules and routes of a policy and of all that it extends.
#[derive(Debug)]
pub(super) struct Contents {
    pub(super) set: Arc<PolicySet>,
    /// Policy and place within it.
    pub(super) rules: Vec<(usize, usize)>,
    /// Policy and place within it, in order of precedence.
    pub(super) routes: Vec<(usize, usize)>,
    /// Conditions of an award, evaluated beside the rules.
    pub(super) extra: Vec<Condition>,
    pub(super) atoms: Atoms,
    pub(super) spans: Spans,
}

impl Contents {
    pub(super) fn rule(&self, at: usize) -> Option<&Rule> {
        let (policy, rule) = self.rules.get(at)?;
        self.set.policies.get(*policy)?.rules.get(*rule)
    }

    pub(super) fn route(&self, at: usize) -> Option<&Route> {
        let (policy, route) = self.routes.get(at)?;
        self.set.policies.get(*policy)?.routes.get(*route)
    }

    pub(super) fn route_count(&self) -> usize {
        self.routes.len()
    }
}
