//! A valid stack, and one thing broken at a time.

use super::*;
use crate::problem::{Extent, Fill, Item, Limit, Measure, Node, Offer, Progress, Side, Slot};
use crate::stack::{Counted, Value};

fn slot(name: &str, fill: Fill, minimum: i64, offers: &[(usize, i64)]) -> Slot {
    let offer = |(item, credits): &(usize, i64)| Offer {
        item: *item,
        least: if fill == Fill::Whole { *credits } else { 1 },
        credits: *credits,
        values: vec![0],
    };
    let offers = offers.iter().map(offer).collect();
    Slot { name: name.to_owned(), fill, minimum, offers, ..Slot::default() }
}

fn limit(name: &str, side: Side, measure: Measure, extent: Extent, cells: &[(usize, usize)]) -> Limit {
    Limit { name: name.to_owned(), side, measure, extent, cells: cells.to_vec(), of: None }
}

/// Half credits; percentages in quarters.
fn problem() -> Problem {
    let names = ["algebra", "botany", "chemistry", "dance"];
    let item = |id: &str| Item { id: id.to_owned(), progress: Progress::Completed, ..Item::default() };
    let mut items: Vec<Item> = names.into_iter().map(item).collect();
    items[2].progress = Progress::Planned;
    let node = |name: &str, kind| Node { name: name.to_owned(), kind, minimum: None };
    let mut tree = vec![
        node("award", NodeKind::All(vec![1, 2, 3])),
        node("core", NodeKind::Slot(0)),
        node("track", NodeKind::Any(1, vec![4, 5])),
        node("electives", NodeKind::AtLeast(1, vec![6, 7])),
        node("free", NodeKind::Slot(1)),
        node("more", NodeKind::Slot(2)),
        node("other", NodeKind::Slot(3)),
        node("spare", NodeKind::Slot(4)),
    ];
    tree[3].minimum = Some((Measure::Items, 2));
    let quarters = Extent::Share { parts: 3, of: 0 };
    Problem {
        units_per_credit: 2,
        fine: 4,
        items,
        slots: vec![
            Slot { maximum: Some(8), ..slot("core", Fill::Whole, 6, &[(0, 6), (1, 3)]) },
            slot("free", Fill::Split, 3, &[(0, 6), (2, 4)]),
            slot("more", Fill::UpTo, 0, &[(2, 6), (3, 2)]),
            slot("other", Fill::UpTo, 0, &[(2, 6)]),
            Slot { spread: 2, ..slot("spare", Fill::UpTo, 0, &[(2, 6), (3, 2)]) },
        ],
        tree,
        limits: vec![
            limit("cap", Side::AtMost, Measure::Credits, Extent::Fixed(9), &[(0, 0), (0, 1), (1, 2)]),
            limit("three_quarters", Side::AtMost, Measure::Credits, quarters, &[(0, 0), (0, 1)]),
            limit("few", Side::AtMost, Measure::Items, Extent::Fixed(2), &[(0, 0), (1, 2), (3, 2), (4, 3)]),
            limit("home", Side::AtLeast, Measure::Items, Extent::Fixed(2), &[(0, 0), (0, 1)]),
        ],
        workload: Some(12),
        clashes: vec![(0, 3)],
        ..Problem::default()
    }
}

/// Shares of chemistry: two quarters and three sixths.
fn stack() -> Stack {
    let cell = |slot, item, units| Counted { slot, item, units };
    Stack {
        counted: vec![cell(0, 0, 6), cell(1, 2, 2), cell(3, 2, 3)],
        chosen: vec![(2, vec![4])],
        // Short are `free` by one unit, `electives` by one item, `home` by one item, the workload by one unit.
        value: Value {
            unmet: 4,
            tree_items: 1,
            tree_credits: 4,
            limit_items: 1,
            workload: 4,
            uncounted: -11,
            planned: 5,
            ..Value::default()
        },
    }
}

/// What is said of the stack with something changed, but for its value.
fn said(change: impl FnOnce(&mut Problem, &mut Stack)) -> Vec<String> {
    let (mut problem, mut stack) = (problem(), stack());
    change(&mut problem, &mut stack);
    let faults = check(&problem, &stack).err().unwrap_or_default();
    let but_for_value = faults.iter().filter(|f| !matches!(f, Fault::Value { .. }));
    but_for_value.map(ToString::to_string).collect()
}

fn counted(cells: &[(usize, usize, i64)]) -> Vec<String> {
    said(|_, stack| {
        stack.counted =
            cells.iter().map(|(slot, item, units)| Counted { slot: *slot, item: *item, units: *units }).collect();
    })
}

fn chosen(choices: &[(usize, &[usize])]) -> Vec<String> {
    said(|_, stack| stack.chosen = choices.iter().map(|(node, children)| (*node, children.to_vec())).collect())
}

#[test]
fn a_valid_stack_is_confirmed() {
    assert_eq!(check(&problem(), &stack()), Ok(()));
}

#[test]
fn a_problem_that_makes_no_sense_is_said_to_be_one() {
    assert_eq!(check(&Problem::default(), &stack()).unwrap_err().len(), 1);
    let told = said(|problem, _| problem.clashes = vec![(3, 0)]);
    assert_eq!(told, ["the problem makes no sense: a clash of `item 3` is not where it has to be"]);
}

#[test]
fn cells_that_are_none_are_faults() {
    let nowhere = "the stack counts item 0 in slot 5; there is no such slot or no such item";
    assert_eq!(counted(&[(5, 0, 1)]), [nowhere]);
    assert_eq!(counted(&[(0, 4, 1)]), ["the stack counts item 4 in slot 0; there is no such slot or no such item"]);
    assert_eq!(counted(&[(usize::MAX, usize::MAX, i64::MAX)]).len(), 1);
    assert_eq!(counted(&[(0, 3, 2)]), ["`dance` cannot fill slot `core`"]);
    let order = |at: &str| format!("what is counted is out of order, or counted twice, at {at}");
    assert_eq!(counted(&[(1, 2, 1), (0, 0, 6)]), [order("`algebra` in slot `core`")]);
    assert_eq!(counted(&[(1, 2, 1), (1, 2, 1)]), [order("`chemistry` in slot `free`")]);
}

#[test]
fn choices_that_are_none_are_faults() {
    let needs_one = |chosen: &str| {
        format!("`track` needs 1 of its children chosen, each once and in order; chosen are the nodes {chosen}")
    };
    assert_eq!(chosen(&[]), [needs_one("[]")]);
    assert_eq!(chosen(&[(2, &[4, 5])]), [needs_one("[4, 5]")]);
    assert_eq!(chosen(&[(2, &[6])]), [needs_one("[6]")]);
    let nothing = "the stack chooses among the children of node 3, where nothing is to be chosen";
    assert_eq!(chosen(&[(2, &[4]), (3, &[6])]), [nothing]);
    assert_eq!(chosen(&[(2, &[4]), (usize::MAX, &[])]).len(), 1);
    assert_eq!(chosen(&[(2, &[4]), (2, &[4])]), ["the choices are out of order, or made twice, at `track`"]);
    for children in [[5, 4], [4, 4]] {
        let both = said(|problem, stack| {
            problem.tree[2].kind = NodeKind::Any(2, vec![4, 5]);
            stack.chosen = vec![(2, children.to_vec())];
        });
        assert!(both[0].starts_with("`track` needs 2"), "{both:?}");
    }
}

#[test]
fn an_award_of_none_needs_its_empty_choice() {
    let none = |choices: Vec<(usize, Vec<usize>)>| {
        said(|problem, stack| {
            problem.tree[2].kind = NodeKind::Any(0, vec![4, 5]);
            stack.counted.remove(1);
            stack.chosen = choices;
        })
    };
    assert_eq!(none(vec![(2, vec![])]), Vec::<String>::new());
    assert_eq!(none(vec![]).len(), 1);
}

#[test]
fn nothing_is_counted_below_a_child_that_is_not_chosen() {
    let told = chosen(&[(2, &[5])]);
    assert_eq!(told, ["slot `free` lies below a child that is not chosen; the stack counts `chemistry` in it"]);
}

#[test]
fn amounts_stay_within_the_offer() {
    let amount = |cells: &[(usize, usize, i64)]| counted(cells)[0].clone();
    assert_eq!(
        amount(&[(0, 0, 5)]),
        "slot `core` can count 3 credits to 3 credits of `algebra`, the stack counts 5/2 credits"
    );
    for units in [0, -1, 5, i64::MAX, i64::MIN] {
        assert!(amount(&[(1, 2, units)]).starts_with("slot `free` can count 1/2 credits to 2 credits of `chemistry`"));
    }
    let open = said(|problem, stack| {
        problem.slots[0].offers[0].least = 4;
        stack.counted[0].units = 5;
    });
    assert_eq!(open, Vec::<String>::new());
}

#[test]
fn what_is_counted_counts_once() {
    let whole = "`algebra` fills slot `core` whole, and is counted elsewhere too";
    let more_than_one = |item: &str| format!("the shares that are counted of `{item}` sum to more than one");
    assert_eq!(counted(&[(0, 0, 6), (1, 0, 1)])[..2], [whole, &more_than_one("algebra")]);
    assert_eq!(counted(&[(1, 2, 2), (3, 2, 4)]), [more_than_one("chemistry")]);
    let up_to = "`chemistry` is in 2 slots that are filled \"up to\"; it can be in one";
    assert_eq!(counted(&[(3, 2, 1), (4, 2, 1)]), [up_to]);
    assert_eq!(
        counted(&[(0, 0, 6), (4, 3, 1)])[0],
        "`algebra` and `dance` are never both counted, the stack counts both"
    );
}

#[test]
fn shares_of_many_large_denominators_are_added_exactly() {
    let (count, most) = (12usize, 1_000_000_000i64);
    let share = |above: i64| {
        said(|problem, stack| {
            problem.slots = (0..count).map(|n| slot(&format!("s{n:02}"), Fill::Split, 0, &[])).collect();
            let slots = problem.slots.iter_mut().zip([1, 7, 9, 21, 33, 87, 93, 97, 103, 123, 181, 207]);
            slots.for_each(|(s, n)| s.offers = vec![Offer { item: 2, least: 1, credits: most + n, values: vec![] }]);
            let name = |n: usize| format!("n{n}");
            problem.tree = vec![Node { name: name(0), kind: NodeKind::All((1..=count).collect()), minimum: None }];
            problem.tree.extend((0..count).map(|n| Node { name: name(n + 1), kind: NodeKind::Slot(n), minimum: None }));
            problem.limits.clear();
            stack.chosen.clear();
            // Less than one by a billionth; with one unit more, beyond one by the quadrillionth part.
            let units = |n| {
                if n == 0 {
                    most / 2 + above
                } else if n == count - 1 {
                    most / 2 + 93
                } else {
                    1
                }
            };
            stack.counted = (0..count).map(|n| Counted { slot: n, item: 2, units: units(n) }).collect();
        })
    };
    assert_eq!(share(0), Vec::<String>::new());
    assert_eq!(share(1).len(), 1);
}

#[test]
fn at_most_binds() {
    let core = "slot `core` holds at most 4 credits, the stack counts 9/2 credits";
    assert_eq!(counted(&[(0, 0, 6), (0, 1, 3), (1, 2, 2), (3, 2, 3)])[0], core);
    assert_eq!(counted(&[(0, 0, 6), (1, 2, 4)]), ["limit `cap` allows 9/2 credits, the stack counts 5 credits"]);
    assert_eq!(
        counted(&[(0, 0, 6), (3, 2, 1)]),
        ["limit `three_quarters` allows 21/8 credits, the stack counts 3 credits"]
    );
    let few = counted(&[(0, 0, 6), (1, 2, 2), (3, 2, 3), (4, 3, 1)]);
    assert!(few.contains(&"limit `few` allows 2 credentials, the stack counts 3 credentials".to_owned()), "{few:?}");
    // An award that is not chosen has no limits.
    let inner = |of| {
        said(|problem, _| {
            problem.limits.push(Limit {
                of: Some(of),
                ..limit("inner", Side::AtMost, Measure::Items, Extent::Fixed(0), &[(3, 2)])
            });
        })
    };
    assert_eq!(inner(3), ["limit `inner` allows 0 credentials, the stack counts 1 credential"]);
    assert_eq!(inner(5), Vec::<String>::new());
}

#[test]
fn every_part_of_the_value_is_recomputed() {
    type Part = fn(&mut Value) -> &mut i64;
    let fields: [(&str, Part); 9] = [
        ("unmet", |v| &mut v.unmet),
        ("tree_items", |v| &mut v.tree_items),
        ("tree_credits", |v| &mut v.tree_credits),
        ("limit_credits", |v| &mut v.limit_credits),
        ("limit_items", |v| &mut v.limit_items),
        ("workload", |v| &mut v.workload),
        ("uncounted", |v| &mut v.uncounted),
        ("planned", |v| &mut v.planned),
        ("in_progress", |v| &mut v.in_progress),
    ];
    for (field, part) in fields {
        let mut wrong = stack();
        let is = i128::from(*part(&mut wrong.value));
        *part(&mut wrong.value) += 1;
        let said = *part(&mut wrong.value);
        assert_eq!(check(&problem(), &wrong), Err(vec![Fault::Value { field, said, is }]));
    }
    let told = Fault::Value { field: "unmet", said: 1, is: 0 }.to_string();
    assert_eq!(told, "the value has 1 for `unmet`, it is 0");
}
