//! Functions of packs, from the rule file and its script to a proposal.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use credstack::diagnostics::to_text;
use credstack::engine::{Budget, Rulebook};
use credstack::model::Claim;
use credstack::model::facts::Standing;
use credstack::model::proposal::Proposal;
use credstack::report::{Heading, Reader, proposal_text};
use credstack::wire::{ProposalDocument, write_proposal};
use credstack::{PackFiles, Rules, documents, recognise, run_examples};
use serde_json::{Value, json};
use spec_tests::repository;

const LAW: &str = r#"
policy u "A university" {
    layer  institution
    source HOUSE "Regulations" { url "https://university.example/regulations" }
    attribute u.best "best mark" is number
    attribute u.lowest "lowest passing mark" is number
    attribute u.own "own mark" is number meaning "The mark on our own scale."
        computed by own_scale from mark, best mark, lowest passing mark
    attribute u.half "half of the workload" is workload computed by half from workload
    function own_scale "Own scale" {
        script "u.rhai"
        takes  number, number, number
        gives  number
        cite   HOUSE
        example (7.5, 10, 5) gives 15
        example (4, 10, 5)   fails
    }
    function half "Half" {
        script "u.rhai"
        takes  workload
        gives  workload
        cite   HOUSE
        example (7 ECTS) gives 3.5 ECTS
    }
    route recognition { for any credential  test no substantial difference  cite HOUSE }
    rule low "Below twelve" {
        for   any credential
        bar   when own mark < 12
        cite  HOUSE
        example "half way" { mark 7.5, best mark 10, lowest passing mark 5 } is not barred
    }
    rule small "Little work" {
        for   any credential
        classify as small when half of the workload < 3 ECTS
        cite  HOUSE
        example "five" { workload 5 ECTS } is small
    }
}
"#;

const SCRIPT: &str = r#"
fn own_scale(mark, best, lowest) {
    if mark < lowest { throw "what is not passed is not converted"; }
    10 + 10 * (mark - lowest) / (best - lowest)
}
fn half(work) { work / 2 }
"#;

fn load(law: &str, script: Option<&str>) -> Rules {
    let manifest = b"[pack]\nname = \"u\"\nversion = \"1.0.0\"\nlanguage = \"1\"\n".to_vec();
    let mut rules = vec![("u/u.rule".to_owned(), law.as_bytes().to_vec())];
    rules.extend(script.map(|s| ("u/u.rhai".to_owned(), s.as_bytes().to_vec())));
    Rules::from_memory(&[PackFiles { manifest: ("u/pack.toml".into(), manifest), rules }])
}

fn rules() -> Rules {
    let rules = load(LAW, Some(SCRIPT));
    assert!(rules.diagnostics.is_empty(), "{}", to_text(&rules.diagnostics, &rules.sources, false));
    rules
}

fn told(rules: &Rules) -> String {
    to_text(&rules.diagnostics, &rules.sources, false)
}

fn facts(of: &[(&str, Value)]) -> Value {
    let mut credential = json!({"workload": {"amount": "6", "unit": "ECTS"}});
    for (key, value) in of {
        credential[*key] = value.clone();
    }
    json!({"credstack": "credential/v1", "id": "c", "credential": credential})
}

/// The proposal, as data and as people read it.
fn propose(rules: &Rules, document: &Value) -> (Proposal, ProposalDocument, String) {
    let set = &rules.policies;
    let bytes = document.to_string();
    let read = documents::read_with("c.json", bytes.as_bytes(), &set.symbols, &set.vocabulary).unwrap();
    let book = Rulebook::compile(set, "u").unwrap();
    let (credential, claim) = (&read.credentials[0], Claim::default());
    let proposal = recognise(&book, credential, &claim, Budget::default());
    let heading = Heading {
        document: "c.json",
        credential,
        claim: &claim,
        language: None,
        notes: false,
        reader: Reader::Officer,
    };
    let text = proposal_text(&book, &heading, &proposal);
    let data = write_proposal(&proposal, &credential.facts, book.set(), |name| book.rule_named(name));
    (proposal, data, text)
}

fn state(data: &ProposalDocument, rule: &str) -> String {
    data.findings.iter().find(|f| f.rule == rule).unwrap().state.clone()
}

fn asked(data: &ProposalDocument) -> Vec<&str> {
    data.asks.iter().map(|a| a.name.as_str()).collect()
}

#[test]
fn what_is_known_is_computed_and_decides() {
    let rules = rules();
    let (_, data, text) =
        propose(&rules, &facts(&[("grade_value", json!("5.5")), ("u.best", json!("10")), ("u.lowest", json!("5"))]));
    assert_eq!((state(&data, "u.low"), state(&data, "u.small")), ("holds".into(), "does_not_hold".into()));
    let from = "own mark: 11 (computed by u.own_scale from mark 5.5 (c.json), best mark 10 (c.json), lowest passing mark 5 (c.json))";
    assert!(text.contains(from), "{text}");
}

#[test]
fn what_it_is_computed_from_is_asked_for() {
    let rules = rules();
    let (_, data, text) = propose(&rules, &facts(&[("grade_value", json!("7.5")), ("u.best", json!("10"))]));
    assert_eq!(asked(&data), ["u.lowest"]);
    assert_eq!(state(&data, "u.low"), "undetermined");
    assert!(text.contains("lowest passing mark"), "{text}");
    let (_, nothing, _) = propose(&rules, &facts(&[]));
    let mut all = asked(&nothing);
    all.sort_unstable();
    assert_eq!(all, ["credential.grade_value", "u.best", "u.lowest"]);
}

#[test]
fn a_failure_leaves_it_open_with_the_reason() {
    let rules = rules();
    let low = facts(&[("grade_value", json!("4")), ("u.best", json!("10")), ("u.lowest", json!("5"))]);
    let (_, data, text) = propose(&rules, &low);
    assert_eq!(asked(&data), ["u.own"]);
    assert_eq!(state(&data, "u.low"), "undetermined");
    assert!(text.contains("not computed: it has no answer: what is not passed is not converted"), "{text}");
    // A third is no hundredth: the script does not say how to round it.
    let third = facts(&[("grade_value", json!("6")), ("u.best", json!("8")), ("u.lowest", json!("5"))]);
    assert!(propose(&rules, &third).2.contains("the script has to round it"));
    let zero = facts(&[("grade_value", json!("6")), ("u.best", json!("5")), ("u.lowest", json!("5"))]);
    assert!(propose(&rules, &zero).2.contains("it divides by zero"));
}

#[test]
fn a_fact_that_a_document_states_stands_above_a_computed_one() {
    let rules = rules();
    let stated =
        [("u.own", json!("19")), ("grade_value", json!("5")), ("u.best", json!("10")), ("u.lowest", json!("5"))];
    assert_eq!(state(&propose(&rules, &facts(&stated)).1, "u.low"), "does_not_hold");
}

#[test]
fn a_range_is_not_computed_with() {
    let rules = rules();
    let mut range = facts(&[("u.own", json!("19"))]);
    range["credential"]["workload"] = json!({"amount": {"from": "5", "to": "7"}, "unit": "ECTS"});
    let (_, data, _) = propose(&rules, &range);
    assert_eq!(state(&data, "u.small"), "undetermined");
}

#[test]
fn a_script_without_an_end_leaves_the_fact_open() {
    let endless = SCRIPT.replace("work / 2", "loop { }");
    let rules = load(LAW, Some(&endless));
    let (_, data, _) = propose(&rules, &facts(&[("u.own", json!("19"))]));
    assert_eq!(state(&data, "u.small"), "undetermined");
    let failures = run_examples(&rules).failures();
    let shown = to_text(&failures, &rules.sources, false);
    assert!(shown.contains("it has no answer: it took more than 50000 steps"), "{shown}");
}

#[test]
fn examples_of_functions_are_run() {
    assert_eq!(run_examples(&rules()).failures(), []);
    let wrong = load(&LAW.replace("gives 15", "gives 14"), Some(SCRIPT));
    let failures = run_examples(&wrong).failures();
    let shown = to_text(&failures, &wrong.sources, false);
    assert!(shown.contains("the example says that (7.5, 10, 5) gives 14; it gave 15"), "{shown}");
}

#[test]
fn a_script_that_is_not_there_is_told_where_it_is_named() {
    let rules = load(LAW, None);
    assert!(rules.has_errors());
    let shown = told(&rules);
    assert!(
        shown.contains("missing-script") && shown.contains("there is no `u.rhai` beside this rule file"),
        "{shown}"
    );
}

#[test]
fn a_script_that_cannot_be_used_is_told_with_its_own_line() {
    for (from, to, expected) in [
        ("work / 2", "work / ", "script-syntax"),
        ("work / 2", "work * 0.5", "decimal-in-script"),
        ("work / 2", "eval(\"1\")", "forbidden-word"),
        ("fn half(work)", "fn third(work)", "missing-function"),
        ("fn half(work)", "fn half(work, more)", "wrong-parameters"),
    ] {
        let rules = load(LAW, Some(&SCRIPT.replace(from, to)));
        let shown = told(&rules);
        assert!(rules.has_errors() && shown.contains(expected), "{to}: {shown}");
        let own_line = !["missing-function", "wrong-parameters"].contains(&expected);
        assert_eq!(shown.contains("u/u.rhai:6"), own_line, "{to}: {shown}");
    }
}

#[test]
fn a_computed_fact_says_what_it_was_computed_from() {
    let rules = rules();
    let set = &rules.policies;
    let bytes = facts(&[]).to_string();
    let read = documents::read_with("c.json", bytes.as_bytes(), &set.symbols, &set.vocabulary).unwrap();
    let mut found = read.credentials[0].facts.clone();
    set.derive(&mut found);
    let half = found.get(set.vocabulary.by_name("u.half").unwrap()).unwrap();
    assert_eq!(half.provenance[0].standing, Standing::Derived);
    assert_eq!(&*half.provenance[0].document, "u.half");
    assert_eq!(half.provenance[0].raw, "workload 6 (c.json)");
    let before = found.clone();
    set.derive(&mut found);
    assert_eq!(found, before, "the same facts give the same");
}

#[test]
fn the_page_on_functions_says_what_is_so() {
    let page = std::fs::read_to_string(repository("docs/language/functions.md")).unwrap();
    let block = |fence: &str| {
        let (_, rest) = page.split_once(&format!("```{fence}\n")).unwrap();
        rest.split_once("```").unwrap().0.to_owned()
    };
    let manifest = b"[pack]\nname = \"demo\"\nversion = \"1.0.0\"\nlanguage = \"1\"\n".to_vec();
    let rules = Rules::from_memory(&[PackFiles {
        manifest: ("pack.toml".into(), manifest),
        rules: vec![("demo.rule".into(), block("credstack").into()), ("marks.rhai".into(), block("rhai").into())],
    }]);
    assert!(rules.diagnostics.is_empty(), "{}", told(&rules));
    let run = run_examples(&rules);
    assert_eq!((run.failures(), run.runs.len()), (Vec::new(), 7));
}

#[test]
fn the_page_on_attributes_says_what_is_so() {
    let page = std::fs::read_to_string(repository("docs/language/attributes.md")).unwrap();
    let (_, rest) = page.split_once("```credstack\n").unwrap();
    let rules = load(rest.split_once("```").unwrap().0, None);
    assert!(rules.diagnostics.is_empty(), "{}", told(&rules));
    assert_eq!(run_examples(&rules).failures(), []);
}
