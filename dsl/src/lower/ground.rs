//! Frameworks, credit systems and hours per credit: data of a pack that conditions rest on.

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_model::level::{EqfLevels, Framework, FrameworkLevel};
use credstack_model::policy::{Datum, Declaration};
use credstack_model::workload::{CreditSystem, HoursPerEcts, StatedWorkload, WorkloadUnit};
use credstack_model::{Amount, AmountRange, Symbol};

use super::cx::Cx;
use super::{shared, value};
use crate::syntax::{Kind, Node};

pub(super) fn gather(cx: &mut Cx<'_>, root: &Node<'_>) {
    for policy in root.all(Kind::policy) {
        for node in policy.all(Kind::framework) {
            framework(cx, node);
        }
        for node in policy.all(Kind::credit_system) {
            credit_system(cx, node);
        }
        for node in policy.all(Kind::hours_clause) {
            hours(cx, node);
        }
    }
}

/// Takes down what frameworks, credit systems and hours rest on. Sources of all policies have to be known.
pub(super) fn cite(cx: &mut Cx<'_>, root: &Node<'_>) {
    for policy in root.all(Kind::policy) {
        let Some(policy_name) = policy.child(Kind::full_name).map(|n| cx.names.own_name(n)) else { continue };
        for node in policy.parts() {
            let Some(of) = datum(cx, node) else { continue };
            let citations = shared::citations(cx, node, &policy_name);
            if let Some(declared) = cx.declarations.iter_mut().find(|d| d.of == of) {
                declared.citations.extend(citations);
            }
        }
    }
}

/// What a node declares, if it declares data.
fn datum(cx: &Cx<'_>, node: &Node<'_>) -> Option<Datum> {
    let symbol = |kind: Kind| node.child(kind).map(|n| cx.symbols.intern(n.text));
    match node.kind {
        Kind::framework => symbol(Kind::framework_name).map(Datum::Framework),
        Kind::credit_system => symbol(Kind::framework_name).map(Datum::CreditSystem),
        Kind::hours_clause => Some(Datum::Hours(symbol(Kind::word))),
        _ => None,
    }
}

/// Takes down where something is declared. It is there once for all packs: a second time it has to be the same, for otherwise
/// the order of the packs would decide.
fn declare(cx: &mut Cx<'_>, node: &Node<'_>, what: &str, is_same: impl Fn(&Cx<'_>) -> bool) {
    let Some(of) = datum(cx, node) else { return };
    let Some(before) = cx.declarations.iter().find(|d| d.of == of).map(|d| d.span) else {
        cx.declarations.push(Declaration { of, citations: Vec::new(), span: node.span });
        return;
    };
    if !is_same(cx) {
        let span = node.child(Kind::framework_name).map_or(node.span, |n| n.span);
        let message = format!("{what} declared twice, and not in the same way");
        let problem = Diagnostic::new(Slug::DuplicateName, span, message).also(before, "declared here");
        cx.report(problem.help("keep one of the two: packs that are loaded together share what they declare"));
    }
}

fn framework(cx: &mut Cx<'_>, node: &Node<'_>) {
    let Some(name) = node.child(Kind::framework_name) else { return };
    let mut levels: Vec<FrameworkLevel> = Vec::new();
    for line in node.all(Kind::level_line) {
        let Some(label) = line.child(Kind::level_label) else { continue };
        let symbol = cx.symbols.intern(label.text);
        if levels.iter().any(|l| l.label == symbol) {
            let message = format!("a second level `{}` of `{}`", label.text, name.text);
            cx.report(Diagnostic::new(Slug::DuplicateName, label.span, message).help("take one of them out"));
            continue;
        }
        let rank = u8::try_from(levels.len()).unwrap_or(u8::MAX);
        levels.push(FrameworkLevel { label: symbol, rank, eqf: eqf(cx, line, label, name.text) });
    }
    if levels.is_empty() {
        let problem =
            Diagnostic::new(Slug::MissingClause, name.span, format!("the framework `{}` has no levels", name.text));
        cx.report(problem.help("list them, lowest first, as `level 1 is EQF 5`"));
    }
    let country = node.child(Kind::word).map(|w| cx.symbols.intern(w.text));
    let title = node.child(Kind::text).map_or_else(|| name.text.to_owned(), Node::words);
    let framework = Framework { name: cx.symbols.intern(name.text), title, country, levels };
    let what = format!("the framework `{}` is", name.text);
    declare(cx, node, &what, |cx| cx.frameworks.get(framework.name).is_some_and(|f| f.levels == framework.levels));
    cx.frameworks.add(framework);
}

/// The EQF levels that a line names; the EQF's own levels are themselves.
fn eqf(cx: &mut Cx<'_>, line: &Node<'_>, label: &Node<'_>, framework: &str) -> EqfLevels {
    if framework == "EQF" {
        let own = label.text.parse().ok().and_then(EqfLevels::one);
        if own.is_none() {
            let problem = Diagnostic::new(Slug::UnknownLevel, label.span, "the EQF has the levels 1 to 8");
            cx.report(problem.help("take this level out"));
        }
        return own.unwrap_or(EqfLevels::ANY);
    }
    let mut bits = 0;
    for level in line.all(Kind::level) {
        let number = level.child(Kind::level_label).and_then(|l| l.text.parse().ok()).and_then(EqfLevels::one);
        match (level.child(Kind::framework_name).map(|f| f.text), number) {
            (Some("EQF"), Some(one)) => bits |= one.0,
            _ => {
                let problem =
                    Diagnostic::new(Slug::UnknownLevel, level.span, format!("`{}` is no level of the EQF", level.text));
                cx.report(problem.help("say which EQF levels 1 to 8 it is, as `EQF 6` or `EQF 6 or EQF 7`"));
            }
        }
    }
    // A level that maps to nothing can be at any EQF level: a test across frameworks then holds for none of them alone.
    if bits == 0 { EqfLevels::ANY } else { EqfLevels(bits) }
}

fn credit_system(cx: &mut Cx<'_>, node: &Node<'_>) {
    let Some(name) = node.child(Kind::framework_name) else { return };
    let symbol = cx.symbols.intern(name.text);
    let mut system = CreditSystem {
        name: symbol,
        title: node.child(Kind::text).map_or_else(|| name.text.to_owned(), Node::words),
        ects_by_year: None,
        hours: None,
    };
    let before = cx.conversions.system(symbol).cloned();
    // Known before its own lines are read, for they speak of its credits.
    cx.conversions.add_system(system.clone());
    for line in node.all(Kind::rate_line) {
        rate(cx, line, symbol, &mut system);
    }
    if system.ects_by_year.is_none() && system.hours.is_none() {
        let problem = Diagnostic::new(
            Slug::MissingClause,
            name.span,
            format!("nothing says what a credit of `{}` is worth", name.text),
        );
        cx.report(
            problem.help("write `2 credits are 1 ECTS by year` with the system's own unit, or how many hours one is"),
        );
    }
    let worth = |s: &CreditSystem| (s.ects_by_year, s.hours);
    let what = format!("the credit system `{}` is", name.text);
    declare(cx, node, &what, |_| before.as_ref().is_some_and(|b| worth(b) == worth(&system)));
    cx.conversions.add_system(system);
}

fn rate(cx: &mut Cx<'_>, line: &Node<'_>, own: Symbol, system: &mut CreditSystem) {
    let sides: Vec<StatedWorkload> = line.all(Kind::workload).filter_map(|w| value::workload(cx, w)).collect();
    let (Some(left), Some(right)) = (sides.first(), sides.get(1)) else { return };
    if left.unit != WorkloadUnit::Credits(own) {
        let problem = Diagnostic::new(Slug::WrongType, line.span, "the left side must be credits of the system itself");
        cx.report(problem.help("write what its credits are worth, as `2 SCQF are 1 ECTS by year`"));
        return;
    }
    let Some(count) = left.amount.single().filter(|a| !a.is_zero()) else { return };
    let per = |amount: Amount| amount.over(count).unwrap_or(Amount::ZERO);
    let one = AmountRange { low: per(right.amount.low), high: right.amount.high.map(per) };
    match right.unit {
        WorkloadUnit::Ects => system.ects_by_year = Some(one),
        WorkloadUnit::Hours => system.hours = Some(one),
        WorkloadUnit::Credits(_) => {
            let message = "the right side is in credits of another system";
            cx.report(
                Diagnostic::new(Slug::WrongType, line.span, message).help("say what it is in `ECTS` or in `hours`"),
            );
        }
    }
}

fn hours(cx: &mut Cx<'_>, node: &Node<'_>) {
    let numbers = value::amounts(cx, node);
    let (Some(low), high) = (numbers.first().copied(), numbers.get(1).copied()) else { return };
    let high = high.unwrap_or(low);
    if low > high || low.is_zero() {
        let problem = Diagnostic::new(Slug::MinimumAboveMaximum, node.span, format!("hours run from {low} to {high}"));
        cx.report(problem.help("write the smaller number first, and more than 0"));
        return;
    }
    let per = node.child(Kind::workload).and_then(|w| value::exact_workload(cx, w));
    if per != Some((Amount::whole(1), WorkloadUnit::Ects)) {
        let problem = Diagnostic::new(Slug::WrongType, node.span, "hours are given for `1 ECTS`");
        cx.report(problem.help("write `hours 25 to 30 for 1 ECTS`"));
        return;
    }
    let country = node.child(Kind::word).map(|w| cx.symbols.intern(w.text));
    let hours = AmountRange::between(low, high);
    declare(cx, node, "the hours of a credit are", |cx| cx.conversions.hours_declared(country) == Some(hours));
    cx.conversions.add_hours(HoursPerEcts { country, hours });
}
