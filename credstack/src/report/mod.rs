//! Proposals in words, for officers and for learners.

pub mod advice;
mod conversions;
mod explain;
mod grounds;
mod html;
mod proposal;
mod reader;
mod stack;
mod stack_html;
mod stack_words;
mod texts;
mod together;
mod verification;
pub mod words;

pub use advice::{
    comparison_document, comparison_html, comparison_text, next_document, next_text, reach_document, reach_text,
    what_if_document, what_if_text, why_not_document, why_not_text,
};
pub use grounds::{Grounds, grounds, question_texts};
pub use html::{escape, proposal_html};
pub use proposal::proposal_text;
pub use reader::{Heading, Reader, joint_for_learner, leave_out_for_learner, stacking_for_learner};
pub use stack::{StackHeading, stack_text};
pub use stack_html::stack_html;
pub(crate) use stack_words::shared_by;
pub use together::{together_html, together_text};
pub use verification::verification_text;
