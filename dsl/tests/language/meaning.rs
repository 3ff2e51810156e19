//! Types and what a rule does: a value has to be of its fact's kind, and a rule does one thing.

use crate::support::{bar_when, check, limit, message, policy, read, rule};

#[test]
fn a_value_is_of_the_kind_of_its_fact() {
    check(&bar_when("workload < EQF 6"), &[("wrong-type", "EQF 6")]);
    check(&bar_when("level < 15 ECTS"), &[("wrong-type", "15 ECTS")]);
    check(&bar_when("date of issuing before 15 ECTS"), &[("wrong-type", "15 ECTS")]);
    check(&bar_when("mark >= 2024-01-01"), &[("wrong-type", "2024-01-01")]);
    check(&bar_when("workload in (3 ECTS, 6 ECTS)"), &[("wrong-type", "(3 ECTS, 6 ECTS)")]);
    check(&bar_when("setting is 15 ECTS"), &[("wrong-type", "15 ECTS")]);
    check(
        &bar_when("workload within 5 years of application date"),
        &[("wrong-type", "workload within 5 years of application date")],
    );
    check(&bar_when("workload < 10 to 12 ECTS"), &[("wrong-type", "10 to 12 ECTS")]);
    check(&bar_when("workload"), &[("wrong-type", "workload")]);
    check(&bar_when("level < award workload"), &[("wrong-type", "award workload")]);
    check(&bar_when("date of issuing before 2023-02-30"), &[("wrong-type", "2023-02-30")]);
    check(&bar_when("workload < 99999999999999999999 ECTS"), &[("number-too-long", "99999999999999999999")]);
}

#[test]
fn a_type_error_says_what_the_fact_is() {
    assert_eq!(message(&bar_when("workload < EQF 6"), "wrong-type"), "`workload` is a workload, and `EQF 6` is not");
    assert_eq!(message(&bar_when("level < 15 ECTS"), "wrong-type"), "`level` is a level, and `15 ECTS` is not");
}

#[test]
fn texts_and_yes_or_no_are_not_compared() {
    for (condition, underlined, told) in [
        ("title is \"Mortars\"", "\"Mortars\"", "`title` is text and is not compared"),
        ("revoked is yes", "yes", "`revoked` is yes or no and is not compared"),
        ("revoked is true", "true", "`revoked` is yes or no and is not compared"),
        ("setting < formal", "formal", "`setting` is a code and has no order"),
    ] {
        check(&bar_when(condition), &[("wrong-type", underlined)]);
        assert_eq!(message(&bar_when(condition), "wrong-type"), told);
    }
}

#[test]
fn a_percentage_says_of_what() {
    check(&limit("count own study at most 15%"), &[("missing-base", "15%")]);
    check(&limit("count own study at most 15% of award level"), &[("missing-base", "award level")]);
    check(&limit("count own study at most 15% of all that is counted"), &[]);
    check(&limit("count own study at most 15% of the course part without thesis"), &[]);
    check(&limit("count own study at most 15% of award workloud"), &[("unknown-word", "award workloud")]);
}

#[test]
fn a_share_is_no_more_than_all() {
    check(&limit("count own study at most 100.01% of award workload"), &[("percent-above-hundred", "100.01%")]);
    check(&limit("count own study at most 100% of award workload"), &[]);
}

#[test]
fn a_period_ends_after_it_begins() {
    let clause = "in force from 2024-09-01 until 2024-09-01";
    check(&policy(clause), &[("empty-period", clause)]);
    check(&policy("in force from 2024-09-01 until 2024-09-02"), &[]);
    check(&policy("in force until 2024-09-01"), &[]);
    check(&policy("in force from 2024-13-01"), &[("wrong-type", "2024-13-01")]);
}

#[test]
fn a_minimum_is_below_its_maximum() {
    check(&limit("count own study at least 30 ECTS at most 15 ECTS"), &[("minimum-above-maximum", "at least 30 ECTS")]);
    check(&limit("count own study at least 15 ECTS at most 15 ECTS"), &[]);
    check(&policy("hours 30 to 25 for 1 ECTS in ES"), &[("minimum-above-maximum", "hours 30 to 25 for 1 ECTS in ES")]);
    check(&policy("hours 25 to 30 for 2 ECTS in ES"), &[("wrong-type", "hours 25 to 30 for 2 ECTS in ES")]);
}

#[test]
fn a_rule_does_one_thing() {
    check(&policy("rule idle \"Idle\" { for own study; cite LRC }"), &[("missing-clause", "idle")]);
    assert_eq!(message(&policy("rule idle { for own study }"), "missing-clause"), "the rule `idle` does nothing");
    check(&rule("for own study; grant in full; bar when revoked"), &[("duplicate-clause", "bar when revoked")]);
    check(&rule("for own study; for official study; bar"), &[("duplicate-clause", "for official study")]);
    check(&rule("bar; mandatory; default"), &[("duplicate-clause", "default")]);
}

#[test]
fn a_limit_counts_something_and_bounds_it() {
    check(&limit("at most 9 ECTS"), &[("missing-clause", "l")]);
    check(&limit("count own study"), &[("missing-clause", "l")]);
    check(&limit("count own study at most 3 learning outcomes"), &[("wrong-type", "3 learning outcomes")]);
    check(
        &limit("count own study at most 9 ECTS except old when completed"),
        &[("missing-clause", "except old when completed")],
    );
    check(&rule("bar except old when completed leaves the count"), &[("wrong-type", "leaves the count")]);
}

#[test]
fn a_policy_says_its_layer_and_a_route_its_test() {
    check("policy es.test { extends eu.ground }", &[("missing-clause", "es.test")]);
    check(&policy("route r { for any credential cite LRC }"), &[("missing-clause", "r")]);
    check(&policy("credit system KREDIT \"K\" { }"), &[("missing-clause", "KREDIT")]);
    check(
        &policy("credit system KREDIT \"K\" { 1 ECTS are 2 KREDIT }"),
        &[("missing-clause", "KREDIT"), ("wrong-type", "1 ECTS are 2 KREDIT")],
    );
}

#[test]
fn an_example_speaks_of_its_rule() {
    let example = |facts: &str, promise: &str| {
        rule(&format!("for own study; classify as small when workload < 6 ECTS; example \"x\" {{ {facts} }} {promise}"))
    };
    check(&example("workload 3 ECTS", "is small"), &[]);
    check(&example("workload 3 ECTS", "is smal"), &[("unknown-word", "smal")]);
    check(&example("worklod 3 ECTS", "is small"), &[("unknown-word", "worklod")]);
    check(&example("workload EQF 3", "is small"), &[("wrong-type", "EQF 3")]);
    check(&example("blue sky", "is small"), &[("unknown-word", "blue sky")]);
    check(&example("setting formel", "is small"), &[("unknown-word", "setting formel")]);
    check(&example("setting is formel", "is small"), &[("unknown-code", "formel")]);
    check(&example("workload 3 ECTS", "is undetermined by wrokload"), &[("unknown-word", "wrokload")]);
    let bar = rule("bar when revoked; example \"x\" { revoked } is granted");
    check(&bar, &[("unknown-word", "granted")]);
    assert_eq!(
        read(&[&bar]).the("unknown-word").help.as_deref(),
        Some("write `is barred`, `is not barred`, `does not apply` or `is undetermined by …`")
    );
}

#[test]
fn what_the_engine_does_not_decide_by_is_said_plainly() {
    let award = |clause: &str| {
        format!("award es.a \"A\" {{\n workload 60 ECTS\n require all \"All\" at least 60 ECTS\n {clause}\n}}\n")
    };
    let clause = "formerly es.old";
    check(&award(clause), &[("not-yet-evaluated", clause)]);
}
