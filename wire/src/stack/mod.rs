//! `stack/v1`: how the credentials of a wallet count toward one award.

mod document;
#[cfg(test)]
mod tests;
mod write;

pub use document::{
    AnswerDocument, AssumptionDocument, AwardStatusDocument, CountedDocument, HeldDocument, LeftOverDocument,
    LeftReasonDocument, LimitUseDocument, NeedDocument, QuestionDocument, RequirementDocument, StackDocument,
    StackReadingDocument,
};
pub(crate) use write::limit;
pub use write::{stack_schema, write_stack};
