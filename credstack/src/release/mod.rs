//! What a pack lacks before others may rely on it: approval by two people, a source and an example for every rule, reviews
//! within their term.

mod approvals;
mod said;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use credstack_model::date::{Date, Term};
use credstack_model::policy::{Confidence, Period, Policy, PolicySet};
use credstack_source::{SourceFile, Span};

pub use approvals::{Approvals, Deed, Step, with_steps};
pub(crate) use said::{all_clauses, stands_in};

use crate::review::reviews;
use crate::rules::{Rules, name, read_packs};
use crate::testing::run_examples;

/// How many people have to approve.
pub const APPROVERS: usize = 2;
/// How long a review of a source holds where a pack does not say: two years.
pub const REVIEW_HOLDS: Term = Term { years: 2, months: 0, days: 0 };

/// How far a policy or award has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Nobody has looked at it as it stands now.
    Draft,
    /// Somebody has compared it with its sources.
    Reviewed,
    /// Two people have approved it; it is not, or no longer, in force.
    Approved,
    /// It is approved and in force.
    InForce,
    /// It was taken out of use.
    Withdrawn,
}

impl State {
    /// The words for it.
    pub fn words(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Reviewed => "reviewed",
            State::Approved => "approved",
            State::InForce => "in force",
            State::Withdrawn => "withdrawn",
        }
    }
}

/// A policy or an award, and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// `policy` or `award`.
    pub kind: &'static str,
    /// Full name.
    pub name: String,
    /// The mark of its words as they stand.
    pub words: String,
    /// How far it has come.
    pub state: State,
    /// Who did what to these words.
    pub steps: Vec<Step>,
    /// Whether the last step was about other words: it has been changed since.
    pub changed_since: bool,
    /// The pack that it is in, by its place in the set.
    pub pack: usize,
    /// Where it stands.
    pub span: Span,
}

/// A pack in the table of packs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackState {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The state of what has come least far; `None` for a pack that has neither policies nor awards.
    pub state: Option<State>,
    /// How many rules and limits it has.
    pub rules: usize,
    /// How many examples stand beside them.
    pub examples: usize,
    /// How many sources its policies name.
    pub sources: usize,
    /// How many of its sources and declarations nobody could check.
    pub doubtful: usize,
    /// The review that is longest ago; `None` where a source says no day, or there is none.
    pub oldest_review: Option<Date>,
}

/// What keeps something from being released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    /// `approval`, `source`, `example` or `review`.
    pub of: &'static str,
    /// The full name of what lacks it.
    pub name: String,
    /// What is wrong and what to do, in a sentence.
    pub says: String,
    /// Where it stands.
    pub span: Span,
}

/// What there is to say before rules are released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// The packs.
    pub packs: Vec<PackState>,
    /// The policies and awards.
    pub items: Vec<Item>,
    /// What is lacking; nothing may be released with it.
    pub lacks: Vec<Lack>,
}

/// How far every policy and award has come on a day; without one nothing is said to be in force.
pub fn items(rules: &Rules, approvals: &Approvals, on: Option<Date>) -> Vec<Item> {
    let set = &rules.policies;
    let marks = said::marks(rules);
    let policies = set.policies.iter().map(|p| ("policy", p.name, p.force, Some(p.pack), p.span));
    let awards = set.awards.iter().map(|a| ("award", a.name, a.force, None, a.span));
    let item = |(kind, name, force, pack, span): (&'static str, _, Period, Option<usize>, Span)| {
        let words = marks.get(&name).cloned().unwrap_or_default();
        let name = set.symbols.text(name).to_owned();
        let steps: Vec<Step> = approvals.of(&name, &words).cloned().collect();
        let last = approvals.steps.iter().rev().find(|s| s.of == name);
        Item {
            kind,
            state: state(approvals, &name, &words, on.is_some_and(|day| force.holds(day))),
            changed_since: last.is_some_and(|s| s.words != words),
            pack: pack.unwrap_or_else(|| pack_of(rules, span)),
            name,
            words,
            steps,
            span,
        }
    };
    policies.chain(awards).map(item).collect()
}

/// The folder of the pack in which an item stands: the nearest manifest above its file.
pub fn home_of(rules: &Rules, folder: &Path, item: &Item) -> Option<PathBuf> {
    let file = rules.sources.file(item.span.source)?.name();
    let homes = read_packs(folder).ok()?.1;
    let in_it = homes.into_iter().filter(|home| {
        let shown = name(folder, home);
        file.strip_prefix(shown.trim_end_matches('/')).is_some_and(|rest| rest.starts_with('/'))
    });
    in_it.max_by_key(|home| home.components().count())
}

/// The pack in which a place is: that of the nearest manifest above its file. Without errors, the manifests are read in the
/// order of the packs.
fn pack_of(rules: &Rules, span: Span) -> usize {
    let file = rules.sources.file(span.source).map(SourceFile::name).unwrap_or_default();
    let manifests = rules.sources.files().filter_map(|(_, f)| f.name().strip_suffix("pack.toml"));
    let above = manifests.enumerate().filter(|(_, folder)| file.starts_with(folder));
    above.max_by_key(|(_, folder)| folder.len()).map_or(0, |(at, _)| at)
}

fn state(approvals: &Approvals, name: &str, words: &str, in_force: bool) -> State {
    // Who takes something out of use means it whatever its words have become, until it is approved anew.
    let last = approvals.steps.iter().rev().find(|s| s.of == name);
    if last.is_some_and(|s| s.state == Deed::Withdrawn) {
        return State::Withdrawn;
    }
    let approved = approvals.approvers(name, words) >= APPROVERS;
    match approvals.of(name, words).next() {
        _ if approved && in_force => State::InForce,
        _ if approved => State::Approved,
        Some(_) => State::Reviewed,
        None => State::Draft,
    }
}

/// What keeps rules from being released on a day. `within` is how long a review holds; where it is not given, what the pack
/// says, or [`REVIEW_HOLDS`].
pub fn release(rules: &Rules, approvals: &Approvals, on: Date, within: Option<Term>) -> Release {
    let items = items(rules, approvals, Some(on));
    let mut lacks: Vec<Lack> = items.iter().filter_map(|item| approval(item, approvals)).collect();
    lacks.extend(unsourced(rules));
    lacks.extend(untried(rules));
    lacks.extend(unreviewed(rules, approvals, on, within));
    let known = |step: &&Step| !items.iter().any(|item| item.name == step.of);
    lacks.extend(approvals.steps.iter().filter(known).map(|step| Lack {
        of: "approval",
        name: step.of.clone(),
        says: format!(
            "`{}` {} it on {}, and no policy or award of this name is loaded",
            step.by,
            step.state.word(),
            step.on
        ),
        span: Span::default(),
    }));
    lacks.sort_by_key(|lack| (lack.span.source, lack.span.start));
    Release { packs: pack_states(rules, &items), items, lacks }
}

fn approval(item: &Item, approvals: &Approvals) -> Option<Lack> {
    let people = approvals.approvers(&item.name, &item.words);
    let says = match item.state {
        State::Approved | State::InForce => return None,
        State::Withdrawn => "it was withdrawn; take it out, or let two people approve it anew".to_owned(),
        _ if item.changed_since => "it was changed since somebody last put their name to it".to_owned(),
        State::Draft => "nobody has put their name to it yet".to_owned(),
        State::Reviewed => format!("{people} of {APPROVERS} people have approved it"),
    };
    Some(Lack { of: "approval", name: item.name.clone(), says, span: item.span })
}

fn unsourced(rules: &Rules) -> Vec<Lack> {
    let set = &rules.policies;
    let bare = |p: &Policy| {
        let without = p.rules.iter().filter(|r| r.citations.is_empty());
        without.map(|r| (r.name, r.span)).collect::<Vec<_>>()
    };
    let lack = |(name, span)| Lack {
        of: "source",
        name: set.symbols.text(name).to_owned(),
        says: "it cites no source".to_owned(),
        span,
    };
    set.policies.iter().flat_map(bare).map(lack).collect()
}

fn untried(rules: &Rules) -> Vec<Lack> {
    let set = &rules.policies;
    let without: BTreeSet<String> = run_examples(rules).without.into_iter().collect();
    let all = set.policies.iter().flat_map(|p| &p.rules).map(|r| (set.symbols.text(r.name).to_owned(), r.span));
    let bare = all.filter(|(name, _)| without.contains(name));
    bare.map(|(name, span)| Lack { of: "example", name, says: "it has no example".to_owned(), span }).collect()
}

fn unreviewed(rules: &Rules, approvals: &Approvals, on: Date, within: Option<Term>) -> Vec<Lack> {
    let set = &rules.policies;
    let of_pack = |policy| {
        let pack = set.policies.iter().find(|p| p.name == policy).and_then(|p| set.packs.get(p.pack));
        approvals.within.iter().find(|(name, _)| pack.is_some_and(|p| *p.name == **name)).map(|(_, term)| *term)
    };
    let mut lacks = Vec::new();
    for review in reviews(set) {
        let term = within.or_else(|| of_pack(review.policy)).unwrap_or(REVIEW_HOLDS);
        if !review.is_stale(term, on) {
            continue;
        }
        let says = match review.checked {
            Some(day) => format!("it was last reviewed {day}, which is longer ago than {term}"),
            None => "nobody says when it was reviewed".to_owned(),
        };
        let name = format!("{} {}", set.symbols.text(review.policy), review.name);
        lacks.push(Lack { of: "review", name, says, span: review.span });
    }
    lacks
}

/// The table of packs, in their order.
pub fn pack_states(rules: &Rules, items: &[Item]) -> Vec<PackState> {
    let set = &rules.policies;
    let pack = |(at, pack): (usize, &credstack_model::policy::Pack)| {
        let policies: Vec<&Policy> = set.policies.iter().filter(|p| p.pack == at).collect();
        let sources = || policies.iter().flat_map(|p| &p.sources);
        let days: Option<Vec<Date>> = sources().map(|s| s.checked).collect();
        let own_rules = || policies.iter().flat_map(|p| &p.rules);
        PackState {
            name: pack.name.to_string(),
            version: pack.version.to_string(),
            state: items.iter().filter(|i| i.pack == at).map(|i| i.state).min(),
            rules: own_rules().count(),
            examples: own_rules().map(|r| r.examples.len()).sum(),
            sources: sources().count(),
            doubtful: sources().filter(|s| s.confidence == Confidence::Doubtful).count() + doubted(rules, set, at),
            oldest_review: days.and_then(|days| days.into_iter().min()),
        }
    };
    set.packs.iter().enumerate().map(pack).collect()
}

/// How many frameworks, credit systems and hours of a pack rest on what nobody could check.
fn doubted(rules: &Rules, set: &PolicySet, pack: usize) -> usize {
    let own = set.declarations.iter().filter(|d| pack_of(rules, d.span) == pack);
    own.filter(|d| set.in_doubt(&d.citations)).count()
}

#[cfg(test)]
mod tests;
