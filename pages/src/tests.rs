//! What a pack says stands on its pages, and what it may not do there it does not.

use credstack::release::Approvals;
use credstack::{PackFiles, Rules};

use super::{Page, Pages, PagesError, pages};

const HOSTILE: &str = "<script>alert('x')</script> & \\\"quotes\\\"";

fn law(title: &str, url: &str) -> String {
    let title = title.replace('"', "'");
    format!(
        r#"
policy demo.law "{title}" {{
    layer country
    jurisdiction ES
    in force from 2024-09-01
    source ACT   "Act on studies" {{ url "{url}"  checked 2026-05-01  reading "The act says 15, a guide 14; the act is followed." }}
    source TALK  "A talk" {{ confidence doubtful }}
    rule small "A study of fewer than 15 ECTS is small {{" {{
        for      any credential
        classify as small when workload < 15 ECTS  # not }} this brace
        says es  "Un estudio de menos de 15 ECTS es pequeño"
        cite     ACT art 3
        example "below" {{ workload 14 ECTS }} is small
        example "at the bound" {{ workload 15 ECTS }} is not small
    }}
    rule rumour "Nobody knows" {{ for any credential  bar when workload < 1 ECTS  cite TALK  example "one" {{ workload 1 ECTS }} is not barred }}
}}
award demo.certificate "Certificate" {{
    recognise by demo.law
    workload 30 ECTS
    cite     ACT art 9
    require core "Core" at least 30 ECTS
}}
"#
    )
}

fn rules(law: &str) -> Rules {
    let manifest = b"[pack]\nname = \"demo\"\nversion = \"1.2.0\"\nlanguage = \"1\"\n".to_vec();
    let pack = PackFiles { manifest: ("pack.toml".into(), manifest), rules: vec![("law.rule".into(), law.into())] };
    Rules::from_memory(&[pack])
}

fn made(law: &str) -> Pages {
    let rules = rules(law);
    let shown = credstack::diagnostics::to_text(&rules.diagnostics, &rules.sources, false);
    assert!(!rules.has_errors(), "{shown}");
    pages(&rules, &Approvals::default()).expect("pages")
}

fn page<'p>(pages: &'p Pages, file: &str) -> &'p Page {
    pages.files.iter().find(|page| page.file == file).unwrap_or_else(|| panic!("{file} is there"))
}

#[test]
fn a_policy_has_its_clauses_sources_examples_and_days() {
    let pages = made(&law("Studies", "https://law.example"));
    // The templates write the slash of an address as a reference.
    let text = &page(&pages, "demo.law.html").text.replace("&#x2f;", "/");
    for said in [
        "<h1>Studies</h1>",
        "in force from 2024-09-01",
        "<p lang=\"es\">Un estudio de menos de 15 ECTS es pequeño</p>",
        "<a href=\"https://law.example\">Act on studies</a>, art 3",
        "compared on 2026-05-01",
        "<strong class=\"mark\">not verified</strong>",
        "below: comes out as the rule says",
        "The act says 15, a guide 14; the act is followed.",
        "# not } this brace",
        "example &quot;at the bound&quot; { workload 15 ECTS } is not small\n}",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    assert!(!text.contains("does not come out"));
}

#[test]
fn the_index_counts_packs_and_finds_rules_by_title_article_and_language() {
    let pages = made(&law("Studies", "https://law.example"));
    let [pack] = pages.packs.as_slice() else { panic!("{:?}", pages.packs) };
    assert_eq!((pack.rules, pack.examples, pack.doubtful), (2, 3, 1));
    assert_eq!(pack.oldest_review, None, "of the talk nobody says when");
    let script = &page(&pages, "search.js").text;
    assert!(script.contains("demo.law.html#small") && script.contains("ACT art 3") && script.contains("menos de 15"));
    assert!(page(&pages, "index.html").text.contains("demo.certificate.html"));
}

#[test]
fn an_award_has_its_ladder_as_a_picture() {
    let pages = made(&law("Studies", "https://law.example"));
    let text = &page(&pages, "demo.certificate.html").text;
    assert!(text.contains("<svg") && text.contains("30 ECTS"), "{text}");
}

#[test]
fn what_a_pack_says_never_becomes_markup_and_no_address_runs() {
    let pages = made(&law(HOSTILE, "javascript:alert(1)"));
    for page in pages.files.iter().filter(|page| page.text.starts_with("<!DOCTYPE html>")) {
        assert!(!page.text.contains("<script>alert"), "{}", page.file);
        assert!(!page.text.contains("javascript:"), "{}", page.file);
    }
    assert!(page(&pages, "demo.law.html").text.contains("&lt;script&gt;"));
}

#[test]
fn the_same_rules_give_the_same_bytes_and_broken_ones_none() {
    let text = law("Studies", "https://law.example");
    assert_eq!(made(&text), made(&text));
    let broken = rules(&text.replace("15 ECTS  #", "15  #"));
    assert!(matches!(pages(&broken, &Approvals::default()), Err(PagesError::InvalidRules)));
}
