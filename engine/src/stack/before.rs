//! Prerequisites: a requirement that comes after another takes what was earned once the learner had what the other asks for.

use std::collections::{BTreeMap, BTreeSet};

use credstack_model::stack::Reading;
use credstack_stacking::{Budget, Proof, solve};

use super::build::Site;
use super::error::StackError;
use super::faces::Face;
use super::kinds::{Day, Place};
use super::plan::PlanSlot;

impl Site<'_> {
    /// For each node that others come after, the entries that came after it was met: with what the learner had by that day
    /// it could be met by itself, whatever of it counts where in the end. Which day an unknown one is is the worst of all, in
    /// the possible stack the best.
    pub(super) fn ready(&self, faces: &[Face], budget: Budget) -> Result<BTreeMap<usize, BTreeSet<usize>>, StackError> {
        let mut found: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        let targets: BTreeSet<usize> = self.plan.slots.iter().flat_map(|s| s.after.iter().copied()).collect();
        let rests_on = |target: usize| -> BTreeSet<usize> {
            let slots = self.plan.slots_below(target);
            slots.iter().filter_map(|s| self.plan.slots.get(*s)).flat_map(|s| s.after.iter().copied()).collect()
        };
        // Circles were refused when the rules were read: in each round something is found.
        for _ in 0..targets.len() {
            for target in &targets {
                if found.contains_key(target) || !rests_on(*target).iter().all(|t| found.contains_key(t)) {
                    continue;
                }
                let site = Site { ready: &found, ..*self };
                let ready = site.after(*target, faces, budget)?;
                found.insert(*target, ready);
            }
        }
        Ok(found)
    }

    /// The entries that came after a node could be met.
    fn after(&self, target: usize, faces: &[Face], budget: Budget) -> Result<BTreeSet<usize>, StackError> {
        let best = self.marks.reading == Reading::Possible;
        let ends = |entry: usize| self.days.get(entry).copied().unwrap_or(Day::Unknown).ends();
        let mut by_day: BTreeMap<Place, bool> = BTreeMap::new();
        let mut ready = BTreeSet::new();
        for entry in faces.iter().map(|f| f.entry) {
            let day = if best { ends(entry).1 } else { ends(entry).0 };
            let met = match by_day.get(&day) {
                Some(met) => *met,
                None => {
                    let earned = |f: &&Face| (if best { ends(f.entry).0 } else { ends(f.entry).1 }) <= day;
                    let built = self.build_at(target, faces.iter().filter(earned).cloned().collect(), &[])?;
                    let solution = solve(&built.problem, budget).map_err(StackError::Problem)?;
                    let met = solution.stack.value.is_complete() || (best && solution.proof != Proof::Optimal);
                    by_day.insert(day, met);
                    met
                }
            };
            if met {
                ready.insert(entry);
            }
        }
        Ok(ready)
    }

    /// Whether an entry came after everything that has to be met before a slot.
    pub(super) fn is_ready(&self, slot: &PlanSlot, entry: usize) -> bool {
        slot.after.iter().all(|node| self.ready.get(node).is_some_and(|r| r.contains(&entry)))
    }
}
