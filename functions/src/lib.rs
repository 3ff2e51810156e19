//! Functions of packs: what the rule language cannot compute (a grade conversion, a local formula) is a script of the pack,
//! in [Rhai](https://rhai.rs) and in a sandbox.
//!
//! A script has no files, no clock, no chance, no printing and no other script; it has exact numbers, texts, yes and no, and
//! lists. Everything is limited ([`Limits`]), so that every call ends. What goes wrong is a [`Failure`], never a panic: the
//! fact that was to be computed stays unknown, with the reason.

mod derive;
mod exact;
mod failure;
mod promise;
mod sandbox;
mod script;

pub use derive::Derivation;
pub use failure::{Failure, Refusal, RefusalKind};
pub use sandbox::Limits;
pub use script::Script;
