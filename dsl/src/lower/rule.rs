//! Rules and limits: what stands around an effect.

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_model::Symbol;
use credstack_model::date::Date;
use credstack_model::facts::{Knowledge, Value};
use credstack_model::policy::{
    Answered, Audience, Condition, Deed, Effect, Example, Exception, Period, PickedBy, Rule, Standing,
};

use super::cx::Cx;
use super::shared::{Scope, applies, citations, conditions, in_languages, notes, period, picked, title};
use super::{condition, credentials, dated, effect, example};
use crate::syntax::{Kind, Node};

/// A rule or limit: one for each stretch of time in which its parameters stand still, and for a limit one more for each part
/// of its set that it bounds (`of which`).
pub(super) fn lower(cx: &mut Cx<'_>, node: &Node<'_>, scope: &Scope<'_>) -> Vec<Rule> {
    let Some(name) = node.child(Kind::name) else { return Vec::new() };
    let full = cx.names.versions.get(&name.span).cloned();
    let full = full.unwrap_or_else(|| format!("{}.{}", scope.policy, name.text));
    let force = period(cx, node).within(scope.force);
    let stretches = dated::stretches(cx, node, scope.policy, force);
    let last = stretches.len().saturating_sub(1);
    let whole_time = Period { from: stretches.first().and_then(|s| s.from), to: stretches.last().and_then(|s| s.to) };
    let mut rules = Vec::new();
    for (number, stretch) in stretches.into_iter().enumerate() {
        cx.stretch = stretch;
        let own = match stretch.from {
            Some(day) if number > 0 => format!("{full}@{day}"),
            _ => full.clone(),
        };
        let whole = one(cx, node, scope, &own, &Time { stretch, last: number == last, whole: whole_time });
        let Some(whole) = whole else { continue };
        let parts = parts(cx, node, scope.policy, &whole);
        rules.push(whole);
        rules.extend(parts);
    }
    cx.stretch = Period::default();
    rules
}

/// The bounds of parts of what a limit counts, each as a limit of its own that nests within it.
fn parts(cx: &mut Cx<'_>, node: &Node<'_>, policy: &str, whole: &Rule) -> Vec<Rule> {
    let mut found = Vec::new();
    for clause in node.all(Kind::bound_clause) {
        let Some(set) = clause.child(Kind::credentials) else { continue };
        let of = credentials::credentials(cx, policy, set);
        let Some(bound) = effect::bound(cx, clause, policy) else { continue };
        let Effect::Limit(limit) = &whole.effect else { continue };
        let number = found.len() + 1;
        let spoken = set.text.split_whitespace().collect::<Vec<_>>().join(" ");
        found.push(Rule {
            name: cx.symbols.intern(&format!("{}.of_which_{number}", cx.symbols.text(whole.name))),
            title: format!("{}, of which {spoken}", whole.title).into(),
            says: Vec::new(),
            applies: whole.applies.clone().and(of),
            effect: Effect::Limit(credstack_model::policy::Limit { bounds: vec![bound], record: limit.record }),
            exceptions: whole.exceptions.iter().filter(|e| e.deed == Deed::LeavesTheCount).cloned().collect(),
            examples: Vec::new(),
            replaces: Vec::new(),
            exception_to: Vec::new(),
            within: Some(whole.name),
            span: clause.span,
            ..whole.clone()
        });
    }
    found
}

/// The stretch of time for which a rule is lowered, whether it is the last one, and all the time in which the rule is in force.
struct Time {
    stretch: Period,
    last: bool,
    whole: Period,
}

fn one(cx: &mut Cx<'_>, node: &Node<'_>, scope: &Scope<'_>, name_in_full: &str, time: &Time) -> Option<Rule> {
    let name = node.child(Kind::name)?;
    let stretch = time.stretch;
    let full = cx.symbols.intern(name_in_full);
    let _ = dated::cited(cx);
    let guard = conditions(cx, node, scope.policy);
    // All that can be said of a rule is said, also of one that does nothing.
    let (applies, mut citations) = (applies(cx, node, scope.policy), citations(cx, node, scope.policy));
    let effect = effect::lower(cx, node, scope.policy, &guard)?;
    // A limit's set is what it counts: its `when` says for which claims it stands.
    let applies = if matches!(effect, Effect::Limit(_)) { applies.and(guard) } else { applies };
    let exceptions = node
        .all(Kind::except_clause)
        .enumerate()
        .filter_map(|(n, e)| exception(cx, e, scope.policy, full, &effect, n))
        .collect();
    let picked_by = picked(node).unwrap_or(scope.picked_by);
    let mut examples: Vec<Example> =
        node.all(Kind::example_clause).filter_map(|e| example::lower(cx, e, scope.policy, &effect)).collect();
    // An example that names the day belongs to the stretch of that day; one that names none, or a day on which the rule is not
    // in force at all, to the present one.
    let belongs = |day: Date| if time.whole.holds(day) { stretch.holds(day) } else { time.last };
    examples.retain(|e| day_of(e, picked_by).map_or(time.last, belongs));
    for cited in dated::cited(cx) {
        if !citations.iter().any(|c| (c.policy, c.source, &c.place) == (cited.policy, cited.source, &cited.place)) {
            citations.push(cited);
        }
    }
    let exception_to = excepted(cx, node, scope.policy, &effect);
    let replaces = cx.single(node, Kind::replaces_clause, "replaces").and_then(|c| c.child(Kind::full_name));
    Some(Rule {
        name: full,
        title: title(node, name.text),
        says: in_languages(node, Kind::says_clause),
        notes: notes(node),
        asks: in_languages(node, Kind::asks_clause),
        measures: in_languages(node, Kind::later_clause),
        standing: standing(cx, node),
        audience: if node.has(Kind::hidden_clause) { Audience::Officers } else { Audience::Everybody },
        force: stretch,
        picked_by,
        applies,
        effect,
        exceptions,
        citations,
        within: None,
        replaces: replaces.and_then(|n| replaced(cx, n, scope.policy)).into_iter().collect(),
        exception_to,
        examples,
        span: name.span,
    })
}

/// The day that picks the version of the rule in an example, where the example names one.
fn day_of(example: &Example, picked_by: PickedBy) -> Option<Date> {
    let fact = example.facts.iter().find(|f| f.attribute == picked_by.attribute())?;
    if let Knowledge::Known(Value::Date(range)) = &fact.knowledge { range.single() } else { None }
}

fn standing(cx: &mut Cx<'_>, node: &Node<'_>) -> Standing {
    let Some(clause) = cx.single(node, Kind::standing_clause, "mandatory") else { return Standing::Default };
    if clause.has(Kind::KW_DEFAULT) {
        return Standing::Default;
    }
    let may = |kind: Kind| clause.all(Kind::movement).any(|m| m.has(kind));
    Standing::Mandatory { tighten: may(Kind::KW_TIGHTEN), widen: may(Kind::KW_WIDEN) }
}

/// The rule of a higher layer that `replaces` names, in full; its other versions are added when all rules are there.
fn replaced(cx: &mut Cx<'_>, node: &Node<'_>, policy: &str) -> Option<Symbol> {
    let (owner, rule) = node.text.rsplit_once('.').unwrap_or(("", node.text));
    let above: Vec<String> = cx.names.chain(policy).iter().skip(1).cloned().collect();
    let has = |p: &String, rule: &str| cx.names.policies.get(p).is_some_and(|n| n.rules.contains_key(rule));
    let former = above_names(&above, node.text).into_iter().find_map(|n| cx.names.formerly.get(&n)).cloned();
    if let Some(present) = former {
        return Some(cx.symbols.intern(&present));
    }
    let found = above.into_iter().find(|p| (owner.is_empty() || owner == p) && has(p, rule));
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

/// The duties of this policy, and of those that it extends, to which a rule that bars is an exception.
fn excepted(cx: &mut Cx<'_>, node: &Node<'_>, policy: &str, effect: &Effect) -> Vec<Symbol> {
    let Some(clause) = cx.single(node, Kind::exception_to_clause, "exception to") else { return Vec::new() };
    if !matches!(effect, Effect::Bar { .. } | Effect::Ask { otherwise: Answered::Bar, .. }) {
        let problem = Diagnostic::new(Slug::WrongType, clause.span, "only a rule that bars is an exception to a duty");
        cx.report(problem.help("write `except` or `unless` in the rule that grants"));
        return Vec::new();
    }
    clause.all(Kind::full_name).filter_map(|name| duty(cx, name, policy)).collect()
}

fn duty(cx: &mut Cx<'_>, node: &Node<'_>, policy: &str) -> Option<Symbol> {
    let (owner, rule) = node.text.rsplit_once('.').unwrap_or(("", node.text));
    let chain = cx.names.chain(policy);
    if let Some(present) = above_names(&chain, node.text).into_iter().find_map(|n| cx.names.formerly.get(&n)) {
        return Some(cx.symbols.intern(present));
    }
    let has = |p: &String| cx.names.policies.get(p).is_some_and(|n| n.rules.contains_key(rule));
    let Some(found) = chain.iter().find(|p| (owner.is_empty() || owner == *p) && has(p)) else {
        let message = format!("neither `{policy}` nor a policy above it has a rule `{}`", node.text);
        let problem = Diagnostic::new(Slug::UnknownRule, node.span, message);
        cx.report(problem.help("name a rule of this policy, or of one that it extends, that says `grant must`"));
        return None;
    };
    Some(cx.symbols.intern(&format!("{found}.{rule}")))
}

/// The full names that a written one may stand for.
fn above_names(above: &[String], written: &str) -> Vec<String> {
    if written.contains('.') {
        vec![written.to_owned()]
    } else {
        above.iter().map(|p| format!("{p}.{written}")).collect()
    }
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
            Deed::RaisesTo(effect::quantity(cx, policy, deed.child(Kind::bound_quantity)?)?)
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
