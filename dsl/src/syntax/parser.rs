//! The parser that pest makes from the grammar and from the slips that it reads on purpose.

#[derive(pest_derive::Parser)]
#[grammar = "rule.pest"]
#[grammar = "slips.pest"]
pub(crate) struct RuleParser;

/// Whether conditions could read these words as one phrase, or, for what is yes or no, as one test.
pub(crate) fn reads_as(kind: Rule, words: &str) -> bool {
    use pest::Parser as _;
    RuleParser::parse(kind, words).is_ok_and(|mut pairs| pairs.next().is_some_and(|p| p.as_str() == words))
}

/// Whether a text is a name, or with `full` a name with the policy before it, and nothing else.
pub(crate) fn reads_name(text: &str, full: bool) -> bool {
    reads_as(if full { Rule::full_name } else { Rule::name }, text)
}
