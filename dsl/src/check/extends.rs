//! Policies that extend nothing known, or one another in a circle.

use credstack_diagnostics::{Applicability, Diagnostic, Slug};

use crate::lower::Cx;
use crate::suggest::nearest;

/// Reports unknown parents and circles of `extends`, the circle shown whole.
pub(crate) fn circular_extends(cx: &mut Cx<'_>) {
    let mut problems = Vec::new();
    for (name, policy) in &cx.names.policies {
        for (parent, span) in &policy.extends {
            if !cx.names.policies.contains_key(parent) {
                let near = nearest(parent, cx.names.policies.keys().map(String::as_str).filter(|p| p != name));
                let problem = Diagnostic::new(Slug::UnknownPolicy, *span, format!("unknown policy `{parent}`"));
                problems.push(match near {
                    Some(near) => {
                        problem.help(format!("did you mean `{near}`?")).fix(*span, near, Applicability::Likely)
                    }
                    None => problem.help("load the pack that declares it"),
                });
            }
        }
        if let Some(circle) = circle(cx, name) {
            let message = format!("policies extend one another in a circle: {}", circle.join(" → "));
            problems.push(Diagnostic::new(Slug::CircularExtends, policy.span, message).help("take one `extends` out"));
        }
    }
    cx.diagnostics.extend(problems);
}

/// The way from a policy back to itself; told only by the first policy of the circle, so that it is told once.
fn circle(cx: &Cx<'_>, start: &str) -> Option<Vec<String>> {
    let mut paths = vec![vec![start.to_owned()]];
    let mut seen = vec![start.to_owned()];
    while let Some(path) = paths.pop() {
        let last = path.last()?;
        for (parent, _) in &cx.names.policies.get(last)?.extends {
            let mut longer = path.clone();
            longer.push(parent.clone());
            if parent == start {
                return path.iter().all(|p| p.as_str() >= start).then_some(longer);
            }
            if cx.names.policies.contains_key(parent) && !seen.contains(parent) {
                seen.push(parent.clone());
                paths.push(longer);
            }
        }
    }
    None
}
