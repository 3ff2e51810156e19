//! The pages of problems: each example that is broken has exactly the page's problem, and mended it has none.

#![expect(clippy::panic, reason = "a helper of tests fails as a test does")]

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use credstack::diagnostics::Slug;
use credstack::{PackFiles, Rules, run_examples};

use support::ground;

const MANIFEST: &str = "[pack]\nname = \"ground\"\nversion = \"1.0.0\"\nlanguage = \"1\"\n";

/// What every page rests on.
const GROUND: &str = r#"    limit own_study "Own study gives no more than 15 percent" {
        count   own study
        at most 15% of award workload
        mandatory, lower layers may tighten
        cite    LRC art V.1
        example "other" { professional experience } does not apply
    }
"#;

/// The clauses of a page as a whole policy, where they are none.
fn whole(text: &str) -> String {
    if text.starts_with("policy") || text.starts_with("award") {
        return text.to_owned();
    }
    let source = "source RD822 \"Royal Decree 822/2021\" { url \"https://www.boe.es/eli/es/rd/2021/09/28/822\" }";
    format!("policy es.page \"Spain\" {{\nextends eu.ground\nlayer country\n{source}\n{text}\n}}\n")
}

/// The slugs of what is wrong, examples run as well.
fn problems(manifest: Option<&str>, law: &[u8]) -> BTreeSet<&'static str> {
    let pack = |name: &str, manifest: &str, rules: &[u8]| PackFiles {
        manifest: (format!("{name}/pack.toml"), manifest.as_bytes().to_vec()),
        rules: vec![
            (format!("{name}/law.rule"), rules.to_vec()),
            (format!("{name}/twice.rhai"), b"fn twice(x) { 2 * x }\n".to_vec()),
            (format!("{name}/half_written.rhai"), b"fn twice(x) { 2 *\n".to_vec()),
        ],
    };
    let page = MANIFEST.replace("ground", "page");
    let mut packs = vec![pack("page", manifest.unwrap_or(&page), law)];
    // A page that declares the frameworks itself stands alone.
    if !String::from_utf8_lossy(law).contains("framework EQF") {
        packs.insert(0, pack("ground", MANIFEST, ground("eu.ground", GROUND).as_bytes()));
    }
    let rules = Rules::from_memory(&packs);
    let mut found: Vec<_> = rules.checked().iter().map(|d| d.slug.text()).collect();
    if !rules.has_errors() {
        found.extend(run_examples(&rules).failures().iter().map(|d| d.slug.text()));
    }
    found.into_iter().collect()
}

/// A file for what no page can show.
fn made(slug: Slug) -> Vec<u8> {
    let rule = |note: &str| whole(&format!("note \"{note}\"\n"));
    match slug {
        Slug::NotUtf8 => [rule("Espa").as_bytes(), b"\xF1a"].concat(),
        Slug::FileTooLarge => "# a comment\n".repeat(100_000).into_bytes(),
        Slug::TooDeep => format!("policy p {{ rule r {{ bar when {} }} }}", "(".repeat(10_000)).into_bytes(),
        Slug::BidiCharacter => rule("a \u{202E}b").into_bytes(),
        Slug::InvisibleCharacter => rule("a").replace("note", "\u{200B}note").into_bytes(),
        other => panic!("the page of `{}` has no example, and nothing here makes one", other.text()),
    }
}

#[test]
fn every_problem_has_a_page_and_every_page_a_problem() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/problems");
    let pages: BTreeSet<String> = std::fs::read_dir(folder)
        .expect("the pages are there")
        .map(|e| e.expect("the folder can be read").file_name().to_string_lossy().replace(".md", ""))
        .collect();
    let slugs: BTreeSet<String> = Slug::ALL.iter().map(|s| s.text().to_owned()).collect();
    assert_eq!(pages, slugs);
}

#[test]
fn the_example_of_every_page_shows_its_problem_and_no_other() {
    let mut wrong = Vec::new();
    for slug in Slug::ALL {
        let path = format!("{}/../docs/problems/{}.md", env!("CARGO_MANIFEST_DIR"), slug.text());
        let page = std::fs::read_to_string(path).expect("the page is there");
        let blocks: Vec<&str> = page.split("```").skip(1).step_by(2).collect();
        if blocks.is_empty() {
            let found = problems(None, &made(*slug));
            if found != BTreeSet::from([slug.text()]) {
                wrong.push(format!("{}: what is made has {found:?}", slug.text()));
            }
        }
        for block in blocks {
            let (kind, text) = block.split_once('\n').expect("a kind of example");
            let found = match kind {
                "credstack" | "credstack-broken" => problems(None, whole(text).as_bytes()),
                "manifest" | "manifest-broken" => problems(Some(text), b""),
                other => panic!("`{other}` is no kind of example"),
            };
            let expected = if kind.ends_with("-broken") { BTreeSet::from([slug.text()]) } else { BTreeSet::new() };
            if found != expected {
                wrong.push(format!("{} ({kind}): {found:?}", slug.text()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
