//! What stands around rules changed in one place: routes, and the days on which policies and rules begin and end.

use credstack_model::policy::{Burden, Entitlement, Period, Policy, PolicySet, Route, RouteTest, Rule};
use credstack_source::Span;

use super::altered::{Altered, each, without};
use super::conditions;

/// Every change of one place of a policy's routes.
pub(super) fn routes(set: &PolicySet, policy: &Policy) -> Vec<Altered<Vec<Route>>> {
    let mut found = each(&policy.routes, |route| route_changes(set, route));
    for (at, route) in policy.routes.iter().enumerate() {
        let before = format!("the route {}", set.symbols.text(route.name));
        found.push(Altered { value: without(&policy.routes, at), before, after: String::new(), span: route.span });
    }
    found
}

fn route_changes(set: &PolicySet, route: &Route) -> Vec<Altered<Route>> {
    let applies = conditions::changes(set, &route.applies, route.span).into_iter();
    let mut found: Vec<Altered<Route>> =
        applies.map(|a| a.within(|applies| Route { applies, ..route.clone() })).collect();
    let mut reads = |value: Route, before: &str, after: &str| {
        found.push(Altered { value, before: before.into(), after: after.into(), span: route.span });
    };
    let say = |burden: Burden| if burden == Burden::Institution { "burden institution" } else { "burden applicant" };
    let burden = if route.burden == Burden::Institution { Burden::Applicant } else { Burden::Institution };
    reads(Route { burden, ..route.clone() }, say(route.burden), say(burden));
    let say = |e: Entitlement| if e == Entitlement::Duty { "entitles to duty" } else { "entitles to discretion" };
    let other = if route.entitlement == Entitlement::Duty { Entitlement::Discretion } else { Entitlement::Duty };
    reads(Route { entitlement: other, ..route.clone() }, say(route.entitlement), say(other));
    let test = if route.test == RouteTest::EquivalenceShown {
        RouteTest::NoSubstantialDifference
    } else {
        RouteTest::EquivalenceShown
    };
    reads(Route { test, ..route.clone() }, route.test.route_word(), test.route_word());
    found
}

/// A period of a policy or of a rule of its own, moved by a day: the rules for which it is, with their changed periods.
pub(super) fn periods(policy: &Policy) -> Vec<Altered<Vec<Rule>>> {
    let mut found = moved(policy, policy.force, policy.span, &|rule| rule.force == policy.force);
    for rule in policy.rules.iter().filter(|r| r.force != policy.force) {
        // An end that is the policy's own moves with the policy.
        let own = Period {
            from: rule.force.from.filter(|d| Some(*d) != policy.force.from),
            to: rule.force.to.filter(|d| Some(*d) != policy.force.to),
        };
        found.extend(moved(policy, own, rule.span, &|r| r.name == rule.name));
    }
    found
}

fn moved(policy: &Policy, period: Period, span: Span, of: &dyn Fn(&Rule) -> bool) -> Vec<Altered<Vec<Rule>>> {
    let mut found = Vec::new();
    let mut reads = |before: String, after: String, change: &dyn Fn(Period) -> Period| {
        let changed =
            |rule: &Rule| Rule { force: if of(rule) { change(rule.force) } else { rule.force }, ..rule.clone() };
        found.push(Altered { value: policy.rules.iter().map(changed).collect(), before, after, span });
    };
    if let Some(from) = period.from {
        for other in [from.tomorrow(), from.yesterday()].into_iter().flatten() {
            let say = |day| format!("in force from {day}");
            reads(say(from), say(other), &|force| Period { from: Some(other), ..force });
        }
    }
    if let Some(to) = period.to {
        for other in [to.tomorrow(), to.yesterday()].into_iter().flatten() {
            let say = |day| format!("in force until {day}");
            reads(say(to), say(other), &|force| Period { to: Some(other), ..force });
        }
    }
    found
}
