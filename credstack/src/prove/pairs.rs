//! Two rules beside each other: one that says only what the other says, and a duty against a bar.

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_engine::prove::{Scope, stands};
use credstack_model::Symbol;
use credstack_model::policy::{Condition, Effect, Modality, Policy, Rule};
use credstack_source::Span;

use super::cx::Cx;
use super::rules;

/// More pairs than these of one policy are not looked at.
const MOST_PAIRS: usize = 2_000;

pub(super) fn check(cx: &Cx<'_>, policy: &Policy, scope: &Scope<'_>, found: &mut Vec<Diagnostic>) {
    let all: Vec<Said<'_>> = scope.rules().flat_map(|(_, rule)| said(scope, rule)).collect();
    let own = |said: &Said<'_>| policy.rules.iter().any(|r| r.name == said.rule.name);
    let mut left = MOST_PAIRS;
    for (at, one) in all.iter().enumerate() {
        for other in all.iter().skip(at + 1).filter(|o| own(one) || own(o)) {
            if one.rule.span == other.rule.span || one.what.kind() != other.what.kind() {
                continue;
            }
            let Some(fewer) = left.checked_sub(1) else { return };
            left = fewer;
            match (one.what, other.what) {
                (What::Duty, What::Bar) => found.extend(contradiction(cx, one, other)),
                (What::Bar, What::Duty) => found.extend(contradiction(cx, other, one)),
                (a, b) if a == b && a != What::Duty => found.extend(shadow(cx, scope, one, other, &own)),
                _ => {}
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Bar,
    Duty,
    Class(Symbol),
}

impl What {
    /// Bars and duties are compared with each other, classes with classes of the same name.
    fn kind(self) -> Option<Symbol> {
        if let What::Class(class) = self { Some(class) } else { None }
    }
}

/// Something that a rule says, and of what: a condition over facts alone.
struct Said<'a> {
    rule: &'a Rule,
    what: What,
    of: Condition,
    span: Span,
}

fn said<'a>(scope: &Scope<'_>, rule: &'a Rule) -> Vec<Said<'a>> {
    let open = stands(rule);
    let plain = |when: Condition| scope.plain(&open.clone().and(when));
    match &rule.effect {
        Effect::Bar { .. } => {
            vec![Said { rule, what: What::Bar, of: plain(rules::bar(rule)), span: rule.span }]
        }
        Effect::Grant(branches) => {
            let must = branches.iter().enumerate().filter(|(_, b)| b.gives.modality == Modality::Must);
            let of = must.map(|(at, b)| {
                let before = branches.iter().take(at).map(|b| Condition::Not(Box::new(b.when.clone())));
                Said { rule, what: What::Duty, of: plain(before.fold(b.when.clone(), Condition::and)), span: b.span }
            });
            of.collect()
        }
        Effect::Classify(branches) => {
            let of = branches.iter().enumerate().map(|(at, b)| {
                let before = branches.iter().take(at).map(|b| Condition::Not(Box::new(b.when.clone())));
                let of = plain(before.fold(b.when.clone(), Condition::and));
                Said { rule, what: What::Class(b.gives), of, span: b.span }
            });
            of.collect()
        }
        Effect::Doubt { .. } | Effect::Ask { .. } | Effect::Limit(_) => Vec::new(),
    }
}

/// A duty and a bar for one credential, both law, of which neither says that it gives way.
fn contradiction(cx: &Cx<'_>, duty: &Said<'_>, bar: &Said<'_>) -> Option<Diagnostic> {
    if !duty.rule.standing.is_mandatory() || !bar.rule.standing.is_mandatory() {
        return None;
    }
    if duty.rule.replaces.contains(&bar.rule.name) || bar.rule.replaces.contains(&duty.rule.name) {
        return None;
    }
    if bar.rule.exception_to.contains(&duty.rule.name) {
        return None;
    }
    let witness = cx.prover.witness(&duty.of.clone().and(bar.of.clone()))?;
    let text = |span: Span| cx.sources.text(span);
    let (granting, barring) = (text(duty.rule.span), text(bar.rule.span));
    let credential = cx.credential(&witness);
    let message = format!("`{granting}` must be granted and `{barring}` bars: {credential} meets both");
    Some(
        Diagnostic::new(Slug::ContradictingRules, duty.rule.span, message).also(bar.rule.span, "this bars it").help(
            "say `exception to` in the one that bars, or `unless` in one of them; as it stands, a person is asked",
        ),
    )
}

/// A rule that says of some credentials what another says of all of them.
fn shadow(
    cx: &Cx<'_>,
    scope: &Scope<'_>,
    one: &Said<'_>,
    other: &Said<'_>,
    own: &dyn Fn(&Said<'_>) -> bool,
) -> Option<Diagnostic> {
    let within = |inner: &Said<'_>, outer: &Said<'_>| {
        own(inner)
            && inner.rule.replaces.is_empty()
            && scope.settled(outer.rule)
            && cx.prover.within_of(&inner.of, &outer.of)
    };
    // Of two that say the same, the later one is told.
    let (inner, outer) = if within(other, one) {
        (other, one)
    } else if within(one, other) {
        (one, other)
    } else {
        return None;
    };
    if cx.prover.never(&inner.of) {
        return None;
    }
    let text = |span: Span| cx.sources.text(span);
    let (name, above) = (text(inner.rule.span), text(outer.rule.span));
    let witness = cx.prover.witness(&inner.of).map(|w| format!("; {} meets both", cx.credential(&w)));
    let message = format!("`{name}` says only what `{above}` says already{}", witness.unwrap_or_default());
    let span = if matches!(inner.what, What::Class(_)) { inner.span } else { inner.rule.span };
    Some(
        Diagnostic::new(Slug::ShadowedRule, span, message)
            .also(outer.rule.span, "this says it of more")
            .help("take one of them out, or cite both sources in one rule"),
    )
}
