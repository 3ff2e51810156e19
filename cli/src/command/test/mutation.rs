//! Changes of rules that no example notices, in words and as JSON.

use credstack::Rules;
use credstack::testing::{self, Mutation, Specs};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use crate::output::count;

/// Changes every rule, with a bar on standard error where that is a terminal.
pub(super) fn run(rules: &Rules, specs: &Specs) -> Mutation {
    let bar = ProgressBar::new(0);
    let style = ProgressStyle::with_template("{bar:40} {pos} of {len} changes").map(|s| s.progress_chars("=> "));
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    let mut told = |done: usize, all: usize| {
        bar.set_length(u64::try_from(all).unwrap_or(u64::MAX));
        bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
    };
    let found = testing::mutate(rules, &|set, policy| specs.notice(set, policy), &mut told);
    bar.finish_and_clear();
    found
}

/// The changes that nothing noticed, and the score.
pub(super) fn text(rules: &Rules, found: &Mutation) -> String {
    let mut text = String::new();
    let mut of = "";
    for survivor in &found.survivors {
        if of != survivor.of {
            text += &format!("\n{}\n", survivor.of);
            of = &survivor.of;
        }
        text +=
            &format!("  no example notices when {} ({})\n", survivor.words(), rules.sources.describe(survivor.span));
    }
    let left = if found.survivors.is_empty() { "" } else { "\n" };
    text += &format!(
        "{left}{}: {} noticed, {} not, {} left out because they say the same; {} % noticed\n",
        count(found.changes, "change"),
        found.noticed,
        found.survivors.len(),
        found.same,
        found.score()
    );
    text
}

/// Everything.
pub(super) fn json(rules: &Rules, found: &Mutation) -> Value {
    let one = |s: &testing::Survivor| json!({ "of": s.of, "before": s.before, "after": s.after, "place": rules.sources.describe(s.span) });
    json!({
        "changes": found.changes,
        "noticed": found.noticed,
        "same": found.same,
        "score": found.score(),
        "survivors": found.survivors.iter().map(one).collect::<Vec<_>>(),
    })
}
