//! A lower layer that moves a mandatory rule, where only a proof can tell which way.

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_engine::prove::{Scope, stands};
use credstack_model::policy::{
    Bound, Branch, Condition, Deed, Effect, Exception, Grant, Modality, Policy, Rule, Standing,
};

use super::cx::Cx;
use super::rules;

pub(super) fn check(cx: &Cx<'_>, policy: &Policy, scope: &Scope<'_>, found: &mut Vec<Diagnostic>) {
    let above = |rule: &Rule| -> Vec<&Rule> {
        let replaced = scope.rules().map(|(_, r)| r).filter(|r| rule.replaces.contains(&r.name));
        replaced.filter(|r| rule.may_stand_beside(r)).collect()
    };
    for (rule, above) in policy.rules.iter().flat_map(|rule| above(rule).into_iter().map(move |a| (rule, a))) {
        let Standing::Mandatory { tighten, widen } = above.standing else { continue };
        // Where both are open there is nothing to prove; where neither is, every other rule in its place was refused.
        let movement = match (&above.effect, &rule.effect) {
            (Effect::Limit(old), Effect::Limit(new)) => {
                let side = old.bounds.first().filter(|_| new.bounds.len() == old.bounds.len()).map(|b| b.bound);
                side.map(|side| limit(cx, scope, above, rule, side))
            }
            _ if tighten == widen => None,
            _ => Some(other(cx, scope, above, rule)),
        };
        let Some(movement) = movement else { continue };
        let looser = movement.looser.filter(|_| !widen);
        let tighter = movement.tighter.filter(|_| !tighten);
        let (verb, why) = match (looser, tighter) {
            (Some(why), _) => ("loosens", why),
            (None, Some(why)) => ("tightens", why),
            (None, None) => continue,
        };
        let own = cx.set.symbols.text(rule.name);
        let law = cx.set.symbols.text(above.name);
        let message = format!("`{own}` {verb} the mandatory rule `{law}`, which is not open to that: {why}");
        found.push(
            Diagnostic::new(Slug::LoosensMandatory, rule.span, message)
                .also(above.span, "the mandatory rule is here")
                .help("take `replaces` out: rules and limits of all layers apply together"),
        );
    }
}

/// Why a rule is looser or tighter than the one in whose place it stands.
#[derive(Default)]
struct Movement {
    looser: Option<String>,
    tighter: Option<String>,
}

/// A credential that only one of two conditions meets.
fn only(cx: &Cx<'_>, one: &Condition, not: &Condition) -> Option<String> {
    if cx.prover.within_of(one, not) {
        return None;
    }
    let witness = cx.prover.witness(&one.clone().and(Condition::Not(Box::new(not.clone()))));
    Some(witness.map_or_else(|| "a credential".to_owned(), |w| cx.credential(&w)))
}

/// What a rule says of which credentials, where it is one thing.
fn reach(scope: &Scope<'_>, rule: &Rule) -> Option<Condition> {
    let when = match &rule.effect {
        Effect::Bar { .. } => rules::bar(rule),
        Effect::Doubt { when, .. } | Effect::Ask { when, .. } => when.clone(),
        Effect::Grant(branches) => match branches.as_slice() {
            [one] => one.when.clone(),
            _ => return None,
        },
        Effect::Classify(_) | Effect::Limit(_) => return None,
    };
    // A rule that replaces another does so while it is in force; the dates are no movement.
    let timeless = Rule { force: credstack_model::policy::Period::default(), ..rule.clone() };
    Some(scope.plain(&stands(&timeless).and(when)))
}

/// Whether two rules say the same of whatever they reach.
fn alike(above: &Effect, rule: &Effect) -> bool {
    let gives = |list: &[Branch<Grant>]| list.iter().map(|b| (b.when.clone(), b.gives.clone())).collect::<Vec<_>>();
    match (above, rule) {
        (Effect::Bar { .. }, Effect::Bar { .. }) => true,
        (Effect::Doubt { element: a, still: x, .. }, Effect::Doubt { element: b, still: y, .. }) => {
            a == b && gives(x) == gives(y)
        }
        (Effect::Ask { otherwise: a, .. }, Effect::Ask { otherwise: b, .. }) => a == b,
        (Effect::Grant(a), Effect::Grant(b)) => {
            a.iter().map(|b| &b.gives).collect::<Vec<_>>() == b.iter().map(|b| &b.gives).collect::<Vec<_>>()
        }
        _ => false,
    }
}

fn other(cx: &Cx<'_>, scope: &Scope<'_>, above: &Rule, rule: &Rule) -> Movement {
    let reaches = reach(scope, above).zip(reach(scope, rule)).filter(|_| alike(&above.effect, &rule.effect));
    let Some((law, own)) = reaches else {
        let why = "it says something else, and which way that moves it cannot be seen".to_owned();
        return Movement { looser: Some(why.clone()), tighter: Some(why) };
    };
    let lost = only(cx, &law, &own);
    let gained = only(cx, &own, &law);
    match &rule.effect {
        // A grant that reaches further is more generous.
        Effect::Grant(branches) => {
            let must = branches.iter().all(|b| b.gives.modality == Modality::Must);
            let word = if must { "must be granted" } else { "may be granted" };
            Movement {
                looser: gained.map(|c| format!("{c} {word} by it and not by the rule above")),
                tighter: lost.map(|c| format!("{c} {word} by the rule above and not by it")),
            }
        }
        effect => {
            let word = match effect {
                Effect::Bar { .. } => "is barred",
                Effect::Ask { .. } => "is asked about",
                _ => "is doubted",
            };
            Movement {
                looser: lost.map(|c| format!("{c} {word} by the rule above and not by it")),
                tighter: gained.map(|c| format!("{c} {word} by it and not by the rule above")),
            }
        }
    }
}

/// Limits of one bound were compared when they were read; here what they count, and their exceptions.
fn limit(cx: &Cx<'_>, scope: &Scope<'_>, above: &Rule, rule: &Rule, side: Bound) -> Movement {
    let count = |rule: &Rule| {
        let leaves = rule.exceptions.iter().filter(|e| e.deed == Deed::LeavesTheCount);
        let not = leaves.map(|e| Condition::Not(Box::new(e.when.clone())));
        scope.plain(&not.fold(rule.applies.clone(), Condition::and))
    };
    let (law, own) = (count(above), count(rule));
    let lost = only(cx, &law, &own).map(|c| format!("{c} is counted by the rule above and not by it"));
    let gained = only(cx, &own, &law).map(|c| format!("{c} is counted by it and not by the rule above"));
    let (looser, tighter) = if side == Bound::AtMost { (lost, gained) } else { (gained, lost) };
    Movement { looser: looser.or_else(|| fresh(cx, scope, above, rule)), tighter }
}

/// An exception that moves the bound where the rule above lets nothing move it.
fn fresh(cx: &Cx<'_>, scope: &Scope<'_>, above: &Rule, rule: &Rule) -> Option<String> {
    let moves = |e: &&Exception| !matches!(e.deed, Deed::LeavesTheCount);
    let known = |e: &Exception| {
        above
            .exceptions
            .iter()
            .filter(moves)
            .any(|a| a.deed == e.deed && cx.prover.within_of(&scope.plain(&e.when), &scope.plain(&a.when)))
    };
    let new = rule.exceptions.iter().filter(moves).find(|e| !known(e))?;
    Some(format!("the rule above does not know the exception `{}`", new.title))
}
