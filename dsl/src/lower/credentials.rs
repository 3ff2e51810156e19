//! Sets of credentials: `own study issued in ES, professional experience`.

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_model::policy::{Condition, Test, TestKind};
use credstack_model::vocabulary::attribute;

use credstack_source::Span;

use super::cx::Cx;
use super::{condition, value};
use crate::syntax::{Kind, Node};

/// A set as a condition on one credential; commas join.
pub(super) fn credentials(cx: &mut Cx<'_>, policy: &str, node: &Node<'_>) -> Condition {
    let mut kinds: Vec<Condition> = node.all(Kind::credential_kind).map(|n| credential_kind(cx, policy, n)).collect();
    if kinds.len() == 1 { kinds.remove(0) } else { Condition::Any(kinds) }
}

fn credential_kind(cx: &mut Cx<'_>, policy: &str, node: &Node<'_>) -> Condition {
    let mut all = match node.child(Kind::noun) {
        Some(noun) => described(cx, policy, noun),
        None => Condition::Always(true),
    };
    for part in node.all(Kind::qualifier).filter_map(Node::first) {
        all = all.and(qualifier(cx, policy, part));
    }
    if let Some(inner) = node.child(Kind::condition) {
        all = all.and(condition::condition(cx, policy, inner));
    }
    all
}

/// What a noun means: a class, a kind of learning, a type of credential, or every credential.
fn described(cx: &mut Cx<'_>, policy: &str, noun: &Node<'_>) -> Condition {
    let spoken = value::without_article(noun.text);
    if matches!(spoken.as_str(), "any credential" | "every credential" | "credential") {
        return Condition::Always(true);
    }
    if let Some(set) = named(cx, policy, &spoken, noun.span) {
        return set;
    }
    if let Some(class) = cx.names.class(policy, &spoken) {
        return Condition::Class(class);
    }
    if let Some(id) = condition::truth(cx, noun.text) {
        return Condition::Test(Test { attribute: id, kind: TestKind::Holds, span: noun.span });
    }
    let code = spoken.replace(' ', "_");
    for id in [attribute::KIND, attribute::TYPE] {
        if cx.vocabulary.get(id).codes().is_some_and(|list| list.has(&code)) {
            let kind = TestKind::Among(vec![cx.symbols.intern(&code)]);
            return Condition::Test(Test { attribute: id, kind, span: noun.span });
        }
    }
    condition::unknown_word(cx, noun, &spoken);
    Condition::Always(true)
}

/// A named set of the policy or of one that it extends, or of any by its full name: what it holds, without what it excepts.
pub(super) fn named(cx: &mut Cx<'_>, policy: &str, spoken: &str, span: Span) -> Option<Condition> {
    let word = spoken.replace(' ', "_");
    let (owner, short) = word.rsplit_once('.').unwrap_or(("", &word));
    let owners = if owner.is_empty() { cx.names.chain(policy) } else { cx.names.versions_of(owner) };
    let key = owners.into_iter().map(|o| (o, short.to_owned())).find(|key| cx.sets.contains_key(key))?;
    if cx.open_sets.contains(&key) {
        let circle: Vec<&str> = cx.open_sets.iter().map(|(_, name)| name.as_str()).chain([short]).collect();
        let message = format!("sets are defined by one another in a circle: {}", circle.join(" → "));
        cx.report(Diagnostic::new(Slug::CircularSet, span, message).help("define one of them without the others"));
        return Some(Condition::Always(true));
    }
    let node = *cx.sets.get(&key)?;
    cx.open_sets.push(key.clone());
    let mut parts = node.all(Kind::credentials);
    let holds = parts.next().map_or(Condition::Always(true), |set| credentials(cx, &key.0, set));
    let excepted: Vec<Condition> = parts.map(|set| Condition::Not(Box::new(credentials(cx, &key.0, set)))).collect();
    cx.open_sets.pop();
    Some(excepted.into_iter().fold(holds, Condition::and))
}

fn qualifier(cx: &mut Cx<'_>, policy: &str, node: &Node<'_>) -> Condition {
    match node.kind {
        Kind::prefix_test => condition::prefix(cx, policy, node),
        Kind::of_test => node
            .parts()
            .nth(1)
            .map_or(Condition::Always(true), |v| condition::among(cx, attribute::ISSUER_KIND, v, node.span)),
        _ => match condition::truth(cx, node.text) {
            Some(id) => Condition::Test(Test { attribute: id, kind: TestKind::Holds, span: node.span }),
            None => {
                condition::unknown_word(cx, node, node.text);
                Condition::Always(true)
            }
        },
    }
}
