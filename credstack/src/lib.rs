//! credstack: which credentials are recognised, by which rule, and why.
//!
//! This facade is the one public way in: load packs of rules ([`Rules`]), read documents
//! ([`documents::read`]), recognise ([`recognise`]), say it in words ([`report`]). The crates beneath it are re-exported by
//! their field's names.

pub mod advice;
mod case;
pub mod changes;
mod cohort;
mod draft;
pub mod graph;
mod manifest;
mod outline;
mod prove;
pub mod release;
pub mod report;
mod review;
mod rules;
mod scripts;
mod stack;
pub mod testing;
mod verify;

pub use case::{ClaimError, award_of, check_answers, complete_claim, policy_of, propose, recognise};
pub use cohort::{in_parallel, recognise_many};
pub use credstack_diagnostics as diagnostics;
pub use credstack_documents as documents;
pub use credstack_dsl as dsl;
pub use credstack_engine as engine;
pub use credstack_engine::stack::{AwardBook, Certificate, JointBook, StackError, StackOptions};
pub use credstack_functions as functions;
pub use credstack_model as model;
pub use credstack_source as source;
pub use credstack_stacking as stacking;
pub use credstack_verification as verification;
pub use credstack_wire as wire;
pub use draft::Draft;
pub use outline::{Outlined, outline};
pub use review::{Review, reviews, term};
pub use rules::{LoadError, PackFiles, Rules};
pub use stack::{certificates, certificates_together, stack, stack_together, toward};
pub use testing::{ExampleRun, Examples, run_examples};
pub use verify::{VerifyError, take_verified, verify};
