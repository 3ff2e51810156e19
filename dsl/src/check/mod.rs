//! Checks over what was lowered, one file each: what can be said of rules before any of them runs.

mod awards;
mod citations;
mod classes;
mod examples;
mod extends;
mod habits;
mod layers;
mod prerequisites;
mod texts;

use credstack_diagnostics::Diagnostic;
use credstack_model::policy::PolicySet;

pub(crate) use extends::circular_extends;
pub(crate) use habits::told_otherwise;

/// All checks that need the lowered policies.
pub(crate) fn policies(set: &PolicySet, found: &mut Vec<Diagnostic>) {
    awards::check(set, found);
    prerequisites::check(set, found);
    citations::check(set, found);
    examples::check(set, found);
    classes::check(set, found);
    layers::check(set, found);
    texts::check(set, found);
}
