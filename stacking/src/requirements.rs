//! Requirements beyond slots and limits: several awards at once, sharing, averages, the latest credits, what is settled.
//!
//! A credential that is shared is counted in several slots and still is one credential: node minima, totals, limits, averages
//! and the latest credits count it once in the cells that they are about. `docs/stacking.md` says how much that is.

use crate::problem::{MOST, NodeKind, Problem, ProblemError, Units};

/// One of several awards that are asked for together.
///
/// Each has its own workload and its own total, in which a shared credential counts as in any other. Its limits, averages
/// and whatever else is asked of it alone name its node in their `of`. The root is then [`NodeKind::All`] of exactly the
/// nodes of the awards, in their order, and the problem has no workload of the whole.
///
/// An award is *complete* where its node has no unmet requirement and its workload is reached.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Award {
    /// Stable name.
    pub name: String,
    /// Its node, a child of the root.
    pub node: usize,
    /// Its workload: counting less is an unmet requirement, counting more is worth nothing.
    pub workload: Option<Units>,
    /// What it is worth that this award is complete, compared before everything else: the greatest sum is best. *Most awards*
    /// is 1 for each; *the highest award* is a power of two for each, the highest award with the greatest; 0 for all is no
    /// preference.
    pub weight: i64,
}

/// Slots that share credentials with slots of the other side: a named pair of requirements, or of awards.
///
/// Every slot of the one side shares with every slot of the other. A credential may be counted in a set of slots of which
/// every two share, so it is not transitive; several of these may name the same two slots, and then all of them bind.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sharing {
    /// Stable name.
    pub name: String,
    /// The slots of the one side and of the other, each ascending, none in both. For awards: the slots below each.
    pub between: [Vec<usize>; 2],
    /// At most so many units are counted on both sides; 0 is none, `None` any number.
    pub credits: Option<Units>,
    /// At most so many items are counted on both sides.
    pub items: Option<i64>,
    /// In how many slots an item may be counted in all when it is counted in two that share by this; 2 unless the award says
    /// more. Of several that apply the least binds.
    pub uses: usize,
}

/// A minimum average over counted credits that have a grade, weighted by credits.
///
/// Unmet it is one unmet requirement and nothing missing. It is unmet where nothing with a grade is counted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Average {
    /// Stable name.
    pub name: String,
    /// What it covers: slot and item, ascending.
    pub cells: Vec<(usize, usize)>,
    /// The grades as whole numbers of one scale, by ascending item; what is not here has no grade and does not count. Where
    /// a lower grade is the better one, grades and minimum are negative.
    pub grades: Vec<(usize, i64)>,
    /// The minimum in the scale of the grades: numerator and denominator.
    pub minimum: (i64, i64),
    /// The node whose requirement it is: asked only where that is part of the stack, and unmet there. `None` for the whole.
    pub of: Option<usize>,
}

/// Over the latest credits counted, at least so many are of a set: *the last 30 credits at home*.
///
/// What is counted is lined up by [`crate::Item::day`], the latest first, until the window is full. It is unmet and lacks
/// credits like an "at least" limit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Latest {
    /// Stable name.
    pub name: String,
    /// How many units the window has. All that is counted lies in it where that is less.
    pub window: Units,
    /// At least so many units of the window are of the set.
    pub minimum: Units,
    /// The set: slot and item, ascending.
    pub cells: Vec<(usize, usize)>,
    /// The node over whose cells the window runs, and whose requirement this is. `None` for all that is counted.
    pub of: Option<usize>,
    /// Which of one day are the later ones.
    pub same_day: SameDay,
    /// What becomes of a credential that is partly in the window and cannot be cut: that is in a slot of `Fill::Whole`.
    pub straddling: Straddling,
}

/// Which of one day are taken to be the later ones. Among the rest of one day, what cannot be cut is later than what can, and
/// fewer credits are later than more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum SameDay {
    /// Those of the set: in the learner's favour.
    #[default]
    SetLatest,
    /// The others.
    OthersLatest,
}

/// What becomes of a credential that is partly in the window and cannot be cut. The window ends with it either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Straddling {
    /// All its credits are in the window.
    #[default]
    In,
    /// None are.
    Out,
}

/// A requirement that no choice of this problem can change, decided beforehand: an average over all that was eligible, *holds
/// no other award*. Unmet it is one unmet requirement and nothing missing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settled {
    /// Stable name.
    pub name: String,
    /// Whether it is met.
    pub met: bool,
    /// The node whose requirement it is: asked only where that is part of the stack, and unmet there. `None` for the whole.
    pub of: Option<usize>,
}

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
