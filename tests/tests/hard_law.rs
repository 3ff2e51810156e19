//! Three laws whose ceilings overlap, nest, change with the day and with the kind of programme: what counts, to the credit.
//!
//! Portugal, Decree-Law 74/2006, art. 45; Austria, Universities Act, § 78; Slovakia, Act 300/2025, § 81. The wallets are large
//! enough for the ceilings to bind, and every question of a person is answered in the learner's favour.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use std::path::Path;

use credstack::wire::{self, Source};
use credstack::{Rules, StackOptions, documents, stack};
use serde_json::{Value, json};

/// The packs of the repository.
fn packs() -> Rules {
    let rules = Rules::from_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules")).expect("the packs");
    assert!(!rules.has_errors());
    rules
}

/// Credentials of one kind of learning, each of so many credits.
fn some(kind: &str, credits: &str, number: usize) -> Vec<Value> {
    let one = |n: usize| {
        json!({
            "id": format!("urn:{kind}:{credits}:{n}"),
            "credential": {
                "title": format!("{kind} {n}"), "type": if kind == "own_study" { "micro_credential" } else { "course_unit" },
                "kind": kind, "setting": "formal", "workload": { "amount": credits, "unit": "ECTS" },
                "level": { "framework": "EQF", "level": if kind.starts_with("sh") || kind.starts_with("se") { "5" } else { "7" } },
                "issued": "2019-02-07", "completed": true, "authentic": true, "learning_outcomes": ["stated"],
                "assessment": ["written_exam"], "participation": ["onsite"], "official": true, "mobility": false,
                "quality_assurance": ["institutional_quality_assurance"], "related": true, "replaced_by_award": false,
            },
            "issuer": { "name": "A university", "identifier": ["https://university.example/id"], "country": "XX",
                        "kind": "university", "recognised": true, "home": false },
            "learner": { "name": "A learner", "identifier": ["urn:learner"], "identified": true },
        })
    };
    (0..number).map(one).collect()
}

struct Asked<'a> {
    award: &'a str,
    country: &'a str,
    day: &'a str,
    answers: &'a [&'a str],
}

/// What may be counted of a wallet, in ECTS, on a day; and the limits that bite.
fn counted(rules: &Rules, asked: &Asked<'_>, wallet: &[Vec<Value>]) -> (String, Vec<String>) {
    let set = &rules.policies;
    let mut wallet: Vec<Value> = wallet.concat();
    for one in &mut wallet {
        one["issuer"]["country"] = json!(asked.country);
    }
    let text = json!({ "credstack": "wallet/v1", "credentials": wallet }).to_string();
    let read = documents::read("wallet.json", text.as_bytes(), &set.symbols).expect("a wallet");
    let answers: Vec<Value> = asked
        .answers
        .iter()
        .map(|q| json!({ "question": q, "answer": "yes", "author": "An officer", "date": asked.day }))
        .collect();
    let claim = json!({
        "credstack": "claim/v1",
        "purpose": "credit",
        "dates": { "application": asked.day, "enrolment": asked.day, "decision": asked.day },
        "answers": answers,
    });
    let symbols = &set.symbols;
    let source = Source { name: "claim.json".into(), base: String::new(), symbols, vocabulary: &set.vocabulary };
    let claim = wire::read_claim(&source, &claim).expect("a claim").value;
    let options = StackOptions::default();
    let found = stack(set, asked.award, &read.credentials, &claim, options).expect("a stack");
    let document = serde_json::to_value(wire::write_stack(&found, set, None)).unwrap();
    let limits = document["grantable"]["limits"].as_array().unwrap();
    let bite = limits.iter().filter(|l| l["bites"] == true).map(|l| l["limit"].as_str().unwrap().to_owned());
    (document["grantable"]["total_ects"].as_str().unwrap().to_owned(), bite.collect())
}

const PT: &[&str] = &["pt.higher_education.unauthorised_teaching"];
const AT: &[&str] = &["at.universities.school_subject", "at.universities.double_admission"];
const SK: &[&str] = &["sk.higher_education.replaces_required"];

fn portugal(rules: &Rules, award: &str, day: &str, wallet: &[Vec<Value>]) -> (String, Vec<String>) {
    counted(rules, &Asked { award, country: "PT", day, answers: PT }, wallet)
}

#[test]
fn portugal_two_thirds_of_a_licenciatura_are_120_of_135() {
    let rules = packs();
    let wallet =
        [some("own_study", "15", 2), some("other_training", "15", 3), some("professional_experience", "15", 4)];
    let (ects, bite) = portugal(&rules, "pt.example.water_management", "2026-10-01", &wallet);
    assert_eq!(ects, "120", "30 + 45 + 60 are 135; letters d to h give two thirds of 180");
    assert_eq!(bite, ["pt.higher_education.together_share@2021-04-17"]);
}

#[test]
fn portugal_a_third_is_exactly_sixty_and_a_unit_is_never_cut() {
    let rules = packs();
    let third = |wallet| portugal(&rules, "pt.example.water_management", "2026-10-01", &[wallet]).0;
    assert_eq!(third(some("post_secondary_specialisation", "60", 1)), "60");
    assert_eq!(third(some("post_secondary_specialisation", "60.5", 1)), "0");
    assert_eq!(third(some("short_cycle_study", "5", 19)), "90", "one half of 180");
}

#[test]
fn portugal_until_april_2021_the_base_of_a_master_was_the_course_without_the_thesis() {
    let rules = packs();
    let on = |day, wallet: &[Vec<Value>]| portugal(&rules, "pt.example.river_restoration", day, wallet).0;
    assert_eq!(on("2021-04-16", &[some("other_training", "20", 1)]), "20", "a third of 60");
    assert_eq!(on("2021-04-16", &[some("other_training", "20.5", 1)]), "0");
    assert_eq!(on("2021-04-17", &[some("other_training", "40", 1)]), "40", "a third of 120");
    assert_eq!(on("2021-04-17", &[some("other_training", "40.5", 1)]), "0");
    let both = [some("own_study", "5", 6), some("other_training", "5", 4)];
    assert_eq!(on("2021-04-16", &both), "40", "two thirds of 60");
    assert_eq!(on("2021-04-17", &both), "50", "two thirds of 120 are more than there is");
}

fn austria(rules: &Rules, wallet: &[Vec<Value>]) -> (String, Vec<String>) {
    let asked = Asked { award: "at.example.environmental_informatics", country: "AT", day: "2026-10-01", answers: AT };
    counted(rules, &asked, wallet)
}

#[test]
fn austria_school_and_work_give_sixty_each_and_ninety_together_cut_where_they_are_divisible() {
    let rules = packs();
    let (school, work) = (|n| some("secondary_school_study", "10", n), |c, n| some("professional_experience", c, n));
    assert_eq!(austria(&rules, &[school(6)]).0, "60");
    assert_eq!(austria(&rules, &[some("secondary_school_study", "61", 1)]).0, "60", "one credit is cut");
    let (both, bite) = austria(&rules, &[school(6), work("20", 3)]);
    assert_eq!(both, "90");
    assert_eq!(bite, ["at.universities.school_and_competences"]);
    assert_eq!(austria(&rules, &[school(6), work("30", 1)]).0, "90");
    assert_eq!(austria(&rules, &[school(6), work("30.5", 1)]).0, "90");
    assert_eq!(austria(&rules, &[school(3), work("61", 1)]).0, "90", "30 and the 60 of 61");
    assert_eq!(austria(&rules, &[some("research_work", "60", 1), work("60", 1)]).0, "120", "research has no ceiling");
}

fn slovakia(rules: &Rules, award: &str, day: &str, wallet: &[Vec<Value>]) -> (String, Vec<String>) {
    counted(rules, &Asked { award, country: "SK", day, answers: SK }, wallet)
}

#[test]
fn slovakia_thirty_and_sixty_percent_nest_and_are_halved_in_a_joined_programme() {
    let rules = packs();
    let wallet = [some("short_cycle_study", "9", 13), some("own_study", "9", 7)];
    let (bachelor, bite) = slovakia(&rules, "sk.example.forest_ecology", "2026-10-01", &wallet);
    assert_eq!(bachelor, "108", "60 percent of 180");
    assert!(bite.contains(&"sk.higher_education.both_together_share".to_owned()), "{bite:?}");
    let joined =
        |wallet: &[Vec<Value>]| slovakia(&rules, "sk.example.veterinary_public_health", "2026-10-01", wallet).0;
    assert_eq!(joined(&wallet), "90", "30 percent of 300");
    assert_eq!(joined(&[some("own_study", "9", 7)]), "45", "15 percent of 300");
    assert_eq!(slovakia(&rules, "sk.example.forest_ecology", "2026-10-01", &[some("own_study", "9", 7)]).0, "54");
}

#[test]
fn slovakia_the_ceilings_begin_on_the_first_of_september_2026() {
    let rules = packs();
    let on = |day| slovakia(&rules, "sk.example.forest_ecology", day, &[some("own_study", "9", 7)]).0;
    assert_eq!(on("2026-08-31"), "63", "no ceiling was found in the act before");
    assert_eq!(on("2026-09-01"), "54", "30 percent of 180");
}

#[test]
fn slovakia_learning_counts_for_ten_years_to_the_day() {
    let rules = packs();
    let mut old = some("own_study", "9", 1);
    let mut issued = |issued: &str, day| {
        old[0]["credential"]["issued"] = json!(issued);
        slovakia(&rules, "sk.example.forest_ecology", day, &[old.clone()]).0
    };
    assert_eq!(issued("2016-10-01", "2026-10-01"), "9");
    assert_eq!(issued("2016-09-30", "2026-10-01"), "0");
    assert_eq!(issued("2016-08-30", "2026-08-31"), "9", "no such rule before");
}
