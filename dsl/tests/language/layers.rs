//! Layers: a lower one may add what it likes, and moves a mandatory rule only where the rule lets it.

use crate::support::{check, policy, read};

fn replacing(law: &str, bound: &str) -> String {
    let kind = law.replace('_', " ").replace("experience", "professional experience");
    policy(&format!("limit own \"Own\" {{\n count {kind}\n at most {bound}\n replaces eu.ground.{law}\n cite LRC\n }}"))
}

#[test]
fn forty_percent_loosen_a_mandatory_fifteen() {
    let text = replacing("experience", "40% of award workload");
    check(&text, &[("loosens-mandatory", "own")]);
    let read = read(&[&text]);
    let problem = read.the("loosens-mandatory");
    assert_eq!(problem.message, "`es.test.own` loosens the mandatory rule `eu.ground.experience`");
    assert_eq!(read.sources.text(problem.labels[1].span), "experience");
}

#[test]
fn ten_percent_tighten_what_is_open_to_it() {
    check(&replacing("own_study", "10% of award workload"), &[]);
    check(&replacing("own_study", "40% of award workload"), &[("loosens-mandatory", "own")]);
}

#[test]
fn ten_percent_do_not_tighten_what_is_closed() {
    check(&replacing("experience", "10% of award workload"), &[("loosens-mandatory", "own")]);
    check(&replacing("experience", "15% of award workload"), &[]);
}

#[test]
fn another_base_or_another_set_is_not_comparable() {
    check(&replacing("own_study", "9 ECTS"), &[("loosens-mandatory", "own")]);
    check(&replacing("own_study", "10% of all that is counted"), &[("loosens-mandatory", "own")]);
    let other_set = "limit own { count mooc at most 10% of award workload; replaces own_study cite LRC }";
    check(&policy(other_set), &[("loosens-mandatory", "own")]);
}

#[test]
fn a_limit_of_a_lower_layer_that_replaces_nothing_stands_beside_the_law() {
    check(&policy("limit own { count own study at most 40% of award workload cite LRC }"), &[]);
}

#[test]
fn only_a_rule_of_a_higher_layer_is_replaced() {
    check(
        &policy("rule r { bar when revoked; replaces eu.ground.nothing cite LRC }"),
        &[("unknown-rule", "eu.ground.nothing")],
    );
    check(
        &policy("rule a { bar when revoked cite LRC }\n rule b { bar when revoked; replaces a cite LRC }"),
        &[("unknown-rule", "a")],
    );
}

/// A duty, and a rule that is an exception to something.
fn excepting(duty: &str, clauses: &str) -> String {
    policy(&format!(
        "rule owed \"Owed\" {{\n for mooc\n {duty}\n mandatory\n cite LRC\n }}\n    rule never \"Never\" {{\n for mooc\n {clauses}\n mandatory\n cite LRC\n }}"
    ))
}

#[test]
fn what_bars_is_an_exception_to_a_duty_and_to_nothing_else() {
    let duty = "grant must in full";
    check(&excepting(duty, "bar when workload < 3 ECTS\n exception to owed"), &[]);
    check(&excepting(duty, "ask \"Is it?\" otherwise bar\n exception to es.test.owed"), &[]);
    check(&excepting(duty, "bar\n exception to ows"), &[("unknown-rule", "ows")]);
    check(&excepting("grant may in full", "bar\n exception to owed"), &[("wrong-type", "never")]);
    check(&excepting(duty, "doubt level\n exception to owed"), &[("wrong-type", "exception to owed")]);
    check(
        &excepting(duty, "ask \"Is it?\" otherwise doubt level\n exception to owed"),
        &[("wrong-type", "exception to owed")],
    );
}

#[test]
fn only_the_layer_of_a_law_makes_exceptions_to_it() {
    let house = |open: &str| {
        let law = excepting("grant must in full", "bar when workload < 1 ECTS").replace("mandatory", open);
        let own = "policy es.house \"A house\" {\n extends es.test\n layer institution\n rule small \"Small\" {\n for mooc\n bar\n exception to owed\n mandatory\n cite LRC\n }\n}\n";
        format!("{law}{own}")
    };
    check(&house("mandatory"), &[("loosens-mandatory", "small")]);
    check(&house("mandatory, lower layers may widen"), &[("loosens-mandatory", "small")]);
    check(&house("mandatory, lower layers may tighten"), &[]);
    check(&house("default"), &[]);
}
