//! What requirements share, told.

use std::sync::Arc;

use credstack_model::stack::{LimitEntry, Shared};
use credstack_stacking::{Account, Solution};

use super::super::error::StackError;
use super::super::telling::{Lifted, Line, on_both_sides};
use super::Teller;

impl Teller<'_> {
    /// What the requirements share, of every pair that this wallet could share anything of.
    pub(super) fn shared(&self, told: &Account, solution: &Solution) -> Result<Vec<LimitEntry>, StackError> {
        let problem = &self.built.problem;
        let mut entries = Vec::new();
        for (at, place) in self.built.sharing.iter().enumerate() {
            let (Some(sharing), Some(account)) = (problem.sharing.get(at), told.sharing.get(at)) else { continue };
            let Some(plan) = self.plan.sharing.get(*place) else { continue };
            let offered = |side: &[usize], item: usize| {
                let mut slots = side.iter().filter_map(|s| problem.slots.get(*s));
                slots.any(|s| s.offers.iter().any(|o| o.item == item))
            };
            let [one, other] = &sharing.between;
            if !(0..problem.items.len()).any(|item| offered(one, item) && offered(other, item)) {
                continue;
            }
            let node =
                |at: usize| self.plan.nodes.get(at).map(|n| (n.path.clone(), n.title.clone())).unwrap_or_default();
            let [(path, title), (other_path, other_title)] = plan.between.map(node);
            let items = on_both_sides(solution, &sharing.between);
            let mut counts: Vec<Arc<str>> =
                items.iter().filter_map(|i| self.entry(*i)).map(|(_, e)| e.id.clone()).collect();
            counts.dedup();
            let line = Line {
                name: plan.name.clone(),
                shared: Shared { between: [path, other_path], titles: [title, other_title] },
                terms: plan.terms,
                credits: self.credits(account.credits),
                items: u32::try_from(account.items).unwrap_or(u32::MAX),
                counts,
                bites: (self.with.lifted)(Lifted::Sharing(at))?,
            };
            entries.extend(line.entries());
        }
        Ok(entries)
    }
}
