//! The credentials of one learner, each looked at toward every component that it is put forward for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use credstack_model::facts::{Fact, Knowledge, Value};
use credstack_model::policy::PolicySet;
use credstack_model::stack::{ExceptionLine, Include};
use credstack_model::vocabulary::{AttributeId, Entity, attribute};
use credstack_model::{Claim, Credential, Symbol, Toward};

use super::articulate::{Made, articulate};
use super::average::marks;
use super::book::{AwardBook, StackOptions};
use super::error::StackError;
use super::excuse::{Excused, excuse};
use super::faces::{Entry, Side};
use super::kinds::{Day, Mark};
use super::outcomes::outcomes;
use super::placing::Placing;
use super::plan::{Plan, PlanComponent};
use super::repeats::{Attempts, attempts};
use super::units::ects;
use super::view::{Granting, view};
use crate::case::Case;
use crate::claim::describe_component;

/// The wallet as stacking sees it.
pub(super) struct Wallet {
    /// By identifier.
    pub(super) entries: Vec<Entry>,
    /// The credentials, in the same order.
    pub(super) credentials: Vec<Credential>,
    pub(super) values: BTreeMap<(usize, AttributeId), Option<Vec<Symbol>>>,
    pub(super) remarks: Vec<String>,
    /// The marks that averages ask for.
    pub(super) marks: BTreeMap<(usize, AttributeId), Mark>,
    /// When each was completed.
    pub(super) days: Vec<Day>,
    /// Attempts at one thing.
    pub(super) attempts: Vec<Attempts>,
    /// The learning outcomes that each covers; none where the file does not say.
    pub(super) outcomes: Vec<Option<BTreeSet<Arc<str>>>>,
    /// The award as it is for this learner.
    pub(super) plan: Plan,
    /// The exceptions of the learner, applied or not.
    pub(super) exceptions: Vec<ExceptionLine>,
}

impl Wallet {
    pub(super) fn gather(
        book: &AwardBook,
        wallet: &[Credential],
        claim: &Claim,
        options: StackOptions,
    ) -> Result<Self, StackError> {
        let mut remarks = Vec::new();
        let held = distinct(wallet, &mut remarks);
        if held.is_empty() {
            return Err(StackError::EmptyWallet);
        }
        one_learner(book, &held)?;
        let (credentials, made) = with_made(book, held);
        let Excused { plan, credentials, placings, brought, lines: exceptions } =
            excuse((book.book.set(), &book.together), &book.plan, credentials, claim);
        let toward = put_forward(book, &credentials, claim)?;
        let learner = learner_facts(book, &credentials, claim);
        let contains = contents(&credentials);
        let mut entries = Vec::new();
        for ((at, credential), contains) in credentials.iter().enumerate().zip(contains) {
            let made = made.get(&credential.id).cloned();
            let mut credential = credential.clone();
            credential.facts.extend(&learner.facts);
            let components = toward.iter().filter(|(c, _)| *c == at).map(|(_, k)| *k).collect();
            entries.push(entry(
                book,
                &credential,
                claim,
                components,
                (contains, made, brought.contains(&credential.id)),
                options,
            ));
            if let Some(entry) = entries.last_mut() {
                entry.placing =
                    placings.iter().find(|(id, _)| *id == credential.id).map(|(_, p)| p.clone()).unwrap_or_default();
            }
        }
        let values = values(book, &credentials);
        let derived = |credential: &Credential| {
            let mut facts = credential.facts.clone();
            book.book.set().derive(&mut facts);
            facts
        };
        let repeats = book.award().and_then(|a| a.repeats);
        let attempts = attempts(book.book.set(), &book.plan.components, repeats, &credentials);
        let marks = marks(&book.plan.averages, repeats, &credentials, derived, &mut remarks);
        let days = credentials.iter().zip(&entries).map(|(c, e)| Day::of(c, e.progress)).collect();
        for (number, group) in attempts.iter().enumerate() {
            // Attempts at one thing never both count.
            for at in &group.entries {
                if let Some(entry) = entries.get_mut(*at) {
                    entry.contains.insert(format!("attempts at one thing {number}").into());
                }
            }
        }
        let outcomes = credentials.iter().map(|c| outcomes(&book.book.set().symbols, c)).collect();
        Ok(Self { entries, credentials, values, remarks, marks, days, attempts, outcomes, plan, exceptions })
    }
}

/// The wallet by identifier. The same credential given twice is one; two with one identifier but different contents are told
/// apart, and count once.
fn distinct(wallet: &[Credential], remarks: &mut Vec<String>) -> Vec<Credential> {
    let mut sorted: Vec<Credential> = wallet.to_vec();
    for credential in &mut sorted {
        // A document that holds two records under one identifier has them told apart by a number; here they meet again.
        if let Some(stated) = credential.stated_id.take() {
            credential.id = stated;
        }
    }
    sorted.sort_by(|a, b| a.id.cmp(&b.id));
    let mut kept: Vec<Credential> = Vec::new();
    for credential in sorted {
        let known = |c: &Credential| c.facts.iter().map(|(id, f)| (id, f.knowledge.clone())).collect::<Vec<_>>();
        let same =
            |c: &&Credential| c.id == credential.id && known(c) == known(&credential) && c.parts == credential.parts;
        if kept.iter().any(|c| same(&c)) {
            remarks.push(format!("`{}` is in the wallet twice and counts once", credential.id));
        } else {
            kept.push(credential);
        }
    }
    let mut seen: BTreeMap<Arc<str>, usize> = BTreeMap::new();
    for credential in &mut kept {
        let id = credential.id.clone();
        let number = seen.entry(id.clone()).or_insert(0);
        *number += 1;
        if *number > 1 {
            remarks.push(format!(
                "two credentials have the identifier `{id}` and say different things; they are taken for two records of the same learning"
            ));
            credential.parts.push(id.clone());
            credential.id = format!("{id}#{number}").into();
        }
    }
    kept.sort_by(|a, b| a.id.cmp(&b.id));
    kept
}

pub(super) fn one_learner(book: &AwardBook, credentials: &[Credential]) -> Result<(), StackError> {
    let text = |s: &Symbol| book.book.set().symbols.text(*s).to_owned();
    let ids = |c: &Credential| match c.facts.value(attribute::LEARNER_IDENTIFIER) {
        Some(Value::Codes(codes)) => codes.clone(),
        _ => Vec::new(),
    };
    let mut known: Vec<Symbol> = Vec::new();
    for credential in credentials {
        let mine = ids(credential);
        if let (Some(a), Some(b)) = (known.first(), mine.first())
            && !mine.iter().any(|m| known.contains(m))
        {
            return Err(StackError::TwoLearners(text(a), text(b)));
        }
        known.extend(mine);
    }
    Ok(())
}

/// Which credentials are put forward for which components: by the claim, or by an identifier of their own.
fn put_forward(
    book: &AwardBook,
    credentials: &[Credential],
    claim: &Claim,
) -> Result<BTreeSet<(usize, usize)>, StackError> {
    let text = |s: &Symbol| book.book.set().symbols.text(*s);
    let components = &book.plan.components;
    let mut found = BTreeSet::new();
    for (at, credential) in credentials.iter().enumerate() {
        let Some(Value::Codes(codes)) = credential.facts.value(attribute::IDENTIFIER) else { continue };
        let is = |c: &PlanComponent| codes.iter().any(|code| text(code) == &*c.name);
        found.extend(components.iter().enumerate().filter(|(_, c)| is(c)).map(|(k, _)| (at, k)));
    }
    for Toward { credential, component } in &claim.toward {
        let wrong = |problem: &str| StackError::WrongToward {
            credential: credential.to_string(),
            component: component.to_string(),
            problem: problem.to_owned(),
        };
        let at = credentials.iter().position(|c| c.id == *credential);
        let at = at.ok_or_else(|| wrong("the wallet holds no credential of this identifier"))?;
        let is = |c: &PlanComponent| c.name == *component || text(&c.component.name) == &**component;
        let before = found.len();
        found.extend(components.iter().enumerate().filter(|(_, c)| is(c)).map(|(k, _)| (at, k)));
        if found.len() == before && !components.iter().any(is) {
            let names: Vec<&str> = components.iter().map(|c| text(&c.component.name)).collect();
            return Err(wrong(&format!("the award has no such component; it has: {}", names.join(", "))));
        }
    }
    Ok(found)
}

/// What the documents say of the learner is known of all of them; the claim stands above.
fn learner_facts(book: &AwardBook, credentials: &[Credential], claim: &Claim) -> Credential {
    let mut learner = Credential::default();
    for credential in credentials.iter().rev() {
        let about = |id: AttributeId| book.book.set().vocabulary.get(id).entity == Entity::Learner;
        for (id, fact) in credential.facts.iter().filter(|(id, _)| about(*id)) {
            // Whether the person was identified is a matter of each document.
            if id != attribute::LEARNER_IDENTIFIED && claim.facts.get(id).is_none() {
                learner.facts.set(id, fact.clone());
            }
        }
    }
    learner
}

/// For each credential its own identifier and those of all its parts, at any depth.
fn contents(credentials: &[Credential]) -> Vec<BTreeSet<Arc<str>>> {
    let by_id: BTreeMap<&str, &Credential> = credentials.iter().map(|c| (&*c.id, c)).collect();
    let of = |credential: &Credential| {
        let mut all = BTreeSet::new();
        let mut open = vec![credential.id.clone()];
        while let Some(id) = open.pop() {
            if all.insert(id.clone()) {
                open.extend(by_id.get(&*id).into_iter().flat_map(|c| c.parts.iter().cloned()));
            }
        }
        all
    };
    credentials.iter().map(of).collect()
}

fn entry(
    book: &AwardBook,
    credential: &Credential,
    claim: &Claim,
    components: Vec<usize>,
    (contains, made, brought): (BTreeSet<Arc<str>>, Option<Made>, bool),
    options: StackOptions,
) -> Entry {
    let set = book.book.set();
    let mut credential = credential.clone();
    let within_award = match credential.facts.value(attribute::WITHIN_AWARD) {
        _ if brought => true,
        Some(Value::Truth(yes)) => *yes,
        // The institution's own record says so; where none does, it was earned elsewhere.
        _ => {
            credential.facts.set(attribute::WITHIN_AWARD, Fact::known(Value::Truth(false)));
            false
        }
    };
    served_none(&mut credential);
    let in_full = within_award || !book.recognises;
    let granting = match (in_full, &made) {
        (true, _) => Granting::InFull,
        (false, Some(_)) => Granting::Agreed,
        (false, None) => Granting::ByRules,
    };
    let look = |component: Option<usize>| {
        let plan = component.and_then(|k| book.plan.components.get(k));
        let mut claim = claim.clone();
        let mut most = None;
        if let Some(plan) = plan {
            let stated = plan.component.workload;
            most =
                stated.and_then(|(amount, unit)| ects(set, amount, unit, claim.facts.code(attribute::AWARD_COUNTRY)));
            claim
                .facts
                .set(attribute::COMPONENT_IDENTIFIER, Fact::known(Value::Codes(vec![set.symbols.intern(&plan.name)])));
            describe_component(&mut claim, &plan.component);
        }
        let case = Case::new(set, &credential, &claim);
        Side { component, most, view: view(&book.book, &case, granting, options.worlds) }
    };
    let mut sides = vec![look(None)];
    sides.extend(components.into_iter().map(|k| look(Some(k))));
    let state = state(set, &credential);
    let own = || progress(state, credential.facts.knowledge(attribute::COMPLETED));
    Entry {
        id: credential.id.clone(),
        progress: made.as_ref().map_or_else(own, |m| m.progress),
        passed: state != Some("not_passed"),
        within_award,
        sides,
        is: awards_of(book, &credential),
        contains,
        made,
        placing: Placing::default(),
        served: served(book, &credential),
    }
}

/// The wallet is the ledger of what has served before: what it says nothing of has served none.
fn served_none(credential: &mut Credential) {
    if credential.facts.get(attribute::SERVED).is_none() {
        credential.facts.set(attribute::SERVED, Fact::none());
    }
}

/// The awards that a credential is, of those that some requirement takes as held.
fn awards_of(book: &AwardBook, credential: &Credential) -> Vec<Symbol> {
    let text = |s: &Symbol| book.book.set().symbols.text(*s);
    let Some(Value::Codes(codes)) = credential.facts.value(attribute::IDENTIFIER) else { return Vec::new() };
    let held = book.plan.slots.iter().filter_map(|s| s.held);
    held.filter(|a| codes.iter().any(|c| text(c) == text(a))).collect()
}

fn state<'s>(set: &'s PolicySet, credential: &Credential) -> Option<&'s str> {
    credential.facts.code(attribute::STATE).map(|s| set.symbols.text(s))
}

/// The wallet with what articulations make of it, by identifier.
fn with_made(book: &AwardBook, held: Vec<Credential>) -> (Vec<Credential>, BTreeMap<Arc<str>, Made>) {
    let set = book.book.set();
    // What was not passed is made into nothing.
    let come = |credential: &Credential| {
        let state = state(set, credential);
        let progress = progress(state, credential.facts.knowledge(attribute::COMPLETED));
        (state != Some("not_passed")).then_some(progress)
    };
    let made = articulate(set, &book.plan.components, &held, come);
    let mut all = held;
    let mut how = BTreeMap::new();
    for (credential, made) in made {
        how.insert(credential.id.clone(), made);
        all.push(credential);
    }
    all.sort_by(|a, b| a.id.cmp(&b.id));
    (all, how)
}

/// The awards that a credential has served, but for the one that is asked for and those within it.
fn served(book: &AwardBook, credential: &Credential) -> Vec<Symbol> {
    let set = book.book.set();
    let Some(Value::Codes(codes)) = credential.facts.value(attribute::SERVED) else { return Vec::new() };
    let own = |code: &Symbol| {
        let mut inner = book.plan.awards.iter().filter_map(|a| set.awards.get(*a));
        inner.any(|a| set.symbols.text(a.name) == set.symbols.text(*code))
    };
    let mut found: Vec<Symbol> = codes.iter().filter(|c| !own(c)).copied().collect();
    found.sort_by_key(|c| set.symbols.text(*c));
    found.dedup();
    found
}

/// A credential is held for completed learning, unless it says otherwise.
fn progress(state: Option<&str>, completed: &Knowledge) -> Include {
    let unfinished = *completed == Knowledge::Known(Value::Truth(false));
    match state {
        Some("planned") => Include::Planned,
        state if state == Some("in_progress") || (state.is_none() && unfinished) => Include::InProgress,
        _ => Include::Completed,
    }
}

/// The values of every attribute that some slot asks variety of.
fn values(book: &AwardBook, credentials: &[Credential]) -> BTreeMap<(usize, AttributeId), Option<Vec<Symbol>>> {
    let slots = &book.plan.slots;
    let asked: BTreeSet<AttributeId> = slots
        .iter()
        .flat_map(|s| s.spread.map(|(_, id)| id).into_iter().chain(s.most_of_one.iter().map(|(_, id)| *id)))
        .collect();
    let mut found = BTreeMap::new();
    for (at, credential) in credentials.iter().enumerate() {
        for id in &asked {
            let values = match credential.facts.knowledge(*id) {
                Knowledge::Known(Value::Codes(codes)) => Some(codes.clone()),
                // None is no value.
                Knowledge::None => Some(Vec::new()),
                _ => None,
            };
            found.insert((at, *id), values);
        }
    }
    found
}
