//! Awards that include one another in a circle, minima above their maxima, requirements of the same name.

use std::collections::BTreeMap;

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_model::policy::{Award, Bound, Measure, Node, NodeKind, PolicySet, Quantity};
use credstack_model::{Amount, Symbol};
use credstack_source::Span;

pub(super) fn check(set: &PolicySet, found: &mut Vec<Diagnostic>) {
    for award in &set.awards {
        circle(set, award, found);
        names(set, award.name, &award.require, found);
        award.require.iter().for_each(|n| bounds(n, found));
        for limit in &award.limits {
            let nothing = match limit.quantity {
                Quantity::Workload(amount, _) | Quantity::Percent(amount, _) => amount == Amount::ZERO,
                Quantity::Credentials(n) => n == 0,
            };
            if nothing && limit.bound == Bound::AtLeast {
                let problem = Diagnostic::new(Slug::EmptyLimit, limit.span, "at least nothing is always met");
                found.push(problem.help("take it out, or write `at most` if nothing may be counted"));
            }
        }
    }
}

/// Reports a circle of awards whole, once, at the first of them by name.
fn circle(set: &PolicySet, start: &Award, found: &mut Vec<Diagnostic>) {
    let text = |name: Symbol| set.symbols.text(name);
    let mut paths = vec![vec![start.name]];
    let mut seen = vec![start.name];
    while let Some(path) = paths.pop() {
        let Some(award) = path.last().and_then(|last| set.awards.iter().find(|a| a.name == *last)) else { continue };
        for (inner, span) in included(&award.require) {
            let mut longer = path.clone();
            longer.push(inner);
            if inner == start.name {
                if path.iter().all(|p| text(*p) >= text(start.name)) {
                    found.push(told(set, &longer, span));
                    return;
                }
            } else if !seen.contains(&inner) {
                seen.push(inner);
                paths.push(longer);
            }
        }
    }
}

fn told(set: &PolicySet, path: &[Symbol], last: Span) -> Diagnostic {
    let names: Vec<&str> = path.iter().map(|p| set.symbols.text(*p)).collect();
    let message = format!("awards include one another in a circle: {}", names.join(" → "));
    let mut problem = Diagnostic::new(Slug::CircularAward, last, message);
    for pair in path.windows(2) {
        let [outer, inner] = pair else { continue };
        let award = set.awards.iter().find(|a| a.name == *outer);
        let span = award.and_then(|a| included(&a.require).into_iter().find(|(i, _)| i == inner)).map(|(_, s)| s);
        if let Some(span) = span.filter(|s| *s != last) {
            problem = problem.also(span, "and this is part of it");
        }
    }
    problem.help("take one of them out: nobody can complete an award that needs itself")
}

/// The awards that requirements include, with where they do.
fn included(nodes: &[Node]) -> Vec<(Symbol, Span)> {
    let mut found = Vec::new();
    for node in nodes {
        match &node.kind {
            NodeKind::Award(name) => found.push((*name, node.span)),
            NodeKind::Group(_, children) => found.extend(included(children)),
            NodeKind::If(choice) => {
                found.extend(included(std::slice::from_ref(&choice.then)));
                found.extend(included(choice.otherwise.as_slice()));
            }
            NodeKind::Slot(_) => {}
        }
    }
    found
}

/// Requirements are told apart by name among those beside them.
fn names(set: &PolicySet, of: Symbol, nodes: &[Node], found: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<Symbol, Span> = BTreeMap::new();
    // Of one requirement or another only one is ever there, so the two may be named alike.
    let otherwise = |node: &Node| match &node.kind {
        NodeKind::If(choice) => choice.otherwise.clone().filter(|o| o.name != node.name),
        _ => None,
    };
    let nodes: Vec<Node> = nodes.iter().flat_map(|n| std::iter::once(n.clone()).chain(otherwise(n))).collect();
    for node in &nodes {
        if let Some(first) = seen.insert(node.name, node.span) {
            let (name, whole) = (set.symbols.text(node.name), set.symbols.text(of));
            let problem =
                Diagnostic::new(Slug::DuplicateName, node.span, format!("a second requirement `{name}` in `{whole}`"));
            found.push(problem.also(first, "the first is here").help("give one of them another name"));
        }
        match &node.kind {
            NodeKind::Group(_, children) => names(set, node.name, children, found),
            NodeKind::If(choice) => {
                names(set, of, std::slice::from_ref(&choice.then), found);
                names(set, of, choice.otherwise.as_slice(), found);
            }
            NodeKind::Slot(_) | NodeKind::Award(_) => {}
        }
    }
}

/// A slot that can never be met because it may not hold what it needs.
fn bounds(node: &Node, found: &mut Vec<Diagnostic>) {
    match &node.kind {
        NodeKind::Slot(slot) => {
            let above = match (slot.minimum, slot.maximum) {
                (Some(Measure::Workload(low, unit)), Some(Measure::Workload(high, other))) => {
                    unit == other && low > high
                }
                (Some(Measure::Items(low)), Some(Measure::Items(high))) => low > high,
                _ => false,
            };
            if above {
                let message = "the minimum is above the maximum, so it can never be met";
                let problem = Diagnostic::new(Slug::MinimumAboveMaximum, node.span, message);
                found.push(problem.help("lower the minimum or raise the maximum"));
            }
        }
        NodeKind::Group(_, children) => children.iter().for_each(|n| bounds(n, found)),
        NodeKind::If(choice) => std::iter::once(&choice.then).chain(&choice.otherwise).for_each(|n| bounds(n, found)),
        NodeKind::Award(_) => {}
    }
}
