//! Parameters: dated numbers with a name.

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_model::policy::{DatedValue, Parameter, ParameterValue, Period};

use super::cx::Cx;
use super::shared::{citations, title};
use super::value;
use crate::syntax::{Kind, Node};

/// Reads the parameters of all policies of a file, before anything that uses one.
pub(super) fn gather(cx: &mut Cx<'_>, root: &Node<'_>) {
    for policy in root.all(Kind::policy) {
        let Some(owner) = policy.child(Kind::full_name).map(|n| cx.names.own_name(n)) else { continue };
        for node in policy.all(Kind::parameter) {
            let Some(parameter) = parameter(cx, node, &owner) else { continue };
            let Some(name) = node.child(Kind::name) else { continue };
            let known = cx.names.policies.get_mut(&owner).map(|p| &mut p.parameters);
            let first = known.and_then(|p| match p.get(name.text) {
                Some(first) => Some(first.span),
                None => {
                    p.insert(name.text.to_owned(), parameter);
                    None
                }
            });
            if let Some(first) = first {
                let message = format!("a second parameter `{}`", name.text);
                let problem = Diagnostic::new(Slug::DuplicateName, name.span, message).also(first, "the first is here");
                cx.report(problem.help("a parameter has one block, with all its values and the day of each"));
            }
        }
    }
}

fn parameter(cx: &mut Cx<'_>, node: &Node<'_>, owner: &str) -> Option<Parameter> {
    let name = node.child(Kind::name)?;
    let mut values: Vec<DatedValue> = node.all(Kind::dated_value).filter_map(|v| dated(cx, v)).collect();
    values.sort_by_key(|v| (v.period.from, v.span));
    if values.is_empty() {
        let message = format!("the parameter `{}` has no value", name.text);
        let problem = Diagnostic::new(Slug::MissingClause, name.span, message);
        cx.report(problem.help("write its value and the day from which it holds, as `60 ECTS from 2024-09-01`"));
        return None;
    }
    // A value without an end holds until the next one begins.
    for at in 1..values.len() {
        let Some(next) = values.get(at).copied() else { continue };
        let Some(before) = values.get_mut(at - 1) else { continue };
        let overlaps =
            before.period.from == next.period.from || before.period.to.is_some_and(|end| Some(end) > next.period.from);
        if overlaps {
            let message = format!("two values of the parameter `{}` hold at the same time", name.text);
            let problem =
                Diagnostic::new(Slug::OverlappingVersions, next.span, message).also(before.span, "the other value");
            cx.report(problem.help("say from which day each of them holds"));
        }
        before.period.to = before.period.to.or(next.period.from);
    }
    let kind = |v: &DatedValue| std::mem::discriminant(&v.value);
    if let Some(other) = values.iter().skip(1).find(|v| values.first().map(kind) != Some(kind(v))) {
        let problem = Diagnostic::new(Slug::WrongType, other.span, "the values of one parameter are of one kind");
        cx.report(problem.help("give all of them the same unit, or make it two parameters"));
    }
    let text = |kind: Kind| node.child(kind).and_then(|c| c.child(Kind::text)).map(|t| t.words().into());
    let checked = cx.single(node, Kind::checked_clause, "checked").and_then(|c| c.child(Kind::date));
    let cited = citations(cx, node, owner);
    if cited.is_empty() {
        let message = format!("the parameter `{}` cites no source", name.text);
        let problem = Diagnostic::new(Slug::MissingCitation, name.span, message);
        cx.report(problem.help("add `cite` with a source of the policy and the article"));
    }
    Some(Parameter {
        name: cx.symbols.intern(&format!("{owner}.{}", name.text)),
        title: title(node, name.text),
        values,
        citations: cited,
        checked: checked.and_then(|d| value::day(cx, d)),
        reading: text(Kind::reading_clause),
        span: name.span,
    })
}

fn dated(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<DatedValue> {
    let inner = node.child(Kind::parameter_value)?.first()?;
    let number = |cx: &mut Cx<'_>| value::amounts(cx, inner).first().copied();
    let value = match inner.kind {
        Kind::fraction => ParameterValue::Percent(value::fraction(cx, inner)?),
        Kind::percent => ParameterValue::Percent(number(cx)?),
        Kind::term => ParameterValue::Term(value::term(cx, inner)?),
        Kind::items => ParameterValue::Credentials(inner.child(Kind::integer)?.text.parse().ok()?),
        Kind::workload => {
            let (amount, unit) = value::exact_workload(cx, inner)?;
            ParameterValue::Workload(amount, unit)
        }
        Kind::level => ParameterValue::Level(value::level(cx, inner)?),
        _ => ParameterValue::Number(number(cx)?),
    };
    let mut period = Period::default();
    let mut until = false;
    for part in node.parts() {
        match part.kind {
            Kind::KW_UNTIL => until = true,
            Kind::date if until => period.to = value::day(cx, part),
            Kind::date => period.from = value::day(cx, part),
            _ => {}
        }
    }
    Some(DatedValue { value, period, span: node.span })
}
