//! `credstack test`: promises that are not kept, coverage, changes that nobody notices, junit.

use std::path::Path;
use std::process::Command;

use insta::assert_snapshot;
use serde_json::Value;

use crate::support::run;

const MANIFEST: &str = "[pack]\nname = \"nl\"\nversion = \"0.1.0\"\nlanguage = \"1\"\n";

const LAW: &str = r#"policy nl "A law" {
    layer country
    in force from 2020-01-01
    source WHW "The act" { url "https://law.example" }
    hours 25 to 30 for 1 ECTS

    route any "Any way" { for any credential  test no substantial difference  cite WHW art 1 }

    rule small "Up to six credits may be granted for own studies" {
        for   own study
        grant may up to 6 ECTS when workload <= 12 ECTS
        cite  WHW art 2

        example "a course" { workload 5 ECTS } is granted
    }

    limit share "Own studies give no more than 15 percent" {
        count   own study
        at most 15% of award workload
        cite    WHW art 3

        example "an own study" { own study } is counted
    }
}
"#;

struct Folder(tempfile::TempDir);

impl Folder {
    fn new(law: &str, spec: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, text).expect("a file");
        };
        write("nl/pack.toml", MANIFEST);
        write("nl/law.rule", law);
        if !spec.is_empty() {
            write("nl/spec/own.md", spec);
        }
        Self(folder)
    }

    /// The exit code, standard output and standard error, run beside the pack so that names are the same everywhere.
    fn test(&self, arguments: &[&str]) -> (i32, String, String) {
        let folder: &Path = self.0.path();
        let mut command = Command::new(env!("CARGO_BIN_EXE_credstack"));
        let output = command.args(["test", "nl"]).args(arguments).current_dir(folder).output().expect("it runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        (output.status.code().expect("it ends"), text(output.stdout), text(output.stderr))
    }
}

fn scenario(promises: &str) -> String {
    format!(
        "# Own studies\n\nProse for people.\n\n```credstack\naward nl.a {{ workload 20 ECTS  recognise by nl }}\n\nscenario \"one course\" {{\n    credential c {{ own study, workload 5 ECTS }}\n    toward nl.a\n    claim {{ application date 2026-09-01 }}\n{promises}\n}}\n```\n"
    )
}

#[test]
fn a_promise_that_is_not_kept_is_shown_with_what_came_and_why() {
    let spec = scenario(
        "    then c is refused\n    then c may be granted 5 ECTS\n    then it counts 5 ECTS\n    then limit nl.share is not full",
    );
    let (code, out, _) = Folder::new(LAW, &spec).test(&[]);
    assert_eq!(code, 7);
    assert_snapshot!(out);
}

#[test]
fn promises_that_are_kept_pass() {
    let spec = scenario(
        "    then c is recognised with 5 ECTS\n    then it is not complete\n    then it leaves out c\n    then limit nl.share is full",
    );
    let (code, out, err) = Folder::new(LAW, &spec).test(&[]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("1 scenario: 1 passed, 0 failed, 0 waiting"), "{out}");
}

#[test]
fn what_waits_is_never_passed_and_is_told_once_it_would_pass() {
    let waiting = "# Averages\n\n```credstack waiting for averages\naward nl.a { average at least 7 over courses }\nscenario \"one\" { credential c { workload 5 ECTS }  toward nl.a  then it is complete }\n```\n";
    let (code, out, _) = Folder::new(LAW, waiting).test(&[]);
    assert_eq!(code, 0);
    assert!(out.contains("waiting for averages: Averages (nl/spec/own.md)"), "{out}");
    assert!(out.contains("1 scenario: 0 passed, 0 failed, 1 waiting"), "{out}");
    let kept = scenario("    then it is not complete").replace("```credstack\n", "```credstack waiting for nothing\n");
    let (code, out, _) = Folder::new(LAW, &kept).test(&[]);
    assert_eq!(code, 7);
    assert!(out.contains("+ every promise is kept: take `waiting` off the block"), "{out}");
}

#[test]
fn rules_that_are_to_be_refused_are_refused_for_the_reason_that_is_named() {
    let of = |slug: &str| {
        format!(
            "# Circles\n\n```credstack refused {slug}\naward nl.a {{ require b award nl.b }}\naward nl.b {{ require a award nl.a }}\n```\n"
        )
    };
    let (code, out, _) = Folder::new(LAW, &of("circular-award")).test(&[]);
    assert_eq!((code, out.contains("1 passed")), (0, true), "{out}");
    let (code, out, _) = Folder::new(LAW, &of("unknown-award")).test(&[]);
    assert_eq!(code, 7);
    assert!(
        out.contains("- the rules are refused: unknown-award\n    + the rules are refused: circular-award"),
        "{out}"
    );
}

#[test]
fn a_specification_with_an_error_is_told_at_its_place_and_nothing_runs() {
    let spec = scenario("    then d is refused");
    let (code, out, err) = Folder::new(LAW, &spec).test(&[]);
    assert_eq!((code, out.as_str()), (3, ""));
    assert!(err.contains("the scenario has no credential `d`") && err.contains("nl/spec/own.md:12:10"), "{err}");
}

#[test]
fn what_no_example_touches_is_told_with_its_place() {
    let (code, out, _) = Folder::new(LAW, "").test(&["--coverage"]);
    assert_eq!(code, 0);
    assert_snapshot!(out);
}

#[test]
fn less_coverage_than_was_asked_for_has_an_exit_code_of_its_own() {
    let folder = Folder::new(LAW, "");
    let (code, _, err) = folder.test(&["--min-coverage", "branches=90", "--min-coverage", "rules=100"]);
    assert_eq!((code, err.as_str()), (10, "error: the examples cover 66 percent of the branches, fewer than 90\n"));
    assert_eq!(folder.test(&["--min-coverage", "branches=66"]).0, 0);
    let (code, _, err) = folder.test(&["--min-coverage", "lines=10"]);
    assert_eq!(code, 2);
    assert!(err.contains("`lines` is not counted; there are rules, branches, conditions"), "{err}");
}

#[test]
fn changes_that_no_example_notices_are_told_with_their_place() {
    let folder = Folder::new(LAW, "");
    let (code, out, err) = folder.test(&["--mutate"]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_snapshot!(out);
    let (code, _, err) = folder.test(&["--mutate", "--min-score", "90"]);
    assert_eq!(code, 10);
    assert!(err.contains("percent of the changes, fewer than 90"), "{err}");
}

#[test]
fn examples_that_say_more_notice_more() {
    let law = LAW.replace("is granted\n", "may be granted up to 6 ECTS\n        example \"twelve\" { workload 12 ECTS } is granted\n        example \"a bit more\" { workload 12.01 ECTS } is not granted\n        example \"an official course\" { official study, workload 5 ECTS } does not apply\n        example \"too early\" { workload 5 ECTS, application date 2019-12-31 } does not apply\n        example \"the first day\" { workload 5 ECTS, application date 2020-01-01 } is granted\n");
    let law = law.replace("is counted\n", "is counted\n        example \"9 of 60\" { own study, award workload 60 ECTS } is counted up to 9 ECTS\n        example \"other study\" { official study } is not counted\n");
    let (code, out, _) = Folder::new(&law, "").test(&["--mutate", "--format", "json"]);
    assert_eq!(code, 0);
    let found: Value = serde_json::from_str(&out).expect("JSON");
    let left: Vec<&str> =
        found["mutation"]["survivors"].as_array().expect("a list").iter().filter_map(|s| s["of"].as_str()).collect();
    assert!(left.iter().all(|of| *of == "nl"), "only the route is not looked at: {out}");
}

#[test]
fn a_promise_of_an_effect_that_is_not_kept_says_what_came() {
    let law = LAW
        .replace("is granted\n", "must be granted 3 ECTS\n")
        .replace("{ own study } is counted", "{ own study, award workload 60 ECTS } is counted up to 10 ECTS");
    let (code, _, err) = Folder::new(&law, "").test(&[]);
    assert_eq!(code, 7);
    assert!(err.contains("the example says that it must be granted 3 ECTS; it may be granted 6 ECTS"), "{err}");
    assert!(err.contains("it is counted up to 10 ECTS; it is counted up to 9 ECTS"), "{err}");
}

#[test]
fn junit_has_a_suite_for_each_rule_and_specification() {
    let spec = scenario("    then c is refused");
    let law = LAW.replace("is granted\n", "is not granted\n");
    let (code, out, _) = Folder::new(&law, &spec).test(&["--format", "junit"]);
    assert_eq!(code, 7);
    assert_snapshot!(out);
}

#[test]
fn only_tests_write_junit() {
    let other = run(&["words", "--format", "junit"]);
    assert_eq!((other.code, other.err.as_str()), (2, "error: `--format junit` is for `test` alone\n"));
}

#[test]
fn the_packs_are_covered_and_nearly_every_change_of_them_is_noticed() {
    let found = run(&[
        "test",
        "rules",
        "--min-coverage",
        "rules=100",
        "--min-coverage",
        "branches=95",
        "--mutate",
        "--min-score",
        "90",
    ]);
    assert_eq!(found.code, 0, "{}{}", found.out, found.err);
}

#[test]
fn the_hard_cases_come_out_and_none_waits() {
    let found = run(&["test", "examples/scenarios", "--format", "json"]);
    assert_eq!(found.code, 0, "{}", found.out);
    let json = found.json();
    let of = |outcome: &str| {
        let runs = json["scenarios"].as_array().expect("a list").iter().filter(|r| r["outcome"] == outcome);
        runs.filter_map(|r| r["title"].as_str()?.split([' ', ':']).next().map(str::to_owned)).collect::<Vec<_>>()
    };
    assert!(of("waiting").is_empty(), "{:?}", of("waiting"));
    let mut passed = of("passed");
    // Others stand beside the numbered ones, and say what they are about.
    passed.retain(|case| case.strip_prefix('S').is_some_and(|number| number.parse::<u32>().is_ok()));
    passed.dedup();
    let cases = [
        "S1", "S2", "S4", "S5", "S6", "S12", "S14", "S16", "S17", "S19", "S22", "S25", "S26", "S27", "S29", "S32",
        "S34", "S35", "S37", "S40", "S31", "S8", "S9", "S40",
    ];
    assert_eq!(passed, cases);
}
