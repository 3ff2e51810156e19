//! Versions: the same name more than once, each time for other dates.
//!
//! The first version keeps the plain name, so that an amendment renames nothing that decisions already cite; every later one is
//! named with the first day on which it is in force, `es.universities@2024-05-01`.

use std::collections::BTreeMap;

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_model::policy::{Condition, Period, Policy, Test, TestKind};
use credstack_model::vocabulary::attribute;
use credstack_model::{Symbol, Symbols};
use credstack_source::Span;

use super::cx::Cx;
use crate::syntax::Node;

/// One appearance of a name.
pub(super) struct Appearance<'n, 't> {
    pub(super) name: &'n Node<'t>,
    pub(super) full: String,
    pub(super) period: Period,
}

/// Gives every appearance its own name and reports those that cannot stand beside one another.
pub(super) fn name(cx: &mut Cx<'_>, what: &str, appearances: Vec<Appearance<'_, '_>>) {
    let mut by_name: BTreeMap<String, Vec<Appearance<'_, '_>>> = BTreeMap::new();
    for one in appearances {
        by_name.entry(one.full.clone()).or_default().push(one);
    }
    for (full, mut versions) in by_name {
        versions.sort_by_key(|v| (v.period.from, v.name.span));
        for pair in versions.windows(2) {
            let [before, after] = pair else { continue };
            beside(cx, what, before, after);
        }
        for (number, version) in versions.iter().enumerate() {
            let own = match version.period.from {
                Some(day) if number > 0 => format!("{full}@{day}"),
                _ => full.clone(),
            };
            cx.names.versions.insert(version.name.span, own);
        }
    }
}

fn beside(cx: &mut Cx<'_>, what: &str, before: &Appearance<'_, '_>, after: &Appearance<'_, '_>) {
    let name = after.name.text;
    let problem = match (before.period.to, after.period.from) {
        (Some(end), Some(start)) if end == start => return,
        (Some(end), Some(start)) if end < start => {
            let message = format!("no version of the {what} `{name}` is in force from {end} until {start}");
            Diagnostic::new(Slug::GapBetweenVersions, after.name.span, message)
                .also(before.name.span, "this version ends before")
                .help("let the earlier version end on the day on which the later one begins")
        }
        (Some(end), Some(start)) => {
            let message = format!("two versions of the {what} `{name}` are in force from {start} until {end}");
            Diagnostic::new(Slug::OverlappingVersions, after.name.span, message)
                .also(before.name.span, "the other version")
                .help("let the earlier version end on the day on which the later one begins")
        }
        _ => Diagnostic::new(Slug::DuplicateName, after.name.span, format!("a second {what} `{name}`"))
            .also(before.name.span, "the first is here")
            .help("give one of them another name, or say until when the one and from when the other is `in force`"),
    };
    cx.report(problem);
}

/// Lets the learner be governed by the newer version where the older one leaves the choice: all of the one or all of the
/// other, never a mixture.
pub(super) fn opting(policies: &mut [Policy], leaves_the_choice: &[(Symbol, Span)]) {
    for (name, span) in leaves_the_choice {
        let Some(old) = policies.iter().find(|p| p.name == *name) else { continue };
        let (family, force) = (old.version_of, old.force);
        let Some(end) = force.to else { continue };
        for policy in policies.iter_mut().filter(|p| p.version_of == family) {
            if policy.name == *name {
                let stays = Condition::Not(Box::new(opts(*span)));
                policy.rules.iter_mut().for_each(|r| r.applies = r.applies.clone().and(stays.clone()));
                policy.routes.iter_mut().for_each(|r| r.applies = r.applies.clone().and(stays.clone()));
            } else if policy.force.from == Some(end) {
                // The newer version reaches back over the older one's days, for those who opt for it.
                for rule in policy.rules.iter_mut().filter(|r| r.force.from == Some(end)) {
                    rule.force.from = force.from;
                    let governs = Condition::Any(vec![since(rule.picked_by.attribute(), end, *span), opts(*span)]);
                    rule.applies = rule.applies.clone().and(governs);
                }
                for route in policy.routes.iter_mut().filter(|r| r.force.from == Some(end)) {
                    route.force.from = force.from;
                    let governs = Condition::Any(vec![since(route.picked_by.attribute(), end, *span), opts(*span)]);
                    route.applies = route.applies.clone().and(governs);
                }
            }
        }
    }
}

/// Lets an exception to a duty be one to every version of it, and a rule in the place of another stand in that of every
/// version: a rule file names no version, so all are meant, whether the rule was amended or the policy that states it.
pub(super) fn every_version(policies: &mut [Policy], symbols: &Symbols) {
    let mut versions: BTreeMap<String, Vec<Symbol>> = BTreeMap::new();
    for rule in policies.iter().flat_map(|p| &p.rules) {
        versions.entry(undated(symbols.text(rule.name))).or_default().push(rule.name);
    }
    let all = |names: &mut Vec<Symbol>| {
        let named = std::mem::take(names);
        names.extend(named.iter().filter_map(|n| versions.get(&undated(symbols.text(*n)))).flatten());
    };
    for rule in policies.iter_mut().flat_map(|p| &mut p.rules) {
        all(&mut rule.exception_to);
        all(&mut rule.replaces);
    }
}

/// A full name without the days that tell versions apart.
fn undated(name: &str) -> String {
    let plain = |part: &str| part.split_once('@').map_or(part, |(plain, _)| plain).to_owned();
    name.split('.').map(plain).collect::<Vec<_>>().join(".")
}

fn opts(span: Span) -> Condition {
    Condition::Test(Test { attribute: attribute::ENROLMENT_OPTS_FOR_NEWER, kind: TestKind::Holds, span })
}

fn since(date: credstack_model::vocabulary::AttributeId, day: credstack_model::date::Date, span: Span) -> Condition {
    let kind = TestKind::Date { comparison: credstack_model::policy::Comparison::AtLeast, day };
    Condition::Test(Test { attribute: date, kind, span })
}
