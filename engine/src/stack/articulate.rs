//! Articulation: what sets of credentials are made into before anything is counted.

use std::collections::BTreeSet;
use std::sync::Arc;

use credstack_model::facts::{Fact, Text, Value};
use credstack_model::policy::{Articulation, Given, PolicySet};
use credstack_model::proposal::Unknown;
use credstack_model::stack::Include;
use credstack_model::vocabulary::{AttributeId, attribute};
use credstack_model::workload::{StatedWorkload, WorkloadUnit};
use credstack_model::{Amount, AmountRange, Credential, Symbol};

use super::plan::PlanComponent;

/// How a credential was made of others.
#[derive(Debug, Clone)]
pub(super) struct Made {
    /// The articulation.
    pub(super) by: Symbol,
    /// Which application of it: results of one never exclude one another.
    pub(super) application: usize,
    /// The identifiers of what it was made of.
    pub(super) of: Vec<Arc<str>>,
    /// What has to be known before it is sure that the articulation applies, each with the credential that it is of.
    pub(super) open: Vec<(Arc<str>, Unknown)>,
    /// How far the learning of all of it has come.
    pub(super) progress: Include,
}

/// At most so many sets of credentials are tried for one articulation.
const MOST_SETS: usize = 64;

/// A credential that may be one of the courses, with what has to be known.
struct Candidate<'c> {
    credential: &'c Credential,
    open: Vec<Unknown>,
}

/// Everything that the articulations make of a wallet. What one makes is no course of another.
pub(super) fn articulate(
    set: &PolicySet,
    components: &[PlanComponent],
    credentials: &[Credential],
    progress: impl Fn(&Credential) -> Option<Include>,
) -> Vec<(Credential, Made)> {
    let mut found = Vec::new();
    let mut application = 0;
    for table in &set.articulations {
        let each: Vec<Vec<Candidate<'_>>> = table
            .from
            .iter()
            .map(|course| credentials.iter().filter_map(|c| candidate(set, table, *course, c)).collect())
            .collect();
        for (number, sources) in sets(&each).into_iter().enumerate() {
            let Some(progress) =
                sources.iter().map(|s| progress(s.credential)).try_fold(Include::Completed, |a, b| Some(a.max(b?)))
            else {
                continue;
            };
            application += 1;
            for given in &table.gives {
                let credential = made(set, components, (table, given), &sources, number);
                let open = sources.iter().flat_map(|s| s.open.iter().map(|u| (s.credential.id.clone(), *u)));
                let made = Made {
                    by: table.name,
                    application,
                    of: sources.iter().map(|s| s.credential.id.clone()).collect(),
                    open: open.collect(),
                    progress,
                };
                found.push((credential, made));
            }
        }
    }
    found
}

/// Every way to take one credential for each course, none twice.
fn sets<'s, 'c>(each: &'s [Vec<Candidate<'c>>]) -> Vec<Vec<&'s Candidate<'c>>> {
    let mut found: Vec<Vec<&Candidate<'_>>> = vec![Vec::new()];
    for candidates in each {
        let mut longer = Vec::new();
        for one in &found {
            for candidate in candidates {
                if !one.iter().any(|o| o.credential.id == candidate.credential.id) {
                    let mut next = one.clone();
                    next.push(candidate);
                    longer.push(next);
                }
            }
        }
        longer.truncate(MOST_SETS);
        found = longer;
    }
    // The same credentials in another order are the same set.
    let mut seen: BTreeSet<Vec<Arc<str>>> = BTreeSet::new();
    found.retain(|one| {
        let mut ids: Vec<Arc<str>> = one.iter().map(|c| c.credential.id.clone()).collect();
        ids.sort_unstable();
        !ids.is_empty() && seen.insert(ids)
    });
    found
}

fn candidate<'c>(
    set: &PolicySet,
    table: &Articulation,
    course: Symbol,
    credential: &'c Credential,
) -> Option<Candidate<'c>> {
    let text = |s: Symbol| set.symbols.text(s);
    let codes = |id: AttributeId| match credential.facts.value(id) {
        Some(Value::Codes(codes)) => codes.clone(),
        _ => Vec::new(),
    };
    let named = codes(attribute::IDENTIFIER).iter().any(|c| text(*c) == text(course));
    if !named && *credential.id != *text(course) {
        return None;
    }
    let mut open = Vec::new();
    if let Some(of) = &table.of {
        let spoken = match credential.facts.value(attribute::ISSUER_NAME) {
            Some(Value::Text(texts)) => texts.iter().map(|t| t.words.clone()).collect(),
            _ => Vec::new(),
        };
        let identifiers = codes(attribute::ISSUER_IDENTIFIER);
        let same = spoken.iter().any(|n| n == of) || identifiers.iter().any(|i| text(*i) == &**of);
        if !same && (!spoken.is_empty() || !identifiers.is_empty()) {
            return None;
        }
        if !same {
            open.push(Unknown::Fact(attribute::ISSUER_IDENTIFIER));
        }
    }
    let bounded = table.force.from.is_some() || table.force.to.is_some();
    match credential.facts.value(attribute::ISSUED) {
        Some(Value::Date(days)) => match (table.force.holds(days.first), table.force.holds(days.last)) {
            (true, true) => {}
            (false, false) if days.single().is_some() || outside(table, days.first, days.last) => return None,
            _ => open.push(Unknown::Fact(attribute::ISSUED)),
        },
        _ if bounded => open.push(Unknown::Fact(attribute::ISSUED)),
        _ => {}
    }
    Some(Candidate { credential, open })
}

fn outside(table: &Articulation, first: credstack_model::date::Date, last: credstack_model::date::Date) -> bool {
    table.force.from.is_some_and(|from| last < from) || table.force.to.is_some_and(|to| first >= to)
}

/// What a set of credentials is made into: what all of them say of themselves it says, too.
fn made(
    set: &PolicySet,
    components: &[PlanComponent],
    (table, given): (&Articulation, &Given),
    sources: &[&Candidate<'_>],
    number: usize,
) -> Credential {
    let text = |s: Symbol| set.symbols.text(s);
    let mut credential = Credential::default();
    if let Some((first, others)) = sources.split_first() {
        for (id, fact) in first.credential.facts.iter() {
            if others.iter().all(|o| *o.credential.facts.knowledge(id) == fact.knowledge) {
                credential.facts.set(id, fact.clone());
            }
        }
        // A mark of several courses is no mark of what they stand for.
        if !others.is_empty() && credential.facts.get(attribute::GRADE_VALUE).is_none() {
            credential.facts.set(attribute::GRADE_VALUE, Fact::none());
        }
    }
    let all = |id: AttributeId| sources.iter().map(move |s| s.credential.facts.value(id));
    let days = all(attribute::ISSUED).map(|v| if let Some(Value::Date(days)) = v { Some(*days) } else { None });
    if let Some(latest) = days.collect::<Option<Vec<_>>>().and_then(|d| d.into_iter().max_by_key(|d| (d.last, d.first)))
    {
        credential.facts.set(attribute::ISSUED, Fact::known(Value::Date(latest)));
    }
    for id in [attribute::SKILLS, attribute::LEARNING_OUTCOMES, attribute::FIELD] {
        if let Some(together) = together(all(id)) {
            credential.facts.set(id, Fact::known(together));
        }
    }
    let component = components.iter().find(|c| *c.name == *text(given.name));
    let stated = given.credits.or_else(|| component.and_then(|c| c.component.workload));
    if let Some((amount, unit)) = stated {
        let stated = StatedWorkload { amount: AmountRange::exactly(amount), unit };
        credential.facts.set(attribute::WORKLOAD, Fact::known(Value::Workload(vec![stated])));
    } else if let Some(sum) = sum(all(attribute::WORKLOAD)) {
        credential.facts.set(attribute::WORKLOAD, Fact::known(sum));
    }
    credential.facts.set(attribute::IDENTIFIER, Fact::known(Value::Codes(vec![given.name])));
    credential.facts.set(attribute::WITHIN_AWARD, Fact::known(Value::Truth(false)));
    let short = component.map_or_else(|| text(given.name).to_owned(), |c| c.component.title.to_string());
    let of: Vec<&str> = sources.iter().map(|s| &*s.credential.id).collect();
    let title = format!("{short}, for {} by “{}”", of.join(" and "), table.title);
    credential.facts.set(attribute::TITLE, Fact::known(Value::Text(vec![Text::plain(&title)])));
    let again = if number == 0 { String::new() } else { format!("#{}", number + 1) };
    credential.id = format!("{}/{}{again}", text(table.name), text(given.name)).into();
    credential.parts = sources.iter().map(|s| s.credential.id.clone()).collect();
    credential
}

/// What several say together, where each says something.
fn together<'v>(values: impl Iterator<Item = Option<&'v Value>>) -> Option<Value> {
    let values: Vec<&Value> = values.collect::<Option<Vec<_>>>()?;
    let mut codes: Vec<Symbol> = Vec::new();
    let mut texts: Vec<Text> = Vec::new();
    for value in values {
        match value {
            Value::Codes(more) => codes.extend(more.iter().filter(|c| !codes.contains(c)).copied().collect::<Vec<_>>()),
            Value::Text(more) => texts.extend(more.iter().filter(|t| !texts.contains(t)).cloned().collect::<Vec<_>>()),
            _ => return None,
        }
    }
    if codes.is_empty() { Some(Value::Text(texts)) } else { Some(Value::Codes(codes)) }
}

/// The workloads of several, where each is one amount of ECTS.
fn sum<'v>(values: impl Iterator<Item = Option<&'v Value>>) -> Option<Value> {
    let mut sum = Amount::ZERO;
    for value in values {
        let Some(Value::Workload(stated)) = value else { return None };
        let ects = stated.iter().find(|s| s.unit == WorkloadUnit::Ects)?;
        sum = sum.plus(ects.amount.single()?);
    }
    Some(Value::Workload(vec![StatedWorkload { amount: AmountRange::exactly(sum), unit: WorkloadUnit::Ects }]))
}

/// Whether a set stays open for a credential: none of it is counted before what it rests on is known.
pub(super) fn is_sure(made: Option<&Made>) -> bool {
    made.is_none_or(|m| m.open.is_empty())
}
