//! Whether a changed rule says the same as before, whatever the facts: shown by looking at every combination of the values
//! that none of its tests tells apart. What is not shown so is taken to differ.

use std::cmp::Ordering;

use credstack_model::Symbol;
use credstack_model::policy::{
    Answered, Branch, Comparison, Condition, Deed, Effect, Element, Grant, LimitBound, Operand, PolicySet, Quantity,
    RecordEntry, Rule, Test, TestKind,
};
use credstack_model::vocabulary::attribute;

use crate::testing::touch::conditions_of;

/// More combinations than this are not looked at.
const MOST: usize = 20_000;

/// Whether two rules come to the same in every case.
pub(super) fn rules(set: &PolicySet, a: &Rule, b: &Rule) -> bool {
    let toward = [toward(a), toward(b)];
    let conditions = conditions_of(a).into_iter().chain(conditions_of(b)).chain(toward.iter().flatten());
    let table = Table::of(set, conditions);
    table.all(|cell| outcome(a, cell, toward[0].as_ref()) == outcome(b, cell, toward[1].as_ref()))
}

/// Whether two conditions are so in the same cases.
pub(super) fn conditions(set: &PolicySet, a: &Condition, b: &Condition) -> bool {
    Table::of(set, [a, b].into_iter()).all(|cell| holds(a, cell) == holds(b, cell))
}

fn toward(rule: &Rule) -> Option<Condition> {
    let Effect::Bar { toward, .. } = &rule.effect else { return None };
    let kind = TestKind::Among(toward.clone());
    (!toward.is_empty()).then_some(Condition::Test(Test {
        attribute: attribute::COMPONENT_KIND,
        kind,
        span: rule.span,
    }))
}

/// What a rule comes to.
#[derive(PartialEq)]
enum Outcome<'r> {
    DoesNotApply,
    Nothing,
    Class(Symbol),
    Grant(&'r Grant),
    Doubt(Element, Option<&'r Grant>),
    Bar,
    Ask(Answered),
    Count(Vec<(&'r LimitBound, Quantity)>, Option<RecordEntry>),
}

type Cell<'c> = &'c dyn Fn(&Condition) -> bool;

fn holds(condition: &Condition, cell: Cell<'_>) -> bool {
    match condition {
        Condition::Always(value) => *value,
        Condition::All(list) => list.iter().all(|c| holds(c, cell)),
        Condition::Any(list) => list.iter().any(|c| holds(c, cell)),
        Condition::Not(inner) => !holds(inner, cell),
        leaf => cell(leaf),
    }
}

fn taken<'r, T>(branches: &'r [Branch<T>], cell: Cell<'_>) -> Option<&'r T> {
    branches.iter().find(|b| holds(&b.when, cell)).map(|b| &b.gives)
}

fn outcome<'r>(rule: &'r Rule, cell: Cell<'_>, toward: Option<&Condition>) -> Outcome<'r> {
    if !holds(&rule.applies, cell) {
        return Outcome::DoesNotApply;
    }
    let lifts = |deed: &Deed| !matches!(deed, Deed::RaisesTo(_));
    if rule.exceptions.iter().any(|e| lifts(&e.deed) && holds(&e.when, cell)) {
        return Outcome::Nothing;
    }
    let found = match &rule.effect {
        Effect::Classify(branches) => taken(branches, cell).map(|class| Outcome::Class(*class)),
        Effect::Grant(branches) => taken(branches, cell).map(Outcome::Grant),
        Effect::Doubt { element, when, still } => {
            holds(when, cell).then(|| Outcome::Doubt(*element, taken(still, cell)))
        }
        Effect::Bar { when, .. } => {
            (holds(when, cell) && toward.is_none_or(|t| holds(t, cell))).then_some(Outcome::Bar)
        }
        Effect::Ask { when, otherwise, .. } => holds(when, cell).then_some(Outcome::Ask(*otherwise)),
        Effect::Limit(limit) => {
            let raised = rule.exceptions.iter().find_map(|e| match e.deed {
                Deed::RaisesTo(quantity) if holds(&e.when, cell) => Some(quantity),
                _ => None,
            });
            let bounds = limit.bounds.iter().filter(|b| holds(&b.when, cell));
            let bounds = bounds.map(|b| (b, raised.unwrap_or(b.quantity))).collect();
            Some(Outcome::Count(bounds, limit.record))
        }
    };
    found.unwrap_or(Outcome::Nothing)
}

/// The tests of conditions, in groups of which the values are looked at together.
struct Table<'a> {
    leaves: Vec<&'a Condition>,
    /// For each group its leaves, and the truths that they can have together.
    groups: Vec<(Vec<usize>, Vec<Vec<bool>>)>,
}

impl<'a> Table<'a> {
    fn of(set: &PolicySet, conditions: impl Iterator<Item = &'a Condition>) -> Self {
        let mut leaves: Vec<&Condition> = Vec::new();
        for condition in conditions {
            condition.walk(&mut |c| {
                let leaf = matches!(c, Condition::Test(_) | Condition::Class(_) | Condition::Answer(_));
                if leaf && !leaves.contains(&c) {
                    leaves.push(c);
                }
            });
        }
        let mut table = Self { leaves, groups: Vec::new() };
        let mut left: Vec<usize> = (0..table.leaves.len()).collect();
        while let Some(first) = left.first().copied() {
            let of_group = |at: &usize| *at == first || table.together(set, first, *at);
            let (group, rest): (Vec<usize>, Vec<usize>) = left.into_iter().partition(of_group);
            let truths = table.truths(set, &group);
            table.groups.push((group, truths));
            left = rest;
        }
        table
    }

    fn test(&self, at: usize) -> Option<&'a Test> {
        match self.leaves.get(at) {
            Some(Condition::Test(test)) => Some(test),
            _ => None,
        }
    }

    /// Whether two tests order or name values of one attribute in one way, so that their truths hang together.
    fn together(&self, set: &PolicySet, a: usize, b: usize) -> bool {
        let (Some(one), Some(other)) = (self.test(a), self.test(b)) else { return false };
        let attribute = set.vocabulary.get(one.attribute);
        let fixed = |operand: &Operand| matches!(operand, Operand::Fixed(_));
        one.attribute == other.attribute
            && match (&one.kind, &other.kind) {
                (
                    TestKind::Workload { operand: x, unit, basis, .. },
                    TestKind::Workload { operand: y, unit: of, basis: by, .. },
                ) => fixed(x) && fixed(y) && (unit, basis) == (of, by),
                (TestKind::Number { operand: x, .. }, TestKind::Number { operand: y, .. }) => fixed(x) && fixed(y),
                (TestKind::Level { level: x, .. }, TestKind::Level { level: y, .. }) => x.framework == y.framework,
                (TestKind::LevelOf { attribute: x, .. }, TestKind::LevelOf { attribute: y, .. }) => x == y,
                (TestKind::Date { .. }, TestKind::Date { .. }) => true,
                (TestKind::Among(_), TestKind::Among(_)) => {
                    !attribute.many && !attribute.codes().is_some_and(|l| l.by_prefix)
                }
                _ => false,
            }
    }

    fn truths(&self, set: &PolicySet, group: &[usize]) -> Vec<Vec<bool>> {
        let tests: Vec<&Test> = group.iter().filter_map(|at| self.test(*at)).collect();
        let Some(first) = tests.first().filter(|_| tests.len() == group.len()) else {
            return vec![vec![true], vec![false]];
        };
        let mut found = match &first.kind {
            TestKind::Among(_) => codes(&tests),
            TestKind::Level { level, .. } => {
                let levels = set.frameworks.get(level.framework).map(|f| f.levels.len()).unwrap_or_default();
                let rank = |test: &Test| match &test.kind {
                    TestKind::Level { level, .. } => {
                        set.frameworks.get(level.framework).and_then(|f| f.level(level.label)).map(|l| l.rank)
                    }
                    _ => None,
                };
                let ranks = u8::try_from(levels).unwrap_or(u8::MAX);
                let at = |value: u8| tests.iter().map(|t| rank(t).is_some_and(|r| meets(t, value.cmp(&r)))).collect();
                (0..ranks).map(at).collect()
            }
            _ => ordered(&tests),
        };
        // There may be none of it.
        found.push(vec![false; tests.len()]);
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether something holds in every combination; not where there are too many to look at.
    fn all(&self, holds: impl Fn(Cell<'_>) -> bool) -> bool {
        let count = self.groups.iter().try_fold(1usize, |n, (_, truths)| n.checked_mul(truths.len()));
        let Some(count) = count.filter(|n| *n <= MOST) else { return false };
        (0..count).all(|combination| {
            let mut truth = vec![false; self.leaves.len()];
            let mut rest = combination;
            for (group, truths) in &self.groups {
                let row = truths.get(rest % truths.len());
                rest /= truths.len();
                for (leaf, value) in group.iter().zip(row.into_iter().flatten()) {
                    if let Some(slot) = truth.get_mut(*leaf) {
                        *slot = *value;
                    }
                }
            }
            let cell = |leaf: &Condition| {
                let at = self.leaves.iter().position(|l| *l == leaf);
                at.and_then(|at| truth.get(at)).copied().unwrap_or(false)
            };
            holds(&cell)
        })
    }
}

/// One row for each code that some test names, and one for any other.
fn codes(tests: &[&Test]) -> Vec<Vec<bool>> {
    let lists: Vec<&[Symbol]> = tests
        .iter()
        .map(|t| match &t.kind {
            TestKind::Among(codes) => codes.as_slice(),
            _ => &[],
        })
        .collect();
    let named = lists.iter().flat_map(|list| list.iter());
    named.map(|code| lists.iter().map(|list| list.contains(code)).collect()).collect()
}

/// One row for each bound, and one for what lies below, between and above them.
fn ordered(tests: &[&Test]) -> Vec<Vec<bool>> {
    if tests.iter().any(|t| matches!(t.kind, TestKind::LevelOf { .. })) {
        let orderings = [Ordering::Less, Ordering::Equal, Ordering::Greater];
        return orderings.iter().map(|o| tests.iter().map(|t| meets(t, *o)).collect()).collect();
    }
    let bounds: Option<Vec<Bound>> = tests.iter().map(|t| bound(t)).collect();
    let Some(mut places) = bounds.clone() else { return vec![vec![true], vec![false]] };
    places.sort_unstable();
    places.dedup();
    let rank = |bound: &Bound| places.iter().position(|p| p == bound).unwrap_or_default() * 2 + 1;
    let ranks: Vec<usize> = bounds.iter().flatten().map(rank).collect();
    let row = |at: usize| tests.iter().zip(&ranks).map(|(t, rank)| meets(t, at.cmp(rank))).collect();
    (0..=places.len() * 2).map(row).collect()
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Bound {
    Amount(credstack_model::Amount),
    Day(credstack_model::date::Date),
}

fn bound(test: &Test) -> Option<Bound> {
    match &test.kind {
        TestKind::Workload { operand: Operand::Fixed(amount), .. }
        | TestKind::Number { operand: Operand::Fixed(amount), .. } => Some(Bound::Amount(*amount)),
        TestKind::Date { day, .. } => Some(Bound::Day(*day)),
        _ => None,
    }
}

fn meets(test: &Test, ordering: Ordering) -> bool {
    comparison(test).is_some_and(|c| c.meets(ordering))
}

fn comparison(test: &Test) -> Option<Comparison> {
    match &test.kind {
        TestKind::Workload { comparison, .. }
        | TestKind::Number { comparison, .. }
        | TestKind::Level { comparison, .. }
        | TestKind::LevelOf { comparison, .. }
        | TestKind::Date { comparison, .. } => Some(*comparison),
        _ => None,
    }
}
