//! The repository's own rules, pages and examples hold what they say.

#![expect(clippy::expect_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::Path;

use credstack::model::Symbols;
use credstack::source::SourceMap;
use credstack::{PackFiles, Rules, diagnostics, documents, run_examples};
use credstack_dsl::parse;
use spec_tests::repository;

#[test]
fn the_rule_packs_have_no_problems_and_every_example_comes_out() {
    let rules = Rules::from_folder(&repository("rules")).expect("the rule packs");
    let shown = diagnostics::to_text(&rules.diagnostics, &rules.sources, false);
    assert!(rules.diagnostics.is_empty(), "{shown}");
    let examples = run_examples(&rules);
    let failures = diagnostics::to_text(&examples.failures(), &rules.sources, false);
    assert!(examples.failures().is_empty(), "{failures}");
    assert!(examples.runs.len() >= 60, "only {} examples were run", examples.runs.len());
    assert!(examples.without.is_empty(), "rules without an example: {:?}", examples.without);
}

/// The fenced blocks of a page that are in a language, each with the line on which it begins.
fn blocks(page: &str, language: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut block: Option<(usize, String)> = None;
    for (at, line) in page.lines().enumerate() {
        match (&mut block, line.trim()) {
            (None, fence) if fence.strip_prefix("```") == Some(language) => block = Some((at + 2, String::new())),
            (Some(_), "```") => found.extend(block.take()),
            (Some((_, text)), _) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, _) => {}
        }
    }
    found
}

fn check_page(path: &Path) -> usize {
    let page = fs::read_to_string(path).expect("a page");
    let blocks = blocks(&page, "credstack");
    for (line, text) in &blocks {
        let mut sources = SourceMap::default();
        let id = sources.add(&format!("{}, block at line {line}", path.display()), text);
        let parsed = parse(id, text);
        assert!(parsed.diagnostics.is_empty(), "{}", diagnostics::to_text(&parsed.diagnostics, &sources, false));
        assert_eq!(parsed.tree.text(), *text);
    }
    blocks.len()
}

#[test]
fn all_forty_lines_are_said_in_the_language() {
    let page = repository("docs/language/forty-lines.md");
    assert!(check_page(&page) >= 40, "fewer than forty blocks");
    let text = fs::read_to_string(page).expect("the page");
    for line in 1..=40 {
        let heading = text
            .lines()
            .any(|l| l.starts_with('#') && l.split(|c: char| !c.is_ascii_digit()).any(|n| n == line.to_string()));
        assert!(heading, "line {line} has no heading");
    }
}

#[test]
fn every_block_of_the_language_pages_is_read_without_a_problem() {
    let mut pages = 0;
    for entry in fs::read_dir(repository("docs/language")).expect("the pages") {
        let path = entry.expect("a page").path();
        if path.extension().is_some_and(|e| e == "md") {
            check_page(&path);
            pages += 1;
        }
    }
    assert!(pages >= 2);
}

/// A block as a pack of its own; the Union's policies stand beside one that extends them, and the script of the page beside
/// one that names it.
fn alone(place: String, text: &str, scripts: &[(usize, String)]) -> Rules {
    let manifest = "[pack]\nname = \"docs.page\"\nversion = \"0.1.0\"\ntitle = \"A page\"\nlanguage = \"1\"\n";
    let mut files = vec![(place, text.as_bytes().to_vec())];
    let union = |line: &str| line.trim().strip_prefix("extends").is_some_and(|l| l.trim_start().starts_with("eu."));
    if text.lines().any(union) {
        for file in ["rules/eu/lisbon.rule", "rules/eu/microcredentials.rule"] {
            files.push((file.to_owned(), fs::read(repository(file)).expect("a rule file")));
        }
    }
    if let Some(name) = text.split('"').find(|word| Path::new(word).extension().is_some_and(|e| e == "rhai")) {
        let folder = files.first().and_then(|(place, _)| place.rsplit_once('/')).map_or("", |(folder, _)| folder);
        let beside = format!("{folder}/{name}");
        files.extend(scripts.iter().map(|(_, script)| (beside.clone(), script.as_bytes().to_vec())));
    }
    Rules::from_memory(&[PackFiles { manifest: ("pack.toml".to_owned(), manifest.into()), rules: files }])
}

#[test]
fn every_block_of_the_language_pages_is_a_pack_whose_examples_come_out() {
    let mut run = 0;
    for entry in fs::read_dir(repository("docs/language")).expect("the pages") {
        let path = entry.expect("a page").path();
        // The page of the layout shows how rules stand on a page; whether they say something is not its matter.
        if path.ends_with("layout.md") {
            continue;
        }
        let page = fs::read_to_string(&path).expect("a page");
        let scripts = blocks(&page, "rhai");
        // A scenario speaks of packs that stand beside it; `credstack test` runs those of the specifications.
        for (line, text) in blocks(&page, "credstack").into_iter().filter(|(_, t)| !t.starts_with("scenario")) {
            let rules = alone(format!("{}, block at line {line}", path.display()), &text, &scripts);
            let shown = diagnostics::to_text(&rules.diagnostics, &rules.sources, false);
            assert!(!rules.has_errors(), "{shown}");
            let examples = run_examples(&rules);
            let failures = diagnostics::to_text(&examples.failures(), &rules.sources, false);
            assert!(examples.failures().is_empty(), "{failures}");
            run += examples.runs.len();
        }
    }
    assert!(run >= 170, "only {run} examples were run");
}

#[test]
fn every_test_that_the_coverage_names_is_there() {
    let page = fs::read_to_string(repository("docs/language/coverage.md")).expect("the page");
    let named: Vec<(&str, &str)> = page.split('`').filter_map(|word| word.split_once(".rs::")).collect();
    assert!(named.len() >= 80, "only {} tests are named", named.len());
    for (file, name) in named {
        let text = fs::read_to_string(repository(&format!("{file}.rs"))).expect("a file of tests");
        assert!(text.contains(&format!("fn {name}(")), "`{file}.rs` has no test `{name}`");
    }
}

#[test]
fn every_example_document_is_read() {
    let symbols = Symbols::default();
    let mut read = 0;
    for entry in fs::read_dir(repository("examples/documents")).expect("the examples") {
        let path = entry.expect("a document").path();
        let bytes = fs::read(&path).expect("a document");
        let document = documents::read(&path.to_string_lossy(), &bytes, &symbols);
        assert!(document.is_ok_and(|d| !d.credentials.is_empty()), "{}", path.display());
        read += 1;
    }
    assert!(read >= 8, "only {read} documents");
}

#[test]
fn what_is_read_aloud_stands_in_the_portuguese_pack() {
    let collapsed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let pack = collapsed(&fs::read_to_string(repository("rules/pt/higher_education.rule")).expect("the pack"));
    let page = fs::read_to_string(repository("docs/language/reading-aloud.md")).expect("the page");
    let blocks: Vec<&str> =
        page.split("```text\n").skip(1).filter_map(|b| b.split_once("```")).map(|(b, _)| b).collect();
    assert_eq!(blocks.len(), 5);
    for line in blocks.iter().flat_map(|b| b.lines()).map(collapsed) {
        assert!(pack.contains(&line), "`{line}` is not in the pack");
    }
}
