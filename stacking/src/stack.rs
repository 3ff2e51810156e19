//! A stack: what counts where, and how good it is.

/// An allocation within every "at most".
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stack {
    /// What counts where, in the order of the walk: slots by name, in each the items by identifier.
    pub counted: Vec<Counted>,
    /// For each node of "any n of" that is part of the stack: the children chosen, ascending. Nodes below a child that is
    /// not chosen are no part of it.
    pub chosen: Vec<(usize, Vec<usize>)>,
    /// How good it is.
    pub value: Value,
}

/// Credits of one item in one slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Counted {
    /// The slot.
    pub slot: usize,
    /// The item.
    pub item: usize,
    /// How much, in units; more than nothing.
    pub units: i64,
}

/// How good a stack is; the smaller, the better. Fields compare in their order, which is the order of preference.
///
/// Everything that is called *lacking* or *missing* in credits is in units divided by `Problem::fine`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Value {
    /// What the complete ones of several awards are worth, negative: more is better.
    pub preference: i64,
    /// Requirements not met: slots, minima of nodes, "at least" limits, averages, the latest credits, what is settled, the
    /// workload.
    pub unmet: i64,
    /// Items, outcomes and spread values that the tree lacks.
    pub tree_items: i64,
    /// Credits that the tree lacks.
    pub tree_credits: i64,
    /// Credits that "at least" limits and the latest credits lack.
    pub limit_credits: i64,
    /// Items and outcomes that "at least" limits lack.
    pub limit_items: i64,
    /// Credits that the workload lacks, or the workloads of several awards.
    pub workload: i64,
    /// The credits counted, as far as the workload, in units, negative: more is better. Each of several awards counts its own.
    pub uncounted: i64,
    /// Credits counted from planned work, in units.
    pub planned: i64,
    /// Credits counted from work in progress, in units.
    pub in_progress: i64,
}

impl Value {
    /// The parts below the preference among awards, in the order in which they are compared.
    pub fn parts(self) -> [i64; 9] {
        [
            self.unmet,
            self.tree_items,
            self.tree_credits,
            self.limit_credits,
            self.limit_items,
            self.workload,
            self.uncounted,
            self.planned,
            self.in_progress,
        ]
    }

    /// The value of parts in that order, without any preference.
    pub(crate) fn of_parts(of: [i64; 9]) -> Self {
        let [unmet, tree_items, tree_credits, limit_credits, limit_items, workload, uncounted, planned, in_progress] =
            of;
        Self {
            preference: 0,
            unmet,
            tree_items,
            tree_credits,
            limit_credits,
            limit_items,
            workload,
            uncounted,
            planned,
            in_progress,
        }
    }

    /// Smaller than every value.
    pub(crate) const LEAST: Self = Self {
        preference: i64::MIN,
        unmet: i64::MIN,
        tree_items: i64::MIN,
        tree_credits: i64::MIN,
        limit_credits: i64::MIN,
        limit_items: i64::MIN,
        workload: i64::MIN,
        uncounted: i64::MIN,
        planned: i64::MIN,
        in_progress: i64::MIN,
    };

    /// Whether every requirement is met.
    pub fn is_complete(&self) -> bool {
        self.unmet == 0
    }
}

/// The best stack, as far as it is proven.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Solution {
    /// The stack.
    pub stack: Stack,
    /// Whether it is proven to be the best.
    pub proof: Proof,
    /// How many steps it took.
    pub steps: u64,
}

/// Whether a stack is proven to be the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// None is better, and none of the same value comes before it on the walk.
    Optimal,
    /// The budget ended first. No stack is better than this bound.
    Unproven(Value),
}
