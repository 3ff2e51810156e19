//! The latest credits: the days of credentials, and what the last of them have to be.

use credstack_model::Amount;
use credstack_model::stack::Reading;
use credstack_stacking::{Latest, SameDay, Straddling};

use super::build::{Built, Site};
use super::kinds::Day;
use super::units::units;

impl Site<'_> {
    /// What the latest credits have to be. A day that is not known is the worst one: what is of the set comes early, what is not
    /// comes late; in the possible stack it is the other way round.
    pub(super) fn latest(&self, built: &mut Built, scale: i64) {
        let mut sets = Vec::new();
        for plan in &self.plan.latest {
            let of = plan.node.map(|node| built.nodes.iter().position(|n| *n == node));
            if of == Some(None) {
                built.latest.push(None);
                continue;
            }
            let cells = self.cells(built, of.flatten(), |_, offering| offering.holds.get(plan.from) == Some(&true));
            built.latest.push(Some(sets.len()));
            sets.push((plan, of.flatten(), cells));
        }
        if sets.is_empty() {
            return;
        }
        let mut places = Vec::new();
        for (item, face) in built.items.iter().enumerate() {
            let (first, last) = self.days.get(face.entry).copied().unwrap_or(Day::Unknown).ends();
            let of_set = |cells: &[(usize, usize)]| cells.iter().any(|(_, i)| *i == item);
            let in_sets = sets.iter().filter(|(_, _, cells)| of_set(cells)).count();
            let best = self.marks.reading == Reading::Possible;
            let place = match (first == last, best, in_sets) {
                (true, ..) | (_, true, 0) => first,
                (_, true, _) => last,
                (_, false, n) if n == sets.len() => first,
                // Of one set and not of another: late, and of none.
                (_, false, _) => {
                    for (_, _, cells) in &mut sets {
                        cells.retain(|(_, i)| *i != item);
                    }
                    last
                }
            };
            places.push(place);
        }
        let mut order = places.clone();
        order.sort_unstable();
        order.dedup();
        for (item, place) in built.problem.items.iter_mut().zip(&places) {
            item.day = order.iter().position(|p| p == place).and_then(|p| u32::try_from(p).ok()).unwrap_or_default();
        }
        for (plan, of, cells) in sets {
            built.problem.latest.push(Latest {
                name: plan.name.to_string(),
                window: units(plan.window, scale, false),
                minimum: units(plan.minimum, scale, false),
                cells,
                of,
                same_day: if plan.ties_against { SameDay::OthersLatest } else { SameDay::SetLatest },
                straddling: if plan.straddling_out { Straddling::Out } else { Straddling::In },
            });
        }
    }

    /// The amounts that the latest credits are measured by.
    pub(super) fn latest_sizes(&self) -> impl Iterator<Item = Amount> {
        self.plan.latest.iter().flat_map(|l| [l.window, l.minimum])
    }
}
