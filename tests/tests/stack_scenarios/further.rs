//! What an award asks for beside its tree, and what is decided before anything is counted, in the words of the field.

use serde_json::{Value, json};

use super::stack_desk::{self, Desk, complete, credential, slot, titled};

fn marked(id: &str, credits: u64, mark: &str) -> Value {
    let mut one = credential(id, credits);
    one["credential"]["grade_value"] = json!(mark);
    one
}

fn on(mut one: Value, day: &str) -> Value {
    one["credential"]["issued"] = json!(day);
    one
}

fn of_learner(mut one: Value, learner: &str) -> Value {
    one["learner"] = json!({ "identifier": [learner] });
    one
}

#[test]
fn s26_the_set_of_an_average_decides() {
    let wallet = [marked("a", 5, "9"), marked("b", 5, "8"), marked("c", 5, "7"), marked("d", 5, "5")];
    let desk = |over: &str| {
        Desk::of(&format!(
            "award x.a {{ require r at least 15 ECTS\n average at least 7.5 over credentials that {over} }}"
        ))
    };
    let chosen = desk("are counted").stack("x.a", &wallet);
    assert!(complete(&chosen));
    assert_eq!(slot(&chosen, "r"), ["a", "b", "c"]);
    let further = &chosen["grantable"]["further"][0];
    assert_eq!(
        (&further["kind"], &further["found"], &further["over_ects"]),
        (&json!("average"), &json!("8"), &json!("15"))
    );
    let all = desk("fit").stack("x.a", &wallet);
    assert_eq!(all["status"], "not_complete");
    let further = &all["grantable"]["further"][0];
    assert_eq!((&further["found"], &further["met"]), (&json!("7.25"), &json!(false)));
    assert!(complete(&desk("fit").stack("x.a", &wallet[..3])), "without the fourth it passes");
}

#[test]
fn an_unknown_mark_is_the_worst_in_what_is_owed_and_asked_for() {
    let desk = Desk::of(
        "award x.a { require r at least 10 ECTS\n average at least 6 on a scale of 0 to 10 over credentials that are counted }",
    );
    let found = desk.stack("x.a", &[marked("a", 5, "5"), credential("b", 5)]);
    assert_eq!(found["status"], "undetermined");
    assert_eq!((&found["owed"]["complete"], &found["possible"]["complete"]), (&json!(false), &json!(true)));
    assert_eq!(found["questions"][0]["name"], "credential.grade_value");
    assert_eq!(found["questions"][0]["credential"], "b");
    let hopeless = desk.stack("x.a", &[marked("a", 5, "1"), credential("b", 5)]);
    assert_eq!(hopeless["status"], "not_complete", "not even a 10 would do");
    let lucky = desk.stack("x.a", &[marked("a", 15, "9"), credential("b", 5)]);
    assert!(complete(&lucky), "what is not known may be left out");
}

#[test]
fn what_is_recognised_ungraded_is_no_part_of_an_average() {
    let policy = "source S \"A source\" { url \"https://s.example\" }
        route r \"Recognition\" { for any credential test no substantial difference cite S art 1 }
        rule g \"Work is entered without a mark\" { for professional experience grant must in full record ungraded cite S art 2 }";
    let award = "award x.a { recognise by u\n require r at least 10 ECTS\n average at least 7 over credentials that are counted }";
    let desk = Desk::with_policy(policy, award);
    let kind = |mut one: Value, kind: &str| {
        one["credential"]["kind"] = json!(kind);
        one
    };
    let work = kind(marked("w", 5, "2"), "professional_experience");
    let study = kind(marked("s", 5, "7"), "official_study");
    assert!(complete(&desk.stack("x.a", &[work, study.clone()])));
    let low = kind(marked("w", 5, "2"), "official_study");
    assert!(!complete(&desk.stack("x.a", &[low, study])));
}

#[test]
fn where_both_ways_are_met_nothing_is_asked() {
    let desk = Desk::of(
        "award x.a { if enrolment status is enrolled
            then require practice at least 5 ECTS where identifier is P
            else require project at least 5 ECTS where identifier is Q }",
    );
    let both = desk.stack("x.a", &[titled("P", 5), titled("Q", 5)]);
    assert_eq!((&both["status"], both["questions"].as_array().unwrap().len()), (&json!("complete"), 0));
    let one = desk.stack("x.a", &[titled("P", 5)]);
    assert_eq!(one["status"], "undetermined");
    assert_eq!(one["questions"][0]["name"], "enrolment.status");
    assert_eq!(one["owed"]["complete"], false);
}

#[test]
fn of_several_attempts_one_counts() {
    let desk = |which: &str| {
        Desk::of(&format!("award x.a {{ require r at least 5 ECTS where mark >= 6\n repeats count {which} attempt }}"))
    };
    let attempt = |id: &str, mark: &str, day: &str| {
        let mut one = on(marked(id, 5, mark), day);
        one["credential"]["identifier"] = json!(["MATH"]);
        one
    };
    let wallet = [attempt("a", "5", "2020-07-01"), attempt("b", "8", "2021-07-01"), attempt("c", "4", "2022-07-01")];
    let best = desk("best").stack("x.a", &wallet);
    assert!(complete(&best));
    assert_eq!(slot(&best, "r"), ["b"]);
    assert!(!complete(&desk("latest").stack("x.a", &wallet)));
    assert!(!complete(&desk("first").stack("x.a", &wallet)));
    let reason = &desk("latest").stack("x.a", &wallet)["grantable"]["left_over"][1]["reason"];
    assert_eq!((&reason["kind"], &reason["by"]), (&json!("repeated"), &json!("c")));
}

#[test]
fn the_last_credits_are_looked_at_by_day() {
    let desk = Desk::of(
        "award x.a { require r at least 20 ECTS\n of the last 10 ECTS at least 10 ECTS from any credential where identifier in (H1, H2) }",
    );
    let wallet = |home: &str, away: &str| {
        [on(titled("H1", 5), home), on(titled("H2", 5), home), on(titled("X1", 5), away), on(titled("X2", 5), away)]
    };
    assert!(complete(&desk.stack("x.a", &wallet("2021-07-01", "2020-07-01"))));
    let short = desk.stack("x.a", &wallet("2020-07-01", "2021-07-01"));
    assert_eq!(short["status"], "not_complete");
    let further = &short["grantable"]["further"][0];
    assert_eq!(
        (&further["kind"], &further["found"], &further["over_ects"]),
        (&json!("latest"), &json!("0"), &json!("10"))
    );
    let open = desk.stack("x.a", &wallet("2021", "2021-07-01"));
    assert_eq!(open["status"], "undetermined");
    assert_eq!(open["questions"][0]["name"], "credential.issued");
}

#[test]
fn s37_what_is_made_of_two_is_neither_of_them() {
    let desk = Desk::of(
        "articulation one { from \"x1\", \"x2\" gives H1 5 ECTS }
        articulation four { from \"x2\", \"x3\" gives H4 6 ECTS }
        award x.a { require r1 1 credential where identifier is H1\n require r2 1 credential where identifier is H4 }
        award x.h1 { require r1 at least 5 ECTS where identifier is H1 }",
    );
    let all = [titled("x1", 3), titled("x2", 3), titled("x3", 3)];
    let found = desk.stack("x.a", &all);
    assert_eq!(found["status"], "not_complete");
    assert_eq!(stack_desk::missing(&found), ("0".to_owned(), 1));
    let one = desk.stack("x.h1", &all[..2]);
    assert!(complete(&one));
    assert_eq!((&one["grantable"]["total_ects"], slot(&one, "r1")), (&json!("5"), vec!["one/H1".to_owned()]));
    let made = one["credentials"].as_array().unwrap().iter().find(|c| c["id"] == "one/H1").expect("what was made");
    assert_eq!((&made["made_of"], &made["articulation"]), (&json!(["x1", "x2"]), &json!("one")));
    let reason = &one["grantable"]["left_over"][0]["reason"];
    assert_eq!((&reason["kind"], &reason["by"]), (&json!("counted_already"), &json!("one/H1")));
    assert!(!complete(&desk.stack("x.h1", &all[..1])));
}

#[test]
fn s35_a_waiver_and_its_credits_are_told_apart() {
    let desk = |credits: &str, by: &str| {
        Desk::of(&format!(
            "award x.a {{ workload 60 ECTS\n require r1 10 ECTS where identifier is A\n require rest at least 50 ECTS }}
            exception w \"A waiver\" {{ for learner \"L\" in award x.a\n waive r1 {credits}\n {by} \"Dr Robledo\" 2026-03-02\n note \"She taught it.\" }}"
        ))
    };
    let wallet = [of_learner(credential("b", 50), "L")];
    let without = desk("without credits", "approved by").stack("x.a", &wallet);
    assert_eq!((&without["status"], &without["grantable"]["missing_ects"]), (&json!("not_complete"), &json!("10")));
    assert_eq!(without["grantable"]["requirements"][0]["waived_by"], "w");
    let line = &without["exceptions"][0];
    assert_eq!((&line["state"], &line["does"]), (&json!("applied"), &json!("r1 is waived without credits")));
    assert_eq!(
        (&line["by"], &line["decided"], &line["reasons"]),
        (&json!("Dr Robledo"), &json!("2026-03-02"), &json!(["She taught it."]))
    );
    let with = desk("with 10 ECTS", "approved by").stack("x.a", &wallet);
    assert_eq!((&with["status"], &with["grantable"]["total_ects"]), (&json!("complete"), &json!("60")));
    let pending = desk("with 10 ECTS", "pending by").stack("x.a", &wallet);
    assert_eq!((&pending["status"], &pending["exceptions"][0]["state"]), (&json!("not_complete"), &json!("pending")));
}

#[test]
fn s34_a_substitute_is_used_up_and_keeps_its_mark() {
    let desk = Desk::of(
        "award x.a { require core 2 credentials where identifier in (r, t) and mark >= 7\n require elective 1 credential where identifier in (s, u) }
        exception e { for learner \"L\" in award x.a\n substitute \"r\" by \"s\"\n approved by \"the board\" 2026-09-01 }",
    );
    let one = |id: &str, mark: &str| {
        let mut one = of_learner(marked(id, 5, mark), "L");
        one["credential"]["identifier"] = json!([id]);
        one
    };
    let good = desk.stack("x.a", &[one("s", "7"), one("t", "8")]);
    assert_eq!(slot(&good, "core"), ["s", "t"]);
    assert_eq!((complete(&good), stack_desk::missing(&good).1), (false, 1), "the elective has nothing left");
    let low = desk.stack("x.a", &[one("s", "6"), one("t", "8")]);
    assert_eq!((complete(&low), stack_desk::missing(&low).1), (false, 2), "the mark is not lifted");
}

#[test]
fn an_exception_about_nothing_is_told() {
    let desk = Desk::of(
        "award x.a { require r at least 5 ECTS }
        exception e { for learner \"L\" in award x.a\n also allow \"gone\" in r\n do not use \"a\" in r\n approved by \"the board\" 2026-09-01 }",
    );
    let found = desk.stack("x.a", &[of_learner(credential("a", 5), "L")]);
    let states: Vec<&Value> = found["exceptions"].as_array().unwrap().iter().map(|e| &e["state"]).collect();
    assert_eq!(states, [&json!("not_held"), &json!("applied")]);
    assert_eq!(found["status"], "not_complete");
}
