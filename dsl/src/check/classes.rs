//! Classes that are defined by one another in a circle.

use std::collections::{BTreeMap, BTreeSet};

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_model::Symbol;
use credstack_model::policy::{Condition, Effect, PolicySet, Rule};
use credstack_source::Span;

pub(super) fn check(set: &PolicySet, found: &mut Vec<Diagnostic>) {
    let mut needs: BTreeMap<Symbol, (Span, BTreeSet<Symbol>)> = BTreeMap::new();
    for rule in set.policies.iter().flat_map(|p| &p.rules) {
        let Effect::Classify(branches) = &rule.effect else { continue };
        let used = classes_of(rule);
        for branch in branches {
            needs.entry(branch.gives).or_insert((rule.span, BTreeSet::new())).1.extend(&used);
        }
    }
    for (class, (span, _)) in &needs {
        let mut reached = BTreeSet::new();
        let mut open = vec![*class];
        while let Some(next) = open.pop() {
            let onward = needs.get(&next).map(|(_, n)| n.iter().copied()).into_iter().flatten();
            open.extend(onward.filter(|n| reached.insert(*n)));
        }
        if reached.contains(class)
            && reached
                .iter()
                .filter(|r| needs.contains_key(r))
                .all(|r| set.symbols.text(*class) <= set.symbols.text(*r))
        {
            let mut names: Vec<&str> = reached.iter().map(|c| set.symbols.text(*c)).collect();
            names.sort_unstable();
            let message = format!("classes are defined by one another in a circle: {}", names.join(", "));
            found.push(Diagnostic::new(Slug::CircularClass, *span, message).help("define one of them by facts alone"));
        }
    }
}

/// Every class that a rule's conditions read.
fn classes_of(rule: &Rule) -> BTreeSet<Symbol> {
    let mut classes = BTreeSet::new();
    let mut visit = |c: &Condition| {
        if let Condition::Class(class) = c {
            classes.insert(*class);
        }
    };
    rule.applies.walk(&mut |c| visit(c));
    for exception in &rule.exceptions {
        exception.when.walk(&mut |c| visit(c));
    }
    if let Effect::Classify(branches) = &rule.effect {
        for branch in branches {
            branch.when.walk(&mut |c| visit(c));
        }
    }
    classes
}
