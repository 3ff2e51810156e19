//! The first pass: what is declared, and in which policy.

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_source::Span;

use super::attribute;
use super::cx::{Cx, PolicyNames};
use crate::syntax::{Kind, Node};

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
    let mut names =
        PolicyNames { span: node.child(Kind::full_name).map_or(node.span, |n| n.span), ..PolicyNames::default() };
    for parent in node.all(Kind::extends_clause).flat_map(|c| c.all(Kind::full_name)) {
        names.extends.push((parent.text.to_owned(), parent.span));
    }
    for source in node.all(Kind::source).filter_map(|s| s.child(Kind::name)) {
        match names.sources.get(source.text).copied() {
            Some(first) => duplicate(cx, source, "source", first),
            None => drop(names.sources.insert(source.text.to_owned(), source.span)),
        }
    }
    for node in node.all(Kind::scale_item) {
        let Some((name, scale)) = attribute::scale(cx, node) else { continue };
        match names.scales.get(name.text).map(|(_, first)| *first) {
            Some(first) => duplicate(cx, name, "scale", first),
            None => drop(names.scales.insert(name.text.to_owned(), (scale, name.span))),
        }
    }
    for item in
        node.all(Kind::rule).chain(node.all(Kind::limit)).chain(node.all(Kind::route)).chain(node.all(Kind::function))
    {
        let Some(rule) = item.child(Kind::name) else { continue };
        match names.rules.get(rule.text).copied() {
            Some(first) => duplicate(cx, rule, "rule", first),
            None => drop(names.rules.insert(rule.text.to_owned(), rule.span)),
        }
        for branch in item.all(Kind::classify_clause).flat_map(|c| c.all(Kind::class_branch)) {
            if let Some(class) = branch.child(Kind::full_name) {
                let full =
                    if class.text.contains('.') { class.text.to_owned() } else { format!("{name}.{}", class.text) };
                let short = class.text.rsplit('.').next().unwrap_or(class.text);
                names.classes.insert(short.to_owned(), cx.symbols.intern(&full));
            }
        }
    }
    names
}
