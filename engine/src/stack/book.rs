//! An award, compiled.

use std::sync::Arc;

use credstack_model::Symbol;
use credstack_model::policy::{Award, PolicySet};
use credstack_model::stack::Include;

use super::error::StackError;
use super::plan::Plan;
use crate::compile::Rulebook;
use crate::propose::Budget;

/// How to stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StackOptions {
    /// Which states of learning are counted.
    pub include: Include,
    /// Worlds looked at for each credential.
    pub worlds: Budget,
    /// Steps of each search for the best stack.
    pub steps: credstack_stacking::Budget,
}

/// An award and the policy by which it recognises, compiled together.
#[derive(Debug)]
pub struct AwardBook {
    pub(super) book: Rulebook,
    pub(super) plan: Plan,
    pub(super) recognises: bool,
    /// The awards that are asked for together, where there are several.
    pub(super) together: Vec<Symbol>,
}

impl AwardBook {
    /// Compiles an award by its full name. It recognises by its own policy; an award that names none counts what the wallet
    /// holds as it is.
    ///
    /// # Errors
    /// [`StackError`] when there is no such award or it cannot be stacked toward.
    pub fn compile(set: &Arc<PolicySet>, award: &str) -> Result<Self, StackError> {
        let plan = Plan::of(set, award)?;
        let policy = plan.awards.first().and_then(|a| set.awards.get(*a)).and_then(|a| a.policy);
        let policy = policy.map(|p| set.symbols.text(p));
        let book = Rulebook::beside(set, policy, plan.conditions.clone())?;
        Ok(Self { book, plan, recognises: policy.is_some(), together: Vec::new() })
    }

    /// The rules by which it recognises.
    pub fn rulebook(&self) -> &Rulebook {
        &self.book
    }

    /// The award.
    pub fn award(&self) -> Option<&Award> {
        self.plan.awards.first().and_then(|a| self.book.set().awards.get(*a))
    }
}
