//! Whether the requirements of a problem make sense beside its slots and its tree.

use crate::problem::{MOST, NodeKind, Problem, ProblemError};
use crate::requirements::{Average, Latest, Sharing};

/// Grades and the parts of a minimum average are no larger, nor smaller than its negative.
const MOST_GRADE: i64 = 1_000_000_000;

impl Problem {
    pub(crate) fn check_requirements(&self) -> Result<(), ProblemError> {
        self.check_awards()?;
        self.sharing.iter().try_for_each(|s| self.check_sharing(s))?;
        self.averages.iter().try_for_each(|a| self.check_average(a))?;
        self.latest.iter().try_for_each(|l| self.check_latest(l))?;
        let wrong = self.settled.iter().find(|s| !self.is_node(s.of));
        wrong.map_or(Ok(()), |s| Err(place("the node", &s.name)))
    }

    fn check_awards(&self) -> Result<(), ProblemError> {
        if self.awards.is_empty() {
            return Ok(());
        }
        let nodes: Vec<usize> = self.awards.iter().map(|a| a.node).collect();
        let root = self.tree.first().map(|n| &n.kind);
        if self.workload.is_some() || !matches!(root, Some(NodeKind::All(children)) if *children == nodes) {
            return Err(place("the node of an award", "problem"));
        }
        let sum = self.awards.iter().try_fold(0i64, |sum, a| sum.checked_add(a.weight).filter(|_| a.weight >= 0));
        if sum.is_none_or(|s| s > MOST) || self.awards.iter().any(|a| a.workload.is_some_and(|w| w < 0)) {
            return Err(range("the weight or workload", "awards"));
        }
        Ok(())
    }

    fn check_sharing(&self, sharing: &Sharing) -> Result<(), ProblemError> {
        let amounts = [sharing.credits, sharing.items].into_iter().flatten();
        if sharing.uses < 2 || amounts.into_iter().any(|n| !(0..=MOST).contains(&n)) {
            return Err(range("a number", &sharing.name));
        }
        let [one, other] = &sharing.between;
        let in_order = |side: &[usize]| side.is_sorted_by(|a, b| a < b) && side.iter().all(|s| *s < self.slots.len());
        if in_order(one) && in_order(other) && one.iter().all(|s| !other.contains(s)) {
            Ok(())
        } else {
            Err(place("a slot", &sharing.name))
        }
    }

    fn check_average(&self, average: &Average) -> Result<(), ProblemError> {
        let grade = |n: &i64| (-MOST_GRADE..=MOST_GRADE).contains(n);
        let (numerator, denominator) = average.minimum;
        if !grade(&numerator) || !(1..=MOST_GRADE).contains(&denominator) || !average.grades.iter().all(|g| grade(&g.1))
        {
            return Err(range("a grade", &average.name));
        }
        let graded = average.grades.is_sorted_by(|a, b| a.0 < b.0);
        if graded && self.are_cells(&average.cells) && self.is_node(average.of) {
            Ok(())
        } else {
            Err(place("a cell, grade or node", &average.name))
        }
    }

    fn check_latest(&self, latest: &Latest) -> Result<(), ProblemError> {
        if !(0..=MOST).contains(&latest.window) || !(0..=MOST).contains(&latest.minimum) {
            return Err(range("a number", &latest.name));
        }
        if self.are_cells(&latest.cells) && self.is_node(latest.of) {
            Ok(())
        } else {
            Err(place("a cell or node", &latest.name))
        }
    }

    fn is_node(&self, of: Option<usize>) -> bool {
        of.is_none_or(|node| node < self.tree.len())
    }

    /// Whether cells are in order, and each is an offer.
    pub(crate) fn are_cells(&self, cells: &[(usize, usize)]) -> bool {
        let offered = |(slot, item): &(usize, usize)| {
            self.slots.get(*slot).is_some_and(|s| s.offers.binary_search_by_key(item, |o| o.item).is_ok())
        };
        cells.is_sorted_by(|a, b| a < b) && cells.iter().all(offered)
    }
}

fn place(what: &'static str, name: &str) -> ProblemError {
    ProblemError::Place { what, name: name.to_owned() }
}

fn range(what: &'static str, name: &str) -> ProblemError {
    ProblemError::Range { what, name: name.to_owned() }
}
