//! Text to tree. Only this folder knows the parser; the rest of the crate sees [`Node`]s and [`Kind`]s.

mod dates;
mod expected;
mod foreign;
mod marks;
mod node;
mod parser;
mod pieces;
mod problems;
mod slips;

pub(crate) use dates::day;
pub(crate) use foreign::english;
pub(crate) use node::Node;
pub use node::Tree;
pub(crate) use parser::{Rule as Kind, reads_as, reads_name};
pub use pieces::Pieces;
pub use problems::{Parse, parse};
pub(crate) use slips::{before_number, no_framework, number_too_long, plain_number, sign};
