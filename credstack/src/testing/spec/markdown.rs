//! The blocks of a specification in Markdown.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

/// What a block is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Use {
    /// Scenarios, and policies and awards that they need.
    Run,
    /// Rules that are to be refused, with the slugs of the problems.
    Refused(Vec<String>),
    /// Scenarios that wait for something.
    Waiting(String),
}

/// A fenced block of the rule language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) use_as: Use,
    /// The bytes between its fences.
    pub(super) range: Range<usize>,
    /// The heading above it.
    pub(super) heading: String,
}

/// The blocks marked `credstack`, in the order of the file.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let (mut heading, mut in_heading) = (String::new(), false);
    let mut open: Option<Block> = None;
    for (event, range) in Parser::new(text).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                heading.clear();
                in_heading = true;
            }
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::Text(words) | Event::Code(words) if in_heading => heading.push_str(&words),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let start = range.start;
                let block = |use_as| Block { use_as, range: start..start, heading: heading.clone() };
                open = use_of(&info).map(block);
            }
            Event::Text(_) => {
                if let Some(block) = &mut open {
                    let empty = block.range.is_empty();
                    block.range = if empty { range } else { block.range.start..range.end };
                }
            }
            Event::End(TagEnd::CodeBlock) => found.extend(open.take()),
            _ => {}
        }
    }
    found
}

/// `credstack`, `credstack refused circular-award`, `credstack waiting for averages`.
fn use_of(info: &str) -> Option<Use> {
    let rest = info.trim().strip_prefix("credstack")?;
    if !rest.is_empty() && !rest.starts_with(char::is_whitespace) {
        return None;
    }
    let rest = rest.trim();
    if let Some(slugs) = rest.strip_prefix("refused") {
        return Some(Use::Refused(slugs.split_whitespace().map(ToOwned::to_owned).collect()));
    }
    match rest.strip_prefix("waiting") {
        Some(reason) => Some(Use::Waiting(reason.trim().to_owned())),
        None => Some(Use::Run),
    }
}

/// The text with everything blank that is not in these ranges. Lines and columns stay where they are.
pub(super) fn only(text: &str, ranges: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        if character == '\n' || ranges.iter().any(|r| r.contains(&at)) {
            out.push(character);
        } else {
            out.extend(std::iter::repeat_n(' ', character.len_utf8()));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_block_is_blank_and_lines_stay_where_they_are() {
        let text = "# Über\n\n```credstack\naward x.a {}\n```\nmore\n";
        let found = blocks(text);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].heading.as_str(), &text[found[0].range.clone()]), ("Über", "award x.a {}\n"));
        let masked = only(text, &[found[0].range.clone()]);
        assert_eq!(masked.len(), text.len());
        assert_eq!(masked.find("award"), text.find("award"));
        assert!(!masked.contains("more"));
    }

    #[test]
    fn the_fence_says_what_a_block_is_for() {
        assert_eq!(use_of("credstack"), Some(Use::Run));
        assert_eq!(use_of("credstack refused circular-award"), Some(Use::Refused(vec!["circular-award".into()])));
        assert_eq!(use_of("credstack waiting for averages"), Some(Use::Waiting("for averages".into())));
        assert_eq!(use_of("credstackish"), None);
        assert_eq!(use_of("rust"), None);
    }
}
