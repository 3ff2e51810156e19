//! Documents that are broken, empty, huge or silent: none of them stops the others, and none brings the program down.

use serde_json::{Value, json};

use crate::support::{Desk, own_study, recognise, run};

const CLAIM: [&str; 2] = ["--claim", "examples/claim.json"];

#[test]
fn one_broken_document_of_a_hundred_is_named_and_the_others_are_decided() {
    let desk = Desk::new();
    for n in 0..100 {
        let study = own_study(&format!("urn:example:study:{n}")).to_string();
        let half = study.len() / 2;
        desk.put(&format!("desk/{n:03}.json"), if n == 37 { &study[..half] } else { &study });
    }
    let folder = desk.path("desk");
    let text = recognise(&[&folder], &CLAIM);
    assert_eq!(text.code, 4);
    assert!(text.out.contains("99 proposals: 99 recognised"), "{}", text.out.lines().rev().take(3).collect::<String>());
    assert!(text.err.contains("1 document could not be read") && text.err.contains("037.json: line 1"), "{}", text.err);
    let json = recognise(&[&folder], &[&CLAIM[..], &["--format", "json"]].concat());
    assert_eq!(json.code, 4);
    let found = json.json();
    assert_eq!(found["proposals"].as_array().map(Vec::len), Some(99));
    assert_eq!(found["broken"].as_array().map(Vec::len), Some(1));
    assert!(found["broken"][0]["document"].as_str().is_some_and(|d| d.ends_with("037.json")));
}

#[test]
fn a_credential_of_which_nothing_is_known_is_asked_about() {
    let desk = Desk::new();
    let document = desk.put("bare.json", r#"{ "credstack": "credential/v1", "id": "urn:example:bare" }"#);
    let run = recognise(&[&document], &[&CLAIM[..], &["--format", "json"]].concat());
    assert_eq!(run.code, 5, "{}", run.err);
    let proposal = &run.json()["proposals"][0]["proposal"];
    assert_eq!(proposal["status"], "incomplete");
    let asked: Vec<&str> =
        proposal["asks"].as_array().into_iter().flatten().filter_map(|a| a["name"].as_str()).collect();
    for fact in
        ["credential.kind", "credential.workload", "credential.completed", "credential.authentic", "learner.identified"]
    {
        assert!(asked.contains(&fact), "{fact} is not asked for: {asked:?}");
    }
    let text = recognise(&[&document], &CLAIM);
    assert_eq!(text.code, 5);
    assert!(text.out.contains("To ask for"), "{}", text.out);
}

#[test]
fn two_records_of_one_id_are_never_silently_one() {
    let desk = Desk::new();
    let mut second = own_study("urn:example:same");
    second["credential"]["workload"] = json!({ "amount": "30", "unit": "ECTS" });
    let wallet = json!([own_study("urn:example:same"), second]);
    let document = desk.put("wallet.json", wallet.to_string());
    let run = recognise(&[&document], &[&CLAIM[..], &["--format", "json"]].concat());
    let found = run.json();
    let granted: Vec<&str> = found["proposals"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|p| p["proposal"]["outcome"]["may_grant"]["to"].as_str())
        .collect();
    assert_eq!(granted, ["6", "30"], "{}", run.err);
    assert_ne!(found["proposals"][0]["proposal"]["credential"], found["proposals"][1]["proposal"]["credential"]);
}

#[test]
fn documents_that_cannot_be_read_are_told_with_the_reason() {
    let desk = Desk::new();
    let deep = format!("{}{}", r#"{"credstack":"credential/v1","id":"#, "[".repeat(100_000));
    let table: [(&str, Vec<u8>, &str); 6] = [
        ("empty", Vec::new(), "empty"),
        ("large", vec![b' '; 17 << 20], "16 MiB"),
        ("deep", deep.into_bytes(), "nested more than 127 deep"),
        ("latin", b"{ \"id\": \"caf\xE9\" }".to_vec(), "UTF-8"),
        ("list", b"[1, 2, 3]".to_vec(), "no credential"),
        ("binary", vec![0, 159, 146, 150], ""),
    ];
    for (name, content, reason) in table {
        let document = desk.put(&format!("{name}.json"), content);
        for command in ["recognise", "import"] {
            let policy: &[&str] = if command == "recognise" { &["--policy", "es.universities"] } else { &[] };
            let run = run(&[&[command, &document], policy].concat());
            assert_eq!(run.code, 4, "{name}\n{}{}", run.out, run.err);
            let told = format!("{}{}", run.out, run.err);
            assert!(told.contains(&format!("{name}.json")) && told.contains(reason), "{name}\n{told}");
        }
    }
}

#[test]
fn a_document_of_ten_kinds_of_nonsense_gives_a_proposal_or_a_reason() {
    let desk = Desk::new();
    let nonsense = [
        json!({ "workload": { "amount": "-3", "unit": "ECTS" } }),
        json!({ "workload": { "amount": "1e400", "unit": "ECTS" } }),
        json!({ "workload": "a lot" }),
        json!({ "workload": { "amount": "3", "unit": "parsecs" } }),
        json!({ "level": { "framework": "EQF", "level": "99" } }),
        json!({ "kind": ["own_study", "official_study"] }),
        json!({ "issued": "yesterday" }),
        json!({ "completed": "perhaps" }),
        json!({ "title": { "es": null } }),
        json!([]),
    ];
    for (n, facts) in nonsense.into_iter().enumerate() {
        let mut study = own_study("urn:example:odd");
        match facts.as_object() {
            Some(map) => map.iter().for_each(|(key, value)| study["credential"][key] = value.clone()),
            None => study["credential"] = facts,
        }
        let document = desk.put(&format!("{n}.json"), study.to_string());
        let run = recognise(&[&document], &[&CLAIM[..], &["--format", "json"]].concat());
        let found = run.json();
        let count = |key: &str| found[key].as_array().map_or(0, Vec::len);
        assert_eq!(count("proposals") + count("broken"), 1, "{n}\n{}", run.out);
        assert_eq!(run.code == 4, count("broken") == 1, "{n}");
    }
}

#[test]
fn files_that_are_no_documents_are_passed_over_in_a_folder() {
    let desk = Desk::new();
    desk.put("desk/study.json", own_study("urn:example:study").to_string());
    desk.put("desk/readme.txt", "not a credential");
    let run = recognise(&[&desk.path("desk")], &[&CLAIM[..], &["--format", "json"]].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.json()["broken"], Value::Array(Vec::new()));
}
