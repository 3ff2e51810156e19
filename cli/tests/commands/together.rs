//! Several awards at once, as an office asks for them: allocated jointly, told award by award.

use serde_json::{Value, json};

use crate::support::{Desk, Run, run};

const WALLET: &str = "examples/wallets/flemish-climbing.json";
const CLAIM: &str = "examples/claims/flemish-climbing-together.json";
const CERTIFICATE: &str = "be.vlg.example.procurement_certificate";
const DIPLOMA: &str = "be.vlg.example.diploma";
const MASTER: &str = "be.vlg.example.master";

fn climb(more: &[&str]) -> Run {
    run(&[&["stack", WALLET, "--claim", CLAIM], more].concat())
}

/// The credentials that count toward an award, each once.
fn counted(award: &Value) -> Vec<String> {
    let list = award["grantable"]["counted"].as_array().expect("a list");
    let mut names: Vec<String> = list.iter().map(|c| c["credential"].as_str().expect("a name").to_owned()).collect();
    names.sort();
    names.dedup();
    names
}

#[test]
fn three_awards_are_allocated_together() {
    let run = climb(&["--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let told = run.json();
    assert_eq!((&told["credstack"], &told["status"]), (&json!("together/v1"), &json!("complete")));
    assert_eq!(told["prefer"], "most_awards");
    let awards = told["awards"].as_array().expect("a list");
    let each: Vec<(&Value, &Value, &Value)> =
        awards.iter().map(|a| (&a["award"], &a["status"], &a["grantable"]["total_ects"])).collect();
    let complete = &json!("complete");
    assert_eq!(
        each,
        [
            (&json!(CERTIFICATE), complete, &json!("6")),
            (&json!("be.vlg.example.postgraduate_certificate"), complete, &json!("27")),
            (&json!(DIPLOMA), complete, &json!("63")),
        ]
    );
    // What counts in a certificate counts in the awards that include it, and nowhere twice: 63 credits in all.
    assert_eq!(told["grantable"]["total_ects"], "63");
    let (small, large) = (counted(&awards[0]), counted(&awards[2]));
    assert!(small.iter().all(|c| large.contains(c)), "{small:?} {large:?}");
    assert_eq!(told["owed"]["complete"], false);
    assert_eq!(awards[2]["owed"]["complete"], false, "what an officer may grant is not owed");
}

#[test]
fn the_text_says_where_each_credential_counts_and_each_award_by_itself() {
    let run = climb(&[]);
    assert_eq!(run.code, 0, "{}", run.err);
    for line in [
        "  Together    all complete, with what may be granted",
        "  Preferred   most awards",
        "  Grantable   63 ECTS counted; 3 of 3 awards are complete",
        "  Where each credential counts",
        "  · Masterproef (urn:example:scheldehaven:res-02)\n      counts in none of them",
        "      it counts in 3 of the awards",
        "Postgraduate Diploma in Responsible Supply (example) · be.vlg.example.diploma",
        "  Grantable   63 of 60 ECTS counted; every requirement is met",
        "This is a proposal: a person decides.",
    ] {
        assert!(run.out.contains(line), "`{line}` is not in\n{}", run.out);
    }
}

#[test]
fn the_order_in_which_they_are_asked_for_changes_no_allocation() {
    let asked = |names: [&str; 2]| {
        let run = climb(&["--award", names[0], "--award", names[1], "--format", "json"]);
        assert_eq!(run.code, 0, "{}", run.err);
        run.json()
    };
    let (one, other) = (asked([CERTIFICATE, DIPLOMA]), asked([DIPLOMA, CERTIFICATE]));
    assert_eq!(one["awards"][0], other["awards"][1]);
    assert_eq!(one["awards"][1], other["awards"][0]);
}

#[test]
fn two_awards_that_nothing_ties_count_a_credential_once_unless_they_may_share() {
    let both = |more: &[&str]| climb(&[&["--award", DIPLOMA, "--award", MASTER, "--format", "json"], more].concat());
    let apart = both(&[]);
    let told = apart.json();
    let (one, other) = (counted(&told["awards"][0]), counted(&told["awards"][1]));
    assert!(one.iter().all(|c| !other.contains(c)), "{one:?} {other:?}");
    assert_eq!(told["grantable"]["sharing"], json!([]));
    let shared = both(&["--sharing", "6 ECTS"]).json();
    let line = &shared["grantable"]["sharing"][0];
    assert_eq!((&line["limit"], &line["bound"]), (&json!("asked.share_1"), &json!({"ects": "6"})));
    assert_eq!(line["sharing"], json!([DIPLOMA, MASTER]));
    // Courses of 3 and of 6 ECTS: no more than 6 are in both.
    assert!(["0", "3", "6"].iter().any(|n| line["used"]["ects"] == *n), "{line}");
}

#[test]
fn what_makes_no_sense_is_told() {
    let twice = climb(&["--award", DIPLOMA, "--award", DIPLOMA]);
    assert_eq!((twice.code, twice.err.contains("is asked for twice")), (2, true), "{}", twice.err);
    let unknown = climb(&["--award", DIPLOMA, "--award", "be.vlg.nothing"]);
    assert_eq!((unknown.code, unknown.err.contains("no award `be.vlg.nothing` is loaded")), (2, true));
    let sharing = climb(&["--sharing", "a lot"]);
    assert_eq!((sharing.code, sharing.err.contains("2 credentials")), (2, true), "{}", sharing.err);
}

#[test]
fn several_awards_are_one_graph_and_no_picture() {
    let graph = |form: &str| run(&["graph", "--wallet", WALLET, "--claim", CLAIM, "--as", form]);
    let told = graph("json");
    assert_eq!(told.code, 0, "{}", told.err);
    let graph_of = told.json();
    assert_eq!((&graph_of["of"], graph_of["stacks"].as_array().map(Vec::len)), (&json!("together"), Some(3)));
    let nodes = graph_of["nodes"].as_array().expect("a list");
    let mut ids: Vec<&str> = nodes.iter().filter_map(|n| n["id"].as_str()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "no node stands twice");
    assert!(graph("dot").out.contains("together"));
    let picture = graph("svg");
    assert_eq!((picture.code, picture.err.contains("a picture shows one award")), (2, true));
}

/// A pack of two small awards, and a wallet of one credential of 10 ECTS that has served another award.
fn used_desk() -> Desk {
    let desk = Desk::new();
    desk.put("rules/x/pack.toml", "[pack]\nname = \"x\"\nversion = \"0.1.0\"\nlanguage = \"1\"\n");
    desk.put(
        "rules/x/a.rule",
        "award x.a \"An award\" {\n    workload 10 ECTS\n    used credits count up to 4 ECTS\n    require r \"All\" at least 10 ECTS split\n}\n\
         award x.b \"Another\" {\n    workload 10 ECTS\n    require r \"All\" at least 10 ECTS\n}\n",
    );
    desk.put(
        "wallet.json",
        json!({"credstack": "wallet/v1", "credentials": [{"id": "urn:c", "credential": {
            "workload": {"amount": "10", "unit": "ECTS"}, "served": ["x.earlier"]
        }}]})
        .to_string(),
    );
    desk
}

#[test]
fn what_has_served_before_is_told_in_the_ledger() {
    let desk = used_desk();
    let (wallet, rules) = (desk.path("wallet.json"), desk.path("rules"));
    let stack = |award: &str, more: &[&str]| {
        run(&[&["stack", wallet.as_str(), "--rules", rules.as_str(), "--award", award], more].concat())
    };
    let bounded = stack("x.a", &["--format", "json"]);
    assert_eq!(bounded.code, 8, "{}", bounded.err);
    let told = bounded.json();
    let line = &told["grantable"]["limits"][0];
    assert_eq!(
        (&line["limit"], &line["bound"], &line["used"], &line["served"]),
        (&json!("x.a.used"), &json!({"ects": "4"}), &json!({"ects": "4"}), &json!(true))
    );
    assert_eq!(told["credentials"][0]["served"], json!(["x.earlier"]));
    let again = stack("x.b", &[]);
    assert_eq!(again.code, 0, "{}", again.err);
    assert!(
        again.out.contains("Credits that served another award: any number\n      10 ECTS counted by urn:c"),
        "{}",
        again.out
    );
}

#[test]
fn what_is_excepted_for_the_learner_stands_with_its_award() {
    let desk = Desk::new();
    desk.put("rules/pack.toml", "[pack]\nname = \"demo\"\nversion = \"1.0.0\"\nlanguage = \"1\"\n");
    desk.put(
        "rules/demo.rule",
        "policy ground \"Credits\" { layer union  hours 25 to 30 for 1 ECTS }
         award demo.one \"One\" { workload 6 ECTS  component a \"A\" kind module 6 ECTS  require core \"Core\" all of { a } }
         award demo.two \"Two\" { workload 6 ECTS }
         exception spared \"A is waived for s-1 (invented)\" {
             for learner \"s-1\" in award demo.one
             waive demo.one.a without credits
             note \"She teaches it.\"
             approved by \"Dr Robledo\" 2026-03-02
         }",
    );
    let wallet = desk.put(
        "wallet.json",
        json!({"credstack": "wallet/v1", "credentials": [
            {"id": "c", "learner": {"identifier": ["s-1"]}, "credential": {"title": "C", "workload": {"amount": "6", "unit": "ECTS"}}}
        ]})
        .to_string(),
    );
    let asked = ["stack", &wallet, "--rules", &desk.path("rules"), "--award", "demo.one", "--award", "demo.two"];
    let run = run(&asked);
    let (one, two) = run.out.split_once("Two · demo.two").expect("both awards");
    assert!(one.contains("Exceptions for this learner") && one.contains("Dr Robledo"), "{}{}", run.out, run.err);
    assert!(!two.contains("Dr Robledo"), "{two}");
}
