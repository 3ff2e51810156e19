//! Slips of the hand of people who write Spanish, German, French, Portuguese, Italian or Dutch all day: each is one message
//! with the text as it should be, and what comes after it is still read.

use crate::support::{bar_when, check, check_files, check_fix, limit, policy, read, rule};

/// A clause after the slip that is only found if reading goes on.
const AFTER: &str = "; note «after»";

#[track_caller]
fn slips(clauses: &str, slug: &str, underlined: &str, right: &str) {
    check_fix(&rule(clauses), slug, underlined, right);
    check(&rule(&format!("{clauses}{AFTER}")), &[(slug, underlined), ("smart-quote", "«after»")]);
}

#[test]
fn numbers_are_written_as_everywhere_else() {
    slips("bar when workload < 14,5 ECTS", "decimal-comma", "14,5", "14.5");
    slips("bar when workload < 1.500 hours", "thousands-separator", "1.500", "1500");
    slips("bar when workload < 1,500 hours", "thousands-separator", "1,500", "1500");
    slips("bar when workload < 1 500 hours", "thousands-separator", "1 500", "1500");
    slips("bar when workload < 1'500 hours", "thousands-separator", "1'500", "1500");
    slips("bar when workload < 1.500,5 hours", "thousands-separator", "1.500,5", "1500.5");
    slips("bar when workload < 1\u{202F}500 hours", "thousands-separator", "1\u{202F}500", "1500");
    check(&bar_when("workload < 0.125 ECTS"), &[]);
    check(&limit("count own study; at most 33.333% of award workload"), &[]);
}

#[test]
fn units_stand_behind_their_numbers() {
    slips("bar when workload < ECTS 15", "unit-before-number", "ECTS 15", "15 ECTS");
    slips("grant up to ECTS 6", "unit-before-number", "ECTS 6", "6 ECTS");
    slips("bar when workload < SCQF 30", "unit-before-number", "SCQF 30", "30 SCQF");
    slips("bar when workload < 15 credits", "unknown-unit", "credits", "ECTS");
    slips("bar when workload < 375 Stunden", "unknown-unit", "Stunden", "hours");
    slips("bar when workload < 15ECTS", "missing-space", "15ECTS", "15 ECTS");
    check_fix(&limit("count own study; at most %15 of award workload"), "unit-before-number", "%15", "15%");
    check_fix(&limit("count own study; at most 15 percent of award workload"), "wrong-sign", "15 percent", "15%");
    check_fix(&limit("count own study; at most 15 por ciento of award workload"), "wrong-sign", "15 por ciento", "15%");
}

#[test]
fn comparisons_in_words_and_in_signs() {
    for (written, right) in [
        ("≤", "<="),
        ("=>", ">="),
        ("> =", ">="),
        ("≠", "is not"),
        ("less than", "<"),
        ("is less than", "<"),
        ("fewer than", "<"),
        ("is more than", ">"),
        ("is at least", ">="),
        ("is at most", "<="),
        ("at least", ">="),
        ("at most", "<="),
        ("is no more than", "<="),
        ("greater than or equal to", ">="),
        ("is under", "<"),
    ] {
        slips(&format!("bar when workload {written} 15 ECTS"), "wrong-sign", written, right);
    }
    // A bound after a finished condition is a bound.
    check(&limit("count own study when completed at most 15% of award workload"), &[]);
}

#[test]
fn days_are_written_year_first() {
    slips("bar; in force from 01.09.2026", "wrong-date", "01.09.2026", "2026-09-01");
    slips("bar; in force from 1/9/2026", "wrong-date", "1/9/2026", "2026-09-01");
    slips("bar; in force from 1 de septiembre de 2026", "wrong-date", "1 de septiembre de 2026", "2026-09-01");
    slips("bar; in force from 15. März 2026", "wrong-date", "15. März 2026", "2026-03-15");
    check(&rule("bar; in force from 31.02.2026"), &[("wrong-type", "31.02.2026")]);
}

#[test]
fn levels_have_a_framework() {
    slips("bar when level < EQF6", "missing-space", "EQF6", "EQF 6");
    slips("bar when level < eqf 6", "unknown-framework", "eqf 6", "EQF 6");
    slips("bar when level < 6", "missing-framework", "6", "EQF 6");
    slips("bar when level < MEC 6", "unknown-framework", "MEC", "EQF");
    let award = "award a \"A\" {\n level 7\n workload 60\n recognise by eu.ground\n}";
    check(award, &[("missing-framework", "7"), ("missing-unit", "60")]);
}

#[test]
fn signs_that_the_language_does_not_need() {
    slips("bar when revoked\n        cite: LRC", "stray-sign", ":", "");
    slips("bar when completed;", "stray-sign", ";", "");
    slips("bar when workload < 15 ECTS.", "stray-sign", ".", "");
    slips("• bar when revoked", "stray-sign", "•", "");
    slips("bar when (completed or revoked", "missing-parenthesis", "(", ")");
    slips("bar when setting in (formal, non formal", "missing-parenthesis", "(", ")");
    let range = rule("bar when revoked\n        example \"a range\" { workload 12 – 15 ECTS } is not barred");
    check_fix(&range, "wrong-sign", "–", "to");
}

#[test]
fn quotes_of_every_kind_and_none() {
    for written in ["“a”", "„a“", "«a»", "‘a’", "'a'", "‹a›", "\"a”", "'l’esame'"] {
        let text = rule(&format!("bar; note {written}"));
        let read = read(&[&text]);
        assert_eq!(read.sources.text(read.the("smart-quote").span()), written);
    }
    slips("bar; note \"never closed\n        cite LRC", "missing-quote", "\"never closed", "\"");
    check(&rule("bar; note \"over\n        two lines\""), &[]);
}

#[test]
fn names_have_plain_letters() {
    check_fix(
        &policy("rule micro-credential \"A\" { bar when revoked }"),
        "wrong-name",
        "micro-credential",
        "micro_credential",
    );
    check_fix(&policy("rule título \"A\" { bar when revoked }"), "wrong-name", "título", "titulo");
}

#[test]
fn characters_that_nobody_sees() {
    slips("bar when\u{200B} revoked", "invisible-character", "\u{200B}", "");
    check(&policy("note \"a\u{202E}b\""), &[("bidi-character", "\u{202E}")]);
    check(&rule("bar\u{00A0}when\u{00A0}revoked\tand\u{202F}not\u{00A0}completed"), &[]);
}

#[test]
fn keywords_have_one_language_and_small_letters() {
    for (written, right) in [
        ("wenn", "when"),
        ("cuando", "when"),
        ("quand", "when"),
        ("quando", "when"),
        ("wanneer", "when"),
        ("if", "when"),
        ("When", "when"),
        ("tenzij", "unless"),
        ("sauf si", "unless"),
    ] {
        slips(&format!("bar {written} revoked"), "wrong-keyword", written, right);
    }
    for (written, right) in [("y", "and"), ("und", "and"), ("et", "and"), ("e", "and"), ("oder", "or"), ("ou", "or")] {
        slips(&format!("bar when setting is formal {written} revoked"), "wrong-keyword", written, right);
    }
    check_fix(&policy("Rule r \"A\" { bar when revoked }"), "wrong-keyword", "Rule", "rule");
    check_fix(&limit("count own study; höchstens 6 ECTS"), "wrong-keyword", "höchstens", "at most");
    // Codes of languages and countries are no keywords.
    check(&rule("for own study issued in (ES, IT)"), &[("missing-clause", "r")]);
}

#[test]
fn a_word_of_another_language_is_told_with_the_english_one() {
    check(&bar_when("nivel < EQF 6"), &[("unknown-word", "nivel")]);
    assert_eq!(read(&[&bar_when("nivel < EQF 6")]).the("unknown-word").help.as_deref(), Some("did you mean `level`?"));
}

#[test]
fn a_slip_in_one_file_leaves_the_others_whole() {
    let award = "award a \"A\" {\n workload 60 ECTS\n recognise by es.test\n}";
    check_files(&[&rule("bar wenn revoked"), award], &[("wrong-keyword", "wenn")]);
}
