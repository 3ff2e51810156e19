//! The cheapest plan is the one that looking at every set of offers finds.

use std::collections::BTreeSet;

use credstack_advice::{Budget, Offer, PlanProof, can_complete, plan};
use credstack_stacking::Problem;
use proptest::prelude::*;

use crate::random::problem;

/// The problem without some items.
fn without(problem: &Problem, gone: &BTreeSet<usize>) -> Problem {
    let mut rest = problem.clone();
    for slot in &mut rest.slots {
        slot.offers.retain(|o| !gone.contains(&o.item));
    }
    for limit in &mut rest.limits {
        limit.cells.retain(|c| !gone.contains(&c.1));
    }
    rest
}

/// The least cost and the fewest offers of it, by every set of offers.
fn exhaustive(problem: &Problem, offers: &[Offer]) -> Option<(i64, usize)> {
    let all = 0..1usize << offers.len();
    let sets = all.map(|set| (0..offers.len()).filter(|o| set & (1 << o) != 0).collect::<BTreeSet<usize>>());
    let allowed = |set: &BTreeSet<usize>| set.iter().all(|o| offers[*o].requires.iter().all(|r| set.contains(r)));
    let in_order = |set: &BTreeSet<usize>| {
        // What is required first, until nothing is left that can be taken.
        let mut done: BTreeSet<usize> = BTreeSet::new();
        while let Some(next) =
            set.iter().find(|o| !done.contains(o) && offers[**o].requires.iter().all(|r| done.contains(r)))
        {
            done.insert(*next);
        }
        done.len() == set.len()
    };
    let completes = |set: &BTreeSet<usize>| {
        let gone = (0..offers.len()).filter(|o| !set.contains(o)).flat_map(|o| offers[o].items.clone()).collect();
        can_complete(&without(problem, &gone), 100_000) == Ok(Some(true))
    };
    let sets = sets.filter(allowed).filter(in_order).filter(completes);
    sets.map(|set| (set.iter().map(|o| offers[*o].cost).sum(), set.len())).min()
}

/// The items after the first few are on offer, at these costs and after these others.
fn offers(problem: &Problem, held: usize, costs: &[i64], requires: &[(usize, usize)]) -> Vec<Offer> {
    let first = held.min(problem.items.len());
    let items = (first..problem.items.len()).zip(costs);
    let mut offers: Vec<Offer> =
        items.map(|(item, cost)| Offer { items: vec![item], cost: *cost, requires: vec![] }).collect();
    let count = offers.len();
    for (one, other) in requires.iter().filter(|(a, b)| *a < count && *b < count && a != b) {
        offers[*one].requires.push(*other);
    }
    offers
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_plan_is_the_cheapest_that_every_set_of_offers_knows(
        problem in problem(2..10, false),
        costs in prop::collection::vec(0i64..9, 10),
        held in 0usize..4,
        requires in prop::collection::vec((0usize..8, 0usize..8), 0..3),
    ) {
        let offers = offers(&problem, held, &costs, &requires);
        let found = plan(&problem, &offers, Budget::default()).unwrap();
        match exhaustive(&problem, &offers) {
            None => prop_assert_eq!(found.proof, PlanProof::Unreachable),
            Some(best) => {
                prop_assert_eq!(found.proof, PlanProof::Optimal);
                prop_assert_eq!((found.cost, found.offers.len()), best);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn where_parts_count_a_plan_is_the_cheapest_or_says_that_it_is_not_proven(
        problem in problem(2..6, true),
        costs in prop::collection::vec(0i64..9, 6),
        held in 0usize..3,
    ) {
        let offers = offers(&problem, held, &costs, &[]);
        let found = plan(&problem, &offers, Budget { questions: 500, steps: 2_000 }).unwrap();
        match (found.proof, exhaustive(&problem, &offers)) {
            (PlanProof::Optimal, best) => prop_assert_eq!(Some((found.cost, found.offers.len())), best),
            (PlanProof::Unreachable, best) => prop_assert_eq!(best, None),
            (PlanProof::Unproven(bound), Some(best)) => prop_assert!(bound <= best.0 && best.0 <= found.cost),
            (PlanProof::Unproven(_), None) => prop_assert!(false, "a plan where there is none"),
            (PlanProof::Unknown, _) => {}
        }
    }
}
