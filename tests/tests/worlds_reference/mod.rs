//! What comes out in one world, told in the plainest way from the pages on how rules combine.

use std::collections::BTreeSet;

use credstack::model::Symbol;
use credstack::model::date::Date;
use credstack::model::policy::{
    Branch, Comparison, Condition, Effect, Entitlement, Grant, GrantAmount, Modality, Operand, PolicySet, RouteTest,
    Test, TestKind,
};
use credstack::model::proposal::Label;
use credstack::model::vocabulary::attribute;

use crate::worlds_scene::{KINDS, Plain, SETTINGS, World};

pub(crate) struct Reference<'a> {
    pub(crate) set: &'a PolicySet,
}

/// What comes out in one world: rung, hundredths of a credit that must and may be granted, classes, conditions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plainly {
    pub(crate) label: Label,
    pub(crate) must: i64,
    pub(crate) may: i64,
    pub(crate) classes: BTreeSet<String>,
    pub(crate) conditions: BTreeSet<String>,
    pub(crate) conflict: bool,
}

const REFUSED: Plainly = Plainly {
    label: Label::Refused,
    must: 0,
    may: 0,
    classes: BTreeSet::new(),
    conditions: BTreeSet::new(),
    conflict: false,
};

/// A grant that takes place: what it is, whether law gives it, whether a `grant` rule does or the remainder of a doubt.
struct Given<'g> {
    grant: &'g Grant,
    rule: Symbol,
    law: bool,
    by_rule: bool,
}

/// What the rules of a world say, before it is put together.
#[derive(Default)]
struct Said<'g> {
    bars: usize,
    law_bars: usize,
    /// The duties to which a rule that bars is an exception.
    excepted: Vec<Symbol>,
    unqualified_doubts: usize,
    given: Vec<Given<'g>>,
    classes: BTreeSet<String>,
}

impl Reference<'_> {
    pub(crate) fn is(&self, world: &World, condition: &Condition) -> bool {
        match condition {
            Condition::Always(yes) => *yes,
            Condition::All(list) => list.iter().all(|c| self.is(world, c)),
            Condition::Any(list) => list.iter().any(|c| self.is(world, c)),
            Condition::Not(inner) => !self.is(world, inner),
            Condition::Test(test) => self.test(world, test),
            Condition::Class(_) | Condition::Answer(_) => unreachable!("no scene has them"),
        }
    }

    fn test(&self, world: &World, test: &Test) -> bool {
        match (&test.kind, world[&test.attribute]) {
            (TestKind::Holds, Plain::Truth(yes)) => yes,
            (TestKind::Has, Plain::Level(has, _)) => has,
            (TestKind::Among(codes), Plain::Code(at)) => {
                let list: &[&str] = if test.attribute == attribute::KIND { &KINDS } else { &SETTINGS };
                list.get(at).is_some_and(|code| codes.iter().any(|c| self.set.symbols.text(*c) == *code))
            }
            (TestKind::Workload { comparison, operand: Operand::Fixed(bound), .. }, Plain::Hundredths(n)) => {
                compare(*comparison, n, bound.as_hundredths().unwrap())
            }
            (TestKind::Level { comparison, level }, Plain::Level(_, eqf)) => {
                compare(*comparison, i64::from(eqf), self.set.symbols.text(level.label).parse().unwrap())
            }
            (TestKind::Date { comparison, day }, Plain::Day(value)) => {
                let number = |d: Date| i64::from(d.year()) * 10_000 + i64::from(d.month()) * 100 + i64::from(d.day());
                compare(*comparison, number(value), number(*day))
            }
            other => unreachable!("no scene has this: {other:?}"),
        }
    }

    fn first<'g>(&self, world: &World, branches: &'g [Branch<Grant>]) -> Option<&'g Grant> {
        branches.iter().find(|b| self.is(world, &b.when)).map(|b| &b.gives)
    }

    fn said(&self, world: &World) -> Said<'_> {
        let mut said = Said::default();
        for rule in self.set.policies[0].rules.iter().filter(|r| self.is(world, &r.applies)) {
            let law = rule.standing.is_mandatory();
            match &rule.effect {
                Effect::Bar { when, .. } if self.is(world, when) => {
                    said.bars += 1;
                    said.excepted.extend(&rule.exception_to);
                    said.law_bars += usize::from(law);
                }
                Effect::Grant(branches) => {
                    let taken = self.first(world, branches);
                    said.given.extend(taken.map(|grant| Given { grant, rule: rule.name, law, by_rule: true }));
                }
                Effect::Doubt { when, still, .. } if self.is(world, when) => match self.first(world, still) {
                    Some(grant) => said.given.push(Given { grant, rule: rule.name, law, by_rule: false }),
                    None => said.unqualified_doubts += 1,
                },
                Effect::Classify(branches) => {
                    let taken = branches.iter().find(|b| self.is(world, &b.when));
                    said.classes.extend(taken.map(|b| self.set.symbols.text(b.gives).to_owned()));
                }
                _ => {}
            }
        }
        said
    }

    pub(crate) fn outcome(&self, world: &World) -> Plainly {
        let Plain::Hundredths(full) = world[&attribute::WORKLOAD] else { unreachable!("a workload") };
        let route = self.set.policies[0].routes.iter().find(|r| self.is(world, &r.applies));
        let presumed = route.is_some_and(|r| r.test == RouteTest::NoSubstantialDifference);
        let duty_of_route = presumed && route.is_some_and(|r| r.entitlement == Entitlement::Duty);
        let said = self.said(world);
        let worth = |g: &Given<'_>| match g.grant.amount {
            GrantAmount::InFull => full,
            GrantAmount::Credits(n) => full.min(n.as_hundredths().unwrap()),
        };
        let all = |modality: Modality| said.given.iter().filter(move |g| g.grant.modality == modality);
        let owed = || all(Modality::Must).filter(|g| !said.excepted.contains(&g.rule));
        let law_floor = owed().filter(|g| g.law).map(worth).max();
        let law_ceiling = all(Modality::May).filter(|g| g.law).map(worth).min();
        if law_floor.is_some_and(|floor| said.law_bars > 0 || law_ceiling.is_some_and(|c| floor > c)) {
            return Plainly { conflict: true, ..REFUSED };
        }
        let granted = said.given.iter().any(|g| g.by_rule);
        if said.law_bars > 0 || (said.bars > 0 && law_floor.is_none()) || (!presumed && !granted) {
            return REFUSED;
        }
        let mut label = if said.unqualified_doubts > 0 { Label::Partially } else { Label::Recognised };
        for given in &said.given {
            if worth(given) < full {
                label = label.min(Label::Partially);
            }
            if given.grant.condition.is_some() {
                label = label.min(Label::Conditionally);
            }
        }
        let may = all(Modality::May).map(worth).min().unwrap_or(full).max(law_floor.unwrap_or(0));
        let discretion =
            said.unqualified_doubts > 0 || said.given.iter().any(|g| g.grant.modality == Modality::May || !g.by_rule);
        let owed_by_route = if duty_of_route && !discretion { full } else { 0 };
        let must = owed().map(worth).max().unwrap_or(owed_by_route).min(may);
        let conditions =
            said.given.iter().filter_map(|g| g.grant.condition.as_ref()).map(ToString::to_string).collect();
        Plainly { label, must, may, classes: said.classes, conditions, conflict: false }
    }
}

fn compare(comparison: Comparison, value: i64, bound: i64) -> bool {
    match comparison {
        Comparison::Less => value < bound,
        Comparison::AtMost => value <= bound,
        Comparison::Equal => value == bound,
        Comparison::NotEqual => value != bound,
        Comparison::AtLeast => value >= bound,
        Comparison::More => value > bound,
    }
}
