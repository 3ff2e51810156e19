//! Ten problems as a registrar sees them. The texts are read by people before they are accepted.

use crate::support::{bar_when, limit, policy, read, rule, shown};

fn see(name: &str, files: &[&str]) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, shown(&read(files)));
    });
}

#[test]
fn a_decimal_comma() {
    see("decimal_comma", &[&rule("for own study issued in ES; classify as microcredential when workload < 14,5 ECTS")]);
}

#[test]
fn a_number_without_its_unit() {
    see("missing_unit", &[&rule("for own study issued in ES; classify as microcredential when workload < 15")]);
}

#[test]
fn a_word_of_another_language() {
    see("foreign_keyword", &[&rule("bar; wenn workload < 15 ECTS")]);
}

#[test]
fn an_unknown_word() {
    see("unknown_word", &[&bar_when("has no lerning outcomes")]);
}

#[test]
fn a_level_that_its_framework_does_not_have() {
    see("unknown_level", &[&bar_when("level < EQF 9")]);
}

#[test]
fn a_value_of_another_kind() {
    see("wrong_type", &[&bar_when("level < 15 ECTS")]);
}

#[test]
fn a_rule_that_is_not_closed() {
    see(
        "missing_brace",
        &[&policy(
            "rule thesis \"A thesis is never replaced\" {
        for  any credential
        bar  toward thesis
        cite LRC art V.1

    rule revoked \"A revoked credential is not recognised\" {
        for  any credential
        bar  when revoked
        cite LRC art V.1
    }",
        )],
    );
}

#[test]
fn a_percentage_of_nothing() {
    see("missing_base", &[&limit("count own study; at most 15%")]);
}

#[test]
fn a_university_that_loosens_the_law() {
    see(
        "loosens_mandatory",
        &["policy es.ucm \"A university\" {
    extends eu.ground
    layer   institution

    limit more \"Own study gives no more than 40 percent\" {
        count    own study
        at most  40% of award workload
        replaces eu.ground.own_study
        cite     LRC art V.1
    }
}
"],
    );
}

#[test]
fn a_circle_of_policies() {
    see(
        "circular_extends",
        &["policy es.law { extends es.region layer country }", "policy es.region { extends es.law layer region }"],
    );
}

#[test]
fn a_clause_that_stops_too_early() {
    see("expected", &[&rule("for own study; ask \"Is it closely related?\" when completed; doubt depth when revoked")]);
}
