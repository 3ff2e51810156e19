//! Articulation tables.

use credstack_diagnostics::{Applicability, Diagnostic, Slug};
use credstack_model::Symbol;
use credstack_model::policy::{Articulation, Award, Given};

use super::cx::Cx;
use super::shared::{notes, period, title};
use super::value;
use crate::suggest::nearest;
use crate::syntax::{Kind, Node};

pub(super) fn lower(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<Articulation> {
    let name = node.child(Kind::name)?;
    let from = cx.single(node, Kind::articulation_from, "from");
    let gives = cx.single(node, Kind::articulation_gives, "gives");
    let whole = !node.has(Kind::bad_clause);
    for (clause, what, help) in [
        (from.is_some(), "from what", "add `from` and the courses that are needed, as `from \"COMP101\", \"COMP102\"`"),
        (
            gives.is_some(),
            "what it gives",
            "add `gives` and what they stand for, as `gives demo.computing.algorithms 6 ECTS`",
        ),
    ] {
        if !clause && whole {
            let problem =
                Diagnostic::new(Slug::MissingClause, name.span, format!("the articulation does not say {what}"));
            cx.report(problem.help(help));
        }
    }
    let (from, gives) = (from?, gives?);
    let (mut courses, mut of) = (Vec::new(), None);
    let mut after_of = false;
    for part in from.parts() {
        match part.kind {
            Kind::KW_OF => after_of = true,
            Kind::text if after_of => of = Some(part.words().into()),
            Kind::text => courses.push(cx.symbols.intern(&part.words())),
            _ => {}
        }
    }
    let mut stands_for: Vec<Given> = Vec::new();
    for part in gives.parts() {
        match part.kind {
            Kind::full_name => {
                stands_for.push(Given { name: cx.symbols.intern(part.text), credits: None, span: part.span });
            }
            Kind::workload => {
                let credits = value::exact_workload(cx, part);
                if let Some(last) = stands_for.last_mut() {
                    last.credits = credits;
                }
            }
            _ => {}
        }
    }
    Some(Articulation {
        name: cx.symbols.intern(name.text),
        title: title(node, name.text),
        from: courses,
        of,
        gives: stands_for,
        force: period(cx, node),
        notes: notes(node),
        span: name.span,
    })
}

/// Tells components that their award does not have, and names that stand twice.
pub(super) fn check(cx: &mut Cx<'_>, articulations: &[Articulation], awards: &[Award]) {
    for (at, one) in articulations.iter().enumerate() {
        if let Some(first) = articulations.iter().take(at).find(|o| o.name == one.name) {
            let message = format!("a second articulation `{}`", cx.symbols.text(one.name));
            let problem = Diagnostic::new(Slug::DuplicateName, one.span, message);
            cx.report(problem.also(first.span, "the first is here").help("give one of them another name"));
        }
        for given in &one.gives {
            known(cx, given, awards);
        }
    }
}

fn known(cx: &mut Cx<'_>, given: &Given, awards: &[Award]) {
    let full = cx.symbols.text(given.name).to_owned();
    let Some((owner, component)) = full.rsplit_once('.') else { return };
    let text = |s: Symbol| cx.symbols.text(s);
    let Some(award) = awards.iter().find(|a| text(a.name) == owner) else { return };
    if award.components.iter().any(|c| text(c.name) == component) {
        return;
    }
    let near = nearest(component, award.components.iter().map(|c| text(c.name))).map(|n| format!("{owner}.{n}"));
    let message = format!("the award `{owner}` has no component `{component}`");
    let problem = Diagnostic::new(Slug::UnknownComponent, given.span, message);
    cx.report(match near {
        Some(near) => problem.help(format!("did you mean `{near}`?")).fix(given.span, near, Applicability::Likely),
        None => problem.help("declare it in the award with `component`"),
    });
}
