//! The three joint stacks, whether the awards are complete, and what of each award is told.

use std::sync::Arc;

use credstack_model::policy::Preference;
use credstack_model::stack::{AwardStatus, Reading, Stacking};
use credstack_model::together::JointStacking;
use credstack_model::{Amount, Claim, Credential, Symbol};
use credstack_stacking::{Account, Proof, Solution, account, solve};

use super::super::book::StackOptions;
use super::super::build::fine;
use super::super::error::StackError;
use super::super::faces::{Entry, Fixed};
use super::super::kinds::Way;
use super::super::run::{Certificate, Run, Solved};
use super::super::units::lcm;
use super::super::wallet::Wallet;
use super::super::ways::taken;
use super::asked::{JointAsked, joint_asked, shared_worlds};
use super::book::{Gathered, JointBook};
use super::faces::joint_faces;
use super::merge::{Merged, merge};

impl JointBook {
    /// Stacks a wallet toward all of them together.
    ///
    /// # Errors
    /// [`StackError`] when the wallet or the claim make no sense; what is merely unknown is no error.
    pub fn stack(
        &self,
        wallet: &[Credential],
        claim: &Claim,
        options: StackOptions,
    ) -> Result<JointStacking, StackError> {
        let Gathered { claims, wallets, mut remarks } = self.gather(wallet, claim, options)?;
        remarks.extend(self.remarks.iter().cloned());
        JointRun::new(self, &claims, &wallets, options).stacking(remarks)
    }

    /// The three joint stacks as the solver found them, each with the problem that it solves.
    ///
    /// # Errors
    /// [`StackError`] as for [`JointBook::stack`].
    pub fn certificates(
        &self,
        wallet: &[Credential],
        claim: &Claim,
        options: StackOptions,
    ) -> Result<Vec<Certificate>, StackError> {
        let Gathered { claims, wallets, .. } = self.gather(wallet, claim, options)?;
        JointRun::new(self, &claims, &wallets, options).certificates()
    }
}

/// At most so many ways to take open choices of all awards are tried.
const MOST_BOTH: usize = 64;

pub(super) struct JointRun<'a> {
    pub(super) book: &'a JointBook,
    pub(super) runs: Vec<Run<'a>>,
    pub(super) options: StackOptions,
}

/// A joint problem solved, with the part of each award.
pub(super) struct JointSolved {
    pub(super) merged: Merged,
    pub(super) solution: Solution,
    pub(super) account: Account,
    pub(super) parts: Vec<Solved>,
    /// Whether every way in which a credential can be was looked at.
    all_ways: bool,
}

impl JointSolved {
    /// Whether an award is complete.
    pub(super) fn is_complete(&self, award: usize) -> bool {
        let at = self.merged.awards.get(award).copied().unwrap_or(usize::MAX);
        self.account.awards.get(at).is_some_and(|a| a.complete)
    }

    /// Whether all of them are.
    pub(super) fn all_complete(&self) -> bool {
        self.account.awards.iter().all(|a| a.complete)
    }

    pub(super) fn is_proven(&self) -> bool {
        self.solution.proof == Proof::Optimal && self.all_ways
    }

    /// The credits of an award; what is shared within it counts once.
    pub(super) fn credits(&self, award: usize) -> Amount {
        let at = self.merged.awards.get(award).copied().unwrap_or(usize::MAX);
        let units = self.account.awards.get(at).map_or(0, |a| a.credits);
        Amount::ratio(units, self.merged.problem.units_per_credit)
    }
}

impl<'a> JointRun<'a> {
    pub(super) fn new(book: &'a JointBook, claims: &'a [Claim], wallets: &'a [Wallet], options: StackOptions) -> Self {
        let runs = book.books.iter().zip(claims).zip(wallets);
        let runs = runs.map(|((book, claim), wallet)| Run::new(book, claim, wallet, options)).collect();
        Self { book, runs, options }
    }

    /// The credentials as the first award sees them: who they are is the same for all.
    pub(super) fn entries(&self) -> &[Entry] {
        self.runs.first().map(|r| r.wallet.entries.as_slice()).unwrap_or_default()
    }

    pub(super) fn solved(
        &self,
        reading: Reading,
        fixed: &[Fixed],
        main: bool,
        remarks: &mut Vec<String>,
    ) -> Result<JointSolved, StackError> {
        let nothing = Fixed::default();
        let each = self.runs.iter().enumerate().map(|(at, run)| run.ways(fixed.get(at).unwrap_or(&nothing)));
        let each: Vec<Vec<Way>> = each.collect();
        let mut both: Vec<Vec<Vec<Way>>> = vec![Vec::new()];
        let mut every = true;
        for ways in each {
            // Where it is open which of two requirements applies, the better of both is possible.
            let (ways, all) = if reading == Reading::Possible { taken(&ways) } else { (vec![ways], true) };
            every &= all && ways.len() == 1;
            both = both
                .iter()
                .flat_map(|b| ways.iter().map(|w| [b.as_slice(), std::slice::from_ref(w)].concat()))
                .collect();
            both.truncate(MOST_BOTH);
        }
        let mut best: Option<JointSolved> = None;
        for ways in both {
            let solved = self.solved_by(reading, fixed, &ways, main, remarks)?;
            if best.as_ref().is_none_or(|b| solved.solution.stack.value < b.solution.stack.value) {
                best = Some(solved);
            }
        }
        let mut best = best.ok_or(StackError::NoAward)?;
        best.all_ways &= every;
        Ok(best)
    }

    fn solved_by(
        &self,
        reading: Reading,
        fixed: &[Fixed],
        way: &[Vec<Way>],
        main: bool,
        remarks: &mut Vec<String>,
    ) -> Result<JointSolved, StackError> {
        let nothing = Fixed::default();
        let of = |at: usize| fixed.get(at).unwrap_or(&nothing);
        let faces: Vec<_> = self.runs.iter().enumerate().map(|(at, run)| run.faces(reading, of(at))).collect();
        let ledgers: Vec<_> =
            self.runs.iter().enumerate().map(|(at, run)| run.ledger(reading, of(at), remarks)).collect();
        let (mut scale, mut parts_of) = (100i128, 1i128);
        for ((run, faces), ledger) in self.runs.iter().zip(&faces).zip(&ledgers) {
            scale = lcm(scale, i128::from(run.scale(faces)?));
            parts_of = lcm(parts_of, i128::from(fine(ledger)));
        }
        if scale > 1_000_000 || parts_of > 1_000_000 {
            return Err(StackError::TooFine);
        }
        let scales = (i64::try_from(scale).unwrap_or(100), i64::try_from(parts_of).unwrap_or(1));
        let entries: Vec<&[Entry]> = self.runs.iter().map(|r| r.wallet.entries.as_slice()).collect();
        let (ways, all_ways) = joint_faces(&faces, &entries, fixed, self.entries().len());
        let (mut builts, mut ready) = (Vec::new(), Vec::new());
        for (at, ((run, faces), ledger)) in self.runs.iter().zip(faces).zip(&ledgers).enumerate() {
            let ways = way.get(at).map(Vec::as_slice).unwrap_or_default();
            let before = run.before(reading, of(at), ways, &faces)?;
            builts.push(run.site(reading, of(at), &before).build_in(0, faces, ledger, scales)?);
            ready.push(before.ready);
        }
        let merged = merge(self.book, &builts, ways, self.entries());
        let steps = if main { self.options.steps } else { self.side() };
        let solution = solve(&merged.problem, steps).map_err(StackError::Problem)?;
        let account = account(&merged.problem, &solution.stack).map_err(StackError::Problem)?;
        let parts = builts.into_iter().zip(ledgers).zip(ready).enumerate().map(|(at, ((built, ledger), ready))| {
            let place = merged.awards.get(at).copied().unwrap_or(usize::MAX);
            let complete = account.awards.get(place).is_some_and(|a| a.complete);
            let solution = merged.own(at, &built, &solution, complete);
            Solved { built, ledger, solution, ready }
        });
        let parts = parts.collect();
        Ok(JointSolved { merged, solution, account, parts, all_ways })
    }

    pub(super) fn side(&self) -> credstack_stacking::Budget {
        credstack_stacking::Budget { steps: (self.options.steps.steps / 10).max(1) }
    }

    /// The best joint stack over all worlds, the world of the claim that it takes, and whether it is only a bound.
    fn possible(
        &self,
        asked: &[JointAsked],
        remarks: &mut Vec<String>,
    ) -> Result<(JointSolved, Vec<Fixed>, bool), StackError> {
        let (worlds, all) = shared_worlds(asked, self.runs.len());
        let mut best: Option<(JointSolved, Vec<Fixed>)> = None;
        for world in worlds {
            let solved = self.solved(Reading::Possible, &world, true, remarks)?;
            let better = best.as_ref().is_none_or(|(b, _)| solved.solution.stack.value < b.solution.stack.value);
            if better {
                best = Some((solved, world));
            }
        }
        let views = self.runs.iter().flat_map(|r| &r.wallet.entries).flat_map(|e| &e.sides);
        let exact = views.into_iter().all(|s| s.view.exact) && asked.iter().all(|a| a.exact);
        // More than two awards are only held against one another two by two.
        let tied = self.runs.len() < 3 || asked.is_empty();
        match best {
            Some((solved, world)) => Ok((solved, world, !all || !exact || !tied)),
            None => Ok((self.solved(Reading::Possible, &[], true, remarks)?, Vec::new(), true)),
        }
    }

    pub(super) fn stacking(&self, mut remarks: Vec<String>) -> Result<JointStacking, StackError> {
        let asked = joint_asked(&self.runs);
        let owed = self.solved(Reading::Owed, &[], true, &mut remarks)?;
        let grantable = self.solved(Reading::Grantable, &[], true, &mut remarks)?;
        let (possible, world, outer) = self.possible(&asked, &mut remarks)?;
        let mut offers: Vec<usize> = possible.merged.items.iter().map(|f| f.entry).collect();
        offers.dedup();
        let statuses = self.statuses(&grantable, &possible, &asked)?;
        let mut awards = Vec::new();
        for (at, run) in self.runs.iter().enumerate() {
            let own = |solved: &JointSolved, reading| self.told(at, run, solved, reading, &offers);
            let (Some(part), Some(award)) = (possible.parts.get(at), self.name(at)) else { continue };
            let fixed = world.get(at).cloned().unwrap_or_default();
            awards.push(Stacking {
                award,
                policy: run.book.award().and_then(|a| a.policy),
                include: self.options.include,
                status: statuses.get(at).copied().unwrap_or(AwardStatus::Undetermined),
                credentials: run.held(),
                owed: own(&owed, Reading::Owed)?,
                grantable: own(&grantable, Reading::Grantable)?,
                possible: own(&possible, Reading::Possible)?,
                assumed: run.assumed(part, &fixed),
                outer,
                questions: Vec::new(),
                remarks: Vec::new(),
                exceptions: run.wallet.exceptions.clone(),
            });
        }
        let taken = |credential: &Option<Arc<str>>, unknown| {
            awards.iter().flat_map(|a| &a.assumed).any(|a| a.unknown == unknown && a.credential == *credential)
        };
        let questions = self.questions(&asked, &taken)?;
        Ok(JointStacking {
            include: self.options.include,
            status: statuses.last().copied().unwrap_or(AwardStatus::Undetermined),
            prefer: self.prefer(),
            owed: self.reading(&owed)?,
            grantable: self.reading(&grantable)?,
            possible: self.reading(&possible)?,
            outer,
            questions,
            remarks,
            awards,
        })
    }

    fn prefer(&self) -> Option<Preference> {
        self.book.prefer
    }

    pub(super) fn name(&self, award: usize) -> Option<Symbol> {
        self.runs.get(award)?.book.award().map(|a| a.name)
    }

    pub(super) fn certificates(&self) -> Result<Vec<Certificate>, StackError> {
        let mut remarks = Vec::new();
        let owed = self.solved(Reading::Owed, &[], true, &mut remarks)?;
        let grantable = self.solved(Reading::Grantable, &[], true, &mut remarks)?;
        let (possible, ..) = self.possible(&joint_asked(&self.runs), &mut remarks)?;
        let all = Reading::ALL.into_iter().zip([owed, grantable, possible]);
        Ok(all.map(|(reading, s)| Certificate { reading, problem: s.merged.problem, solution: s.solution }).collect())
    }

    /// Of each award, and last of all of them together: complete in every world, in none, or in some.
    fn statuses(
        &self,
        grantable: &JointSolved,
        possible: &JointSolved,
        asked: &[JointAsked],
    ) -> Result<Vec<AwardStatus>, StackError> {
        let number = self.runs.len();
        let of = |solved: &JointSolved| -> Vec<bool> {
            (0..number).map(|at| solved.is_complete(at)).chain([solved.all_complete()]).collect()
        };
        let (now, best) = (of(grantable), of(possible));
        let worlds = if now.iter().all(|c| *c) { None } else { self.every_world(asked)? };
        let each = now.iter().zip(&best).enumerate().map(|(at, (now, best))| {
            let there = |world: &Vec<bool>| world.get(at) == Some(&true);
            let always = worlds.as_ref().is_some_and(|w| w.iter().all(there));
            // The best stack of all worlds may complete another award, and a world that is not the best this one. That all are
            // complete no stack is better than.
            let elsewhere = match &worlds {
                Some(worlds) => worlds.iter().any(there),
                None => at < number && !asked.is_empty(),
            };
            match (*now || always, *best || elsewhere) {
                (true, _) => AwardStatus::Complete,
                (false, false) if possible.is_proven() => AwardStatus::NotComplete,
                _ => AwardStatus::Undetermined,
            }
        });
        Ok(each.collect())
    }

    /// In every world what is complete there; none where there are too many, or not all are known.
    fn every_world(&self, asked: &[JointAsked]) -> Result<Option<Vec<Vec<bool>>>, StackError> {
        let count = asked.iter().try_fold(1usize, |n, a| n.checked_mul(a.cells.len()));
        let mut sides = self.runs.iter().flat_map(|r| &r.wallet.entries).flat_map(|e| &e.sides);
        let few = count.is_some_and(|n| n <= super::super::run::MOST_WORLDS);
        if asked.is_empty() || !few || !sides.all(|s| s.view.exact) {
            return Ok(None);
        }
        let mut worlds = vec![vec![Fixed::default(); self.runs.len()]];
        for open in asked {
            worlds = worlds.iter().flat_map(|w| (0..open.cells.len()).map(|cell| open.hold(w, cell))).collect();
        }
        let mut found = Vec::new();
        for world in worlds {
            let solved = self.solved(Reading::Grantable, &world, false, &mut Vec::new())?;
            let each = (0..self.runs.len()).map(|at| solved.is_complete(at));
            found.push(each.chain([solved.all_complete()]).collect());
        }
        Ok(Some(found))
    }
}
