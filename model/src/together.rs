//! A wallet stacked toward several awards that are asked for together, as data.

use std::sync::Arc;

use crate::amount::Amount;
use crate::policy::Preference;
use crate::proposal::{Cell, Unknown};
use crate::stack::{AwardStatus, Include, LimitEntry, Reading, Stacking};
use crate::symbol::Symbol;

/// One wallet and several awards, allocated jointly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JointStacking {
    /// Each award with its part of the joint allocation, in the order in which they were asked for. What is open and what it
    /// would change is told for all together, so these have no questions of their own.
    pub awards: Vec<Stacking>,
    /// Which states of learning were counted.
    pub include: Include,
    /// Whether all of them are complete together, with what may be granted.
    pub status: AwardStatus,
    /// Which to complete where not all can be.
    pub prefer: Option<Preference>,
    /// Valid in every world, counting only what must be granted.
    pub owed: JointReading,
    /// Valid in every world, counting what may be granted.
    pub grantable: JointReading,
    /// The best over all worlds.
    pub possible: JointReading,
    /// Whether the possible stack is only a safe bound: more worlds than the budget allows.
    pub outer: bool,
    /// What is open, and what its answer would change.
    pub questions: Vec<JointQuestion>,
    /// What could not be applied or was put together, in words.
    pub remarks: Vec<String>,
}

impl JointStacking {
    /// What is told of a reading beside the stacks of the awards.
    pub fn reading(&self, reading: Reading) -> &JointReading {
        match reading {
            Reading::Owed => &self.owed,
            Reading::Grantable => &self.grantable,
            Reading::Possible => &self.possible,
        }
    }
}

/// What one of the three stacks comes to beside what is told of each award.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JointReading {
    /// Whether every award is complete.
    pub complete: bool,
    /// Whether it is proven that no allocation is better.
    pub proven: bool,
    /// ECTS counted in all; what several awards share counts once.
    pub total: Amount,
    /// What the awards share, every pair that may share at all.
    pub sharing: Vec<LimitEntry>,
    /// The largest sets of awards that can be complete together, by their names; none within another.
    pub maximal: Vec<Vec<Symbol>>,
    /// Whether these are all of them.
    pub all_maximal: bool,
}

/// Something open, and what its answer would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JointQuestion {
    /// Of which credential; `None` for a fact of the claim.
    pub credential: Option<Arc<str>>,
    /// What is open.
    pub unknown: Unknown,
    /// The stacks under each answer.
    pub answers: Vec<JointAnswered>,
}

/// The stacks under one answer, award by award in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JointAnswered {
    /// The values.
    pub cells: Vec<Cell>,
    /// Whether each award is then complete with what must be granted, and the ECTS that it counts.
    pub owed: Vec<(bool, Amount)>,
    /// The same with what may be granted.
    pub grantable: Vec<(bool, Amount)>,
}
