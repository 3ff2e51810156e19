//! What is open beside the conditions: marks that averages need, days, which of several attempts counts.

use std::sync::Arc;

use credstack_model::proposal::Unknown;
use credstack_model::stack::{FurtherKind, Question, Stack};
use credstack_model::vocabulary::{AttributeId, attribute};

use super::super::average::Mark;
use super::Run;

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
