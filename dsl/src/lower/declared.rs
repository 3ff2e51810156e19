//! Named sets and agreements: what each of them means, found before anything that uses them.

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_model::policy::{Comparison, Condition, PickedBy, Test, TestKind};
use credstack_model::vocabulary::attribute;
use credstack_source::Span;

use super::credentials;
use super::cx::{Cx, Key};
use super::shared::period;
use crate::syntax::{Kind, Node};

/// Lowers every set and agreement, those first on which others rest.
pub(super) fn lower(cx: &mut Cx<'_>) {
    let keys: Vec<Key> = cx.sets.keys().chain(cx.agreements.keys()).cloned().collect();
    for key in keys {
        one(cx, &key, Span::default(), &mut Vec::new());
    }
}

fn one(cx: &mut Cx<'_>, key: &Key, used_at: Span, open: &mut Vec<Key>) {
    if cx.meanings.contains_key(key) {
        return;
    }
    if let Some(at) = open.iter().position(|k| k == key) {
        let circle: Vec<&str> = open.iter().skip(at).chain([key]).map(|(_, name)| name.as_str()).collect();
        let message = format!("sets are defined by one another in a circle: {}", circle.join(" → "));
        cx.report(Diagnostic::new(Slug::CircularSet, used_at, message).help("define one of them without the others"));
        cx.meanings.insert(key.clone(), Condition::Always(true));
        return;
    }
    let Some(node) = cx.sets.get(key).or_else(|| cx.agreements.get(key)).copied() else { return };
    open.push(key.clone());
    for (used, span) in uses(cx, &key.0, node) {
        one(cx, &used, span, open);
    }
    open.pop();
    let meaning = if node.kind == Kind::set_item { set(cx, &key.0, node) } else { agreement(cx, &key.0, node) };
    cx.meanings.insert(key.clone(), meaning);
}

/// The sets and agreements that a declaration names.
fn uses(cx: &Cx<'_>, policy: &str, node: &Node<'_>) -> Vec<(Key, Span)> {
    let mut found = Vec::new();
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        if matches!(node.kind, Kind::phrase | Kind::noun) {
            let key = cx.declared(policy, node.text);
            found.extend(key.map(|key| (key, node.span)));
        }
        open.extend(&node.children);
    }
    found
}

/// What a set holds, without what it excepts.
fn set(cx: &mut Cx<'_>, policy: &str, node: &Node<'_>) -> Condition {
    let mut parts = node.all(Kind::credentials);
    let holds = parts.next().map_or(Condition::Always(true), |set| credentials::credentials(cx, policy, set));
    let without = |set| Condition::Not(Box::new(credentials::credentials(cx, policy, set)));
    parts.map(without).fold(holds, Condition::and)
}

/// What an agreement says of a credential: the issuer, what is covered, and on which days of application.
fn agreement(cx: &mut Cx<'_>, policy: &str, node: &Node<'_>) -> Condition {
    let span = node.span;
    let named = node.all(Kind::between_clause).flat_map(|c| c.all(Kind::text));
    let issuers = named.map(|t| cx.symbols.intern(&t.words())).collect();
    let test = |attribute, kind| Condition::Test(Test { attribute, kind, span });
    let mut all = test(attribute::ISSUER_IDENTIFIER, TestKind::Among(issuers));
    for covers in node.all(Kind::covers_clause).filter_map(|c| c.child(Kind::credentials)) {
        all = all.and(credentials::credentials(cx, policy, covers));
    }
    let force = period(cx, node);
    let day = PickedBy::default().attribute();
    if let Some(from) = force.from {
        all = all.and(test(day, TestKind::Date { comparison: Comparison::AtLeast, day: from }));
    }
    if let Some(to) = force.to {
        all = all.and(test(day, TestKind::Date { comparison: Comparison::Less, day: to }));
    }
    all
}
