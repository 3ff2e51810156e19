//! Proposals in words, for officers.

mod explain;
mod html;
mod proposal;
mod stack;
mod stack_html;
mod texts;
pub mod words;

pub use html::{escape, proposal_html};
pub use proposal::{Heading, proposal_text};
pub use stack::{StackHeading, stack_text};
pub use stack_html::stack_html;
