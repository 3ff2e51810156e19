//! Stacking a wallet toward an award: what is recognised of each credential, in every world, fitted into the award's
//! requirements under every limit.

mod build;
mod faces;
mod ledger;
mod matter;
mod plan;
mod run;
mod tell;
mod view;
mod wallet;

use std::sync::Arc;

use credstack_model::policy::{Award, PolicySet};
use credstack_model::stack::{Include, Stacking};
use credstack_model::{Claim, Credential};

use crate::claim::describe_award;
use crate::compile::{CompileError, Rulebook};
use crate::propose::Budget;
use plan::Plan;

/// Why nothing could be stacked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StackError {
    /// No award of this name is loaded.
    #[error("no award `{award}` is loaded; the loaded ones are: {known}")]
    UnknownAward {
        /// What was asked for.
        award: String,
        /// What there is.
        known: String,
    },
    /// An award includes itself.
    #[error("awards include one another in a circle: {0}")]
    CircularAward(String),
    /// A number of the award cannot be told in ECTS.
    #[error("{what} of `{award}` is not in ECTS and no pack says exactly how to convert it")]
    NotInEcts {
        /// Which number.
        what: String,
        /// Of which award.
        award: String,
    },
    /// The award counts learning outcomes.
    #[error("`{0}` counts learning outcomes, which this version cannot")]
    Outcomes(String),
    /// A workload is no multiple of a millionth of a credit.
    #[error("a workload is so fine that credits cannot be counted in whole millionths")]
    TooFine,
    /// The wallet holds nothing.
    #[error("the wallet holds no credential, so there is nothing to stack")]
    EmptyWallet,
    /// The credentials are of several learners.
    #[error("the credentials are of two learners: `{0}` and `{1}`; a wallet is of one")]
    TwoLearners(String, String),
    /// The claim puts something forward that is not there.
    #[error("the claim puts `{credential}` forward for `{component}`: {problem}")]
    WrongToward {
        /// Which credential.
        credential: String,
        /// For which component.
        component: String,
        /// What is wrong.
        problem: String,
    },
    /// The rules cannot be compiled.
    #[error(transparent)]
    Compile(#[from] CompileError),
    /// Numbers too large to count with.
    #[error("the numbers of the wallet or the award cannot be counted with: {0}")]
    Problem(credstack_stacking::ProblemError),
}

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
    book: Rulebook,
    plan: Plan,
    recognises: bool,
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
        Ok(Self { book, plan, recognises: policy.is_some() })
    }

    /// The rules by which it recognises.
    pub fn rulebook(&self) -> &Rulebook {
        &self.book
    }

    /// The award.
    pub fn award(&self) -> Option<&Award> {
        self.plan.awards.first().and_then(|a| self.book.set().awards.get(*a))
    }

    /// Stacks a wallet.
    ///
    /// # Errors
    /// [`StackError`] when the wallet or the claim make no sense; what is merely unknown is no error.
    pub fn stack(&self, wallet: &[Credential], claim: &Claim, options: StackOptions) -> Result<Stacking, StackError> {
        let mut claim = claim.clone();
        if let Some(award) = self.award() {
            describe_award(&mut claim, award);
        }
        let wallet = wallet::Wallet::gather(self, wallet, &claim, options)?;
        run::Run::new(self, &claim, &wallet, options).stacking()
    }
}
