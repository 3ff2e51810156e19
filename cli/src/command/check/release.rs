//! `credstack check --release`: what keeps rules from being relied on by others.

use std::collections::BTreeMap;
use std::path::Path;

use credstack::Rules;
use credstack::model::date::{Date, Term};
use credstack::release::{Approvals, Item, Lack, Release, release};
use serde_json::{Map, Value, json};

use crate::exit::Exit;
use crate::output::{complain, count, today};

/// What was found, with what could not be read of the approvals.
pub(super) struct Found {
    release: Release,
    problems: Vec<String>,
}

impl Found {
    /// Looks at rules without errors.
    pub(super) fn of(folder: &Path, rules: &Rules, on: Option<Date>, within: Option<Term>) -> Result<Self, Exit> {
        let approvals = Approvals::below(folder).map_err(|error| {
            complain(&format!("error: {error}"));
            Exit::InvalidRules
        })?;
        // No decision is made here: what is old is counted from today unless a day is named.
        let on = on.unwrap_or_else(today);
        Ok(Self { release: release(rules, &approvals, on, within), problems: approvals.problems })
    }

    pub(super) fn exit(&self) -> Exit {
        match (self.problems.is_empty(), self.release.lacks.is_empty()) {
            (false, _) => Exit::InvalidRules,
            (true, false) => Exit::BelowThreshold,
            (true, true) => Exit::Success,
        }
    }

    /// The table of packs, and what is lacking.
    pub(super) fn text(&self, rules: &Rules) -> String {
        let mut text = String::from("state     rules  examples  doubtful  oldest review  pack\n");
        for pack in &self.release.packs {
            let state = pack.state.map_or("data only", credstack::release::State::words);
            let review = match pack.oldest_review {
                Some(day) => day.to_string(),
                None if pack.sources == 0 => "no sources".to_owned(),
                None => "not of all".to_owned(),
            };
            text += &format!(
                "{state:<9} {:>5}  {:>8}  {:>8}  {review:<13}  {} {}\n",
                pack.rules, pack.examples, pack.doubtful, pack.name, pack.version
            );
        }
        for problem in &self.problems {
            text += &format!("error: {problem}\n");
        }
        // What many have in common is said once.
        let mut groups: BTreeMap<(&str, &str), Vec<&Lack>> = BTreeMap::new();
        for lack in &self.release.lacks {
            groups.entry((lack.of, &lack.says)).or_default().push(lack);
        }
        for ((of, says), lacks) in &groups {
            text += &format!("\n{of}: {says}\n");
            for lack in lacks {
                text += &format!("    {} ({})\n", lack.name, rules.sources.describe(lack.span));
            }
        }
        let lacks = self.release.lacks.len();
        let end = if lacks == 0 { "may be released" } else { "may not be released" };
        let items = self.release.items.len();
        text += &format!("\n{items} policies and awards, {} lacking: the rules {end}\n", count(lacks, "thing"));
        text
    }

    pub(super) fn json(&self, rules: &Rules) -> Value {
        let pack = |p: &credstack::release::PackState| {
            json!({
                "pack": p.name,
                "version": p.version,
                "state": p.state.map(credstack::release::State::words),
                "rules": p.rules,
                "examples": p.examples,
                "sources": p.sources,
                "doubtful": p.doubtful,
                "oldest_review": p.oldest_review.map(|day| day.to_string()),
            })
        };
        let lack =
            |l: &Lack| json!({ "of": l.of, "name": l.name, "says": l.says, "place": rules.sources.describe(l.span) });
        let mut all = Map::new();
        let mut put = |key: &str, value: Value| drop(all.insert(key.into(), value));
        put("packs", self.release.packs.iter().map(pack).collect());
        put("items", self.release.items.iter().map(item_json).collect());
        put("lacks", self.release.lacks.iter().map(lack).collect());
        put("problems", json!(self.problems));
        Value::Object(all)
    }
}

/// A policy or an award with who did what.
pub(crate) fn item_json(item: &Item) -> Value {
    let step = |s: &credstack::release::Step| json!({ "state": s.state.word(), "by": s.by, "on": s.on.to_string() });
    json!({
        "kind": item.kind,
        "name": item.name,
        "state": item.state.words(),
        "changed_since": item.changed_since,
        "words": item.words,
        "steps": item.steps.iter().map(step).collect::<Vec<_>>(),
    })
}
