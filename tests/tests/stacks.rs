//! Stacks against a naive reference that looks at every one of them.
//!
//! Random small awards and wallets. The solver has to find exactly the reference's stack, the checker has to agree with it
//! on every stack, good or broken. `CREDSTACK_CASES` sets how many are tried; the default is for everyday runs.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod stacks_cases;
mod stacks_reference;
mod stacks_scene;

use std::cell::Cell;

use credstack_stacking::{
    Budget, Counted, Extent, Fault, Item, Limit, Measure, Node, NodeKind, Offer, Problem, Progress, Proof, Side, Slot,
    Solution, Stack, Value, account, bites, check, maximal_sets, solve,
};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use stacks_reference::Reference;
use stacks_scene::{Draw, scene};

/// How many allocations the reference looks at in one case, at most, for each choice of children.
const ALLOCATIONS: u64 = 3_000;

/// How many cases are tried, where nothing else is said.
fn cases(usual: u32) -> u32 {
    std::env::var("CREDSTACK_CASES").map_or(usual, |text| text.parse().unwrap())
}

/// Tries a property on random problems, with decisions left to draw; it says for each case whether it was telling.
fn holds(name: &str, property: impl Fn(&Problem, &mut Draw<'_>) -> Result<bool, TestCaseError>) {
    holds_in(cases(3_000), name, property);
}

fn holds_in(cases: u32, name: &str, property: impl Fn(&Problem, &mut Draw<'_>) -> Result<bool, TestCaseError>) {
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let bytes = |most| prop::collection::vec(any::<u8>(), 0..most);
    // Half of the problems have slots and limits only.
    let further = prop_oneof![Just(Vec::new()), bytes(300)];
    let (run, telling) = (Cell::new(0u32), Cell::new(0u32));
    let result = TestRunner::new(config).run(&(bytes(600), further, bytes(120)), |(of_scene, further, of_property)| {
        let problem = scene(&of_scene, &further, ALLOCATIONS);
        let told = property(&problem, &mut Draw::new(&of_property));
        let told = told.map_err(|error| match error {
            TestCaseError::Fail(reason) => TestCaseError::fail(format!("{reason}\n{problem:#?}")),
            reject @ TestCaseError::Reject(_) => reject,
        })?;
        run.set(run.get() + 1);
        telling.set(telling.get() + u32::from(told));
        Ok(())
    });
    println!("{name}: {} cases, {} of them telling", run.get(), telling.get());
    assert!(result.is_ok(), "{}", result.map_or_else(|error| error.to_string(), |()| String::new()));
}

fn solved(problem: &Problem) -> Result<Solution, TestCaseError> {
    let solution = solve(problem, Budget::default()).unwrap();
    prop_assert_eq!(check(problem, &solution.stack), Ok(()), "what the checker says of {:?}", solution.stack);
    prop_assert_eq!(solution.proof, Proof::Optimal);
    Ok(solution)
}

#[test]
fn the_solver_finds_the_very_stack_of_the_reference() {
    holds_in(cases(10_000), "solver and reference", |problem, _| {
        let expected = Reference::new(problem).best();
        let solution = solve(problem, Budget::default()).unwrap();
        prop_assert_eq!(&solution.stack, &expected, "solver (left) and reference (right)");
        prop_assert_eq!(solution.proof, Proof::Optimal);
        prop_assert_eq!(check(problem, &solution.stack), Ok(()));
        Ok(expected.counted.len() > 1)
    });
}

#[test]
fn a_solver_without_budget_says_no_more_than_it_knows() {
    holds("small budgets", |problem, draw| {
        let best = Reference::new(problem).best();
        let solution = solve(problem, Budget { steps: draw.pick(&[0, 1, 2, 5, 20, 100]) }).unwrap();
        prop_assert_eq!(check(problem, &solution.stack), Ok(()));
        match solution.proof {
            Proof::Optimal => prop_assert_eq!(&solution.stack, &best),
            Proof::Unproven(bound) => {
                prop_assert!(bound <= best.value, "bound {bound:?}, but there is {best:?}");
            }
        }
        Ok(solution.proof != Proof::Optimal)
    });
}

#[test]
fn the_checker_agrees_with_the_reference_on_any_stack() {
    holds("checker and reference", |problem, draw| {
        let reference = Reference::new(problem);
        let best = reference.best();
        prop_assert_eq!(check(problem, &best), Ok(()), "the best stack");
        let mut valid = false;
        for round in 0..8 {
            let mut stack = if round < 4 { best.clone() } else { anything(problem, &reference, draw) };
            for _ in 0..draw.pick(&[1, 1, 2, 3]) {
                break_somewhere(problem, &reference, draw, &mut stack);
            }
            if reference.is_valid(&stack) && !draw.chance(4) {
                stack.value = reference.value(&stack);
                prop_assert!(stack.value >= best.value, "better than the best: {stack:?}");
            }
            let right = reference.is_valid(&stack) && reference.value(&stack) == stack.value;
            let said = check(problem, &stack);
            prop_assert_eq!(said.is_ok(), right, "{:?} of {:?}", said, stack);
            let valid_but_wrong = said.is_err_and(|f| f.iter().all(|f| matches!(f, Fault::Value { .. })));
            prop_assert_eq!(valid_but_wrong, reference.is_valid(&stack) && !right);
            valid |= right && stack.counted != best.counted;
        }
        Ok(valid)
    });
}

/// Some of the cells, filled.
fn anything(problem: &Problem, reference: &Reference<'_>, draw: &mut Draw<'_>) -> Stack {
    let choices = reference.choices(0);
    let chosen = choices[draw.below(choices.len())].clone();
    let mut counted = Vec::new();
    let one_in = draw.pick(&[2, 3, 4, 8]);
    for (slot, place) in problem.slots.iter().enumerate() {
        for offer in &place.offers {
            if draw.below(one_in) == 0 {
                counted.push(Counted { slot, item: offer.item, units: draw.pick(&[offer.credits, offer.least, 1]) });
            }
        }
    }
    Stack { counted, chosen, value: Value::default() }
}

fn break_somewhere(problem: &Problem, reference: &Reference<'_>, draw: &mut Draw<'_>, stack: &mut Stack) {
    let at = draw.below(stack.counted.len().max(1));
    let slot = draw.pick(&[0, 0, 1, 1, 2, 3, 4, usize::MAX]);
    let item = draw.pick(&[0, 0, 1, 1, 2, 2, 3, 4, 5, 6, usize::MAX]);
    match (draw.below(8), stack.counted.get_mut(at)) {
        (0, Some(cell)) => cell.units = draw.pick(&[0, 1, 2, 3, 4, -1, i64::MAX, i64::MIN]),
        (1, Some(cell)) => cell.units = cell.units.saturating_add(draw.pick(&[-1, 1])),
        (2, Some(cell)) => cell.slot = slot,
        (3, Some(cell)) => cell.item = item,
        (4, Some(_)) => drop(stack.counted.remove(at)),
        (5, _) => break_value(draw, &mut stack.value),
        (6, _) => break_choice(problem, reference, draw, stack),
        _ => stack.counted.push(Counted { slot, item, units: draw.pick(&[1, 2, 3, 4, 5, 6]) }),
    }
    if !draw.chance(6) {
        stack.counted.sort();
    }
}

fn break_value(draw: &mut Draw<'_>, value: &mut Value) {
    let fields = [
        &mut value.preference,
        &mut value.unmet,
        &mut value.tree_items,
        &mut value.tree_credits,
        &mut value.limit_credits,
        &mut value.limit_items,
        &mut value.workload,
        &mut value.uncounted,
        &mut value.planned,
        &mut value.in_progress,
    ];
    let at = draw.below(fields.len());
    *fields.into_iter().nth(at).unwrap() += draw.pick(&[1, -1]);
}

fn break_choice(problem: &Problem, reference: &Reference<'_>, draw: &mut Draw<'_>, stack: &mut Stack) {
    let node = draw.below(problem.tree.len() + 1);
    match draw.below(5) {
        0 | 1 => {
            let choices = reference.choices(0);
            stack.chosen.clone_from(&choices[draw.below(choices.len())]);
        }
        2 => drop(stack.chosen.pop()),
        3 => stack.chosen.push((node, vec![node + 1])),
        _ => {
            if let Some((_, children)) = stack.chosen.last_mut() {
                children.push(node);
                if draw.chance(2) {
                    children.remove(0);
                }
            }
        }
    }
}

/// Lowering what a node lacks in items, or taking an unmet average away from it, can make it lack more credits, where the n best
/// of its children are others then.
fn is_even(problem: &Problem) -> bool {
    let by_items = problem.tree.iter().any(|n| n.minimum.is_some_and(|(measure, _)| measure != Measure::Credits));
    !by_items || !problem.tree.iter().any(|n| matches!(n.kind, NodeKind::AtLeast(..)))
}

/// Makes something easier, or nothing.
fn ease(problem: &mut Problem, draw: &mut Draw<'_>) {
    let even = is_even(problem);
    let slot = draw.below(problem.slots.len());
    let node = draw.below(problem.tree.len());
    let beyond = !(problem.sharing.is_empty() && problem.averages.is_empty() && problem.latest.is_empty());
    match draw.below(if beyond { 9 } else { 6 }) {
        0 | 1 if problem.slots[slot].entire => {}
        0 => problem.slots[slot].maximum = None,
        1 => problem.slots[slot].maximum = problem.slots[slot].maximum.map(|m| m + 1),
        2 if even => problem.slots[slot].minimum = (problem.slots[slot].minimum - 1).max(0),
        3 if even => problem.tree[node].minimum = None,
        4 => {
            // Alternatives of one credential always clash; another pair may be let go.
            let items = &problem.items;
            let pair = problem.clashes.iter().rposition(|(a, b)| items[*a].id != items[*b].id);
            pair.map(|at| problem.clashes.remove(at));
        }
        6 => problem.sharing.iter_mut().for_each(|s| s.credits = s.credits.map(|n| n + 1)),
        7 if even => drop(problem.averages.pop()),
        8 if even => problem.latest.iter_mut().for_each(|l| l.minimum = (l.minimum - 1).max(0)),
        _ => {
            let at = draw.below(problem.limits.len().max(1));
            let Some(limit) = problem.limits.get_mut(at) else { return };
            match &mut limit.extent {
                _ if limit.side == Side::AtLeast && !even => {}
                Extent::Fixed(n) if limit.side == Side::AtMost => *n += 1,
                Extent::Fixed(n) => *n = (*n - 1).max(0),
                Extent::Share { .. } => drop(problem.limits.remove(at)),
            }
        }
    }
}

#[test]
fn what_is_made_easier_comes_out_no_worse() {
    holds("made easier", |problem, draw| {
        let before = solved(problem)?.stack.value;
        let mut easier = problem.clone();
        ease(&mut easier, draw);
        let after = solved(&easier)?.stack.value;
        prop_assert!(after <= before, "{after:?} after, {before:?} before making it easier: {easier:#?}");
        Ok(after < before)
    });
}

#[test]
fn another_credential_does_no_harm() {
    holds("without a credential", |problem, draw| {
        let with = solved(problem)?.stack.value;
        let gone = draw.below(problem.items.len());
        let mut fewer = problem.clone();
        fewer.slots.iter_mut().for_each(|s| s.offers.retain(|o| o.item != gone));
        fewer.limits.iter_mut().for_each(|l| l.cells.retain(|c| c.1 != gone));
        fewer.averages.iter_mut().for_each(|a| a.cells.retain(|c| c.1 != gone));
        fewer.latest.iter_mut().for_each(|l| l.cells.retain(|c| c.1 != gone));
        let without = solved(&fewer)?.stack.value;
        prop_assert!(with <= without, "{with:?} with item {gone}, {without:?} without");
        Ok(with < without)
    });
}

#[test]
fn names_and_the_order_of_rules_do_not_matter() {
    holds("renamed and turned round", |problem, _| {
        let mut other = problem.clone();
        other.limits.reverse();
        other.clashes.reverse();
        other.awards.reverse();
        other.sharing.reverse();
        other.averages.reverse();
        other.latest.reverse();
        other.items.iter_mut().for_each(|i| i.id.insert_str(0, "another "));
        other.slots.iter_mut().for_each(|s| s.name.insert_str(0, "another "));
        for node in &mut other.tree {
            node.name.insert_str(0, "another ");
            match &mut node.kind {
                NodeKind::Slot(_) => {}
                NodeKind::All(children) | NodeKind::Any(_, children) | NodeKind::AtLeast(_, children) => {
                    children.reverse();
                }
            }
        }
        prop_assert_eq!(&solved(problem)?.stack, &solved(&other)?.stack);
        Ok(problem.limits.len() > 1)
    });
}

#[test]
fn a_finer_denominator_changes_nothing_but_the_scale() {
    holds("finer", |problem, _| {
        let mut finer = problem.clone();
        finer.fine *= 6;
        for limit in &mut finer.limits {
            if let Extent::Share { parts, .. } = &mut limit.extent {
                *parts *= 6;
            }
        }
        let mut expected = solved(problem)?.stack;
        expected.value.tree_credits *= 6;
        expected.value.limit_credits *= 6;
        expected.value.workload *= 6;
        prop_assert_eq!(&solved(&finer)?.stack, &expected);
        Ok(expected.value.unmet > 0)
    });
}

#[test]
fn a_limit_bites_where_lifting_it_makes_the_stack_better() {
    holds("bites", |problem, draw| {
        let value = solved(problem)?.stack.value;
        let mut told = false;
        for at in 0..problem.limits.len() {
            let mut lifted = problem.clone();
            lifted.limits.remove(at);
            let better = solved(&lifted)?.stack.value < value;
            prop_assert_eq!(bites(problem, at, value, Budget::default()), Ok(Some(better)), "limit {}", at);
            let hurried = bites(problem, at, value, Budget { steps: draw.pick(&[0, 1, 2, 5, 20]) });
            prop_assert!(hurried == Ok(None) || hurried == Ok(Some(better)), "limit {at}: {hurried:?}, not {better}");
            told |= better;
        }
        Ok(told)
    });
}

#[test]
fn an_account_tells_a_stack_part_by_part() {
    holds("account", |problem, draw| {
        let reference = Reference::new(problem);
        let best = solved(problem)?.stack;
        let mut telling = false;
        for round in 0..8 {
            let stack = if round == 0 { best.clone() } else { anything(problem, &reference, draw) };
            if !reference.is_valid(&stack) {
                continue;
            }
            let told = account(problem, &stack).unwrap();
            prop_assert_eq!(&told, &reference.account(&stack), "account (left) and reference (right) of {:?}", stack);
            let lacking = told.nodes.iter().filter(|n| n.needed);
            let lacks = lacking.fold((0, 0), |sum, n| (sum.0 + n.lacks_items, sum.1 + n.lacks_credits));
            let value = reference.value(&stack);
            prop_assert_eq!(lacks, (value.tree_items, value.tree_credits), "what the needed parts lack in all");
            telling |= round > 0 && told.nodes.iter().any(|n| n.in_stack && !n.needed);
        }
        Ok(telling)
    });
}

#[test]
fn the_largest_sets_of_awards_are_those_of_the_reference() {
    holds("maximal sets", |problem, draw| {
        let expected = Reference::new(problem).maximal_sets();
        let found = maximal_sets(problem, Budget::default()).unwrap();
        prop_assert_eq!((&found.sets, found.all), (&expected, true), "solver (left) and reference (right)");
        let hurried = maximal_sets(problem, Budget { steps: draw.pick(&[0, 1, 3, 10, 30]) }).unwrap();
        prop_assert!(!hurried.all || hurried.sets == expected, "{:?}, not {:?}", hurried, expected);
        let reachable = |set: &Vec<usize>| expected.iter().any(|e| set.iter().all(|award| e.contains(award)));
        prop_assert!(hurried.sets.iter().all(reachable), "{:?} of {:?}", hurried, expected);
        Ok(expected.len() > 1)
    });
}

/// Children are chosen within the search: 184,756 ways to choose are no reason to stop short of a proof.
#[test]
fn many_ways_to_choose_are_proven() {
    let slots: Vec<Slot> = (0..20).map(|n| Slot { name: format!("s{n:02}"), minimum: 1, ..Slot::default() }).collect();
    let mut tree = vec![Node { name: "any".to_owned(), kind: NodeKind::Any(10, (1..=20).collect()), minimum: None }];
    let leaf = |(at, s): (usize, &Slot)| Node { name: s.name.clone(), kind: NodeKind::Slot(at), minimum: None };
    tree.extend(slots.iter().enumerate().map(leaf));
    let problem = Problem { units_per_credit: 1, fine: 1, slots, tree, ..Problem::default() };
    let solution = solve(&problem, Budget::default()).unwrap();
    assert_eq!(check(&problem, &solution.stack), Ok(()));
    assert_eq!((solution.proof, solution.stack.value.unmet), (Proof::Optimal, 10));
    assert_eq!(solution.stack.chosen, [(0, (1..=10).collect())], "the first of all choices");
}

fn whole(item: usize, credits: i64) -> Offer {
    Offer { item, least: credits, credits, values: Vec::new() }
}

fn items(n: usize) -> Vec<Item> {
    (0..n).map(|at| Item { id: format!("c{at}"), ..Item::default() }).collect()
}

fn node(name: &str, kind: NodeKind) -> Node {
    Node { name: name.to_owned(), kind, minimum: None }
}

fn is_best(problem: &Problem) -> Stack {
    let best = Reference::new(problem).best();
    let solution = solve(problem, Budget::default()).unwrap();
    assert_eq!((&solution.stack, solution.proof), (&best, Proof::Optimal));
    best
}

/// Two credentials that are alike but for one thing: then it matters which of them is in which slot.
#[test]
fn what_differs_in_one_thing_does_not_change_places() {
    let slot = |name: &str, offers: Vec<Offer>| Slot { name: name.to_owned(), minimum: 1, offers, ..Slot::default() };
    let alike = || vec![whole(0, 4), whole(1, 4)];
    let plain = Problem {
        units_per_credit: 1,
        fine: 1,
        items: items(2),
        slots: vec![slot("s0", alike()), slot("s1", alike())],
        tree: vec![
            node("all", NodeKind::All(vec![1, 2])),
            node("s0", NodeKind::Slot(0)),
            node("s1", NodeKind::Slot(1)),
        ],
        ..Problem::default()
    };
    let of_second = |stack: &Stack| stack.counted.iter().find(|c| c.slot == 1).map(|c| c.item);
    assert_eq!(of_second(&is_best(&plain)), Some(1), "twins: the first of them in the first slot");
    let limit = |side: Side, bound: i64, item: usize| Limit {
        name: "l".to_owned(),
        side,
        measure: Measure::Items,
        extent: Extent::Fixed(bound),
        cells: vec![(1, item)],
        of: None,
    };
    let mut cases = vec![plain; 5];
    cases[0].slots[1].spread = 1;
    cases[0].slots[1].offers[0].values = vec![0];
    cases[1].limits = vec![limit(Side::AtLeast, 1, 0)];
    cases[2].limits = vec![limit(Side::AtMost, 0, 1)];
    (cases[3].slots[1].maximum, cases[3].slots[1].offers[0].least) = (Some(3), 2);
    (cases[4].slots[1].maximum, cases[4].slots[1].offers[0]) = (Some(3), whole(0, 3));
    for (at, problem) in cases.iter().enumerate() {
        let best = is_best(problem);
        assert!(best.value.is_complete() && of_second(&best) == Some(0), "case {at}: {best:?}");
    }
}

/// Of "at least n of", other children may lack least in each part of what is compared: a bound takes each part by itself.
#[test]
fn a_minimum_by_items_may_hide_which_child_lacks_least() {
    let slot = |name: &str, measure: Measure, minimum: i64, offers: Vec<Offer>| Slot {
        name: name.to_owned(),
        measure,
        minimum,
        offers,
        ..Slot::default()
    };
    let mut slots = vec![
        slot("narrow", Measure::Credits, 10, vec![whole(0, 1)]),
        slot("one", Measure::Credits, 20, vec![whole(1, 1)]),
        slot("other", Measure::Credits, 20, vec![whole(1, 6)]),
        slot("rest", Measure::Credits, 0, vec![whole(0, 1)]),
        slot("shut", Measure::Items, 2, vec![]),
    ];
    (slots[0].spread, slots[0].offers[0].values) = (2, vec![0, 1]);
    let mut tree = vec![
        node("root", NodeKind::All(vec![1, 2, 3])),
        node("some", NodeKind::AtLeast(1, vec![4, 5])),
        node("one", NodeKind::Slot(1)),
        node("other", NodeKind::Slot(2)),
        node("narrow", NodeKind::Slot(0)),
        node("both", NodeKind::All(vec![6, 7])),
        node("rest", NodeKind::Slot(3)),
        node("shut", NodeKind::Slot(4)),
    ];
    tree[1].minimum = Some((Measure::Items, 4));
    let problem = Problem { units_per_credit: 1, fine: 1, items: items(2), slots, tree, ..Problem::default() };
    let best = is_best(&problem);
    assert_eq!((best.value.tree_items, best.value.tree_credits), (3, 34));
}

/// Of two alternatives the larger stands first in a slot, whatever their places are: the limit has to know the smaller, too.
#[test]
fn a_share_knows_the_smaller_of_two_alternatives() {
    let mut items = items(3);
    (items[1].id, items[1].progress) = ("c0".to_owned(), Progress::Planned);
    let slot = |name: &str, offers| Slot { name: name.to_owned(), minimum: 3, offers, ..Slot::default() };
    let problem = Problem {
        units_per_credit: 1,
        fine: 2,
        items,
        slots: vec![slot("s0", vec![whole(0, 3), whole(1, 4)]), slot("s1", vec![whole(2, 3)])],
        tree: vec![
            node("all", NodeKind::All(vec![1, 2])),
            node("s0", NodeKind::Slot(0)),
            node("s1", NodeKind::Slot(1)),
        ],
        limits: vec![Limit {
            name: "half".to_owned(),
            side: Side::AtLeast,
            measure: Measure::Credits,
            extent: Extent::Share { parts: 1, of: 0 },
            cells: vec![(0, 0), (0, 1)],
            of: None,
        }],
        workload: Some(6),
        clashes: vec![(0, 1)],
        ..Problem::default()
    };
    let best = is_best(&problem);
    assert!(best.value.is_complete() && best.counted[0].item == 0, "{best:?}");
}

fn large_scenes(n: usize) -> impl Iterator<Item = Problem> {
    let mut state = 1u32;
    let mut byte = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    (0..n).map(move |_| scene(&(0..600).map(|_| byte()).collect::<Vec<u8>>(), &[], 1_000_000_000))
}

/// A spent budget ends the search; only what was begun is counted beyond it.
#[test]
fn a_spent_budget_ends_the_search() {
    for problem in large_scenes(400) {
        let solution = solve(&problem, Budget { steps: 20 }).unwrap();
        assert!(solution.steps <= 20 + 60, "{} steps: {problem:#?}", solution.steps);
    }
}

/// Bounds that still hold but say less cost steps and nothing else. Where the search grows, this number tells it.
#[test]
fn the_search_is_as_short_as_it_was() {
    let mut steps = 0;
    for problem in large_scenes(400) {
        let solution = solve(&problem, Budget::default()).unwrap();
        assert_eq!(solution.proof, Proof::Optimal);
        steps += solution.steps;
    }
    assert!(steps <= 252_000, "{steps} steps");
}

/// One of two records of a credential counts first; a later credential must not lead to a stack in which neither does.
#[test]
fn what_the_walk_holds_of_alternatives_stays() {
    let planned = |id: &str| Item { id: id.to_owned(), progress: Progress::Planned, ..Item::default() };
    let done = |id: &str| Item { id: id.to_owned(), ..Item::default() };
    let slot = |name: &str, first: usize| Slot {
        name: name.to_owned(),
        minimum: 1,
        offers: (first..6).map(|at| whole(at, if at == 4 { 2 } else { 1 })).collect(),
        ..Slot::default()
    };
    let tree = vec![
        node("root", NodeKind::All(vec![1, 2, 3])),
        node("n1", NodeKind::Slot(0)),
        node("n2", NodeKind::Slot(1)),
        node("n3", NodeKind::Slot(2)),
    ];
    let problem = Problem {
        units_per_credit: 1,
        fine: 1,
        items: vec![planned("c0"), planned("c0"), done("c1"), done("c2"), done("c2"), done("c3")],
        slots: vec![slot("s0", 0), slot("s1", 1), slot("s2", 1)],
        tree,
        clashes: vec![(0, 1), (3, 4)],
        ..Problem::default()
    };
    let best = is_best(&problem);
    let cells: Vec<(usize, usize)> = best.counted.iter().map(|c| (c.slot, c.item)).collect();
    assert_eq!(cells, [(0, 0), (0, 2), (1, 4), (2, 5)]);
}
