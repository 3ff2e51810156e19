//! The same question for a whole cohort, asked twice: under the rules as they are and as they would be, or on two days. Who
//! gains, who loses, and by which clause.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use credstack_engine::stack::{StackError, StackOptions};
use credstack_model::policy::{Effect, PolicySet, Rule};
use credstack_model::stack::{AwardStatus, Reading, Stacking};
use credstack_model::{Amount, Claim, Credential};

use super::what_if::{Desk, compared};
use crate::cohort::in_parallel;
use crate::report::advice::what_if_document;

/// An award, a claim and the wallets under some rules. Words are numbered by each set of rules, so the wallets are read for it.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The rules.
    pub set: &'a Arc<PolicySet>,
    /// The award, by its full name.
    pub award: &'a str,
    /// The claim.
    pub claim: &'a Claim,
    /// The wallets: who each is of, and its credentials.
    pub wallets: &'a [(String, Vec<Credential>)],
}

/// What a change comes to for one learner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Turn {
    /// Nothing that counts becomes less, something becomes more.
    Gains,
    /// Nothing that counts becomes more, something becomes less.
    Loses,
    /// Some of it becomes more and some less.
    Both,
    /// All that counts stays as it is.
    Same,
}

impl Turn {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Turn::Gains => "gains",
            Turn::Loses => "loses",
            Turn::Both => "both",
            Turn::Same => "same",
        }
    }
}

/// What a wallet comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stands {
    /// Whether the award is complete.
    pub status: AwardStatus,
    /// ECTS that count and are owed.
    pub owed: Amount,
    /// ECTS that count and may be granted.
    pub grantable: Amount,
    /// ECTS that can come to count.
    pub possible: Amount,
}

/// One learner, before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Learner {
    /// Who it is, as the wallets say.
    pub learner: String,
    /// What it comes to; why not, where the wallet could not be stacked.
    pub found: Result<Turned, String>,
}

/// What became of a wallet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turned {
    /// What it comes to for the learner.
    pub turn: Turn,
    /// As things are.
    pub before: Stands,
    /// As they would be.
    pub after: Stands,
    /// The rules and limits that say something else, by the name that their versions share.
    pub clauses: Vec<String>,
}

/// A rule or a limit, and for how many it says something else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClauseCount {
    /// What a person calls it.
    pub title: String,
    /// Where it is laid down.
    pub sources: Vec<String>,
    /// How many of those for whom it does gain.
    pub gain: usize,
    /// How many lose.
    pub lose: usize,
    /// How many have both.
    pub both: usize,
    /// For how many all stays as it is.
    pub same: usize,
    /// Some of those who gain or lose, at most [`EXAMPLES`]: who, and what it said and would say.
    pub examples: Vec<(String, String, String)>,
}

/// How many learners stand as examples beside a clause.
pub const EXAMPLES: usize = 3;

/// A cohort, before and after.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The learners, in the order of the wallets.
    pub learners: Vec<Learner>,
    /// The rules and limits by the name that their versions share.
    pub clauses: BTreeMap<String, ClauseCount>,
}

impl Comparison {
    /// How many learners something becomes of.
    pub fn count(&self, turn: Turn) -> usize {
        self.learners.iter().filter(|l| l.found.as_ref().is_ok_and(|t| t.turn == turn)).count()
    }

    /// How many could not be compared.
    pub fn failed(&self) -> usize {
        self.learners.iter().filter(|l| l.found.is_err()).count()
    }
}

/// Compares a cohort. Both sides have the same wallets in the same order; the result is the same for any number of threads.
///
/// # Errors
/// [`StackError`] for what is wrong with an award, and so with every wallet.
pub fn compare(
    before: Side<'_>,
    after: Side<'_>,
    options: StackOptions,
    threads: usize,
) -> Result<Comparison, StackError> {
    let one = Desk::new(before.set, before.award, before.claim)?;
    let other = Desk::new(after.set, after.award, after.claim)?;
    let pairs: Vec<_> = before.wallets.iter().zip(after.wallets).collect();
    let sets = [&**before.set, &**after.set];
    let settled = settled(&[before.claim, after.claim]);
    let found = in_parallel(&pairs, threads, |((learner, held), (_, would_hold))| {
        let found = compared((&one, held), (&other, would_hold), options);
        (learner.clone(), found.map(|what_if| Seen::of(sets, &settled, &what_if)).map_err(|error| error.to_string()))
    });
    let mut comparison = Comparison::default();
    for (learner, found) in found {
        let found = found.map(|seen| comparison.take(&learner, seen));
        comparison.learners.push(Learner { learner, found });
    }
    Ok(comparison)
}

/// A clause that says something else of a wallet.
struct Said {
    name: String,
    title: String,
    sources: Vec<String>,
    before: Option<String>,
    after: Option<String>,
}

struct Seen {
    before: Stands,
    after: Stands,
    said: Vec<Said>,
}

impl Seen {
    fn of(sets: [&PolicySet; 2], settled: &BTreeSet<Arc<str>>, found: &super::WhatIf) -> Self {
        let document = what_if_document(sets, Reading::Grantable, found);
        // What is said of nobody, what a credential is called, and a question that was answered favourably give and take
        // nothing; of a limit its own line says more than that it holds.
        let bears = |name: &str| !settled.contains(name) && !sets.iter().any(|set| is_idle(set, name));
        let changes = document.changes.into_iter().filter(|c| c.what == "limit" || c.what == "rule" && bears(&c.name));
        let mut said: Vec<Said> = Vec::new();
        for change in changes {
            // The versions of a rule are one clause: what one said and the next says.
            let name = change.name.split('@').next().unwrap_or_default().to_owned();
            let (before, after) = (said_at_all(change.before), said_at_all(change.after));
            match said.iter_mut().find(|s| s.name == name) {
                Some(known) => {
                    known.before = known.before.take().or(before);
                    if after.is_some() {
                        (known.after, known.title, known.sources) = (after, change.title, change.sources);
                    }
                }
                None => said.push(Said { name, title: change.title, sources: change.sources, before, after }),
            }
        }
        said.retain(|s| s.before != s.after);
        Self { before: stands(&found.before), after: stands(&found.after), said }
    }
}

/// What a rule says of a credential, where that has any effect: one that does not hold is as silent as one that does not apply.
fn said_at_all(said: Option<String>) -> Option<String> {
    said.filter(|said| !["does not hold", "does not apply"].contains(&said.as_str()))
}

/// Whether it is not for a rule's finding to say what it comes to.
fn is_idle(set: &PolicySet, name: &str) -> bool {
    let named = |rule: &&Rule| set.symbols.text(rule.name) == name;
    let rule = set.policies.iter().flat_map(|p| &p.rules).find(named);
    rule.is_some_and(|rule| matches!(rule.effect, Effect::Classify(_) | Effect::Limit(_)))
}

/// The questions that are answered favourably in every claim, for all credentials.
fn settled(claims: &[&Claim]) -> BTreeSet<Arc<str>> {
    let yes = |claim: &&Claim| -> BTreeSet<Arc<str>> {
        let answers = claim.answers.iter().filter(|a| a.yes && a.credential.is_none());
        answers.map(|a| Arc::clone(&a.question)).collect()
    };
    claims.iter().map(yes).reduce(|one, other| one.intersection(&other).cloned().collect()).unwrap_or_default()
}

fn stands(stacking: &Stacking) -> Stands {
    Stands {
        status: stacking.status,
        owed: stacking.owed.total,
        grantable: stacking.grantable.total,
        possible: stacking.possible.total,
    }
}

impl Stands {
    /// What becomes more or less: complete before undetermined before not, then the credits of each stack.
    fn measures(self) -> [Amount; 4] {
        let complete = match self.status {
            AwardStatus::Complete => Amount::whole(2),
            AwardStatus::Undetermined => Amount::whole(1),
            AwardStatus::NotComplete => Amount::whole(0),
        };
        [complete, self.owed, self.grantable, self.possible]
    }

    fn turn(self, after: Stands) -> Turn {
        let pairs = || self.measures().into_iter().zip(after.measures());
        match (pairs().any(|(a, b)| b > a), pairs().any(|(a, b)| b < a)) {
            (true, true) => Turn::Both,
            (true, false) => Turn::Gains,
            (false, true) => Turn::Loses,
            (false, false) => Turn::Same,
        }
    }
}

impl Comparison {
    fn take(&mut self, learner: &str, seen: Seen) -> Turned {
        let turn = seen.before.turn(seen.after);
        let mut clauses = Vec::new();
        for Said { name, title, sources, before, after } in seen.said {
            let count = self.clauses.entry(name.clone()).or_default();
            match turn {
                Turn::Gains => count.gain += 1,
                Turn::Loses => count.lose += 1,
                Turn::Both => count.both += 1,
                Turn::Same => count.same += 1,
            }
            if turn != Turn::Same && count.examples.len() < EXAMPLES {
                let said = |text: Option<String>| text.unwrap_or_else(|| "nothing".to_owned());
                count.examples.push((learner.to_owned(), said(before), said(after)));
            }
            (count.title, count.sources) = (title, sources);
            clauses.push(name);
        }
        Turned { turn, before: seen.before, after: seen.after, clauses }
    }
}
