//! What lowering knows and finds, handed from reader to reader.

use std::collections::BTreeMap;

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_model::level::Frameworks;
use credstack_model::vocabulary::Vocabulary;
use credstack_model::workload::Conversions;
use credstack_model::{Symbol, Symbols};
use credstack_source::Span;

use crate::syntax::{Kind, Node};

/// What lowering knows and finds.
pub(crate) struct Cx<'a> {
    pub(crate) symbols: &'a Symbols,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) frameworks: Frameworks,
    pub(crate) conversions: Conversions,
    pub(crate) names: Names,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Cx<'_> {
    /// Keeps a problem.
    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Says plainly that a construct is read but not decided by.
    pub(super) fn not_yet(&mut self, span: Span, what: &str) {
        let message = format!("{what} read, but this version does not decide by them");
        self.report(
            Diagnostic::new(Slug::NotYetEvaluated, span, message).help("a person has to apply this by hand for now"),
        );
    }

    /// The one child clause of a kind; a second one is a problem.
    pub(super) fn single<'n, 't>(&mut self, node: &'n Node<'t>, kind: Kind, what: &str) -> Option<&'n Node<'t>> {
        let mut all = node.all(kind);
        let first = all.next();
        if let (Some(first), Some(second)) = (first, all.next()) {
            let message = format!("a second `{what}` clause");
            self.report(
                Diagnostic::new(Slug::DuplicateClause, second.span, message)
                    .also(first.span, "the first is here")
                    .help("keep one of them"),
            );
        }
        first
    }
}

/// What one policy declares.
#[derive(Debug, Default)]
pub(crate) struct PolicyNames {
    pub(crate) extends: Vec<(String, Span)>,
    /// Class as written → class symbol.
    pub(crate) classes: BTreeMap<String, Symbol>,
    pub(crate) sources: BTreeMap<String, Span>,
    pub(crate) rules: BTreeMap<String, Span>,
    pub(crate) span: Span,
}

/// What all files declare.
#[derive(Debug, Default)]
pub(crate) struct Names {
    pub(crate) policies: BTreeMap<String, PolicyNames>,
    pub(crate) awards: BTreeMap<String, Span>,
}

impl Names {
    /// A policy and all that it extends, itself first, each once.
    pub(crate) fn chain(&self, policy: &str) -> Vec<String> {
        let mut chain = vec![policy.to_owned()];
        let mut at = 0;
        while let Some(name) = chain.get(at).cloned() {
            at += 1;
            for (parent, _) in self.policies.get(&name).map(|p| p.extends.as_slice()).unwrap_or_default() {
                if !chain.contains(parent) {
                    chain.push(parent.clone());
                }
            }
        }
        chain
    }

    /// The class that a policy means by a name: its own, or one of a policy that it extends; a full name is itself.
    pub(crate) fn class(&self, policy: &str, written: &str) -> Option<Symbol> {
        let word = written.replace(' ', "_");
        let short = self.chain(policy).iter().find_map(|p| self.policies.get(p)?.classes.get(&word).copied());
        let (owner, class) = word.rsplit_once('.').unwrap_or_default();
        short.or_else(|| self.policies.get(owner)?.classes.get(class).copied())
    }
}
