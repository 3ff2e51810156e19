//! The model: facts, quantities, the attribute table and the policy IR.
//!
//! This is the floor on which the rule language (`dsl`) and the engine meet without knowing each other. Nothing here reads a
//! file, a clock or the environment.

mod amount;
mod credential;
pub mod date;
pub mod facts;
pub mod level;
pub mod policy;
pub mod proposal;
pub mod scenario;
pub mod stack;
mod symbol;
pub mod together;
pub mod vocabulary;
pub mod workload;

pub use amount::{Amount, AmountError, AmountRange};
pub use credential::{Answer, Claim, Credential, Toward, Wallet};
pub use symbol::{Symbol, Symbols};
