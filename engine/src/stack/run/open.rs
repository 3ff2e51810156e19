//! What is open, what its answers are worth, and what the possible stack assumes. Beside the conditions these are marks that
//! averages need, days, and which of several attempts counts.

use std::sync::Arc;

use credstack_model::Amount;
use credstack_model::proposal::{Cell, Unknown};
use credstack_model::stack::{Answered, Assumption, FurtherKind, Question, Reading, Stack};
use credstack_model::vocabulary::{AttributeId, attribute};
use credstack_stacking::account;

use super::super::error::StackError;
use super::super::faces::Fixed;
use super::super::kinds::{Mark, Placed};
use super::super::matter::{Asked, assumed};
use super::super::plan::Size;
use super::{MOST_ANSWERS, Run, Solved};

impl Run<'_> {
    /// What the possible stack takes for granted of the credentials that it counts, and of the claim.
    pub(in crate::stack) fn assumed(&self, possible: &Solved, world: &Fixed) -> Vec<Assumption> {
        let mut found: Vec<Assumption> = Vec::new();
        let mut items: Vec<(usize, usize)> = possible.solution.stack.counted.iter().map(|c| (c.item, c.slot)).collect();
        items.dedup();
        for (item, slot) in items {
            let Some(face) = possible.built.items.get(item) else { continue };
            let Some(entry) = self.wallet.entries.get(face.entry) else { continue };
            let plan = possible.built.slots.get(slot).and_then(|s| self.wallet.plan.slots.get(*s));
            let Some(offering) = plan.and_then(|p| super::super::build::offering(p, entry, face)) else { continue };
            let Some(side) = entry.sides.iter().find(|s| s.component == offering.component) else { continue };
            for (unknown, cells) in assumed(&side.view, &offering.signs, &world.of(face.entry)) {
                let shared = side.view.open.iter().any(|o| o.unknown == unknown && o.shared);
                let credential = (!shared).then(|| entry.id.clone());
                if !found.iter().any(|a| a.unknown == unknown && a.credential == credential) {
                    found.push(Assumption { credential, unknown, cells });
                }
            }
        }
        found
    }

    /// Each open question by itself, with the stacks under each answer. What changes no stack by itself is asked only where
    /// the possible stack assumes it.
    pub(super) fn questions(&self, asked: &[Asked], assumed: &[Assumption]) -> Result<Vec<Question>, StackError> {
        let mut found = Vec::new();
        let mut answers_left = MOST_ANSWERS;
        for open in asked {
            let entry = open.entry.and_then(|e| self.wallet.entries.get(e));
            if entry.is_some_and(|e| !e.passed || e.progress > self.options.include) {
                continue;
            }
            let credential = entry.map(|e| e.id.clone());
            let mut answers: Vec<Answered> = Vec::new();
            for (at, cell) in open.cells.iter().enumerate().take(answers_left) {
                let fixed = Fixed::default().with(open.entry, open.unknown, at);
                let count = |reading: Reading| -> Result<(bool, Amount), StackError> {
                    let solved = self.solved(reading, &fixed, &mut Vec::new())?;
                    let told = account(&solved.built.problem, &solved.solution.stack).map_err(StackError::Problem)?;
                    // What is shared counts once.
                    let units = told.nodes.first().map_or(0, |n| n.credits);
                    let credits = Amount::ratio(units, solved.built.problem.units_per_credit);
                    Ok((solved.solution.stack.value.is_complete(), credits))
                };
                let (owed, grantable) = (count(Reading::Owed)?, count(Reading::Grantable)?);
                match answers.iter_mut().find(|a| a.owed == owed && a.grantable == grantable) {
                    Some(same) => same.cells.push(cell.clone()),
                    None => answers.push(Answered { cells: vec![cell.clone()], owed, grantable }),
                }
            }
            answers_left = answers_left.saturating_sub(open.cells.len());
            let taken = assumed.iter().any(|a| a.unknown == open.unknown && a.credential == credential);
            // Where the award is complete whatever the answer, nothing depends on it.
            let settled = matches!(answers.as_slice(), [one] if one.grantable.0);
            if answers.len() != 1 || (taken && !settled) {
                found.push(Question { credential, unknown: open.unknown, answers });
            }
        }
        Ok(found)
    }

    /// What to ask for so that an average, the latest credits or attempts are settled. The stacks under each answer are not
    /// told: a mark and a day have more values than could be shown.
    pub(super) fn open_further(&self, grantable: &Stack, possible: &Stack) -> Vec<Question> {
        let mut found: Vec<(usize, Unknown)> = self.deciding().open(&self.wallet.attempts);
        for line in possible.further.iter().filter(|l| l.chosen) {
            let sure = grantable.further.iter().find(|l| l.name == line.name);
            if sure.is_some_and(|l| l.met == line.met) {
                continue;
            }
            let of = self.wallet.plan.averages.iter().find(|a| a.name == line.name).map(|a| a.average.of);
            for at in 0..self.wallet.entries.len() {
                let open = match (line.kind, of) {
                    (FurtherKind::Latest, _) => self.day_is_open(at).then_some(attribute::ISSUED),
                    (_, of) => of.filter(|of| self.mark_is_open(at, *of)),
                };
                found.extend(open.map(|id| (at, Unknown::Fact(id))));
            }
        }
        found.extend(self.open_below(grantable, possible));
        for made in self.wallet.entries.iter().filter_map(|e| e.made.as_ref()) {
            let place = |id: &Arc<str>| self.wallet.entries.iter().position(|e| e.id == *id);
            found.extend(made.open.iter().filter_map(|(id, unknown)| Some((place(id)?, *unknown))));
        }
        found.sort_unstable();
        found.dedup();
        let asked = found.into_iter().filter_map(|(at, unknown)| {
            let entry = self.wallet.entries.get(at).filter(|e| e.passed && e.progress <= self.options.include)?;
            Some(Question { credential: Some(entry.id.clone()), unknown, answers: Vec::new() })
        });
        asked.collect()
    }

    /// What is open of the credentials that the possible stack counts where the grantable one lacks something: what they
    /// cover, and when they were completed.
    fn open_below(&self, grantable: &Stack, possible: &Stack) -> Vec<(usize, Unknown)> {
        let mut found = Vec::new();
        let place = |id: &Arc<str>| self.wallet.entries.iter().position(|e| e.id == *id);
        for line in possible.requirements.iter().filter(|l| l.met) {
            let sure = grantable.requirements.iter().find(|l| l.path == line.path);
            let slot = self.wallet.plan.slots.iter().find(|s| s.path == line.path);
            let Some(slot) = slot.filter(|_| sure.is_none_or(|l| !l.met)) else { continue };
            let ordered = !slot.after.is_empty();
            for counted in &possible.counted {
                let Some(at) = place(&counted.credential) else { continue };
                let here = counted.requirement == line.path;
                let covers = matches!(slot.minimum, Some(Size::Outcomes(_)));
                if here && covers && self.wallet.outcomes.get(at).is_some_and(Option::is_none) {
                    found.push((at, Unknown::Fact(attribute::SKILLS)));
                }
                if ordered && self.day_is_open(at) {
                    found.push((at, Unknown::Fact(attribute::ISSUED)));
                }
            }
        }
        found
    }

    /// The marks that the possible stack takes for granted: the best of their scale, or at least what is needed.
    pub(super) fn assumed_marks(&self, possible: &Solved) -> Vec<Assumption> {
        let mut found: Vec<Assumption> = Vec::new();
        for (plan, placed) in self.wallet.plan.averages.iter().zip(&possible.built.averages) {
            let Some(Placed::Counted(at, _)) = placed else { continue };
            let Some(average) = possible.built.problem.averages.get(*at) else { continue };
            let (of, lower) = (plan.average.of, plan.average.lower_is_better);
            let best = plan.average.scale.map(|(low, high)| if lower { low } else { high });
            let (low, high) = match best {
                Some(best) => (best, Some(best)),
                None if lower => (Amount::ZERO, Some(plan.average.bound)),
                None => (plan.average.bound, None),
            };
            let cell = Cell::Amount { low, high, above: false, below: false, unit: "".into() };
            for counted in &possible.solution.stack.counted {
                let entry = possible.built.items.get(counted.item).map(|f| f.entry);
                let open = entry
                    .filter(|e| self.mark_is_open(*e, of) && average.cells.contains(&(counted.slot, counted.item)));
                let Some(entry) = open.and_then(|e| self.wallet.entries.get(e)) else { continue };
                let (credential, unknown) = (Some(entry.id.clone()), Unknown::Fact(of));
                if !found.iter().any(|a| (&a.credential, a.unknown) == (&credential, unknown)) {
                    found.push(Assumption { credential, unknown, cells: vec![cell.clone()] });
                }
            }
        }
        found
    }

    fn mark_is_open(&self, at: usize, of: AttributeId) -> bool {
        self.wallet.marks.get(&(at, of)) == Some(&Mark::Unknown)
    }

    fn day_is_open(&self, at: usize) -> bool {
        self.wallet.days.get(at).is_some_and(|d| {
            let (first, last) = d.ends();
            first != last
        })
    }
}
