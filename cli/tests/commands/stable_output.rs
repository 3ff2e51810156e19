//! Output that can be kept: the same bytes for the same input, and JSON that programs can read.

use serde_json::Value;

use crate::support::{Desk, own_study, run};

const RECOGNISE: [&str; 6] =
    ["recognise", "examples/documents", "--policy", "es.universities", "--claim", "examples/claim.json"];

/// Every command with arguments that make it print something.
const COMMANDS: [&[&str]; 9] = [
    &["check"],
    &["test"],
    &["import", "examples/documents", "examples/broken", "--notes", "--facts"],
    &RECOGNISE,
    &["stack", "examples/wallets/flemish-climbing.json", "--claim", "examples/claims/flemish-climbing-master.json"],
    &["words"],
    &["schema", "credential"],
    &["schema", "claim"],
    &["schema", "proposal"],
];

#[test]
fn the_same_input_gives_the_same_bytes() {
    for command in COMMANDS {
        for format in ["text", "json"] {
            let arguments = [command, &["--format", format]].concat();
            let (first, second) = (run(&arguments), run(&arguments));
            assert_eq!(first.out, second.out, "{arguments:?}");
            assert_eq!(first.err, second.err, "{arguments:?}");
            assert_eq!(first.code, second.code, "{arguments:?}");
        }
    }
}

#[test]
fn json_is_one_document_for_every_command() {
    for command in COMMANDS {
        let run = run(&[command, &["--format", "json"]].concat());
        assert!(run.out.ends_with('\n'), "{command:?}");
        assert!(!matches!(run.json(), Value::Null), "{command:?}");
    }
}

#[test]
fn json_is_json_when_something_is_broken_too() {
    let desk = Desk::new();
    let rules = desk.rules("es/universities.rule", "workload < 15 ECTS", "workload < 15 ECST");
    let check = run(&["check", &rules, "--format", "json"]);
    assert_eq!(check.code, 3);
    let slugs: Vec<String> = check.json()["diagnostics"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|d| d["slug"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(slugs, ["unknown-unit"]);
    let broken = run(&["recognise", "examples/broken", "--policy", "es.universities", "--format", "json"]);
    assert_eq!((broken.code, broken.json()["broken"].as_array().map(Vec::len)), (4, Some(1)));
}

#[test]
fn the_order_of_documents_is_that_of_their_names() {
    let desk = Desk::new();
    for name in ["c", "a", "b"] {
        desk.put(&format!("desk/{name}.json"), own_study(&format!("urn:example:{name}")).to_string());
    }
    let run = run(&["recognise", &desk.path("desk"), "--policy", "es.universities", "--format", "json"]);
    let ids: Vec<String> = run.json()["proposals"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|p| p["proposal"]["credential"].as_str().map(str::to_owned))
        .collect();
    assert_eq!(ids, ["urn:example:a", "urn:example:b", "urn:example:c"]);
}

#[test]
fn no_colour_and_no_control_characters_go_into_a_pipe() {
    for command in COMMANDS {
        let run = run(command);
        assert!(!run.out.contains('\u{1B}') && !run.err.contains('\u{1B}'), "{command:?}");
    }
}

#[test]
fn words_can_be_searched() {
    let all = run(&["words", "--format", "json"]).json();
    let some = run(&["words", "workload", "--format", "json"]).json();
    let count = |v: &Value| v.as_array().map_or(0, Vec::len);
    assert!(count(&some) >= 3 && count(&some) < count(&all));
}
