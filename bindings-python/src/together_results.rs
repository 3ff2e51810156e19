//! What a stack toward several awards is made of, as classes: one for each kind of object of `together/v1`.

use crate::cell::Cell;
use crate::record::{Exact, Tuple, record};
use crate::stack_results::LimitUse;

record! {
    /// What one of the three stacks comes to beside what is told of each award.
    JointReading, shown(it): it.words(), {
        /// Whether every award is complete.
        complete: bool,
        /// `proven` where no better allocation exists, else `unproven`: the budget ended first.
        optimal: String,
        /// ECTS counted in all; what several awards share counts once.
        #[serde(rename = "total_ects")]
        total: Exact,
        /// What the awards share, pair by pair.
        sharing: Tuple<LimitUse>,
        /// The largest sets of awards that can be complete together.
        maximal: Tuple<Tuple<String>>,
        /// Whether these are all of them.
        all_maximal: bool,
    }
}

impl JointReading {
    fn words(&self) -> String {
        format!("{} ECTS, {}", self.total.0, if self.complete { "all complete" } else { "not all complete" })
    }
}

record! {
    /// One award under one answer.
    JointAwardAnswer, shown(it): format!("{}: owed {} ECTS, grantable {} ECTS", it.award, it.owed_ects.0, it.grantable_ects.0), {
        /// The award.
        award: String,
        /// Whether it is then complete with what must be granted.
        owed_complete: bool,
        /// ECTS that it counts.
        owed_ects: Exact,
        /// Whether it is then complete with what may be granted.
        grantable_complete: bool,
        /// ECTS that it counts.
        grantable_ects: Exact,
    }
}

record! {
    /// What one answer leads to.
    JointAnswer, shown(it): format!("{} awards", it.awards.0.len()), {
        /// The values.
        values: Tuple<Cell>,
        /// Every award under this answer, in their order.
        awards: Tuple<JointAwardAnswer>,
    }
}

record! {
    /// Something open, and what every award comes to under each answer to it.
    JointQuestion, shown(it): format!("{}: {}", it.credential.as_deref().unwrap_or("the claim"), it.name), {
        /// Of which credential; None for a fact of the claim.
        credential: Option<String>,
        /// The attribute, or the full name of the rule or exception whose question it is.
        name: String,
        /// What each answer leads to.
        answers: Tuple<JointAnswer>,
    }
}
