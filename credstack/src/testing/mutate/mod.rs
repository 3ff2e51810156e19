//! Mutation: every rule is changed in one place at a time, and a change that no example notices is told.

mod altered;
mod bounds;
mod conditions;
mod equal;
mod field;
mod ground;
mod rules;

use credstack_model::policy::{Policy, PolicySet};
use credstack_source::Span;

use crate::rules::Rules;
use altered::Altered;
use field::{Changed, Field};

/// A change that nothing noticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survivor {
    /// Full name of the rule, or of the policy.
    pub of: String,
    /// What stands there.
    pub before: String,
    /// What could stand there; empty where it could be left out.
    pub after: String,
    /// Where it stands.
    pub span: Span,
}

impl Survivor {
    /// The change in words, to follow "no example notices when".
    pub fn words(&self) -> String {
        if self.after.is_empty() {
            format!("`{}` is left out", self.before)
        } else {
            format!("`{}` reads `{}`", self.before, self.after)
        }
    }
}

/// What came of all changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mutation {
    /// How many changes were made.
    pub changes: usize,
    /// How many of them were noticed.
    pub noticed: usize,
    /// How many say the same as before in every case, so that nothing could notice them.
    pub same: usize,
    /// The others, in the order of policies and rules.
    pub survivors: Vec<Survivor>,
}

impl Mutation {
    /// Whole percent of the changes that could be noticed, rounded down; 100 where there are none.
    pub fn score(&self) -> usize {
        (self.noticed * 100).checked_div(self.changes - self.same).unwrap_or(100)
    }
}

/// What else may notice a change, besides the examples: given the changed policies and which of them was changed.
pub type Noticing<'a> = &'a dyn Fn(&std::sync::Arc<PolicySet>, usize) -> bool;

/// Changes every rule in one place at a time. `told` hears how many changes are done, and of how many. Rules with errors,
/// or with examples that do not come out, are not to be changed.
pub fn mutate(rules: &Rules, noticing: Noticing<'_>, told: &mut dyn FnMut(usize, usize)) -> Mutation {
    let set = &rules.policies;
    let field = Field::of(set);
    let mut found = Mutation::default();
    let all: Vec<(usize, Altered<Changed>)> =
        set.policies.iter().enumerate().flat_map(|(at, p)| changes(set, at, p)).collect();
    found.changes = all.len();
    for (done, (policy, altered)) in all.iter().enumerate() {
        told(done, all.len());
        if field.notices(*policy, &altered.value) {
            found.noticed += 1;
        } else if field.is_same(*policy, &altered.value) {
            found.same += 1;
        } else if noticing(&field.changed(*policy, &altered.value), *policy) {
            found.noticed += 1;
        } else {
            let (before, after) = (altered.before.clone(), altered.after.clone());
            let of = field.name(*policy, &altered.value).to_owned();
            found.survivors.push(Survivor { of, before, after, span: altered.span });
        }
    }
    told(all.len(), all.len());
    found
}

fn changes(set: &PolicySet, at: usize, policy: &Policy) -> Vec<(usize, Altered<Changed>)> {
    let mut found: Vec<Altered<Changed>> = Vec::new();
    found.extend(ground::periods(policy).into_iter().map(|a| a.within(Changed::Rules)));
    found.extend(ground::routes(set, policy).into_iter().map(|a| a.within(Changed::Routes)));
    for (place, rule) in policy.rules.iter().enumerate() {
        found.extend(
            rules::changes(set, rule).into_iter().map(|a| a.within(|rule| Changed::Rule(place, Box::new(rule)))),
        );
    }
    found.into_iter().map(|altered| (at, altered)).collect()
}
