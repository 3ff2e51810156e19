//! The three stacks of a wallet, whether the award is complete, and what each open question is worth.

mod open;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use credstack_model::stack::{AwardStatus, Held, Reading, Stack, Stacking};
use credstack_model::vocabulary::{AttributeId, attribute};
use credstack_model::{Amount, AmountRange, Claim, Credential};
use credstack_stacking::{Problem, Solution, bites, solve};

use super::book::{AwardBook, StackOptions};
use super::build::{Built, Site};
use super::error::StackError;
use super::faces::{Entry, Face, Fixed, faces};
use super::kinds::{Instead, Marks, Way};
use super::ledger::{LedgerLimit, Terms};
use super::matter::{Asked, asked, shared_worlds};
use super::repeats::Deciding;
use super::tell::Teller;
use super::telling::{self, Lifted, Telling};
use super::wallet::Wallet;
use super::ways::{taken, ways};
use crate::claim::describe_award;

/// At most so many ways of the claim's open facts are looked at for the possible stack.
pub(super) const MOST_SHARED: usize = 64;
/// At most so many worlds of the whole wallet are looked at to see whether the award is complete in each.
pub(super) const MOST_WORLDS: usize = 256;
/// At most so many answers are looked at.
pub(super) const MOST_ANSWERS: usize = 64;

impl AwardBook {
    /// Stacks a wallet.
    ///
    /// # Errors
    /// [`StackError`] when the wallet or the claim make no sense; what is merely unknown is no error.
    pub fn stack(&self, wallet: &[Credential], claim: &Claim, options: StackOptions) -> Result<Stacking, StackError> {
        let mut claim = claim.clone();
        if let Some(award) = self.award() {
            describe_award(&mut claim, award);
        }
        let wallet = Wallet::gather(self, wallet, &claim, options)?;
        Run::new(self, &claim, &wallet, options).stacking()
    }

    /// The same three stacks as the solver found them, each with the problem that it solves:
    /// [`credstack_stacking::check`] confirms one by the other.
    ///
    /// # Errors
    /// [`StackError`] as for [`AwardBook::stack`].
    pub fn certificates(
        &self,
        wallet: &[Credential],
        claim: &Claim,
        options: StackOptions,
    ) -> Result<Vec<Certificate>, StackError> {
        let mut claim = claim.clone();
        if let Some(award) = self.award() {
            describe_award(&mut claim, award);
        }
        let wallet = Wallet::gather(self, wallet, &claim, options)?;
        Run::new(self, &claim, &wallet, options).certificates()
    }
}

/// A stack and what it is a stack of, in whole numbers.
#[derive(Debug, Clone)]
pub struct Certificate {
    /// Which of the three it is.
    pub reading: Reading,
    /// The award, the wallet and the limits.
    pub problem: Problem,
    /// The stack, and whether it is proved to be the best.
    pub solution: Solution,
}

pub(super) struct Run<'a> {
    pub(super) book: &'a AwardBook,
    pub(super) claim: &'a Claim,
    pub(super) wallet: &'a Wallet,
    pub(super) options: StackOptions,
}

/// A solved problem.
pub(super) struct Solved {
    pub(super) built: Built,
    pub(super) ledger: Vec<LedgerLimit>,
    pub(super) solution: Solution,
    pub(super) ready: BTreeMap<usize, BTreeSet<usize>>,
}

/// What is decided before a problem is built.
pub(super) struct Before {
    ways: Vec<Way>,
    instead: BTreeMap<usize, Instead>,
    pub(super) ready: BTreeMap<usize, BTreeSet<usize>>,
}

impl<'a> Run<'a> {
    pub(super) fn new(book: &'a AwardBook, claim: &'a Claim, wallet: &'a Wallet, options: StackOptions) -> Self {
        Self { book, claim, wallet, options }
    }

    fn stacking(&self) -> Result<Stacking, StackError> {
        let mut remarks = self.wallet.remarks.clone();
        let free = Fixed::default();
        let asked = asked(&self.wallet.entries);
        let owed = self.solved(Reading::Owed, &free, &mut remarks)?;
        let grantable = self.solved(Reading::Grantable, &free, &mut remarks)?;
        let (possible, world, outer) = self.possible(&asked, &mut remarks)?;
        let offers: Vec<usize> = possible.built.items.iter().map(|f| f.entry).collect();
        let status = self.status(&grantable, &possible, &asked)?;
        let told = [
            self.tell(&owed, Reading::Owed, &offers)?,
            self.tell(&grantable, Reading::Grantable, &offers)?,
            self.tell(&possible, Reading::Possible, &offers)?,
        ];
        let mut assumed = self.assumed(&possible, &world);
        for mark in self.assumed_marks(&possible) {
            // A mark that a condition asks for is told already.
            if !assumed.iter().any(|a| (a.unknown, &a.credential) == (mark.unknown, &mark.credential)) {
                assumed.push(mark);
            }
        }
        let mut questions = self.questions(&asked, &assumed)?;
        let [owed, grantable, possible] = told;
        for open in self.open_further(&grantable, &possible) {
            if !questions.iter().any(|q| (q.unknown, &q.credential) == (open.unknown, &open.credential)) {
                questions.push(open);
            }
        }
        let set = self.book.book.set();
        Ok(Stacking {
            award: self.book.award().map_or_else(|| set.symbols.intern(""), |a| a.name),
            policy: self.book.award().and_then(|a| a.policy),
            include: self.options.include,
            status,
            credentials: self.held(),
            owed,
            grantable,
            possible,
            assumed,
            outer,
            questions,
            remarks,
            exceptions: self.wallet.exceptions.clone(),
        })
    }

    fn certificates(&self) -> Result<Vec<Certificate>, StackError> {
        let (free, mut remarks) = (Fixed::default(), Vec::new());
        let owed = self.solved(Reading::Owed, &free, &mut remarks)?;
        let grantable = self.solved(Reading::Grantable, &free, &mut remarks)?;
        let (possible, _, _) = self.possible(&asked(&self.wallet.entries), &mut remarks)?;
        let all = Reading::ALL.into_iter().zip([owed, grantable, possible]);
        Ok(all.map(|(reading, s)| Certificate { reading, problem: s.built.problem, solution: s.solution }).collect())
    }

    /// The credentials that may count at all in the states asked for, in one reading.
    pub(super) fn faces(&self, reading: Reading, fixed: &Fixed) -> Vec<Face> {
        let entries = self.wallet.entries.iter().enumerate();
        let out = self.deciding().out(&self.wallet.attempts, reading);
        let stands = |at: &usize, e: &Entry| e.passed && e.progress <= self.options.include && !out.contains_key(at);
        let counted = entries.filter(|(at, e)| stands(at, e));
        counted.flat_map(|(at, entry)| faces(at, entry, reading, fixed, &self.wallet.plan.better)).collect()
    }

    fn deciding(&self) -> Deciding<'_> {
        let averages = self.book.award().map(|a| a.averages.as_slice()).unwrap_or_default();
        Deciding {
            entries: &self.wallet.entries,
            marks: &self.wallet.marks,
            days: &self.wallet.days,
            lower_is_better: averages.iter().any(|a| a.of == attribute::GRADE_VALUE && a.lower_is_better),
            include: self.options.include,
        }
    }

    pub(super) fn ways(&self, fixed: &Fixed) -> Vec<Way> {
        ways(&self.wallet.plan, &self.wallet.entries, fixed, self.options.include)
    }

    pub(super) fn ledger(&self, reading: Reading, fixed: &Fixed, remarks: &mut Vec<String>) -> Vec<LedgerLimit> {
        let terms = Terms { book: &self.book.book, plan: &self.wallet.plan, claim: self.claim };
        terms.ledger(&self.wallet.entries, fixed, reading, remarks)
    }

    /// What a problem is built from in one reading, with everything that is decided before.
    pub(super) fn before(
        &self,
        reading: Reading,
        fixed: &Fixed,
        ways: &[Way],
        faces: &[Face],
    ) -> Result<Before, StackError> {
        let mut before = Before {
            ways: ways.to_vec(),
            instead: self.deciding().out(&self.wallet.attempts, reading),
            ready: BTreeMap::new(),
        };
        before.ready = self.site(reading, fixed, &before).ready(faces, self.side())?;
        Ok(before)
    }

    /// The least number of units in a credit with which everything of some faces is a whole number.
    pub(super) fn scale(&self, faces: &[Face]) -> Result<i64, StackError> {
        let fixed = Fixed::default();
        let before = Before { ways: Vec::new(), instead: BTreeMap::new(), ready: BTreeMap::new() };
        self.site(Reading::Grantable, &fixed, &before).scale(faces)
    }

    pub(super) fn site<'s>(&'s self, reading: Reading, fixed: &'s Fixed, before: &'s Before) -> Site<'s> {
        Site {
            set: self.book.book.set(),
            plan: &self.wallet.plan,
            entries: &self.wallet.entries,
            values: &self.wallet.values,
            ways: &before.ways,
            marks: Marks {
                known: &self.wallet.marks,
                reading,
                fixed,
                include: self.options.include,
                instead: &before.instead,
            },
            days: &self.wallet.days,
            outcomes: &self.wallet.outcomes,
            ready: &before.ready,
        }
    }

    fn solved(&self, reading: Reading, fixed: &Fixed, remarks: &mut Vec<String>) -> Result<Solved, StackError> {
        self.solved_by(reading, fixed, &self.ways(fixed), remarks)
    }

    fn solved_by(
        &self,
        reading: Reading,
        fixed: &Fixed,
        ways: &[Way],
        remarks: &mut Vec<String>,
    ) -> Result<Solved, StackError> {
        let faces = self.faces(reading, fixed);
        let ledger = self.ledger(reading, fixed, remarks);
        let before = self.before(reading, fixed, ways, &faces)?;
        let built = self.site(reading, fixed, &before).build(faces, &ledger)?;
        let ready = before.ready;
        let main = fixed.cells.is_empty() || reading == Reading::Possible;
        let steps = if main { self.options.steps } else { self.side() };
        let solution = solve(&built.problem, steps).map_err(StackError::Problem)?;
        Ok(Solved { built, ledger, solution, ready })
    }

    /// The best stack over all worlds, the world of the claim that it takes, and whether it is only a bound.
    pub(super) fn possible(
        &self,
        asked: &[Asked],
        remarks: &mut Vec<String>,
    ) -> Result<(Solved, Fixed, bool), StackError> {
        let (worlds, mut all) = shared_worlds(asked, MOST_SHARED);
        let mut best: Option<(Solved, Fixed)> = None;
        for world in worlds {
            let ways = self.ways(&world);
            let (both, every) = taken(&ways);
            // What a credential is taken for there may be another thing than what decides: a bound.
            all &= every && both.len() == 1;
            for ways in both {
                let solved = self.solved_by(Reading::Possible, &world, &ways, remarks)?;
                let better = best.as_ref().is_none_or(|(b, _)| solved.solution.stack.value < b.solution.stack.value);
                if better {
                    best = Some((solved, world.clone()));
                }
            }
        }
        let exact = self.wallet.entries.iter().flat_map(|e| &e.sides).all(|s| s.view.exact);
        match best {
            Some((solved, world)) => Ok((solved, world, !all || !exact)),
            None => Ok((self.solved(Reading::Possible, &Fixed::default(), remarks)?, Fixed::default(), true)),
        }
    }

    /// Complete in every world, in none, or in some. One allocation that holds in every world is enough; where there is none,
    /// each world may still have its own.
    fn status(&self, grantable: &Solved, possible: &Solved, asked: &[Asked]) -> Result<AwardStatus, StackError> {
        if grantable.solution.stack.value.is_complete() {
            return Ok(AwardStatus::Complete);
        }
        if !possible.solution.stack.value.is_complete() && possible.solution.proof == credstack_stacking::Proof::Optimal
        {
            return Ok(AwardStatus::NotComplete);
        }
        let count = asked.iter().try_fold(1usize, |n, a| n.checked_mul(a.cells.len()));
        let exact = self.wallet.entries.iter().flat_map(|e| &e.sides).all(|s| s.view.exact);
        if asked.is_empty() || !exact || count.is_none_or(|n| n > MOST_WORLDS) {
            return Ok(AwardStatus::Undetermined);
        }
        let mut worlds = vec![Fixed::default()];
        for open in asked {
            let each =
                |w: &Fixed| (0..open.cells.len()).map(|c| w.with(open.entry, open.unknown, c)).collect::<Vec<_>>();
            worlds = worlds.iter().flat_map(each).collect();
        }
        for world in worlds {
            let solved = self.solved(Reading::Grantable, &world, &mut Vec::new())?;
            if !solved.solution.stack.value.is_complete() {
                return Ok(AwardStatus::Undetermined);
            }
        }
        Ok(AwardStatus::Complete)
    }

    /// What is looked at by the way (an answer, a world, a limit lifted) has a tenth of the steps.
    pub(super) fn side(&self) -> credstack_stacking::Budget {
        credstack_stacking::Budget { steps: (self.options.steps.steps / 10).max(1) }
    }

    fn tell(&self, solved: &Solved, reading: Reading, possible: &[usize]) -> Result<Stack, StackError> {
        let (problem, value) = (&solved.built.problem, solved.solution.stack.value);
        let lifted = |what: Lifted| match what {
            Lifted::Limit(at) => bites(problem, at, value, self.side()).map_err(StackError::Problem),
            Lifted::Sharing(at) => telling::bites(problem, at, value, self.side()),
        };
        self.told(solved, reading, &Telling { possible, lifted: &lifted, elsewhere: &|_| None })
    }

    pub(super) fn told(&self, solved: &Solved, reading: Reading, with: &Telling<'_>) -> Result<Stack, StackError> {
        let vocabulary = &self.book.book.set().vocabulary;
        let phrase = |id: AttributeId| -> Arc<str> { vocabulary.get(id).phrase.as_ref().into() };
        let teller = Teller {
            plan: &self.wallet.plan,
            entries: &self.wallet.entries,
            ledger: &solved.ledger,
            built: &solved.built,
            include: self.options.include,
            reading,
            phrase: &phrase,
            ready: &solved.ready,
            taken: solved.solution.stack.counted.iter().map(|c| (c.slot, c.item)).collect(),
            instead: &self.deciding().out(&self.wallet.attempts, reading),
            with,
        };
        teller.tell(&solved.solution)
    }

    pub(super) fn held(&self) -> Vec<Held> {
        let mut found = Vec::new();
        for (entry, credential) in self.wallet.entries.iter().zip(&self.wallet.credentials) {
            let component = entry.sides.iter().find_map(|s| s.component);
            let name = component.and_then(|k| self.wallet.plan.components.get(k)).map(|c| c.name.clone());
            let side = entry.sides.iter().find(|s| s.component == component);
            let signs = side.map(|s| s.view.signs.as_slice()).unwrap_or_default();
            let hull = |of: fn(&super::view::Sign) -> AmountRange| {
                let nothing = AmountRange::exactly(Amount::ZERO);
                signs.iter().map(of).reduce(AmountRange::hull).unwrap_or(nothing)
            };
            found.push(Held {
                id: entry.id.clone(),
                title: credential.facts.words(attribute::TITLE).map(Into::into),
                progress: entry.progress,
                within_award: entry.within_award,
                toward: name,
                must: hull(|s| s.must),
                may: hull(|s| s.may),
                made_of: entry.made.as_ref().map(|m| m.of.clone()).unwrap_or_default(),
                articulation: entry.made.as_ref().map(|m| m.by),
                served: entry.served.clone(),
            });
        }
        found
    }
}
