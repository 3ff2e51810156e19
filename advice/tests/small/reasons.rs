//! Reasons are irreducible, and what is named completes the award while less of it does not.

use std::collections::BTreeSet;

use credstack_advice::{Addition, Budget, additions, can_complete, demands, lifted, why_not};
use credstack_stacking::{Extent, Item, Limit, Measure, Offer, Problem, Side, solve};
use proptest::prelude::*;

use crate::random::problem;

const STEPS: u64 = 100_000;

fn completes(problem: &Problem) -> bool {
    can_complete(problem, STEPS) == Ok(Some(true))
}

/// The problem with additions, written down once more.
fn with(problem: &Problem, additions: &[Addition]) -> Problem {
    let mut with = problem.clone();
    for addition in additions {
        let first = with.items.len();
        for (item, _) in (first..).zip(0..addition.credentials) {
            with.items.push(Item { id: format!("z{item:03}"), ..Item::default() });
            let offer = Offer { item, least: 1, credits: addition.credits, values: vec![] };
            with.slots[addition.slot].offers.push(offer);
            for limit in &addition.toward {
                with.limits[*limit].cells.push((addition.slot, item));
                with.limits[*limit].cells.sort_unstable();
            }
        }
        let cells = (first..with.items.len()).map(|item| (addition.slot, item)).collect();
        let (side, measure) = (Side::AtMost, Measure::Credits);
        let extent = Extent::Fixed(addition.credits);
        with.limits.push(Limit { name: "given".to_owned(), side, measure, extent, cells, of: None });
    }
    with
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn what_can_be_complete_is_what_the_best_stack_is(problem in problem(0..6, true)) {
        let best = solve(&problem, credstack_stacking::Budget { steps: STEPS }).unwrap();
        prop_assert_eq!(completes(&problem), best.stack.value.is_complete());
    }

    #[test]
    fn a_conflict_cannot_be_met_and_without_any_part_of_it_can(problem in problem(0..6, false)) {
        let found = why_not(&problem, Budget::default()).unwrap();
        prop_assert!(found.proven);
        prop_assert_eq!(found.conflicts.is_empty(), completes(&problem));
        let all: BTreeSet<_> = demands(&problem).into_iter().collect();
        let mut seen = BTreeSet::new();
        for conflict in &found.conflicts {
            let conflict: BTreeSet<_> = conflict.demands.iter().copied().collect();
            prop_assert!(seen.is_disjoint(&conflict));
            prop_assert!(!completes(&lifted(&problem, &(&all - &conflict))));
            for one in &conflict {
                let mut others = &all - &conflict;
                others.insert(*one);
                prop_assert!(completes(&lifted(&problem, &others)));
            }
            seen.extend(conflict);
        }
    }

    #[test]
    fn lifting_what_is_named_completes_the_award_and_lifting_less_does_not(problem in problem(0..6, false)) {
        let found = why_not(&problem, Budget::default()).unwrap();
        let relief: BTreeSet<_> = found.relief.iter().copied().collect();
        prop_assert!(completes(&lifted(&problem, &relief)));
        for one in &relief {
            let mut fewer = relief.clone();
            fewer.remove(one);
            prop_assert!(!completes(&lifted(&problem, &fewer)));
        }
        let alone = |d: &_| completes(&lifted(&problem, &BTreeSet::from([*d])));
        if !found.conflicts.is_empty() {
            let each: Vec<_> = demands(&problem).into_iter().filter(alone).collect();
            prop_assert_eq!(found.any_one, each);
        }
    }

    #[test]
    fn what_is_to_be_added_completes_the_award_and_less_of_it_does_not(problem in problem(0..6, false)) {
        prop_assume!(!completes(&problem));
        let found = additions(&problem, Budget::default()).unwrap();
        prop_assert!(found.proven);
        let sets = found.any_one.iter().map(std::slice::from_ref).chain([found.together.as_slice()]);
        for set in sets.filter(|s| !s.is_empty()) {
            prop_assert!(completes(&with(&problem, set)));
            for at in 0..set.len() {
                let mut fewer = set.to_vec();
                fewer.remove(at);
                prop_assert!(!completes(&with(&problem, &fewer)));
                let mut smaller = set.to_vec();
                smaller[at].credits -= 1;
                if smaller[at].credits >= smaller[at].credentials {
                    prop_assert!(!completes(&with(&problem, &smaller)), "{:?}", smaller);
                }
            }
        }
    }
}
