//! Atoms: the distinct tests of a rulebook, grouped by the fact that decides them.

use std::collections::{BTreeSet, HashMap};

use credstack_model::policy::{
    Branch, Comparison, Condition, Effect, Grant, GrantAmount, Operand, PickedBy, Policy, Rule, TestKind,
};
use credstack_model::vocabulary::{AttributeId, attribute};
use credstack_model::workload::{Basis, WorkloadUnit};
use credstack_model::{Amount, Symbol};

use super::spans::Spans;

/// The number of an atom; it is also the register that holds its truth.
pub(crate) type AtomId = usize;

/// A test that some condition makes, once for all conditions that make it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Atom {
    /// A test of a fact.
    Test(AttributeId, TestKind),
    /// The answer to a question.
    Answer(Symbol),
}

/// What decides a group of atoms together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum GroupKey {
    /// A workload in one unit, converted by one basis.
    Workload(AttributeId, WorkloadUnit, Basis),
    /// A level, in whatever framework.
    Level(AttributeId),
    /// Any other attribute.
    Plain(AttributeId),
    /// Whether the file says something: never in doubt.
    Stated(AttributeId),
    /// An answer.
    Answer(Symbol),
}

/// A group and its atoms.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub(crate) key: GroupKey,
    pub(crate) atoms: Vec<AtomId>,
}

/// All atoms of a rulebook.
#[derive(Debug, Clone, Default)]
pub(crate) struct Atoms {
    list: Vec<Atom>,
    by_atom: HashMap<Atom, AtomId>,
    groups: Vec<Group>,
}

/// The workload from which credits are granted.
pub(crate) const CREDITS: GroupKey = GroupKey::Workload(attribute::WORKLOAD, WorkloadUnit::Ects, Basis::Year);

impl Atoms {
    pub(crate) fn of<'a>(policies: impl Iterator<Item = &'a Policy>, spans: &Spans, extra: &[Condition]) -> Self {
        let mut atoms = Self::default();
        for condition in extra {
            atoms.condition(condition);
        }
        for policy in policies {
            for route in &policy.routes {
                atoms.condition(&route.applies);
            }
            for rule in &policy.rules {
                atoms.rule(rule);
            }
        }
        let mut groups: BTreeSet<GroupKey> = atoms.list.iter().map(group_of).collect();
        groups.insert(CREDITS);
        for picked in PickedBy::ALL {
            if !spans.boundaries(picked).is_empty() {
                groups.insert(GroupKey::Plain(picked.attribute()));
            }
        }
        atoms.groups = groups.into_iter().map(|key| Group { key, atoms: atoms.in_group(key) }).collect();
        atoms
    }

    fn in_group(&self, key: GroupKey) -> Vec<AtomId> {
        self.list.iter().enumerate().filter(|(_, a)| group_of(a) == key).map(|(id, _)| id).collect()
    }

    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    pub(crate) fn get(&self, id: AtomId) -> Option<&Atom> {
        self.list.get(id)
    }

    pub(crate) fn id(&self, atom: &Atom) -> Option<AtomId> {
        self.by_atom.get(atom).copied()
    }

    pub(crate) fn groups(&self) -> &[Group] {
        &self.groups
    }

    fn add(&mut self, atom: Atom) {
        let next = self.list.len();
        if let std::collections::hash_map::Entry::Vacant(slot) = self.by_atom.entry(atom) {
            self.list.push(slot.key().clone());
            slot.insert(next);
        }
    }

    fn condition(&mut self, condition: &Condition) {
        condition.walk(&mut |c| match c {
            Condition::Test(test) => self.add(Atom::Test(test.attribute, test.kind.clone())),
            Condition::Answer(question) => self.add(Atom::Answer(*question)),
            _ => {}
        });
    }

    fn rule(&mut self, rule: &Rule) {
        self.condition(&rule.applies);
        rule.exceptions.iter().for_each(|e| self.condition(&e.when));
        match &rule.effect {
            Effect::Classify(branches) => branches.iter().for_each(|b| self.condition(&b.when)),
            Effect::Grant(branches) => self.grants(branches),
            Effect::Doubt { when, still, .. } => {
                self.condition(when);
                self.grants(still);
            }
            Effect::Bar { toward, when } => {
                self.condition(when);
                if let Some(atom) = toward_atom(toward) {
                    self.add(atom);
                }
            }
            Effect::Ask { when, .. } => {
                self.condition(when);
                self.add(Atom::Answer(rule.name));
            }
            Effect::Limit(limit) => limit.bounds.iter().for_each(|b| self.condition(&b.when)),
        }
    }

    /// A grant of so many credits is partial or not by whether the workload is above it: a test like any other.
    fn grants(&mut self, branches: &[Branch<Grant>]) {
        for branch in branches {
            self.condition(&branch.when);
            if let GrantAmount::Credits(credits) = branch.gives.amount {
                self.add(at_most(credits));
            }
        }
    }
}

/// Whether the credential has at most so many credits: then a grant of so many is all of it.
pub(crate) fn at_most(credits: Amount) -> Atom {
    Atom::Test(
        attribute::WORKLOAD,
        TestKind::Workload {
            comparison: Comparison::AtMost,
            operand: Operand::Fixed(credits),
            unit: WorkloadUnit::Ects,
            basis: Basis::Year,
        },
    )
}

/// The test that a bar toward kinds of component makes of the component asked for.
pub(crate) fn toward_atom(toward: &[Symbol]) -> Option<Atom> {
    (!toward.is_empty()).then(|| Atom::Test(attribute::COMPONENT_KIND, TestKind::Among(toward.to_vec())))
}

fn group_of(atom: &Atom) -> GroupKey {
    match atom {
        Atom::Answer(question) => GroupKey::Answer(*question),
        Atom::Test(id, TestKind::Stated) => GroupKey::Stated(*id),
        Atom::Test(id, TestKind::Workload { unit, basis, .. }) => GroupKey::Workload(*id, *unit, *basis),
        Atom::Test(id, TestKind::Level { .. } | TestKind::LevelOf { .. }) => GroupKey::Level(*id),
        Atom::Test(id, TestKind::Has) if LEVELS.contains(id) => GroupKey::Level(*id),
        Atom::Test(id, _) => GroupKey::Plain(*id),
    }
}

/// The attributes whose "has" is decided together with their comparisons.
const LEVELS: [AttributeId; 5] = [
    attribute::LEVEL,
    attribute::TAUGHT_LEVEL,
    attribute::AWARD_LEVEL,
    attribute::COMPONENT_LEVEL,
    attribute::LEARNER_LEVEL,
];
