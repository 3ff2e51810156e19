//! Conditions: every test is resolved against the attribute table.

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_model::policy::{Comparison, Condition, TestKind};
use credstack_model::vocabulary::{AttributeId, Kind as Type, attribute};
use credstack_source::Span;

use super::compare::{against, compare, within};
use super::cx::Cx;
use super::value;
use super::word::{among, attribute, make, mismatch, negate_if, truth, unknown_word, untruth};
use crate::syntax::{Kind, Node};

/// Lowers a condition in the scope of a policy. A test with a problem counts as always true, so that one slip is one message.
pub(super) fn condition(cx: &mut Cx<'_>, policy: &str, node: &Node<'_>) -> Condition {
    let mut any: Vec<Condition> = node.all(Kind::all_of).map(|n| all_of(cx, policy, n)).collect();
    if any.len() == 1 { any.remove(0) } else { Condition::Any(any) }
}

fn all_of(cx: &mut Cx<'_>, policy: &str, node: &Node<'_>) -> Condition {
    let mut all: Vec<Condition> = node.all(Kind::negation).map(|n| negation(cx, policy, n)).collect();
    if all.len() == 1 { all.remove(0) } else { Condition::All(all) }
}

fn negation(cx: &mut Cx<'_>, policy: &str, node: &Node<'_>) -> Condition {
    let Some(inner) = node.child(Kind::primary).and_then(|p| p.parts().find(|c| c.kind != Kind::open_list)) else {
        return Condition::Always(true);
    };
    let lowered = match inner.kind {
        Kind::condition => condition(cx, policy, inner),
        Kind::test => test(cx, policy, inner),
        _ => Condition::Always(true),
    };
    if node.has(Kind::KW_NOT) { Condition::Not(Box::new(lowered)) } else { lowered }
}

/// `when c` is `c`, `unless c` is its opposite; no guard is always true.
pub(super) fn guard(cx: &mut Cx<'_>, policy: &str, node: &Node<'_>) -> Condition {
    let Some(guard) = node.child(Kind::guard) else { return Condition::Always(true) };
    let Some(inner) = guard.child(Kind::condition) else { return Condition::Always(true) };
    let lowered = condition(cx, policy, inner);
    if guard.has(Kind::KW_UNLESS) { Condition::Not(Box::new(lowered)) } else { lowered }
}

pub(super) fn test(cx: &mut Cx<'_>, policy: &str, node: &Node<'_>) -> Condition {
    if let Some(id) = truth(cx, node.text) {
        return make(id, TestKind::Holds, node.span);
    }
    if let Some(id) = untruth(cx, node.text) {
        return Condition::Not(Box::new(make(id, TestKind::Holds, node.span)));
    }
    let Some(form) = node.first() else { return Condition::Always(true) };
    match form.kind {
        Kind::has_test | Kind::states_test => stated(cx, form),
        Kind::prefix_test => prefix(cx, policy, form),
        Kind::plain_test => plain(cx, policy, form),
        _ => Condition::Always(true),
    }
}

fn stated(cx: &mut Cx<'_>, node: &Node<'_>) -> Condition {
    let Some(phrase) = node.parts().find(|p| matches!(p.kind, Kind::phrase | Kind::stated)) else {
        return Condition::Always(true);
    };
    let Some(id) = attribute(cx, phrase) else { return Condition::Always(true) };
    let kind = if node.kind == Kind::has_test { TestKind::Has } else { TestKind::Stated };
    negate_if(node.has(Kind::KW_NO), make(id, kind, node.span))
}

/// `issued in ES`, `toward thesis`: a reading of the table that stands before its value.
pub(super) fn prefix(cx: &mut Cx<'_>, policy: &str, node: &Node<'_>) -> Condition {
    if let Some(id) = truth(cx, node.text) {
        return make(id, TestKind::Holds, node.span);
    }
    let (Some(prefix), Some(values)) = (node.child(Kind::prefix), node.parts().nth(1)) else {
        return Condition::Always(true);
    };
    let spoken = value::spoken(prefix.text);
    let id = match &*spoken {
        "toward" => Some(attribute::COMPONENT_KIND),
        other => cx.vocabulary.by_phrase(other),
    };
    match id {
        Some(attribute::ISSUER_AGREEMENTS) => under(cx, policy, values, node.span),
        Some(id) => among(cx, id, values, node.span),
        None => Condition::Always(true),
    }
}

fn plain(cx: &mut Cx<'_>, policy: &str, node: &Node<'_>) -> Condition {
    let Some(phrase) = node.child(Kind::phrase) else { return Condition::Always(true) };
    let Some(tail) = node.parts().nth(1) else { return bare(cx, policy, phrase) };
    let Some(id) = attribute(cx, phrase) else { return Condition::Always(true) };
    match tail.kind {
        Kind::compare_tail | Kind::bound_tail => compare(cx, policy, id, tail, node.span),
        Kind::within_tail => within(cx, policy, id, tail, node.span),
        Kind::in_tail => tail.first().map_or(Condition::Always(true), |_| in_list(cx, id, tail, node.span)),
        Kind::is_tail => is(cx, policy, id, tail, node.span),
        Kind::before_tail => {
            let comparison = if tail.has(Kind::KW_BEFORE) { Comparison::Less } else { Comparison::More };
            let value = tail.child(Kind::value);
            value.map_or(Condition::Always(true), |v| against(cx, policy, id, comparison, v, node.span))
        }
        _ => Condition::Always(true),
    }
}

fn in_list(cx: &mut Cx<'_>, id: AttributeId, tail: &Node<'_>, span: Span) -> Condition {
    match tail.parts().find(|p| matches!(p.kind, Kind::value | Kind::value_list)) {
        Some(values) if matches!(cx.vocabulary.get(id).kind, Type::Codes(_)) => among(cx, id, values, span),
        Some(values) => mismatch(cx, id, values),
        None => Condition::Always(true),
    }
}

/// A phrase alone: a class, a kind of learning, a type of credential.
fn bare(cx: &mut Cx<'_>, policy: &str, phrase: &Node<'_>) -> Condition {
    let spoken = value::without_article(phrase.text);
    if let Some(set) = cx.set(policy, &spoken) {
        return set;
    }
    if let Some(class) = cx.names.class(policy, &spoken) {
        return Condition::Class(class);
    }
    let code = spoken.replace(' ', "_");
    for id in [attribute::KIND, attribute::TYPE] {
        if cx.vocabulary.get(id).codes().is_some_and(|list| list.has(&code)) {
            return make(id, TestKind::Among(vec![cx.symbols.intern(&code)]), phrase.span);
        }
    }
    if let Some(id) = cx.vocabulary.by_phrase(&spoken) {
        let message = format!("`{spoken}` is not compared with anything");
        let help = format!("say what it must be, as `{spoken} is …`, or `has {spoken}`");
        cx.report(Diagnostic::new(Slug::WrongType, phrase.span, message).help(help));
        return make(id, TestKind::Has, phrase.span);
    }
    unknown_word(cx, phrase, &spoken);
    Condition::Always(true)
}

fn is(cx: &mut Cx<'_>, policy: &str, id: AttributeId, tail: &Node<'_>, span: Span) -> Condition {
    let negative = tail.has(Kind::KW_NOT);
    if tail.has(Kind::KW_NONE) || tail.child(Kind::value).is_some_and(|v| v.text == "none") {
        return negate_if(!negative, make(id, TestKind::Has, span));
    }
    let Some(values) = tail.parts().find(|p| matches!(p.kind, Kind::value | Kind::value_list)) else {
        return Condition::Always(true);
    };
    let lowered = match cx.vocabulary.get(id).kind {
        Type::Codes(_) => among(cx, id, values, span),
        _ if values.kind == Kind::value => against(cx, policy, id, Comparison::Equal, values, span),
        _ => mismatch(cx, id, values),
    };
    negate_if(negative, lowered)
}

/// `issued under coast`: of an agreement that a policy declares its own list decides; of any other the file has to say that the
/// issuer is a party.
fn under(cx: &mut Cx<'_>, policy: &str, values: &Node<'_>, span: Span) -> Condition {
    let nodes: Vec<&Node<'_>> =
        if values.kind == Kind::value_list { values.all(Kind::value).collect() } else { vec![values] };
    let (mut ways, mut stated) = (Vec::new(), Vec::new());
    for node in nodes {
        match cx.agreement(policy, node.text) {
            Some(declared) => ways.push(declared),
            None => stated.extend(value::code(cx, attribute::ISSUER_AGREEMENTS, node)),
        }
    }
    if !stated.is_empty() || ways.is_empty() {
        ways.push(make(attribute::ISSUER_AGREEMENTS, TestKind::Among(stated), span));
    }
    if ways.len() == 1 { ways.remove(0) } else { Condition::Any(ways) }
}
