//! Conditions: every test is resolved against the attribute table.

use credstack_diagnostics::{Applicability, Diagnostic, Slug};
use credstack_model::date::Term;
use credstack_model::policy::{Comparison, Condition, Operand, ParameterValue, Test, TestKind};
use credstack_model::vocabulary::{Attribute, AttributeId, Kind as Type, attribute};
use credstack_model::workload::{Basis, WorkloadUnit};
use credstack_model::{Amount, Symbol};
use credstack_source::Span;

use super::cx::Cx;
use super::{agreement, credentials, parameter, value};
use crate::suggest::nearest;
use crate::syntax::{self, Kind, Node};

/// Lowers a condition in the scope of a policy. A test with a problem counts as always true, so that one slip is one message.
pub(super) fn condition(cx: &mut Cx<'_>, policy: &str, node: &Node<'_>) -> Condition {
    let mut any: Vec<Condition> = node.all(Kind::all_of).map(|n| all_of(cx, policy, n)).collect();
    if any.len() == 1 { any.remove(0) } else { Condition::Any(any) }
}

fn all_of(cx: &mut Cx<'_>, policy: &str, node: &Node<'_>) -> Condition {
    let mut all: Vec<Condition> = node.all(Kind::negation).map(|n| negation(cx, policy, n)).collect();
    if all.len() == 1 { all.remove(0) } else { Condition::All(all) }
}

fn negation(cx: &mut Cx<'_>, policy: &str, node: &Node<'_>) -> Condition {
    let Some(inner) = node.child(Kind::primary).and_then(|p| p.parts().find(|c| c.kind != Kind::open_list)) else {
        return Condition::Always(true);
    };
    let lowered = match inner.kind {
        Kind::condition => condition(cx, policy, inner),
        Kind::test => test(cx, policy, inner),
        _ => Condition::Always(true),
    };
    if node.has(Kind::KW_NOT) { Condition::Not(Box::new(lowered)) } else { lowered }
}

/// `when c` is `c`, `unless c` is its opposite; no guard is always true.
pub(super) fn guard(cx: &mut Cx<'_>, policy: &str, node: &Node<'_>) -> Condition {
    let Some(guard) = node.child(Kind::guard) else { return Condition::Always(true) };
    let Some(inner) = guard.child(Kind::condition) else { return Condition::Always(true) };
    let lowered = condition(cx, policy, inner);
    if guard.has(Kind::KW_UNLESS) { Condition::Not(Box::new(lowered)) } else { lowered }
}

pub(super) fn test(cx: &mut Cx<'_>, policy: &str, node: &Node<'_>) -> Condition {
    if let Some(id) = truth(cx, node.text) {
        return make(id, TestKind::Holds, node.span);
    }
    if let Some(id) = untruth(cx, node.text) {
        return Condition::Not(Box::new(make(id, TestKind::Holds, node.span)));
    }
    let Some(form) = node.first() else { return Condition::Always(true) };
    match form.kind {
        Kind::has_test | Kind::states_test => stated(cx, form),
        Kind::prefix_test => prefix(cx, policy, form),
        Kind::plain_test => plain(cx, policy, form),
        _ => Condition::Always(true),
    }
}

/// The yes-or-no attribute that a phrase names, whatever its articles.
pub(super) fn truth(cx: &Cx<'_>, text: &str) -> Option<AttributeId> {
    let spoken = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let id = cx.vocabulary.by_phrase(&spoken).or_else(|| cx.vocabulary.by_phrase(&value::without_article(&spoken)))?;
    (cx.vocabulary.get(id).kind == Type::Truth).then_some(id)
}

/// The yes-or-no attribute that a phrase denies: `award is not official`.
pub(super) fn untruth(cx: &Cx<'_>, text: &str) -> Option<AttributeId> {
    let spoken = text.split_whitespace().collect::<Vec<_>>().join(" ");
    spoken.contains(" is not ").then(|| truth(cx, &spoken.replacen(" is not ", " is ", 1)))?
}

fn make(attribute: AttributeId, kind: TestKind, span: Span) -> Condition {
    Condition::Test(Test { attribute, kind, span })
}

fn negate_if(no: bool, condition: Condition) -> Condition {
    if no { Condition::Not(Box::new(condition)) } else { condition }
}

fn stated(cx: &mut Cx<'_>, node: &Node<'_>) -> Condition {
    let Some(phrase) = node.parts().find(|p| matches!(p.kind, Kind::phrase | Kind::stated)) else {
        return Condition::Always(true);
    };
    let Some(id) = attribute(cx, phrase) else { return Condition::Always(true) };
    let kind = if node.kind == Kind::has_test { TestKind::Has } else { TestKind::Stated };
    negate_if(node.has(Kind::KW_NO), make(id, kind, node.span))
}

/// `issued in ES`, `toward thesis`: a reading of the table that stands before its value.
pub(super) fn prefix(cx: &mut Cx<'_>, policy: &str, node: &Node<'_>) -> Condition {
    if let Some(id) = truth(cx, node.text) {
        return make(id, TestKind::Holds, node.span);
    }
    let (Some(prefix), Some(values)) = (node.child(Kind::prefix), node.parts().nth(1)) else {
        return Condition::Always(true);
    };
    let spoken = prefix.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let id = match spoken.as_str() {
        "toward" => Some(attribute::COMPONENT_KIND),
        other => cx.vocabulary.by_phrase(other),
    };
    match id {
        Some(attribute::ISSUER_AGREEMENTS) => agreement::under(cx, policy, values, node.span),
        Some(id) => among(cx, id, values, node.span),
        None => Condition::Always(true),
    }
}

/// Codes against an attribute of codes.
pub(super) fn among(cx: &mut Cx<'_>, id: AttributeId, values: &Node<'_>, span: Span) -> Condition {
    let nodes: Vec<&Node<'_>> =
        if values.kind == Kind::value_list { values.all(Kind::value).collect() } else { vec![values] };
    let codes = nodes.into_iter().filter_map(|n| value::code(cx, id, n)).collect();
    make(id, TestKind::Among(codes), span)
}

/// The attribute that a spread goes over, spoken in the plural or not: `3 different fields`, `of one issuer`.
pub(super) fn varied(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<AttributeId> {
    let spoken = node.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let singular = spoken.strip_suffix("ies").map(|s| format!("{s}y"));
    let singular = singular.or_else(|| spoken.strip_suffix('s').map(ToOwned::to_owned));
    let id = singular.and_then(|s| cx.vocabulary.by_phrase(&s)).or_else(|| attribute(cx, node))?;
    if matches!(cx.vocabulary.get(id).kind, Type::Codes(_)) {
        return Some(id);
    }
    let message = format!("`{spoken}` has no values that could be told apart and counted");
    cx.report(
        Diagnostic::new(Slug::WrongType, node.span, message)
            .help("name an attribute with codes: field, issuer country"),
    );
    None
}

/// The attribute of a phrase, or a problem with the nearest one.
pub(super) fn attribute(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<AttributeId> {
    let spoken = node.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let bare = value::without_article(&spoken);
    if let Some(id) = cx.vocabulary.by_phrase(&spoken).or_else(|| cx.vocabulary.by_phrase(&bare)) {
        return Some(id);
    }
    unknown_word(cx, node, &bare);
    None
}

/// Reports a word that means nothing here, with the nearest one that would.
pub(super) fn unknown_word(cx: &mut Cx<'_>, node: &Node<'_>, spoken: &str) {
    let english = syntax::english(spoken).map(|(english, _)| english).filter(|e| cx.vocabulary.by_phrase(e).is_some());
    let near = english.or_else(|| nearest(spoken, cx.vocabulary.phrases())).map(str::to_owned);
    let problem = Diagnostic::new(Slug::UnknownWord, node.span, format!("unknown word `{spoken}`"));
    cx.report(match near {
        Some(near) => problem.help(format!("did you mean `{near}`?")).fix(node.span, near, Applicability::Likely),
        None => problem.help("it is no attribute, kind of learning, class or set; `credstack words` lists them"),
    });
}

fn plain(cx: &mut Cx<'_>, policy: &str, node: &Node<'_>) -> Condition {
    let Some(phrase) = node.child(Kind::phrase) else { return Condition::Always(true) };
    let Some(tail) = node.parts().nth(1) else { return bare(cx, policy, phrase) };
    let Some(id) = attribute(cx, phrase) else { return Condition::Always(true) };
    match tail.kind {
        Kind::compare_tail | Kind::bound_tail => compare(cx, policy, id, tail, node.span),
        Kind::within_tail => within(cx, policy, id, tail, node.span),
        Kind::in_tail => tail.first().map_or(Condition::Always(true), |_| in_list(cx, id, tail, node.span)),
        Kind::is_tail => is(cx, policy, id, tail, node.span),
        Kind::before_tail => {
            let comparison = if tail.has(Kind::KW_BEFORE) { Comparison::Less } else { Comparison::More };
            let value = tail.child(Kind::value);
            value.map_or(Condition::Always(true), |v| against(cx, policy, id, comparison, v, node.span))
        }
        _ => Condition::Always(true),
    }
}

fn in_list(cx: &mut Cx<'_>, id: AttributeId, tail: &Node<'_>, span: Span) -> Condition {
    match tail.parts().find(|p| matches!(p.kind, Kind::value | Kind::value_list)) {
        Some(values) if matches!(cx.vocabulary.get(id).kind, Type::Codes(_)) => among(cx, id, values, span),
        Some(values) => mismatch(cx, id, values),
        None => Condition::Always(true),
    }
}

/// A phrase alone: a class, a kind of learning, a type of credential.
fn bare(cx: &mut Cx<'_>, policy: &str, phrase: &Node<'_>) -> Condition {
    let spoken = value::without_article(phrase.text);
    if let Some(set) = credentials::named(cx, policy, &spoken, phrase.span) {
        return set;
    }
    if let Some(class) = cx.names.class(policy, &spoken) {
        return Condition::Class(class);
    }
    let code = spoken.replace(' ', "_");
    for id in [attribute::KIND, attribute::TYPE] {
        if cx.vocabulary.get(id).codes().is_some_and(|list| list.has(&code)) {
            return make(id, TestKind::Among(vec![cx.symbols.intern(&code)]), phrase.span);
        }
    }
    if let Some(id) = cx.vocabulary.by_phrase(&spoken) {
        let message = format!("`{spoken}` is not compared with anything");
        let help = format!("say what it must be, as `{spoken} is …`, or `has {spoken}`");
        cx.report(Diagnostic::new(Slug::WrongType, phrase.span, message).help(help));
        return make(id, TestKind::Has, phrase.span);
    }
    unknown_word(cx, phrase, &spoken);
    Condition::Always(true)
}

fn is(cx: &mut Cx<'_>, policy: &str, id: AttributeId, tail: &Node<'_>, span: Span) -> Condition {
    let negative = tail.has(Kind::KW_NOT);
    if tail.has(Kind::KW_NONE) || tail.child(Kind::value).is_some_and(|v| v.text == "none") {
        return negate_if(!negative, make(id, TestKind::Has, span));
    }
    let Some(values) = tail.parts().find(|p| matches!(p.kind, Kind::value | Kind::value_list)) else {
        return Condition::Always(true);
    };
    let lowered = match cx.vocabulary.get(id).kind {
        Type::Codes(_) => among(cx, id, values, span),
        _ if values.kind == Kind::value => against(cx, policy, id, Comparison::Equal, values, span),
        _ => mismatch(cx, id, values),
    };
    negate_if(negative, lowered)
}

fn compare(cx: &mut Cx<'_>, policy: &str, id: AttributeId, tail: &Node<'_>, span: Span) -> Condition {
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
fn against(
    cx: &mut Cx<'_>,
    policy: &str,
    id: AttributeId,
    comparison: Comparison,
    node: &Node<'_>,
    span: Span,
) -> Condition {
    let Some(inner) = node.first() else { return Condition::Always(true) };
    if inner.kind == Kind::phrase && cx.names.parameter(policy, parameter::head(inner.text)).is_some() {
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

/// A number where a workload is needed.
pub(super) fn missing_unit(cx: &mut Cx<'_>, node: &Node<'_>) {
    if value::amounts(cx, node).is_empty() {
        // A number of too many digits was told as that.
        return;
    }
    let problem = Diagnostic::new(Slug::MissingUnit, node.span, format!("`{}` has no unit", node.text));
    cx.report(
        problem.help(format!("write `{0} ECTS`, `{0} hours`, or the credits of a declared system", node.text)).fix(
            node.span,
            format!("{} ECTS", node.text),
            Applicability::Likely,
        ),
    );
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
    let value = parameter::value_of(cx, policy, node)?;
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
fn within(cx: &mut Cx<'_>, policy: &str, id: AttributeId, tail: &Node<'_>, span: Span) -> Condition {
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
    if cx.names.parameter(policy, parameter::head(node.text)).is_none() {
        unknown_word(cx, node, node.text);
        return None;
    }
    if let ParameterValue::Term(term) = parameter::value_of(cx, policy, node)? {
        return Some(term);
    }
    let message = format!("the parameter `{}` is no length of time", node.text);
    cx.report(Diagnostic::new(Slug::WrongType, node.span, message).help("give it a term, as `10 years`"));
    None
}

fn mismatch(cx: &mut Cx<'_>, id: AttributeId, node: &Node<'_>) -> Condition {
    let Attribute { phrase, kind, .. } = cx.vocabulary.get(id);
    let of_its_kind = || format!("`{phrase}` is {}, and `{}` is not", kind.word(), node.text);
    let (message, help) = match kind {
        Type::Truth => (
            format!("`{phrase}` is yes or no and is not compared"),
            format!("write `{phrase}` or `not {phrase}` alone"),
        ),
        Type::Text => {
            (format!("`{phrase}` is text and is not compared"), format!("ask whether there is any, as `has {phrase}`"))
        }
        Type::Codes(_) => {
            (format!("`{phrase}` is a code and has no order"), format!("write `{phrase} is …` or `{phrase} in (…)`"))
        }
        _ if kind.unit().is_empty() => (of_its_kind(), format!("compare it with {}", kind.word())),
        _ => (of_its_kind(), format!("write it as {}", kind.unit())),
    };
    let problem = Diagnostic::new(Slug::WrongType, node.span, message).help(help);
    cx.report(problem);
    Condition::Always(true)
}
