//! From policies to programs.

mod atoms;
mod code;
mod contents;
mod program;
mod rulebook;
mod spans;
mod translate;

pub(crate) use atoms::{Atom, AtomId, CREDITS, Group, GroupKey, at_most};
pub(crate) use code::{Parts, Register, RuleCode};
pub(crate) use program::{Lanes, Program, read};
pub use rulebook::{CompileError, Rulebook};
pub(crate) use spans::SpanKey;
