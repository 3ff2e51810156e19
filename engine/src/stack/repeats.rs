//! Several attempts at one thing: which of them counts.

use std::collections::{BTreeMap, BTreeSet};

use credstack_model::facts::Value;
use credstack_model::policy::{PolicySet, Repeats};
use credstack_model::proposal::Unknown;
use credstack_model::stack::{Include, Reading};
use credstack_model::vocabulary::{AttributeId, attribute};
use credstack_model::{Amount, Credential};

use super::faces::Entry;
use super::kinds::{Day, Instead, Mark, Place};

/// Attempts at one thing.
#[derive(Debug, Clone)]
pub(super) struct Attempts {
    pub(super) entries: Vec<usize>,
    rule: Repeats,
}

/// Finds attempts at one thing: credentials of one course, by an identifier that they share. What an award or a component is
/// called joins nothing: several credentials may be put forward for one.
pub(super) fn attempts(
    set: &PolicySet,
    components: &[super::plan::PlanComponent],
    rule: Option<Repeats>,
    credentials: &[Credential],
) -> Vec<Attempts> {
    let Some(rule) = rule else { return Vec::new() };
    let text = |s| set.symbols.text(s);
    let named =
        |code: &str| components.iter().any(|c| &*c.name == code) || set.awards.iter().any(|a| text(a.name) == code);
    let mut groups: Vec<(BTreeSet<&str>, Vec<usize>)> = Vec::new();
    for (at, credential) in credentials.iter().enumerate() {
        let Some(Value::Codes(codes)) = credential.facts.value(attribute::IDENTIFIER) else { continue };
        let mut mine: (BTreeSet<&str>, Vec<usize>) =
            (codes.iter().map(|c| text(*c)).filter(|c| !named(c)).collect(), vec![at]);
        let (joined, apart) = groups.into_iter().partition(|(c, _)| !c.is_disjoint(&mine.0));
        groups = apart;
        for (codes, entries) in joined {
            mine.0.extend(codes);
            mine.1.extend(entries);
        }
        groups.push(mine);
    }
    let mut found: Vec<Attempts> = groups
        .into_iter()
        .filter(|(_, entries)| entries.len() > 1)
        .map(|(_, mut entries)| {
            entries.sort_unstable();
            Attempts { entries, rule }
        })
        .collect();
    found.sort_by_key(|a| a.entries.clone());
    found
}

/// How good an attempt is by what decides: the least and the most that it may be.
type Rank = (Ranked, Ranked);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Ranked {
    Failed,
    Least,
    Mark(Amount),
    Day(i64),
    Most,
}

/// What decides among attempts.
pub(super) struct Deciding<'a> {
    pub(super) entries: &'a [Entry],
    pub(super) marks: &'a BTreeMap<(usize, AttributeId), Mark>,
    pub(super) days: &'a [Day],
    pub(super) lower_is_better: bool,
    pub(super) include: Include,
}

impl Deciding<'_> {
    /// The attempts that do not count in a reading, each with why.
    pub(super) fn out(&self, attempts: &[Attempts], reading: Reading) -> BTreeMap<usize, Instead> {
        let mut out = BTreeMap::new();
        for one in attempts {
            let ranks: Vec<(usize, Rank)> = one
                .entries
                .iter()
                .filter(|at| self.entries.get(**at).is_some_and(|e| e.progress <= self.include))
                .map(|at| (*at, self.rank(one.rule, *at)))
                .collect();
            let surely_better = |mine: Rank| ranks.iter().find(|(_, other)| other.0 > mine.1).map(|(at, _)| *at);
            let may: Vec<&(usize, Rank)> = ranks.iter().filter(|(_, rank)| surely_better(*rank).is_none()).collect();
            let tied = may.array_windows().all(|[(_, a), (_, b)]| a == b && a.0 == a.1);
            for (at, rank) in &ranks {
                if let Some(better) = surely_better(*rank) {
                    out.insert(*at, Instead::Of(better));
                } else if !tied && reading != Reading::Possible {
                    out.insert(*at, Instead::Open(Unknown::Fact(decided_by(one.rule))));
                }
            }
        }
        out
    }

    /// The open facts that decide which attempt counts, by credential.
    pub(super) fn open(&self, attempts: &[Attempts]) -> Vec<(usize, Unknown)> {
        let out = self.out(attempts, Reading::Grantable);
        let open =
            out.into_iter().filter_map(|(at, why)| if let Instead::Open(on) = why { Some((at, on)) } else { None });
        let unknown = |(at, on): &(usize, Unknown)| {
            let rule = attempts.iter().find(|a| a.entries.contains(at)).map(|a| a.rule);
            rule.is_some_and(|rule| {
                *on == Unknown::Fact(decided_by(rule)) && {
                    let r = self.rank(rule, *at);
                    r.0 != r.1
                }
            })
        };
        open.filter(unknown).collect()
    }

    fn rank(&self, rule: Repeats, at: usize) -> Rank {
        let passed = self.entries.get(at).is_none_or(|e| e.passed);
        let day = || self.days.get(at).copied().unwrap_or(Day::Unknown).ends();
        match rule {
            Repeats::Best if !passed => (Ranked::Failed, Ranked::Failed),
            Repeats::Best => match self.marks.get(&(at, attribute::GRADE_VALUE)).copied().unwrap_or(Mark::Unknown) {
                Mark::None => (Ranked::Least, Ranked::Least),
                Mark::Unknown => (Ranked::Least, Ranked::Most),
                Mark::Known(mark) => {
                    let mark = Ranked::Mark(if self.lower_is_better { Amount::ZERO.minus(mark) } else { mark });
                    (mark, mark)
                }
            },
            Repeats::Latest => (Ranked::Day(number(day().0)), Ranked::Day(number(day().1))),
            Repeats::First => (Ranked::Day(-number(day().1)), Ranked::Day(-number(day().0))),
        }
    }
}

/// A number for a day, greater for a later one.
fn number(place: Place) -> i64 {
    match place {
        Place::First => -i64::from(i32::MAX),
        Place::Last => i64::from(i32::MAX),
        Place::On(day) => (i64::from(day.year()) * 12 + i64::from(day.month())) * 31 + i64::from(day.day()),
    }
}

fn decided_by(rule: Repeats) -> AttributeId {
    match rule {
        Repeats::Best => attribute::GRADE_VALUE,
        Repeats::Latest | Repeats::First => attribute::ISSUED,
    }
}
