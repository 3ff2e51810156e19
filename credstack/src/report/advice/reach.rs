//! What a wallet reaches, as a document and as text.

use credstack_engine::stack::Standing;
use credstack_model::Symbol;
use credstack_model::policy::{PolicySet, Preference};
use serde::Serialize;

use super::NOTICE;
use crate::advice::Reach;

/// What a wallet reaches: `reach/v1`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReachDocument {
    /// `reach/v1`.
    pub credstack: &'static str,
    /// How many awards there are.
    pub awards: usize,
    /// How many of them the wallet touches, and so were tried.
    pub tried: usize,
    /// Those that are complete, each by itself.
    pub reached: Vec<ReachedDocument>,
    /// The largest sets of them that can be complete together; empty where fewer than two are reached, or too many.
    pub together: Vec<Vec<String>>,
    /// Whether these are all such sets.
    pub all_sets: bool,
    /// Those that the preference takes where not all can be complete.
    pub preferred: Vec<String>,
    /// `most_awards`, `highest_award`; null where none is declared.
    pub prefer: Option<&'static str>,
    /// Those that something counts toward, the nearest first.
    pub near: Vec<ReachedDocument>,
    /// Awards that cannot be stacked toward, and why.
    pub failed: Vec<(String, String)>,
    /// What all advice says of itself.
    pub notice: &'static str,
}

/// How a wallet stands to an award.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReachedDocument {
    /// Its full name.
    pub award: String,
    /// What it is called.
    pub title: String,
    /// ECTS that count.
    pub counted_ects: String,
    /// ECTS that are missing.
    pub missing_ects: String,
    /// Credentials, learning outcomes or different values that are missing.
    pub missing_items: i64,
    /// How many requirements are not met.
    pub unmet: i64,
    /// Whether that is proven to be the best.
    pub proven: bool,
    /// The awards that include it and are not complete: who leaves them leaves with this one.
    pub exit_from: Vec<String>,
}

/// What a wallet reaches, as a document for programs.
pub fn reach_document(set: &PolicySet, reach: &Reach) -> ReachDocument {
    let text = |name: &Symbol| set.symbols.text(*name).to_owned();
    let texts = |names: &[Symbol]| names.iter().map(text).collect::<Vec<String>>();
    let standing = |name: Symbol, s: &Standing, exits: &[Symbol]| ReachedDocument {
        award: text(&name),
        title: title(set, name),
        counted_ects: s.counted.to_string(),
        missing_ects: s.missing.to_string(),
        missing_items: s.missing_items,
        unmet: s.unmet,
        proven: s.proven,
        exit_from: texts(exits),
    };
    let joint = reach.together.as_ref();
    let complete = joint.into_iter().flat_map(|j| &j.awards).filter(|a| a.grantable.complete);
    ReachDocument {
        credstack: "reach/v1",
        awards: reach.awards,
        tried: reach.tried,
        reached: reach.reached.iter().map(|r| standing(r.award, &r.standing, &r.exit_from)).collect(),
        together: joint.map(|j| j.grantable.maximal.iter().map(|s| texts(s)).collect()).unwrap_or_default(),
        all_sets: joint.map_or(reach.asked_together < 2, |j| j.grantable.all_maximal),
        preferred: complete.map(|a| text(&a.award)).collect(),
        prefer: joint.and_then(|j| j.prefer).map(|p| match p {
            Preference::MostAwards => "most_awards",
            Preference::HighestAward => "highest_award",
        }),
        near: reach.near.iter().map(|n| standing(n.award, &n.standing, &[])).collect(),
        failed: reach.failed.iter().map(|(name, error)| (text(name), error.to_string())).collect(),
        notice: NOTICE,
    }
}

fn title(set: &PolicySet, name: Symbol) -> String {
    set.awards.iter().find(|a| a.name == name).map_or_else(String::new, |a| a.title.to_string())
}

/// What a wallet reaches, as text, ending in a line break.
pub fn reach_text(set: &PolicySet, reach: &Reach) -> String {
    let document = reach_document(set, reach);
    let called = |name: &str| {
        let known = document.reached.iter().chain(&document.near).find(|r| r.award == name);
        known.map_or_else(|| set.symbols.get(name).map_or_else(String::new, |n| title(set, n)), |r| r.title.clone())
    };
    let mut lines = vec![format!("{} of {} awards are touched", document.tried, document.awards), String::new()];
    lines.push(format!("  Reached, each by itself: {}", document.reached.len()));
    for one in &document.reached {
        lines.push(format!("  ✓ {} ({}), {} ECTS", one.title, one.award, one.counted_ects));
        for outer in &one.exit_from {
            lines.push(format!("      the way out of {} ({outer})", called(outer)));
        }
    }
    if !document.together.is_empty() {
        lines.extend([String::new(), "  Together can be complete".to_owned()]);
    }
    for set in &document.together {
        lines.push(format!("  · {}", set.iter().map(|n| called(n)).collect::<Vec<_>>().join(" + ")));
    }
    if !document.all_sets {
        let more = if reach.together.is_none() { "; name those that you ask for as `awards` of the claim" } else { "" };
        lines.push(format!("  · which of them together could not be told in full{more}"));
    }
    if document.prefer.is_some() {
        let names: Vec<String> = document.preferred.iter().map(|n| called(n)).collect();
        lines.push(format!("    preferred: {}", names.join(" + ")));
    }
    if !document.near.is_empty() {
        lines.extend([String::new(), "  Near, the nearest first".to_owned()]);
    }
    for one in &document.near {
        let mut missing = Vec::new();
        if one.missing_ects != "0" {
            missing.push(format!("{} ECTS", one.missing_ects));
        }
        if one.missing_items > 0 {
            missing.push(format!("{} credentials, outcomes or values", one.missing_items));
        }
        if missing.is_empty() {
            missing.push(format!("{} requirements", one.unmet));
        }
        let proven = if one.proven { "" } else { " (not proven)" };
        lines.push(format!("  ✗ {} ({}): missing {}{proven}", one.title, one.award, missing.join(" and ")));
    }
    for (name, error) in &document.failed {
        lines.push(format!("  ! {name}: {error}"));
    }
    lines.extend([String::new(), document.notice.to_owned(), String::new()]);
    lines.join("\n")
}
