//! What a document may not have too much of, counted before it is parsed: the parser compares every attribute of an element,
//! and every namespace in scope, with every other.

use memchr::{memchr, memchr_iter};

use super::error::{MOST_ATTRIBUTES, MOST_DEEP, MOST_NAMESPACES, XmlError};
use crate::error::MOST_NODES;

/// The most signs `<` and `=`: for each, the parser sets memory aside.
const MOST_SIGNS: usize = 2 * MOST_NODES + 1000;
const MOST_EQUALS: usize = 5 * MOST_NODES;

/// Goes through the tags of a text once.
///
/// # Errors
/// [`XmlError`] where a bound is exceeded; what is not well-formed is left to the parser.
pub(crate) fn check(text: &str) -> Result<(), XmlError> {
    let count = |sign: u8| memchr_iter(sign, text.as_bytes()).count();
    if count(b'<') > MOST_SIGNS || count(b'=') > MOST_EQUALS {
        return Err(XmlError::TooManyNodes);
    }
    let mut open: Vec<usize> = Vec::new();
    let mut declared = 0;
    let mut at = 0;
    while let Some(found) = text.as_bytes().get(at..).and_then(|rest| memchr(b'<', rest)) {
        at += found;
        let line = || text.get(..at).unwrap_or("").matches('\n').count() + 1;
        let rest = text.get(at..).unwrap_or("");
        let past = |end: &str, from: usize| rest.get(from..).and_then(|r| r.find(end)).map(|n| n + from + end.len());
        let length = if rest.starts_with("<!--") {
            past("-->", 4)
        } else if rest.starts_with("<![CDATA[") {
            past("]]>", 9)
        } else if rest.starts_with("<?") {
            past("?>", 2)
        } else if rest.starts_with("<!") {
            return Err(XmlError::Doctype { line: line() });
        } else if rest.starts_with("</") {
            declared -= open.pop().unwrap_or(0);
            memchr(b'>', rest.as_bytes()).map(|end| end + 1)
        } else {
            let tag = Tag::of(rest);
            let namespaces = tag.namespaces;
            if tag.attributes > MOST_ATTRIBUTES || declared + namespaces > MOST_NAMESPACES {
                return Err(XmlError::TooManyAttributes { line: line() });
            }
            if !tag.is_empty {
                declared += namespaces;
                open.push(namespaces);
            }
            if open.len() > MOST_DEEP {
                return Err(XmlError::TooDeep { line: line() });
            }
            tag.length
        };
        let Some(length) = length else { break };
        at += length;
    }
    Ok(())
}

/// A start tag.
struct Tag {
    /// How long it is; `None` where it does not end.
    length: Option<usize>,
    attributes: usize,
    namespaces: usize,
    /// `<a/>` rather than `<a>`.
    is_empty: bool,
}

impl Tag {
    fn of(rest: &str) -> Self {
        let mut tag = Self { length: None, attributes: 0, namespaces: 0, is_empty: false };
        let mut quote = None;
        let mut before = 0;
        for (at, byte) in rest.bytes().enumerate().skip(1) {
            match (quote, byte) {
                (Some(open), _) if open == byte => quote = None,
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, b'=') => tag.attributes += 1,
                (None, b'>') => {
                    tag.length = Some(at + 1);
                    tag.is_empty = before == b'/';
                    // A value that says `xmlns` counts as well, which does no harm.
                    if tag.attributes > 0 {
                        tag.namespaces = rest.get(..at).unwrap_or("").matches("xmlns").count();
                    }
                    return tag;
                }
                _ => {}
            }
            before = byte;
        }
        tag
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nesting_attributes_and_namespaces_are_bounded() {
        let nested = |n: usize| format!("{}{}", "<a>".repeat(n), "</a>".repeat(n));
        assert_eq!(check(&nested(MOST_DEEP)), Ok(()));
        assert_eq!(check(&nested(MOST_DEEP + 1)), Err(XmlError::TooDeep { line: 1 }));
        let with = |n: usize| {
            let all: Vec<String> = (0..n).map(|n| format!(" a{n}='>'")).collect();
            all.concat()
        };
        assert_eq!(check(&format!("<a{}/>", with(MOST_ATTRIBUTES))), Ok(()));
        assert_eq!(
            check(&format!("\n<a{}/>", with(MOST_ATTRIBUTES + 1))),
            Err(XmlError::TooManyAttributes { line: 2 })
        );
        let scoped = |n: usize| format!("{}{}", "<a xmlns:a = 'b'>".repeat(n), "</a>".repeat(n));
        assert_eq!(check(&scoped(MOST_NAMESPACES)), Ok(()));
        assert_eq!(check(&scoped(MOST_NAMESPACES + 1)), Err(XmlError::TooManyAttributes { line: 1 }));
        let beside = format!("<a>{}</a>", "<b xmlns:a='b'></b><c xmlns:a='b'/>".repeat(1000));
        assert_eq!(check(&beside), Ok(()), "what is closed is in scope no more");
    }

    #[test]
    fn what_looks_like_tags_in_comments_and_sections_is_none() {
        let text = format!("<a><!-- {0} --><![CDATA[ {0} ]]><?p {0} ?></a>", "<b>".repeat(200));
        assert_eq!(check(&text), Ok(()));
        assert_eq!(check("<?xml version='1.0'?>\n<!DOCTYPE a>"), Err(XmlError::Doctype { line: 2 }));
        assert_eq!(check(&"<a/>".repeat(MOST_SIGNS + 1)), Err(XmlError::TooManyNodes));
    }

    #[test]
    fn a_tag_that_does_not_end_is_left_to_the_parser() {
        for text in ["<a b='", "<a", "<!-- ", "</a", "<![CDATA[", "</a></a>"] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
    }
}
