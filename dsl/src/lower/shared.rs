//! What policies, rules, routes and awards share: titles, periods, citations, whom they are for.

use std::sync::Arc;

use credstack_diagnostics::{Applicability, Diagnostic, Slug};
use credstack_model::facts::Text;
use credstack_model::policy::{Citation, Condition, Period, PickedBy};

use super::cx::Cx;
use super::{condition, credentials, value};
use crate::suggest::nearest;
use crate::syntax::{Kind, Node};

/// What a policy lends to everything in it.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) policy: &'a str,
    pub(super) force: Period,
    pub(super) picked_by: PickedBy,
}

/// The title of an item, or its name where it has none.
pub(super) fn title(node: &Node<'_>, name: &str) -> Arc<str> {
    node.child(Kind::text).map_or_else(|| name.replace('_', " ").into(), |t| t.words().into())
}

/// The texts of a clause with their languages; one without a language is English.
pub(super) fn in_languages(node: &Node<'_>, kind: Kind) -> Vec<Text> {
    let one = |clause: &Node<'_>| {
        let language = clause.child(Kind::word).map_or_else(|| "en".to_owned(), |w| w.text.to_ascii_lowercase());
        Some(Text { language: language.into(), words: clause.child(Kind::text)?.words().into() })
    };
    node.all(kind).filter_map(one).collect()
}

/// The notes for officers.
pub(super) fn notes(node: &Node<'_>) -> Vec<Arc<str>> {
    node.all(Kind::note_clause).filter_map(|c| c.child(Kind::text)).map(|t| t.words().into()).collect()
}

/// `in force from … until …`; until is the first day on which it no longer is.
pub(super) fn period(cx: &mut Cx<'_>, node: &Node<'_>) -> Period {
    let Some(clause) = cx.single(node, Kind::force_clause, "in force") else { return Period::default() };
    let mut period = Period::default();
    let mut until = false;
    for part in clause.parts() {
        match part.kind {
            Kind::KW_UNTIL => until = true,
            Kind::date if until => period.to = value::day(cx, part),
            Kind::date => period.from = value::day(cx, part),
            _ => {}
        }
    }
    if let (Some(from), Some(to)) = (period.from, period.to)
        && from >= to
    {
        let problem =
            Diagnostic::new(Slug::EmptyPeriod, clause.span, format!("it ends on {to}, not after it begins on {from}"));
        cx.report(problem.help("`until` names the first day on which it is no longer in force"));
    }
    period
}

pub(super) fn picked(node: &Node<'_>) -> Option<PickedBy> {
    let word = node.child(Kind::picked_clause)?.child(Kind::picked_word)?;
    Some(match word.text.split_whitespace().next()? {
        "issue" => PickedBy::Issue,
        "enrolment" => PickedBy::Enrolment,
        "decision" => PickedBy::Decision,
        _ => PickedBy::Application,
    })
}

/// The citations of an item; a source may be declared by the policy or by one that it extends.
pub(super) fn citations(cx: &mut Cx<'_>, node: &Node<'_>, policy: &str) -> Vec<Citation> {
    let nodes: Vec<&Node<'_>> = node
        .parts()
        .filter(|c| matches!(c.kind, Kind::cite_clause | Kind::under_part))
        .flat_map(|c| c.all(Kind::citation))
        .collect();
    nodes.into_iter().filter_map(|n| citation(cx, n, policy)).collect()
}

fn citation(cx: &mut Cx<'_>, node: &Node<'_>, policy: &str) -> Option<Citation> {
    let source = node.child(Kind::full_name)?;
    let chain = cx.names.chain(policy);
    let owner = chain.iter().find(|p| cx.names.policies.get(*p).is_some_and(|n| n.sources.contains_key(source.text)));
    let Some(owner) = owner else {
        let known: Vec<&str> = chain
            .iter()
            .filter_map(|p| cx.names.policies.get(p))
            .flat_map(|n| n.sources.keys().map(String::as_str))
            .collect();
        let near = nearest(source.text, known.iter().copied()).map(str::to_owned);
        let problem = Diagnostic::new(Slug::UnknownSource, source.span, format!("unknown source `{}`", source.text));
        cx.report(match near {
            Some(near) => problem.help(format!("did you mean `{near}`?")).fix(source.span, near, Applicability::Likely),
            None => problem.help("declare it in the policy with `source`, or extend the policy that does"),
        });
        return None;
    };
    Some(Citation {
        policy: cx.symbols.intern(owner),
        source: cx.symbols.intern(source.text),
        place: node.child(Kind::place).map_or("", |p| p.text).split_whitespace().collect::<Vec<_>>().join(" ").into(),
        span: node.span,
    })
}

/// `for`, `purpose`, and, for routes, `when` and `unless`: whom an item is for.
pub(super) fn applies(cx: &mut Cx<'_>, node: &Node<'_>, policy: &str) -> Condition {
    let mut all = Condition::Always(true);
    let sets = cx.single(node, Kind::for_clause, "for").or_else(|| node.child(Kind::count_clause));
    if let Some(set) = sets.and_then(|c| c.child(Kind::credentials)) {
        all = all.and(credentials::credentials(cx, policy, set));
    }
    if let Some(purpose) = cx.single(node, Kind::purpose_clause, "purpose") {
        all = all.and(purposes(cx, purpose));
    }
    all
}

fn purposes(cx: &mut Cx<'_>, node: &Node<'_>) -> Condition {
    use credstack_model::policy::{Test, TestKind};
    use credstack_model::vocabulary::attribute::PURPOSE;
    let codes = node.all(Kind::phrase).filter_map(|p| value::code(cx, PURPOSE, p)).collect();
    Condition::Test(Test { attribute: PURPOSE, kind: TestKind::Among(codes), span: node.span })
}

/// The `when` and `unless` clauses of an item, joined.
pub(super) fn conditions(cx: &mut Cx<'_>, node: &Node<'_>, policy: &str) -> Condition {
    let mut all = Condition::Always(true);
    for clause in node.parts().filter(|n| matches!(n.kind, Kind::when_clause | Kind::unless_clause)) {
        let Some(inner) = clause.child(Kind::condition) else { continue };
        let lowered = condition::condition(cx, policy, inner);
        all = all.and(if clause.kind == Kind::unless_clause { Condition::Not(Box::new(lowered)) } else { lowered });
    }
    all
}
