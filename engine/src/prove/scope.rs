//! Conditions of a policy as conditions over facts alone: classes put in, dates in force as tests of dates.

use std::cell::RefCell;
use std::collections::BTreeMap;

use credstack_model::Symbol;
use credstack_model::policy::{
    Comparison, Condition, Deed, Effect, Period, PickedBy, Policy, PolicySet, Rule, Test, TestKind,
};
use credstack_source::Span;

/// The rules among which a condition is read: those of a policy and of all that it extends.
#[derive(Debug)]
pub struct Scope<'a> {
    set: &'a PolicySet,
    chain: Vec<&'a Policy>,
    classes: RefCell<BTreeMap<Symbol, Condition>>,
}

/// Classes within classes, put in one another this deep, are left as they are: then they can be anything.
const DEEPEST: usize = 16;

impl<'a> Scope<'a> {
    /// The scope of a policy; without one there are no rules.
    pub fn of(set: &'a PolicySet, policy: Option<&'a Policy>) -> Self {
        let chain = policy.map(|p| set.chain(p)).unwrap_or_default();
        Self { set, chain, classes: RefCell::default() }
    }

    /// The rules of the scope with their policies, highest layer first.
    pub fn rules(&self) -> impl Iterator<Item = (&'a Policy, &'a Rule)> {
        self.chain.iter().flat_map(|p| p.rules.iter().map(move |r| (*p, r)))
    }

    /// Whether nothing that is loaded could change the rule below this scope.
    pub fn settled(&self, rule: &Rule) -> bool {
        !self.set.policies.iter().flat_map(|p| &p.rules).any(|r| r.replaces.contains(&rule.name))
    }

    /// The condition with its classes put in. A class that rules outside the scope give, too, is left: it can be anything.
    pub fn plain(&self, condition: &Condition) -> Condition {
        self.put_in(condition, 0)
    }

    fn put_in(&self, condition: &Condition, depth: usize) -> Condition {
        let each = |list: &[Condition]| list.iter().map(|c| self.put_in(c, depth)).collect();
        match condition {
            Condition::All(list) => Condition::All(each(list)),
            Condition::Any(list) => Condition::Any(each(list)),
            Condition::Not(inner) => Condition::Not(Box::new(self.put_in(inner, depth))),
            Condition::Class(class) => self.class(*class, depth),
            Condition::Always(_) | Condition::Test(_) | Condition::Answer(_) => condition.clone(),
        }
    }

    fn class(&self, class: Symbol, depth: usize) -> Condition {
        if let Some(known) = self.classes.borrow().get(&class) {
            return known.clone();
        }
        let gives = |rule: &Rule| matches!(&rule.effect, Effect::Classify(branches) if branches.iter().any(|b| b.gives == class));
        let mut ways: Vec<Condition> = Vec::new();
        for policy in &self.set.policies {
            let inside = self.chain.iter().any(|p| p.name == policy.name);
            for rule in policy.rules.iter().filter(|r| gives(r)) {
                if !inside || depth >= DEEPEST || !self.settled(rule) {
                    return Condition::Class(class);
                }
                ways.extend(self.branches(rule, class, depth));
            }
        }
        let found = Condition::Any(ways);
        if depth == 0 {
            self.classes.borrow_mut().insert(class, found.clone());
        }
        found
    }

    fn branches(&self, rule: &Rule, class: Symbol, depth: usize) -> Vec<Condition> {
        let Effect::Classify(branches) = &rule.effect else { return Vec::new() };
        let open = self.put_in(&stands(rule), depth + 1);
        let mut before: Vec<Condition> = Vec::new();
        let mut found = Vec::new();
        for branch in branches {
            let when = self.put_in(&branch.when, depth + 1);
            if branch.gives == class {
                let all = [vec![open.clone(), when.clone()], before.clone()].concat();
                found.push(Condition::All(all));
            }
            before.push(Condition::Not(Box::new(when)));
        }
        found
    }
}

/// When a rule is in force for a credential that it is for, and no exception takes it away.
pub fn stands(rule: &Rule) -> Condition {
    let lifting = rule.exceptions.iter().filter(|e| matches!(e.deed, Deed::Lifts | Deed::LeavesTheCount));
    let lifted: Vec<Condition> = lifting.map(|e| Condition::Not(Box::new(e.when.clone()))).collect();
    let all = [vec![in_force(rule.force, rule.picked_by, rule.span), rule.applies.clone()], lifted].concat();
    Condition::All(all)
}

/// A period as a condition on the date that picks it.
pub fn in_force(period: Period, picked_by: PickedBy, span: Span) -> Condition {
    let test = |comparison, day| {
        let kind = TestKind::Date { comparison, day };
        Condition::Test(Test { attribute: picked_by.attribute(), kind, span })
    };
    let from = period.from.map(|day| test(Comparison::AtLeast, day));
    let to = period.to.map(|day| test(Comparison::Less, day));
    let both: Vec<Condition> = from.into_iter().chain(to).collect();
    if both.is_empty() { Condition::Always(true) } else { Condition::All(both) }
}
