//! Conditions that nothing meets, and such as everything meets.

use credstack_diagnostics::{Diagnostic, Slug};
use credstack_engine::prove::Scope;
use credstack_model::policy::Condition;
use credstack_source::Span;

use super::cx::Cx;

/// Tells of a condition and its parts, and whether nothing meets the whole of it.
pub(super) fn check(
    cx: &Cx<'_>,
    scope: &Scope<'_>,
    head: Span,
    condition: &Condition,
    found: &mut Vec<Diagnostic>,
) -> bool {
    if says_nothing(condition) {
        return false;
    }
    let plain = scope.plain(condition);
    if cx.prover.never(&plain) {
        found.push(impossible(cx, scope, head, condition));
        return true;
    }
    if cx.prover.always(&plain) {
        let message = format!("{} is always so, so it says nothing", cx.said(condition, head));
        let problem = Diagnostic::new(Slug::AlwaysTrueCondition, cx.place(condition, head), message);
        found.push(problem.help("take it out, or write the bound that was meant"));
        return false;
    }
    match condition {
        Condition::All(list) | Condition::Any(list) => {
            for part in list {
                check(cx, scope, head, part, found);
            }
        }
        Condition::Not(inner) => {
            if let Condition::All(list) | Condition::Any(list) = inner.as_ref() {
                for part in list {
                    check(cx, scope, head, part, found);
                }
            }
        }
        Condition::Always(_) | Condition::Test(_) | Condition::Class(_) | Condition::Answer(_) => {}
    }
    false
}

/// Whether nobody wrote it: no clause stands behind it.
fn says_nothing(condition: &Condition) -> bool {
    let mut written = false;
    condition.walk(&mut |c| {
        written |= matches!(c, Condition::Test(_) | Condition::Class(_) | Condition::Answer(_));
    });
    !written
}

fn impossible(cx: &Cx<'_>, scope: &Scope<'_>, head: Span, condition: &Condition) -> Diagnostic {
    let mut core = core(cx, scope, parts(condition));
    core.sort_by_key(|c| cx.place(c, head));
    let slug = Slug::ImpossibleCondition;
    match core.as_slice() {
        [one] => {
            let problem = Diagnostic::new(slug, cx.place(one, head), format!("{} can never be so", cx.said(one, head)));
            problem.help("change it, or take it out: as it stands, no credential meets it")
        }
        [first, second] => {
            let message = format!("{} and {} can never both be so", cx.said(first, head), cx.said(second, head));
            Diagnostic::new(slug, cx.place(second, head), message)
                .also(cx.place(first, head), "this excludes it")
                .help("change one of them, or write `or` between them if either is enough")
        }
        several => {
            let said: Vec<String> = several.iter().map(|c| cx.said(c, head)).collect();
            let message = format!("{} can never all be so together", said.join(", "));
            let place = cx.place(several.last().unwrap_or(condition), head);
            let mut problem = Diagnostic::new(slug, place, message);
            for part in several.iter().take(several.len().saturating_sub(1)) {
                problem = problem.also(cx.place(part, head), "together with this");
            }
            problem.help("change one of them: as they stand, no credential meets them all")
        }
    }
}

/// The conditions that all have to hold, as they were written.
pub(super) fn parts(condition: &Condition) -> Vec<Condition> {
    match condition {
        Condition::All(list) => list.iter().flat_map(parts).collect(),
        Condition::Always(true) => Vec::new(),
        // What is not any of these is none of them.
        Condition::Not(inner) => match inner.as_ref() {
            Condition::Any(list) => list.iter().flat_map(|c| parts(&Condition::Not(Box::new(c.clone())))).collect(),
            Condition::Not(twice) => parts(twice),
            _ => vec![condition.clone()],
        },
        _ => vec![condition.clone()],
    }
}

/// As few of some conditions as still exclude one another, in their order.
pub(super) fn core(cx: &Cx<'_>, scope: &Scope<'_>, mut list: Vec<Condition>) -> Vec<Condition> {
    let mut at = 0;
    while at < list.len() && list.len() > 1 {
        let mut fewer = list.clone();
        fewer.remove(at);
        if cx.prover.never(&scope.plain(&Condition::All(fewer.clone()))) {
            list = fewer;
        } else {
            at += 1;
        }
    }
    list
}
