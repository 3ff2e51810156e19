//! Any text is laid out or refused. What is laid out keeps every word and comment, is read without a problem, and is its own
//! layout.

#![no_main]

use credstack::source::SourceId;
use credstack_dsl::{Unformatted, format, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let id = SourceId::default();
    match format(id, text) {
        Err(Unformatted::Syntax(found)) => assert!(!found.is_empty()),
        Err(Unformatted::Unfaithful(what)) => panic!("not faithful: {what}"),
        Ok(out) => {
            assert_eq!(without_blanks(&out), without_blanks(text));
            assert!(parse(id, &out).diagnostics.is_empty());
            assert!(format(id, &out).is_ok_and(|again| again == out));
        }
    }
});

/// Everything but white space and byte order marks, in no order: a comment may go above the bound that it stood within.
fn without_blanks(text: &str) -> Vec<char> {
    let mut kept: Vec<char> = text.chars().filter(|c| !c.is_whitespace() && *c != '\u{FEFF}').collect();
    kept.sort_unstable();
    kept
}
