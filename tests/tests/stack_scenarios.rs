//! Stacks: an award, a wallet, and what it amounts to, in the field's own words. The scenarios that bear a number are those
//! of the project's collection of hard cases, each written in the rule language.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

#[path = "stack_scenarios/further.rs"]
mod further;
#[path = "stack_scenarios/residency.rs"]
mod residency;
mod stack_desk;
#[path = "stack_scenarios/worlds.rs"]
mod worlds;

use serde_json::json;

use stack_desk::{Desk, complete, credential, field, home, level, missing, passed, slot, titled, work};

const POOL: &str =
    "require r1 2 credentials where identifier in (A, B, C, D)\n require r2 1 credential where identifier in (A, B)";

#[test]
fn s1_what_is_scarce_goes_where_it_is_needed() {
    let desk = Desk::of(&format!("award x.a {{ {POOL} }}"));
    let three = desk.stack("x.a", &[titled("A", 5), titled("B", 5), titled("C", 5)]);
    assert!(complete(&three));
    assert_eq!(slot(&three, "r1").len() + slot(&three, "r2").len(), 3);
    assert!(slot(&three, "r1").contains(&"C".to_owned()));
    let two = desk.stack("x.a", &[titled("A", 5), titled("B", 5)]);
    assert!(!complete(&two));
    assert_eq!(missing(&two), ("0".to_owned(), 1));
    assert_eq!(slot(&two, "r1").len() + slot(&two, "r2").len(), 2);
}

#[test]
fn s2_two_requirements_compete_for_one_credential() {
    let desk = Desk::of(
        "award x.a {
            require r1 2 credentials where identifier in (A, B, C)
            require r2 2 credentials where identifier in (C, D, E)
        }",
    );
    let wallet = [titled("B", 5), titled("C", 5), titled("D", 5)];
    let short = desk.stack("x.a", &wallet);
    assert_eq!((complete(&short), missing(&short)), (false, ("0".to_owned(), 1)));
    for more in ["A", "E"] {
        let mut wallet = wallet.to_vec();
        wallet.push(titled(more, 5));
        assert!(complete(&desk.stack("x.a", &wallet)), "with {more}");
    }
}

#[test]
fn s4_the_broad_requirement_leaves_the_narrow_ones_their_credentials() {
    let narrow = "require r2 2 credentials where level >= EQF 7\n require r3 1 credential where level >= EQF 7";
    let (a, b) = (format!("require r1 3 credentials\n {narrow}"), format!("{narrow}\n require r1 3 credentials"));
    let mut wallet: Vec<_> = ["a", "b", "c"].map(|id| level(id, 5, 6)).to_vec();
    wallet.extend(["x", "y", "z"].map(|id| level(id, 5, 7)));
    let answers = [a, b].map(|text| {
        let found = Desk::of(&format!("award x.a {{ {text} }}")).stack("x.a", &wallet);
        assert!(complete(&found));
        assert_eq!(slot(&found, "r1"), ["a", "b", "c"]);
        found["grantable"]["counted"].clone()
    });
    assert_eq!(answers[0], answers[1], "the order of the rules makes no difference");
}

#[test]
fn s5_whole_credentials_are_packed_and_not_poured() {
    let desk = Desk::of("award x.a { require r1 at least 10 ECTS\n require r2 at least 10 ECTS }");
    let found = desk.stack("x.a", &[credential("a", 6), credential("b", 5), credential("c", 5), credential("d", 4)]);
    assert!(complete(&found));
    let first = slot(&found, "r1");
    assert!(first == ["a", "d"] || first == ["b", "c"], "{first:?}");
}

#[test]
fn s6_a_sum_that_fits_is_no_packing_that_fits() {
    let wallet = [credential("a", 8), credential("b", 6), credential("c", 6)];
    let whole =
        Desk::of("award x.a { require r1 at least 10 ECTS\n require r2 at least 10 ECTS }").stack("x.a", &wallet);
    assert_eq!((complete(&whole), missing(&whole)), (false, ("2".to_owned(), 0)));
    let split = Desk::of("award x.a { require r1 at least 10 ECTS split\n require r2 at least 10 ECTS split }");
    let split = split.stack("x.a", &wallet);
    assert!(complete(&split));
    assert_eq!(split["grantable"]["total_ects"], "20");
}

#[test]
fn s12_what_counts_in_a_certificate_counts_in_the_diploma_above_it() {
    let rules = "
        award x.p { workload 20 ECTS  require p1 10 ECTS where identifier is P1  require p2 10 ECTS where identifier is P2 }
        award x.q { workload 20 ECTS  require q1 10 ECTS where identifier is Q1  require q2 10 ECTS where identifier is Q2 }
        award x.diploma {
            workload 60 ECTS
            require p award x.p
            require q award x.q
            require free at least 20 ECTS
            at least 30 ECTS from any credential where issued by the own institution
        }";
    let desk = Desk::of(rules);
    let wallet = |f1: bool| {
        let mut all: Vec<_> = [("P1", true), ("P2", false), ("Q1", true), ("Q2", false), ("F1", f1), ("F2", false)]
            .map(|(id, at_home)| home(titled(id, 10), at_home))
            .to_vec();
        all.rotate_left(2);
        all
    };
    let found = desk.stack("x.diploma", &wallet(true));
    assert!(complete(&found));
    assert_eq!(found["grantable"]["total_ects"], "60");
    for certificate in ["p", "q"] {
        let line = found["grantable"]["requirements"].as_array().unwrap();
        let line = line.iter().find(|l| l["requirement"] == certificate).expect("the certificate has a line");
        assert_eq!((&line["met"], &line["ects"]), (&json!(true), &json!("20")), "{certificate}");
    }
    let short = desk.stack("x.diploma", &wallet(false));
    assert!(!complete(&short));
    assert_eq!(missing(&short), ("0".to_owned(), 0), "all three parts are complete");
    let limit = &short["grantable"]["limits"][0];
    assert_eq!(
        (&limit["used"]["ects"], &limit["bound"]["ects"], &limit["bites"]),
        (&json!("20"), &json!("30"), &json!(true))
    );
}

#[test]
fn s12_an_award_that_is_held_is_one_credential() {
    let desk = Desk::of(
        "award x.p { workload 20 ECTS  require p1 10 ECTS where identifier is P1  require p2 10 ECTS where identifier is P2 }
         award x.d { workload 40 ECTS  require p award x.p  require free at least 20 ECTS }",
    );
    let found = desk.stack("x.d", &[titled("x.p", 20), credential("f", 20)]);
    assert!(complete(&found));
    assert_eq!(slot(&found, "p/held"), ["x.p"]);
}

#[test]
fn s14_what_is_recognised_is_capped_whole_by_a_base_that_is_named() {
    let wallet = [passed(home(credential("h", 34), true)), work("w1", 10), work("w2", 10), work("w3", 6)];
    let award = |fill: &str, base: &str| {
        Desk::of(&format!(
            "award x.a {{ workload 60 ECTS  require all at least 0 ECTS {fill}  at most 40% of {base} from professional experience }}"
        ))
        .stack("x.a", &wallet)
    };
    for (fill, base, total, short, bound) in [
        ("", "award workload", "54", "6", "24"),
        ("split", "award workload", "58", "2", "24"),
        ("", "all that is counted", "54", "6", "21.6"),
    ] {
        let found = award(fill, base);
        assert!(!complete(&found), "{base} {fill}");
        let stack = &found["grantable"];
        assert_eq!((&stack["total_ects"], &stack["missing_ects"]), (&json!(total), &json!(short)), "{base} {fill}");
        let limit = &stack["limits"][0];
        assert_eq!((&limit["bound"]["ects"], &limit["percent_of"][1]), (&json!(bound), &json!(base)), "{base} {fill}");
        assert_eq!(limit["bites"], json!(true), "{base} {fill}");
    }
}

#[test]
fn s16_under_a_cap_the_best_sum_counts_and_not_the_largest_first() {
    let desk = Desk::of(
        "award x.a { workload 60 ECTS  at most 15 ECTS from any credential where not issued by the own institution }",
    );
    let wallet = [
        home(credential("h", 45), true),
        home(credential("e9", 9), false),
        home(credential("e8", 8), false),
        home(credential("e7", 7), false),
    ];
    let found = desk.stack("x.a", &wallet);
    assert!(complete(&found));
    assert_eq!(slot(&found, "all"), ["e7", "e8", "h"]);
    assert_eq!(found["grantable"]["left_over"][0]["credential"], "e9");
    assert_eq!(found["grantable"]["left_over"][0]["reason"]["by"], json!(["x.a.limit_1"]));
}

#[test]
fn s17_a_cap_over_the_whole_award_does_not_depend_on_the_order_of_its_requirements() {
    let r1 = "require r1 at least 10 ECTS where identifier in (p1, p2, q1, q2)";
    let r2 = "require r2 at least 10 ECTS where identifier in (p1, p2)";
    let ungraded = |id: &str| {
        let mut one = titled(id, 5);
        one["credential"]["grade"] = json!({ "none": "passed or failed" });
        one
    };
    let graded = |id: &str| {
        let mut one = titled(id, 5);
        one["credential"]["grade"] = json!("8");
        one
    };
    let wallet = [ungraded("p1"), ungraded("p2"), graded("q1"), graded("q2")];
    for text in [format!("{r1}\n {r2}"), format!("{r2}\n {r1}")] {
        let desk =
            Desk::of(&format!("award x.a {{ {text}\n at most 10 ECTS from any credential where has no grade }}"));
        let found = desk.stack("x.a", &wallet);
        assert!(complete(&found));
        assert_eq!(
            (slot(&found, "r1"), slot(&found, "r2")),
            (vec!["q1".into(), "q2".into()], vec!["p1".into(), "p2".into()])
        );
    }
}

#[test]
fn s19_short_of_a_field_is_not_short_of_credits() {
    let desk = Desk::of("award x.a { require r 4 credentials from at least 3 different fields }");
    let wallet = |fields: [&str; 5]| -> Vec<_> {
        fields.iter().zip(["a", "b", "c", "d", "e"]).map(|(f, id)| field(credential(id, 5), f)).collect()
    };
    assert!(complete(&desk.stack("x.a", &wallet(["0311", "0311", "0311", "0421", "0511"]))));
    let short = desk.stack("x.a", &wallet(["0311", "0311", "0311", "0421", "0421"]));
    assert_eq!((complete(&short), missing(&short)), (false, ("0".to_owned(), 1)));
}

#[test]
fn s22_no_credential_from_elsewhere_fills_a_floor_of_own_credits() {
    let desk = Desk::of(
        "award x.a { workload 60 ECTS  at least 50% of award workload from any credential where issued by the own institution }",
    );
    let found = desk.stack("x.a", &[home(credential("h", 25), true), home(credential("x", 60), false)]);
    assert!(!complete(&found));
    let limit = &found["grantable"]["limits"][0];
    assert_eq!((&limit["used"]["ects"], &limit["bound"]["ects"]), (&json!("25"), &json!("30")));
    assert_eq!(found["grantable"]["missing_ects"], "0");
}

#[test]
fn the_order_of_the_wallet_and_of_the_rules_changes_no_byte() {
    let limits = ["at most 12 ECTS from own study", "at least 10 ECTS where issued by the own institution"];
    let limits = [limits[0].to_owned(), limits[1].replace("where", "from any credential where")];
    let slots =
        ["require r1 at least 10 ECTS where level >= EQF 7", "require r2 2 credentials", "require r3 at least 6 ECTS"];
    let mut wallet: Vec<_> = (0..7).map(|n| home(level(&format!("c{n}"), 3 + n % 4, 6 + n % 2), n % 3 == 0)).collect();
    wallet[1]["credential"].as_object_mut().unwrap().remove("level");
    wallet[2]["credential"]["kind"] = json!("own_study");
    let text = |order: [usize; 3]| {
        let slots = order.map(|s| slots[s]).join("\n");
        format!("award x.a {{ workload 30 ECTS\n {slots}\n {} }}", limits.join("\n"))
    };
    let first = Desk::of(&text([0, 1, 2])).stack("x.a", &wallet).to_string();
    for (order, turn) in [([2, 0, 1], 1), ([1, 2, 0], 3), ([2, 1, 0], 5)] {
        let mut turned = wallet.clone();
        turned.rotate_left(turn);
        turned.reverse();
        let again = Desk::of(&text(order)).stack("x.a", &turned);
        assert_eq!(without_packs(&again.to_string()), without_packs(&first), "{order:?}");
    }
}

/// The hash of a pack is of its bytes, and another order of rules is another file.
fn without_packs(text: &str) -> String {
    text.split("\"packs\"").next().unwrap().to_owned()
}

#[test]
fn a_certificate_and_the_courses_it_was_made_of_count_once() {
    let desk = Desk::of("award x.a { workload 60 ECTS }");
    let mut certificate = credential("certificate", 30);
    certificate["parts"] = json!(["c1", "c2", "inner"]);
    let mut inner = credential("inner", 10);
    inner["parts"] = json!(["c3"]);
    let courses = [credential("c1", 10), credential("c2", 10), credential("c3", 10)];
    let mut wallet = vec![certificate, inner];
    wallet.extend(courses);
    let found = desk.stack("x.a", &wallet);
    assert_eq!(found["grantable"]["total_ects"], "30");
    let reasons = found["grantable"]["left_over"].as_array().unwrap();
    assert!(reasons.iter().all(|l| l["reason"]["kind"] == "counted_already"), "{reasons:?}");
}

#[test]
fn work_in_progress_and_planned_work_count_on_request_and_last() {
    let desk = Desk::of(
        "award x.a { require r1 1 credential where identifier in (A, B)\n require r2 1 credential where identifier is A }",
    );
    let state = |id: &str, state: &str| {
        let mut one = titled(id, 5);
        one["credential"]["state"] = json!(state);
        one
    };
    let wallet = [state("A", "completed"), state("B", "in_progress"), state("C", "planned")];
    let only = desk.stack("x.a", &wallet);
    assert!(!complete(&only));
    assert_eq!(
        only["grantable"]["left_over"][0]["reason"],
        json!({ "kind": "not_completed", "progress": "in_progress" })
    );
    let with = desk.stack_including("x.a", &wallet, credstack::model::stack::Include::InProgress);
    assert!(complete(&with));
    assert_eq!((slot(&with, "r1"), slot(&with, "r2")), (vec!["B".into()], vec!["A".into()]));
}

#[test]
fn the_three_stacks_are_told_apart() {
    let desk = Desk::with_policy(
        "route validation { for any credential  test equivalence shown  cite LAW art 1 }
         rule owed { for higher vocational study  grant must in full  mandatory  cite LAW art 2 }
         rule may { for own study  grant may in full  mandatory  cite LAW art 3 }",
        "award x.a { workload 30 ECTS  recognise by u  require r at least 0 ECTS where level >= EQF 7 }",
    );
    let kind = |id: &str, kind: &str, at: Option<u64>| {
        let mut one = at.map_or_else(|| credential(id, 10), |l| level(id, 10, l));
        one["credential"]["kind"] = json!(kind);
        one
    };
    let wallet = [
        kind("owed", "higher_vocational_study", Some(7)),
        kind("may", "own_study", Some(7)),
        kind("open", "own_study", None),
        kind("low", "own_study", Some(6)),
        kind("nothing", "professional_experience", Some(7)),
    ];
    let found = desk.stack("x.a", &wallet);
    let total = |reading: &str| found[reading]["total_ects"].as_str().unwrap().to_owned();
    assert_eq!((total("owed"), total("grantable"), total("possible")), ("10".into(), "20".into(), "30".into()));
    assert_eq!(found["status"], "undetermined");
    assert_eq!(found["assumed"][0]["credential"], "open");
    let question = &found["questions"][0];
    assert_eq!((&question["credential"], &question["name"]), (&json!("open"), &json!("credential.level")));
    let answers: Vec<_> = question["answers"].as_array().unwrap().iter().map(|a| &a["grantable_complete"]).collect();
    assert!(answers.contains(&&json!(true)) && answers.contains(&&json!(false)));
    let reason = |id: &str| {
        let left = found["grantable"]["left_over"].as_array().unwrap();
        left.iter().find(|l| l["credential"] == id).map(|l| l["reason"]["kind"].as_str().unwrap().to_owned())
    };
    assert_eq!(reason("open").as_deref(), Some("open"));
    assert_eq!(reason("low").as_deref(), Some("not_eligible"));
    assert_eq!(reason("nothing").as_deref(), Some("not_recognised"));
}

#[test]
fn what_may_belong_to_a_ceiling_counts_against_it_and_toward_no_floor() {
    let desk = Desk::of(
        "award x.a {
            workload 20 ECTS
            at most 5 ECTS from own study
            at least 10 ECTS from own study
        }",
    );
    let found = desk.stack("x.a", &[credential("unknown", 10)]);
    assert_eq!(found["grantable"]["total_ects"], "0", "it may be an own study, and five are too few for it");
    let floor = found["possible"]["limits"].as_array().unwrap().iter().find(|l| l["side"] == "at_least").unwrap();
    assert_eq!(floor["used"]["ects"], "0", "nothing chooses its kind to fit both");
    assert_eq!(found["possible"]["total_ects"], "10");
}

#[test]
fn a_range_of_hours_has_the_credits_that_fit_best_at_most() {
    let desk = Desk::of("award x.a { workload 14 ECTS  require r at most 14 ECTS }");
    let mut hours = credential("h", 1);
    hours["credential"]["workload"] = json!({ "amount": "375", "unit": "hours" });
    let found = desk.stack("x.a", &[hours]);
    let total = |reading: &str| found[reading]["total_ects"].clone();
    assert_eq!((total("owed"), total("grantable"), total("possible")), (json!("12.5"), json!("12.5"), json!("14")));
    assert_eq!(found["status"], "undetermined");
}

#[test]
fn a_component_takes_what_is_put_forward_for_it_and_no_more_than_its_own_credits() {
    let desk = Desk::of(
        "award x.a {
            workload 18 ECTS
            component stats \"Statistics\" kind module 6 ECTS
            component thesis \"Thesis\" kind thesis 12 ECTS
            require stats
            require thesis 12 ECTS never by recognition
        }",
    );
    let mut thesis = titled("x.a.thesis", 12);
    thesis["credential"]["within_award"] = json!(true);
    let wallet = [titled("other", 8), thesis];
    let claim = json!({ "credstack": "claim/v1", "toward": [{ "credential": "other", "component": "stats" }] });
    let found = desk.stack_claimed("x.a", &wallet, &claim).unwrap();
    assert!(complete(&found));
    assert_eq!(found["grantable"]["counted"][0]["ects"], "6");
    assert!(!complete(&desk.stack("x.a", &wallet)), "nobody puts it forward");
    let thesis_elsewhere = [titled("other", 8), titled("x.a.thesis", 12)];
    assert!(!complete(&desk.stack_claimed("x.a", &thesis_elsewhere, &claim).unwrap()), "a thesis is never recognised");
}

#[test]
fn what_makes_no_sense_is_told() {
    let desk = Desk::of("award x.a { workload 10 ECTS }");
    let told = |award: &str, wallet: &[serde_json::Value], claim: serde_json::Value| {
        desk.stack_claimed(award, wallet, &claim).expect_err("an error")
    };
    let plain = || json!({ "credstack": "claim/v1" });
    assert_eq!(told("x.b", &[credential("a", 5)], plain()), "no award `x.b` is loaded; the loaded ones are: x.a");
    assert_eq!(told("x.a", &[], plain()), "the wallet holds no credential, so there is nothing to stack");
    let of = |id: &str, learner: &str| {
        let mut one = credential(id, 5);
        one["learner"] = json!({ "identifier": [learner] });
        one
    };
    assert_eq!(
        told("x.a", &[of("a", "s-1"), of("b", "s-2")], plain()),
        "the credentials are of two learners: `s-1` and `s-2`; a wallet is of one"
    );
    let toward = json!({ "credstack": "claim/v1", "toward": [{ "credential": "z", "component": "thesis" }] });
    assert!(told("x.a", &[credential("a", 5)], toward).contains("holds no credential of this identifier"));
}

#[test]
fn two_wallets_of_one_learner_are_one_and_what_is_in_both_counts_once() {
    let desk = Desk::of("award x.a { workload 20 ECTS }");
    let of = |id: &str, credits: u64| {
        let mut one = credential(id, credits);
        one["learner"] = json!({ "identifier": ["s-1"] });
        one
    };
    let found = desk.stack_wallets("x.a", &[vec![of("a", 5), of("b", 5)], vec![of("b", 5), of("c", 5)]]);
    assert_eq!(found["grantable"]["total_ects"], "15");
    assert_eq!(found["remarks"], json!(["`b` is in the wallet twice and counts once"]));
    let other = desk.stack_wallets("x.a", &[vec![of("b", 5)], vec![of("b", 8)]]);
    assert_eq!(other["grantable"]["total_ects"], "8", "two records of the same learning count once");
    let within = desk.stack("x.a", &[of("b", 5), of("b", 5), of("b", 8)]);
    assert_eq!(within["grantable"]["total_ects"], "8", "and so they do within one document");
}

#[test]
fn a_limit_of_nothing_lets_nothing_count() {
    let desk = Desk::of("award x.a { workload 10 ECTS  at most 0 ECTS from own study }");
    let mut own = credential("own", 5);
    own["credential"]["kind"] = json!("own_study");
    let mut other = credential("other", 5);
    other["credential"]["kind"] = json!("official_study");
    let found = desk.stack("x.a", &[own, other]);
    assert_eq!(found["grantable"]["total_ects"], "5");
}
