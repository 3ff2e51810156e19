//! Requirements beyond slots and limits: several awards at once, sharing, averages, the latest credits, what is settled.
//!
//! A credential that is shared is counted in several slots and still is one credential: node minima, totals, limits, averages
//! and the latest credits count it once in the cells that they are about. `docs/stacking.md` says how much that is.

/// An amount of credits in units of the problem; [`crate::Problem::units_per_credit`] of them are one credit.
pub type Units = i64;

/// One of several awards that are asked for together.
///
/// Each has its own workload and its own total, in which a shared credential counts as in any other. Its limits, averages
/// and whatever else is asked of it alone name its node in their `of`. The root is then [`crate::NodeKind::All`] of exactly the
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
