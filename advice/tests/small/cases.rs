//! Cases worked out by hand: who competes for what, which limit bites, what helps and what does not.

use credstack_advice::{Budget, Demand, Unhelpful, additions, unhelpful, why_not};
use credstack_stacking::{Extent, Item, Limit, Measure, Node, NodeKind, Offer, Problem, Side, Slot};

fn items(ids: &[&str]) -> Vec<Item> {
    ids.iter().map(|id| Item { id: (*id).to_owned(), ..Item::default() }).collect()
}

fn slot(name: &str, measure: Measure, minimum: i64, offers: &[(usize, i64)]) -> Slot {
    let offer =
        |(item, credits): &(usize, i64)| Offer { item: *item, least: *credits, credits: *credits, values: vec![] };
    Slot { name: name.to_owned(), measure, minimum, offers: offers.iter().map(offer).collect(), ..Slot::default() }
}

fn award(items: Vec<Item>, slots: Vec<Slot>) -> Problem {
    let node = |name: &str, kind| Node { name: name.to_owned(), kind, minimum: None };
    let mut tree = vec![node("", NodeKind::All((1..=slots.len()).collect()))];
    tree.extend(slots.iter().enumerate().map(|(at, s)| node(&s.name, NodeKind::Slot(at))));
    Problem { units_per_credit: 100, fine: 1, items, slots, tree, ..Problem::default() }
}

fn limit(name: &str, side: Side, bound: i64, cells: Vec<(usize, usize)>) -> Limit {
    Limit { name: name.to_owned(), side, measure: Measure::Credits, extent: Extent::Fixed(bound), cells, of: None }
}

/// Two requirements want two each; of what both take there is one too few.
#[test]
fn two_requirements_compete_for_one_credential() {
    let one = slot("r1", Measure::Items, 2, &[(0, 300), (1, 300)]);
    let other = slot("r2", Measure::Items, 2, &[(1, 300), (2, 300)]);
    let problem = award(items(&["b", "c", "d"]), vec![one, other]);
    let found = why_not(&problem, Budget::default()).unwrap();
    assert_eq!(found.conflicts.len(), 1);
    assert_eq!(found.conflicts[0].demands, [Demand::Slot(0), Demand::Slot(1)]);
    assert_eq!(found.conflicts[0].contested, [1]);
    assert_eq!(found.any_one, [Demand::Slot(0), Demand::Slot(1)]);
    let added = additions(&problem, Budget::default()).unwrap();
    let told: Vec<_> = added.any_one.iter().map(|a| (a.slot, a.credentials)).collect();
    assert_eq!(told, [(0, 1), (1, 1)]);
    assert!(added.together.is_empty());
}

/// 34 credits of home and 10, 10 and 6 by recognition, of which 24 may count: whole credentials come to 54 of 60.
#[test]
fn a_ceiling_that_whole_credentials_cannot_fill() {
    let free = slot("all", Measure::Credits, 0, &[(0, 3400), (1, 1000), (2, 1000), (3, 600)]);
    let mut problem = award(items(&["home", "rpl 1", "rpl 2", "rpl 3"]), vec![free]);
    problem.workload = Some(6000);
    problem.limits.push(limit("recognised", Side::AtMost, 2400, vec![(0, 1), (0, 2), (0, 3)]));
    let found = why_not(&problem, Budget::default()).unwrap();
    assert_eq!(found.conflicts[0].demands, [Demand::Limit(0), Demand::Workload]);
    assert_eq!(found.any_one, [Demand::Limit(0), Demand::Workload]);
    let added = additions(&problem, Budget::default()).unwrap();
    assert_eq!(added.any_one[0].credits, 600);
}

/// Fifty credits at home are needed, 25 are there; sixty from elsewhere do not help, nor do more.
#[test]
fn what_comes_from_elsewhere_does_not_help_at_home() {
    let free = slot("all", Measure::Credits, 0, &[(0, 2500), (1, 6000)]);
    let mut problem = award(items(&["external", "home"]), vec![free]);
    problem.workload = Some(6000);
    problem.limits.push(limit("at home", Side::AtLeast, 3000, vec![(0, 0)]));
    let found = why_not(&problem, Budget::default()).unwrap();
    assert_eq!(found.conflicts[0].demands, [Demand::Limit(0)]);
    let added = additions(&problem, Budget::default()).unwrap();
    assert_eq!((added.any_one[0].credits, added.any_one[0].toward.as_slice()), (500, [0].as_slice()));
    assert_eq!(unhelpful(&problem, Budget::default()).unwrap(), [Unhelpful::Outside(0)]);
}

/// Two things are missing that have nothing to do with each other: two conflicts, and both have to be mended.
#[test]
fn two_reasons_are_told_apart() {
    let one = slot("core", Measure::Credits, 600, &[(0, 300)]);
    let other = slot("thesis", Measure::Items, 1, &[]);
    let problem = award(items(&["a"]), vec![one, other]);
    let found = why_not(&problem, Budget::default()).unwrap();
    let told: Vec<_> = found.conflicts.iter().map(|c| c.demands.clone()).collect();
    assert_eq!(told.concat().len(), 2);
    assert!(found.any_one.is_empty());
    assert_eq!(found.relief, [Demand::Slot(0), Demand::Slot(1)]);
    let added = additions(&problem, Budget::default()).unwrap();
    let told: Vec<_> = added.together.iter().map(|a| (a.slot, a.credentials, a.credits)).collect();
    assert_eq!(told, [(0, 1, 300), (1, 1, 1)]);
}
