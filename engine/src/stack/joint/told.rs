//! A joint stack told award by award: what counts, what other awards take, what is shared.

use std::sync::Arc;

use credstack_model::stack::{LeftReason, LimitEntry, Reading, Shared};
use credstack_model::together::JointReading;
use credstack_model::{Amount, Symbol};
use credstack_stacking::{bites, maximal_sets};

use super::super::error::StackError;
use super::super::faces::Entry;
use super::super::run::{Run, Solved};
use super::super::telling::{self, Lifted, Line, Telling, on_both_sides};
use super::run::{JointRun, JointSolved};

impl JointRun<'_> {
    /// The part of an award, told in its own terms; what bites is told of all awards together.
    pub(super) fn told(
        &self,
        award: usize,
        run: &Run<'_>,
        solved: &JointSolved,
        reading: Reading,
        possible: &[usize],
    ) -> Result<credstack_model::stack::Stack, StackError> {
        let (problem, value) = (&solved.merged.problem, solved.solution.stack.value);
        let place = solved.merged.places.get(award);
        let lifted = |what: Lifted| match what {
            Lifted::Limit(at) => {
                let at = place.map_or(usize::MAX, |p| p.limits + at);
                bites(problem, at, value, self.side()).map_err(StackError::Problem)
            }
            Lifted::Sharing(at) => {
                let at = place.map_or(usize::MAX, |p| p.sharing + at);
                telling::bites(problem, at, value, self.side())
            }
        };
        let elsewhere = |entry: usize| self.elsewhere(award, entry, solved);
        let Some(part) = solved.parts.get(award) else { return Err(StackError::NoAward) };
        run.told(part, reading, &Telling { possible, lifted: &lifted, elsewhere: &elsewhere })
    }

    /// Why a credential that could count toward an award does not, as far as it or its learning counts toward another.
    fn elsewhere(&self, award: usize, entry: usize, solved: &JointSolved) -> Option<LeftReason> {
        let counted = |part: &Solved, entry: usize| {
            let of = |item: usize| part.built.items.get(item).map(|f| f.entry);
            part.solution.stack.counted.iter().any(|c| of(c.item) == Some(entry))
        };
        let others = || solved.parts.iter().enumerate().filter(|(at, _)| *at != award);
        let toward: Vec<Symbol> =
            others().filter(|(_, part)| counted(part, entry)).filter_map(|(at, _)| self.name(at)).collect();
        if !toward.is_empty() {
            return Some(LeftReason::CountedToward(toward));
        }
        let mine = self.entries().get(entry)?;
        let clashes = |(at, other): &(usize, &Entry)| *at != entry && !mine.contains.is_disjoint(&other.contains);
        let mut same = self.entries().iter().enumerate().filter(clashes);
        let already = same.find(|(at, _)| others().any(|(_, part)| counted(part, *at)));
        already.map(|(_, other)| LeftReason::CountedAlready(other.id.clone()))
    }

    pub(super) fn reading(&self, solved: &JointSolved) -> Result<JointReading, StackError> {
        let complete = solved.all_complete();
        let (maximal, all_maximal) = if complete {
            (vec![(0..self.runs.len()).filter_map(|at| self.name(at)).collect()], true)
        } else {
            let found = maximal_sets(&solved.merged.problem, self.side()).map_err(StackError::Problem)?;
            let own = |place: &usize| solved.merged.awards.iter().position(|a| a == place);
            let named = |set: &Vec<usize>| {
                let mut places: Vec<usize> = set.iter().filter_map(own).collect();
                places.sort_unstable();
                places
            };
            let mut sets: Vec<Vec<usize>> = found.sets.iter().map(named).collect();
            sets.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
            (sets.into_iter().map(|s| s.into_iter().filter_map(|at| self.name(at)).collect()).collect(), found.all)
        };
        let units = solved.account.nodes.first().map_or(0, |n| n.credits);
        let total = Amount::ratio(units, solved.merged.problem.units_per_credit);
        let sharing = self.shared(solved)?;
        Ok(JointReading { complete, proven: solved.is_proven(), total, sharing, maximal, all_maximal })
    }

    /// What the awards share, pair by pair.
    fn shared(&self, solved: &JointSolved) -> Result<Vec<LimitEntry>, StackError> {
        let merged = &solved.merged;
        let mut entries = Vec::new();
        for (pair, at) in self.book.pairs.iter().zip(&merged.pairs) {
            let (Some(sharing), Some(told)) = (merged.problem.sharing.get(*at), solved.account.sharing.get(*at)) else {
                continue;
            };
            let items = on_both_sides(&solved.solution, &sharing.between);
            let id = |item: &usize| Some(self.entries().get(merged.items.get(*item)?.entry)?.id.clone());
            let mut counts: Vec<Arc<str>> = items.iter().filter_map(id).collect();
            counts.dedup();
            let award = |at: usize| self.runs.get(at).and_then(|r| Some((r.book.book.set(), r.book.award()?)));
            let text = |at: usize| award(at).map(|(s, a)| Arc::from(s.symbols.text(a.name))).unwrap_or_default();
            let title = |at: usize| award(at).map(|(_, a)| a.title.clone()).unwrap_or_default();
            let line = Line {
                name: pair.name.clone(),
                shared: Shared { between: pair.between.map(text), titles: pair.between.map(title) },
                terms: pair.terms,
                credits: Amount::ratio(told.credits, merged.problem.units_per_credit),
                items: u32::try_from(told.items).unwrap_or(u32::MAX),
                counts,
                bites: telling::bites(&merged.problem, *at, solved.solution.stack.value, self.side())?,
            };
            entries.extend(line.entries());
        }
        Ok(entries)
    }
}
