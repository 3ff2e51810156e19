//! Proposals against a naive reference that looks at every world, one plain value after the other.
//!
//! Ten thousand random sets of rules and credentials, each with up to six unknown facts. The reference shares no code with
//! the engine: it knows concrete values only, never a cell, a range or a truth that is open.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod worlds_reference;
mod worlds_scene;

use std::collections::{BTreeMap, BTreeSet};

use credstack::engine::{Budget, Case, Rulebook, interpret};
use credstack::model::Amount;
use credstack::model::policy::{Condition, Effect, PolicySet, RouteTest};
use credstack::model::proposal::{Label, Precision, Truth, Unknown};
use credstack::model::vocabulary::{AttributeId, attribute};
use proptest::prelude::*;

use worlds_reference::{Plainly, Reference};
use worlds_scene::{HUGE, Plain, Scene, World, scene};

/// The facts that the rules read at all, and the workload that credits come from; the others cannot matter.
fn read_by(set: &PolicySet) -> BTreeSet<AttributeId> {
    let mut read = BTreeSet::from([attribute::WORKLOAD]);
    let mut note = |c: &Condition| read.extend(c.tests().iter().map(|t| t.attribute));
    for policy in &set.policies {
        policy.routes.iter().for_each(|r| note(&r.applies));
        for rule in &policy.rules {
            note(&rule.applies);
            match &rule.effect {
                Effect::Classify(list) => list.iter().for_each(|b| note(&b.when)),
                Effect::Grant(list) => list.iter().for_each(|b| note(&b.when)),
                Effect::Doubt { when, still, .. } => {
                    note(when);
                    for branch in still {
                        note(&branch.when);
                    }
                }
                Effect::Bar { when, .. } | Effect::Ask { when, .. } => note(when),
                Effect::Limit(_) => {}
            }
        }
    }
    read
}

/// Every world of the facts that are read; the others stand at their first value.
fn worlds(scene: &Scene, most: usize) -> Option<Vec<World>> {
    let read = read_by(&scene.set);
    let mut worlds: Vec<World> = vec![BTreeMap::new()];
    for (id, values) in &scene.values {
        let values: &[Plain] = if read.contains(id) { values } else { &values[..1] };
        if worlds.len() * values.len() > most {
            return None;
        }
        let with = |w: &World, v: &Plain| w.iter().map(|(k, v)| (*k, *v)).chain([(*id, *v)]).collect();
        worlds = worlds.iter().flat_map(|w| values.iter().map(move |v| with(w, v))).collect();
    }
    Some(worlds)
}

/// The facts of which two worlds that differ only in them come out differently.
fn matters(scene: &Scene, outcomes: &BTreeMap<World, Plainly>) -> BTreeSet<AttributeId> {
    let differs = |id: &AttributeId, values: &[Plain]| {
        outcomes.iter().any(|(world, outcome)| {
            values.iter().any(|value| {
                let mut other = world.clone();
                other.insert(*id, *value);
                outcomes.get(&other).is_some_and(|o| o != outcome)
            })
        })
    };
    scene.values.iter().filter(|(id, values)| values.len() > 1 && differs(id, values)).map(|(id, _)| *id).collect()
}

/// What comes out if the file is closed: presumed in the learner's favour where the route presumes; completion and
/// authenticity never are.
fn closed(scene: &Scene, reference: &Reference<'_>, outcomes: &BTreeMap<World, Plainly>) -> Label {
    let never = [attribute::COMPLETED, attribute::AUTHENTIC];
    let mut worst: BTreeMap<World, (Label, bool)> = BTreeMap::new();
    for (world, outcome) in outcomes {
        let route = scene.set.policies[0].routes.iter().find(|r| reference.is(world, &r.applies));
        let presumed = route.is_some_and(|r| r.test == RouteTest::NoSubstantialDifference);
        let kept: World = world.iter().filter(|(id, _)| !never.contains(id)).map(|(id, v)| (*id, *v)).collect();
        let entry = worst.entry(kept).or_insert((outcome.label, presumed));
        *entry = (entry.0.min(outcome.label), entry.1 && presumed);
    }
    let presumed = worst.values().all(|(_, p)| *p);
    let labels = worst.values().map(|(l, _)| *l);
    if presumed { labels.max().unwrap() } else { labels.min().unwrap() }
}

/// Equal but for the hundredth by which the reference stands beside an open end.
fn near(engine: Amount, reference: i64) -> bool {
    (engine.as_hundredths().unwrap() - reference).abs() <= 1
}

fn check(bytes: &[u8]) -> Result<(), TestCaseError> {
    let scene = scene(bytes);
    // A scene with very many worlds is a slow test and says no more than a smaller one.
    let Some(all) = worlds(&scene, 4_000) else { return Err(TestCaseError::reject("too many worlds")) };
    let reference = Reference { set: &scene.set };
    let outcomes: BTreeMap<World, Plainly> = all.into_iter().map(|w| (w.clone(), reference.outcome(&w))).collect();
    // A question between two laws has a test of its own, in `scenarios.rs`.
    if outcomes.values().any(|o| o.conflict) {
        return Err(TestCaseError::reject("two laws contradict each other"));
    }

    let book = Rulebook::compile(&scene.set, "p").unwrap();
    let case = Case::from_facts(&scene.set, scene.facts.clone());
    let proposal = book.propose(&case, Budget { worlds: 1 << 20 });

    prop_assert_eq!(proposal.outcome.worst, outcomes.values().map(|o| o.label).min().unwrap());
    prop_assert_eq!(proposal.outcome.best, outcomes.values().map(|o| o.label).max().unwrap());
    let must: Vec<i64> = outcomes.values().map(|o| o.must).collect();
    let may: Vec<i64> = outcomes.values().map(|o| o.may).collect();
    for (range, values) in [(proposal.outcome.must, must), (proposal.outcome.may, may)] {
        let (low, high) = (*values.iter().min().unwrap(), *values.iter().max().unwrap());
        prop_assert!(near(range.low, low), "low end {} against {low} hundredths", range.low);
        match range.high {
            Some(end) => prop_assert!(near(end, high), "high end {end} against {high} hundredths"),
            None => prop_assert_eq!(high, HUGE),
        }
    }
    let asked: BTreeSet<AttributeId> = proposal
        .asks
        .iter()
        .filter_map(|a| match a.unknown {
            Unknown::Fact(id) => Some(id),
            Unknown::Answer(_) => None,
        })
        .collect();
    prop_assert_eq!(asked, matters(&scene, &outcomes), "asked for against what matters");
    prop_assert_eq!(proposal.precision, Precision::Exact);
    let told = proposal.closed.map(|o| o.worst);
    prop_assert_eq!(told, Some(closed(&scene, &reference, &outcomes)), "the file closed as it stands");
    // The plain interpreter never says more than is so, and knows all where all is known.
    for rule in book.rules() {
        let values: BTreeSet<bool> = outcomes.keys().map(|w| reference.is(w, &rule.applies)).collect();
        match interpret::truth(&book, &case, &rule.applies) {
            Truth::True => prop_assert!(!values.contains(&false)),
            Truth::False => prop_assert!(!values.contains(&true)),
            Truth::Unknown => prop_assert!(scene.values.values().any(|v| v.len() > 1)),
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 10_000,
        max_global_rejects: 200_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn proposals_agree_with_every_world(bytes in prop::collection::vec(any::<u8>(), 40..160)) {
        check(&bytes)?;
    }
}
