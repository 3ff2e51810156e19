//! The first pass: what is declared, and in which policy.

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_source::Span;

use super::attribute;
use super::cx::{Cx, PolicyNames};
use super::shared::period;
use super::versions::{self, Appearance};
use crate::syntax::{Kind, Node};

/// Names the versions of all policies of all files; before anything else is gathered.
pub(super) fn name_policies(cx: &mut Cx<'_>, roots: &[&Node<'_>]) {
    let mut found = Vec::new();
    for node in roots.iter().flat_map(|root| root.all(Kind::policy)) {
        let Some(name) = node.child(Kind::full_name) else { continue };
        found.push(Appearance { name, full: name.text.to_owned(), period: period(cx, node) });
    }
    versions::name(cx, "policy", found);
}

pub(super) fn gather<'a>(cx: &mut Cx<'a>, root: &'a Node<'a>) {
    for node in root.all(Kind::policy) {
        let Some(name) = node.child(Kind::full_name) else { continue };
        let own = cx.names.own_name(name);
        let names = policy(cx, node, name.text, &own);
        cx.names.policies.entry(own.clone()).or_insert(names);
        for (kind, what) in [(Kind::set_item, "set"), (Kind::agreement, "agreement")] {
            for item in node.all(kind) {
                let Some(word) = item.child(Kind::name) else { continue };
                let key = (own.clone(), word.text.to_owned());
                let known = if kind == Kind::set_item { &mut cx.sets } else { &mut cx.agreements };
                match known.get(&key).map(|n| n.span) {
                    Some(first) => duplicate(cx, word, what, first),
                    None => drop(known.insert(key, item)),
                }
            }
        }
    }
    for node in root.all(Kind::award) {
        let Some(name) = node.child(Kind::full_name) else { continue };
        match cx.names.awards.get(name.text).copied() {
            Some(first) => duplicate(cx, name, "award", first),
            None => drop(cx.names.awards.insert(name.text.to_owned(), name.span)),
        }
        for former in node.all(Kind::formerly_clause).filter_map(|c| c.child(Kind::full_name)) {
            cx.names.formerly.insert(former.text.to_owned(), name.text.to_owned());
        }
    }
}

fn duplicate(cx: &mut Cx<'_>, name: &Node<'_>, what: &str, first: Span) {
    let problem = Diagnostic::new(Slug::DuplicateName, name.span, format!("a second {what} `{}`", name.text));
    cx.report(problem.also(first, "the first is here").help("give one of them another name"));
}

fn policy(cx: &mut Cx<'_>, node: &Node<'_>, name: &str, own: &str) -> PolicyNames {
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
    let items: Vec<&Node<'_>> =
        node.parts().filter(|n| matches!(n.kind, Kind::rule | Kind::limit | Kind::route | Kind::function)).collect();
    let mut appearances = Vec::new();
    for item in &items {
        let Some(rule) = item.child(Kind::name) else { continue };
        appearances.push(Appearance { name: rule, full: format!("{own}.{}", rule.text), period: period(cx, item) });
    }
    versions::name(cx, "rule", appearances);
    for item in items {
        let Some(rule) = item.child(Kind::name) else { continue };
        names.rules.entry(rule.text.to_owned()).or_insert(rule.span);
        for former in item.all(Kind::formerly_clause).filter_map(|c| c.child(Kind::full_name)) {
            formerly(cx, former, own, rule);
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

/// A former name, in full or, as that of a rule, within its policy; it may not be in use again.
fn formerly(cx: &mut Cx<'_>, former: &Node<'_>, own: &str, rule: &Node<'_>) {
    let full = if former.text.contains('.') { former.text.to_owned() } else { format!("{own}.{}", former.text) };
    let present = cx.names.own_name(rule);
    cx.names.formerly.insert(full, present);
}
