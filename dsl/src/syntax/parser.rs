//! The parser that pest makes from the grammar.

#[derive(pest_derive::Parser)]
#[grammar = "rule.pest"]
pub(crate) struct RuleParser;
