//! Testing rules: examples, what they cover, and which changes of a rule none of them would notice.

mod coverage;
mod examples;
mod given;
mod mutate;
mod promised;
mod spec;
mod touch;

pub use coverage::{Coverage, Figure, RuleCoverage, Tally, Untouched, coverage};
pub use examples::{ExampleRun, Examples, run_example, run_examples};
pub use mutate::{Mutation, Noticing, Survivor, mutate};
pub use spec::{BrokenSpec, Failure, SpecOutcome, SpecRun, Specs};
