//! The items of rules as they are compared: by full name, with whom they are for and when they are in force.

use credstack_dsl::{Clause, Line, Thing};
use credstack_model::policy::{Award, Condition, Period, Policy, PolicySet};

use crate::release::{all_clauses, stands_in};
use crate::report::words;
use crate::rules::Rules;

/// An item.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) thing: Thing,
    pub(super) name: String,
    pub(super) title: String,
    pub(super) of: String,
    pub(super) for_whom: Option<String>,
    pub(super) jurisdiction: Vec<String>,
    pub(super) force: Period,
    pub(super) lines: Vec<Line>,
    /// Which of those of one name it is, in the order of the files.
    turn: usize,
}

impl Entry {
    /// Whether it is another version of the same.
    pub(super) fn same_item(&self, other: &Entry) -> bool {
        self.thing == other.thing && self.name == other.name && self.turn == other.turn
    }
}

/// All items, in the order of the files.
pub(super) fn gather(rules: &Rules) -> Vec<Entry> {
    let mut found: Vec<Entry> = Vec::new();
    for clause in all_clauses(rules) {
        let before = found.len();
        of_item(rules, &clause, &mut found);
        for at in before..found.len() {
            let turn = found.iter().take(at).filter(|e| e.thing == found[at].thing && e.name == found[at].name).count();
            found[at].turn = turn;
        }
    }
    found
}

fn of_item(rules: &Rules, clause: &Clause, found: &mut Vec<Entry>) {
    let set = &rules.policies;
    let policy = set.policies.iter().find(|p| stands_in(p.span, clause));
    let award = set.awards.iter().find(|a| stands_in(a.span, clause));
    let name = policy.map(|p| p.name).or(award.map(|a| a.name));
    let name = name.map_or_else(|| clause.name.clone(), |n| set.symbols.text(n).to_owned());
    let jurisdiction = policy.map(|p| p.jurisdiction.iter().map(|j| set.symbols.text(*j).to_owned()).collect());
    let whole = Entry {
        thing: clause.thing,
        title: clause.title.clone(),
        of: name.clone(),
        for_whom: award.map(award_for).filter(|text| !text.is_empty()),
        jurisdiction: jurisdiction.unwrap_or_default(),
        force: policy.map(|p| p.force).or(award.map(|a| a.force)).unwrap_or_default(),
        lines: clause.lines.clone(),
        turn: 0,
        name,
    };
    let parts = clause.within.iter().map(|inner| of_part(set, policy, &whole, inner));
    let parts: Vec<Entry> = parts.collect();
    found.push(whole);
    found.extend(parts);
}

/// Who offers an award.
fn award_for(award: &Award) -> String {
    award.offered_by.as_ref().map(|by| format!("learners of {by}")).unwrap_or_default()
}

fn of_part(set: &PolicySet, policy: Option<&Policy>, whole: &Entry, clause: &Clause) -> Entry {
    let rule = policy.and_then(|p| p.rules.iter().find(|r| r.within.is_none() && stands_in(r.span, clause)));
    let route = policy.and_then(|p| p.routes.iter().find(|r| stands_in(r.span, clause)));
    let applies: Option<&Condition> = rule.map(|r| &r.applies).or(route.map(|r| &r.applies));
    let force = rule.map(|r| r.force).or(route.map(|r| r.force));
    Entry {
        thing: clause.thing,
        name: format!("{}.{}", whole.of, clause.name),
        title: clause.title.clone(),
        of: whole.of.clone(),
        for_whom: applies.map(|of| words::condition(set, of)),
        jurisdiction: whole.jurisdiction.clone(),
        force: force.map_or(whole.force, |own| own.within(whole.force)),
        lines: clause.lines.clone(),
        turn: 0,
    }
}
