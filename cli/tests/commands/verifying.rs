//! Documents are verified against what is given, and what comes of it is a fact that rules read.

use serde_json::{Value, json};

use crate::support::{Desk, Run, repository, run};

const GIVEN: [&str; 4] =
    ["--trust", "examples/verification/trust.toml", "--status", "examples/verification/status-list.jwt"];

fn verify(documents: &[&str], more: &[&str]) -> Run {
    let paths: Vec<String> = documents.iter().map(|name| format!("examples/verification/{name}")).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    run(&[&["verify"][..], &paths, &["--on", "2026-11-01"], more].concat())
}

#[test]
fn what_was_signed_revoked_changed_and_forged_is_told_apart() {
    let run = verify(&["token.jwt", "proof.json", "revoked.jwt", "changed.json", "forged.jwt"], &GIVEN);
    insta::assert_snapshot!(run.out);
    assert_eq!(run.code, 11, "{}", run.err);
}

#[test]
fn the_exit_code_is_that_of_the_worst_document() {
    for (document, code) in [("token.jwt", 0), ("forged.jwt", 5), ("revoked.jwt", 11), ("changed.json", 11)] {
        assert_eq!(verify(&[document], &GIVEN).code, code, "{document}");
    }
    let missing = verify(&["not_there.jwt"], &GIVEN);
    assert_eq!(missing.code, 4, "{}", missing.err);
    assert!(missing.err.contains("not_there.jwt"), "{}", missing.err);
}

#[test]
fn without_its_list_a_status_is_asked_for() {
    let run = verify(&["token.jwt"], &["--trust", "examples/verification/trust.toml", "--format", "json"]);
    assert_eq!(run.code, 5, "{}", run.err);
    let part = &run.json()["documents"][0]["parts"][0];
    assert_eq!(part["statuses"][0]["said"], "not_verifiable");
    assert_eq!(part["statuses"][0]["give"], "the status list at https://www.example.edu/status/1");
}

#[test]
fn a_table_of_trust_with_a_mistake_ends_with_where_and_what() {
    let run = verify(&["token.jwt"], &["--trust", "examples/verification/proof.json"]);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("proof.json") && run.err.contains("no key in it"), "{}", run.err);
    let undated = crate::support::run(&["verify", "examples/verification/token.jwt"]);
    assert_eq!(undated.code, 2);
    assert!(undated.err.contains("--on"), "{}", undated.err);
}

#[test]
fn a_pack_carries_whom_its_institution_trusts() {
    let pack = Desk::new();
    let (folder, table) =
        (pack.path(""), std::fs::read(repository().join("examples/verification/trust.toml")).unwrap());
    let with = || verify(&["proof.json"], &["--trust", &folder]);
    let empty = with();
    assert_eq!(empty.code, 2);
    assert!(empty.err.contains("neither a `trust.toml`"), "{}", empty.err);
    pack.put("trust.toml", table);
    assert_eq!(with().code, 0);
    pack.put("trust/other.toml", "[[issuer]]\nname = \"A\"\n");
    let broken = with();
    assert_eq!(broken.code, 2);
    assert!(broken.err.contains("other.toml") && broken.err.contains("source"), "{}", broken.err);
}

/// Facts of the document as `import` reads them.
fn facts(document: &str, more: &[&str]) -> Value {
    let path = format!("examples/verification/{document}");
    let run = run(&[&["import", &path, "--format", "json"][..], more].concat());
    run.json()[0]["credentials"][0]["credential"]["credential"].clone()
}

#[test]
fn what_was_verified_is_a_fact_and_what_was_not_stays_unknown() {
    let given = [&GIVEN[..], &["--verified-on", "2026-11-01"]].concat();
    let said = |document: &str, more: &[&str]| {
        let facts = facts(document, more);
        (facts["authentic"].clone(), facts["revoked"].clone())
    };
    assert_eq!(said("token.jwt", &[]), (Value::Null, Value::Null), "nothing is taken on trust");
    assert_eq!(said("token.jwt", &given), (json!(true), json!(false)));
    assert_eq!(said("revoked.jwt", &given), (json!(true), json!(true)));
    assert_eq!(said("changed.json", &given), (json!(false), Value::Null));
    assert_eq!(said("forged.jwt", &given), (Value::Null, Value::Null));
}

/// What the rule says that wants proof that a document is what its issuer issued: its state, and what it depends on.
fn proven(document: &str) -> (Value, Vec<String>) {
    let path = format!("examples/verification/{document}");
    let policy = ["--policy", "es.universities", "--verified-on", "2026-11-01", "--format", "json"];
    let run = run(&[&["recognise", &path][..], &policy, &GIVEN].concat());
    let proposal = &run.json()["proposals"][0]["proposal"];
    let findings = proposal["findings"].as_array().expect("findings");
    let one = findings.iter().find(|f| f["rule"] == "eu.lisbon.proven").expect("the rule");
    let on = one["depends_on"].as_array().expect("a list").iter().filter_map(Value::as_str).map(str::to_owned);
    (one["state"].clone(), on.collect())
}

#[test]
fn rules_read_whether_a_document_is_authentic() {
    let authentic = "credential.authentic".to_owned();
    assert_eq!(proven("changed.json").0, "holds", "it is barred");
    let (state, on) = proven("forged.jwt");
    assert!(state == "undetermined" && on.contains(&authentic), "{on:?}");
    let (state, on) = proven("token.jwt");
    assert!(state == "undetermined" && !on.contains(&authentic), "who the learner is stays open: {on:?}");
}

#[test]
fn reports_of_agencies_say_which_quality_assurance_stood_behind_a_credential() {
    let document = "examples/documents/own-study-14-99-ects.json";
    let with = [
        "import",
        document,
        "--facts",
        "--notes",
        "--format",
        "json",
        "--quality-reports",
        "examples/verification/quality-reports.json",
    ];
    let found = run(&with);
    assert_eq!(found.code, 0, "{}", found.err);
    for told in ["institutional_quality_assurance", "programme_quality_assurance", "quality-reports.json", "/results/0"]
    {
        assert!(found.out.contains(told), "{told}:\n{}", found.out);
    }
    assert!(found.out.contains("is of another time than the credential"), "{}", found.out);
    let wrong = run(&["import", document, "--quality-reports", "Cargo.toml"]);
    assert!(wrong.code == 2 && wrong.err.contains("no reports as DEQAR serves them"), "{} {}", wrong.code, wrong.err);
}
