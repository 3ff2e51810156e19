//! Averages, the latest credits, repeats, and requirements that depend on the learner.

use credstack_diagnostics::{Applicability, Diagnostic, Slug};
use credstack_model::policy::{Average, Averaged, Condition, Decisive, LatestCredits, Operand, Repeats, TestKind};
use credstack_model::vocabulary::{AttributeId, Entity, Kind as Type, attribute};
use credstack_source::Span;

use super::super::cx::Cx;
use super::super::{condition, credentials, value, word};
use crate::syntax::{Kind, Node};

/// `average at least 7.5 on a scale of 0 to 10 over credentials that are counted`.
pub(super) fn average(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Average> {
    let bound = value::amounts(cx, node).first().copied()?;
    let of = match node.child(Kind::phrase) {
        Some(phrase) => number(cx, phrase)?,
        None => attribute::GRADE_VALUE,
    };
    let scale = match node.child(Kind::mark_scale) {
        None => None,
        Some(scale) => match value::amounts(cx, scale).as_slice() {
            [low, high] if low < high && (*low..=*high).contains(&bound) => Some((*low, *high)),
            [low, high] => {
                let message = if low < high {
                    format!("no average on a scale of {low} to {high} is {bound}")
                } else {
                    format!("a scale of {low} to {high} has no marks")
                };
                cx.report(
                    Diagnostic::new(Slug::MinimumAboveMaximum, scale.span, message)
                        .help("write the lowest and the highest mark of the scale, as `on a scale of 0 to 10`"),
                );
                return None;
            }
            _ => return None,
        },
    };
    let over = averaged(cx, node.child(Kind::averaged)?)?;
    Some(Average { of, bound, lower_is_better: node.has(Kind::KW_AT_MOST), scale, over, span: node.span })
}

fn number(cx: &mut Cx<'_>, phrase: &Node<'_>) -> Option<AttributeId> {
    let id = word::attribute(cx, phrase)?;
    if cx.vocabulary.get(id).kind == Type::Number {
        return Some(id);
    }
    let message = format!("`{}` is no number, so it has no average", phrase.text);
    cx.report(
        Diagnostic::new(Slug::WrongType, phrase.span, message)
            .help("write `average at least 7.5 over …` for the mark, or name a number that a pack declares"),
    );
    None
}

fn averaged(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Averaged> {
    let spoken = node.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let known = [Averaged::Counted, Averaged::Fitting];
    if let Some(over) = known.into_iter().find(|k| k.words() == spoken) {
        return Some(over);
    }
    let meant = known.into_iter().find(|k| spoken.contains(if *k == Averaged::Counted { "count" } else { "fit" }));
    let problem =
        Diagnostic::new(Slug::UnknownWord, node.span, format!("an average is not taken over `{spoken}`")).help(
            "say which set is meant: `over credentials that are counted`, or `over credentials that fit` for all that could be",
        );
    cx.report(match meant {
        Some(meant) => problem.fix(node.span, meant.words().to_owned(), Applicability::Likely),
        None => problem,
    });
    None
}

/// `of the last 60 ECTS at least 30 ECTS from any credential where issued by the own institution`.
pub(super) fn latest(cx: &mut Cx<'_>, node: &Node<'_>, scope: &str) -> Option<LatestCredits> {
    if node.has(Kind::KW_AT_MOST) {
        cx.report(
            Diagnostic::new(Slug::WrongType, node.span, "the latest credits have a least of something, and no most")
                .help("say how many have to be of the others, as `of the last 60 ECTS at least 30 ECTS from …`"),
        );
        return None;
    }
    let mut amounts = node.all(Kind::workload).map(|w| value::exact_workload(cx, w)).collect::<Vec<_>>().into_iter();
    let (window, minimum) = (amounts.next()??, amounts.next()??);
    if window.1 == minimum.1 && minimum.0 > window.0 {
        let message = format!("of the last {} credits never {} can be of anything", window.0, minimum.0);
        cx.report(
            Diagnostic::new(Slug::MinimumAboveMaximum, node.span, message)
                .help("ask for fewer, or look at more of the last credits"),
        );
        return None;
    }
    let from =
        node.child(Kind::credentials).map_or(Condition::Always(true), |c| credentials::credentials(cx, scope, c));
    let said = |word: &str| node.all(Kind::last_detail).any(|d| d.text.ends_with(word) || d.text.contains(word));
    Some(LatestCredits {
        window,
        minimum,
        from,
        ties_against: said("against"),
        straddling_out: said("out"),
        span: node.span,
    })
}

/// `repeats count best attempt`.
pub(super) fn repeats(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Repeats> {
    let phrase = node.child(Kind::phrase)?;
    let spoken = phrase.text.split_whitespace().next().unwrap_or_default();
    let rest = phrase.text.split_whitespace().skip(1).collect::<Vec<_>>().join(" ");
    let known = [Repeats::Best, Repeats::Latest, Repeats::First];
    let found = known.into_iter().find(|r| r.word() == spoken && matches!(&*rest, "" | "attempt"));
    if found.is_none() {
        let message = format!("`{}` does not say which of several attempts counts", phrase.text);
        let problem = Diagnostic::new(Slug::UnknownWord, phrase.span, message);
        cx.report(problem.help(
            "write `repeats count best attempt`, `repeats count latest attempt` or `repeats count first attempt`",
        ));
    }
    found
}

/// What a requirement depends on: `if enrolment status is enrolled`, `if the wallet holds no own study`.
pub(super) fn decisive(cx: &mut Cx<'_>, node: &Node<'_>, scope: &str) -> Option<Decisive> {
    if let Some(test) = node.child(Kind::wallet_test) {
        let set = credentials::credentials(cx, scope, test.child(Kind::credentials)?);
        return Some(if test.has(Kind::KW_NO) { Decisive::HoldsNo(set) } else { Decisive::Holds(set) });
    }
    let inner = node.child(Kind::condition)?;
    let when = condition::condition(cx, scope, inner);
    if let Some((id, span)) = of_a_credential(cx, &when, inner.span) {
        let phrase = cx.vocabulary.get(id).phrase.clone();
        let message = format!("`{phrase}` is of one credential, and this asks about the learner");
        cx.report(
            Diagnostic::new(Slug::WrongType, span, message)
                .help("ask about learner, enrolment or dates, or write `if the wallet holds any credential where …`"),
        );
        return None;
    }
    Some(Decisive::Case(when))
}

/// The first fact of a credential that a condition reads.
fn of_a_credential(cx: &Cx<'_>, condition: &Condition, whole: Span) -> Option<(AttributeId, Span)> {
    let of = |id: AttributeId| {
        let entity = cx.vocabulary.get(id).entity;
        !matches!(entity, Entity::Learner | Entity::Enrolment | Entity::Claim | Entity::Award)
    };
    let mut found = None;
    condition.walk(&mut |c| {
        let here = match c {
            // A class is of a credential, by what it is.
            Condition::Class(_) => Some((attribute::KIND, whole)),
            Condition::Test(test) => {
                let other = match &test.kind {
                    TestKind::LevelOf { attribute, .. }
                    | TestKind::DateOf { attribute, .. }
                    | TestKind::Workload { operand: Operand::PercentOf { attribute, .. }, .. }
                    | TestKind::Number { operand: Operand::PercentOf { attribute, .. }, .. } => Some(*attribute),
                    _ => None,
                };
                std::iter::once(test.attribute).chain(other).find(|id| of(*id)).map(|id| (id, test.span))
            }
            _ => None,
        };
        found = found.or(here);
    });
    found
}
