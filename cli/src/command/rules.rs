//! `credstack rules`: what is loaded, and what nobody has compared with its source for too long.

use std::path::PathBuf;

use clap::Args;
use credstack::model::date::{Date, Term};
use credstack::model::policy::{Effect, Policy};
use credstack::{Review, Rules, reviews};
use serde_json::{Value, json};

use crate::exit::Exit;
use crate::output::{Format, count, day, print, print_json, term, today, usable_rules};

/// List the policies that are loaded, or what was not reviewed for too long.
#[derive(Debug, Args)]
pub(crate) struct ListRules {
    /// The folder of the packs.
    #[arg(default_value = "rules")]
    rules: PathBuf,
    /// Only sources and parameters whose last review is longer ago than this: 2y, 18m, 6w, 90d.
    #[arg(long, value_name = "TERM", value_parser = term)]
    stale: Option<Term>,
    /// The day from which that is counted; today where it is not given.
    #[arg(long, value_name = "DATE", requires = "stale", value_parser = day)]
    on: Option<Date>,
}

impl ListRules {
    pub(crate) fn run(&self, format: Format) -> Exit {
        let rules = match usable_rules(&self.rules) {
            Ok(rules) => rules,
            Err(exit) => return exit,
        };
        match self.stale {
            // No decision is made here: what is old is counted from today unless a day is named.
            Some(term) => stale(&rules, term, self.on.unwrap_or_else(today), format),
            None => list(&rules, format),
        }
    }
}

fn stale(rules: &Rules, term: Term, on: Date, format: Format) -> Exit {
    let found: Vec<Review> = reviews(&rules.policies).into_iter().filter(|r| r.is_stale(term, on)).collect();
    match format {
        Format::Json => {
            let list: Vec<Value> = found.iter().map(|r| review_json(rules, r)).collect();
            print_json(&json!({ "on": on.to_string(), "term": term.to_string(), "stale": list }));
        }
        Format::Text => {
            for review in &found {
                print(&review_text(rules, review));
            }
            let what = count(found.len(), "source or parameter").replace("parameters", "parameter");
            print(&format!("{what} not reviewed within {term} before {on}\n"));
        }
    }
    if found.is_empty() { Exit::Success } else { Exit::BelowThreshold }
}

fn review_text(rules: &Rules, review: &Review) -> String {
    let kind = if review.parameter { "parameter" } else { "source" };
    let when = review.checked.map_or_else(|| "never reviewed".to_owned(), |day| format!("reviewed {day}"));
    let url = review.url.as_ref().map_or_else(String::new, |u| format!("\n    {u}"));
    let policy = rules.policies.symbols.text(review.policy);
    let place = rules.sources.describe(review.span);
    format!("{kind} {} of {policy}: {}, {when} ({place}){url}\n", review.name, review.title)
}

fn review_json(rules: &Rules, review: &Review) -> Value {
    json!({
        "kind": if review.parameter { "parameter" } else { "source" },
        "policy": rules.policies.symbols.text(review.policy),
        "name": review.name,
        "title": review.title,
        "url": review.url,
        "checked": review.checked.map(|d| d.to_string()),
        "place": rules.sources.describe(review.span),
    })
}

fn list(rules: &Rules, format: Format) -> Exit {
    let policies = &rules.policies.policies;
    match format {
        Format::Json => print_json(&policies.iter().map(|p| policy_json(rules, p)).collect()),
        Format::Text => policies.iter().for_each(|p| print(&policy_text(rules, p))),
    }
    Exit::Success
}

/// How many rules and limits a policy has.
fn sizes(policy: &Policy) -> (usize, usize) {
    let limits = policy.rules.iter().filter(|r| matches!(r.effect, Effect::Limit(_))).count();
    (policy.rules.len() - limits, limits)
}

fn policy_text(rules: &Rules, policy: &Policy) -> String {
    let set = &rules.policies;
    let (own, limits) = sizes(policy);
    let from = policy.force.from.map_or_else(String::new, |d| format!(" from {d}"));
    let until = policy.force.to.map_or_else(String::new, |d| format!(" until {d}"));
    let force = if from.is_empty() && until.is_empty() { String::new() } else { format!(", in force{from}{until}") };
    let oldest = policy.sources.iter().map(|s| s.checked).min().flatten();
    let reviewed = oldest.map_or_else(String::new, |d| format!("; oldest review {d}"));
    format!(
        "{} ({})\n    {}{force}\n    {}, {}, {}, {}{reviewed}\n",
        set.symbols.text(policy.name),
        policy.layer.word(),
        policy.title,
        count(own, "rule"),
        count(limits, "limit"),
        count(policy.parameters.len(), "parameter"),
        count(policy.sources.len(), "source"),
    )
}

fn policy_json(rules: &Rules, policy: &Policy) -> Value {
    let set = &rules.policies;
    let (own, limits) = sizes(policy);
    let names = |list: &[credstack::model::Symbol]| -> Vec<String> {
        list.iter().map(|s| set.symbols.text(*s).to_owned()).collect()
    };
    json!({
        "policy": set.symbols.text(policy.name),
        "version_of": set.symbols.text(policy.version_of),
        "title": policy.title.as_ref(),
        "layer": policy.layer.word(),
        "jurisdiction": names(&policy.jurisdiction),
        "extends": names(&policy.extends),
        "from": policy.force.from.map(|d| d.to_string()),
        "until": policy.force.to.map(|d| d.to_string()),
        "rules": own,
        "limits": limits,
        "parameters": policy.parameters.len(),
        "sources": policy.sources.len(),
    })
}
