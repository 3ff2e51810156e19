//! What stands on each page, as data for the templates.

use std::collections::BTreeMap;

use credstack::model::facts::Text;
use credstack::model::policy::{Audience, Award, Policy, PolicySet, Rule};
use credstack::release::{Item, PackState, State, pack_states};
use credstack::report::words;
use credstack::{Rules, run_examples};
use serde::Serialize;

use crate::clause::clause;
use crate::facts::{Approval, Source, approval, file, force, source};

/// A pack in the table of packs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackLine {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// What a person calls it.
    pub title: String,
    /// Its policies: name, title, page.
    pub policies: Vec<Link>,
    /// How many rules and limits it has.
    pub rules: usize,
    /// How many examples stand beside them.
    pub examples: usize,
    /// How many of its sources and declarations nobody could check.
    pub doubtful: usize,
    /// How far what has come least far has come: `draft`, `reviewed`, `approved`, `withdrawn`; none for data alone.
    pub state: Option<&'static str>,
    /// The day of the review that is longest ago; none where a source says no day.
    pub oldest_review: Option<String>,
}

/// A link to a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Full name.
    pub name: String,
    /// What a person calls it.
    pub title: String,
    /// The page.
    pub file: String,
}

/// Something that the search finds.
#[derive(Debug, Serialize)]
pub(crate) struct Found {
    /// What is shown.
    title: String,
    /// What else it is found by.
    words: String,
    /// Where it stands.
    at: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct Index {
    pub(crate) packs: Vec<PackLine>,
    awards: Vec<Link>,
    rules: usize,
    examples: usize,
    #[serde(skip)]
    pub(crate) found: Vec<Found>,
}

#[derive(Debug, Serialize)]
pub(crate) struct PolicyPage {
    pub(crate) file: String,
    pub(crate) name: String,
    pub(crate) title: String,
    pack: String,
    layer: String,
    jurisdiction: Vec<String>,
    force: Option<String>,
    extends: Vec<Link>,
    /// The other versions of the same policy.
    versions: Vec<Link>,
    sources: Vec<Source>,
    rules: Vec<RulePart>,
    approval: Approval,
}

#[derive(Debug, Serialize)]
struct RulePart {
    name: String,
    /// The last part of the name: where the page has it.
    anchor: String,
    title: String,
    /// The same in other languages: the language and the sentence.
    says: Vec<(String, String)>,
    does: &'static str,
    law: bool,
    officers_only: bool,
    force: Option<String>,
    clause: String,
    place: String,
    sources: Vec<Source>,
    doubtful: bool,
    notes: Vec<String>,
    examples: Vec<ExampleLine>,
    /// When it is in force, where other versions of the rule stand beside it.
    dated: Option<String>,
    /// The other versions of the rule: when each is in force, and where it stands.
    versions: Vec<(String, String)>,
}

#[derive(Debug, Serialize)]
struct ExampleLine {
    title: String,
    passes: bool,
}

#[derive(Debug, Serialize)]
pub(crate) struct AwardPage {
    pub(crate) file: String,
    pub(crate) name: String,
    pub(crate) title: String,
    says: Vec<(String, String)>,
    offered_by: Option<String>,
    level: Option<String>,
    workload: Option<String>,
    force: Option<String>,
    policy: Option<Link>,
    clause: String,
    sources: Vec<Source>,
    notes: Vec<String>,
    approval: Approval,
    /// The ladder around it.
    pub(crate) picture: Option<String>,
}

fn name(set: &PolicySet, symbol: credstack::model::Symbol) -> String {
    set.symbols.text(symbol).to_owned()
}

fn link(set: &PolicySet, policy: &Policy) -> Link {
    Link { name: name(set, policy.name), title: policy.title.to_string(), file: file(set, policy.name) }
}

fn says(texts: &[Text]) -> Vec<(String, String)> {
    texts.iter().map(|text| (text.language.to_string(), text.words.to_string())).collect()
}

pub(crate) fn index(rules: &Rules, items: &[Item]) -> Index {
    let set = &rules.policies;
    let packs: Vec<PackLine> =
        pack_states(rules, items).into_iter().enumerate().map(|(at, state)| pack_line(set, at, state)).collect();
    let award = |a: &Award| Link { name: name(set, a.name), title: a.title.to_string(), file: file(set, a.name) };
    let awards: Vec<Link> = set.awards.iter().map(award).collect();
    let mut found: Vec<Found> = Vec::new();
    for policy in &set.policies {
        let page = file(set, policy.name);
        found.push(Found { title: policy.title.to_string(), words: name(set, policy.name), at: page.clone() });
        for rule in &policy.rules {
            let full = name(set, rule.name);
            let mut words = full.clone();
            for more in rule
                .says
                .iter()
                .map(|s| s.words.to_string())
                .chain(rule.citations.iter().map(|c| format!("{} {}", set.symbols.text(c.source), c.place)))
            {
                words.push(' ');
                words.push_str(&more);
            }
            found.push(Found { title: rule.title.to_string(), words, at: format!("{page}#{}", anchor(&full)) });
        }
    }
    for award in &awards {
        found.push(Found { title: award.title.clone(), words: award.name.clone(), at: award.file.clone() });
    }
    let (rules, examples) = packs.iter().fold((0, 0), |(r, e), pack| (r + pack.rules, e + pack.examples));
    Index { packs, awards, rules, examples, found }
}

fn pack_line(set: &PolicySet, at: usize, state: PackState) -> PackLine {
    PackLine {
        name: state.name,
        version: state.version,
        title: set.packs.get(at).map(|pack| pack.title.to_string()).unwrap_or_default(),
        rules: state.rules,
        examples: state.examples,
        doubtful: state.doubtful,
        state: state.state.map(State::words),
        oldest_review: state.oldest_review.map(|day| day.to_string()),
        policies: set.policies.iter().filter(|p| p.pack == at).map(|p| link(set, p)).collect(),
    }
}

pub(crate) fn policies(rules: &Rules, items: &[Item]) -> Vec<PolicyPage> {
    let set = &rules.policies;
    let runs = run_examples(rules).runs;
    let failed: BTreeMap<(&str, &str), bool> =
        runs.iter().map(|run| ((run.rule.as_str(), run.title.as_str()), run.failure.is_some())).collect();
    let page = |policy: &Policy| {
        let others = set.policies.iter().filter(|p| p.version_of == policy.version_of && p.name != policy.name);
        let whole = |s: &credstack::model::policy::LegalSource| {
            let span = s.span;
            source(
                set,
                &credstack::model::policy::Citation { policy: policy.name, source: s.name, place: "".into(), span },
            )
        };
        PolicyPage {
            file: file(set, policy.name),
            name: name(set, policy.name),
            title: policy.title.to_string(),
            pack: set.packs.get(policy.pack).map(|p| format!("{} {}", p.name, p.version)).unwrap_or_default(),
            layer: policy.layer.word().to_owned(),
            jurisdiction: policy.jurisdiction.iter().map(|j| name(set, *j)).collect(),
            force: force(policy.force),
            extends: set.policies.iter().filter(|p| policy.extends.contains(&p.name)).map(|p| link(set, p)).collect(),
            versions: others.map(|p| link(set, p)).collect(),
            sources: policy.sources.iter().map(whole).collect(),
            approval: approval(items, set.symbols.text(policy.name)),
            rules: policy.rules.iter().map(|rule| rule_part(rules, rule, &failed)).collect(),
        }
    };
    set.policies.iter().map(page).collect()
}

fn rule_part(rules: &Rules, rule: &Rule, failed: &BTreeMap<(&str, &str), bool>) -> RulePart {
    let set = &rules.policies;
    let full = name(set, rule.name);
    let versions = versions(set, rule);
    let example = |title: &str| ExampleLine {
        title: title.to_owned(),
        passes: failed.get(&(full.as_str(), title)) == Some(&false),
    };
    RulePart {
        anchor: anchor(&full),
        title: rule.title.to_string(),
        says: says(&rule.says),
        does: rule.effect.word(),
        law: rule.standing.is_mandatory(),
        officers_only: rule.audience == Audience::Officers,
        force: force(rule.force),
        clause: clause(&rules.sources, rule.span),
        place: rules.sources.describe(rule.span),
        sources: rule.citations.iter().map(|c| source(set, c)).collect(),
        doubtful: set.in_doubt(&rule.citations),
        notes: rule.notes.iter().map(ToString::to_string).collect(),
        examples: rule.examples.iter().map(|e| example(&e.title)).collect(),
        dated: force(rule.force).filter(|_| !versions.is_empty()),
        versions,
        name: full,
    }
}

/// The other versions of a rule, in this policy and in other versions of it, the oldest first.
fn versions(set: &PolicySet, rule: &Rule) -> Vec<(String, String)> {
    let base = |name: &str| name.split('@').next().unwrap_or(name).to_owned();
    let text = |rule: &Rule| set.symbols.text(rule.name).to_owned();
    let mut found = Vec::new();
    for policy in &set.policies {
        let page = file(set, policy.name);
        let same = policy.rules.iter().filter(|r| r.span != rule.span && base(&text(r)) == base(&text(rule)));
        found.extend(same.map(|r| {
            let days = force(r.force).unwrap_or_else(|| "without a date".to_owned());
            (r.force.from, days, format!("{page}#{}", anchor(&text(r))))
        }));
    }
    found.sort();
    found.into_iter().map(|(_, days, at)| (days, at)).collect()
}

fn anchor(full: &str) -> String {
    let last = full.rsplit('.').next().unwrap_or(full);
    last.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' }).collect()
}

pub(crate) fn awards(rules: &Rules, items: &[Item]) -> Vec<AwardPage> {
    let set = &rules.policies;
    let page = |award: &Award| {
        let policy = award.policy.and_then(|wanted| set.policies.iter().find(|p| p.name == wanted));
        AwardPage {
            file: file(set, award.name),
            name: name(set, award.name),
            title: award.title.to_string(),
            says: says(&award.says),
            offered_by: award.offered_by.as_ref().map(ToString::to_string),
            level: award.level.map(|level| words::level(set, level)),
            workload: award.workload.map(|(amount, unit)| format!("{amount} {}", words::unit(set, unit))),
            force: force(award.force),
            policy: policy.map(|p| link(set, p)),
            clause: clause(&rules.sources, award.span),
            sources: award.citations.iter().map(|c| source(set, c)).collect(),
            notes: award.notes.iter().map(ToString::to_string).collect(),
            approval: approval(items, set.symbols.text(award.name)),
            picture: None,
        }
    };
    set.awards.iter().map(page).collect()
}
