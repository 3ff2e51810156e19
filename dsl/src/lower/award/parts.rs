//! What requirements are made of: variety, awards within awards, components named alone.

use credstack_diagnostics::{Applicability, Diagnostic, Slug};
use credstack_model::Symbol;
use credstack_model::policy::{Component, Condition, Fill, Measure, Node as Requirement, NodeKind, SlotRule, Spread};

use super::super::cx::Cx;
use super::super::{value, word};
use crate::suggest::nearest;
use crate::syntax::{Kind, Node};

/// What is said of variety: `from at least 3 different fields`, `at most 6 ECTS from one issuer`.
pub(super) fn spread(cx: &mut Cx<'_>, node: &Node<'_>) -> Vec<Spread> {
    let mut found = Vec::new();
    for spread in node.all(Kind::require_detail).filter_map(|d| d.child(Kind::spread)) {
        let Some(phrase) = spread.child(Kind::phrase) else { continue };
        let Some(attribute) = word::varied(cx, phrase) else { continue };
        let different = spread.child(Kind::integer).and_then(|n| n.text.parse().ok());
        found.extend(different.map(|n| Spread::AtLeast(n, attribute)));
        if different.is_none() {
            found.extend(measure(cx, spread).map(|m| Spread::MostOfOne(m, attribute)));
        }
    }
    found
}

/// An award that is part of another.
pub(super) fn known_award(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Symbol> {
    if cx.names.awards.contains_key(node.text) {
        return Some(cx.symbols.intern(node.text));
    }
    let near = nearest(node.text, cx.names.awards.keys().map(String::as_str)).map(str::to_owned);
    let problem = Diagnostic::new(Slug::UnknownAward, node.span, format!("unknown award `{}`", node.text));
    cx.report(match near {
        Some(near) => problem.help(format!("did you mean `{near}`?")).fix(node.span, near, Applicability::Likely),
        None => problem.help("load the pack that declares it"),
    });
    None
}

/// A component named alone in a group: the slot that it fills.
pub(super) fn named_slot(cx: &Cx<'_>, component: Option<&Component>, name: Symbol, node: &Node<'_>) -> Requirement {
    Requirement {
        name,
        title: component.map_or_else(|| cx.symbols.spoken(name).into(), |c| c.title.clone()),
        minimum: None,
        kind: NodeKind::Slot(Box::new(SlotRule {
            components: vec![name],
            eligible: Condition::Always(true),
            minimum: None,
            maximum: None,
            fill: Fill::Whole,
            spread: Vec::new(),
            at_home: false,
        })),
        span: node.span,
        limits: Vec::new(),
        averages: Vec::new(),
        after: Vec::new(),
    }
}

/// What is counted: credits, credentials, learning outcomes.
pub(super) fn measure(cx: &mut Cx<'_>, need: &Node<'_>) -> Option<Measure> {
    if let Some(items) = need.child(Kind::items) {
        let number = items.child(Kind::integer)?.text.parse().ok()?;
        let outcomes = items.child(Kind::items_word).is_some_and(|w| w.text.starts_with("learning"));
        if outcomes && need.has(Kind::KW_AT_MOST) {
            cx.report(
                Diagnostic::new(Slug::WrongType, need.span, "learning outcomes have no most: covering more is no harm")
                    .help("take it out, or write how many credits or credentials may count"),
            );
            return None;
        }
        return Some(if outcomes { Measure::Outcomes(number) } else { Measure::Items(number) });
    }
    let (amount, unit) = value::exact_workload(cx, need.child(Kind::workload)?)?;
    Some(Measure::Workload(amount, unit))
}
