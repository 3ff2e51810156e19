//! Exit codes: an outcome is not a failure, and each kind has its own.

use std::process::ExitCode;

/// What a run came to. Where several hold, the first of this list does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// The rules have errors, or there are none.
    InvalidRules,
    /// The arguments name something that is not there.
    Usage,
    /// A document or a claim could not be read.
    BrokenInput,
    /// An example of a rule, or a scenario, does not come out as it says.
    FailedExample,
    /// Examples cover less, or notice fewer changes, than was asked for.
    BelowThreshold,
    /// A proof is broken, or a document is revoked or out of its time.
    NotBelieved,
    /// A proposal is incomplete: something is to be asked for.
    Incomplete,
    /// Everything is determined, and something is refused.
    Refused,
    /// The award is not complete, whatever is answered.
    NotComplete,
    /// Somebody of a cohort would lose.
    SomebodyLoses,
    /// A rule file is not in its one layout.
    NotLaidOut,
    /// The editor left without asking for the end.
    Abandoned,
    /// Everything went well.
    Success,
}

impl Exit {
    #[cfg(test)]
    pub(crate) const ALL: [Exit; 13] = [
        Exit::InvalidRules,
        Exit::Usage,
        Exit::BrokenInput,
        Exit::FailedExample,
        Exit::BelowThreshold,
        Exit::NotBelieved,
        Exit::Incomplete,
        Exit::Refused,
        Exit::NotComplete,
        Exit::SomebodyLoses,
        Exit::NotLaidOut,
        Exit::Abandoned,
        Exit::Success,
    ];

    /// The code that the shell sees. 2 is taken by wrong arguments.
    pub(crate) fn code(self) -> u8 {
        match self {
            Exit::Success => 0,
            Exit::Abandoned => 1,
            Exit::Usage => 2,
            Exit::InvalidRules => 3,
            Exit::BrokenInput => 4,
            Exit::Incomplete => 5,
            Exit::Refused => 6,
            Exit::FailedExample => 7,
            Exit::NotComplete => 8,
            Exit::NotLaidOut => 9,
            Exit::BelowThreshold => 10,
            Exit::NotBelieved => 11,
            Exit::SomebodyLoses => 12,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}

/// The codes, for `--help` and the docs.
pub(crate) const HELP: &str = "\
Exit codes:
  0  everything went well; proposals are determined and none is refused; the award is complete; a plan is
     proven; an award is reached
  1  the editor left without asking for the end (`lsp`)
  2  wrong arguments, or a policy or award that is not loaded
  3  invalid rules
  4  broken input: a document, a claim or a catalogue could not be read (the others were decided)
  5  incomplete: a proposal, or whether the award is complete, depends on something that is to be asked for;
     advice is not proven
  6  refused: all proposals are determined, and at least one is refused
  7  an example or a scenario does not come out as it says
  8  the award is not complete, whatever is answered; no plan completes it; no award is reached
  9  a rule file is not in its one layout (`fmt --check`)
  10  less than was asked for: examples cover or notice less (`test`), a review is too old (`rules --stale`), rules
      may not be released (`check --release`), or something of a document was lost or is unsettled (`import --strict`)
  11  a proof is broken, or a document is revoked or out of its time (`verify`)
  12  somebody of a cohort would lose (`diff`)";
