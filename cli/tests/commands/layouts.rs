//! Rule files in their one layout: what is written, what is only shown, what is left alone.

use std::fs;
use std::path::Path;

use crate::support::{Desk, run, run_with_input};

const UNTIDY: &str = "policy es.a \"A\" {\n  layer country\n    jurisdiction ES # Spain\n}\n";
const TIDY: &str = "policy es.a \"A\" {\n    layer        country\n    jurisdiction ES  # Spain\n}\n";
const BROKEN: &str = "policy es.b \"B\" {\n  layr country\n}\n";

#[test]
fn the_rules_of_the_repository_are_in_the_layout() {
    let run = run(&["fmt", "--check"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}

#[test]
fn a_check_shows_what_would_change_and_writes_nothing() {
    let desk = Desk::new();
    let file = desk.put("a.rule", UNTIDY);
    let check = run(&["fmt", "--check", &file]);
    assert_eq!(check.code, 9, "{}{}", check.out, check.err);
    assert!(
        check.out.contains("-  layer country\n-    jurisdiction ES # Spain\n+    layer        country\n"),
        "{}",
        check.out
    );
    assert!(check.out.ends_with("1 file would be laid out anew, 0 left as they are\n"), "{}", check.out);
    assert_eq!(fs::read_to_string(&file).expect("the file"), UNTIDY);
}

#[test]
fn only_what_changes_is_written_and_named() {
    let desk = Desk::new();
    let (untidy, tidy) = (desk.put("a.rule", UNTIDY), desk.put("b.rule", TIDY));
    let other = desk.put("c.txt", UNTIDY);
    let folder = Path::new(&untidy).parent().expect("a folder").to_string_lossy().into_owned();
    let first = run(&["fmt", &folder]);
    assert_eq!(first.code, 0, "{}", first.err);
    assert_eq!(first.out, format!("{untidy}\n1 file laid out, 1 left as they are\n"));
    assert_eq!(fs::read_to_string(&untidy).expect("the file"), TIDY);
    assert_eq!(fs::read_to_string(&tidy).expect("the file"), TIDY);
    assert_eq!(fs::read_to_string(other).expect("the file"), UNTIDY);
    assert_eq!(fs::read_dir(&folder).expect("the folder").count(), 3, "something was left behind");
    assert_eq!(run(&["fmt", &folder]).out, "0 files laid out, 2 left as they are\n");
}

#[test]
fn a_broken_file_is_left_alone_and_says_why() {
    let desk = Desk::new();
    let (broken, untidy) = (desk.put("b.rule", BROKEN), desk.put("a.rule", UNTIDY));
    let both = run(&["fmt", &broken, &untidy]);
    assert_eq!(both.code, 3, "{}", both.out);
    assert!(both.err.contains("did you mean `layer`?"), "{}", both.err);
    assert_eq!(fs::read_to_string(&broken).expect("the file"), BROKEN);
    assert_eq!(fs::read_to_string(&untidy).expect("the file"), TIDY, "the other file is laid out all the same");
    assert_eq!(run(&["fmt", "no/such/folder"]).code, 2);
}

#[test]
fn standard_input_goes_to_standard_output() {
    let plain = run_with_input(&["fmt", "--stdin"], UNTIDY.as_bytes());
    assert_eq!((plain.code, plain.out.as_str()), (0, TIDY));
    assert_eq!(run_with_input(&["fmt", "--stdin", "--check"], UNTIDY.as_bytes()).code, 9);
    let broken = run_with_input(&["fmt", "--stdin"], BROKEN.as_bytes());
    assert_eq!((broken.code, broken.out.as_str()), (3, ""));
    assert_eq!(run_with_input(&["fmt", "--stdin"], b"policy \xff").code, 3);
}

#[test]
fn programs_are_told_of_each_file() {
    let desk = Desk::new();
    let (untidy, broken) = (desk.put("a.rule", UNTIDY), desk.put("b.rule", BROKEN));
    let told = run(&["fmt", "--check", "--format", "json", &untidy, &broken]).json();
    assert_eq!((&told["changed"], &told["unchanged"]), (&1.into(), &0.into()));
    assert_eq!(told["files"][0]["status"], "differs");
    assert!(told["files"][0]["diff"].as_str().is_some_and(|d| d.contains("+    layer        country")));
    assert_eq!(told["files"][1]["status"], "refused");
    assert_eq!(told["files"][1]["diagnostics"].as_array().map(Vec::len), Some(1));
    let text = run_with_input(&["fmt", "--stdin", "--format", "json"], UNTIDY.as_bytes()).json();
    assert_eq!((&text["status"], &text["text"]), (&"laid_out".into(), &TIDY.into()));
}
