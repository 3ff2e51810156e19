//! An outcome is not a failure: each kind of ending has its exit code.

use serde_json::json;

use crate::support::{Desk, own_study, own_study_with, recognise, run, run_with_input};

#[test]
fn what_is_proposed_decides_the_exit_code() {
    let desk = Desk::new();
    let table = [
        ("recognised", own_study("urn:example:study"), 0),
        ("completed, or not?", own_study_with("completed", json!(null)), 5),
        ("not completed", own_study_with("completed", json!(false)), 6),
        ("not authentic", own_study_with("authentic", json!(false)), 6),
        ("revoked", own_study_with("revoked", json!(true)), 6),
        ("375 hours", own_study_with("workload", json!({ "amount": "375", "unit": "hours" })), 5),
    ];
    for (scenario, study, code) in table {
        let document = desk.put("study.json", study.to_string());
        let run = recognise(&[&document], &["--claim", "examples/claim.json"]);
        assert_eq!(run.code, code, "{scenario}\n{}{}", run.out, run.err);
    }
}

#[test]
fn what_is_broken_decides_the_exit_code() {
    let desk = Desk::new();
    let good = desk.put("good.json", own_study("urn:example:study").to_string());
    let broken = desk.put("broken.json", r#"{"credstack": "credential/v1", "#);
    let empty = desk.put("empty.json", "");
    let claim = desk.put("claim.json", "{ no claim");
    let policy = ["--policy", "es.universities"];
    let table: [(&str, Vec<&str>, i32, &str); 10] = [
        ("no documents named", vec!["recognise"], 2, "required arguments"),
        ("no policy named", vec!["recognise", &good], 2, "--policy"),
        ("unknown policy", vec!["recognise", &good, "--policy", "nl.law"], 2, "nl.law"),
        (
            "an answer that is none",
            [&["recognise", &good, "--answer", "es.universities.thesis"], &policy[..]].concat(),
            2,
            "=yes",
        ),
        ("no rules", [&["recognise", &good, "--rules", "examples/documents"], &policy[..]].concat(), 3, "pack.toml"),
        ("broken JSON", [&["recognise", &broken], &policy[..]].concat(), 4, "broken.json"),
        ("an empty file", [&["recognise", &empty], &policy[..]].concat(), 4, "empty"),
        ("no such file", [&["recognise", "nowhere.json"], &policy[..]].concat(), 4, "nowhere.json"),
        ("a broken claim", [&["recognise", &good, "--claim", &claim], &policy[..]].concat(), 4, "claim.json"),
        (
            "a day that is none",
            [&["recognise", &good, "--decision-date", "2026-02-30"], &policy[..]].concat(),
            2,
            "2026-02-30",
        ),
    ];
    for (scenario, arguments, code, told) in table {
        let run = run(&arguments);
        assert_eq!(run.code, code, "{scenario}\n{}{}", run.out, run.err);
        assert!(run.err.contains(told), "{scenario} should be told with `{told}`:\n{}", run.err);
    }
}

#[test]
fn names_that_nothing_has_are_told_with_what_there_is() {
    let desk = Desk::new();
    let good = desk.put("good.json", own_study("urn:example:study").to_string());
    let award = recognise(&[&good], &["--toward", "nl.master"]);
    assert!(award.code != 0 && award.out.is_empty(), "{}", award.out);
    assert!(
        award.err.contains("`nl.master`") && award.err.contains("es.example.heritage_conservation"),
        "{}",
        award.err
    );
    let component = recognise(&[&good], &["--toward", "es.example.heritage_conservation/gardening"]);
    assert!(component.code != 0 && component.err.contains("`gardening`"), "{}", component.err);
    let answer = recognise(&[&good], &["--answer", "es.universities.nothing=yes"]);
    assert!(answer.code != 0 && answer.err.contains("no rule asks `es.universities.nothing`"), "{}", answer.err);
}

#[test]
fn rules_with_an_error_decide_nothing() {
    let desk = Desk::new();
    let good = desk.put("good.json", own_study("urn:example:study").to_string());
    let rules = desk.rules("es/universities.rule", "workload < 15 ECTS", "workload < 15,0 ECTS");
    for arguments in [
        vec!["check", &*rules],
        vec!["test", &*rules],
        vec!["recognise", &*good, "--policy", "es.universities", "--rules", &*rules],
    ] {
        let run = run(&arguments);
        assert_eq!(run.code, 3, "{arguments:?}\n{}", run.err);
        assert!(
            run.err.contains("`15,0` has a decimal comma") && run.err.contains("universities.rule:"),
            "{}",
            run.err
        );
        assert!(!run.out.contains("recognised"), "{}", run.out);
    }
}

#[test]
fn an_example_that_fails_has_its_own_exit_code() {
    let desk = Desk::new();
    let rules = desk.rules("es/universities.rule", "workload < 15 ECTS", "workload <= 15 ECTS");
    let run = run(&["test", &rules]);
    assert_eq!(run.code, 7, "{}", run.err);
    assert!(run.err.contains("the example says that it is not microcredential; it is microcredential"), "{}", run.err);
    assert!(run.err.contains("exactly fifteen"), "{}", run.err);
}

#[test]
fn the_rules_of_the_repository_are_whole() {
    assert_eq!(run(&["check", "--strict"]).code, 0);
    assert_eq!(run(&["test"]).code, 0);
}

#[test]
fn a_warning_stops_only_the_strict() {
    let desk = Desk::new();
    let rules = desk.rules("es-ucm/ucm.rule", "cite     UCM art 5.1.a\n", "");
    assert_eq!(run(&["check", &rules]).code, 0);
    assert_eq!(run(&["check", "--strict", &rules]).code, 3);
}

#[test]
fn a_document_comes_from_standard_input_as_well() {
    let study = own_study("urn:example:study").to_string();
    let run = run_with_input(
        &["recognise", "-", "--policy", "es.universities", "--claim", "examples/claim.json"],
        study.as_bytes(),
    );
    assert_eq!(run.code, 0, "{}", run.err);
}

#[test]
fn a_folder_without_documents_is_no_import() {
    let desk = Desk::new();
    desk.put("folder/readme.txt", "nothing to read");
    let run = run(&["import", &desk.path("folder")]);
    assert_eq!(run.code, 4, "{}{}", run.out, run.err);
}

#[test]
fn a_folder_without_documents_is_no_success() {
    let desk = Desk::new();
    desk.put("folder/readme.txt", "nothing to read");
    let run = recognise(&[&desk.path("folder")], &[]);
    assert_eq!(run.code, 4, "{}{}", run.out, run.err);
}
