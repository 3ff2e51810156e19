//! The examples on which changes are tried, and for each rule which examples can notice a change of it at all.

use std::collections::BTreeSet;
use std::sync::Arc;

use credstack_engine::{Case, Rulebook};
use credstack_model::Symbol;
use credstack_model::policy::{Condition, Effect, Expectation, Policy, PolicySet, Route, Rule};

use super::equal;
use crate::testing::examples::{comes_out, facts_of, finding};
use crate::testing::given::Look;
use crate::testing::touch::conditions_of;

/// What is changed of a policy.
pub(super) enum Changed {
    /// One rule, by its place.
    Rule(usize, Box<Rule>),
    /// The days on which rules begin or end.
    Rules(Vec<Rule>),
    /// The routes.
    Routes(Vec<Route>),
}

/// An example ready to be run.
struct Trial<'a> {
    rule: Symbol,
    case: Case<'a>,
    expect: &'a Expectation,
}

/// All examples, and how rules hang together.
pub(super) struct Field<'a> {
    set: &'a Arc<PolicySet>,
    /// For each policy its examples.
    trials: Vec<Vec<Trial<'a>>>,
    /// Without texts, so that a copy is quickly made.
    slim: Vec<Vec<Rule>>,
}

impl<'a> Field<'a> {
    pub(super) fn of(set: &'a Arc<PolicySet>) -> Self {
        let trials = |policy: &'a Policy| {
            let of_rule = |rule: &'a Rule| {
                let trial = move |e: &'a credstack_model::policy::Example| Trial {
                    rule: rule.name,
                    case: Case::from_facts(set, facts_of(set, rule, e)),
                    expect: &e.expect,
                };
                rule.examples.iter().map(trial)
            };
            policy.rules.iter().flat_map(of_rule).collect()
        };
        let slim = |policy: &Policy| policy.rules.iter().map(slim).collect();
        Self { set, trials: set.policies.iter().map(trials).collect(), slim: set.policies.iter().map(slim).collect() }
    }

    /// Whether some example does not come out once the change is made.
    pub(super) fn notices(&self, policy: usize, changed: &Changed) -> bool {
        let touched: Vec<Symbol> = match changed {
            Changed::Rule(place, _) => {
                let rule = self.slim(policy).get(*place);
                rule.into_iter().flat_map(|r| std::iter::once(r.name).chain(r.within)).collect()
            }
            Changed::Rules(rules) => {
                let moved = rules.iter().zip(self.slim(policy)).filter(|(new, old)| new.force != old.force);
                moved.map(|(_, old)| old.name).collect()
            }
            // No example asks by which route.
            Changed::Routes(_) => return false,
        };
        let affected = self.affected(touched);
        let keep = self.needed(affected.clone());
        let set = Arc::new(self.reduced(&keep, policy, changed));
        self.trials.iter().zip(&self.set.policies).any(|(trials, of)| {
            let mut trials = trials.iter().filter(|t| affected.contains(&t.rule)).peekable();
            if trials.peek().is_none() {
                return false;
            }
            let Ok(book) = Rulebook::compile(&set, set.symbols.text(of.name)) else { return true };
            trials.any(|trial| !comes_right(&book, trial))
        })
    }

    /// Whether the change says the same as before in every case.
    pub(super) fn is_same(&self, policy: usize, changed: &Changed) -> bool {
        match changed {
            Changed::Rule(place, rule) => {
                let before = self.set.policies.get(policy).and_then(|p| p.rules.get(*place));
                before.is_some_and(|before| equal::rules(self.set, before, rule))
            }
            Changed::Rules(_) => false,
            Changed::Routes(routes) => {
                let before = self.set.policies.get(policy).map(|p| p.routes.as_slice()).unwrap_or_default();
                let alike = |(a, b): (&Route, &Route)| {
                    let rest = Route { applies: a.applies.clone(), ..b.clone() };
                    *a == rest && equal::conditions(self.set, &a.applies, &b.applies)
                };
                before.len() == routes.len() && before.iter().zip(routes).all(alike)
            }
        }
    }

    /// All policies with the change made.
    pub(super) fn changed(&self, policy: usize, changed: &Changed) -> Arc<PolicySet> {
        let mut set = PolicySet::clone(self.set);
        if let Some(policy) = set.policies.get_mut(policy) {
            match changed {
                Changed::Rule(place, rule) => {
                    if let Some(slot) = policy.rules.get_mut(*place) {
                        slot.clone_from(rule);
                    }
                }
                Changed::Rules(rules) => policy.rules.clone_from(rules),
                Changed::Routes(routes) => policy.routes.clone_from(routes),
            }
        }
        Arc::new(set)
    }

    /// The name of what is changed.
    pub(super) fn name(&self, policy: usize, changed: &Changed) -> &str {
        let of_policy = self.set.policies.get(policy);
        let name = match changed {
            Changed::Rule(place, _) => of_policy.and_then(|p| p.rules.get(*place)).map(|r| r.name),
            Changed::Rules(_) | Changed::Routes(_) => of_policy.map(|p| p.name),
        };
        name.map(|n| self.set.symbols.text(n)).unwrap_or_default()
    }

    fn slim(&self, policy: usize) -> &[Rule] {
        self.slim.get(policy).map(Vec::as_slice).unwrap_or_default()
    }

    fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.slim.iter().flatten()
    }

    /// The rules, and those whose conditions read a class that one of them gives.
    fn affected(&self, rules: Vec<Symbol>) -> BTreeSet<Symbol> {
        let mut found: BTreeSet<Symbol> = rules.into_iter().collect();
        loop {
            let of_found: Vec<&Rule> = self.rules().filter(|r| found.contains(&r.name)).collect();
            let given: BTreeSet<Symbol> = of_found.into_iter().flat_map(gives).collect();
            let reads = |r: &&Rule| !found.contains(&r.name) && reads(r).any(|c| given.contains(&c));
            let more: Vec<Symbol> = self.rules().filter(reads).map(|r| r.name).collect();
            if more.is_empty() {
                return found;
            }
            found.extend(more);
        }
    }

    /// The rules with all that they read: rules that give a class, that replace one of them, or that bound a part of a limit.
    fn needed(&self, rules: BTreeSet<Symbol>) -> BTreeSet<Symbol> {
        let mut found = rules;
        loop {
            let of_found: Vec<&Rule> = self.rules().filter(|r| found.contains(&r.name)).collect();
            let read: BTreeSet<Symbol> = of_found.into_iter().flat_map(reads).collect();
            let needed = |r: &&Rule| {
                let of = r.replaces.iter().chain(&r.within).any(|n| found.contains(n));
                let used = of || gives(r).any(|c| read.contains(&c));
                used && !found.contains(&r.name)
            };
            let more: Vec<Symbol> = self.rules().filter(needed).map(|r| r.name).collect();
            if more.is_empty() {
                return found;
            }
            found.extend(more);
        }
    }

    /// The policies with these rules alone and the change made.
    fn reduced(&self, keep: &BTreeSet<Symbol>, policy: usize, changed: &Changed) -> PolicySet {
        let rules = |at: usize| -> Vec<Rule> {
            let kept = |r: &&Rule| keep.contains(&r.name);
            match changed {
                Changed::Rules(rules) if at == policy => rules.iter().filter(kept).map(slim).collect(),
                Changed::Rule(place, rule) if at == policy => {
                    let swap = |(n, old)| if n == *place { slim(rule) } else { Rule::clone(old) };
                    self.slim(at).iter().enumerate().filter(|(_, r)| keep.contains(&r.name)).map(swap).collect()
                }
                _ => self.slim(at).iter().filter(kept).cloned().collect(),
            }
        };
        let policies = self.set.policies.iter().enumerate().map(|(at, p)| Policy {
            name: p.name,
            version_of: p.version_of,
            title: p.title.clone(),
            layer: p.layer,
            jurisdiction: Vec::new(),
            extends: p.extends.clone(),
            force: p.force,
            sources: Vec::new(),
            routes: Vec::new(),
            rules: rules(at),
            parameters: Vec::new(),
            steps: p.steps.clone(),
            procedure: None,
            pack: p.pack,
            span: p.span,
        });
        PolicySet {
            symbols: self.set.symbols.clone(),
            vocabulary: self.set.vocabulary.clone(),
            policies: policies.collect(),
            frameworks: self.set.frameworks.clone(),
            conversions: self.set.conversions.clone(),
            formerly: self.set.formerly.clone(),
            ..PolicySet::default()
        }
    }
}

fn comes_right(book: &Rulebook, trial: &Trial<'_>) -> bool {
    let Some(rule) = book.rule_named(trial.rule) else { return false };
    let look = Look { book, case: &trial.case, rule };
    finding(look).is_some_and(|came| comes_out(look, trial.expect, &came))
}

/// A rule without its texts and examples.
fn slim(rule: &Rule) -> Rule {
    Rule {
        says: Vec::new(),
        notes: Vec::new(),
        measures: Vec::new(),
        citations: Vec::new(),
        examples: Vec::new(),
        ..rule.clone()
    }
}

/// The classes that a rule gives.
fn gives(rule: &Rule) -> impl Iterator<Item = Symbol> + '_ {
    let branches = match &rule.effect {
        Effect::Classify(branches) => branches.as_slice(),
        _ => &[],
    };
    branches.iter().map(|b| b.gives)
}

/// The classes that a rule reads.
fn reads(rule: &Rule) -> impl Iterator<Item = Symbol> + '_ {
    conditions_of(rule).into_iter().flat_map(|condition| {
        let mut found = Vec::new();
        condition.walk(&mut |c| {
            if let Condition::Class(class) = c {
                found.push(*class);
            }
        });
        found
    })
}
