//! Why an award is not complete, and what would complete it.

use std::sync::Arc;

use credstack_advice::{Additions, Budget, Unhelpful, WhyNot, additions, unhelpful};
use credstack_engine::stack::{AwardBook, StackError, StackOptions};
use credstack_model::policy::PolicySet;
use credstack_model::stack::{Reading, Stacking};
use credstack_model::{Claim, Credential};
use credstack_stacking::Problem;

use crate::stack::toward;

/// Why an award is not complete, beside the stack that it is told of.
#[derive(Debug, Clone)]
pub struct Reasons {
    /// The three stacks.
    pub stacking: Stacking,
    /// Which of them is told of.
    pub reading: Reading,
    /// That stack's problem: places in what follows are places in it.
    pub problem: Problem,
    /// Which requirements and limits cannot be met together.
    pub why: WhyNot,
    /// What would complete it.
    pub additions: Additions,
    /// What would not help.
    pub unhelpful: Vec<Unhelpful>,
}

/// Why a wallet does not complete an award, in one of its three stacks: which requirements compete for which credentials and
/// under which limits, the smallest additions that would complete it, and what would not help. Empty where it is complete.
///
/// # Errors
/// [`StackError`] as for [`stack`](crate::stack()).
pub fn why_not(
    set: &Arc<PolicySet>,
    award: &str,
    credentials: &[Credential],
    claim: &Claim,
    (options, reading, budget): (StackOptions, Reading, Budget),
) -> Result<Reasons, StackError> {
    let book = AwardBook::compile(set, award)?;
    let claim = toward(set, award, claim);
    let stacking = book.stack(credentials, &claim, options)?;
    let problem = book.problem(credentials, &claim, options, reading)?;
    let told = |error| StackError::Problem(error);
    let why = credstack_advice::why_not(&problem, budget).map_err(told)?;
    let (mut more, mut idle) = (Additions { proven: true, ..Additions::default() }, Vec::new());
    if !why.conflicts.is_empty() {
        more = additions(&problem, budget).map_err(told)?;
        idle = unhelpful(&problem, budget).map_err(told)?;
    }
    Ok(Reasons { stacking, reading, problem, why, additions: more, unhelpful: idle })
}
