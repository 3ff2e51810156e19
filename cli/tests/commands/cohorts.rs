//! A cohort under the rules of two days: who gains, who loses, by which clause.

use std::fs;

use serde_json::{Value, json};

use crate::support::{Desk, run};

const COHORT: &str = "examples/cohorts/italian.json";
const CLAIM: &str = "examples/cohorts/italian-2010.json";

fn diff(more: &[&str]) -> crate::support::Run {
    run(&[&["diff", COHORT, "--claim", CLAIM], more].concat())
}

#[test]
fn the_ceiling_of_2011_takes_from_those_with_experience_and_from_nobody_else() {
    let run = diff(&["--on", "2015-10-15", "--format", "json"]);
    assert_eq!(run.code, 12, "{}", run.err);
    let told = run.json();
    let of = |key: &str| told[key].as_u64().unwrap_or_default();
    assert_eq!((of("learners"), of("gain"), of("both"), of("failed")), (30, 0, 0, 0));
    assert_eq!(of("lose") + of("same"), 30);
    let clauses: Vec<&Value> = told["clauses"].as_array().expect("a list").iter().collect();
    assert_eq!(clauses.len(), 1, "{clauses:#?}");
    assert_eq!(clauses[0]["name"], "it.universities.outside_universities");
    assert_eq!(clauses[0]["lose"], told["lose"]);
    assert_eq!(clauses[0]["sources"], json!(["L240 art 14(1)"]));
    // Who has subjects of another degree alone loses nothing: every fourth learner of the cohort.
    for learner in told["each"].as_array().expect("a list") {
        let number: u32 =
            learner["learner"].as_str().and_then(|l| l.rsplit(':').next()?.parse().ok()).expect("a number");
        if number.is_multiple_of(4) {
            assert_eq!((&learner["turn"], &learner["clauses"]), (&json!("same"), &json!([])), "{number}");
        }
        let ects = |side: &str| -> u32 {
            learner[side]["grantable_ects"].as_str().and_then(|n| n.parse().ok()).expect("ECTS")
        };
        assert_eq!(learner["turn"] == "loses", ects("after") < ects("before"), "{number}");
    }
}

#[test]
fn the_result_is_the_same_for_any_number_of_threads() {
    let one = diff(&["--on", "2024-10-15", "--threads", "1"]);
    assert_eq!(one.out, diff(&["--on", "2024-10-15", "--threads", "3"]).out);
    assert!(one.out.contains("at most 48 ECTS, 48 ECTS counted, it bites"), "{}", one.out);
}

#[test]
fn the_same_rules_on_the_same_day_change_nothing() {
    let run = diff(&["--under", "rules"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.starts_with("30 learners: 0 gain, 0 lose, 0 both, 30 as before\n"), "{}", run.out);
    let nothing = diff(&[]);
    assert!(nothing.code == 2 && nothing.err.contains("Name other rules"), "{}", nothing.err);
}

#[test]
fn the_report_is_a_page_in_which_nothing_of_a_document_is_markup() {
    let desk = Desk::new();
    let cohort = desk.path("cohort.json");
    let text = fs::read_to_string(crate::support::repository().join(COHORT)).expect("the cohort");
    fs::write(&cohort, text.replace("colle-sereno:01\"", "<script>alert(1)</script>\"")).expect("a file");
    let page = desk.path("report.html");
    let run = run(&["diff", &cohort, "--claim", CLAIM, "--on", "2015-10-15", "--html", &page]);
    assert_eq!(run.code, 12, "{}", run.err);
    let html = fs::read_to_string(&page).expect("the page");
    assert!(html.contains("&lt;script&gt;") && !html.contains("<script"), "{html}");
    assert!(html.contains("What was learned outside universities gives no more than 12 credits"));
}
