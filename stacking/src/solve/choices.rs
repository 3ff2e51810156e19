//! The ways to choose children of "any n of" nodes.

use crate::problem::{NodeKind, Problem};

/// The children chosen of each "any n of" that is part of the stack, by ascending node.
pub(super) type Choice = Vec<(usize, Vec<usize>)>;

/// Every choice, in order; at most so many, and whether these are all.
pub(super) fn choices(problem: &Problem, most: usize) -> (Vec<Choice>, bool) {
    let mut found = Vec::new();
    let all = extend(problem, vec![0], &mut Vec::new(), &mut found, most);
    for choice in &mut found {
        choice.sort_unstable();
    }
    found.sort_unstable();
    (found, all)
}

/// Follows the nodes that are part of the stack; where one chooses, tries every way.
fn extend(problem: &Problem, mut open: Vec<usize>, chosen: &mut Choice, found: &mut Vec<Choice>, most: usize) -> bool {
    while let Some(at) = open.pop() {
        match problem.tree.get(at).map(|n| &n.kind) {
            Some(NodeKind::Any(n, children)) => {
                let mut all = true;
                for mut subset in subsets(children, *n) {
                    let next = open.iter().chain(&subset).copied().collect();
                    subset.sort_unstable();
                    chosen.push((at, subset));
                    all &= extend(problem, next, chosen, found, most);
                    chosen.pop();
                    if found.len() >= most {
                        return false;
                    }
                }
                return all;
            }
            Some(kind) => open.extend(kind.children()),
            None => {}
        }
    }
    found.push(chosen.clone());
    true
}

/// The subsets of a size, in lexicographic order, one after the other.
fn subsets(of: &[usize], size: usize) -> impl Iterator<Item = Vec<usize>> {
    let last = of.len();
    let mut places: Option<Vec<usize>> = (size <= last).then(|| (0..size).collect());
    std::iter::from_fn(move || {
        let now = places.clone()?;
        let movable = (0..size).rev().find(|i| now.get(*i).is_some_and(|p| *p < last - size + i));
        places = movable.map(|i| {
            let from = now.get(i).copied().unwrap_or_default() + 1;
            now.iter().take(i).copied().chain((from..).take(size - i)).collect()
        });
        Some(now.iter().filter_map(|p| of.get(*p)).copied().collect())
    })
}

/// Which slots may hold anything under a choice.
pub(super) fn open_slots(problem: &Problem, choice: &Choice) -> Vec<bool> {
    let mut open = vec![false; problem.slots.len()];
    let mut nodes = vec![0];
    while let Some(at) = nodes.pop() {
        match problem.tree.get(at).map(|n| &n.kind) {
            Some(NodeKind::Slot(slot)) => {
                if let Some(slot) = open.get_mut(*slot) {
                    *slot = true;
                }
            }
            Some(kind) => nodes.extend(taken(choice, at, kind)),
            None => {}
        }
    }
    open
}

/// The children of a node that are part of the stack.
pub(super) fn taken<'a>(choice: &'a Choice, at: usize, kind: &'a NodeKind) -> &'a [usize] {
    match kind {
        NodeKind::Any(..) => choice.iter().find(|(node, _)| *node == at).map(|(_, c)| c.as_slice()).unwrap_or_default(),
        other => other.children(),
    }
}

#[cfg(test)]
mod tests {
    use super::choices;
    use crate::problem::{Node, NodeKind, Problem};

    /// Two of four, and beside them one of two.
    #[test]
    fn what_was_left_out_is_said() {
        let node = |kind| Node { name: String::new(), kind, minimum: None };
        let mut tree = vec![
            node(NodeKind::All(vec![1, 2])),
            node(NodeKind::Any(2, vec![3, 4, 5, 6])),
            node(NodeKind::Any(1, vec![7, 8])),
        ];
        tree.resize(9, node(NodeKind::All(Vec::new())));
        let problem = Problem { tree, ..Problem::default() };
        let told = |most| {
            let (found, all) = choices(&problem, most);
            (found.len(), all)
        };
        assert_eq!((told(100), told(13)), ((12, true), (12, true)));
        assert_eq!((told(11), told(2), told(1)), ((11, false), (2, false), (1, false)));
    }
}
