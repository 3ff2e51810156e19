//! Rules and limits: what stands around an effect.

use std::sync::Arc;

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_model::Symbol;
use credstack_model::facts::Text;
use credstack_model::policy::{Audience, Condition, Deed, Effect, Exception, Rule, Standing};

use super::cx::Cx;
use super::shared::{Scope, applies, citations, conditions, period, picked, title};
use super::{condition, effect, example};
use crate::syntax::{Kind, Node};

pub(super) fn lower(cx: &mut Cx<'_>, node: &Node<'_>, scope: &Scope<'_>) -> Option<Rule> {
    let name = node.child(Kind::name)?;
    let full = cx.symbols.intern(&format!("{}.{}", scope.policy, name.text));
    if let Some(former) = node.child(Kind::formerly_clause) {
        cx.not_yet(former.span, "former names are");
    }
    let guard = conditions(cx, node, scope.policy);
    // All that can be said of a rule is said, also of one that does nothing.
    let (applies, citations) = (applies(cx, node, scope.policy), citations(cx, node, scope.policy));
    let effect = effect::lower(cx, node, scope.policy, &guard)?;
    // A limit's set is what it counts: its `when` says for which claims it stands.
    let applies = if matches!(effect, Effect::Limit(_)) { applies.and(guard) } else { applies };
    let exceptions = node
        .all(Kind::except_clause)
        .enumerate()
        .filter_map(|(n, e)| exception(cx, e, scope.policy, full, &effect, n))
        .collect();
    let examples =
        node.all(Kind::example_clause).filter_map(|e| example::lower(cx, e, scope.policy, &effect)).collect();
    let texts = |kind: Kind| node.all(kind).filter_map(|c| c.child(Kind::text)).map(|t| Arc::from(t.words())).collect();
    let replaces = cx.single(node, Kind::replaces_clause, "replaces").and_then(|c| c.child(Kind::full_name));
    Some(Rule {
        name: full,
        title: title(node, name.text),
        says: says(node),
        notes: texts(Kind::note_clause),
        measures: texts(Kind::later_clause),
        standing: standing(cx, node),
        audience: if node.has(Kind::hidden_clause) { Audience::Officers } else { Audience::Everybody },
        force: period(cx, node).within(scope.force),
        picked_by: picked(node).unwrap_or(scope.picked_by),
        applies,
        effect,
        exceptions,
        citations,
        replaces: replaces.and_then(|n| replaced(cx, n, scope.policy)),
        examples,
        span: name.span,
    })
}

fn says(node: &Node<'_>) -> Vec<Text> {
    let one = |clause: &Node<'_>| {
        let (language, text) = (clause.child(Kind::word)?, clause.child(Kind::text)?);
        Some(Text { language: language.text.to_ascii_lowercase().into(), words: text.words().into() })
    };
    node.all(Kind::says_clause).filter_map(one).collect()
}

fn standing(cx: &mut Cx<'_>, node: &Node<'_>) -> Standing {
    let Some(clause) = cx.single(node, Kind::standing_clause, "mandatory") else { return Standing::Default };
    if clause.has(Kind::KW_DEFAULT) {
        return Standing::Default;
    }
    let may = |kind: Kind| clause.all(Kind::movement).any(|m| m.has(kind));
    Standing::Mandatory { tighten: may(Kind::KW_TIGHTEN), widen: may(Kind::KW_WIDEN) }
}

/// The rule of a higher layer that `replaces` names, in full.
fn replaced(cx: &mut Cx<'_>, node: &Node<'_>, policy: &str) -> Option<Symbol> {
    let (owner, rule) = node.text.rsplit_once('.').unwrap_or(("", node.text));
    let above = cx.names.chain(policy).into_iter().skip(1);
    let found = above.into_iter().find(|p| {
        (owner.is_empty() || owner == p) && cx.names.policies.get(p).is_some_and(|n| n.rules.contains_key(rule))
    });
    if found.is_none() {
        let problem = Diagnostic::new(
            Slug::UnknownRule,
            node.span,
            format!("no policy above `{policy}` has a rule `{}`", node.text),
        );
        cx.report(problem.help("name a rule of a policy that this one extends"));
    }
    found.map(|p| cx.symbols.intern(&format!("{p}.{rule}")))
}

fn exception(
    cx: &mut Cx<'_>,
    node: &Node<'_>,
    policy: &str,
    rule: Symbol,
    effect: &Effect,
    number: usize,
) -> Option<Exception> {
    let name = node.child(Kind::except_name).map_or_else(|| format!("exception_{}", number + 1), |n| n.text.to_owned());
    let full = cx.symbols.intern(&format!("{}.{name}", cx.symbols.text(rule)));
    let is_limit = matches!(effect, Effect::Limit(_));
    let deed = match node.child(Kind::deed) {
        Some(deed) if deed.has(Kind::KW_LEAVES) => Deed::LeavesTheCount,
        Some(deed) if deed.has(Kind::KW_RAISES) => {
            Deed::RaisesTo(effect::quantity(cx, deed.child(Kind::bound_quantity)?)?)
        }
        None if is_limit => {
            let problem = Diagnostic::new(Slug::MissingClause, node.span, "the exception does not say what it does");
            cx.report(problem.help("add `leaves the count`, `raises the bound to …` or `lifts the rule`"));
            return None;
        }
        Some(_) | None => Deed::Lifts,
    };
    if !is_limit && !matches!(deed, Deed::Lifts) {
        let message = "only a limit has a count to leave or a bound to raise";
        let span = node.child(Kind::deed).map_or(node.span, |d| d.span);
        cx.report(Diagnostic::new(Slug::WrongType, span, message).help("write `lifts the rule`"));
        return None;
    }
    // Without a condition it is a person's judgement whether the exception applies.
    let when = match node.child(Kind::guard) {
        Some(_) => condition::guard(cx, policy, node),
        None => Condition::Answer(full),
    };
    Some(Exception {
        name: full,
        title: node.child(Kind::text).map_or_else(|| name.replace('_', " ").into(), |t| t.words().into()),
        when,
        deed,
        evidence: node.child(Kind::evidence_part).and_then(|e| e.child(Kind::text)).map(|t| t.words().into()),
        citations: citations(cx, node, policy),
        span: node.span,
    })
}
