//! Problems as an office reads them: explained, as sentences, as SARIF, and mended.

use serde_json::Value;

use crate::support::{Desk, run};

const MANIFEST: &str = "[pack]\nname = \"es\"\nversion = \"1.0.0\"\nlanguage = \"1\"\n";
const LAW: &str = "policy es \"España\" {
    layer country
    source RD822 «Royal Decree 822/2021» { url \"https://www.boe.es/eli/es/rd/2021/09/28/822\" }
    rule small \"Small\" {
        for own study
        classify as small wenn workload < 14,5 ECTS or workload < 400
        cite RD822 art 37
        example \"five\" { workload 5 ECTS } is small
    }
}
";

fn desk() -> (Desk, String) {
    let desk = Desk::new();
    desk.put("rules/pack.toml", MANIFEST);
    desk.put("rules/law.rule", LAW);
    let rules = desk.path("rules");
    (desk, rules)
}

#[test]
fn a_problem_is_explained_with_an_example() {
    let page = run(&["explain", "missing-citation"]);
    assert_eq!(page.code, 0);
    assert!(page.out.starts_with("missing-citation\n") && page.out.contains("cite RD822 art 10.3"), "{}", page.out);
    let json = run(&["explain", "missing-citation", "--format", "json"]).json();
    assert_eq!(json["page"], "docs/problems/missing-citation.md");
    assert!(json["examples"][0]["broken"].is_string() && json["markdown"].is_string());
}

#[test]
fn all_problems_are_listed_by_group() {
    let list = run(&["explain"]);
    assert!(list.out.contains("\nSources and examples\n  missing-citation"), "{}", list.out);
    assert!(run(&["explain", "--format", "json"]).json().as_array().is_some_and(|l| l.len() > 40));
}

#[test]
fn a_mistyped_problem_is_answered_with_the_nearest() {
    let near = run(&["explain", "mising-citation"]);
    assert_eq!(near.code, 2);
    assert!(near.err.contains("did you mean `missing-citation`?"), "{}", near.err);
    assert!(run(&["explain", "zzzzzz"]).err.contains("lists all of them"));
}

#[test]
fn a_screen_reader_gets_sentences() {
    let (_desk, rules) = desk();
    let plain = run(&["check", &rules, "--format", "plain"]);
    assert_eq!(plain.code, 3);
    assert!(
        plain.err.contains("law.rule, line 6, columns 43 to 46: `14,5` has a decimal comma; to mend it: write a point"),
        "{}",
        plain.err
    );
    assert!(!plain.err.contains(" | ") && !plain.err.contains('^') && !plain.err.contains("-->"), "{}", plain.err);
}

#[test]
fn the_end_says_where_to_read_more() {
    let (_desk, rules) = desk();
    let text = run(&["check", &rules]);
    assert_eq!(text.err.matches("says more").count(), 1, "{}", text.err);
    assert!(text.err.trim_end().ends_with("says more, and so for every other word in brackets"), "{}", text.err);
}

/// What SARIF 2.1.0 requires of a log like ours, and what hosts rely on.
fn hold_to_the_schema(log: &Value) {
    assert_eq!(log["version"], "2.1.0");
    assert!(log["$schema"].as_str().is_some_and(|s| s.ends_with("sarif-schema-2.1.0.json")));
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    assert!(run["tool"]["driver"]["name"].is_string());
    for rule in rules {
        assert!(rule["id"].is_string() && rule["shortDescription"]["text"].is_string());
        assert!(rule["help"]["text"].is_string() && rule["help"]["markdown"].is_string());
        assert!(rule["helpUri"].as_str().is_some_and(|u| u.contains(':')), "an address of its own: {rule}");
        assert!(matches!(rule["defaultConfiguration"]["level"].as_str(), Some("error" | "warning")));
    }
    let region = |region: &Value| {
        let at = |key: &str| region[key].as_u64().expect("a number");
        assert!(at("startLine") >= 1 && at("startColumn") >= 1, "{region}");
        assert!((at("endLine"), at("endColumn")) >= (at("startLine"), at("startColumn")), "{region}");
    };
    for result in run["results"].as_array().expect("results") {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("a small one");
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(result["message"]["text"].is_string());
        let place = &result["locations"][0]["physicalLocation"];
        assert!(place["artifactLocation"]["uri"].as_str().is_some_and(|u| !u.contains(' ')));
        region(&place["region"]);
        for fix in result["fixes"].as_array().into_iter().flatten() {
            assert!(fix["description"]["text"].is_string());
            let change = &fix["artifactChanges"][0];
            assert!(change["artifactLocation"]["uri"].is_string());
            region(&change["replacements"][0]["deletedRegion"]);
            assert!(change["replacements"][0]["insertedContent"]["text"].is_string());
        }
        for related in result["relatedLocations"].as_array().into_iter().flatten() {
            assert!(related["message"]["text"].is_string() && related["id"].is_u64());
            region(&related["physicalLocation"]["region"]);
        }
    }
}

#[test]
fn sarif_keeps_to_its_schema_and_is_the_same_each_time() {
    let (_desk, rules) = desk();
    for folder in [&*rules, "dsl/tests/broken", "rules"] {
        let first = run(&["check", folder, "--format", "sarif"]);
        hold_to_the_schema(&first.json());
        assert_eq!(first.out, run(&["check", folder, "--format", "sarif"]).out);
    }
    assert_eq!(run(&["words", "--format", "sarif"]).code, 2);
}

#[test]
fn the_folder_of_broken_files_is_told_whole() {
    let json = run(&["check", "dsl/tests/broken", "--format", "json"]);
    assert_eq!(json.code, 3);
    let json = json.json();
    let files: std::collections::BTreeSet<&str> = json["diagnostics"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|d| d["labels"][0]["place"]["file"].as_str())
        .collect();
    assert_eq!(files.len(), 40, "{files:?}");
}

#[test]
fn what_is_safe_is_mended_and_what_is_likely_is_left() {
    let (desk, rules) = desk();
    let mended = run(&["check", &rules, "--fix"]);
    assert_eq!(mended.code, 3, "{}", mended.err);
    assert!(mended.out.contains("wrote `14.5` for `14,5` (decimal-comma)"), "{}", mended.out);
    assert!(mended.out.contains("3 changes made"), "{}", mended.out);
    assert!(mended.err.contains("`400` has no unit") && !mended.err.contains("decimal"), "{}", mended.err);
    let text = std::fs::read_to_string(desk.path("rules/law.rule")).expect("the file is there");
    let right = LAW.replace(['«', '»'], "\"").replace("wenn", "when").replace("14,5", "14.5");
    assert_eq!(text, right);
    let entries = std::fs::read_dir(&rules).expect("the folder is there").count();
    assert_eq!(entries, 2, "nothing is left beside");
    assert_eq!(run(&["check", &rules, "--fix"]).out.lines().count(), 1, "nothing more is safe");
}

#[cfg(unix)]
#[test]
fn a_link_is_not_mended() {
    let (desk, rules) = desk();
    std::fs::rename(desk.path("rules/law.rule"), desk.path("elsewhere.rule")).expect("it moves");
    std::os::unix::fs::symlink(desk.path("elsewhere.rule"), desk.path("rules/law.rule")).expect("a link");
    let run = run(&["check", &rules, "--fix"]);
    assert!(run.err.contains("is a link"), "{}", run.err);
    assert_eq!(std::fs::read_to_string(desk.path("elsewhere.rule")).expect("it is there"), LAW);
}
