//! A table of any size: what comes out, what it ends with, and what is not gone on with.

use std::fs;

use crate::support::{Desk, Run, run};

const CREDITS: &str = "examples/cohorts/credits.csv";

fn batch(desk: &Desk, more: &[&str]) -> Run {
    let out = desk.path("out");
    run(&[&["batch", CREDITS, "--claim", "examples/claim.json", "--output", &out], more].concat())
}

#[test]
fn what_cannot_be_read_is_told_in_its_row_and_by_the_exit_code() {
    let desk = Desk::new();
    let told = batch(&desk, &["--write", "csv"]);
    assert_eq!(told.code, 4, "{}", told.err);
    let out = told.out.replace(&desk.path("out"), "OUT");
    insta::assert_snapshot!(out);
    let part = fs::read_to_string(desk.path("out/part-000000.csv")).expect("the first part");
    assert_eq!(part.lines().count(), 25, "the names and 24 rows");
    let bad: Vec<&str> = part.lines().filter(|line| line.contains("is no number")).collect();
    assert!(
        bad.len() == 1 && bad[0].starts_with("17,c-18,") && bad[0].ends_with("ects: `six` is no number"),
        "{bad:?}"
    );
    // Nothing is left to do, and the same is told.
    assert_eq!(batch(&desk, &["--write", "csv"]).out, told.out);
}

#[test]
fn programs_get_the_numbers_and_the_parts() {
    let desk = Desk::new();
    let told = batch(&desk, &["--format", "json", "--threads", "1"]).json();
    assert_eq!((&told["credstack"], &told["complete"]), (&"batch/v1".into(), &true.into()));
    assert_eq!((&told["tally"]["rows"], &told["tally"]["with_problems"]), (&24.into(), &1.into()));
    assert_eq!(told["parts"][0]["file"], "part-000000.parquet");
    let noted: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(desk.path("out/batch.json")).expect("a file")).expect("JSON");
    assert_eq!(noted, told);
}

#[test]
fn a_folder_of_another_claim_is_not_gone_on_with() {
    let desk = Desk::new();
    batch(&desk, &[]);
    let other = batch(&desk, &["--application-date", "2020-01-01"]);
    assert_eq!(other.code, 2, "{}", other.out);
    assert!(other.err.contains("its parts were decided by another claim"), "{}", other.err);
    assert_eq!(batch(&desk, &["--application-date", "2020-01-01", "--restart"]).code, 4);
    let nothing = run(&["batch", "examples/claim.json", "--policy", "es.universities", "--output", &desk.path("none")]);
    assert_eq!(nothing.code, 4, "a claim is no row\n{}", nothing.out);
    let absent = run(&["batch", "absent.csv", "--policy", "es.universities", "--output", &desk.path("none")]);
    assert!(absent.code == 4 && absent.err.contains("absent.csv"), "{}", absent.err);
}
