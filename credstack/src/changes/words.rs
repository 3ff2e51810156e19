//! Changes in words: Markdown, to be put beside the rules or sent to those whom it concerns.

use std::fmt::Write as _;

use credstack_dsl::{Line, Matter};

use super::{Became, Change, Changes, PackChange};

/// The changes as a page of Markdown: first what comes out otherwise, policy by policy, then what is only said otherwise.
pub fn changes_text(changes: &Changes) -> String {
    if changes.items.is_empty() && changes.packs.is_empty() {
        return "Nothing changed.\n".to_owned();
    }
    let mut text = String::from("# Changes\n\n");
    changes.packs.iter().for_each(|pack| text += &pack_line(pack));
    let outcome = |c: &&Change| c.matter == Matter::Outcome;
    let mut of = "";
    for change in changes.items.iter().filter(outcome) {
        if change.of != of {
            of = &change.of;
            let _ = write!(text, "\n## {of}\n");
        }
        text += &one(change);
    }
    if !changes.items.iter().any(|c| outcome(&c)) {
        text += "\nNo outcome depends on what changed.\n";
    }
    let rest = changes.items.iter().filter(|c| !outcome(c));
    let rest: Vec<String> = rest.map(only).collect();
    if !rest.is_empty() {
        text += "\n## Without any bearing on what comes out\n\n";
        text += &rest.concat();
    }
    text
}

fn pack_line(pack: &PackChange) -> String {
    let PackChange { name, before, after, same_version } = pack;
    let said = match (before, after) {
        (None, Some(version)) => format!("new, {version}"),
        (Some(version), None) => format!("gone; it was {version}"),
        (Some(version), Some(_)) if *same_version => {
            format!("{version} still, although its files differ: give it another version")
        }
        (before, after) => {
            format!("{} → {}", before.as_deref().unwrap_or_default(), after.as_deref().unwrap_or_default())
        }
    };
    format!("- `{name}`: {said}\n")
}

fn one(change: &Change) -> String {
    let title = if change.title.is_empty() { &change.name } else { &change.title };
    let verb = match change.became {
        Became::Added => "New",
        Became::Changed => "Changed",
        Became::Removed => "No longer",
    };
    let mut text = format!(
        "\n### {verb}: {title}\n\n{} `{}`. {}\n\n",
        capital(change.thing.word()),
        change.name,
        concerns(change)
    );
    let list = |text: &mut String, label: &str, lines: &[Line], matter: Matter| {
        for line in lines.iter().filter(|l| l.matter == matter) {
            let _ = writeln!(text, "- {label}: `{}`", line.text.replace('`', "'"));
        }
    };
    let (was, now) = if change.became == Became::Changed { ("was", "is now") } else { ("it said", "it says") };
    for matter in [Matter::Outcome, Matter::Words] {
        list(&mut text, was, &change.was, matter);
        list(&mut text, now, &change.now, matter);
    }
    let count = |lines: &[Line]| lines.iter().filter(|l| l.matter == Matter::Example).count();
    let (gone, come) = (count(&change.was), count(&change.now));
    if gone + come > 0 {
        let _ = writeln!(text, "- examples: {come} new, {gone} gone");
    }
    text
}

/// For whom and from which day.
fn concerns(change: &Change) -> String {
    let whom = change.for_whom.as_ref().map(|of| format!("For: {of}. ")).unwrap_or_default();
    let place = match change.jurisdiction.as_slice() {
        [] => String::new(),
        places => format!("In: {}. ", places.join(", ")),
    };
    let days = match (change.from, change.until) {
        (None, None) => "In force without a date.".to_owned(),
        (Some(from), None) => format!("In force from {from}."),
        (None, Some(until)) => format!("In force until {until}, that day excluded."),
        (Some(from), Some(until)) => format!("In force from {from} until {until}, that day excluded."),
    };
    format!("{whom}{place}{days}")
}

fn only(change: &Change) -> String {
    let what = match change.matter {
        Matter::Review => "reviewed again",
        Matter::Example => "other examples",
        Matter::Outcome | Matter::Words => "other words, notes or sources",
    };
    let mut text = format!("- {} `{}`: {what}\n", change.thing.word(), change.name);
    for (label, lines) in [("was", &change.was), ("is now", &change.now)] {
        for line in lines.iter().filter(|l| l.matter == Matter::Words) {
            let _ = writeln!(text, "  - {label}: `{}`", line.text.replace('`', "'"));
        }
    }
    text
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
