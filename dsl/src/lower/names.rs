//! The first pass: what is declared, and in which policy.

use std::collections::BTreeMap;

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_model::Symbol;
use credstack_source::Span;

use super::Cx;
use crate::syntax::{Kind, Node};

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

pub(super) fn gather(cx: &mut Cx<'_>, root: &Node<'_>) {
    for node in root.all(Kind::policy) {
        let Some(name) = node.child(Kind::full_name) else { continue };
        let names = policy(cx, node, name.text);
        if let Some(first) = cx.names.policies.get(name.text).map(|p| p.span) {
            duplicate(cx, name, "policy", first);
        } else {
            cx.names.policies.insert(name.text.to_owned(), names);
        }
    }
    for node in root.all(Kind::award) {
        let Some(name) = node.child(Kind::full_name) else { continue };
        match cx.names.awards.get(name.text).copied() {
            Some(first) => duplicate(cx, name, "award", first),
            None => drop(cx.names.awards.insert(name.text.to_owned(), name.span)),
        }
    }
}

fn duplicate(cx: &mut Cx<'_>, name: &Node<'_>, what: &str, first: Span) {
    let problem = Diagnostic::new(Slug::DuplicateName, name.span, format!("a second {what} `{}`", name.text));
    cx.report(problem.also(first, "the first is here").help("give one of them another name"));
}

fn policy(cx: &mut Cx<'_>, node: &Node<'_>, name: &str) -> PolicyNames {
    let mut names = PolicyNames { span: node.child(Kind::full_name).map_or(node.span, |n| n.span), ..PolicyNames::default() };
    for parent in node.all(Kind::extends_clause).flat_map(|c| c.all(Kind::full_name)) {
        names.extends.push((parent.text.to_owned(), parent.span));
    }
    for source in node.all(Kind::source).filter_map(|s| s.child(Kind::name)) {
        match names.sources.get(source.text).copied() {
            Some(first) => duplicate(cx, source, "source", first),
            None => drop(names.sources.insert(source.text.to_owned(), source.span)),
        }
    }
    for item in node.all(Kind::rule).chain(node.all(Kind::limit)).chain(node.all(Kind::route)) {
        let Some(rule) = item.child(Kind::name) else { continue };
        match names.rules.get(rule.text).copied() {
            Some(first) => duplicate(cx, rule, "rule", first),
            None => drop(names.rules.insert(rule.text.to_owned(), rule.span)),
        }
        for branch in item.all(Kind::classify_clause).flat_map(|c| c.all(Kind::class_branch)) {
            if let Some(class) = branch.child(Kind::full_name) {
                let full = if class.text.contains('.') { class.text.to_owned() } else { format!("{name}.{}", class.text) };
                let short = class.text.rsplit('.').next().unwrap_or(class.text);
                names.classes.insert(short.to_owned(), cx.symbols.intern(&full));
            }
        }
    }
    names
}
