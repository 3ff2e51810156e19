//! What goes beyond slots and limits, drawn from bytes of its own: without them a scene is as it would be without it.

use credstack_stacking::{Average, Award, Latest, Measure, NodeKind, SameDay, Settled, Sharing, Straddling};

use super::Maker;

impl Maker<'_> {
    /// Draws what follows from the other bytes, or goes back.
    fn turn(&mut self) {
        std::mem::swap(&mut self.draw, &mut self.more);
    }

    /// What makes the allocations more.
    pub(super) fn what_allows_more(&mut self) {
        self.turn();
        for slot in &mut self.problem.slots {
            slot.entire = self.draw.chance(4);
        }
        for number in 0..self.draw.pick(&[0, 0, 1, 2, 3, 1, 4]) {
            let mut between = [Vec::new(), Vec::new()];
            for slot in 0..self.problem.slots.len() {
                match self.draw.below(5) {
                    0 | 1 => between[0].push(slot),
                    2 | 3 => between[1].push(slot),
                    _ => {}
                }
            }
            self.problem.sharing.push(Sharing {
                name: format!("p{number}"),
                between,
                credits: self.draw.pick(&[None, Some(3), Some(5), Some(1), Some(0), Some(8)]),
                items: self.draw.pick(&[None, None, None, Some(1), Some(2), Some(0)]),
                uses: self.draw.pick(&[2, 2, 3, 3, 4]),
            });
        }
        self.turn();
    }

    /// What asks for more.
    pub(super) fn what_asks_for_more(&mut self) {
        self.turn();
        self.items_in_full();
        self.bounds_of_outcomes();
        let most = self.draw.pick(&[0, 0, 1, 2]);
        for number in 0..self.draw.below(most + 1) {
            self.average(number);
        }
        for number in 0..self.draw.pick(&[0, 0, 0, 1, 2]) {
            self.latest(number);
        }
        if self.draw.chance(6) {
            let of = self.node();
            let met = self.draw.chance(2);
            self.problem.settled.push(Settled { name: "settled".to_owned(), met, of });
        }
        self.awards();
        self.turn();
    }

    fn items_in_full(&mut self) {
        for at in 0..self.problem.items.len() {
            let day = self.draw.pick(&[0, 1, 1, 2, 2, 3]);
            let outcomes = self.draw.pick(&[&[][..], &[0], &[1], &[0, 1], &[1, 2], &[3]]).to_vec();
            let twin = self.twins.get(at) == Some(&true) && !self.draw.chance(6);
            let before = self.problem.items.get(at.wrapping_sub(1)).filter(|_| twin);
            let (day, outcomes) = before.map_or((day, outcomes), |b| (b.day, b.outcomes.clone()));
            (self.problem.items[at].day, self.problem.items[at].outcomes) = (day, outcomes);
        }
    }

    fn bounds_of_outcomes(&mut self) {
        for at in 0..self.problem.slots.len() {
            if self.problem.slots[at].entire {
                let cells: Vec<_> = self.cells().into_iter().filter(|(slot, _)| *slot == at).collect();
                let maximum = self.near(&cells, Measure::Credits).max(1);
                let slot = &mut self.problem.slots[at];
                (slot.measure, slot.maximum) = (Measure::Credits, Some(maximum));
                slot.minimum = if slot.minimum == 0 { 0 } else { maximum };
            } else if self.draw.chance(8) {
                let minimum = self.draw.pick(&[1, 2, 0, 3]);
                let slot = &mut self.problem.slots[at];
                (slot.measure, slot.minimum) = (Measure::Outcomes, minimum);
            }
        }
        for node in &mut self.problem.tree {
            if self.draw.chance(10) {
                node.minimum = Some((Measure::Outcomes, self.draw.pick(&[1, 2, 3, 4])));
            }
        }
        for limit in &mut self.problem.limits {
            if limit.measure == Measure::Items && self.draw.chance(4) {
                limit.measure = Measure::Outcomes;
            }
        }
    }

    fn node(&mut self) -> Option<usize> {
        let node = self.draw.below(self.problem.tree.len());
        if self.draw.chance(2) { Some(node) } else { None }
    }

    fn average(&mut self, number: usize) {
        let of = self.node();
        let cells = self.cells_below(of.unwrap_or(0));
        let mut cells = if self.draw.chance(3) { self.draw.some(&cells, 2) } else { cells };
        cells.sort_unstable();
        let mut grades: Vec<(usize, i64)> = Vec::new();
        for item in 0..self.problem.items.len() {
            let grade = self.draw.pick(&[5, 6, 8, 9, 7]);
            let before = grades.last().filter(|b| b.0 + 1 == item && self.twins.get(item) == Some(&true));
            let grade = before.map_or(grade, |b| b.1);
            if !self.draw.chance(5) {
                grades.push((item, grade));
            }
        }
        let minimum = self.draw.pick(&[(7, 1), (15, 2), (20, 3), (8, 1), (27, 4), (9, 1)]);
        self.problem.averages.push(Average { name: format!("a{number}"), cells, grades, minimum, of });
    }

    fn latest(&mut self, number: usize) {
        let of = self.node();
        let below = self.cells_below(of.unwrap_or(0));
        let items: Vec<usize> = (0..self.problem.items.len()).collect();
        let home = self.draw.some(&items, 2);
        let mut cells: Vec<_> = below.iter().copied().filter(|(_, item)| home.contains(item)).collect();
        if self.draw.chance(4) {
            let all = self.cells();
            cells = self.draw.some(&all, 2);
        }
        cells.sort_unstable();
        let window = self.near(&below, Measure::Credits);
        let window = (window - self.draw.pick(&[0, 1, 2, 3, 5])).max(0);
        let minimum = (window - self.draw.pick(&[0, 1, 2, 3])).max(0);
        self.problem.latest.push(Latest {
            name: format!("t{number}"),
            window,
            minimum,
            cells,
            of,
            same_day: self.draw.pick(&[SameDay::SetLatest, SameDay::OthersLatest]),
            straddling: self.draw.pick(&[Straddling::In, Straddling::Out]),
        });
    }

    fn awards(&mut self) {
        let NodeKind::All(children) = self.problem.tree[0].kind.clone() else { return };
        if children.is_empty() || !self.draw.chance(2) {
            return;
        }
        self.problem.workload = None;
        let preference = self.draw.below(3);
        for (at, node) in children.into_iter().enumerate() {
            let cells = self.cells_below(node);
            let workload = if self.draw.chance(3) { None } else { Some(self.near(&cells, Measure::Credits)) };
            let weight = match preference {
                0 => 1,
                1 => 1 << at,
                _ => 0,
            };
            self.problem.awards.push(Award { name: format!("k{at}"), node, workload, weight });
        }
    }
}
