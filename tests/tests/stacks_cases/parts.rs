//! Parts: what once came out wrong, and what once took too long.

use super::*;
use credstack_stacking::{Progress, Proof, solve};

/// The floor of what is missing once was taken from the slot below alone, which lacks nothing, and the search ended with three
/// credits missing where two are.
#[test]
fn what_a_node_lacks_beyond_its_slots_is_no_less_than_it_has_to_be() {
    let slot =
        Slot { maximum: Some(7), fill: Fill::UpTo, offers: offers(Fill::UpTo, &[(0, 4), (1, 3)]), ..slot("s", 1, &[]) };
    let mut problem = problem(many(2), vec![slot]);
    problem.items[0].progress = Progress::InProgress;
    problem.tree[0].kind = NodeKind::AtLeast(1, vec![1]);
    problem.tree[0].minimum = Some((Measure::Credits, 7));
    problem.tree[1].minimum = Some((Measure::Items, 1));
    problem.limits = vec![at_most("l", 1, vec![(0, 1)])];
    problem.workload = Some(1);
    let stack = is_best(&problem);
    assert_eq!((stack.value.unmet, stack.value.tree_credits, stack.value.in_progress), (1, 2, 4));
}

/// Amounts that the relaxation had proposed elsewhere once were gone on with for ever.
#[test]
fn records_of_one_credential_of_which_one_is_cut_are_settled() {
    let mut items = many(4);
    for (at, id) in [(0, "a"), (1, "a"), (2, "b"), (3, "b")] {
        items[at].id = id.to_owned();
    }
    let items_wanted = Slot { measure: Measure::Items, ..slot("s0", 1, &[(0, 2), (1, 6), (2, 5)]) };
    let cut = Slot { fill: Fill::UpTo, offers: offers(Fill::UpTo, &[(0, 2), (2, 4), (3, 1)]), ..slot("s2", 0, &[]) };
    let split =
        Slot { fill: Fill::Split, maximum: Some(1), offers: offers(Fill::Split, &[(0, 5)]), ..slot("s3", 0, &[]) };
    let mut problem = problem(items, vec![items_wanted, slot("s1", 10, &[(2, 5), (3, 5)]), cut, split]);
    let node = |name: &str, kind, minimum| Node { name: name.to_owned(), kind, minimum };
    problem.tree = vec![
        node("any", NodeKind::Any(2, vec![3, 2, 1]), Some((Measure::Credits, 16))),
        node("one", NodeKind::AtLeast(1, vec![4]), Some((Measure::Credits, 2))),
        node("both", NodeKind::All(vec![5, 6]), None),
        node("split", NodeKind::Slot(3), Some((Measure::Items, 1))),
        node("cut", NodeKind::Slot(2), None),
        node("s0", NodeKind::Slot(0), None),
        node("s1", NodeKind::Slot(1), None),
    ];
    problem.clashes = vec![(0, 1), (2, 3)];
    problem.workload = Some(15);
    is_best(&problem);
}

/// Ten credentials in hundredths, cut under limits that overlap: looked at amount by amount this never came to an end.
#[test]
fn parts_under_limits_that_overlap_are_proven() {
    let credits = [300, 450, 600, 750, 500, 900, 1000, 1200, 300, 400];
    let open = |of: &[usize]| of.iter().map(|item| (*item, credits[*item])).collect::<Vec<_>>();
    let cut = |name: &str, minimum, fill, of: &[usize]| Slot {
        fill,
        offers: offers(fill, &open(of)),
        ..slot(name, minimum, &[])
    };
    let mut problem = problem(
        many(10),
        vec![
            cut("core", 1650, Fill::Whole, &[0, 1, 2, 5, 8]),
            cut("elective", 1725, Fill::UpTo, &[1, 2, 3, 4, 6, 7]),
            cut("free", 1333, Fill::Split, &[0, 3, 4, 5, 6, 7, 9]),
        ],
    );
    (problem.units_per_credit, problem.fine) = (100, 100);
    problem.workload = Some(4_800);
    let among = |items: &[usize]| -> Vec<(usize, usize)> {
        let slots = problem.slots.iter().enumerate();
        slots
            .flat_map(|(s, slot)| slot.offers.iter().map(move |o| (s, o.item)))
            .filter(|c| items.contains(&c.1))
            .collect()
    };
    let share = Limit { extent: Extent::Share { parts: 40, of: 0 }, ..at_most("share", 0, among(&[2, 4, 6, 8])) };
    let floor = Limit { side: Side::AtLeast, ..at_most("floor", 1_951, among(&[1, 5, 7, 9])) };
    problem.limits = vec![at_most("cap", 1_777, among(&[3, 4, 5, 6])), floor, share];
    let solution = solve(&problem, Budget { steps: 50_000 }).unwrap();
    assert_eq!((check(&problem, &solution.stack), solution.proof), (Ok(()), Proof::Optimal));
    assert!(!solution.stack.counted.is_empty());
}
