//! Rows that follow from others and tell the relaxation more.

use super::model::{Model, up};
use super::rows::{Spread, Sum, Value};
use super::ways::Ways;
use crate::problem::{Measure, NodeKind};

/// Items each of which adds once.
const EACH: Sum = Sum { measure: Measure::Items, exact: false };

/// Of more clashes than this the rest is looked at only where an item is counted.
const MOST_CLASHES: usize = 256;

impl<W: Ways> Model<'_, W> {
    /// Of items that clash with one another one at the most.
    pub(super) fn exclude(&mut self) {
        let layout = self.layout;
        for clique in self.cliques() {
            let cells = clique.iter().flat_map(|item| &layout.items[*item].cells);
            let row = self.row(cells.map(|cell| (*cell, -1)), -1, EACH);
            self.ceilings.push(row);
        }
    }

    /// Items of which every two clash, so that together they cover all clashes; some of them, where there are very many.
    fn cliques(&self) -> Vec<Vec<usize>> {
        let items = &self.layout.items;
        let mut covered: Vec<(usize, usize)> = Vec::new();
        let mut cliques = Vec::new();
        for (a, b) in self.layout.problem.clashes.iter().take(MOST_CLASHES) {
            if covered.contains(&(*a, *b)) {
                continue;
            }
            let mut clique = vec![*a, *b];
            for other in &items[*b].clashes {
                if !clique.contains(other) && clique.iter().all(|item| items[*item].clashes.contains(other)) {
                    clique.push(*other);
                }
            }
            clique.sort_unstable();
            for (at, one) in clique.iter().enumerate() {
                covered.extend(clique[at + 1..].iter().map(|other| (*one, *other)));
            }
            cliques.push(clique);
        }
        cliques
    }

    /// For each value that a slot asks for the row of the cells that bring it.
    pub(super) fn widen(&mut self) {
        let problem = self.layout.problem;
        for (node, plain) in problem.tree.iter().enumerate() {
            let NodeKind::Slot(slot) = plain.kind else { continue };
            let asked = i64::from(problem.slots[slot].spread);
            if asked == 0 {
                continue;
            }
            let values = self.spreads[slot].clone();
            let cells = |value: Value<W>, model: &Self| -> Vec<usize> {
                let cell = |(item, way): &(usize, W)| model.items[*item].cells[way.first()];
                value.iter().map(cell).collect()
            };
            let mut rows = Vec::with_capacity(values.len());
            for value in values {
                let cells = cells(value, self);
                rows.push(self.row(cells.into_iter().map(|cell| (cell, 1)), 0, EACH));
            }
            self.wide_of[slot] = Some(self.wide.len());
            self.wide.push(Spread { node, asked, rows, requirement: self.of_slot[slot] });
        }
    }

    /// Minima counted in larger units, where that says more: of credentials of 3 and 4 credits two are needed for 5. What
    /// each adds and what is asked are divided by the same number and rounded up (Chvatal and Gomory).
    pub(super) fn cut(&mut self) {
        for slot in 0..self.of_slot.len() {
            let Some(requirement) = self.of_slot[slot] else { continue };
            let plain = &self.layout.problem.slots[slot];
            let cells: Vec<usize> = self.layout.slots[slot].clone().collect();
            let is_cut = |cell: &usize| self.parted[self.layout.cells[*cell].item].is_some();
            if plain.measure != Measure::Credits || cells.iter().any(is_cut) {
                continue;
            }
            let minimum = plain.minimum;
            let adds: Vec<i64> = cells.iter().map(|c| self.layout.cells[*c].most.min(minimum)).collect();
            let Some(by) = divisor(&adds, minimum) else { continue };
            let sum = cells.into_iter().zip(adds.iter().map(|a| up(*a, by)));
            let row = self.row(sum, up(minimum, by), Sum { exact: true, ..EACH });
            self.requirements[requirement].cut = Some(row);
        }
    }
}

/// By what to divide a minimum so that it asks for most; none where nothing is gained.
fn divisor(adds: &[i64], minimum: i64) -> Option<i64> {
    let mut divisors: Vec<i64> = adds.to_vec();
    divisors.sort_unstable();
    divisors.dedup();
    // How much less of the minimum the items make up, in millionths.
    let gain = |by: &i64| -> i64 {
        let asked = up(minimum, *by);
        adds.iter().map(|a| (a * 1_000_000 / minimum - up(*a, *by) * 1_000_000 / asked).max(0)).sum()
    };
    divisors.into_iter().map(|by| (gain(&by), by)).filter(|(gain, _)| *gain > 1_000).max().map(|(_, by)| by)
}
