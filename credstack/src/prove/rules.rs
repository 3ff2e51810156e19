//! Rules, routes, branches and exceptions that nothing reaches.

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_engine::prove::{Scope, in_force};
use credstack_model::policy::{Condition, Deed, Effect, LimitBound, Policy, Route, Rule, Test, TestKind};
use credstack_model::vocabulary::attribute;
use credstack_source::Span;

use super::conditions;
use super::cx::Cx;

/// One way in which a rule takes effect.
struct Part {
    when: Condition,
    span: Span,
}

pub(super) fn check(cx: &Cx<'_>, policy: &Policy, scope: &Scope<'_>, found: &mut Vec<Diagnostic>) {
    let mut told: Vec<(Span, Vec<Diagnostic>)> = Vec::new();
    for rule in &policy.rules {
        let mut own = Vec::new();
        of_rule(cx, scope, rule, &mut own);
        told.push((rule.span, own));
    }
    // A rule whose parameters change is there once for each of their values: what is told holds for all of them.
    for (head, own) in &told {
        let everywhere = |d: &Diagnostic| {
            let same = |o: &Diagnostic| (o.slug, o.span()) == (d.slug, d.span());
            told.iter().filter(|(other, _)| other == head).all(|(_, list)| list.iter().any(same))
        };
        found.extend(own.iter().filter(|d| everywhere(d)).cloned());
    }
    for route in &policy.routes {
        of_route(cx, scope, route, found);
    }
}

fn of_route(cx: &Cx<'_>, scope: &Scope<'_>, route: &Route, found: &mut Vec<Diagnostic>) {
    if !conditions::check(cx, scope, route.span, &route.applies, found) {
        let force = in_force(route.force, route.picked_by, route.span);
        let whole = force.clone().and(route.applies.clone());
        if cx.prover.never(&scope.plain(&whole)) {
            found.push(nobody(cx, scope, ("route", route.span), &force, std::slice::from_ref(&route.applies)));
        }
    }
}

fn of_rule(cx: &Cx<'_>, scope: &Scope<'_>, rule: &Rule, found: &mut Vec<Diagnostic>) {
    // A part of a limit has the conditions of the whole, which were looked at with it.
    if rule.within.is_some() {
        return;
    }
    let mut broken = conditions::check(cx, scope, rule.span, &rule.applies, found);
    let parts = parts(rule);
    let mut whens: Vec<&Condition> = parts.iter().map(|p| &p.when).collect();
    if let Effect::Doubt { still, .. } = &rule.effect {
        whens.extend(still.iter().map(|b| &b.when));
    }
    let before = found.len();
    for when in whens {
        broken |= conditions::check(cx, scope, rule.span, when, found);
    }
    // What all branches share is told once.
    let mut shared: Vec<Diagnostic> = found.split_off(before);
    shared.dedup_by(|a, b| (a.slug, a.span()) == (b.slug, b.span()));
    found.extend(shared);
    for exception in &rule.exceptions {
        conditions::check(cx, scope, exception.span, &exception.when, found);
    }
    if broken {
        return;
    }
    let force = in_force(rule.force, rule.picked_by, rule.span);
    let open = force.clone().and(rule.applies.clone());
    let word = if matches!(rule.effect, Effect::Limit(_)) { "limit" } else { "rule" };
    let reached: Vec<&Part> =
        parts.iter().filter(|p| !cx.prover.never(&scope.plain(&open.clone().and(p.when.clone())))).collect();
    if reached.is_empty() {
        let mut all = vec![rule.applies.clone()];
        all.extend(parts.first().map(|p| p.when.clone()));
        found.push(nobody(cx, scope, (word, rule.span), &force, &all));
        return;
    }
    match &rule.effect {
        Effect::Limit(limit) => bounds(cx, scope, rule, &limit.bounds, found),
        _ => branches(cx, scope, rule, &open, &parts, found),
    }
    exceptions(cx, scope, rule, &open, &parts, found);
}

/// The ways in which a rule takes effect; the bounds of a limit are looked at apart.
fn parts(rule: &Rule) -> Vec<Part> {
    let one = |when: &Condition| vec![Part { when: when.clone(), span: rule.span }];
    match &rule.effect {
        Effect::Classify(list) => list.iter().map(|b| Part { when: b.when.clone(), span: b.span }).collect(),
        Effect::Grant(list) => list.iter().map(|b| Part { when: b.when.clone(), span: b.span }).collect(),
        Effect::Doubt { when, .. } | Effect::Ask { when, .. } => one(when),
        Effect::Bar { .. } => one(&bar(rule)),
        Effect::Limit(_) => one(&Condition::Always(true)),
    }
}

/// When a bar holds, the component that it is toward put in.
pub(super) fn bar(rule: &Rule) -> Condition {
    let Effect::Bar { toward, when } = &rule.effect else { return Condition::Always(false) };
    if toward.is_empty() {
        return when.clone();
    }
    let kind = TestKind::Among(toward.clone());
    when.clone().and(Condition::Test(Test { attribute: attribute::COMPONENT_KIND, kind, span: rule.span }))
}

/// A rule or route that nothing reaches, with what excludes what.
fn nobody(cx: &Cx<'_>, scope: &Scope<'_>, of: (&str, Span), force: &Condition, all: &[Condition]) -> Diagnostic {
    let (word, head) = of;
    let mut list = vec![force.clone()];
    list.extend(all.iter().flat_map(conditions::parts));
    let core = conditions::core(cx, scope, list);
    let dates = core.first() == Some(force);
    let rest: Vec<&Condition> = core.iter().filter(|c| *c != force).collect();
    let said: Vec<String> = rest.iter().map(|c| cx.said(c, head)).collect();
    let name = cx.sources.text(head);
    let why = match (dates, said.as_slice()) {
        (true, [one]) => format!("while it is in force, {one} is never so"),
        (true, _) => format!("while it is in force, {} are never so together", said.join(" and ")),
        (false, _) => format!("{} exclude each other", said.join(" and ")),
    };
    let mut problem =
        Diagnostic::new(Slug::UnreachableRule, head, format!("nothing can reach the {word} `{name}`: {why}"));
    for part in rest {
        let place = cx.place(part, head);
        if place != head {
            problem = problem.also(place, "this");
        }
    }
    problem.help("change what it is for, when it holds, or from when to when it is in force")
}

fn branches(
    cx: &Cx<'_>,
    scope: &Scope<'_>,
    rule: &Rule,
    open: &Condition,
    parts: &[Part],
    found: &mut Vec<Diagnostic>,
) {
    let mut before: Vec<Condition> = Vec::new();
    for (number, part) in parts.iter().enumerate() {
        let own = scope.plain(&open.clone().and(part.when.clone()));
        let left = before.iter().cloned().fold(own.clone(), Condition::and);
        if cx.prover.never(&own) {
            let message = format!("nothing that the rule `{}` is for can meet this branch", cx.sources.text(rule.span));
            let problem = Diagnostic::new(Slug::UnreachableBranch, part.span, message);
            found.push(
                problem
                    .also(cx.place(&rule.applies, rule.span), "the rule is for this")
                    .help("take the branch out, or widen what the rule is for"),
            );
        } else if number > 0 && cx.prover.never(&left) {
            found.push(taken(cx, &own, part, parts.get(..number).unwrap_or_default()));
        }
        before.push(Condition::Not(Box::new(scope.plain(&part.when))));
    }
}

/// A branch that those before it leave nothing.
fn taken(cx: &Cx<'_>, own: &Condition, part: &Part, before: &[Part]) -> Diagnostic {
    let witness = cx.prover.witness(own).map(|w| cx.credential(&w));
    let message = match witness {
        Some(credential) => {
            format!("nothing is left for this branch: {credential} meets it, and is taken by a branch before it")
        }
        None => "nothing is left for this branch: those before it take all".to_owned(),
    };
    too_late(part.span, &message, before.iter().map(|p| p.span))
        .help("put the narrower branch first, or take this one out")
}

/// What those before it leave nothing.
fn too_late(span: Span, message: &str, before: impl Iterator<Item = Span>) -> Diagnostic {
    let problem = Diagnostic::new(Slug::UnreachableBranch, span, message);
    before.fold(problem, |problem, earlier| problem.also(earlier, "this comes first"))
}

/// The first bound of a side whose case holds is the one that counts.
fn bounds(cx: &Cx<'_>, scope: &Scope<'_>, rule: &Rule, list: &[LimitBound], found: &mut Vec<Diagnostic>) {
    let force = in_force(rule.force, rule.picked_by, rule.span);
    for (number, bound) in list.iter().enumerate() {
        if conditions::check(cx, scope, bound.span, &bound.when, found) {
            continue;
        }
        let earlier: Vec<&LimitBound> = list.iter().take(number).filter(|b| b.bound == bound.bound).collect();
        if earlier.is_empty() {
            continue;
        }
        let not = |b: &&LimitBound| Condition::Not(Box::new(b.when.clone()));
        let left = earlier.iter().map(not).fold(force.clone().and(bound.when.clone()), Condition::and);
        if cx.prover.never(&scope.plain(&left)) {
            let message =
                "this bound never counts: the first whose case holds does, and one before it always holds here";
            let problem = too_late(bound.span, message, earlier.iter().map(|b| b.span));
            found.push(problem.help("write the bound with a case before the one without"));
        }
    }
}

fn exceptions(
    cx: &Cx<'_>,
    scope: &Scope<'_>,
    rule: &Rule,
    open: &Condition,
    parts: &[Part],
    found: &mut Vec<Diagnostic>,
) {
    let holds = Condition::Any(parts.iter().map(|p| p.when.clone()).collect());
    let name = cx.sources.text(rule.span);
    let mut lifted = open.clone().and(holds.clone());
    for exception in &rule.exceptions {
        if exception.deed == Deed::Lifts {
            lifted = lifted.and(Condition::Not(Box::new(exception.when.clone())));
        }
        let for_it = open.clone().and(exception.when.clone());
        if cx.prover.never(&scope.plain(&exception.when)) {
            continue;
        }
        let why = if cx.prover.never(&scope.plain(&for_it)) {
            format!("the rule `{name}` is for nothing that meets this exception")
        } else if cx.prover.never(&scope.plain(&for_it.and(holds.clone()))) {
            format!("the rule `{name}` never holds where this exception applies")
        } else {
            continue;
        };
        let problem = Diagnostic::new(Slug::ExceptionToNothing, exception.span, why).also(rule.span, "of this rule");
        found.push(problem.help("take the exception out, or say of what the rule would hold without it"));
    }
    if rule.exceptions.iter().any(|e| e.deed == Deed::Lifts) && cx.prover.never(&scope.plain(&lifted)) {
        let message = format!("nothing can reach the rule `{name}`: its exceptions take away all that it is for");
        let mut problem = Diagnostic::new(Slug::UnreachableRule, rule.span, message);
        for exception in &rule.exceptions {
            problem = problem.also(exception.span, "this is taken away");
        }
        found.push(problem.help("narrow the exceptions, or take the rule out"));
    }
}
