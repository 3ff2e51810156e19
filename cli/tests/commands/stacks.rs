//! `stack` as an office uses it: the example wallets, and what makes no sense.

use serde_json::{Value, json};

use crate::support::{Desk, Run, run};

fn stack(wallet: &str, claim: &str, more: &[&str]) -> Run {
    let (wallet, claim) = (format!("examples/wallets/{wallet}.json"), format!("examples/claims/{claim}.json"));
    run(&[&["stack", wallet.as_str(), "--claim", claim.as_str()], more].concat())
}

fn total(run: &Run, reading: &str) -> Value {
    run.json()[reading]["total_ects"].clone()
}

/// Stable parts of a limit: what is allowed, what is used, whether it bites.
fn limit(run: &Run, name: &str) -> (Value, Value, Value) {
    let json = run.json();
    let limits = json["grantable"]["limits"].as_array().expect("limits");
    let found = limits.iter().find(|l| l["limit"] == name).expect("the limit is in the ledger");
    (found["bound"]["ects"].clone(), found["used"]["ects"].clone(), found["bites"].clone())
}

#[test]
fn a_spanish_master_counts_eighteen_credits_under_the_joint_fifteen_percent() {
    let run = stack("spanish-master", "spanish-master", &["--format", "json"]);
    assert_eq!(run.code, 8);
    assert_eq!(
        (total(&run, "owed"), total(&run, "grantable"), total(&run, "possible")),
        (json!("30"), json!("48"), json!("48"))
    );
    let electives: Vec<Value> = run.json()["grantable"]["counted"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|c| c["requirement"] == "electives")
        .map(|c| c["ects"].clone())
        .collect();
    assert_eq!(electives, [json!("12"), json!("6")]);
    let own = limit(&run, "es.universities.experience_and_own_study");
    assert_eq!(own, (json!("9"), json!("6"), json!(true)));
}

#[test]
fn the_forty_percent_of_the_university_stand_in_the_ledger() {
    let run = stack("spanish-master", "spanish-master-ucm", &["--format", "json"]);
    assert_eq!(limit(&run, "es.ucm.recognised_in_total"), (json!("24"), json!("18"), json!(false)));
    assert_eq!(limit(&run, "es.universities.experience_and_own_study"), (json!("9"), json!("6"), json!(true)));
}

#[test]
fn a_level_that_is_not_stated_tells_the_three_stacks_apart() {
    let run = stack("spanish-master-no-level", "spanish-master", &["--format", "json"]);
    assert_eq!(
        (total(&run, "owed"), total(&run, "grantable"), total(&run, "possible")),
        (json!("30"), json!("46"), json!("48"))
    );
    assert_eq!(run.json()["questions"][0]["name"], "credential.level");
}

#[test]
fn the_flemish_wallet_climbs_from_certificate_to_diploma_and_is_part_way_to_the_master() {
    assert_eq!(stack("flemish-first-two-courses", "flemish-first-two-courses", &[]).code, 0);
    assert_eq!(stack("flemish-climbing", "flemish-climbing-certificate", &[]).code, 0);
    assert_eq!(stack("flemish-climbing", "flemish-climbing-diploma", &[]).code, 0);
    assert_eq!(stack("flemish-climbing", "flemish-climbing-master", &[]).code, 8);
    let with = stack("flemish-climbing", "flemish-climbing-master", &["--include", "in-progress"]);
    assert_eq!(with.code, 0, "the thesis in progress completes it: {}", with.out);
}

#[test]
fn the_ledger_reads_as_an_officer_reads_it() {
    let text = stack("spanish-master", "spanish-master-ucm", &[]).out;
    let from = text.find("  Limits").expect("limits");
    let to = text.find("  Profile").expect("a profile");
    insta::assert_snapshot!(text.get(from..to).expect("a part of the text"));
}

#[test]
fn what_makes_no_sense_is_told_with_its_own_exit_code() {
    let desk = Desk::new();
    let unknown = run(&["stack", "examples/wallets/spanish-master.json", "--award", "es.exampel.heritage"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("no award `es.exampel.heritage` is loaded"), "{}", unknown.err);
    let none = run(&["stack", "examples/wallets/spanish-master.json"]);
    assert!(none.code == 2 && none.err.contains("add `--award`"), "{}", none.err);
    let empty = desk.put("empty.json", json!({ "credstack": "wallet/v1", "credentials": [] }).to_string());
    let of_nothing = run(&["stack", &empty, "--award", "es.example.heritage_conservation"]);
    assert!(of_nothing.code == 4 && of_nothing.err.contains("credential"), "{}", of_nothing.err);
    let two = run(&[
        "stack",
        "examples/wallets/spanish-master.json",
        "examples/wallets/flemish-climbing.json",
        "--award",
        "es.example.heritage_conservation",
    ]);
    assert!(two.code == 4 && two.err.contains("of two learners"), "{}", two.err);
}

#[test]
fn one_broken_document_is_told_and_the_others_are_stacked() {
    let desk = Desk::new();
    let broken = desk.put("broken.json", "{");
    let run = stack("flemish-first-two-courses", "flemish-first-two-courses", &[&broken, "--format", "json"]);
    assert_eq!(run.code, 4);
    assert_eq!(run.json()["status"], "complete");
    assert!(run.err.contains("could not be read and is not in the wallet"), "{}", run.err);
}

#[test]
fn awards_in_a_circle_and_slots_that_cannot_be_filled_are_told_before_anything_is_stacked() {
    let desk = Desk::new();
    let circle = desk.rules(
        "es/awards.rule",
        "require core \"Core modules\"",
        "require itself \"Itself\" award es.example.heritage_conservation\n    require core \"Core modules\"",
    );
    let run = run(&["stack", "examples/wallets/spanish-master.json", "--rules", &circle, "--award", "x"]);
    assert!(run.code == 3 && run.err.contains("circular-award"), "{}", run.err);
}
