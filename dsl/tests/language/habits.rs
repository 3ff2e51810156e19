//! Habits of a good rule file: where a rule comes from, and what it means by example. All of them are warnings.

use credstack_diagnostics::has_errors;

use crate::support::{check_with_habits, policy, read};

#[test]
fn a_rule_has_a_source_and_an_example() {
    let text = policy("rule r \"A rule\" { bar when revoked }");
    check_with_habits(&text, &[("missing-citation", "r"), ("missing-example", "r")]);
    assert!(!has_errors(&read(&[&text]).diagnostics));
    check_with_habits(&policy("rule r { bar when revoked; cite LRC; example \"x\" { revoked } is barred }"), &[]);
}

#[test]
fn a_source_has_an_address_unless_nobody_could_find_it() {
    check_with_habits(&policy("source A \"An act\""), &[("missing-url", "A")]);
    check_with_habits(&policy("source A \"An act\" { confidence doubtful }"), &[]);
}

#[test]
fn a_rule_that_rests_on_what_nobody_could_check_says_so() {
    let text = policy(
        "source A \"An act\" { confidence doubtful }
    rule r { bar when revoked; cite A; example \"x\" { revoked } is barred }",
    );
    check_with_habits(&text, &[("doubtful-source", "r")]);
    check_with_habits(&text.replace("cite A", "cite A, LRC"), &[]);
}
