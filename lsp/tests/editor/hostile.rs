//! Editors and files that do everything wrong.

use std::fs;

use credstack_lsp::Ended;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::client::{Editor, uri};

#[test]
fn what_is_no_message_is_told_and_the_next_one_is_answered() {
    let mut editor = Editor::start();
    let early = editor.answer("textDocument/hover", &json!({}));
    assert_eq!(early["error"]["code"], -32002);
    for (bytes, code) in [
        (&b"Content-Length: 5\r\n\r\n{oops"[..], -32700),
        (b"Content-Length: no\r\n\r\n", -32700),
        (b"GET / HTTP/1.1\r\n", -32700),
        (b"Content-Length: 2\r\n\r\n[]", -32600),
        (b"Content-Length: 4\r\n\r\n\xff\xfe\xfd\xfc", -32700),
    ] {
        editor.send_raw(bytes);
        let told = editor.read();
        assert_eq!((&told["error"]["code"], &told["id"]), (&json!(code), &Value::Null), "{told}");
    }
    let result = editor.ask("initialize", &json!({ "capabilities": {} }));
    assert_eq!(result["capabilities"]["positionEncoding"], "utf-16");
    assert_eq!(editor.answer("initialize", &json!({}))["error"]["code"], -32600);
    assert_eq!(editor.answer("textDocument/fly", &json!({}))["error"]["code"], -32601);
    assert_eq!(editor.answer("textDocument/hover", &json!({ "position": "here" }))["error"]["code"], -32602);
    let numbers = json!({ "command": "credstack.runExample", "arguments": [7, "x"] });
    assert_eq!(editor.answer("workspace/executeCommand", &numbers)["error"]["code"], -32602);
    editor.tell("textDocument/didChange", &json!({ "nonsense": true }));
    editor.tell("$/unknown", &json!([1, 2]));
    editor.end();
}

#[test]
fn an_editor_that_leaves_without_a_word_is_told_apart() {
    let mut editor = Editor::start();
    editor.ask("initialize", &json!({ "capabilities": {} }));
    assert_eq!(editor.leave(), Ended::Abandoned);
}

#[test]
fn files_that_are_no_rules_end_nothing() {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("pack.toml"), "[pack\nname = ").expect("written");
    fs::write(folder.path().join("latin.rule"), b"policy a \"caf\xe9\" {").expect("written");
    let file = folder.path().join("a.rule");
    fs::write(&file, "").expect("written");
    let mut editor = Editor::in_folder(folder.path());
    let bad = [
        "{".repeat(5000),
        "\"".to_owned(),
        "policy a { rule b { for \u{202e} own study } }".to_owned(),
        "policy \0 {".to_owned(),
        "}".repeat(100),
        "policy 🎓 \"🎓\" { cite 🎓 }".to_owned(),
        "a\r\nb\rc\n".to_owned(),
        "x ".repeat(600_000),
    ];
    editor.open(&file, "policy a { }");
    for (version, text) in (2..).zip(bad) {
        let document = json!({ "uri": uri(&file), "version": version });
        editor
            .tell("textDocument/didChange", &json!({ "textDocument": document, "contentChanges": [{ "text": text }] }));
        for (line, character) in [(0, 0), (0, 7), (0, 9), (3, 2), (u32::MAX, u32::MAX)] {
            let place = json!({ "line": line, "character": character });
            let asked = json!({ "textDocument": { "uri": uri(&file) }, "position": place });
            for method in ["textDocument/hover", "textDocument/definition", "textDocument/completion"] {
                editor.ask(method, &asked);
            }
            editor.answer(
                "textDocument/rename",
                &json!({ "textDocument": { "uri": uri(&file) }, "position": place, "newName": "x" }),
            );
        }
        for method in ["documentSymbol", "foldingRange", "codeLens"] {
            editor.ask(&format!("textDocument/{method}"), &json!({ "textDocument": { "uri": uri(&file) } }));
        }
    }
    // A range that ends before it begins, and one that lies outside.
    let back = json!({ "start": { "line": 9, "character": 9 }, "end": { "line": 0, "character": 1 } });
    editor.change(&file, 90, &back, "policy b {}\n");
    editor.tell(
        "textDocument/didChange",
        &json!({
            "textDocument": { "uri": "untitled:nothing", "version": 1 }, "contentChanges": [{ "text": "x" }],
        }),
    );
    editor.ask("workspace/symbol", &json!({ "query": "" }));
    editor.end();
}

#[test]
fn a_rule_file_outside_of_every_pack_is_read_by_itself() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("alone.rule");
    let mut editor = Editor::in_folder(folder.path());
    editor.open(&file, "policy a \"A\" { layer nowhere }");
    assert!(!editor.problems(&file).is_empty());
    editor.tell("textDocument/didClose", &json!({ "textDocument": { "uri": uri(&file) } }));
    assert!(editor.problems(&file).is_empty());
    editor.end();
}
