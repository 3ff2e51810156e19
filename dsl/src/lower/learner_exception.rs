//! Exceptions for one learner.

use credstack_diagnostics::{Applicability, Diagnostic, Slug};
use credstack_model::policy::{Award, Condition, Deeds, LearnerDeed, LearnerException, Measure, Node as Requirement};
use credstack_model::policy::{NodeKind, TestKind};
use credstack_model::vocabulary::attribute;

use super::cx::Cx;
use super::shared::{notes, period, title};
use super::value;
use crate::suggest::nearest;
use crate::syntax::{Kind, Node};

pub(super) fn lower(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<LearnerException> {
    let name = node.child(Kind::name)?;
    let whom = cx.single(node, Kind::exception_for, "for learner");
    let state = cx.single(node, Kind::exception_state, "approved by");
    let deeds: Vec<LearnerDeed> = node.all(Kind::exception_does).filter_map(|d| deed(cx, d)).collect();
    for (there, what, help) in [
        (whom.is_some(), "for whom it is", "add `for learner \"s-1042\" in award demo.computing`"),
        (state.is_some(), "who decided it", "add `approved by \"…\" 2026-03-02`, or `pending by \"…\"`"),
        (
            node.has(Kind::exception_does),
            "what it does",
            "add `substitute … by …`, `waive … without credits` or another",
        ),
    ] {
        if !there && !node.has(Kind::bad_clause) {
            let message = format!("the exception does not say {what}");
            cx.report(Diagnostic::new(Slug::MissingClause, name.span, message).help(help));
        }
    }
    let (whom, state) = (whom?, state?);
    let award = whom.child(Kind::full_name)?;
    if !cx.names.awards.contains_key(award.text) {
        let near = nearest(award.text, cx.names.awards.keys().map(String::as_str)).map(str::to_owned);
        let problem = Diagnostic::new(Slug::UnknownAward, award.span, format!("unknown award `{}`", award.text));
        cx.report(match near {
            Some(near) => problem.help(format!("did you mean `{near}`?")).fix(award.span, near, Applicability::Likely),
            None => problem.help("load the pack that declares it"),
        });
        return None;
    }
    Some(LearnerException {
        name: cx.symbols.intern(name.text),
        title: title(node, name.text),
        learner: whom.child(Kind::text)?.words().into(),
        award: cx.symbols.intern(award.text),
        deeds,
        by: state.child(Kind::text)?.words().into(),
        decided: state.child(Kind::date).and_then(|d| value::day(cx, d)),
        pending: state.text.starts_with("pending"),
        force: period(cx, node),
        notes: notes(node),
        span: name.span,
    })
}

/// What one clause does. Of two names the first is what the verb does something to.
fn deed(cx: &mut Cx<'_>, node: &Node<'_>) -> Option<LearnerDeed> {
    let verb = node.child(Kind::exception_verb)?.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut named = node.parts().filter(|p| matches!(p.kind, Kind::place_path | Kind::text)).map(Node::words);
    let (first, second) = (named.next()?, named.next());
    let credits = node.child(Kind::exception_credits).and_then(|c| c.child(Kind::workload));
    let credits = credits.and_then(|w| value::exact_workload(cx, w));
    let to = match (node.child(Kind::items), node.child(Kind::workload)) {
        (Some(items), _) => {
            let number = items.child(Kind::integer)?.text.parse().ok()?;
            let outcomes = items.child(Kind::items_word).is_some_and(|w| w.text.starts_with("learning"));
            Some(if outcomes { Measure::Outcomes(number) } else { Measure::Items(number) })
        }
        (None, Some(workload)) => value::exact_workload(cx, workload).map(|(a, u)| Measure::Workload(a, u)),
        (None, None) => None,
    };
    let joined = |kind: Kind| node.has(kind);
    let (what, place) = match (&*verb, second, to) {
        ("substitute", Some(by), None) if joined(Kind::KW_BY) => (Deeds::Substitute { by: by.into(), credits }, first),
        ("also allow", Some(place), None) if joined(Kind::KW_IN) => (Deeds::AlsoAllow(first.into()), place),
        ("apply here", Some(place), None) if joined(Kind::KW_IN) => (Deeds::ApplyHere(first.into()), place),
        ("do not use", Some(place), None) if joined(Kind::KW_IN) => (Deeds::DoNotUse(first.into()), place),
        ("do not use", None, None) => (Deeds::DoNotUse(first.into()), String::new()),
        ("change", None, Some(to)) if joined(Kind::KW_TO) => (Deeds::Change(to), first),
        ("waive", None, None) => (Deeds::Waive(credits), first),
        _ => {
            let form = match &*verb {
                "substitute" => "substitute databases by \"INF-220\"",
                "also allow" => "also allow \"INF-220\" in electives",
                "apply here" => "apply here \"INF-220\" in electives",
                "do not use" => "do not use \"INF-220\" in electives",
                "change" => "change electives to 12 ECTS",
                _ => "waive databases without credits",
            };
            let message = format!("`{verb}` does not say all that it needs");
            cx.report(Diagnostic::new(Slug::MissingClause, node.span, message).help(format!("write it as `{form}`")));
            return None;
        }
    };
    Some(LearnerDeed { what, place: place.into(), span: node.span })
}

/// Tells exceptions whose requirement, component or course the award does not have, or no longer.
pub(super) fn check(cx: &mut Cx<'_>, exceptions: &[LearnerException], awards: &[Award]) {
    for (at, one) in exceptions.iter().enumerate() {
        if let Some(first) = exceptions.iter().take(at).find(|o| o.name == one.name) {
            let message = format!("a second exception `{}`", cx.symbols.text(one.name));
            let problem = Diagnostic::new(Slug::DuplicateName, one.span, message);
            cx.report(problem.also(first.span, "the first is here").help("give one of them another name"));
        }
        let Some(award) = awards.iter().find(|a| a.name == one.award) else { continue };
        for deed in one.deeds.iter().filter(|d| !d.place.is_empty()) {
            let course = matches!(deed.what, Deeds::Substitute { .. });
            if has_place(cx, award, &deed.place, course) {
                continue;
            }
            let message = format!(
                "the award `{}` has no requirement or component `{}`, so this exception does nothing",
                cx.symbols.text(award.name),
                deed.place
            );
            let problem = Diagnostic::new(Slug::LostException, deed.span, message);
            cx.report(problem.help("name one that it has, or close the exception and tell the learner"));
        }
    }
}

fn has_place(cx: &Cx<'_>, award: &Award, place: &str, course: bool) -> bool {
    let text = |s| cx.symbols.text(s);
    let own = place.strip_prefix(text(award.name)).and_then(|rest| rest.strip_prefix('.')).unwrap_or(place);
    let own = own.replace('.', "/");
    if award.components.iter().any(|c| text(c.name) == own) {
        return true;
    }
    let mut open: Vec<(String, &Requirement)> = award.require.iter().map(|n| (String::new(), n)).collect();
    while let Some((above, node)) = open.pop() {
        let name = text(node.name);
        let path = if above.is_empty() { name.to_owned() } else { format!("{above}/{name}") };
        if path == own || name == own {
            return true;
        }
        match &node.kind {
            NodeKind::Group(_, children) => open.extend(children.iter().map(|c| (path.clone(), c))),
            NodeKind::If(choice) => {
                open.extend(std::iter::once(&choice.then).chain(&choice.otherwise).map(|c| (above.clone(), c)));
            }
            NodeKind::Slot(slot) if course && names_course(cx, &slot.eligible, place) => return true,
            NodeKind::Slot(_) | NodeKind::Award(_) => {}
        }
    }
    false
}

fn names_course(cx: &Cx<'_>, condition: &Condition, course: &str) -> bool {
    condition.tests().into_iter().any(|test| match &test.kind {
        TestKind::Among(codes) => {
            test.attribute == attribute::IDENTIFIER && codes.iter().any(|c| cx.symbols.text(*c) == course)
        }
        _ => false,
    })
}
