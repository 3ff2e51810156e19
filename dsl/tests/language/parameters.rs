//! Parameters: one number of a law, named once, with the day of each of its values.

use credstack_model::policy::{Effect, Operand, PolicySet, Quantity, TestKind};

use crate::support::{check, check_with_habits, message, policy, read};

/// Rules after a parameter of two values, 10 and then 15 ECTS.
fn with_small(rules: &str) -> String {
    let parameter = "parameter small \"Size\" {\n 10 ECTS from 2022-10-01\n 15 ECTS from 2023-10-01\n cite LRC\n }";
    policy(&format!("in force from 2022-10-01\n {parameter}\n {rules}"))
}

fn bounds_of_workload(set: &PolicySet) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    for rule in set.policies.iter().flat_map(|p| &p.rules).filter(|r| set.symbols.text(r.name).starts_with("es.")) {
        let Effect::Bar { when, .. } = &rule.effect else { continue };
        for test in when.tests() {
            if let TestKind::Workload { operand: Operand::Fixed(amount), .. } = test.kind {
                let from = rule.force.from.map_or_else(String::new, |d| d.to_string());
                found.push((set.symbols.text(rule.name).to_owned(), from, amount.to_string()));
            }
        }
    }
    found
}

#[test]
fn a_rule_stands_once_for_each_value_of_its_time() {
    let text = with_small("rule r { bar when workload < small cite LRC }");
    check(&text, &[]);
    let found = bounds_of_workload(&read(&[&text]).lowered.policies);
    let own = |name: &str, from: &str, amount: &str| (name.to_owned(), from.to_owned(), amount.to_owned());
    assert_eq!(
        found,
        [own("es.test.r", "2022-10-01", "10"), own("es.test.r@2023-10-01", "2023-10-01", "15")],
        "the first keeps the plain name"
    );
}

#[test]
fn a_rule_of_one_period_takes_the_value_of_that_period_alone() {
    let text = with_small("rule r { bar when workload < small in force from 2023-10-01 cite LRC }");
    check(&text, &[]);
    let found = bounds_of_workload(&read(&[&text]).lowered.policies);
    assert_eq!(found.iter().map(|f| f.2.as_str()).collect::<Vec<_>>(), ["15"]);
}

#[test]
fn the_sources_of_a_parameter_go_with_the_rule() {
    let parameter = "source ACT \"Act\" { url \"https://law.example\" }\n parameter small { 10 ECTS\n cite ACT art 2 }";
    let text = policy(&format!("{parameter}\n rule r {{ bar when workload < small cite LRC }}"));
    let read = read(&[&text]);
    let set = &read.lowered.policies;
    let rule = set.policies.iter().flat_map(|p| &p.rules).find(|r| set.symbols.text(r.name) == "es.test.r").unwrap();
    let cited: Vec<&str> = rule.citations.iter().map(|c| set.symbols.text(c.source)).collect();
    assert_eq!(cited, ["LRC", "ACT"]);
}

#[test]
fn a_time_without_a_value_is_told() {
    let text = policy(
        "in force from 2020-01-01\n parameter small { 10 ECTS from 2022-10-01\n cite LRC }\n rule r { bar when workload < small cite LRC }",
    );
    check(&text, &[("parameter-without-value", "small")]);
    assert_eq!(
        message(&text, "parameter-without-value"),
        "`small` has no value from 2020-01-01 until 2022-10-01, and what uses it is in force then"
    );
}

#[test]
fn values_that_overlap_or_differ_in_kind_are_told() {
    let twice = "parameter p {\n 10 ECTS from 2022-10-01 until 2023-10-01\n 12 ECTS from 2023-01-01\n cite LRC }";
    check(&policy(twice), &[("overlapping-versions", "12 ECTS from 2023-01-01")]);
    let mixed = "parameter p {\n 10 ECTS from 2022-10-01\n 15% from 2023-01-01\n cite LRC }";
    check(&policy(mixed), &[("wrong-type", "15% from 2023-01-01")]);
    check(&policy("parameter p { cite LRC }"), &[("missing-clause", "p")]);
    check(&policy("parameter p { 1 ECTS\n cite LRC }\n parameter p { 2 ECTS\n cite LRC }"), &[("duplicate-name", "p")]);
}

#[test]
fn a_parameter_is_a_bound_a_share_a_level_or_a_term() {
    let share =
        "parameter share { 1/3\n cite LRC }\n limit l { count own study\n at most share of award workload\n cite LRC }";
    check(&policy(share), &[]);
    check(&policy(&share.replace("share of award workload", "share")), &[("missing-base", "share")]);
    check(
        &policy(&share.replace("share of award workload", "shore of award workload")),
        &[("unknown-parameter", "shore of award workload")],
    );
    check(&policy("parameter floor { EQF 6\n cite LRC }\n rule r { bar when level < floor cite LRC }"), &[]);
    check(
        &policy(
            "parameter years { 10 years\n cite LRC }\n rule r { bar unless date of issuing within years of application date cite LRC }",
        ),
        &[],
    );
    check(
        &policy("parameter floor { EQF 6\n cite LRC }\n rule r { bar when workload < floor cite LRC }"),
        &[("wrong-type", "floor")],
    );
}

#[test]
fn a_third_is_exactly_a_third() {
    let text = policy("limit l { count own study\n at most 1/3 of award workload\n cite LRC }");
    check(&text, &[]);
    let read = read(&[&text]);
    let rules = read.lowered.policies.policies.iter().flat_map(|p| &p.rules);
    let shares: Vec<String> = rules
        .filter_map(|r| if let Effect::Limit(limit) = &r.effect { Some(limit) } else { None })
        .flat_map(|l| &l.bounds)
        .filter_map(|b| if let Quantity::Percent(percent, _) = b.quantity { Some(percent.as_share()) } else { None })
        .collect();
    assert_eq!(shares, ["15%", "15%", "1/3"]);
    check(
        &policy("limit l { count own study\n at most 4/3 of award workload\n cite LRC }"),
        &[("percent-above-hundred", "4/3 of award workload")],
    );
    check(
        &policy("limit l { count own study\n at most 1/0 of award workload\n cite LRC }"),
        &[("syntax-error", "1/0")],
    );
}

#[test]
fn credits_are_granted_in_steps_above_nothing_and_it_is_said_where_that_stands() {
    let step = |clause: &str| {
        let read = read(&[&policy(clause)]);
        read.lowered.policies.policy("es.test").and_then(|p| p.steps.as_ref().map(|s| s.step.exact()))
    };
    assert_eq!(step("credits in whole numbers cite LRC art V.1").as_deref(), Some("1"));
    assert_eq!(step("credits in steps of 0.5 ECTS cite LRC art V.1").as_deref(), Some("0.5"));
    check(&policy("credits in whole numbers cite LRC"), &[]);
    check_with_habits(&policy("credits in whole numbers"), &[("missing-citation", "credits in whole numbers")]);
    check(&policy("credits in steps of 0 ECTS cite LRC"), &[("wrong-type", "0 ECTS")]);
    check(&policy("credits in steps of 30 hours cite LRC"), &[("wrong-type", "30 hours")]);
}
