//! Problems made to be hard: there is an answer within the budget, and it says what it knows.

use super::*;
use crate::problem::{Fill, Item, Limit, Measure, Node, NodeKind, Offer, Side, Slot};

/// Items of these credits, each open to every one of the slots, which need so much each.
fn every(credits: &[i64], minima: &[i64], fill: Fill) -> Problem {
    let offers = || {
        let least = |credits: i64| if fill == Fill::Whole { credits } else { 1 };
        let offer = |(item, credits): (usize, &i64)| Offer {
            item,
            least: least(*credits),
            credits: *credits,
            values: Vec::new(),
        };
        credits.iter().enumerate().map(offer).collect()
    };
    let slot = |(at, minimum): (usize, &i64)| Slot {
        name: format!("s{at:04}"),
        minimum: *minimum,
        offers: offers(),
        fill,
        ..Slot::default()
    };
    let mut tree =
        vec![Node { name: "all".to_owned(), kind: NodeKind::All((1..=minima.len()).collect()), minimum: None }];
    tree.extend((0..minima.len()).map(|at| Node { name: format!("s{at}"), kind: NodeKind::Slot(at), minimum: None }));
    Problem {
        units_per_credit: 100,
        fine: 1,
        items: (0..credits.len()).map(|n| Item { id: format!("c{n:05}"), ..Item::default() }).collect(),
        slots: minima.iter().enumerate().map(slot).collect(),
        tree,
        ..Problem::default()
    }
}

fn at_most(problem: &Problem, bound: i64) -> Limit {
    let of_slot = |(at, slot): (usize, &Slot)| slot.offers.iter().map(move |o| (at, o.item)).collect::<Vec<_>>();
    Limit {
        name: "ceiling".to_owned(),
        side: Side::AtMost,
        measure: Measure::Credits,
        extent: crate::problem::Extent::Fixed(bound),
        cells: problem.slots.iter().enumerate().flat_map(of_slot).collect(),
        of: None,
    }
}

/// Solves within the budget, and holds that the answer is valid and no better than its bound.
fn answered(problem: &Problem, steps: u64) -> Solution {
    let solution = solve(problem, Budget { steps }).unwrap();
    assert_eq!(crate::check(problem, &solution.stack), Ok(()));
    assert!(solution.steps <= steps + 100, "{} steps", solution.steps);
    if let Proof::Unproven(bound) = solution.proof {
        assert!(bound <= solution.stack.value, "{bound:?} is no bound of {:?}", solution.stack.value);
    }
    solution
}

/// Powers of two and one more: no sum of fewer than all is the ceiling.
#[test]
fn a_knapsack_is_answered() {
    let credits: Vec<i64> = (0..20).map(|n| (1 << n) + 1).collect();
    let mut problem = every(&credits, &[1], Fill::Whole);
    problem.limits = vec![at_most(&problem, (1 << 19) - 1)];
    let solution = answered(&problem, 20_000);
    assert!(-solution.stack.value.uncounted < 1 << 19);
    assert!(solution.stack.value.is_complete(), "{:?}", solution.stack.value);
}

#[test]
fn five_thousand_credentials_are_answered() {
    let credits: Vec<i64> = (0..5_000).map(|n| 300 + 50 * (n % 7)).collect();
    let mut problem = every(&credits, &[3_000, 6_000, 9_000], Fill::Whole);
    problem.workload = Some(18_000);
    let solution = answered(&problem, 200);
    assert!(solution.stack.counted.len() <= 5_000);
}

#[test]
fn five_hundred_requirements_are_answered() {
    let mut problem = every(&[500; 40], &[500; 500], Fill::Whole);
    for (at, slot) in problem.slots.iter_mut().enumerate() {
        slot.offers.retain(|offer| (at + 7 * offer.item) % 20 == 0);
    }
    let solution = answered(&problem, 2_000);
    assert!(solution.stack.counted.len() <= 40);
}

/// The least that is asked for is more than what is allowed: never met, and said so.
#[test]
fn a_minimum_beyond_the_maximum_is_never_met() {
    for fill in [Fill::Whole, Fill::UpTo, Fill::Split] {
        let mut problem = every(&[500, 400], &[900], fill);
        problem.slots[0].maximum = Some(500);
        let solution = answered(&problem, 10_000);
        assert_eq!((solution.proof, solution.stack.value.unmet), (Proof::Optimal, 1));
        assert_eq!(solution.stack.value.tree_credits, 400);
    }
}

#[test]
fn a_ceiling_of_nothing_counts_nothing() {
    for fill in [Fill::Whole, Fill::Split] {
        let mut problem = every(&[500, 400, 300], &[600, 100], fill);
        problem.limits = vec![at_most(&problem, 0)];
        let solution = answered(&problem, 10_000);
        assert_eq!((solution.proof, solution.stack.counted.len()), (Proof::Optimal, 0));
    }
}

#[test]
fn a_tree_that_turns_in_a_circle_is_refused() {
    let mut problem = every(&[500], &[500], Fill::Whole);
    problem.tree.push(Node { name: "round".to_owned(), kind: NodeKind::All(vec![0]), minimum: None });
    assert!(solve(&problem, Budget::default()).is_err());
    problem.tree.pop();
    problem.tree[0].kind = NodeKind::All(vec![0, 1]);
    assert!(solve(&problem, Budget::default()).is_err());
}

#[test]
fn five_hundred_requirements_have_an_answer() {
    // Ten courses of 3 credits, and each of them would do for every requirement.
    let solution = answered(&every(&[300; 10], &[300; 500], Fill::Whole), 2_000);
    assert_eq!(solution.stack.counted.len(), 10);
    assert_eq!(solution.stack.value.unmet, 490);
}

#[test]
fn what_a_search_did_not_come_to_is_filled_in_order() {
    let problem = every(&[300, 400, 500].repeat(20), &[300; 60], Fill::Whole);
    let solution = answered(&problem, 20);
    assert!(matches!(solution.proof, Proof::Unproven(_)));
    assert!(solution.stack.value.is_complete(), "{:?}", solution.stack.value);
}

#[test]
fn many_ways_and_few_come_to_the_same() {
    for (credits, minima) in [(vec![600, 500, 400, 300], vec![900, 700]), (vec![300; 6], vec![500, 500, 500])] {
        let mut problem = every(&credits, &minima, Fill::Whole);
        problem.limits = vec![at_most(&problem, 1_300)];
        let layout = Layout::new(&problem).unwrap().arranged();
        let steps = Steps::new(10_000, &layout);
        let few = solve_priced(&priced::Model::<u64>::new(&layout).unwrap(), small::Found::None, steps);
        let many = solve_priced(&priced::Model::<priced::Many>::new(&layout).unwrap(), small::Found::None, steps);
        assert_eq!(few, many);
    }
}

/// What prices prove is summed in whole numbers: amounts as large as they may be never overflow it.
#[test]
fn very_large_amounts_are_answered() {
    for size in [7_000_003, 400_000_007, 9_000_000_011] {
        let credits: Vec<i64> = (1..=12).map(|n| size + n * 101).collect();
        for fill in [Fill::Whole, Fill::UpTo, Fill::Split] {
            let mut problem = every(&credits, &[size * 4 + 17, size * 5 + 3], fill);
            problem.workload = Some(size * 10);
            problem.limits = vec![at_most(&problem, size * 11)];
            let solution = answered(&problem, 3_000);
            let counted: i64 = solution.stack.counted.iter().map(|c| c.units).sum();
            assert!(counted > size * 9, "{fill:?}: {:?}", solution.stack.value);
        }
    }
}
