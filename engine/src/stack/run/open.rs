//! What is open beside the conditions: marks that averages need, days, which of several attempts counts.

use std::sync::Arc;

use credstack_model::Amount;
use credstack_model::proposal::{Cell, Unknown};
use credstack_model::stack::{Assumption, FurtherKind, Question, Stack};
use credstack_model::vocabulary::{AttributeId, attribute};

use super::super::average::{Mark, Placed};
use super::super::plan::Size;
use super::{Run, Solved};

impl Run<'_> {
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
