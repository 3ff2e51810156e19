//! What the language says of time and of people, from the rule file to the proposal: versions and the choice of the newer,
//! agreements that expire, the procedure around a decision, texts in the reader's language with the values of the case.

#![expect(clippy::expect_used, reason = "a test that cannot go on has failed")]

use credstack::engine::{Budget, Rulebook};
use credstack::report::{Heading, Reader, proposal_text};
use credstack::wire::{self, ProposalDocument, Source};
use credstack::{PackFiles, Rules, documents, recognise};
use serde_json::{Value, json};

const GROUND: &str = r#"
policy ground "Frameworks" {
    layer  union
    framework EQF "EQF" { level 1 level 2 level 3 level 4 level 5 level 6 level 7 level 8 }
    source LAW "A law" { url "https://law.example" }
}
"#;

/// Two versions of one policy; the older one leaves the learner the choice.
const VERSIONS: &str = r#"
policy u "Regulations of 2022" {
    extends  ground
    layer    institution
    in force from 2022-10-01 until 2024-10-01
    learner may opt for the newer
    route recognition { for any credential  test no substantial difference  cite LAW }
    rule small { for any credential  bar when workload < 5 ECTS  cite LAW section 1 }
}
policy u "Regulations of 2024" {
    extends  ground
    layer    institution
    in force from 2024-10-01
    route recognition { for any credential  test no substantial difference  cite LAW }
    rule small { for any credential  bar when workload < 3 ECTS  cite LAW section 1 }
    rule old   { for any credential  bar when date of issuing before 2020-01-01  cite LAW section 2 }
}
"#;

const AGREEMENT: &str = r#"
policy u "A university" {
    extends ground
    layer   institution
    agreement coast "Coastal universities" {
        between  "https://north.example/id"
        covers   any credential where level >= EQF 6
        in force from 2025-01-01 until 2030-01-01
        cite     LAW section 3
    }
    route coast_route { for any credential issued under coast  test exact agreement  cite LAW section 3 }
    route validation  { for any credential  test equivalence shown  cite LAW section 4 }
}
"#;

const WORDS: &str = r#"
policy u "A university" {
    extends ground
    layer   institution
    route recognition { for any credential  test no substantial difference  cite LAW }
    procedure {
        decide   within 2 months of application
        silence  means refusal
        appeal   to "the rector" within 4 weeks
        language es, en
        record   ungraded
        cite     LAW section 20
    }
    rule workload "The workload is close to the award's" {
        for      any credential
        ask      "Are {workload} enough beside the {award workload} of the award?" otherwise doubt workload
        asks es  "¿Bastan {workload} frente a {award workload}?"
        later    "Take the second part of the course."
        later es "Curse la segunda parte."
        cite     LAW section 5
    }
}
"#;

fn rules(text: &str) -> Rules {
    let manifest = b"[pack]\nname = \"u\"\nversion = \"1.0.0\"\nlanguage = \"1\"\n".to_vec();
    let files = vec![("ground.rule".into(), GROUND.into()), ("u.rule".into(), text.into())];
    let rules = Rules::from_memory(&[PackFiles { manifest: ("pack.toml".into(), manifest), rules: files }]);
    let shown = credstack::diagnostics::to_text(&rules.diagnostics, &rules.sources, false);
    assert!(!rules.has_errors(), "{shown}");
    rules
}

/// A passed course with these facts beside; and a claim with these dates and enrolment facts.
fn propose(rules: &Rules, more: &Value, claim: &Value, language: Option<&str>) -> (ProposalDocument, String) {
    let (symbols, vocabulary) = (&rules.policies.symbols, &rules.policies.vocabulary);
    let mut credential = json!({
        "title": "A course", "workload": { "amount": "4", "unit": "ECTS" }, "issued": "2019-06-30",
        "completed": true, "authentic": true, "level": { "framework": "EQF", "level": "6" },
    });
    for (key, value) in more.as_object().expect("facts") {
        credential[key] = value.clone();
    }
    let document = json!({
        "credstack": "credential/v1", "id": "c1", "credential": credential,
        "issuer": { "identifier": ["https://north.example/id"] }, "learner": { "identified": true },
    });
    let read = documents::read("c.json", document.to_string().as_bytes(), symbols).expect("a credential");
    let source = Source { name: "claim.json".into(), base: String::new(), symbols, vocabulary };
    let claim = wire::read_claim(&source, claim).expect("a claim").value;
    let book = Rulebook::compile(&rules.policies, "u").expect("the policy `u`");
    let proposal = recognise(&book, &read.credentials[0], &claim, Budget::default());
    let heading = Heading {
        document: "c.json",
        credential: &read.credentials[0],
        claim: &claim,
        language,
        notes: false,
        reader: Reader::Officer,
    };
    let text = proposal_text(&book, &heading, &proposal);
    (wire::write_proposal(&proposal, &read.credentials[0].facts, book.set(), |name| book.rule_named(name)), text)
}

fn applied(day: &str, opts: Option<bool>) -> Value {
    let mut claim = json!({ "credstack": "claim/v1", "dates": { "application": day, "enrolment": day } });
    if let Some(opts) = opts {
        claim["enrolment"] = json!({ "opts_for_newer": opts });
    }
    claim
}

#[test]
fn the_newer_version_governs_from_its_day_and_before_it_whoever_chose_it() {
    let rules = rules(VERSIONS);
    let young = json!({ "issued": "2023-06-30" });
    let outcome = |more: &Value, claim: &Value| propose(&rules, more, claim, None).0.outcome;
    // Four credits: too few for the regulations of 2022, enough for those of 2024.
    assert_eq!(outcome(&young, &applied("2023-10-01", Some(false))).best, "refused");
    assert_eq!(outcome(&young, &applied("2023-10-01", Some(true))).worst, "recognised");
    assert_eq!(outcome(&young, &applied("2024-10-01", Some(false))).worst, "recognised");
    assert_eq!(
        outcome(&young, &applied("2024-09-30", Some(false))).best,
        "refused",
        "the last day of the older version"
    );
}

#[test]
fn who_chooses_the_newer_version_takes_all_of_it() {
    let rules = rules(VERSIONS);
    let old = json!({ "issued": "2019-06-30", "workload": { "amount": "6", "unit": "ECTS" } });
    let outcome = |claim: &Value| propose(&rules, &old, claim, None).0.outcome;
    // Six credits of 2019: the older version has no rule on age, the newer one has.
    assert_eq!(outcome(&applied("2023-10-01", Some(false))).worst, "recognised");
    assert_eq!(outcome(&applied("2023-10-01", Some(true))).best, "refused");
}

#[test]
fn a_choice_that_nobody_stated_is_asked_for_where_it_matters_alone() {
    let rules = rules(VERSIONS);
    let asked = |more: &Value, day: &str| -> Vec<String> {
        let (proposal, _) = propose(&rules, more, &applied(day, None), None);
        proposal.asks.iter().map(|a| a.name.clone()).collect()
    };
    assert_eq!(asked(&json!({ "issued": "2023-06-30" }), "2023-10-01"), ["enrolment.opts_for_newer"]);
    assert!(asked(&json!({ "issued": "2023-06-30" }), "2024-10-01").is_empty(), "there is no choice any more");
    let large = json!({ "issued": "2023-06-30", "workload": { "amount": "9", "unit": "ECTS" } });
    assert!(asked(&large, "2023-10-01").is_empty(), "both versions recognise it");
}

#[test]
fn an_agreement_opens_its_route_while_it_is_in_force_and_for_what_it_covers() {
    let rules = rules(AGREEMENT);
    let routes = |more: &Value, day: &str| propose(&rules, more, &applied(day, None), None).0.routes;
    assert_eq!(routes(&json!({}), "2026-03-01"), ["u.coast_route"]);
    assert_eq!(routes(&json!({}), "2024-12-31"), ["u.validation"], "the day before it begins");
    assert_eq!(routes(&json!({}), "2030-01-01"), ["u.validation"], "it has ended");
    let low = json!({ "level": { "framework": "EQF", "level": "5" } });
    assert_eq!(routes(&low, "2026-03-01"), ["u.validation"], "it does not cover this level");
}

#[test]
fn the_procedure_stands_with_every_proposal_with_its_last_day() {
    let rules = rules(WORDS);
    let (document, text) = propose(&rules, &json!({}), &applied("2026-03-01", None), None);
    let procedure = document.procedure.expect("a procedure");
    assert_eq!(procedure.decide_within.as_deref(), Some("2 months"));
    assert_eq!(procedure.decide_from.as_deref(), Some("claim.application_date"));
    assert_eq!(procedure.appeal_within.as_deref(), Some("28 days"));
    assert_eq!(procedure.languages, ["es", "en"]);
    for sentence in [
        "a decision is due within 2 months of the application date, that is by 2026-05-01",
        "no decision in time means refusal",
        "an appeal goes to the rector within 28 days",
    ] {
        assert!(text.contains(sentence), "{sentence}\n{text}");
    }
}

#[test]
fn questions_and_advice_speak_the_readers_language_with_the_values_of_the_case() {
    let rules = rules(WORDS);
    let mut claim = applied("2026-03-01", None);
    claim["award"] = json!({ "identifier": "x", "workload": { "amount": "60", "unit": "ECTS" } });
    let (_, english) = propose(&rules, &json!({}), &claim, None);
    assert!(english.contains("Are 4 ECTS enough beside the 60 ECTS of the award?"), "{english}");
    assert!(english.contains("Take the second part of the course."), "{english}");
    let (document, spanish) = propose(&rules, &json!({}), &claim, Some("es"));
    assert!(spanish.contains("¿Bastan 4 ECTS frente a 60 ECTS?"), "{spanish}");
    assert!(spanish.contains("Curse la segunda parte."), "{spanish}");
    let finding = document.findings.iter().find(|f| f.rule == "u.workload").expect("the rule");
    assert_eq!(finding.asks.get("es").map(String::as_str), Some("¿Bastan {workload} frente a {award workload}?"));
    assert_eq!(finding.measures_in.get("es").map(Vec::len), Some(1));
}
