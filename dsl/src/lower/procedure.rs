//! Procedures: what happens around a decision.

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_model::policy::Procedure;
use credstack_model::vocabulary::{AttributeId, attribute};

use super::cx::Cx;
use super::shared::{citations, notes};
use super::{effect, value, word};
use crate::syntax::{Kind, Node};

pub(super) fn lower(cx: &mut Cx<'_>, node: &Node<'_>, policy: &str) -> Procedure {
    let decide = cx.single(node, Kind::decide_clause, "decide").and_then(|clause| {
        let term = value::term(cx, clause.child(Kind::term)?)?;
        Some((term, started_by(cx, clause.child(Kind::phrase)?)?))
    });
    let appeal = cx.single(node, Kind::appeal_clause, "appeal to").and_then(|clause| {
        Some((clause.child(Kind::text)?.words().into(), value::term(cx, clause.child(Kind::term)?)?))
    });
    let silence = cx.single(node, Kind::silence_clause, "silence means").and_then(|c| c.child(Kind::phrase));
    let languages = cx.single(node, Kind::language_clause, "language");
    let languages = languages.into_iter().flat_map(|c| c.all(Kind::word)).map(|w| cx.symbols.intern(w.text)).collect();
    let citations = citations(cx, node, policy);
    if citations.is_empty() {
        let problem = Diagnostic::new(Slug::MissingCitation, node.span, "the procedure cites no source");
        cx.report(problem.help("add `cite` with a source of the policy and the article"));
    }
    Procedure {
        decide_within: decide,
        silence: silence.map(|p| p.text.split_whitespace().collect::<Vec<_>>().join(" ").into()),
        appeal,
        languages,
        record: cx.single(node, Kind::record_clause, "record").and_then(effect::record),
        citations,
        notes: notes(node),
        span: node.span,
    }
}

/// The date from which the time runs: `application` stands for the application date.
fn started_by(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<AttributeId> {
    match &*value::without_article(node.text) {
        "application" => Some(attribute::APPLICATION_DATE),
        "enrolment" => Some(attribute::ENROLMENT_DATE),
        "decision" => Some(attribute::DECISION_DATE),
        "issuing" | "issue" => Some(attribute::ISSUED),
        _ => word::attribute(cx, node),
    }
}
