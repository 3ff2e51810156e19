//! Policies, their sources and their routes.

use std::sync::Arc;

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_model::policy::{Burden, Confidence, Entitlement, Layer, LegalSource, Policy, Route, RouteTest};

use super::cx::Cx;
use super::shared::{Scope, applies, citations, conditions, period, picked, title};
use super::{rule, value};
use crate::syntax::{Kind, Node};

pub(super) fn lower(cx: &mut Cx<'_>, node: &Node<'_>, pack: usize) -> Option<Policy> {
    let name_node = node.child(Kind::full_name)?;
    let name = name_node.text;
    let force = period(cx, node);
    let picked_by = picked(node).unwrap_or_default();
    let layer = cx.single(node, Kind::layer_clause, "layer").and_then(|c| c.child(Kind::layer_word));
    let layer = layer.and_then(|w| Layer::ALL.into_iter().find(|l| l.word() == w.text));
    let jurisdiction: Vec<&Node<'_>> = node.all(Kind::jurisdiction_clause).flat_map(|c| c.all(Kind::word)).collect();
    if layer.is_none() {
        let problem =
            Diagnostic::new(Slug::MissingClause, name_node.span, format!("the policy `{name}` does not say its layer"));
        cx.report(problem.help("add `layer union`, `country`, `region`, `institution` or `programme`"));
    }
    let sources = node.all(Kind::source).filter_map(|s| source(cx, s)).collect();
    let outer = Scope { policy: name, force, picked_by };
    let routes = node.all(Kind::route).filter_map(|r| route(cx, r, &outer)).collect();
    let rules = node
        .parts()
        .filter(|n| matches!(n.kind, Kind::rule | Kind::limit))
        .filter_map(|r| rule::lower(cx, r, &outer))
        .collect();
    Some(Policy {
        name: cx.symbols.intern(name),
        title: title(node, name),
        layer: layer.unwrap_or(Layer::Country),
        jurisdiction: jurisdiction.iter().map(|w| cx.symbols.intern(w.text)).collect(),
        extends: node
            .all(Kind::extends_clause)
            .flat_map(|c| c.all(Kind::full_name))
            .map(|n| cx.symbols.intern(n.text))
            .collect(),
        force,
        sources,
        routes,
        rules,
        pack,
        span: name_node.span,
    })
}

fn source(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<LegalSource> {
    let name = node.child(Kind::name)?;
    let text = |kind: Kind| node.child(kind).and_then(|c| c.child(Kind::text)).map(|t| Arc::from(t.words()));
    let url: Option<Arc<str>> = text(Kind::url_clause);
    let confidence =
        match node.child(Kind::confidence_clause).and_then(|c| c.child(Kind::confidence_word)).map(|w| w.text) {
            Some("secondary") => Confidence::Secondary,
            Some("doubtful") => Confidence::Doubtful,
            _ => Confidence::Primary,
        };
    if url.is_none() && confidence != Confidence::Doubtful {
        let problem =
            Diagnostic::new(Slug::MissingUrl, name.span, format!("the source `{}` has no address", name.text));
        cx.report(problem.help("add `url \"…\"`, or `confidence doubtful` where nobody could find it"));
    }
    let checked = node.child(Kind::checked_clause).and_then(|c| c.child(Kind::date));
    Some(LegalSource {
        name: cx.symbols.intern(name.text),
        title: title(node, name.text),
        url,
        confidence,
        checked: checked.and_then(|d| value::day(cx, d)),
        reading: text(Kind::reading_clause),
        span: name.span,
    })
}

fn route(cx: &mut Cx<'_>, node: &Node<'_>, scope: &Scope<'_>) -> Option<Route> {
    let name = node.child(Kind::name)?;
    let word_of = |clause: Kind, of: Kind| node.child(clause).and_then(|c| c.child(of)).map(|w| w.text);
    let test = match word_of(Kind::test_clause, Kind::test_word)
        .map(|w| w.split_whitespace().next().unwrap_or_default())
    {
        Some("no") => RouteTest::NoSubstantialDifference,
        Some("exact") => RouteTest::ExactAgreement,
        Some(_) => RouteTest::EquivalenceShown,
        None => {
            let problem = Diagnostic::new(
                Slug::MissingClause,
                name.span,
                format!("the route `{}` does not say what it tests", name.text),
            );
            cx.report(
                problem
                    .help("add `test no substantial difference`, `test equivalence shown` or `test exact agreement`"),
            );
            return None;
        }
    };
    let burden = match word_of(Kind::burden_clause, Kind::burden_word) {
        Some("institution") => Burden::Institution,
        Some(_) => Burden::Applicant,
        None if test == RouteTest::EquivalenceShown => Burden::Applicant,
        None => Burden::Institution,
    };
    let entitlement = match word_of(Kind::entitles_clause, Kind::entitles_word) {
        Some("duty") => Entitlement::Duty,
        Some(_) => Entitlement::Discretion,
        None if test == RouteTest::EquivalenceShown => Entitlement::Discretion,
        None => Entitlement::Duty,
    };
    let applies = applies(cx, node, scope.policy).and(conditions(cx, node, scope.policy));
    Some(Route {
        name: cx.symbols.intern(&format!("{}.{}", scope.policy, name.text)),
        title: title(node, name.text),
        applies,
        test,
        burden,
        entitlement,
        citations: citations(cx, node, scope.policy),
        force: period(cx, node).within(scope.force),
        picked_by: picked(node).unwrap_or(scope.picked_by),
        span: name.span,
    })
}
