//! The packs of this repository, as somebody would read them.

use std::fs;

use serde_json::{Value, json};

use crate::client::{Editor, position, repository_rules, uri};

#[test]
fn the_packs_of_the_repository_are_read_and_walked_through() {
    let folder = repository_rules();
    let file = folder.join("es/universities.rule");
    let text = fs::read_to_string(&file).expect("the rules of Spain");
    let mut editor = Editor::in_folder(&folder);
    editor.open(&file, &text);

    let hover = editor.at("textDocument/hover", &file, &text, "RD822", 2);
    assert!(hover["contents"]["value"].as_str().is_some_and(|t| t.contains("https://")), "{hover}");
    let asked = json!({ "textDocument": { "uri": uri(&file) }, "position": position(&text, "RD822", 2), "context": { "includeDeclaration": false } });
    let uses = editor.ask("textDocument/references", &asked);
    let cited = text.matches("RD822 art").count();
    assert!(uses.as_array().is_some_and(|u| u.len() >= cited && cited > 3), "{cited}: {uses}");

    // What it extends stands in another pack.
    let there = editor.at("textDocument/definition", &file, &text, "extends", "extends".len() + 8);
    assert!(there[0]["uri"].as_str().is_some_and(|u| !u.ends_with("es/universities.rule")), "{there}");

    let document = json!({ "textDocument": { "uri": uri(&file) } });
    let lenses = editor.ask("textDocument/codeLens", &document);
    let lens = lenses[0]["command"].clone();
    assert_eq!(editor.ask("workspace/executeCommand", &lens)["passed"], true, "{lens}");
    let found = editor.ask("workspace/symbol", &json!({ "query": "microcredential" }));
    assert!(found.as_array().is_some_and(|f| f.len() > 3), "{found}");
    let laid_out = editor.ask(
        "textDocument/formatting",
        &json!({ "textDocument": { "uri": uri(&file) }, "options": { "tabSize": 4, "insertSpaces": true } }),
    );
    assert_eq!(laid_out, json!([]));
    editor.end();
}

#[test]
fn no_problem_is_told_of_the_packs_of_the_repository_and_every_name_leads_somewhere() {
    let folder = repository_rules();
    let mut editor = Editor::in_folder(&folder);
    let file = folder.join("es/universities.rule");
    let text = fs::read_to_string(&file).expect("the rules of Spain");
    editor.open(&file, &text);
    for (needle, into) in [("cite", 5), ("exception to", 13), ("classify as", 12)] {
        let Some(at) = text.find(&format!("{needle} ")) else { continue };
        let blanks = text[at + needle.len()..].len() - text[at + needle.len()..].trim_start().len();
        let found =
            editor.at("textDocument/definition", &file, &text, &format!("{needle} "), needle.len() + blanks + 1);
        assert!(found.as_array().is_some_and(|f| !f.is_empty()), "{needle} {into}: {found}");
    }
    let errors: Vec<&Value> = editor.told.iter().filter(|m| m["method"] == "textDocument/publishDiagnostics").collect();
    assert!(errors.is_empty(), "{errors:?}");
    editor.end();
}

#[test]
fn a_scenario_of_a_specification_is_run() {
    let folder = repository_rules();
    let specs = walkdir::WalkDir::new(&folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    let spec = specs
        .map(walkdir::DirEntry::into_path)
        .find(|p| p.to_string_lossy().ends_with(".md") && p.to_string_lossy().contains("/spec/"));
    let spec = spec.expect("a specification");
    let text = fs::read_to_string(&spec).expect("it can be read");
    let mut editor = Editor::in_folder(&folder);
    let document = json!({ "uri": uri(&spec), "languageId": "markdown", "version": 1, "text": text });
    editor.tell("textDocument/didOpen", &json!({ "textDocument": document }));
    let lenses = editor.ask("textDocument/codeLens", &json!({ "textDocument": { "uri": uri(&spec) } }));
    let lens = lenses[0]["command"].clone();
    assert_eq!(editor.ask("workspace/executeCommand", &lens)["passed"], true, "{lens}");
    editor.end();
}
