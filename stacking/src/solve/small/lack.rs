//! What requirements need of sums, and what they lack at the least.

use crate::solve::value::{Lack, add};

/// More children than this are not compared.
pub(super) const MOST_CHILDREN: usize = 16;
/// Of more requirements than this the first are looked at together.
pub(super) const MOST_PLACES: usize = 12;

/// A sum that has to come to so much; a unit that it lacks is worth so much of the value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Need {
    pub(super) column: usize,
    pub(super) least: i64,
    pub(super) worth: i64,
}

impl Need {
    pub(super) fn short(&self, reach: &[i64]) -> i64 {
        (self.least - reach[self.column]).max(0) * self.worth
    }
}

/// What several requirements need together: places among those of the root.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub(super) places: [usize; 2],
    /// All that can be counted in the two.
    pub(super) column: usize,
}

/// A slot: what it needs, and its spread.
#[derive(Debug, Clone, Copy)]
pub(super) struct Requirement {
    pub(super) need: Need,
    pub(super) is_credits: bool,
    pub(super) spread: Option<Need>,
    /// Its place among the requirements that are looked at together.
    pub(super) place: Option<usize>,
}

/// Requirements that are all asked for, with what is nested in them.
#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    /// Of the children of this group so many are needed, the others not.
    pub(super) at_least: Option<usize>,
    pub(super) requirements: Vec<Requirement>,
    pub(super) children: Vec<Group>,
    pub(super) minimum: Option<(Need, bool)>,
    pub(super) floors: Vec<(Need, bool)>,
    /// What it lacks whatever is counted.
    pub(super) always: Lack,
}

impl Group {
    /// Takes a child in: where it is no more than requirements that are all asked for, these are its own. What its limits lack
    /// is part of what a minimum here is compared with, so they stay where they are.
    pub(super) fn take(&mut self, child: Group) {
        if child.at_least.is_none() && child.minimum.is_none() && child.floors.is_empty() {
            self.requirements.extend(child.requirements);
            self.children.extend(child.children);
            self.always = add(self.always, child.always);
        } else {
            self.children.push(child);
        }
    }

    /// The least that it lacks, and which of the root's requirements are among that.
    pub(super) fn lack(&self, reach: &[i64], unmet: &mut u32) -> Lack {
        let mut lack = self.always;
        for requirement in &self.requirements {
            let short = requirement.need.short(reach);
            let spread = requirement.spread.map_or(0, |spread| spread.short(reach));
            if short > 0 || spread > 0 {
                lack.0 += 1;
                lack.1 += spread;
                *unmet |= requirement
                    .place
                    .map_or(0, |place| 1u32.checked_shl(u32::try_from(place).unwrap_or(32)).unwrap_or(0));
                if requirement.is_credits {
                    lack.2 += short;
                } else {
                    lack.1 += short;
                }
            }
        }
        match self.at_least {
            None => {
                for child in &self.children {
                    lack = add(lack, child.lack(reach, unmet));
                }
            }
            Some(n) => {
                // Which of them those are is open, so each part is the least that it can be with any.
                let mut each = [[0; MOST_CHILDREN]; 3];
                for (at, child) in self.children.iter().enumerate() {
                    let (unmet, items, credits) = child.lack(reach, unmet);
                    each.iter_mut().zip([unmet, items, credits]).for_each(|(list, part)| list[at] = part);
                }
                let [unmet, items, credits] = each.map(|mut list| {
                    let list = &mut list[..self.children.len()];
                    list.sort_unstable();
                    list.iter().take(n).sum()
                });
                lack = add(lack, (unmet, items, credits));
            }
        }
        if let Some((need, is_credits)) = self.minimum {
            let short = need.short(reach);
            if short > 0 {
                lack.0 += 1;
                let place = if is_credits { &mut lack.2 } else { &mut lack.1 };
                *place = short.max(*place);
            }
        }
        for (need, is_credits) in &self.floors {
            let short = need.short(reach);
            lack.0 += i64::from(short > 0);
            let place = if *is_credits { &mut lack.2 } else { &mut lack.1 };
            *place += short;
        }
        lack
    }
}
