//! The six effects.

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_model::Amount;
use credstack_model::policy::{
    Answered, Bound, Branch, Condition, Effect, Element, Grant, GrantAmount, Limit, LimitBase, LimitBound, Modality,
    ParameterValue, Quantity, RecordEntry,
};
use credstack_model::vocabulary::{Kind as Type, attribute};
use credstack_model::workload::WorkloadUnit;

use super::cx::Cx;
use super::{condition, dated, value, word};
use crate::suggest::nearest;
use crate::syntax::{Kind, Node};

const EFFECTS: [Kind; 5] =
    [Kind::classify_clause, Kind::grant_clause, Kind::doubt_clause, Kind::bar_clause, Kind::ask_clause];

/// The effect of a rule or limit; `guard` is what its `when` and `unless` clauses say.
pub(super) fn lower(cx: &mut Cx<'_>, node: &Node<'_>, policy: &str, guard: &Condition) -> Option<Effect> {
    if node.kind == Kind::limit {
        return limit(cx, node, policy).map(Effect::Limit);
    }
    let clauses: Vec<&Node<'_>> = node.parts().filter(|n| EFFECTS.contains(&n.kind)).collect();
    let name = node.child(Kind::name)?;
    let Some(clause) = clauses.first() else {
        // A clause that could not be read may be the one that is missing; it was reported.
        if node.has(Kind::bad_clause) {
            return None;
        }
        let problem = Diagnostic::new(Slug::MissingClause, name.span, format!("the rule `{}` does nothing", name.text));
        cx.report(problem.help("give it one of `classify as`, `grant`, `doubt`, `bar` or `ask`"));
        return None;
    };
    if let Some(second) = clauses.get(1) {
        let problem = Diagnostic::new(Slug::DuplicateClause, second.span, "a rule does one thing")
            .also(clause.span, "it does this already");
        cx.report(problem.help("make it a rule of its own, or use `else`"));
    }
    let when = |cx: &mut Cx<'_>| guard.clone().and(condition::guard(cx, policy, clause));
    Some(match clause.kind {
        Kind::classify_clause => Effect::Classify(
            clause
                .all(Kind::class_branch)
                .filter_map(|b| {
                    let class = cx.names.class(policy, b.child(Kind::full_name)?.text)?;
                    Some(Branch {
                        when: guard.clone().and(condition::guard(cx, policy, b)),
                        gives: class,
                        span: b.span,
                    })
                })
                .collect(),
        ),
        Kind::grant_clause => Effect::Grant(branches(cx, clause, policy, guard)),
        Kind::doubt_clause => Effect::Doubt {
            element: element(clause)?,
            when: when(cx),
            still: branches(cx, clause, policy, &Condition::Always(true)),
        },
        Kind::bar_clause => {
            let toward = clause.child(Kind::bar_toward).map(|t| kinds(cx, t)).unwrap_or_default();
            Effect::Bar { toward, when: when(cx) }
        }
        _ => {
            let answered = clause.child(Kind::answered)?;
            let otherwise =
                if answered.has(Kind::KW_BAR) { Answered::Bar } else { Answered::Doubt(element(answered)?) };
            Effect::Ask { question: clause.child(Kind::text)?.words().into(), when: when(cx), otherwise }
        }
    })
}

pub(super) fn element(node: &Node<'_>) -> Option<Element> {
    let word = node.child(Kind::element_word)?.text.split_whitespace().collect::<Vec<_>>().join(" ");
    Element::ALL.into_iter().find(|e| e.word() == word)
}

fn kinds(cx: &mut Cx<'_>, node: &Node<'_>) -> Vec<credstack_model::Symbol> {
    node.all(Kind::phrase).filter_map(|p| value::code(cx, attribute::COMPONENT_KIND, p)).collect()
}

fn branches(cx: &mut Cx<'_>, clause: &Node<'_>, policy: &str, guard: &Condition) -> Vec<Branch<Grant>> {
    clause
        .all(Kind::grant_branch)
        .filter_map(|b| {
            let when = guard.clone().and(condition::guard(cx, policy, b));
            Some(Branch { when, gives: grant(cx, b, policy)?, span: b.span })
        })
        .collect()
}

fn grant(cx: &mut Cx<'_>, node: &Node<'_>, policy: &str) -> Option<Grant> {
    let amount = node.child(Kind::grant_amount)?;
    let credits = match amount.child(Kind::workload) {
        None => GrantAmount::InFull,
        Some(workload) => match value::exact_workload(cx, workload)? {
            (credits, WorkloadUnit::Ects) => GrantAmount::Credits(credits),
            _ => {
                let message = "what is granted is counted in ECTS";
                cx.report(Diagnostic::new(Slug::WrongType, workload.span, message).help("write how many ECTS it is"));
                return None;
            }
        },
    };
    let may = node.child(Kind::modality).is_some_and(|m| m.has(Kind::KW_MAY)) || amount.has(Kind::KW_UP_TO);
    let mut grant = Grant {
        modality: if may { Modality::May } else { Modality::Must },
        amount: credits,
        recognised_as: None,
        level: None,
        toward: Vec::new(),
        condition: None,
        record: None,
    };
    for part in node.all(Kind::grant_detail).filter_map(Node::first) {
        detail(cx, &mut grant, part, policy);
    }
    Some(grant)
}

/// Puts one detail of a grant into it: `record ungraded`, `toward module`.
pub(super) fn detail(cx: &mut Cx<'_>, grant: &mut Grant, part: &Node<'_>, policy: &str) {
    match part.kind {
        Kind::grant_as => {
            let Some(name) = part.child(Kind::full_name) else { return };
            let class = cx.names.class(policy, name.text);
            grant.recognised_as = Some(class.unwrap_or_else(|| cx.symbols.intern(name.text)));
        }
        Kind::grant_level => grant.level = part.child(Kind::level).and_then(|l| value::level(cx, l)),
        Kind::grant_toward => grant.toward = kinds(cx, part),
        Kind::grant_condition => grant.condition = part.child(Kind::text).map(|t| t.words().into()),
        Kind::grant_record => grant.record = record(part),
        _ => {}
    }
}

pub(super) fn record(node: &Node<'_>) -> Option<RecordEntry> {
    let word = node.child(Kind::record_word)?.text;
    Some(match word.split_whitespace().next()? {
        "graded" => RecordEntry::Graded,
        "ungraded" => RecordEntry::Ungraded,
        "exemption" => RecordEntry::ExemptionWithoutCredits,
        _ => RecordEntry::Substitution,
    })
}

fn limit(cx: &mut Cx<'_>, node: &Node<'_>, policy: &str) -> Option<Limit> {
    let name = node.child(Kind::name)?;
    for (kind, help) in [
        (Kind::count_clause, "add `count` and what it counts"),
        (Kind::bound_clause, "add `at most …` or `at least …`"),
    ] {
        if !node.has(kind) {
            if node.has(Kind::bad_clause) {
                return None;
            }
            let problem =
                Diagnostic::new(Slug::MissingClause, name.span, format!("the limit `{}` is not complete", name.text));
            cx.report(problem.help(help));
            return None;
        }
    }
    let mut bounds: Vec<LimitBound> = Vec::new();
    for clause in node.all(Kind::bound_clause) {
        // A bound of a part (`of which … from …`) becomes a limit of its own, within this one.
        if !clause.has(Kind::credentials) {
            bounds.extend(bound(cx, clause, policy));
        }
        if clause.has(Kind::KW_OF_WHICH) && !clause.has(Kind::credentials) {
            let problem = Diagnostic::new(Slug::MissingClause, clause.span, "`of which` does not say of what");
            cx.report(problem.help("name the part of the set, as `of which at most 30 ECTS from own study`"));
        }
    }
    if bounds.is_empty() && !node.all(Kind::bound_clause).any(|c| c.has(Kind::credentials)) {
        return None;
    }
    if let (Some(low), Some(high)) = (fixed(&bounds, Bound::AtLeast), fixed(&bounds, Bound::AtMost))
        && low.0 > high.0
    {
        let problem = Diagnostic::new(
            Slug::MinimumAboveMaximum,
            low.1,
            format!("at least {} and at most {} cannot both be met", low.0, high.0),
        );
        cx.report(problem.also(high.1, "the maximum is here"));
    }
    let record = cx.single(node, Kind::record_clause, "record").and_then(record);
    Some(Limit { bounds, record })
}

/// The absolute bound of a side, in ECTS, where it stands in every case.
fn fixed(bounds: &[LimitBound], side: Bound) -> Option<(Amount, credstack_source::Span)> {
    bounds.iter().find_map(|b| match b.quantity {
        Quantity::Workload(amount, WorkloadUnit::Ects) if b.bound == side && b.when == Condition::Always(true) => {
            Some((amount, b.span))
        }
        _ => None,
    })
}

pub(super) fn bound(cx: &mut Cx<'_>, node: &Node<'_>, policy: &str) -> Option<LimitBound> {
    Some(LimitBound {
        bound: if node.has(Kind::KW_AT_MOST) { Bound::AtMost } else { Bound::AtLeast },
        quantity: quantity(cx, policy, node.child(Kind::bound_quantity)?)?,
        when: condition::guard(cx, policy, node),
        span: node.span,
    })
}

/// An absolute amount, a number of credentials, or a percentage with its base.
pub(super) fn quantity(cx: &mut Cx<'_>, policy: &str, node: &Node<'_>) -> Option<Quantity> {
    let inner = node.first()?;
    match inner.kind {
        Kind::workload => value::exact_workload(cx, inner).map(|(amount, unit)| Quantity::Workload(amount, unit)),
        Kind::items if inner.text.ends_with("outcomes") => {
            let message = "a limit counts credits or credentials, not learning outcomes";
            cx.report(
                Diagnostic::new(Slug::WrongType, inner.span, message).help("write it as `6 ECTS` or `2 credentials`"),
            );
            None
        }
        Kind::items => inner.child(Kind::integer)?.text.parse().ok().map(Quantity::Credentials),
        Kind::percent_of | Kind::fraction_of => share(cx, inner),
        Kind::phrase => named_quantity(cx, policy, inner),
        Kind::percent | Kind::fraction => {
            let problem = Diagnostic::new(Slug::MissingBase, inner.span, format!("`{}` of what?", inner.text));
            cx.report(
                problem.help(format!(
                    "name the base, as `{} of award workload` or `{0} of all that is counted`",
                    inner.text
                )),
            );
            None
        }
        _ => {
            word::missing_unit(cx, inner);
            None
        }
    }
}

/// A parameter as a bound: an amount, or a share with its base after `of`.
fn named_quantity(cx: &mut Cx<'_>, policy: &str, node: &Node<'_>) -> Option<Quantity> {
    if cx.names.parameter(policy, dated::head(node.text)).is_none() {
        let message = format!("`{}` is no amount and no parameter", node.text);
        let names = cx.names.parameters(policy);
        let near = nearest(dated::head(node.text), names.iter().map(String::as_str)).map(str::to_owned);
        let problem = Diagnostic::new(Slug::UnknownParameter, node.span, message);
        cx.report(match near {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help("write an amount, as `15% of award workload`, `6 ECTS` or `3 credentials`"),
        });
        return None;
    }
    let value = dated::value_of(cx, policy, node)?;
    let base = node.text.split_once(" of ").map(|(_, base)| base.trim());
    match (value, base) {
        (ParameterValue::Workload(amount, unit), None) => Some(Quantity::Workload(amount, unit)),
        (ParameterValue::Credentials(n), None) => Some(Quantity::Credentials(n)),
        (ParameterValue::Percent(percent), Some(base)) => {
            Some(Quantity::Percent(percent, spoken_base(cx, node, base)?))
        }
        (ParameterValue::Percent(_), None) => {
            let problem = Diagnostic::new(Slug::MissingBase, node.span, format!("`{}` of what?", node.text));
            cx.report(problem.help(format!("name the base, as `{} of award workload`", node.text)));
            None
        }
        _ => {
            let message = format!("the parameter `{}` is no amount that can be a bound", node.text);
            cx.report(
                Diagnostic::new(Slug::WrongType, node.span, message)
                    .help("a bound is a workload, a number of credentials, or a share of a named base"),
            );
            None
        }
    }
}

/// A base in words, after a parameter's `of`.
fn spoken_base(cx: &mut Cx<'_>, node: &Node<'_>, base: &str) -> Option<LimitBase> {
    let base = value::spoken(base);
    let words = base.strip_prefix("the ").unwrap_or(&base);
    if words == "all that is counted" {
        return Some(LimitBase::Counted);
    }
    if let Some(kind) = words.strip_prefix("course part without ") {
        return Some(LimitBase::WithoutKind(cx.symbols.intern(&kind.replace(' ', "_"))));
    }
    let found = cx.vocabulary.by_phrase(words).filter(|id| cx.vocabulary.get(*id).kind == Type::Workload);
    if found.is_none() {
        let message = format!("`{base}` has no workload to take a percentage of");
        cx.report(Diagnostic::new(Slug::MissingBase, node.span, message).help("name a workload, as `award workload`"));
    }
    found.map(LimitBase::Fact)
}

/// A percentage or a fraction with its base.
fn share(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Quantity> {
    let percent = match node.child(Kind::fraction) {
        Some(fraction) => value::fraction(cx, fraction)?,
        None => value::amounts(cx, node).first().copied()?,
    };
    if percent > Amount::whole(100) {
        let message = format!("{percent} percent is more than all of it");
        let share = node.child(Kind::percent_sign).and_then(|sign| Some(node.first()?.span.to(sign.span)));
        cx.report(
            Diagnostic::new(Slug::PercentAboveHundred, share.unwrap_or(node.span), message)
                .help("write the share of the act, at most `100%`; if all of it may count, take the limit out"),
        );
        return None;
    }
    let base = node.child(Kind::base)?;
    let inner = base.first()?;
    let base = match inner.kind {
        Kind::base_counted => LimitBase::Counted,
        Kind::base_without => {
            LimitBase::WithoutKind(value::code(cx, attribute::COMPONENT_KIND, inner.child(Kind::phrase)?)?)
        }
        _ => {
            let id = word::attribute(cx, inner)?;
            if cx.vocabulary.get(id).kind != Type::Workload {
                let message = format!("`{}` has no workload to take a percentage of", inner.text);
                cx.report(
                    Diagnostic::new(Slug::MissingBase, inner.span, message)
                        .help("name a workload, as `award workload`"),
                );
                return None;
            }
            LimitBase::Fact(id)
        }
    };
    Some(Quantity::Percent(percent, base))
}
