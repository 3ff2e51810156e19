//! Conditions changed in one place: connectives, negations, parts left out, tests.

use credstack_model::policy::{Condition, PolicySet};
use credstack_source::Span;

use super::altered::{Altered, each, without};
use super::bounds;
use crate::report::words;
use crate::testing::touch::span_of;

/// Every change of one place of a condition; `place` is where it stands if nothing in it says so.
pub(super) fn changes(set: &PolicySet, condition: &Condition, place: Span) -> Vec<Altered<Condition>> {
    let Condition::Not(inner) = condition else { return plain(set, condition, place) };
    let mut found = vec![reads(set, condition, inner.as_ref().clone(), place)];
    let within = |altered: Altered<Condition>| altered.within(|inner| Condition::Not(Box::new(inner)));
    // Its own negation put before it would only be the negation dropped once more.
    let inner = plain(set, inner, place).into_iter().filter(|a| !is_negation(inner, &a.value));
    found.extend(inner.map(within));
    found
}

fn is_negation(of: &Condition, changed: &Condition) -> bool {
    matches!(changed, Condition::Not(inner) if inner.as_ref() == of)
}

fn plain(set: &PolicySet, condition: &Condition, place: Span) -> Vec<Altered<Condition>> {
    let mut found = Vec::new();
    match condition {
        Condition::All(list) => {
            found.push(reads(set, condition, Condition::Any(list.clone()), place));
            found.extend(parts(set, list, place, Condition::All));
        }
        Condition::Any(list) => {
            found.push(reads(set, condition, Condition::All(list.clone()), place));
            found.extend(parts(set, list, place, Condition::Any));
        }
        Condition::Test(test) => {
            let negated = Condition::Not(Box::new(condition.clone()));
            found.push(reads(set, condition, negated, place));
            for kind in bounds::changes(set, test) {
                let changed = Condition::Test(credstack_model::policy::Test { kind, ..test.clone() });
                found.push(reads(set, condition, changed, place));
            }
        }
        Condition::Class(_) | Condition::Answer(_) => {
            let negated = Condition::Not(Box::new(condition.clone()));
            found.push(reads(set, condition, negated, place));
        }
        Condition::Not(_) => found.extend(changes(set, condition, place)),
        Condition::Always(_) => {}
    }
    found
}

fn parts(
    set: &PolicySet,
    list: &[Condition],
    place: Span,
    wrap: fn(Vec<Condition>) -> Condition,
) -> Vec<Altered<Condition>> {
    let mut found = Vec::new();
    if list.len() > 1 {
        for (at, part) in list.iter().enumerate() {
            let rest = without(list, at);
            let mut altered = reads(set, part, one_or(rest, wrap), place);
            altered.after = String::new();
            found.push(altered);
        }
    }
    found.extend(each(list, |part| changes(set, part, place)).into_iter().map(|a| a.within(wrap)));
    found
}

fn one_or(mut list: Vec<Condition>, wrap: fn(Vec<Condition>) -> Condition) -> Condition {
    if list.len() == 1 { list.remove(0) } else { wrap(list) }
}

fn reads(set: &PolicySet, before: &Condition, after: Condition, place: Span) -> Altered<Condition> {
    Altered {
        before: words::condition(set, before),
        after: words::condition(set, &after),
        span: span_of(before).unwrap_or(place),
        value: after,
    }
}
