//! Habits that a rule has, only with a slip in them: what is told as that is not also missed.

use std::collections::BTreeSet;

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_source::Span;

use crate::syntax::{Kind, Node};

/// Takes out that a rule has no example or no citation where it has one that could not be read or resolved.
pub(crate) fn told_otherwise(root: &Node<'_>, found: &mut Vec<Diagnostic>) {
    let mut exempt: BTreeSet<(Slug, Span)> = BTreeSet::new();
    for item in root.all(Kind::policy).flat_map(Node::parts) {
        let Some(name) = item.child(Kind::name) else { continue };
        let broken = |word: &str| item.all(Kind::bad_clause).any(|c| c.text.starts_with(word));
        if item.has(Kind::cite_clause) || broken("cite") {
            exempt.insert((Slug::MissingCitation, name.span));
        }
        if item.has(Kind::example_clause) || broken("example") {
            exempt.insert((Slug::MissingExample, name.span));
        }
    }
    found.retain(|d| !exempt.contains(&(d.slug, d.span())));
}
