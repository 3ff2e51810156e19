//! The first stack on the walk, of all that have the best value.

use std::ops::Range;

use super::choices::Choice;
use super::layout::Layout;
use super::search::{Demands, Goal, Search, Steps};
use super::witness::Witness;

/// Moves the witness to the first stack on the walk: in every cell, one after the other, the most that some stack of the same
/// value counts there beside what the cells before it count.
pub(super) fn canonical(layout: &Layout<'_>, choices: &[Choice], witness: &mut Witness, steps: &mut Steps) {
    let mut walk = Walk { layout, choices, demands: Demands::free(layout), witness, steps };
    let mut open = Vec::new();
    for group in &layout.groups {
        let most = walk.raise(group);
        walk.fix(group, most);
        if most > 0 && group.len() > 1 {
            open.push(group.clone());
        }
    }
    // Several alternatives of one credential can count the same: the first of them.
    for group in open {
        walk.first_of(group);
    }
    walk.first_choice();
}

struct Walk<'a> {
    layout: &'a Layout<'a>,
    choices: &'a [Choice],
    demands: Demands,
    witness: &'a mut Witness,
    steps: &'a mut Steps,
}

impl Walk<'_> {
    fn counted(&self, group: &Range<usize>) -> i64 {
        self.witness.units.get(group.clone()).unwrap_or_default().iter().sum()
    }

    /// The most that a group counts in any stack of the value, which the witness then counts.
    fn raise(&mut self, group: &Range<usize>) -> i64 {
        let mut most =
            self.demands.high.get(group.clone()).unwrap_or_default().iter().copied().max().unwrap_or_default();
        loop {
            let counted = self.counted(group);
            if counted >= most || self.steps.are_spent() {
                return counted;
            }
            let wanted = counted + (most - counted + 1) / 2;
            if !self.find(group, wanted) {
                // Nothing counts `wanted` or more; a cell whose least lies above that cannot count at all.
                let cells = group.clone().filter_map(|c| Some((self.layout.cells.get(c)?, *self.demands.high.get(c)?)));
                let below = cells.map(|(c, high)| if c.least >= wanted { 0 } else { high.min(wanted - 1) });
                most = below.max().unwrap_or_default();
            }
        }
    }

    /// Looks for a stack in which a group counts at least so much.
    fn find(&mut self, group: &Range<usize>, wanted: i64) -> bool {
        let mut demands = self.demands.clone();
        for cell in group.clone() {
            let high = demands.high.get(cell).copied().unwrap_or_default();
            if high < wanted {
                set(&mut demands.high, cell, 0);
            } else if group.len() == 1 {
                set(&mut demands.low, cell, wanted);
            }
        }
        if group.len() == 1 {
            return self.look(&demands);
        }
        // Alternatives exclude one another: the group counts so much where one of them does.
        group.clone().any(|cell| {
            let mut one = demands.clone();
            if one.high.get(cell).is_none_or(|h| *h < wanted) {
                return false;
            }
            set(&mut one.low, cell, wanted);
            self.look(&one)
        })
    }

    fn look(&mut self, demands: &Demands) -> bool {
        for choice in self.choices {
            let search = Search::new(self.layout, choice, demands, Goal::Exactly(self.witness.value));
            if let Some((_, units)) = search.run(self.steps) {
                (self.witness.units, self.witness.choice) = (units, choice.clone());
                return true;
            }
            if self.steps.are_spent() {
                return false;
            }
        }
        false
    }

    /// Holds a group at what it counts.
    fn fix(&mut self, group: &Range<usize>, counted: i64) {
        for cell in group.clone() {
            let least = self.layout.cells.get(cell).map_or(1, |c| c.least);
            let high = self.demands.high.get(cell).copied().unwrap_or_default();
            let fits = least <= counted && counted <= high;
            set(&mut self.demands.high, cell, if fits { counted } else { 0 });
            if fits && group.len() == 1 {
                set(&mut self.demands.low, cell, counted);
            }
        }
        if group.len() > 1 && counted > 0 {
            self.demands.one_of.push((group.clone(), counted));
        }
    }

    fn first_of(&mut self, group: Range<usize>) {
        let mut cells: Vec<usize> = group.clone().collect();
        cells.sort_by_key(|c| self.layout.cells.get(*c).map(|c| c.item));
        for cell in cells {
            let most = self.demands.high.get(cell).copied().unwrap_or_default();
            if most == 0 {
                continue;
            }
            let mut demands = self.demands.clone();
            set(&mut demands.low, cell, most);
            if self.witness.units.get(cell).copied() == Some(most) || self.look(&demands) {
                self.demands = demands;
                for other in group.clone().filter(|c| *c != cell) {
                    set(&mut self.demands.high, other, 0);
                }
                return;
            }
        }
    }

    /// The first choice with which this very allocation has the value.
    fn first_choice(&mut self) {
        let units = self.witness.units.clone();
        let demands = Demands { low: units.clone(), high: units, one_of: Vec::new() };
        if !self.steps.are_spent() {
            self.look(&demands);
        }
    }
}

fn set(of: &mut [i64], cell: usize, value: i64) {
    if let Some(place) = of.get_mut(cell) {
        *place = value;
    }
}
