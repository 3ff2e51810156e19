//! Comparisons: a fact with a value, with a parameter, or with another fact.

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_model::date::Term;
use credstack_model::policy::{Comparison, Condition, Operand, ParameterValue, TestKind};
use credstack_model::vocabulary::{AttributeId, Kind as Type};
use credstack_model::workload::{Basis, WorkloadUnit};
use credstack_model::{Amount, Symbol};
use credstack_source::Span;

use super::cx::Cx;
use super::word::{among, attribute, make, mismatch, missing_unit, negate_if, unknown_word};
use super::{dated, value};
use crate::syntax::{self, Kind, Node};

pub(super) fn compare(cx: &mut Cx<'_>, policy: &str, id: AttributeId, tail: &Node<'_>, span: Span) -> Condition {
    let sign = tail.first().map(|s| s.text).unwrap_or_default();
    let comparison = match syntax::sign(sign) {
        "<" => Comparison::Less,
        ">" => Comparison::More,
        "<=" => Comparison::AtMost,
        ">=" => Comparison::AtLeast,
        "is not" => Comparison::NotEqual,
        _ => Comparison::Equal,
    };
    let Some(value) = tail.child(Kind::value) else { return Condition::Always(true) };
    match (cx.vocabulary.get(id).kind, comparison) {
        // The sign was reported by the parser; what it means for codes is plain.
        (Type::Codes(_), Comparison::Equal) => among(cx, id, value, span),
        (Type::Codes(_), Comparison::NotEqual) => negate_if(true, among(cx, id, value, span)),
        (Type::Codes(_), _) if cx.vocabulary.get(id).is_ordinal() => steps(cx, id, comparison, value, span),
        _ => against(cx, policy, id, comparison, value, span),
    }
}

/// A step of a scale against another: the steps that compare so.
fn steps(cx: &mut Cx<'_>, id: AttributeId, comparison: Comparison, node: &Node<'_>, span: Span) -> Condition {
    let Some(bound) = value::code(cx, id, node) else { return Condition::Always(true) };
    let list = cx.vocabulary.get(id).codes();
    // A word that is no step was reported by `code`.
    let Some(steps) = list.and_then(|l| l.steps(|o| comparison.meets(o), cx.symbols.text(bound))) else {
        return Condition::Always(true);
    };
    let codes: Vec<Symbol> = steps.into_iter().map(|s| cx.symbols.intern(s)).collect();
    if codes.is_empty() {
        let message = format!("no step of the scale is {} `{}`", comparison.sign(), node.text);
        cx.report(Diagnostic::new(Slug::WrongType, node.span, message).help("compare it with a step that leaves some"));
    }
    make(id, TestKind::Among(codes), span)
}

/// An ordered comparison of an attribute with a value of its type.
pub(super) fn against(
    cx: &mut Cx<'_>,
    policy: &str,
    id: AttributeId,
    comparison: Comparison,
    node: &Node<'_>,
    span: Span,
) -> Condition {
    let Some(inner) = node.first() else { return Condition::Always(true) };
    if inner.kind == Kind::phrase && cx.names.parameter(policy, dated::head(inner.text)).is_some() {
        let kind = with_parameter(cx, policy, id, comparison, inner);
        return kind.map_or(Condition::Always(true), |kind| make(id, kind, span));
    }
    let kind = match (cx.vocabulary.get(id).kind, inner.kind) {
        (Type::Workload, Kind::workload) => value::exact_workload(cx, inner).map(|(amount, unit)| TestKind::Workload {
            comparison,
            operand: Operand::Fixed(amount),
            unit,
            basis: Basis::Year,
        }),
        (Type::Workload | Type::Number, Kind::percent_of | Kind::fraction_of) => percent_of(cx, id, comparison, inner),
        (Type::Workload | Type::Number, Kind::phrase) => other_amount(cx, id, comparison, inner, Amount::whole(100)),
        (Type::Workload, Kind::bare_number) => {
            missing_unit(cx, inner);
            None
        }
        (Type::Number, Kind::bare_number | Kind::percent) => {
            value::amounts(cx, inner).first().map(|n| TestKind::Number { comparison, operand: Operand::Fixed(*n) })
        }
        (Type::Level, Kind::bare_number) => {
            cx.report(syntax::no_framework(inner.span, inner.text));
            None
        }
        (Type::Level, Kind::level) => value::level(cx, inner).map(|level| TestKind::Level { comparison, level }),
        (Type::Level, Kind::phrase) => other_level(cx, comparison, inner),
        (Type::Date, Kind::date) => value::day(cx, inner).map(|day| TestKind::Date { comparison, day }),
        (Type::Date, Kind::phrase) => other_date(cx, comparison, inner),
        _ => {
            // `SCQF 30` reads as a level where it is a workload.
            let workload = cx.vocabulary.get(id).kind == Type::Workload && inner.kind == Kind::level;
            if workload && value::unit_before_number(cx, inner) {
                return Condition::Always(true);
            }
            return mismatch(cx, id, node);
        }
    };
    kind.map_or(Condition::Always(true), |kind| make(id, kind, span))
}

fn percent_of(cx: &mut Cx<'_>, id: AttributeId, comparison: Comparison, node: &Node<'_>) -> Option<TestKind> {
    let percent = match node.child(Kind::fraction) {
        Some(fraction) => value::fraction(cx, fraction)?,
        None => value::amounts(cx, node).first().copied()?,
    };
    let phrase = node.child(Kind::base)?.child(Kind::phrase)?;
    other_amount(cx, id, comparison, phrase, percent)
}

fn other_amount(
    cx: &mut Cx<'_>,
    id: AttributeId,
    comparison: Comparison,
    phrase: &Node<'_>,
    percent: Amount,
) -> Option<TestKind> {
    let other = attribute(cx, phrase)?;
    let kind = cx.vocabulary.get(id).kind;
    if cx.vocabulary.get(other).kind != kind {
        mismatch(cx, id, phrase);
        return None;
    }
    Some(amount_of(kind, comparison, Operand::PercentOf { percent, attribute: other }))
}

fn amount_of(kind: Type, comparison: Comparison, operand: Operand) -> TestKind {
    match kind {
        Type::Workload => TestKind::Workload { comparison, operand, unit: WorkloadUnit::Ects, basis: Basis::Year },
        _ => TestKind::Number { comparison, operand },
    }
}

fn other_level(cx: &mut Cx<'_>, comparison: Comparison, phrase: &Node<'_>) -> Option<TestKind> {
    let other = attribute(cx, phrase)?;
    if cx.vocabulary.get(other).kind != Type::Level {
        mismatch(cx, other, phrase);
        return None;
    }
    Some(TestKind::LevelOf { comparison, attribute: other })
}

fn other_date(cx: &mut Cx<'_>, comparison: Comparison, phrase: &Node<'_>) -> Option<TestKind> {
    let other = attribute(cx, phrase)?;
    if cx.vocabulary.get(other).kind != Type::Date {
        mismatch(cx, other, phrase);
        return None;
    }
    Some(TestKind::DateOf { comparison, attribute: other })
}

/// A comparison with a parameter, in the value that it has while the rule is in force.
fn with_parameter(
    cx: &mut Cx<'_>,
    policy: &str,
    id: AttributeId,
    comparison: Comparison,
    node: &Node<'_>,
) -> Option<TestKind> {
    let value = dated::value_of(cx, policy, node)?;
    let other = node.text.split_once(" of ").map(|(_, base)| value::without_article(base));
    Some(match (cx.vocabulary.get(id).kind, value) {
        (Type::Workload, ParameterValue::Workload(amount, unit)) => {
            TestKind::Workload { comparison, operand: Operand::Fixed(amount), unit, basis: Basis::Year }
        }
        (Type::Number, ParameterValue::Number(number)) => {
            TestKind::Number { comparison, operand: Operand::Fixed(number) }
        }
        (Type::Level, ParameterValue::Level(level)) => TestKind::Level { comparison, level },
        (kind @ (Type::Workload | Type::Number), ParameterValue::Percent(percent)) if other.is_some() => {
            let spoken = other.unwrap_or_default();
            let Some(attribute) = cx.vocabulary.by_phrase(&spoken).filter(|o| cx.vocabulary.get(*o).kind == kind)
            else {
                unknown_word(cx, node, &spoken);
                return None;
            };
            amount_of(kind, comparison, Operand::PercentOf { percent, attribute })
        }
        _ => {
            mismatch(cx, id, node);
            return None;
        }
    })
}

/// `date of issuing within 10 years of application date`; the term may be a parameter.
pub(super) fn within(cx: &mut Cx<'_>, policy: &str, id: AttributeId, tail: &Node<'_>, span: Span) -> Condition {
    let term = match (tail.child(Kind::term), tail.child(Kind::named_term)) {
        (Some(term), _) => value::term(cx, term),
        (None, Some(named)) => named_term(cx, policy, named),
        (None, None) => None,
    };
    let Some(phrase) = tail.child(Kind::phrase) else { return Condition::Always(true) };
    let (Some(term), Some(of)) = (term, attribute(cx, phrase)) else { return Condition::Always(true) };
    for date in [id, of] {
        if cx.vocabulary.get(date).kind != Type::Date {
            let message = format!("`{}` is no date", cx.vocabulary.get(date).phrase);
            cx.report(Diagnostic::new(Slug::WrongType, span, message));
            return Condition::Always(true);
        }
    }
    make(id, TestKind::Within { term, of }, span)
}

fn named_term(cx: &mut Cx<'_>, policy: &str, node: &Node<'_>) -> Option<Term> {
    if cx.names.parameter(policy, dated::head(node.text)).is_none() {
        unknown_word(cx, node, node.text);
        return None;
    }
    if let ParameterValue::Term(term) = dated::value_of(cx, policy, node)? {
        return Some(term);
    }
    let message = format!("the parameter `{}` is no length of time", node.text);
    cx.report(Diagnostic::new(Slug::WrongType, node.span, message).help("give it a term, as `10 years`"));
    None
}
