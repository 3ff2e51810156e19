//! What the examples cover, in words and as JSON.

use std::str::FromStr;

use credstack::Rules;
use credstack::testing::{Coverage, Figure, RuleCoverage, Tally};
use serde_json::{Value, json};

/// At least so many percent of a figure.
#[derive(Debug, Clone)]
pub(super) struct Least {
    figure: String,
    percent: usize,
}

const FIGURES: [&str; 3] = ["rules", "branches", "conditions"];

impl FromStr for Least {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no share; write it as `branches=90`");
        let (figure, percent) = text.split_once('=').ok_or_else(wrong)?;
        if !FIGURES.contains(&figure) {
            return Err(format!("`{figure}` is not counted; there are {}", FIGURES.join(", ")));
        }
        let percent: usize = percent.trim_end_matches('%').parse().map_err(|_| wrong())?;
        if percent > 100 { Err(wrong()) } else { Ok(Self { figure: figure.into(), percent }) }
    }
}

impl Least {
    /// What is wrong where less is covered.
    pub(super) fn complaint(&self, coverage: &Coverage) -> Option<String> {
        let found = tally(coverage, &self.figure).percent();
        let Self { figure, percent } = self;
        (found < *percent).then(|| format!("the examples cover {found} percent of the {figure}, fewer than {percent}"))
    }
}

fn tally(coverage: &Coverage, figure: &str) -> Tally {
    match figure {
        "rules" => coverage.rules,
        "branches" => coverage.branches,
        _ => coverage.conditions,
    }
}

/// The totals, and with `all` what no example touches, rule by rule.
pub(super) fn text(rules: &Rules, coverage: &Coverage, all: bool) -> String {
    let mut text = String::new();
    for rule in coverage.by_rule.iter().filter(|r| all && !(r.touched && r.untouched.is_empty())) {
        text += &of_rule(rules, rule);
    }
    if !text.is_empty() {
        text.push('\n');
    }
    for figure in FIGURES {
        let tally = tally(coverage, figure);
        text += &format!("{figure} covered: {} of {}, {} %\n", tally.touched, tally.of, tally.percent());
    }
    text
}

fn of_rule(rules: &Rules, rule: &RuleCoverage) -> String {
    let place = |span| rules.sources.describe(span);
    let mut text = format!("\n{} ({})\n", rule.rule, place(rule.span));
    if !rule.touched {
        text += "  no example is one that the rule is for\n";
    }
    for part in &rule.untouched {
        text += &format!("  no example {} ({})\n", part.words, place(part.span));
    }
    text
}

/// Everything.
pub(super) fn json(rules: &Rules, coverage: &Coverage) -> Value {
    let figure = |t: Tally| json!({ "touched": t.touched, "of": t.of, "percent": t.percent() });
    let one = |rule: &RuleCoverage| {
        let untouched = rule.untouched.iter().map(|u| {
            let kind = match u.figure {
                Figure::Branches => "branch",
                Figure::Conditions => "condition",
            };
            json!({ "kind": kind, "no_example": u.words, "place": rules.sources.describe(u.span) })
        });
        json!({
            "rule": rule.rule,
            "place": rules.sources.describe(rule.span),
            "touched": rule.touched,
            "branches": figure(rule.branches),
            "conditions": figure(rule.conditions),
            "untouched": untouched.collect::<Vec<_>>(),
        })
    };
    json!({
        "rules": figure(coverage.rules),
        "branches": figure(coverage.branches),
        "conditions": figure(coverage.conditions),
        "by_rule": coverage.by_rule.iter().map(one).collect::<Vec<_>>(),
    })
}
