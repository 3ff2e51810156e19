//! Text to tree. Only this folder knows the parser; the rest of the crate sees [`Node`]s and [`Kind`]s.

mod expected;
mod node;
mod parser;
mod problems;

pub(crate) use node::Node;
pub use node::Tree;
pub(crate) use parser::{Rule as Kind, reads_as};
pub use problems::{Parse, parse};
