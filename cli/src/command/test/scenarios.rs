//! What came of the scenarios of specifications, in words and as JSON.

use credstack::testing::{Failure, SpecOutcome, SpecRun};
use serde_json::{Value, json};

use crate::output::count;

/// What was promised and did not come, what waits, and how many of each there are. Nothing where there is no scenario.
pub(super) fn text(runs: &[SpecRun]) -> String {
    if runs.is_empty() {
        return String::new();
    }
    let mut text = String::new();
    let (mut failed, mut waiting) = (0, 0);
    for run in runs {
        match &run.outcome {
            SpecOutcome::Passed => {}
            SpecOutcome::Failed(failures) => {
                failed += 1;
                text += &format!("\nscenario \"{}\" ({})\n", run.title, run.file);
                text.extend(failures.iter().map(failure));
            }
            SpecOutcome::Waiting(reason) => {
                waiting += 1;
                text += &format!("waiting {reason}: {} ({})\n", run.title, run.file);
            }
        }
    }
    let passed = runs.len() - failed - waiting;
    let gap = if failed == 0 { "" } else { "\n" };
    text += &format!("{gap}{}: {passed} passed, {failed} failed, {waiting} waiting\n", count(runs.len(), "scenario"));
    text
}

/// What was promised, what came in its place, and why.
pub(super) fn failure(failure: &Failure) -> String {
    let mut text = format!("  {}\n    - {}\n    + {}\n", failure.place, failure.promised, failure.came);
    for (at, reason) in failure.because.iter().enumerate() {
        let head = if at == 0 { "because" } else { "       " };
        text += &format!("    {head} {reason}\n");
    }
    text
}

/// Everything.
pub(super) fn json(runs: &[SpecRun]) -> Value {
    let one = |run: &SpecRun| {
        let (outcome, rest) = match &run.outcome {
            SpecOutcome::Passed => ("passed", Value::Null),
            SpecOutcome::Waiting(reason) => ("waiting", json!(reason)),
            SpecOutcome::Failed(failures) => {
                let each = failures
                    .iter()
                    .map(|f| json!({ "place": f.place, "promised": f.promised, "came": f.came, "because": f.because }));
                ("failed", each.collect())
            }
        };
        let mut object = json!({ "title": run.title, "file": run.file, "outcome": outcome });
        match (&run.outcome, object.as_object_mut()) {
            (SpecOutcome::Failed(_), Some(map)) => drop(map.insert("failures".into(), rest)),
            (SpecOutcome::Waiting(_), Some(map)) => drop(map.insert("waits".into(), rest)),
            _ => {}
        }
        object
    };
    runs.iter().map(one).collect()
}
