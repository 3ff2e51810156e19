//! Sharing, credits used before, and several awards asked for together.

use std::sync::Arc;

use credstack_diagnostics::{Applicability, Diagnostic, Slug};
use credstack_model::policy::{
    Node as Requirement, NodeKind, Preference, Sharers, Sharing, SharingTerms, Together, UsedCredits,
};
use credstack_model::{Amount, Symbol, Symbols};

use super::cx::Cx;
use super::value;
use crate::suggest::nearest;
use crate::syntax::{Kind, Node};

/// A requirement of the award by its path, and the places of the requirements above it.
struct Place {
    path: String,
    name: String,
}

fn places(symbols: &Symbols, nodes: &[Requirement], within: &str, found: &mut Vec<Place>) {
    for node in nodes {
        let name = symbols.text(node.name).to_owned();
        let path = if within.is_empty() { name.clone() } else { format!("{within}/{name}") };
        found.push(Place { path: path.clone(), name });
        if let NodeKind::Group(_, children) = &node.kind {
            places(symbols, children, &path, found);
        }
    }
}

/// What shares, by the clauses of an award.
pub(super) fn sharing(cx: &mut Cx<'_>, node: &Node<'_>, own: Symbol, require: &[Requirement]) -> Vec<Sharing> {
    let mut known = Vec::new();
    places(cx.symbols, require, "", &mut known);
    let clauses: Vec<&Node<'_>> = node.all(Kind::share_clause).collect();
    clauses.into_iter().filter_map(|clause| one(cx, clause, own, &known)).collect()
}

fn one(cx: &mut Cx<'_>, clause: &Node<'_>, own: Symbol, known: &[Place]) -> Option<Sharing> {
    let names: Vec<&Node<'_>> = clause.all(Kind::sharer).collect();
    let terms = terms(cx, clause)?;
    let is_requirement = |n: &&Node<'_>| known.iter().any(|p| p.path == n.text || p.name == n.text);
    let is_award = |n: &&Node<'_>| !is_requirement(n) && cx.names.awards.contains_key(n.text);
    let among = if names.iter().any(is_award) && !names.iter().any(is_requirement) {
        awards(cx, clause, &names, own)?
    } else {
        requirements(cx, &names, own, known)?
    };
    Some(Sharing { among, terms, span: clause.span })
}

fn requirements(cx: &mut Cx<'_>, names: &[&Node<'_>], own: Symbol, known: &[Place]) -> Option<Sharers> {
    let mut paths: Vec<Arc<str>> = Vec::new();
    for name in names {
        let named: Vec<&str> =
            known.iter().filter(|p| p.path == name.text || p.name == name.text).map(|p| p.path.as_str()).collect();
        // A path is one requirement; a name may be that of several.
        let exact = named.iter().copied().find(|p| *p == name.text);
        match (exact.or_else(|| named.first().copied()), named.len()) {
            (Some(path), 1) => paths.push(path.into()),
            (Some(path), _) if exact.is_some() => paths.push(path.into()),
            (None, _) => {
                unknown(cx, name, own, known);
                return None;
            }
            (Some(_), _) => {
                let message = format!("several requirements are called `{}`", name.text);
                let help = format!("write which one you mean: `{}`", named.join("` or `"));
                cx.report(Diagnostic::new(Slug::UnknownRequirement, name.span, message).help(help));
                return None;
            }
        }
    }
    for (at, (name, path)) in names.iter().zip(&paths).enumerate() {
        let within = |outer: &str, inner: &str| inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'));
        for (first, other) in names.iter().zip(&paths).take(at) {
            let message = if path == other {
                format!("the requirement `{path}` cannot share with itself")
            } else if within(path, other) || within(other, path) {
                let (part, whole) = if within(path, other) { (other, path) } else { (path, other) };
                format!("`{part}` is a part of `{whole}`: what counts in the part counts in the whole anyhow")
            } else {
                continue;
            };
            let problem = Diagnostic::new(Slug::SharedWithItself, name.span, message);
            cx.report(
                problem
                    .also(first.span, "it is named here, too")
                    .help("name two requirements that stand beside one another"),
            );
            return None;
        }
    }
    Some(Sharers::Requirements(paths))
}

fn unknown(cx: &mut Cx<'_>, name: &Node<'_>, own: Symbol, known: &[Place]) {
    let award = cx.symbols.text(own);
    let near = nearest(name.text, known.iter().flat_map(|p| [p.name.as_str(), p.path.as_str()]));
    let message = format!("the award `{award}` has no requirement `{}`, and no award is called so", name.text);
    let problem = Diagnostic::new(Slug::UnknownRequirement, name.span, message);
    let problem = match near.map(str::to_owned) {
        Some(near) => problem.help(format!("did you mean `{near}`?")).fix(name.span, near, Applicability::Likely),
        None if known.is_empty() => problem.help("the award has no requirements of its own to share"),
        None => {
            let names: Vec<&str> = known.iter().map(|p| p.path.as_str()).collect();
            problem.help(format!("its requirements are `{}`", names.join("`, `")))
        }
    };
    cx.report(problem);
}

fn awards(cx: &mut Cx<'_>, clause: &Node<'_>, names: &[&Node<'_>], own: Symbol) -> Option<Sharers> {
    let mut found: Vec<Symbol> = Vec::new();
    for name in names {
        if !cx.names.awards.contains_key(name.text) {
            let near = nearest(name.text, cx.names.awards.keys().map(String::as_str)).map(str::to_owned);
            let message = format!("unknown award `{}`", name.text);
            let problem = Diagnostic::new(Slug::UnknownAward, name.span, message);
            cx.report(match near {
                Some(near) => {
                    problem.help(format!("did you mean `{near}`?")).fix(name.span, near, Applicability::Likely)
                }
                None => problem.help("load the pack that declares it, or name two requirements of this award"),
            });
            return None;
        }
        let symbol = cx.symbols.intern(name.text);
        if found.contains(&symbol) {
            let message = format!("the award `{}` cannot share with itself", name.text);
            cx.report(Diagnostic::new(Slug::SharedWithItself, name.span, message).help("name two different awards"));
            return None;
        }
        found.push(symbol);
    }
    if !found.contains(&own) {
        let message = format!("the award `{}` says nothing here of itself", cx.symbols.text(own));
        let problem = Diagnostic::new(Slug::UnknownRequirement, clause.span, message);
        cx.report(
            problem.help("an award says what it shares with others: name it as well, or write this in one of the two"),
        );
        return None;
    }
    Some(Sharers::Awards(found))
}

/// How much may be shared. A number that makes no sense is told.
fn terms(cx: &mut Cx<'_>, clause: &Node<'_>) -> Option<SharingTerms> {
    let mut terms = SharingTerms::default();
    if let Some(bound) = clause.child(Kind::share_bound) {
        bounded(cx, bound, &mut terms)?;
    }
    if let Some(times) = clause.child(Kind::share_times) {
        terms.times = Some(count(cx, times)?);
    }
    Some(terms)
}

fn bounded(cx: &mut Cx<'_>, bound: &Node<'_>, terms: &mut SharingTerms) -> Option<()> {
    match (bound.child(Kind::items), bound.child(Kind::workload)) {
        (Some(items), _) => {
            if items.child(Kind::items_word).is_some_and(|w| w.text.starts_with("learning")) {
                let problem = Diagnostic::new(Slug::WrongType, items.span, "credits and credentials are shared");
                cx.report(problem.help("write `up to 6 ECTS` or `up to 2 credentials`"));
                return None;
            }
            terms.items = Some(items.child(Kind::integer)?.text.parse().ok()?);
        }
        (None, workload) => terms.credits = Some(value::exact_workload(cx, workload?)?),
    }
    Some(())
}

/// In how many at most one credential counts: two or more, since with one nothing is shared.
fn count(cx: &mut Cx<'_>, times: &Node<'_>) -> Option<u32> {
    let number = times.child(Kind::integer)?;
    match number.text.parse() {
        Ok(n) if n >= 2 => Some(n),
        _ => {
            let message = "what counts at most once is not shared";
            let problem = Diagnostic::new(Slug::MinimumAboveMaximum, times.span, message);
            cx.report(problem.help(
                "write `at most 2 times` or more; to share nothing, leave the clause out or write `up to 0 ECTS`",
            ));
            None
        }
    }
}

/// What becomes of credits that served another award.
pub(super) fn used(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<UsedCredits> {
    let clause = cx.single(node, Kind::used_clause, "used credits count")?;
    let span = clause.span;
    if clause.has(Kind::KW_NOT_USED) {
        let unit = credstack_model::workload::WorkloadUnit::Ects;
        return Some(UsedCredits { most: Some((Amount::ZERO, unit)), span });
    }
    if let Some(phrase) = clause.child(Kind::phrase).filter(|p| p.text != "again") {
        let message = format!("`{}` does not say what becomes of credits that served another award", phrase.text);
        let problem = Diagnostic::new(Slug::UnknownWord, phrase.span, message);
        cx.report(problem.help(
            "write `used credits count again`, `used credits count up to 20 ECTS` or `used credits do not count`",
        ));
        return None;
    }
    let most = match clause.child(Kind::workload) {
        Some(workload) => Some(value::exact_workload(cx, workload)?),
        None => None,
    };
    Some(UsedCredits { most, span })
}

/// Which of several awards to complete.
pub(super) fn preference(cx: &mut Cx<'_>, clause: &Node<'_>) -> Option<Preference> {
    let phrase = clause.child(Kind::phrase)?;
    match phrase.text.split_whitespace().collect::<Vec<_>>().as_slice() {
        ["most", "awards"] => Some(Preference::MostAwards),
        ["highest", "award"] | ["the", "highest", "award"] => Some(Preference::HighestAward),
        _ => {
            let message = format!("`{}` is no preference among awards", phrase.text);
            let problem = Diagnostic::new(Slug::UnknownWord, phrase.span, message);
            cx.report(problem.help("write `prefer most awards` or `prefer highest award`"));
            None
        }
    }
}

/// How a scenario asks for several awards.
pub(super) fn asked(cx: &mut Cx<'_>, clause: &Node<'_>) -> Together {
    let mut together = Together::default();
    for detail in clause.all(Kind::asked_detail) {
        if let Some(prefer) = detail.child(Kind::prefer_clause) {
            together.prefer = preference(cx, prefer);
            continue;
        }
        let mut terms = together.sharing.unwrap_or_default();
        if detail.has(Kind::KW_TWICE) {
            terms.times = Some(2);
        } else if let Some(times) = detail.child(Kind::share_times) {
            terms.times = count(cx, times);
        } else if let Some(bound) = detail.child(Kind::share_bound) {
            // What cannot be read was told, and the scenario is not run.
            let _ = bounded(cx, bound, &mut terms);
        }
        together.sharing = Some(terms);
    }
    together
}
