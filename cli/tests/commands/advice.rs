//! The advice around a stack as an office uses it: why not, what next, what within reach, what if; and what makes no sense.

use std::path::Path;

use serde_json::{Value, json};

use crate::support::{Desk, Run, repository, run};

const CATALOGUE: &str = "examples/catalogues/flemish-supply.json";

fn asked(command: &str, wallet: &str, claim: &str, more: &[&str]) -> Run {
    let (wallet, claim) = (format!("examples/wallets/{wallet}.json"), format!("examples/claims/{claim}.json"));
    run(&[&[command, wallet.as_str(), "--claim", claim.as_str()], more].concat())
}

/// A plan for the Flemish master from a catalogue.
fn next(wallet: &str, catalogue: &str, more: &[&str]) -> Run {
    asked("next", wallet, "flemish-climbing-master", &[&["--catalogue", catalogue], more].concat())
}

/// The identifiers of a plan's offers, in order.
fn offers(run: &Run) -> Vec<String> {
    let json = run.json();
    let steps = json["steps"].as_array().expect("steps").clone();
    steps.iter().filter_map(|s| s["offer"]["id"].as_str()).map(|id| id.replace("urn:example:", "")).collect()
}

/// The catalogue of the examples with its offers changed.
fn changed(desk: &Desk, change: impl Fn(&mut Vec<Value>)) -> String {
    let text = std::fs::read_to_string(repository().join(CATALOGUE)).expect("the catalogue is there");
    let mut catalogue: Value = serde_json::from_str(&text).expect("JSON");
    change(catalogue["offers"].as_array_mut().expect("offers"));
    desk.put("catalogue.json", catalogue.to_string())
}

#[test]
fn the_spanish_master_lacks_its_thesis_and_nothing_else_would_help() {
    let run = asked("why-not", "spanish-master", "spanish-master", &["--format", "json"]);
    assert_eq!(run.code, 8, "{}", run.err);
    let told = run.json();
    assert_eq!(told["reasons"], "proven");
    assert_eq!(told["adding_one"][0]["requirement"], "thesis");
    assert_eq!(told["adding_one"][0]["ects"], "12");
    assert_eq!(told["lifting_one"], json!([]));
    let kinds: Vec<&Value> =
        told["conflicts"].as_array().expect("a list").iter().map(|c| &c["between"][0]["kind"]).collect();
    assert_eq!(kinds, ["requirement", "workload"]);
}

#[test]
fn a_complete_award_has_no_reasons() {
    let run = asked("why-not", "flemish-climbing", "flemish-climbing-certificate", &[]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("The award is complete in this stack."), "{}", run.out);
}

#[test]
fn the_cheapest_way_to_a_master_is_told_in_order() {
    let run = next("flemish-first-two-courses", CATALOGUE, &["--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let told = run.json();
    assert_eq!((&told["optimal"], &told["price"], &told["ects"]), (&json!("proven"), &json!("3025"), &json!("54")));
    let order = offers(&run);
    let place = |id: &str| order.iter().position(|o| o == id).expect("it is in the plan");
    assert!(place("scheldehaven:methods-28") < place("scheldehaven:thesis-29"));
    assert_eq!(told["barred"][0]["reason"], "full");
}

#[test]
fn by_time_the_earlier_thesis_is_worth_its_price() {
    let run = next("flemish-first-two-courses", CATALOGUE, &["--by", "time", "--format", "json"]);
    assert_eq!(run.json()["ends"], "2028-06-16");
    assert!(offers(&run).contains(&"scheldehaven:thesis-28".to_owned()));
}

#[test]
fn who_has_a_course_has_what_requires_it() {
    let run = next("flemish-climbing", CATALOGUE, &["--format", "json"]);
    assert_eq!(offers(&run), ["scheldehaven:thesis-29"]);
}

#[test]
fn a_table_says_the_same_as_json() {
    let desk = Desk::new();
    let table = "id,credential.title,credential.kind,credential.identifier,credential.workload.amount,credential.workload.unit,\
                 credential.level.framework,credential.level.level,credential.within_award,issuer.home,offer.price,offer.ends,currency\n\
                 t1,\"Master's \"\"thesis\"\"\",official_study,be.vlg.example.master.thesis,18,ECTS,VKS,7,true,true,900.00,2027-06-16,EUR\n";
    let run = next("flemish-climbing", &desk.put("catalogue.csv", table), &["--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!((&run.json()["price"], &run.json()["currency"]), (&json!("900"), &json!("EUR")));
    assert_eq!(run.json()["steps"][0]["offer"]["title"], "Master's \"thesis\"");
}

#[test]
fn a_target_that_nobody_can_reach_is_said_with_its_reason() {
    let desk = Desk::new();
    let catalogue = changed(&desk, |offers| offers.retain(|o| !o["id"].to_string().contains("thesis")));
    let run = next("flemish-climbing", &catalogue, &[]);
    assert_eq!(run.code, 8, "{}", run.err);
    assert!(run.out.contains("None of the 15 offers, nor all of them together"), "{}", run.out);
    assert!(run.out.contains("“Master's thesis” needs 18 ECTS"), "{}", run.out);
}

#[test]
fn offers_that_require_one_another_are_shown_as_the_circle_that_they_are() {
    let desk = Desk::new();
    let catalogue = changed(&desk, |offers| {
        for offer in offers {
            let next = match offer["id"].as_str() {
                Some("urn:example:scheldehaven:thesis-28") => "urn:example:scheldehaven:thesis-29",
                Some("urn:example:scheldehaven:thesis-29") => "urn:example:scheldehaven:thesis-28",
                _ => continue,
            };
            offer["offer"]["requires"] = json!([next]);
        }
    });
    let run = next("flemish-climbing", &catalogue, &[]);
    assert_eq!(run.code, 8, "{}", run.err);
    let circle = "it requires itself: urn:example:scheldehaven:thesis-28 → urn:example:scheldehaven:thesis-29 → urn:example:scheldehaven:thesis-28";
    assert!(run.out.contains(circle), "{}", run.out);
}

#[test]
fn a_catalogue_that_makes_no_sense_is_broken_input() {
    let desk = Desk::new();
    let empty = next("flemish-climbing", &desk.put("a", "{\"credstack\": \"catalogue/v1\", \"offers\": []}"), &[]);
    assert_eq!((empty.code, empty.err.contains("the catalogue is empty")), (4, true), "{}", empty.err);
    let other = next("flemish-climbing", &desk.put("b", "name;price\n"), &[]);
    assert_eq!((other.code, other.err.contains("neither JSON nor a table")), (4, true), "{}", other.err);
    let price = changed(&desk, |offers| offers[0]["offer"]["price"] = json!("-3"));
    let price = next("flemish-climbing", &price, &[]);
    assert_eq!((price.code, price.err.contains("`price` is `-3`")), (4, true), "{}", price.err);
    let twice = changed(&desk, |offers| offers.push(offers[0].clone()));
    let twice = next("flemish-climbing", &twice, &[]);
    assert_eq!((twice.code, twice.err.contains("two offers have this identifier")), (4, true), "{}", twice.err);
    let gone = next("flemish-climbing", &desk.path("nothing"), &[]);
    assert_eq!(gone.code, 4, "{}", gone.err);
}

#[test]
fn the_order_of_a_catalogue_changes_nothing() {
    let desk = Desk::new();
    let turned = changed(&desk, |offers| offers.reverse());
    let (one, other) =
        (next("flemish-first-two-courses", CATALOGUE, &[]), next("flemish-first-two-courses", &turned, &[]));
    assert_eq!(one.out, other.out);
}

#[test]
fn a_wallet_reaches_three_awards_and_two_of_them_are_ways_out() {
    let run = asked("reach", "flemish-climbing", "flemish-climbing-together", &["--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let told = run.json();
    // It reaches awards of other countries, too.
    let of_flanders = |r: &&Value| r["award"].as_str().is_some_and(|award| award.starts_with("be.vlg."));
    let reached = told["reached"].as_array().expect("a list").iter().filter(of_flanders);
    let exits: Vec<usize> = reached.map(|r| r["exit_from"].as_array().map_or(0, Vec::len)).collect();
    assert_eq!(exits, [0, 1, 1]);
    assert!(told["preferred"].as_array().is_some_and(|preferred| !preferred.is_empty()));
    let near = told["near"].as_array().expect("a list").iter().find(of_flanders);
    assert_eq!(near.map(|r| &r["award"]), Some(&json!("be.vlg.example.master")));
}

#[test]
fn what_if_names_the_rule_that_says_otherwise() {
    let more = ["--toward", "es.ucm.example.heritage_conservation", "--format", "json"];
    let run = asked("what-if", "spanish-master", "spanish-master", &more);
    assert_eq!(run.code, 8, "{}", run.err);
    let told = run.json();
    let limit =
        told["changes"].as_array().expect("a list").iter().find(|c| c["what"] == "limit").expect("a limit").clone();
    assert_eq!((&limit["name"], &limit["before"]), (&json!("es.ucm.recognised_in_total"), &Value::Null));
    assert_eq!(limit["sources"], json!(["UCM art 5.1.a"]));
}

#[test]
fn what_if_changes_a_fact_and_takes_a_credential_away() {
    let materials = "urn:example:almenar:materials:0417#/credential/workload/amount=5";
    let more = ["--change", materials, "--without", "urn:example:almenar:diagnosis:0417"];
    let run = asked("what-if", "spanish-master", "spanish-master", &more);
    assert!(
        run.out.contains("Historic materials and how they decay: 6 ECTS of 1 credentials, met → 5 ECTS"),
        "{}",
        run.out
    );
    let lost = asked("what-if", "spanish-master", "spanish-master", &["--without", "urn:nobody"]);
    assert_eq!((lost.code, lost.err.contains("the wallet holds no `urn:nobody`")), (2, true), "{}", lost.err);
    let same = asked("what-if", "spanish-master", "spanish-master", &[]);
    assert!(same.out.contains("Nothing would be otherwise."), "{}", same.out);
}

#[test]
fn the_picture_of_a_plan_has_its_steps_in_order() {
    let desk = Desk::new();
    let file = desk.path("plan.svg");
    let claim = "examples/claims/flemish-climbing-master.json";
    let wallet = "examples/wallets/flemish-first-two-courses.json";
    let run = run(&["graph", "--wallet", wallet, "--claim", claim, "--catalogue", CATALOGUE, "--output", &file]);
    assert_eq!(run.code, 0, "{}", run.err);
    let picture = std::fs::read_to_string(Path::new(&file)).expect("the picture is there");
    assert!(picture.contains("8. from 2028-02-07:"), "{picture}");
}
