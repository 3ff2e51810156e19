//! What random instances seldom show.

use super::*;
use crate::problem::{Extent, Fill, Item, Limit, Measure, Node, NodeKind, Offer, Progress, Side, Slot};

fn offer(item: usize, least: i64, credits: i64, values: Vec<u32>) -> Offer {
    Offer { item, least, credits, values }
}

/// Two items and two slots that each take one of them.
fn two(first: [Offer; 2]) -> Problem {
    let item = |id: &str| Item { id: id.to_owned(), progress: Progress::Completed, ..Item::default() };
    let slot = |name: &str, offers: [Offer; 2]| Slot {
        name: name.to_owned(),
        measure: Measure::Items,
        minimum: 1,
        maximum: Some(1),
        fill: Fill::Whole,
        spread: 0,
        entire: false,
        offers: offers.to_vec(),
    };
    let second = first.clone().map(|o| Offer { values: vec![], ..o });
    let node = |name: &str, kind| Node { name: name.to_owned(), kind, minimum: None };
    Problem {
        units_per_credit: 1,
        fine: 1,
        items: vec![item("a"), item("b")],
        slots: vec![slot("s0", first), slot("s1", second)],
        tree: vec![
            node("all", NodeKind::All(vec![1, 2])),
            node("s0", NodeKind::Slot(0)),
            node("s1", NodeKind::Slot(1)),
        ],
        limits: vec![],
        workload: None,
        clashes: vec![],
        ..Problem::default()
    }
}

/// The best stack counts `b` in the first slot, though `a` comes before it.
fn b_goes_first(problem: &Problem) {
    let solution = solve(problem, Budget::default()).unwrap();
    assert!(solution.stack.value.is_complete(), "{:?}", solution.stack);
    let first: Vec<usize> = solution.stack.counted.iter().filter(|c| c.slot == 0).map(|c| c.item).collect();
    assert_eq!(first, [1]);
    assert_eq!(crate::check(problem, &solution.stack), Ok(()));
}

#[test]
fn items_of_different_values_are_no_twins() {
    let mut problem = two([offer(0, 5, 5, vec![]), offer(1, 5, 5, vec![7])]);
    problem.slots[0].spread = 1;
    b_goes_first(&problem);
}

#[test]
fn items_of_which_one_counts_toward_a_floor_are_no_twins() {
    let mut problem = two([offer(0, 5, 5, vec![]), offer(1, 5, 5, vec![])]);
    problem.limits.push(Limit {
        name: "floor".to_owned(),
        side: Side::AtLeast,
        measure: Measure::Items,
        extent: Extent::Fixed(1),
        cells: vec![(0, 1)],
        of: None,
    });
    b_goes_first(&problem);
}

#[test]
fn items_of_which_one_may_have_fewer_credits_are_no_twins() {
    let mut problem = two([offer(0, 5, 5, vec![]), offer(1, 2, 5, vec![])]);
    problem.limits.push(Limit {
        name: "ceiling".to_owned(),
        side: Side::AtMost,
        measure: Measure::Credits,
        extent: Extent::Fixed(3),
        cells: vec![(0, 0), (0, 1)],
        of: None,
    });
    b_goes_first(&problem);
}

#[test]
fn the_one_good_choice_of_many_is_found_and_proven() {
    let item = |n: usize| Item { id: format!("c{n:02}"), ..Item::default() };
    let mut problem = Problem { units_per_credit: 1, fine: 1, ..Problem::default() };
    problem.items = (0..20).map(item).collect();
    let children: Vec<usize> = (1..=20).collect();
    problem.tree.push(Node { name: "any".to_owned(), kind: NodeKind::Any(10, children), minimum: None });
    for n in 0..20 {
        let name = format!("s{n:02}");
        problem.tree.push(Node { name: name.clone(), kind: NodeKind::Slot(n), minimum: None });
        let offers = if n < 9 { vec![offer(n, 1, 1, vec![])] } else { vec![] };
        problem.slots.push(Slot { name, minimum: 1, offers, ..Slot::default() });
    }
    let solution = solve(&problem, Budget { steps: 1_000 }).unwrap();
    assert_eq!((solution.proof, solution.stack.value.unmet), (Proof::Optimal, 1));
    assert_eq!(solution.stack.chosen, [(0, (1..=10).collect())]);
    assert_eq!(crate::check(&problem, &solution.stack), Ok(()));
}

#[test]
fn a_problem_that_makes_no_sense_is_refused() {
    let fine = two([offer(0, 5, 5, vec![]), offer(1, 5, 5, vec![])]);
    let wrong: [fn(&mut Problem); 6] = [
        |p| p.workload = Some(-1),
        |p| p.slots[0].minimum = crate::MOST,
        |p| p.items[1].id = "a".to_owned(),
        |p| p.slots[0].offers[0].credits = 0,
        |p| p.tree[0].kind = NodeKind::Any(3, vec![1, 2]),
        |p| p.fine = 0,
    ];
    for (at, break_it) in wrong.into_iter().enumerate() {
        let mut problem = fine.clone();
        break_it(&mut problem);
        assert!(solve(&problem, Budget::default()).is_err(), "{at}");
    }
}

/// Two floors pull at one part: with all of it or none of it one floor is unmet, with anything between both are.
#[test]
fn what_is_superfluous_is_found_beyond_a_worse_amount() {
    let item = |id: &str| Item { id: id.to_owned(), progress: Progress::Completed, ..Item::default() };
    let slot = |name: &str, offers| Slot { name: name.to_owned(), fill: Fill::Split, offers, ..Slot::default() };
    let node = |name: &str, kind| Node { name: name.to_owned(), kind, minimum: None };
    let floor = |name: &str, extent, cells| Limit {
        name: name.to_owned(),
        side: Side::AtLeast,
        measure: Measure::Credits,
        extent,
        cells,
        of: None,
    };
    let problem = Problem {
        units_per_credit: 1,
        fine: 1,
        items: vec![item("a"), item("b")],
        slots: vec![slot("s0", vec![offer(0, 1, 3, vec![])]), slot("s1", vec![offer(1, 1, 5, vec![])])],
        tree: vec![
            node("all", NodeKind::All(vec![1, 2])),
            node("s0", NodeKind::Slot(0)),
            node("s1", NodeKind::Slot(1)),
        ],
        // `a` is to be all that is counted, which `b` makes harder; `b` is to have five.
        limits: vec![
            floor("all", Extent::Share { parts: 1, of: 0 }, vec![(0, 0)]),
            floor("five", Extent::Fixed(5), vec![(1, 1)]),
        ],
        workload: Some(1),
        clashes: vec![],
        ..Problem::default()
    };
    let solution = solve(&problem, Budget::default()).unwrap();
    assert_eq!(crate::check(&problem, &solution.stack), Ok(()));
    let least = solution.stack.clone();
    for units in 0..solution.stack.counted.iter().find(|c| c.slot == 1).map_or(0, |c| c.units) {
        let mut fewer = least.clone();
        fewer.counted.retain(|c| c.slot != 1 || units > 0);
        for counted in fewer.counted.iter_mut().filter(|c| c.slot == 1) {
            counted.units = units;
        }
        assert!(crate::check(&problem, &fewer).is_err(), "{units} units do as well");
    }
}
