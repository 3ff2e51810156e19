//! The parser that pest makes from the grammar and from the slips that it reads on purpose.

#[derive(pest_derive::Parser)]
#[grammar = "rule.pest"]
#[grammar = "slips.pest"]
pub(crate) struct RuleParser;
