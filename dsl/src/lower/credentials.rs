//! Sets of credentials: `own study issued in ES, professional experience`.

use credstack_diagnostics::{Applicability, Diagnostic, Slug};
use credstack_model::policy::{Condition, Test, TestKind};
use credstack_model::vocabulary::attribute;

use super::cx::Cx;
use super::{condition, value, word};
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
    if matches!(&*spoken, "any credential" | "every credential" | "all credentials" | "credential" | "credentials") {
        return Condition::Always(true);
    }
    if let Some(set) = cx.set(policy, &spoken) {
        return set;
    }
    if let Some(class) = cx.names.class(policy, &spoken) {
        return Condition::Class(class);
    }
    if let Some(id) = word::truth(cx, noun.text) {
        return Condition::Test(Test { attribute: id, kind: TestKind::Holds, span: noun.span });
    }
    let code = spoken.replace(' ', "_");
    for id in [attribute::KIND, attribute::TYPE] {
        if cx.vocabulary.get(id).codes().is_some_and(|list| list.has(&code)) {
            let kind = TestKind::Among(vec![cx.symbols.intern(&code)]);
            return Condition::Test(Test { attribute: id, kind, span: noun.span });
        }
    }
    match cx.vocabulary.by_phrase(&spoken) {
        Some(_) => fact_for_kind(cx, noun, &spoken),
        None => word::unknown_word(cx, noun, &spoken),
    }
    Condition::Always(true)
}

/// A fact where a kind of credential is needed: `from level >= EQF 6`.
fn fact_for_kind(cx: &mut Cx<'_>, noun: &Node<'_>, spoken: &str) {
    let message = format!("`{spoken}` is a fact, and here stands which credentials");
    cx.report(
        Diagnostic::new(Slug::WrongType, noun.span, message).help(format!("write `credentials where {spoken} …`")).fix(
            noun.span,
            format!("credentials where {}", noun.text),
            Applicability::Likely,
        ),
    );
}

fn qualifier(cx: &mut Cx<'_>, policy: &str, node: &Node<'_>) -> Condition {
    match node.kind {
        Kind::prefix_test => condition::prefix(cx, policy, node),
        Kind::of_test => node
            .parts()
            .nth(1)
            .map_or(Condition::Always(true), |v| word::among(cx, attribute::ISSUER_KIND, v, node.span)),
        _ => match word::truth(cx, node.text) {
            Some(id) => Condition::Test(Test { attribute: id, kind: TestKind::Holds, span: node.span }),
            None => {
                word::unknown_word(cx, node, node.text);
                Condition::Always(true)
            }
        },
    }
}
