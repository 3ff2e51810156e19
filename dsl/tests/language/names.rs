//! Names: what a rule refers to has to be there, and once.

use crate::support::{bar_when, check, check_files, check_fix, limit, policy, read, rule};

#[test]
fn an_unknown_word_is_told_with_the_nearest_one() {
    check_fix(&bar_when("worklod < 15 ECTS"), "unknown-word", "worklod", "workload");
    check_fix(&bar_when("has no learning outcome"), "unknown-word", "learning outcome", "learning outcomes");
    check(&bar_when("blue sky"), &[("unknown-word", "blue sky")]);
    check(&rule("for own studies; bar"), &[("unknown-word", "own studies")]);
    check(&rule("for own study taken in Salamanca; bar"), &[("unknown-word", "taken in Salamanca")]);
}

#[test]
fn an_unknown_unit_is_told_with_the_right_one() {
    check_fix(&bar_when("workload < 15 ects"), "unknown-unit", "ects", "ECTS");
    check_fix(&bar_when("workload < 15 credits"), "unknown-unit", "credits", "ECTS");
    check_fix(&bar_when("workload < 375 Stunden"), "unknown-unit", "Stunden", "hours");
    check_fix(&bar_when("workload < 375 horas"), "unknown-unit", "horas", "hours");
    check_fix(&bar_when("workload < 15 SCQG"), "unknown-unit", "SCQG", "SCQF");
    check(&bar_when("workload < 15 WHATEVER"), &[("unknown-unit", "WHATEVER")]);
    check(&bar_when("workload < 15 SCQF"), &[]);
}

#[test]
fn a_unit_goes_behind_its_number() {
    check_fix(&bar_when("workload < ECTS 15"), "unit-before-number", "ECTS 15", "15 ECTS");
}

#[test]
fn a_number_of_credits_needs_its_unit() {
    check_fix(&bar_when("workload < 15"), "missing-unit", "15", "15 ECTS");
    check_fix(&limit("count own study at most 9"), "missing-unit", "9", "9 ECTS");
    check(
        &rule("for own study; bar when workload < 3 ECTS; example \"x\" { workload 15 } is barred"),
        &[("missing-unit", "15")],
    );
}

#[test]
fn an_unknown_framework_or_level_is_told_with_those_there_are() {
    check_fix(&bar_when("level < EFQ 6"), "unknown-framework", "EFQ", "EQF");
    check(&bar_when("level < MECES 2"), &[("unknown-framework", "MECES")]);
    check(&bar_when("level < EQF 9"), &[("unknown-level", "9")]);
    let read = read(&[&bar_when("level < EQF 9")]);
    assert_eq!(read.the("unknown-level").help.as_deref(), Some("its levels are 1, 2, 3, 4, 5, 6, 7, 8"));
    check(&policy("framework NLQF \"Dutch\" in NL { level 6 is EQF 9 }"), &[("unknown-level", "EQF 9")]);
    check(&policy("framework NLQF \"Dutch\" in NL { level 6 is EQF 6 level 6 is EQF 7 }"), &[("duplicate-name", "6")]);
    check(&policy("framework NLQF \"Dutch\" in NL { }"), &[("missing-clause", "NLQF")]);
}

#[test]
fn an_unknown_source_is_told_with_the_nearest_one() {
    let text = policy(
        "source RD822 \"A decree\" { url \"https://example.org\" }\n rule r { bar when revoked cite RD882 art 10.3 }",
    );
    check_fix(&text, "unknown-source", "RD882", "RD822");
    check(&policy("rule r { bar when revoked cite BOE art 1 }"), &[("unknown-source", "BOE")]);
    // A source of a policy that this one extends is known; one of a policy beside it is not.
    check(&policy("rule r { bar when revoked cite LRC art V.1 }"), &[]);
    check_files(
        &[
            "policy es.a { extends eu.ground layer country source A \"A\" { url \"https://example.org\" } }",
            "policy es.b { extends eu.ground layer country rule r { bar when revoked cite A } }",
        ],
        &[("unknown-source", "A")],
    );
}

#[test]
fn an_unknown_policy_is_told_with_the_nearest_one() {
    check_fix("policy es.test { extends eu.grund layer country }", "unknown-policy", "eu.grund", "eu.ground");
    check("policy es.test { extends nl.universities layer country }", &[("unknown-policy", "nl.universities")]);
    check("award a { workload 60 ECTS recognise by nl.law }", &[("unknown-policy", "nl.law")]);
}

#[test]
fn policies_that_extend_one_another_are_shown_as_the_whole_circle() {
    let files = [
        "policy a { extends b layer country }",
        "policy b { extends c layer country }",
        "policy c { extends a layer country }",
    ];
    check_files(&files, &[("circular-extends", "a")]);
    assert_eq!(read(&files).the("circular-extends").message, "policies extend one another in a circle: a → b → c → a");
    check("policy a { extends a layer country }", &[("circular-extends", "a")]);
    // A policy that leads into a circle is not in it.
    check_files(&[&files.join("\n"), "policy d { extends a layer country }"], &[("circular-extends", "a")]);
}

#[test]
fn classes_that_are_defined_by_one_another_are_a_circle() {
    let text = policy(
        "rule a { for own study; classify as small when not large cite LRC }
    rule b { for own study; classify as large when not small cite LRC }",
    );
    let read = read(&[&text]);
    assert_eq!(
        read.the("circular-class").message,
        "classes are defined by one another in a circle: es.test.large, es.test.small"
    );
    check(&text, &[("circular-class", "b")]);
    check(&rule("for own study; classify as small when small"), &[("circular-class", "r")]);
    check(
        &policy(
            "rule a { for own study; classify as small when workload < 6 ECTS cite LRC }\n rule b { for small; bar cite LRC }",
        ),
        &[],
    );
}

#[test]
fn one_name_is_for_one_thing() {
    check(
        &policy("rule r { bar when revoked cite LRC }\n limit r { count own study at most 9 ECTS cite LRC }"),
        &[("duplicate-name", "r")],
    );
    check(
        &policy("source A \"A\" { url \"https://example.org\" }\n source A \"B\" { url \"https://example.org\" }"),
        &[("duplicate-name", "A")],
    );
    check_files(&["policy es.a { layer country }", "policy es.a { layer country }"], &[("duplicate-name", "es.a")]);
    let award = "award es.a { workload 60 ECTS recognise by eu.ground }";
    check_files(&[award, award], &[("duplicate-name", "es.a")]);
    // The first stands.
    assert_eq!(read(&[award, award]).the("duplicate-name").labels[1].text, "the first is here");
}

#[test]
fn codes_of_a_closed_list_are_held_to_it() {
    check_fix(&bar_when("setting is formel"), "unknown-code", "formel", "formal");
    check(&bar_when("setting is academic"), &[("unknown-code", "academic")]);
    check(&bar_when("issued in Spain"), &[("unknown-code", "Spain")]);
    check(&bar_when("issued in UK"), &[("unknown-code", "UK")]);
    check(&bar_when("issued in (ES, GB, XK)"), &[]);
    check(&rule("for own study; purpose exemptoin; bar when revoked"), &[("unknown-code", "exemptoin")]);
    let read = read(&[&bar_when("setting is academic")]);
    assert_eq!(read.the("unknown-code").help.as_deref(), Some("the codes are: formal, non formal, informal"));
}

#[test]
fn a_slip_in_an_open_list_is_a_warning() {
    check_fix(
        &bar_when("credential type is micro credentail"),
        "unlisted-code",
        "micro credentail",
        "micro credential",
    );
    check(&bar_when("field is 99999"), &[("wrong-type", "99999")]);
    check(&bar_when("field is ISCED-F 0413"), &[]);
    check(&bar_when("language of instruction is es"), &[]);
}
