//! Pathways: which components lead to which, under which condition, in which order. A record refers to them; what the
//! condition is stays a note, since it is a rule and no fact.

use std::collections::HashSet;

use super::key;
use crate::draft::Draft;
use crate::json::{Node, Tree};
use crate::note::NoteKind;

/// The deepest that conditions stand in one another.
const MOST_DEEP: usize = 8;

/// Properties by which a record refers to others.
const REFERENCES: [&str; 14] = [
    "hasPart",
    "isPartOf",
    "hasDestinationComponent",
    "hasChild",
    "isChildOf",
    "isDestinationComponentOf",
    "precedes",
    "precededBy",
    "preceeds",
    "preceededBy",
    "prerequisite",
    "proxyFor",
    "transferValueFrom",
    "transferValueFor",
];

/// What a record refers to, and its conditions as notes.
pub(super) fn read<'d>(draft: &mut Draft<'_>, tree: &Tree<'d>, node: &Node<'d>) -> Vec<String> {
    let mut refers = Vec::new();
    for name in REFERENCES {
        refers.extend(key::references(tree, node, name));
    }
    // Collections of children are also written with the prefix of competency frameworks.
    for name in ["ceasn:hasChild", "ceasn:isChildOf", "ceasn:isPartOf"] {
        refers.extend(key::references(tree, node, name));
    }
    for name in ["requires", "recommends", "corequisite"] {
        for profile in key::list(tree, node, name) {
            for target in ["targetCredential", "targetAssessment", "targetLearningOpportunity", "targetCompetency"] {
                refers.extend(key::references(tree, &profile, target));
            }
            let said = key::words(tree, &profile, "description").into_iter().next();
            let said =
                said.map_or_else(String::new, |(words, _)| format!(": {}", crate::read::dates::clip(&words.words)));
            draft.note(NoteKind::Unmapped, None, &profile.path, format!("a condition of the award ({name}){said}"));
        }
    }
    let mut seen = HashSet::new();
    let mut open: Vec<(Node<'d>, usize)> =
        key::list(tree, node, "hasCondition").into_iter().map(|one| (one, 0)).collect();
    open.reverse();
    while let Some((condition, depth)) = open.pop() {
        if depth > MOST_DEEP || !seen.insert(condition.path.clone()) || tree.exhausted() {
            continue;
        }
        let targets = key::references(tree, &condition, "targetComponent");
        let inner = key::list(tree, &condition, "hasCondition");
        draft.note(NoteKind::Remark, None, &condition.path, told(tree, &condition, targets.len(), inner.len()));
        refers.extend(targets);
        open.extend(inner.into_iter().rev().map(|one| (one, depth + 1)));
    }
    refers
}

fn told<'d>(tree: &Tree<'d>, condition: &Node<'d>, targets: usize, inner: usize) -> String {
    let first = |name: &str| key::scalars(tree, condition, name).first().and_then(Node::scalar);
    let number = first("requiredNumber").or_else(|| first("rightOperand"));
    let operator = first("logicalOperator").or_else(|| first("logicalOperand"));
    let mut said =
        format!("a condition of the pathway: {} of {targets} components", number.as_deref().unwrap_or("any"));
    if inner > 0 {
        said.push_str(&format!(", and {inner} conditions in it"));
    }
    if let Some(operator) = operator {
        said.push_str(&format!(" ({})", crate::read::dates::clip(key::local(&operator))));
    }
    let constraints = key::list(tree, condition, "hasConstraint").len();
    if constraints > 0 {
        said.push_str(&format!(", under {constraints} constraints"));
    }
    said
}
