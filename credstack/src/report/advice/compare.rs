//! A cohort before and after, as a document for programs, as text, and as a page.

use std::fmt::Write as _;

use serde::Serialize;

use super::super::html::escape;
use super::NOTICE;
use crate::advice::{ClauseCount, Comparison, Stands, Turn};

/// What a change comes to for a cohort: `comparison/v1`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ComparisonDocument {
    /// `comparison/v1`.
    pub credstack: &'static str,
    /// How many learners there are.
    pub learners: usize,
    /// How many of them gain.
    pub gain: usize,
    /// How many lose.
    pub lose: usize,
    /// How many have both.
    pub both: usize,
    /// For how many all that counts stays as it is.
    pub same: usize,
    /// How many could not be compared.
    pub failed: usize,
    /// The rules and limits that say something else, those that most learners gain or lose by first.
    pub clauses: Vec<ClauseDocument>,
    /// Every learner, in the order of the wallets.
    pub each: Vec<LearnerDocument>,
    /// What all advice says of itself.
    pub notice: &'static str,
}

/// A rule or a limit that says something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClauseDocument {
    /// Its name, which its versions share.
    pub name: String,
    /// What a person calls it.
    pub title: String,
    /// Where it is laid down.
    pub sources: Vec<String>,
    /// Of those of whom it says something else, how many gain.
    pub gain: usize,
    /// How many lose.
    pub lose: usize,
    /// How many have both.
    pub both: usize,
    /// For how many nothing that counts changes.
    pub same: usize,
    /// Some of those who gain or lose.
    pub examples: Vec<ExampleDocument>,
}

/// A learner of whom a clause says something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExampleDocument {
    /// Who.
    pub learner: String,
    /// What it said.
    pub before: String,
    /// What it would say.
    pub after: String,
}

/// One learner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LearnerDocument {
    /// Who.
    pub learner: String,
    /// `gains`, `loses`, `both`, `same`, `failed`.
    pub turn: &'static str,
    /// As things are; null where it failed.
    pub before: Option<StandsDocument>,
    /// As they would be.
    pub after: Option<StandsDocument>,
    /// The clauses that say something else.
    pub clauses: Vec<String>,
    /// Why it could not be compared.
    pub error: Option<String>,
}

/// What a wallet comes to; amounts in ECTS.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StandsDocument {
    /// `complete`, `not_complete`, `undetermined`.
    pub status: &'static str,
    /// What counts and is owed.
    pub owed_ects: String,
    /// What counts and may be granted.
    pub grantable_ects: String,
    /// What can come to count.
    pub possible_ects: String,
}

fn stands(of: Stands) -> StandsDocument {
    StandsDocument {
        status: of.status.key(),
        owed_ects: of.owed.to_string(),
        grantable_ects: of.grantable.to_string(),
        possible_ects: of.possible.to_string(),
    }
}

/// The comparison as a document for programs.
pub fn comparison_document(found: &Comparison) -> ComparisonDocument {
    let mut clauses: Vec<ClauseDocument> = found.clauses.iter().map(|(name, count)| clause(name, count)).collect();
    clauses.sort_by(|a, b| (b.gain + b.lose + b.both, &a.name).cmp(&(a.gain + a.lose + a.both, &b.name)));
    let each = found.learners.iter().map(|l| match &l.found {
        Ok(turned) => LearnerDocument {
            learner: l.learner.clone(),
            turn: turned.turn.word(),
            before: Some(stands(turned.before)),
            after: Some(stands(turned.after)),
            clauses: turned.clauses.clone(),
            error: None,
        },
        Err(error) => LearnerDocument {
            learner: l.learner.clone(),
            turn: "failed",
            before: None,
            after: None,
            clauses: Vec::new(),
            error: Some(error.clone()),
        },
    });
    ComparisonDocument {
        credstack: "comparison/v1",
        learners: found.learners.len(),
        gain: found.count(Turn::Gains),
        lose: found.count(Turn::Loses),
        both: found.count(Turn::Both),
        same: found.count(Turn::Same),
        failed: found.failed(),
        clauses,
        each: each.collect(),
        notice: NOTICE,
    }
}

fn clause(name: &str, count: &ClauseCount) -> ClauseDocument {
    let example = |(learner, before, after): &(String, String, String)| ExampleDocument {
        learner: learner.clone(),
        before: before.clone(),
        after: after.clone(),
    };
    ClauseDocument {
        name: name.to_owned(),
        title: count.title.clone(),
        sources: count.sources.clone(),
        gain: count.gain,
        lose: count.lose,
        both: count.both,
        same: count.same,
        examples: count.examples.iter().map(example).collect(),
    }
}

/// The comparison as text, ending in a line break.
pub fn comparison_text(found: &Comparison) -> String {
    let document = comparison_document(found);
    let ComparisonDocument { learners, gain, lose, both, same, failed, .. } = &document;
    let mut text = format!("{learners} learners: {gain} gain, {lose} lose, {both} both, {same} as before");
    let _ = writeln!(text, "{}", if *failed > 0 { format!(", {failed} could not be compared") } else { String::new() });
    for clause in document.clauses.iter().filter(|c| c.gain + c.lose + c.both > 0) {
        let sources =
            if clause.sources.is_empty() { String::new() } else { format!(" — {}", clause.sources.join(", ")) };
        let _ = writeln!(text, "\n{} ({}){sources}", clause.title, clause.name);
        let both = if clause.both > 0 { format!(", {} both", clause.both) } else { String::new() };
        let _ = writeln!(text, "  {} gain, {} lose{both}", clause.gain, clause.lose);
        for ExampleDocument { learner, before, after } in &clause.examples {
            let _ = writeln!(text, "  · {learner}: {before} → {after}");
        }
    }
    for one in document.each.iter().filter(|l| l.error.is_some()).take(10) {
        let _ = writeln!(text, "\n{} could not be compared: {}", one.learner, one.error.as_deref().unwrap_or_default());
    }
    let _ = writeln!(text, "\n{NOTICE}");
    text
}

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}\
h1,h2{line-height:1.2}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #d5d5d5;vertical-align:top}\
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}.bar{display:flex;height:1.6rem;border:1px solid #888;margin:1rem 0}\
.gain{background:#1a7f37}.lose{background:#b42318}.both{background:#8a6100}.same{background:#d5d9df}.failed{background:#555}\
.key span{display:inline-block;margin-right:1.2rem}.key i{display:inline-block;width:.9rem;height:.9rem;margin-right:.35rem;vertical-align:-.1rem}\
.wide{overflow-x:auto}small,.src{color:#555}@media print{.bar,.key i{print-color-adjust:exact}}";

/// The comparison as a page by itself, without a script.
pub fn comparison_html(title: &str, found: &Comparison) -> String {
    let document = comparison_document(found);
    let parts = [
        ("gain", "gain", document.gain),
        ("lose", "lose", document.lose),
        ("both", "both", document.both),
        ("same", "as before", document.same),
        ("failed", "could not be compared", document.failed),
    ];
    let parts: Vec<_> = parts.into_iter().filter(|(_, _, n)| *n > 0).collect();
    let mut bar = String::new();
    let mut key = String::new();
    for (class, words, n) in &parts {
        let _ = write!(bar, "<span class=\"{class}\" style=\"flex:{n}\"></span>");
        let _ = write!(key, "<span><i class=\"{class}\"></i>{n} {words}</span>");
    }
    let mut rows = String::new();
    for c in document.clauses.iter().filter(|c| c.gain + c.lose + c.both > 0) {
        let examples: Vec<String> = c
            .examples
            .iter()
            .map(|e| format!("{}: {} → {}", escape(&e.learner), escape(&e.before), escape(&e.after)))
            .collect();
        let _ = write!(
            rows,
            "<tr><th scope=\"row\">{}<br><small>{}</small><br><small class=\"src\">{}</small></th><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td>{}</td></tr>",
            escape(&c.title),
            escape(&c.name),
            escape(&c.sources.join(", ")),
            c.gain,
            c.lose,
            c.both,
            examples.join("<br>")
        );
    }
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{title}</title><style>{STYLE}</style></head><body>\n<h1>{title}</h1>\n<p>{} learners.</p>\n<div class=\"bar\" role=\"img\" aria-label=\"{} gain, {} lose, {} both, {} as before\">{bar}</div>\n<p class=\"key\">{key}</p>\n<h2>By clause</h2>\n<div class=\"wide\"><table><thead><tr><th scope=\"col\">Clause</th><th scope=\"col\" class=\"n\">Gain</th><th scope=\"col\" class=\"n\">Lose</th><th scope=\"col\" class=\"n\">Both</th><th scope=\"col\">Some of them</th></tr></thead><tbody>{rows}</tbody></table></div>\n{}<p><small>{NOTICE}</small></p>\n</body></html>\n",
        document.learners,
        document.gain,
        document.lose,
        document.both,
        document.same,
        largest(&document),
        title = escape(title),
    )
}

/// The learners for whom most changes.
fn largest(document: &ComparisonDocument) -> String {
    let turned = document.each.iter().filter(|l| !matches!(l.turn, "same" | "failed"));
    let rows: String = turned
        .take(50)
        .filter_map(|l| {
            let (before, after) = (l.before.as_ref()?, l.after.as_ref()?);
            let words = |s: &StandsDocument| s.status.replace('_', " ");
            Some(format!(
                "<tr><th scope=\"row\">{}</th><td>{}</td><td class=\"n\">{} → {}</td><td>{} → {}</td></tr>",
                escape(&l.learner),
                l.turn,
                before.grantable_ects,
                after.grantable_ects,
                words(before),
                words(after)
            ))
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    format!(
        "<h2>Learner by learner</h2>\n<p>The first fifty for whom something changes.</p>\n<div class=\"wide\"><table><thead><tr><th scope=\"col\">Learner</th><th scope=\"col\">Turn</th><th scope=\"col\" class=\"n\">ECTS that may be granted</th><th scope=\"col\">The award</th></tr></thead><tbody>{rows}</tbody></table></div>\n"
    )
}
