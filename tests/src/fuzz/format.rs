//! Any text is laid out or refused. What is laid out keeps every word and comment, is read without a problem, and is its own
//! layout.

use credstack::source::SourceId;
use credstack_dsl::{Unformatted, parse};

/// Lays bytes out as rules.
///
/// # Panics
/// Where something does not hold.
pub fn format(bytes: &[u8]) {
    let (id, text) = (SourceId::default(), super::text::text(bytes));
    match credstack_dsl::format(id, text) {
        Err(Unformatted::Syntax(found)) => assert!(!found.is_empty(), "refused without a problem"),
        Err(Unformatted::Unfaithful(what)) => assert_eq!(what, "", "the layout is not faithful"),
        Ok(out) => {
            assert_eq!(without_blanks(&out), without_blanks(text), "a word or a comment is lost");
            let problems = parse(id, &out).diagnostics;
            assert!(problems.is_empty(), "the layout has problems: {problems:?}");
            let again = credstack_dsl::format(id, &out);
            assert!(again.as_ref().is_ok_and(|again| *again == out), "laid out again: {again:?}, before {out:?}");
        }
    }
}

/// Everything but white space and byte order marks, in no order: a comment may go above the bound that it stood within.
fn without_blanks(text: &str) -> Vec<char> {
    let mut kept: Vec<char> = text.chars().filter(|c| !c.is_whitespace() && *c != '\u{FEFF}').collect();
    kept.sort_unstable();
    kept
}
