//! The checker: confirms a stack from the rules alone, without knowing how it was found. It does not ask whether a better
//! one exists.

mod fault;
mod ledger;
mod more;
mod once;
mod places;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::problem::{NodeKind, Problem};
use crate::stack::Stack;
use ledger::Ledger;
use once::Cell;

pub use fault::Fault;

/// Confirms that a stack is valid and that its value is right; not that it is the best.
///
/// # Errors
/// Every fault found. Where cells or choices are malformed, only those: the rest could not be told.
pub fn check(problem: &Problem, stack: &Stack) -> Result<(), Vec<Fault>> {
    problem.check().map_err(|error| vec![Fault::Problem(error)])?;
    let mut faults = Vec::new();
    let cells = cells(problem, stack, &mut faults);
    let inside = inside(problem, stack, &mut faults);
    if faults.is_empty() {
        let ledger = Ledger::new(problem, cells, inside);
        faults.extend(ledger.items());
        faults.extend(ledger.bounds());
        faults.extend(ledger.parts());
        faults.extend(ledger.sharing());
        faults.extend(ledger.value(&stack.value));
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn cells<'p>(problem: &'p Problem, stack: &Stack, faults: &mut Vec<Fault>) -> Vec<Cell<'p>> {
    let mut cells = Vec::new();
    let mut before = None;
    for counted in &stack.counted {
        let (slot, item) = (counted.slot, counted.item);
        let (Some(place), Some(credential)) = (problem.slots.get(slot), problem.items.get(item)) else {
            faults.push(Fault::NoSuchCell { slot, item });
            continue;
        };
        let names = || (place.name.clone(), credential.id.clone());
        if before.is_some_and(|b| b >= (slot, item)) {
            let (slot, item) = names();
            faults.push(Fault::Order { slot, item });
        }
        before = Some((slot, item));
        match place.offers.binary_search_by_key(&item, |o| o.item) {
            Ok(at) => cells.push(Cell { counted: *counted, offer: &place.offers[at] }),
            Err(_) => {
                let (slot, item) = names();
                faults.push(Fault::NotOffered { slot, item });
            }
        }
    }
    cells
}

/// Which nodes are part of the stack.
fn inside(problem: &Problem, stack: &Stack, faults: &mut Vec<Fault>) -> Vec<bool> {
    let mut inside = vec![false; problem.tree.len()];
    inside[0] = true;
    let mut choices: BTreeMap<usize, &[usize]> = BTreeMap::new();
    let mut before = None;
    for (node, children) in &stack.chosen {
        if before >= Some(*node) {
            let name = problem.tree.get(*node).map_or_else(|| node.to_string(), |n| n.name.clone());
            faults.push(Fault::ChoiceOrder { node: name });
        }
        before = Some(*node);
        choices.insert(*node, children);
    }
    // Children stand after their parents.
    for (at, node) in problem.tree.iter().enumerate() {
        let open = match &node.kind {
            _ if !inside[at] => continue,
            NodeKind::Any(needs, children) => {
                let given = choices.remove(&at);
                let chosen = given.unwrap_or_default();
                let known: BTreeSet<usize> = children.iter().copied().collect();
                let in_order = chosen.is_sorted_by(|a, b| a < b) && chosen.iter().all(|c| known.contains(c));
                if given.is_none() || !in_order || chosen.len() != *needs {
                    let (node, chosen) = (node.name.clone(), chosen.to_vec());
                    faults.push(Fault::Choice { node, needs: *needs, chosen });
                    continue;
                }
                chosen
            }
            kind => kind.children(),
        };
        for child in open {
            inside[*child] = true;
        }
    }
    faults.extend(choices.into_keys().map(|node| Fault::NoChoice { node }));
    inside
}
