//! Limits are part of the language: each has its own message, and none is reached by way of a crash or a long wait.
//!
//! A test here that does not come back has found a file whose reading takes more than proportional time.

use credstack_dsl::{MAX_DEPTH, MAX_FILE_BYTES, parse};
use credstack_source::SourceId;

use crate::support::{check, policy};

#[test]
fn ten_thousand_parentheses_are_too_many() {
    for open in ["(", "{", "not ("] {
        let text = policy(&format!("rule r {{ bar when {} completed }}", open.repeat(10_000)));
        check(&text, &[("nested-too-deeply", &open[open.len() - 1..])]);
    }
}

#[test]
fn as_many_as_are_allowed_are_read() {
    let inner = MAX_DEPTH - 2;
    let text = policy(&format!("rule r {{ bar when {}completed{} cite LRC }}", "(".repeat(inner), ")".repeat(inner)));
    check(&text, &[]);
}

#[test]
fn a_forgotten_quote_does_not_hide_the_depth() {
    let deep = "{".repeat(100_000);
    for text in
        [format!("\"{deep}"), format!("policy a “x\" {{ x {deep}"), format!("# it's \"\npolicy a {{ note \"{deep}")]
    {
        let slugs: Vec<&str> = parse(SourceId(0), &text).diagnostics.iter().map(|d| d.slug.text()).collect();
        assert_eq!(slugs, ["nested-too-deeply"]);
    }
}

#[test]
fn braces_inside_texts_and_comments_are_no_nesting() {
    let many = "{(".repeat(200);
    check(&policy(&format!("note \"{many}\" # {many}")), &[]);
}

#[test]
fn two_mebibytes_are_too_large() {
    let text = policy(&"# a line of a comment\n".repeat(100_000));
    assert!(text.len() > 2 << 20);
    check(&text, &[("file-too-large", "")]);
}

#[test]
fn fifty_megabytes_are_too_large() {
    let text = "x".repeat(50 << 20);
    let slugs: Vec<&str> = parse(SourceId(0), &text).diagnostics.iter().map(|d| d.slug.text()).collect();
    assert_eq!(slugs, ["file-too-large"]);
}

#[test]
fn a_number_of_a_million_digits_is_too_long() {
    let digits = "9".repeat(1_000_000);
    for condition in ["workload < {} ECTS", "workload < {}", "level < EQF {}"] {
        let text = policy(&format!("rule r {{ bar when {} cite LRC }}", condition.replace("{}", &digits)));
        let read = crate::support::read(&[&text]);
        assert!(read.diagnostics.iter().any(|d| d.slug.text() == "number-too-long"), "{condition}");
        assert!(read.diagnostics.iter().all(|d| d.message.len() < 200), "{condition}");
    }
}

#[test]
fn the_largest_file_is_read() {
    let rule = "rule r { bar when completed cite LRC }\n";
    let text = policy(&rule.repeat((MAX_FILE_BYTES - 100) / rule.len()));
    let parse = parse(SourceId(0), &text);
    assert!(parse.diagnostics.is_empty(), "{:?}", parse.diagnostics.first());
}

#[test]
fn blocks_that_nobody_closes_take_no_exponential_time() {
    let most = MAX_DEPTH - 2;
    for block in [
        "rule r { ",
        "require r all of { ",
        "if completed then require r all of { ",
        "{ ",
        "example \"x\" { ",
        "when ( ",
    ] {
        for item in ["policy p { ", "award a { ", "policy p { rule r { "] {
            let found = parse(SourceId(0), &format!("{item}{}", block.repeat(most))).diagnostics;
            assert!(!found.is_empty(), "{item}{block}");
        }
    }
}

#[test]
fn long_runs_within_a_broken_clause_take_no_quadratic_time() {
    for run in [
        " ",
        "\n",
        "\t \n",
        "\n#",
        "\"\\",
        "\"\\\\",
        "\\\"",
        "“",
        "{ }",
        "( ",
        "a ",
        "1 ",
        "1,5 ",
        "policy ",
        "rule r ",
        "when ",
        "\u{00A0}",
        "if ",
        "1 500 ",
        ". ",
        ": ",
        "\"\n",
        "\"\ncite ",
        "'",
        "‘",
        "y ",
        "is less than ",
    ] {
        let text = format!("policy p {{ slip {}", run.repeat(200_000 / run.len()));
        let parse = parse(SourceId(0), &text);
        assert!(!parse.diagnostics.is_empty(), "{run:?}");
        assert_eq!(parse.tree.text(), text, "{run:?}");
    }
}
