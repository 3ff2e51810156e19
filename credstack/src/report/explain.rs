//! Replayed conditions as sentences: which facts made a rule hold, and where they were read.

use credstack_model::facts::{Fact, Knowledge, Standing};
use credstack_model::policy::{PolicySet, TestKind};
use credstack_model::proposal::{Step, Truth};

use super::words;

/// The facts that made a condition come out as it did, one line each; parts that made no difference are left out.
pub(super) fn because(set: &PolicySet, step: &Step) -> Vec<String> {
    let mut lines = Vec::new();
    collect(set, step, step.truth(), &mut lines);
    lines.dedup();
    lines
}

/// The tests that are still open, one line each.
pub(super) fn open(set: &PolicySet, step: &Step) -> Vec<String> {
    let mut lines = Vec::new();
    leaves(step, &mut |leaf| {
        if leaf.truth() == Truth::Unknown {
            collect(set, leaf, Truth::Unknown, &mut lines);
        }
    });
    lines.dedup();
    lines
}

fn leaves<'s>(step: &'s Step, visit: &mut impl FnMut(&'s Step)) {
    match step {
        Step::All(_, parts) | Step::Any(_, parts) => parts.iter().for_each(|p| leaves(p, visit)),
        Step::Not(_, inner) => leaves(inner, visit),
        Step::Test { .. } | Step::Class(..) | Step::Answer(..) | Step::Always(_) => visit(step),
    }
}

fn collect(set: &PolicySet, step: &Step, wanted: Truth, lines: &mut Vec<String>) {
    if step.truth() != wanted {
        return;
    }
    match step {
        Step::All(_, parts) | Step::Any(_, parts) => parts.iter().for_each(|p| collect(set, p, wanted, lines)),
        Step::Not(_, inner) => collect(set, inner, wanted.negated(), lines),
        Step::Test { test, fact, converted, .. } => {
            let mut line =
                format!("{}: {}", words::attribute(set, test.attribute), words::knowledge(set, fact.as_deref()));
            if let (Some((range, how)), TestKind::Workload { unit, .. }) = (converted, &test.kind) {
                let how = words::conversion(set, *range, how, *unit);
                if !how.is_empty() {
                    line += &format!(" is {how}");
                }
            }
            lines.push(format!("{line}{}", origin(fact.as_deref())));
        }
        Step::Class(truth, class) => lines.push(format!("{}: {}", words::class(set, *class), truth.word())),
        Step::Answer(truth, question) => {
            lines.push(format!("answer to `{}`: {}", set.symbols.text(*question), truth.word()));
        }
        Step::Always(_) => {}
    }
}

/// Where a fact was read, for the end of a line.
fn origin(fact: Option<&Fact>) -> String {
    let Some(first) = fact.and_then(|f| f.provenance.first()) else { return String::new() };
    match first.standing {
        Standing::Answered => format!(" (answered by {})", first.document),
        Standing::Derived if first.path.is_empty() && fact.is_some_and(|f| f.knowledge != Knowledge::Missing) => {
            format!(" (computed by {} from {})", first.document, first.raw)
        }
        _ if first.path.is_empty() => String::new(),
        Standing::Derived => format!(" (derived from {} {})", first.document, first.path),
        _ => format!(" ({} {})", first.document, first.path),
    }
}
