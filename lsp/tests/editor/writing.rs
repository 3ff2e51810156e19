//! Somebody writes a small pack.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::client::{Editor, position, range, uri};

/// A small law, with letters that are longer in one encoding than in another.
const LAW: &str = "policy nl \"Niederländisches Recht 🎓\" {
    layer country
    in force from 2020-01-01

    source ACT \"Act on higher education\" {
        url        \"https://example.org/act\"
        confidence doubtful
        checked    2026-01-02
    }

    parameter floor \"Least workload\" {
        4 ECTS from 2020-01-01 until 2024-09-01
        5 ECTS from 2024-09-01
        cite ACT art 2
    }

    set short_courses \"Short courses\" is own study, professional experience

    # Two lines
    # that are one comment.
    # And a third.
    rule short \"A short course is not recognised 🎓\" {
        for     short courses
        bar     when workload < floor
        cite    ACT art 1
        says nl \"Te kort 🎓\"

        example \"three\" { workload 3 ECTS, own study, application date 2025-01-01 } is barred
        example \"nine\"  { workload 9 ECTS, own study, application date 2025-01-01 } is barred
    }
}
";

const HEAD: &str = "[pack]\nname = \"nl\"\nversion = \"0.1.0\"\ntitle = \"Netherlands\"\nlanguage = \"1\"\n";

fn pack() -> (TempDir, PathBuf) {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("pack.toml"), HEAD).expect("written");
    let file = folder.path().join("nl.rule");
    fs::write(&file, LAW).expect("written");
    (folder, file)
}

fn texts(all: &Value, pointer: &str) -> Vec<String> {
    let all = all.as_array().cloned().unwrap_or_default();
    all.iter().filter_map(|v| v.pointer(pointer)?.as_str().map(str::to_owned)).collect()
}

#[test]
fn problems_are_told_while_typing_and_taken_away_when_mended() {
    let (folder, file) = pack();
    let mut editor = Editor::in_folder(folder.path());
    editor.open(&file, LAW);
    editor.change(&file, 2, &range(LAW, "3 ECTS"), "3,5 ECTS");
    let problems = editor.problems_of(&file, 2);
    let slip = problems.iter().find(|p| p["code"] == "decimal-comma").unwrap_or_else(|| panic!("{problems:?}"));
    assert_eq!(slip["range"]["start"], position(LAW, "3 ECTS", 0));
    assert_eq!(slip["severity"], 1);

    let asked =
        json!({ "textDocument": { "uri": uri(&file) }, "range": slip["range"], "context": { "diagnostics": [] } });
    let actions = editor.ask("textDocument/codeAction", &asked);
    let titles = texts(&actions, "/title");
    assert!(titles.iter().any(|t| t.contains("3.5")) && titles.iter().any(|t| t.contains("Explain")), "{titles:?}");
    let page = editor
        .ask("workspace/executeCommand", &json!({ "command": "credstack.explain", "arguments": ["decimal-comma"] }));
    assert!(page["markdown"].as_str().is_some_and(|m| m.starts_with("# decimal-comma")), "{page}");

    let changed = LAW.replacen("3 ECTS", "3,5 ECTS", 1);
    editor.change(&file, 3, &range(&changed, "3,5"), "3");
    assert!(editor.problems_of(&file, 3).iter().all(|p| p["code"] != "decimal-comma"));
    editor.end();
}

#[test]
fn a_problem_points_at_the_other_place_that_it_is_about() {
    let (folder, file) = pack();
    let mut editor = Editor::in_folder(folder.path());
    let twice = LAW.replacen("    set short", "    source ACT \"Again\"\n\n    set short", 1);
    editor.open(&file, &twice);
    let problems = editor.problems_of(&file, 1);
    let twin = problems.iter().find(|p| p["code"] == "duplicate-name").unwrap_or_else(|| panic!("{problems:?}"));
    assert_eq!(twin["relatedInformation"][0]["location"]["range"]["start"], position(&twice, "ACT", 0));
    editor.end();
}

#[test]
fn hover_says_source_dated_value_and_doubt() {
    let (folder, file) = pack();
    let mut editor = Editor::in_folder(folder.path());
    editor.open(&file, LAW);
    let mut card = |needle: &str, into: usize| {
        let found = editor.at("textDocument/hover", &file, LAW, needle, into);
        found["contents"]["value"].as_str().unwrap_or_default().to_owned()
    };
    let source = card("ACT art 1", 1);
    for part in ["Act on higher education", "https://example.org/act", "In doubt", "2026-01-02"] {
        assert!(source.contains(part), "{part}: {source}");
    }
    let parameter = card("floor\n", 1);
    for part in ["Least workload", "4 ECTS", "5 ECTS", "2024-09-01", "In doubt"] {
        assert!(parameter.contains(part), "{part}: {parameter}");
    }
    let rule = card("rule short ", 6);
    assert!(rule.contains("A short course") && rule.contains("Te kort 🎓") && rule.contains("own study"), "{rule}");
    let word = card("workload < floor", 2);
    assert!(word.contains("**workload**"), "{word}");
    editor.end();
}

#[test]
fn names_lead_to_where_they_are_declared_and_back() {
    let (folder, file) = pack();
    let mut editor = Editor::in_folder(folder.path());
    editor.open(&file, LAW);
    let found = editor.at("textDocument/definition", &file, LAW, "short courses\n", 3);
    assert_eq!(found[0]["range"], range(LAW, "short_courses"), "{found}");
    let found = editor.at("textDocument/definition", &file, LAW, "floor\n", 3);
    assert_eq!(found[0]["range"], range(LAW, "floor"), "{found}");
    let asked = json!({
        "textDocument": { "uri": uri(&file) }, "position": position(LAW, "ACT", 1), "context": { "includeDeclaration": true },
    });
    let found = editor.ask("textDocument/references", &asked);
    assert_eq!(found.as_array().map(Vec::len), Some(3), "{found}");
    let nothing = editor.at("textDocument/definition", &file, LAW, "layer", 1);
    assert_eq!(nothing, Value::Null);
    editor.end();
}

#[test]
fn a_name_is_changed_everywhere_or_not_at_all() {
    let (folder, file) = pack();
    let mut editor = Editor::in_folder(folder.path());
    editor.open(&file, LAW);
    let mut rename = |needle: &str, new: &str| {
        let position = position(LAW, needle, 1);
        editor.answer(
            "textDocument/rename",
            &json!({ "textDocument": { "uri": uri(&file) }, "position": position, "newName": new }),
        )
    };
    let edits = rename("ACT", "WHW")["result"]["changes"][uri(&file)].clone();
    assert_eq!(texts(&edits, "/newText"), ["WHW", "WHW", "WHW"]);
    let edits = rename("short_courses", "brief_ones")["result"]["changes"][uri(&file)].clone();
    assert_eq!(texts(&edits, "/newText"), ["brief_ones", "brief ones"]);
    for (needle, new, why) in [
        ("ACT", "rule", "is no name"),
        ("ACT", "two words", "is no name"),
        ("layer", "x", "no name here"),
        ("\"three\"", "four", "title"),
    ] {
        let refused = rename(needle, new);
        assert!(refused["error"]["message"].as_str().is_some_and(|m| m.contains(why)), "{needle}: {refused}");
    }
    editor.end();
}

#[test]
fn completion_offers_what_the_place_takes() {
    let (folder, file) = pack();
    let mut editor = Editor::in_folder(folder.path());
    editor.open(&file, LAW);
    let mut version = 1;
    let mut offered = |whole: &str, after: &str| -> Vec<String> {
        version += 1;
        let document = json!({ "uri": uri(&file), "version": version });
        editor.tell(
            "textDocument/didChange",
            &json!({ "textDocument": document, "contentChanges": [{ "text": whole }] }),
        );
        let at = position(whole, after, after.len());
        let asked = json!({ "textDocument": { "uri": uri(&file) }, "position": at });
        texts(&editor.ask("textDocument/completion", &asked)["items"], "/label")
    };
    let mut with = |old: &str, new: &str| {
        let whole = LAW.replacen(old, new, 1);
        offered(&whole, new)
    };
    let has = |all: &[String], wanted: &[&str]| {
        for word in wanted {
            assert!(all.iter().any(|w| w == word), "{word}: {all:?}");
        }
    };
    has(&with("cite    ACT art 1", "cite "), &["ACT"]);
    has(&with("layer country", "layer "), &["country", "institution"]);
    has(&with("workload < floor", "workload < 4 "), &["ECTS", "hours"]);
    has(&with("workload < floor", "workload < "), &["floor"]);
    has(&with("bar     when workload < floor", "bar when "), &["workload", "level", "short courses"]);
    has(&with("says nl \"Te kort 🎓\"", "\n        no"), &["note", "grant", "example"]);
    has(&with("layer country", "\n    ext"), &["extends", "jurisdiction", "rule"]);
    has(&with("workload 3 ECTS, own", "workload 3 ECTS, "), &["workload", "missing"]);
    let quoted = with("A short course", "A short ");
    assert!(quoted.is_empty(), "{quoted:?}");
    editor.end();
}

#[test]
fn a_file_is_laid_out_outlined_and_folded() {
    let (folder, file) = pack();
    let mut editor = Editor::in_folder(folder.path());
    let untidy = LAW.replacen("    layer country", "  layer     country", 1);
    editor.open(&file, &untidy);
    let options = json!({ "tabSize": 4, "insertSpaces": true });
    let asked = json!({ "textDocument": { "uri": uri(&file) }, "options": options });
    let edits = editor.ask("textDocument/formatting", &asked);
    let text = edits[0]["newText"].as_str().unwrap_or_default();
    assert!(text.contains("\n    layer    country\n"), "{text}");

    let document = json!({ "textDocument": { "uri": uri(&file) } });
    let symbols = editor.ask("textDocument/documentSymbol", &document);
    assert_eq!(texts(&symbols, "/name"), ["nl"]);
    let within = texts(&symbols[0]["children"], "/name");
    assert_eq!(within, ["ACT", "floor", "short_courses", "short"]);
    let folds = editor.ask("textDocument/foldingRange", &document);
    let kinds: Vec<&Value> = folds.as_array().into_iter().flatten().filter(|f| f["kind"] == "comment").collect();
    assert_eq!(kinds.len(), 1, "{folds}");
    let found = editor.ask("workspace/symbol", &json!({ "query": "shrt" }));
    assert_eq!(texts(&found, "/name"), ["short_courses", "short"]);

    let broken = format!("{untidy}policy {{ {{");
    let version = json!({ "uri": uri(&file), "version": 5 });
    editor.tell("textDocument/didChange", &json!({ "textDocument": version, "contentChanges": [{ "text": broken }] }));
    let refused = editor.answer("textDocument/formatting", &asked);
    assert!(refused["error"]["message"].as_str().is_some_and(|m| m.contains("cannot be laid out")), "{refused}");
    editor.end();
}

#[test]
fn a_lens_runs_an_example_and_says_what_came_of_it() {
    let (folder, file) = pack();
    let mut editor = Editor::in_folder(folder.path());
    editor.open(&file, LAW);
    let lenses = editor.ask("textDocument/codeLens", &json!({ "textDocument": { "uri": uri(&file) } }));
    let lenses = lenses.as_array().cloned().unwrap_or_default();
    assert_eq!(lenses.len(), 2, "{lenses:?}");
    let passed: Vec<Value> =
        lenses.iter().map(|l| editor.ask("workspace/executeCommand", &l["command"])["passed"].clone()).collect();
    assert_eq!(passed, [json!(true), json!(false)]);
    let shown = texts(&json!(editor.told.make_contiguous()), "/params/message");
    assert!(shown.iter().any(|m| m.starts_with("✓ nl.short") && m.ends_with("three")), "{shown:?}");
    assert!(shown.iter().any(|m| m.starts_with("✗ nl.short") && m.contains("it is not barred")), "{shown:?}");
    editor.end();
}

#[test]
fn what_others_change_on_the_disk_is_seen() {
    let (folder, file) = pack();
    let mut editor = Editor::in_folder(folder.path());
    let tell = |editor: &mut Editor, path: &std::path::Path| {
        editor.tell("workspace/didChangeWatchedFiles", &json!({ "changes": [{ "uri": uri(path), "type": 2 }] }));
    };
    fs::write(&file, LAW.replacen("3 ECTS", "3,5 ECTS", 1)).expect("written");
    tell(&mut editor, &file);
    while !editor.problems(&file).iter().any(|p| p["code"] == "decimal-comma") {}
    // Another file comes, and goes again.
    let other = folder.path().join("more.rule");
    fs::write(&other, "policy nope {").expect("written");
    tell(&mut editor, &other);
    assert!(!editor.problems(&other).is_empty());
    fs::remove_file(&other).expect("removed");
    tell(&mut editor, &other);
    assert!(editor.problems(&other).is_empty());
    let asked = editor.told.iter().any(|m| m["method"] == "client/registerCapability");
    assert!(asked, "the editor is asked to watch files");
    editor.end();
}
