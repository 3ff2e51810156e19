//! Attributes that a pack declares, and scales.

use credstack_model::policy::{Condition, Effect, TestKind};
use credstack_model::vocabulary::{Entity, Kind};

use crate::support::{Read, check, check_files, check_fix, message, policy, read};

const SCALE: &str = "scale signs \"Signs of quality\" from no_signs, weak, substantial, strong
    attribute es.test.signs \"signs of quality\" is scale signs";

fn with_rule(items: &str, clauses: &str) -> String {
    policy(&format!("{items}\n    rule r \"A rule\" {{\n        {clauses}\n        cite LRC\n    }}"))
}

/// The codes that the one test of the first rule is met by.
fn steps(read: &Read) -> String {
    let rule = &read.lowered.policies.policies[1].rules[0];
    let Effect::Bar { when, .. } = &rule.effect else { panic!("the rule bars nothing") };
    let Condition::Test(test) = when else { panic!("one test was expected: {when:?}") };
    let TestKind::Among(codes) = &test.kind else { panic!("a test of codes was expected") };
    codes.iter().map(|c| read.lowered.policies.symbols.text(*c)).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_type_can_be_declared_said_and_exemplified() {
    let types = [
        ("yes or no", "taught by practitioners", "taught by practitioners"),
        ("number", "{} >= 7", "{} 7.5"),
        ("workload", "{} < 5 ECTS", "{} 100 hours"),
        ("level", "{} >= EQF 6", "{} EQF 7"),
        ("date", "{} before 2024-09-01", "{} 2024-01-01"),
        ("text", "has {}", "{} \"any words\""),
        ("one of (early, on time, very late)", "{} is very late", "{} on time"),
        ("one of (early, late) or another", "{} is not late", "{} early"),
    ];
    for (kind, test, fact) in types {
        let phrase = if kind == "yes or no" { "taught by practitioners" } else { "mark of the thesis" };
        let (test, fact) = (test.replace("{}", phrase), fact.replace("{}", phrase));
        let items = format!("attribute es.test.own \"{phrase}\" is {kind}");
        let clauses = format!("bar when {test}\n example \"one\" {{ {fact} }} is barred");
        check(&with_rule(&items, &clauses), &[]);
    }
}

#[test]
fn what_is_said_of_an_attribute_is_kept() {
    let read = read(&[&policy(
        "attribute es.test.rating \"rating by the agency\" of issuer is number or none never presumed
         meaning \"The agency's rating, 0 to 100.\"",
    )]);
    let vocabulary = &read.lowered.policies.vocabulary;
    let found = vocabulary.get(vocabulary.by_name("es.test.rating").expect("it is declared"));
    assert_eq!((found.entity, found.kind, found.none, found.presumable), (Entity::Issuer, Kind::Number, true, false));
    assert_eq!(found.json, "/issuer/es.test.rating");
    assert_eq!(found.description, "The agency's rating, 0 to 100.");
    assert_eq!(vocabulary.by_phrase("rating by the agency"), vocabulary.by_name("es.test.rating"));
}

#[test]
fn an_attribute_without_words_is_called_by_its_name() {
    check(&with_rule("attribute es.test.thesis_mark is number", "bar when thesis mark < 5"), &[]);
}

#[test]
fn an_attribute_is_a_word_in_every_file_whatever_their_order() {
    let uses = "policy fr.other \"Other\" { layer country\n rule r \"A\" { bar when signs of quality is weak } }";
    check_files(&[uses, &policy(SCALE)], &[]);
}

#[test]
fn two_attributes_have_neither_one_name_nor_the_same_words() {
    let twice = |second: &str| policy(&format!("attribute es.test.a \"first mark\" is number; {second}"));
    check(&twice("attribute es.test.a \"second mark\" is number"), &[("duplicate-name", "es.test.a")]);
    check(&twice("attribute es.test.b \"first mark\" is number"), &[("duplicate-name", "\"first mark\"")]);
    let core = policy("attribute es.test.a \"award workload\" is number");
    check(&core, &[("duplicate-name", "\"award workload\"")]);
    assert!(message(&core, "duplicate-name").contains("award workload"));
}

#[test]
fn an_attribute_has_the_name_of_its_authority_before_its_own() {
    check(&policy("attribute mark_of_thesis is number"), &[("unreadable-name", "mark_of_thesis")]);
    check(&policy("attribute credential.thesis is number"), &[("unreadable-name", "credential.thesis")]);
}

#[test]
fn words_that_no_condition_could_read_are_refused() {
    for phrase in ["points in the exam", "no mark", "the mark", "2nd mark", "own study", "mark and grade"] {
        let text = policy(&format!("attribute es.test.own \"{phrase}\" is number"));
        check(&text, &[("unreadable-name", &format!("\"{phrase}\""))]);
    }
}

#[test]
fn a_type_that_does_not_exist_is_told_with_the_nearest() {
    check_fix(&policy("attribute es.test.own \"own mark\" is nummber"), "unknown-type", "nummber", "number");
    check(&policy("attribute es.test.own \"own mark\" is colour"), &[("unknown-type", "colour")]);
    check_fix(&policy("attribute es.test.own \"own mark\" of isuer is number"), "unknown-type", "isuer", "issuer");
}

#[test]
fn a_code_outside_a_closed_list_is_an_error_and_outside_an_open_one_a_warning() {
    let of =
        |kind: &str| with_rule(&format!("attribute es.test.own \"own mode\" is {kind}"), "bar when own mode is evning");
    check_fix(&of("one of (evening, daytime)"), "unknown-code", "evning", "evening");
    check_fix(&of("one of (evening, daytime) or another"), "unlisted-code", "evning", "evening");
}

#[test]
fn steps_of_a_scale_compare_lowest_first() {
    for (condition, met) in [
        (">= substantial", "substantial strong"),
        ("> substantial", "strong"),
        ("< substantial", "no_signs weak"),
        ("<= weak", "no_signs weak"),
        ("is weak", "weak"),
        ("in (weak, strong)", "weak strong"),
    ] {
        let text = with_rule(SCALE, &format!("bar when signs of quality {condition}"));
        check(&text, &[]);
        assert_eq!(steps(&read(&[&text])), met, "{condition}");
    }
}

#[test]
fn a_step_that_is_not_on_the_scale_is_told_with_the_nearest() {
    let bar = |condition: &str| with_rule(SCALE, &format!("bar when signs of quality {condition}"));
    check_fix(&bar(">= substancial"), "unknown-code", "substancial", "substantial");
    assert!(message(&bar(">= 3"), "wrong-type").contains("signs of quality"));
    // Nothing is above the highest step: such a test says nothing.
    check(&bar("> strong"), &[("wrong-type", "strong")]);
}

#[test]
fn codes_without_a_scale_have_no_order() {
    let text =
        with_rule("attribute es.test.own \"own mode\" is one of (evening, daytime)", "bar when own mode > evening");
    check(&text, &[("wrong-type", "evening")]);
}

#[test]
fn a_scale_has_steps_that_differ() {
    check(&policy("scale s \"S\" from weak, strong, weak"), &[("duplicate-name", "weak")]);
    check(&policy("scale s \"S\" from weak"), &[("missing-clause", "s")]);
    check(&policy("scale s \"S\" from weak, strong; scale s \"S\" from low, high"), &[("duplicate-name", "s")]);
}

#[test]
fn a_scale_is_known_below_the_policy_that_declares_it() {
    let below = "policy es.below \"Below\" { extends es.test\n layer institution\n attribute es.below.signs \"own signs\" is scale signs }";
    check_files(&[below, &policy("scale signs \"S\" from weak, strong")], &[]);
    let beside = below.replace("extends es.test\n", "");
    check_files(&[&beside, &policy("scale signs \"S\" from weak, strong")], &[("unknown-scale", "signs")]);
    check_fix(
        &policy("scale signs \"S\" from weak, strong; attribute es.test.own \"own signs\" is scale sings"),
        "unknown-scale",
        "sings",
        "signs",
    );
}

#[test]
fn an_example_says_a_step_of_a_scale() {
    let clauses = "bar when signs of quality >= substantial\n example \"some\" { signs of quality weak } is not barred";
    check(&with_rule(SCALE, clauses), &[]);
    let slip = clauses.replace("quality weak", "quality week");
    assert_eq!(
        read(&[&with_rule(SCALE, &slip)]).diagnostics.iter().filter(|d| d.slug.text() == "unknown-word").count(),
        1
    );
}
