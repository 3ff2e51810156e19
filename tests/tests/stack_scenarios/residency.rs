//! Residency: a policy asks that so much of an award comes from the own institution.

use serde_json::{Value, json};

use crate::stack_desk::{Desk, complete, credential, home};

const RECOGNISES: &str = "route r { for any credential  test no substantial difference  cite LAW art 1 }";
const AWARD: &str =
    "award x.a { workload 60 ECTS  recognise by u\n kind master\n require courses \"Courses\" at least 60 ECTS }";

/// A university that says this of what its awards are made of.
fn desk(limit: &str) -> Desk {
    Desk::with_policy(&format!("{RECOGNISES}\n limit own \"Own work\" {{ {limit}  cite LAW art 2 }}"), AWARD)
}

/// Earned while enrolled for the award, at the own institution.
fn enrolled(id: &str, credits: u64) -> Value {
    let mut one = home(credential(id, credits), true);
    one["credential"]["within_award"] = json!(true);
    one
}

/// What the limit is told to have used, and of how much.
fn told(stack: &Value) -> Option<(String, String)> {
    let limits = stack["grantable"]["limits"].as_array().unwrap();
    let own = limits.iter().find(|l| l["limit"] == "u.own")?;
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    Some((text(&own["used"]["ects"]), text(&own["bound"]["ects"])))
}

#[test]
fn what_was_earned_while_enrolled_counts_toward_what_has_to_be_the_institutions_own() {
    let desk = desk("count any credential where issued by the own institution at least 30 ECTS");
    let found = desk.stack("x.a", &[enrolled("a", 40), home(credential("b", 20), true)]);
    assert_eq!(told(&found), Some(("60".into(), "30".into())));
    assert!(complete(&found), "{found:#}");
    let short = desk.stack("x.a", &[enrolled("a", 20), home(credential("b", 40), false)]);
    assert_eq!((complete(&short), told(&short)), (false, Some(("20".into(), "30".into()))));
}

#[test]
fn what_was_earned_while_enrolled_fills_no_ceiling_of_recognition() {
    let desk = desk("count any credential at most 20 ECTS");
    let found = desk.stack("x.a", &[enrolled("a", 40), home(credential("b", 20), true)]);
    assert_eq!((complete(&found), told(&found)), (true, Some(("20".into(), "20".into()))));
}

#[test]
fn a_floor_stands_where_nothing_of_the_wallet_counts_toward_it() {
    let own = "count any credential where issued by the own institution at least 30 ECTS";
    let foreign = [home(credential("a", 30), false), home(credential("b", 30), false)];
    let found = desk(own).stack("x.a", &foreign);
    assert_eq!((complete(&found), told(&found)), (false, Some(("0".into(), "30".into()))));
}

#[test]
fn a_floor_for_other_awards_does_not_stand() {
    let foreign = [home(credential("a", 30), false), home(credential("b", 30), false)];
    let other = "count any credential where issued by the own institution when award kind is bachelor at least 30 ECTS";
    let found = desk(other).stack("x.a", &foreign);
    assert_eq!((complete(&found), told(&found)), (true, None));
    let cases = "count any credential where issued by the own institution at least 50 ECTS when award kind is bachelor at least 10 ECTS";
    let found = desk(cases).stack("x.a", &foreign);
    assert_eq!((complete(&found), told(&found)), (false, Some(("0".into(), "10".into()))));
}
