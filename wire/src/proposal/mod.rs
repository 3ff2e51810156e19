//! The public form of a proposal, version 1. Everything in it is text or lists of text: amounts are exact decimals or
//! fractions (`10/3`), names are full names of rules, attributes are the names of the attribute table.

mod conversion;
mod document;
mod write;

pub use document::{
    AskDocument, CellDocument, ChangeDocument, ConversionDocument, ExceptionDocument, FindingDocument, LeadDocument,
    LimitDocument, OutcomeDocument, PackDocument, ProposalDocument, RangeDocument, SourceDocument,
};
pub(crate) use write::{NOTICE, Writer, range};
pub use write::{proposal_schema, write_proposal};
