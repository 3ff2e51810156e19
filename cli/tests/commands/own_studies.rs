//! The boundary that the Spanish decree draws: an own study of fewer than 15 ECTS is a micro-credential (article 37.8).

use serde_json::Value;

use crate::support::recognise;

fn proposal(study: &str) -> (i32, Value) {
    let document = format!("examples/documents/own-study-{study}.json");
    let run = recognise(&[&document], &["--claim", "examples/claim.json", "--format", "json"]);
    (run.code, run.json()["proposals"][0]["proposal"].clone())
}

fn classes(outcome: &Value) -> Vec<&str> {
    // The Union's rules say besides how fully a document is described.
    let all = outcome["classes"].as_array().into_iter().flatten().filter_map(Value::as_str);
    all.filter(|class| class.starts_with("es.")).collect()
}

/// What is asked for, by name.
fn asked(proposal: &Value) -> Vec<&str> {
    proposal["asks"].as_array().into_iter().flatten().filter_map(|a| a["name"].as_str()).collect()
}

/// Where each answer to a question begins and ends, with the classes that it leads to.
fn leads(ask: &Value) -> Vec<(String, String, Vec<&str>)> {
    let end = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
    let mut found = Vec::new();
    for lead in ask["leads"].as_array().into_iter().flatten() {
        for value in lead["values"].as_array().into_iter().flatten() {
            found.push((end(value, "from"), end(value, "to"), classes(&lead["outcome"])));
        }
    }
    found
}

#[test]
fn fourteen_point_nine_nine_credits_are_a_micro_credential() {
    let (code, proposal) = proposal("14-99-ects");
    assert_eq!((code, &proposal["status"]), (0, &Value::from("determined")));
    assert_eq!(classes(&proposal["outcome"]), ["es.universities.microcredential"]);
    assert_eq!(proposal["outcome"]["may_grant"]["to"], "14.99");
}

#[test]
fn fifteen_credits_are_another_own_study() {
    let (code, proposal) = proposal("15-ects");
    assert_eq!((code, &proposal["status"]), (0, &Value::from("determined")));
    let classes = classes(&proposal["outcome"]);
    assert!(classes.contains(&"es.universities.other_own_study"), "{classes:?}");
    assert!(!classes.contains(&"es.universities.microcredential"), "{classes:?}");
}

#[test]
fn three_hundred_and_seventy_five_hours_may_be_either() {
    let (code, proposal) = proposal("375-hours");
    assert_eq!((code, &proposal["status"]), (5, &Value::from("incomplete")));
    assert_eq!(asked(&proposal), ["credential.workload"]);
    let leads = leads(&proposal["asks"][0]);
    let (below, at): (Vec<_>, Vec<_>) = leads.iter().partition(|(from, to, _)| from != to);
    assert_eq!(below.len(), 1, "{leads:?}");
    assert_eq!((below[0].0.as_str(), below[0].1.as_str()), ("12.5", "15"));
    assert_eq!(below[0].2, ["es.universities.microcredential"]);
    assert!(at.iter().all(|(from, to, _)| from == "15" && to == "15") && !at.is_empty(), "{leads:?}");
    assert!(at.iter().all(|(.., classes)| classes.contains(&"es.universities.other_own_study")), "{leads:?}");
    let below = &proposal["asks"][0]["leads"][0]["values"][0];
    assert_eq!(below["below"], true, "15 itself is not in the first cell: {below}");
}

#[test]
fn an_own_study_without_workload_is_asked_for_it() {
    let (code, proposal) = proposal("no-workload");
    assert_eq!((code, &proposal["status"]), (5, &Value::from("incomplete")));
    assert!(asked(&proposal).contains(&"credential.workload"), "{:?}", asked(&proposal));
}

#[test]
fn the_officer_reads_the_same_in_words() {
    let run = recognise(&["examples/documents/own-study-375-hours.json"], &["--claim", "examples/claim.json"]);
    assert_eq!(run.code, 5);
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("own_study_of_375_hours", run.out);
    });
}
