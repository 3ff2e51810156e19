//! `together/v1`: how the credentials of a wallet count toward several awards that are asked for together.

mod asked;
mod document;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use asked::{AWARDS, PREFER, SHARING, read_together, together_properties, write_asked};
pub use document::{
    JointAnswerDocument, JointAwardAnswerDocument, JointQuestionDocument, JointReadingDocument, TogetherDocument,
};
pub use write::{together_schema, write_together};
