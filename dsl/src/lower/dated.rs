//! The values that parameters have while a rule is in force.
//!
//! A rule that uses a parameter is lowered once for each stretch of time in which all its parameters stand still, so that the
//! engine decides with plain numbers and an explanation shows the one that held.

use std::collections::BTreeSet;

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_model::date::Date;
use credstack_model::policy::{Citation, DatedValue, ParameterValue, Period};

use super::cx::Cx;
use crate::syntax::{Kind, Node};

/// The stretches of time, within `force`, in which every parameter that a node uses stands still.
pub(super) fn stretches(cx: &Cx<'_>, node: &Node<'_>, policy: &str, force: Period) -> Vec<Period> {
    let mut days: BTreeSet<Date> = BTreeSet::new();
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        if matches!(node.kind, Kind::phrase | Kind::named_term)
            && let Some(parameter) = cx.names.parameter(policy, head(node.text))
        {
            days.extend(parameter.values.iter().flat_map(|v| [v.period.from, v.period.to]).flatten());
        }
        open.extend(&node.children);
    }
    let inside = |day: &Date| force.from.is_none_or(|f| f < *day) && force.to.is_none_or(|t| *day < t);
    let mut stretches = Vec::new();
    let mut from = force.from;
    for day in days.into_iter().filter(inside) {
        stretches.push(Period { from, to: Some(day) });
        from = Some(day);
    }
    stretches.push(Period { from, to: force.to });
    stretches
}

/// The parameter that a phrase names, with what follows its `of`: `micro_share of award workload`.
pub(super) fn head(phrase: &str) -> &str {
    phrase.split_whitespace().next().unwrap_or_default()
}

/// The value that a named parameter has in the stretch of time that is being lowered; its sources go with whatever uses it.
pub(super) fn value_of(cx: &mut Cx<'_>, policy: &str, node: &Node<'_>) -> Option<ParameterValue> {
    let parameter = cx.names.parameter(policy, head(node.text))?.clone();
    let at = cx.stretch;
    let covers =
        |v: &&DatedValue| v.period.from <= at.from && v.period.to.is_none_or(|end| at.to.is_some_and(|to| to <= end));
    cx.cited_by_parameters.extend(parameter.citations.iter().cloned());
    if let Some(found) = parameter.values.iter().find(covers) {
        return Some(found.value);
    }
    // A rule is cut where a value changes; only an award, which is one thing with one date, can lie across the border.
    if parameter.values.iter().any(|v| overlaps(v.period, at)) {
        let message = format!("an award has no dates that pick a value of `{}`", head(node.text));
        let problem = Diagnostic::new(Slug::ParameterWithoutValue, node.span, message);
        cx.report(problem.help("write the value itself, or say when the award is `in force`"));
        return None;
    }
    let when = match (at.from, at.to) {
        (None, Some(day)) => format!("before {day}"),
        (Some(from), Some(to)) => format!("from {from} until {to}"),
        (Some(from), None) => format!("from {from}"),
        (None, None) => "at any time".to_owned(),
    };
    let message = format!("`{}` has no value {when}, and what uses it is in force then", head(node.text));
    let problem =
        Diagnostic::new(Slug::ParameterWithoutValue, node.span, message).also(parameter.span, "the parameter");
    cx.report(problem.help("say from when the rule is `in force`, or give the parameter a value for that time"));
    None
}

fn overlaps(a: Period, b: Period) -> bool {
    let both = a.within(b);
    both.to.is_none_or(|to| both.from.is_none_or(|from| from < to))
}

/// The sources of the parameters that were used since the last time, each once.
pub(super) fn cited(cx: &mut Cx<'_>) -> Vec<Citation> {
    let mut found: Vec<Citation> = Vec::new();
    for one in std::mem::take(&mut cx.cited_by_parameters) {
        if !found.iter().any(|c| (c.policy, c.source, &c.place) == (one.policy, one.source, &one.place)) {
            found.push(one);
        }
    }
    found
}
