//! What would be otherwise, as a document and as text.

use std::collections::BTreeSet;

use credstack_model::AmountRange;
use credstack_model::policy::PolicySet;
use credstack_model::stack::{Held, LimitEntry, Reading, RequirementLine, Stacking};
use serde::Serialize;

use super::super::stack::{in_short, missing};
use super::super::{stack_words, words};
use super::NOTICE;
use super::names::{CredentialName, rule, told};
use crate::advice::WhatIf;

/// What would be otherwise: `what-if/v1`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WhatIfDocument {
    /// `what-if/v1`.
    pub credstack: &'static str,
    /// The award as things are, and as they would be.
    pub award: [String; 2],
    /// Whether it is complete, as things are and as they would be.
    pub status: [&'static str; 2],
    /// Which of the three stacks is compared.
    pub reading: &'static str,
    /// What that stack comes to, as things are and as they would be.
    pub summary: [String; 2],
    /// Everything that differs.
    pub changes: Vec<ChangeDocument>,
    /// What all advice says of itself.
    pub notice: &'static str,
}

/// Something that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangeDocument {
    /// `credential`, `rule`, `requirement`, `limit`.
    pub what: &'static str,
    /// Its identifier, full name or path.
    pub name: String,
    /// What it is called.
    pub title: String,
    /// As things are; null where it is not there.
    pub before: Option<String>,
    /// As they would be; null where it would not be there.
    pub after: Option<String>,
    /// For a rule the credential of which it says something else.
    pub credential: Option<CredentialName>,
    /// Where that is laid down.
    pub sources: Vec<String>,
}

/// What would be otherwise as a document for programs; the sets are those of the two answers.
pub fn what_if_document(sets: [&PolicySet; 2], reading: Reading, found: &WhatIf) -> WhatIfDocument {
    let stacks = [found.before.reading(reading), found.after.reading(reading)];
    let mut changes = credentials(found);
    changes.extend(rules(sets, found));
    let line = |l: &RequirementLine| (l.path.to_string(), l.title.to_string(), standing(l), Vec::new());
    let lines =
        |at: usize| -> Vec<Line> { stacks.get(at).into_iter().flat_map(|s| &s.requirements).map(line).collect() };
    changes.extend(compared("requirement", &lines(0), &lines(1)));
    let limits = |at: usize| -> Vec<Line> {
        let set = sets.get(at).copied();
        let all = stacks.get(at).into_iter().flat_map(|s| s.limits.iter().map(move |l| (s, l)));
        all.filter_map(|(stack, l)| {
            let by = l.rule.and_then(|name| rule(set?, name));
            let title = match by {
                Some(by) => by.title.to_string(),
                None => stack_words::own_limit(set?, Some(stack), l, l.from.as_ref()),
            };
            Some((l.name.to_string(), title, ledger(l), cited(set?, by)))
        })
        .collect()
    };
    changes.extend(compared("limit", &limits(0), &limits(1)));
    let name = |s: &Stacking, set: &PolicySet| set.symbols.text(s.award).to_owned();
    let [first, second] = sets;
    WhatIfDocument {
        credstack: "what-if/v1",
        award: [name(&found.before, first), name(&found.after, second)],
        status: [found.before.status.key(), found.after.status.key()],
        reading: reading.word(),
        summary: stacks.map(in_short),
        changes,
        notice: NOTICE,
    }
}

type Line = (String, String, String, Vec<String>);

/// What is in only one of two lists, or stands otherwise in the second.
fn compared(what: &'static str, before: &[Line], after: &[Line]) -> Vec<ChangeDocument> {
    let mut names: Vec<String> = before.iter().chain(after).map(|l| l.0.clone()).collect();
    let mut seen = BTreeSet::new();
    names.retain(|n| seen.insert(n.clone()));
    let of = |list: &[Line], name: &str| list.iter().find(|l| l.0 == name).cloned();
    let changed = names.into_iter().filter_map(|name| {
        let (a, b) = (of(before, &name), of(after, &name));
        let same = a.as_ref().map(|l| &l.2) == b.as_ref().map(|l| &l.2);
        let (_, title, _, sources) = b.clone().or_else(|| a.clone()).filter(|_| !same)?;
        let (before, after) = (a.map(|l| l.2), b.map(|l| l.2));
        Some(ChangeDocument { what, name, title, before, after, credential: None, sources })
    });
    changed.collect()
}

fn credentials(found: &WhatIf) -> Vec<ChangeDocument> {
    let range = |r: &AmountRange| r.to_string();
    let line = |h: &Held| {
        let title = h.title.as_ref().map_or_else(|| h.id.to_string(), ToString::to_string);
        let said = format!("{} ECTS must be granted, {} may be", range(&h.must), range(&h.may));
        (h.id.to_string(), title, said, Vec::new())
    };
    let lines = |s: &Stacking| -> Vec<Line> { s.credentials.iter().map(line).collect() };
    compared("credential", &lines(&found.before), &lines(&found.after))
}

fn rules(sets: [&PolicySet; 2], found: &WhatIf) -> Vec<ChangeDocument> {
    let words = |key: &str| key.replace('_', " ");
    let change = |said: &crate::advice::OtherwiseSaid| {
        let known = sets.iter().rev().find_map(|set| Some((*set, rule(set, set.symbols.get(&said.rule)?)?)));
        let held = found.after.credentials.iter().chain(&found.before.credentials).find(|h| h.id == said.credential);
        ChangeDocument {
            what: "rule",
            name: said.rule.clone(),
            title: known.map_or_else(|| said.rule.clone(), |(_, r)| r.title.to_string()),
            before: said.before.map(words),
            after: said.after.map(words),
            credential: Some(CredentialName {
                id: said.credential.to_string(),
                title: held.and_then(|h| h.title.as_ref()).map(ToString::to_string),
            }),
            sources: known.map(|(set, r)| cited(set, Some(r))).unwrap_or_default(),
        }
    };
    found.rules.iter().map(change).collect()
}

fn cited(set: &PolicySet, by: Option<&credstack_model::policy::Rule>) -> Vec<String> {
    let all = by.into_iter().flat_map(|r| &r.citations);
    all.map(|c| format!("{} {}", set.symbols.text(c.source), c.place)).collect()
}

fn standing(line: &RequirementLine) -> String {
    let counted = format!("{} ECTS of {} credentials", line.credits, line.credentials);
    match (line.chosen, missing(line)) {
        (false, _) => "not part of the stack".to_owned(),
        (true, Some(missing)) => format!("{counted}, {missing}"),
        (true, None) if line.met => format!("{counted}, met"),
        (true, None) => counted,
    }
}

fn ledger(limit: &LimitEntry) -> String {
    let bites = if limit.bites == Some(true) { ", it bites" } else { "" };
    format!("{}, {} counted{bites}", stack_words::extent(limit), stack_words::need(limit.used))
}

/// What would be otherwise, as text, ending in a line break.
pub fn what_if_text(sets: [&PolicySet; 2], reading: Reading, found: &WhatIf) -> String {
    let document = what_if_document(sets, reading, found);
    let [before, after] = &document.award;
    let mut lines = vec![if before == after { before.clone() } else { format!("{before} → {after}") }];
    let status = |s: &Stacking| s.status.words();
    lines.push(format!("as it is:       {}; {}: {}", status(&found.before), document.reading, document.summary[0]));
    lines.push(format!("as it would be: {}; {}: {}", status(&found.after), document.reading, document.summary[1]));
    let heads = [
        ("credential", "Recognised otherwise"),
        ("rule", "Rules that say something else"),
        ("requirement", "Requirements"),
        ("limit", "Limits"),
    ];
    for (what, head) in heads {
        let of: Vec<&ChangeDocument> = document.changes.iter().filter(|c| c.what == what).collect();
        if !of.is_empty() {
            lines.extend([String::new(), format!("  {head}")]);
        }
        for change in of {
            let side = |s: &Option<String>| s.clone().unwrap_or_else(|| "not there".to_owned());
            let about = change.credential.as_ref().map_or_else(String::new, |c| format!(" — {}", told(c)));
            let title = words::shorten(&change.title, 90);
            lines.push(format!("  · {title}{about}: {} → {}", side(&change.before), side(&change.after)));
            if !change.sources.is_empty() {
                lines.push(format!("      {} ({})", change.sources.join(", "), change.name));
            }
        }
    }
    if document.changes.is_empty() {
        lines.extend([String::new(), "  Nothing would be otherwise.".to_owned()]);
    }
    lines.extend([String::new(), document.notice.to_owned(), String::new()]);
    lines.join("\n")
}
