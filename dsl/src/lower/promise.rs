//! What an example promises of an effect that takes place: `may be granted up to 6 ECTS`, `is counted up to 9 ECTS`,
//! `is doubted for level`, `is asked, otherwise barred`.

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_model::policy::{Answered, Bound, Effect, Grant, GrantAmount, Modality, Promise, Quantity};
use credstack_model::workload::WorkloadUnit;

use super::cx::Cx;
use super::effect::{self, detail};
use crate::syntax::{Kind, Node};

pub(super) fn lower(cx: &mut Cx<'_>, node: &Node<'_>, policy: &str, of: &Effect) -> Option<Promise> {
    if node.has(Kind::KW_NOT) {
        cx.report(
            Diagnostic::new(Slug::WrongType, node.span, "what does not take place gives nothing to be promised")
                .help("take the promise out, or say what takes place"),
        );
        return None;
    }
    let mut promise = Promise::default();
    if let Some(modality) = node.child(Kind::modality) {
        if !matches!(of, Effect::Grant(_)) {
            return misplaced(cx, node, of);
        }
        promise.modality = Some(duty(modality));
    }
    for part in node.all(Kind::promised_part).filter_map(|p| p.parts().find(|n| n.kind != Kind::comma)) {
        match (part.kind, of) {
            (Kind::promised_amount, Effect::Grant(_)) => amount(cx, policy, part, &mut promise)?,
            (Kind::promised_amount, Effect::Limit(_)) => counts(cx, policy, part, &mut promise)?,
            (Kind::promised_element, Effect::Doubt { .. }) => promise.element = effect::element(part),
            (Kind::promised_otherwise, Effect::Ask { .. }) => promise.otherwise = otherwise(part),
            (Kind::promised_still, Effect::Doubt { .. }) => {
                promise.modality = part.child(Kind::modality).map(duty);
                if let Some(inner) = part.child(Kind::promised_amount) {
                    amount(cx, policy, inner, &mut promise)?;
                }
            }
            (Kind::grant_detail, Effect::Grant(_) | Effect::Doubt { .. } | Effect::Limit(_)) => {
                details(cx, part, policy, &mut promise);
            }
            _ => return misplaced(cx, part, of),
        }
    }
    Some(promise)
}

fn misplaced<T>(cx: &mut Cx<'_>, node: &Node<'_>, of: &Effect) -> Option<T> {
    let may = match of {
        Effect::Classify(_) => "`is` and the name of the class",
        Effect::Grant(_) => "`may be granted in full`, `must be granted 3 ECTS`",
        Effect::Doubt { .. } => "`is doubted for level`, `is doubted for workload, and may be granted up to 3 ECTS`",
        Effect::Bar { .. } => "`is barred`",
        Effect::Ask { .. } => "`is asked, otherwise barred`, `is asked, otherwise doubted for profile`",
        Effect::Limit(_) => "`is counted up to 9 ECTS`, `is counted to at least 30 ECTS`",
    };
    let problem = Diagnostic::new(Slug::WrongType, node.span, format!("`{}` says nothing of this rule", node.text));
    cx.report(problem.help(format!("write {may}")));
    None
}

fn duty(node: &Node<'_>) -> Modality {
    if node.has(Kind::KW_MAY) { Modality::May } else { Modality::Must }
}

fn amount(cx: &mut Cx<'_>, policy: &str, node: &Node<'_>, promise: &mut Promise) -> Option<()> {
    if node.has(Kind::KW_IN_FULL) {
        promise.amount = Some(GrantAmount::InFull);
        return Some(());
    }
    let stated = match node.child(Kind::workload) {
        Some(workload) => super::value::exact_workload(cx, workload).map(|(a, u)| Quantity::Workload(a, u)),
        None => effect::quantity(cx, policy, node.child(Kind::bound_quantity)?),
    };
    let Some(Quantity::Workload(credits, WorkloadUnit::Ects)) = stated else {
        cx.report(
            Diagnostic::new(Slug::WrongType, node.span, "what is granted is counted in ECTS")
                .help("write it in ECTS, as `6 ECTS`"),
        );
        return None;
    };
    promise.amount = Some(GrantAmount::Credits(credits));
    Some(())
}

fn counts(cx: &mut Cx<'_>, policy: &str, node: &Node<'_>, promise: &mut Promise) -> Option<()> {
    let Some(quantity) = node.child(Kind::bound_quantity) else {
        cx.report(
            Diagnostic::new(
                Slug::WrongType,
                node.span,
                "a limit counts up to an amount or to at least one: `is counted up to 9 ECTS`",
            )
            .help("write `is counted up to 9 ECTS` or `is counted to at least 30 ECTS`"),
        );
        return None;
    };
    let side = if node.has(Kind::KW_UP_TO) { Bound::AtMost } else { Bound::AtLeast };
    promise.counts.push((side, effect::quantity(cx, policy, quantity)?));
    Some(())
}

fn otherwise(node: &Node<'_>) -> Option<Answered> {
    match node.child(Kind::promised_element) {
        Some(inner) => effect::element(inner).map(Answered::Doubt),
        None => Some(Answered::Bar),
    }
}

fn details(cx: &mut Cx<'_>, node: &Node<'_>, policy: &str, promise: &mut Promise) {
    let mut grant = Grant {
        modality: Modality::May,
        amount: GrantAmount::InFull,
        recognised_as: promise.recognised_as,
        level: promise.level,
        toward: std::mem::take(&mut promise.toward),
        condition: promise.condition.take(),
        record: promise.record,
    };
    if let Some(part) = node.first() {
        detail(cx, &mut grant, part, policy);
    }
    promise.recognised_as = grant.recognised_as;
    promise.level = grant.level;
    promise.toward = grant.toward;
    promise.condition = grant.condition;
    promise.record = grant.record;
}
