//! Requirements that come after others: those that are not there, and circles. Beside them learning outcomes that no component
//! covers.

use credstack_diagnostics::{Applicability, Diagnostic, Slug};
use credstack_model::Symbol;
use credstack_model::policy::{Award, Measure, Node, NodeKind, PolicySet, SlotRule};
use credstack_source::Span;

use crate::suggest::nearest;

pub(super) fn check(set: &PolicySet, found: &mut Vec<Diagnostic>) {
    for award in &set.awards {
        let mut nodes = Vec::new();
        award.require.iter().for_each(|n| all(n, &mut nodes));
        for (name, span) in nodes.iter().flat_map(|n| &n.after) {
            if !nodes.iter().any(|n| n.name == *name) {
                unknown(set, award, &nodes, (*name, *span), found);
            }
        }
        circles(set, &nodes, found);
        for node in &nodes {
            if let NodeKind::Slot(slot) = &node.kind {
                outcomes(award, node, slot, found);
            }
        }
    }
}

/// A node and all below it.
fn all<'n>(node: &'n Node, found: &mut Vec<&'n Node>) {
    found.push(node);
    match &node.kind {
        NodeKind::Group(_, children) => children.iter().for_each(|c| all(c, found)),
        NodeKind::If(choice) => std::iter::once(&choice.then).chain(&choice.otherwise).for_each(|c| all(c, found)),
        NodeKind::Slot(_) | NodeKind::Award(_) => {}
    }
}

fn unknown(set: &PolicySet, award: &Award, nodes: &[&Node], (name, span): (Symbol, Span), found: &mut Vec<Diagnostic>) {
    let text = |s: Symbol| set.symbols.text(s);
    let near = nearest(text(name), nodes.iter().map(|n| text(n.name))).map(str::to_owned);
    let message = format!("the award `{}` has no requirement `{}`", text(award.name), text(name));
    let problem = Diagnostic::new(Slug::UnknownRequirement, span, message);
    found.push(match near {
        Some(near) => problem.help(format!("did you mean `{near}`?")).fix(span, near, Applicability::Likely),
        None => problem.help("`after` names a requirement of the same award"),
    });
}

/// What a requirement comes after: what it says itself, and what everything above and below it says, since a group is met by
/// what is below it.
fn before<'n>(nodes: &[&'n Node], node: &'n Node) -> Vec<(&'n Node, Span)> {
    let mut below = Vec::new();
    all(node, &mut below);
    let named = below.iter().flat_map(|n| &n.after);
    named.filter_map(|(name, span)| Some((nodes.iter().copied().find(|n| n.name == *name)?, *span))).collect()
}

/// Reports each circle whole, once, at the first of its requirements by name.
fn circles(set: &PolicySet, nodes: &[&Node], found: &mut Vec<Diagnostic>) {
    let text = |s: Symbol| set.symbols.text(s);
    for start in nodes {
        let mut paths: Vec<Vec<(&Node, Span)>> = vec![vec![(start, start.span)]];
        let mut seen: Vec<Symbol> = Vec::new();
        while let Some(path) = paths.pop() {
            let Some((last, _)) = path.last().copied() else { continue };
            for (next, span) in before(nodes, last) {
                let mut longer = path.clone();
                longer.push((next, span));
                let closes = next.name == start.name || contains(next, start.name);
                if closes && path.iter().all(|(n, _)| text(n.name) >= text(start.name)) {
                    found.push(told(set, &longer));
                    return;
                }
                if !closes && !seen.contains(&next.name) {
                    seen.push(next.name);
                    paths.push(longer);
                }
            }
        }
    }
}

fn contains(node: &Node, name: Symbol) -> bool {
    let mut below = Vec::new();
    all(node, &mut below);
    below.iter().any(|n| n.name == name)
}

fn told(set: &PolicySet, path: &[(&Node, Span)]) -> Diagnostic {
    let names: Vec<&str> = path.iter().map(|(n, _)| set.symbols.text(n.name)).collect();
    let message = format!("requirements come after one another in a circle: {}", names.join(" → "));
    let (last, others) = path.split_last().map_or((Span::default(), path), |((_, span), others)| (*span, others));
    let mut problem = Diagnostic::new(Slug::CircularPrerequisite, last, message);
    for (_, span) in others.iter().skip(1).filter(|(_, s)| *s != last) {
        problem = problem.also(*span, "and this is part of it");
    }
    problem.help("take one `after` out: nobody can meet a requirement that has to come before itself")
}

/// A number of learning outcomes of components that cover fewer.
fn outcomes(award: &Award, node: &Node, slot: &SlotRule, found: &mut Vec<Diagnostic>) {
    let Some(Measure::Outcomes(needed)) = node.minimum.or(slot.minimum) else { return };
    if slot.components.is_empty() {
        return;
    }
    let mut covered: Vec<Symbol> =
        slot.components.iter().filter_map(|c| award.component(*c)).flat_map(|c| c.covers.clone()).collect();
    covered.sort_unstable();
    covered.dedup();
    if covered.len() < usize::try_from(needed).unwrap_or(usize::MAX) {
        let message = format!("{needed} learning outcomes are asked for, and its components cover {}", covered.len());
        found.push(
            Diagnostic::new(Slug::MinimumAboveMaximum, node.span, message).help(
                "list the learning outcomes of the component, as `covers \"reads accounts\", \"plans a project\"`",
            ),
        );
    }
}
