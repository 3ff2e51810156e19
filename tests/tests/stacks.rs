//! Stacks against a naive reference that looks at every one of them.
//!
//! Random small awards and wallets. The solver has to find exactly the reference's stack, the checker has to agree with it
//! on every stack, good or broken. `CREDSTACK_CASES` sets how many are tried; the default is for everyday runs.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod stacks_reference;
mod stacks_scene;

use std::cell::Cell;

use credstack_stacking::{
    Budget, Counted, Extent, Fault, Measure, NodeKind, Problem, Proof, Side, Solution, Stack, Value, check, solve,
};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use stacks_reference::Reference;
use stacks_scene::{Draw, scene};

/// How many allocations the reference looks at in one case, at most, for each choice of children.
const ALLOCATIONS: u64 = 3_000;

fn cases() -> u32 {
    std::env::var("CREDSTACK_CASES").map_or(3_000, |text| text.parse().unwrap())
}

/// Tries a property on random problems, with decisions left to draw; it says for each case whether it was telling.
fn holds(name: &str, property: impl Fn(&Problem, &mut Draw<'_>) -> Result<bool, TestCaseError>) {
    let config = ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() };
    let bytes = |most| prop::collection::vec(any::<u8>(), 0..most);
    let (run, telling) = (Cell::new(0u32), Cell::new(0u32));
    let result = TestRunner::new(config).run(&(bytes(600), bytes(120)), |(of_scene, of_property)| {
        let problem = scene(&of_scene, ALLOCATIONS);
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
    holds("solver and reference", |problem, _| {
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

/// Lowering what a node lacks in items can make it lack more credits, where the n best of its children are others then.
fn is_even(problem: &Problem) -> bool {
    let by_items = problem.tree.iter().any(|n| n.minimum.is_some_and(|(measure, _)| measure == Measure::Items));
    !by_items || !problem.tree.iter().any(|n| matches!(n.kind, NodeKind::AtLeast(..)))
}

/// Makes something easier, or nothing.
fn ease(problem: &mut Problem, draw: &mut Draw<'_>) {
    let even = is_even(problem);
    let slot = draw.below(problem.slots.len());
    let node = draw.below(problem.tree.len());
    match draw.below(6) {
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
