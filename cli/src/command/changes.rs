//! `credstack changes`: what changed between two versions of rules, for people who do not read code.

use std::path::PathBuf;

use clap::Args;
use credstack::changes::{Change, Changes, changes, changes_text};
use credstack::dsl::{Line, Matter};
use serde_json::{Value, json};

use crate::deliver::deliver;
use crate::exit::Exit;
use crate::output::{Format, complain, usable_rules};

/// Say what changed between two versions of rules: what, for whom, from which day.
#[derive(Debug, Args)]
pub(crate) struct ListChanges {
    /// The folder of the packs as they were.
    before: PathBuf,
    /// The folder of the packs as they are.
    #[arg(default_value = "rules")]
    after: PathBuf,
    /// The file to write to; standard output where it is not given.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl ListChanges {
    pub(crate) fn run(&self, format: Format) -> Exit {
        let (before, after) = match (usable_rules(&self.before), usable_rules(&self.after)) {
            (Ok(before), Ok(after)) => (before, after),
            (Err(exit), _) | (_, Err(exit)) => return exit,
        };
        let found = changes(&before, &after);
        let text = match format {
            Format::Text => changes_text(&found),
            Format::Json => format!("{:#}\n", changes_json(&found)),
        };
        match deliver(self.output.as_deref(), &text) {
            Ok(()) => Exit::Success,
            Err(problem) => {
                complain(&format!("error: {problem}"));
                Exit::Usage
            }
        }
    }
}

fn changes_json(found: &Changes) -> Value {
    let packs = found
        .packs
        .iter()
        .map(|p| json!({ "pack": p.name, "before": p.before, "after": p.after, "same_version": p.same_version }));
    json!({
        "packs": packs.collect::<Vec<_>>(),
        "changes": found.items.iter().map(change_json).collect::<Vec<_>>(),
    })
}

fn change_json(change: &Change) -> Value {
    let lines = |lines: &[Line]| -> Vec<Value> {
        lines.iter().map(|l| json!({ "of": matter(l.matter), "text": l.text })).collect()
    };
    json!({
        "became": change.became.word(),
        "of": matter(change.matter),
        "kind": change.thing.word(),
        "name": change.name,
        "title": change.title,
        "within": change.of,
        "for": change.for_whom,
        "jurisdiction": change.jurisdiction,
        "from": change.from.map(|d| d.to_string()),
        "until": change.until.map(|d| d.to_string()),
        "was": lines(&change.was),
        "now": lines(&change.now),
    })
}

fn matter(of: Matter) -> &'static str {
    match of {
        Matter::Outcome => "outcome",
        Matter::Words => "words",
        Matter::Review => "review",
        Matter::Example => "example",
    }
}
