//! Why a wallet cannot be stacked toward an award.

use crate::compile::CompileError;

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
    /// One award is asked for twice.
    #[error("`{0}` is asked for twice; name each award once")]
    AwardTwice(String),
    /// More awards than can be looked at together.
    #[error("{0} awards are asked for together; at most {1} can be")]
    TooManyAwards(usize, usize),
    /// No award is asked for.
    #[error("no award is asked for")]
    NoAward,
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
