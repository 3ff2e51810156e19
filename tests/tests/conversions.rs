//! What a document states in hours, in credits of another system or in levels of another framework: what it comes to is shown
//! whether a rule reads it or not, with the source of the data, and data that nobody could check say so.

#![expect(clippy::expect_used, reason = "a test that cannot go on has failed")]

use credstack::engine::{Budget, Rulebook};
use credstack::model::Claim;
use credstack::report::{Heading, Reader, proposal_text};
use credstack::wire::{self, ProposalDocument};
use credstack::{PackFiles, Rules, documents, recognise};
use serde_json::{Value, json};

const DATA: &str = r#"
policy ground "Frameworks and hours" {
    layer  union
    source LAW     "Act on studies" { url "https://law.example"  checked 2026-05-01  reading "The act says 28, a guide 25; the act is followed." }
    source HEARSAY "A table from memory" { confidence doubtful }
    framework EQF "EQF" { level 1 level 2 level 3 level 4 level 5 level 6 level 7 level 8 }
    framework NLX "A national framework" in NL { level 5 is EQF 6  level 6 is EQF 6 or EQF 7  cite HEARSAY }
    credit system OLD "Old credits" { 1 OLD is 1.5 ECTS by year  cite HEARSAY, LAW art 9 }
    hours 25 to 30 for 1 ECTS
    hours 28 for 1 ECTS in NL cite LAW art 7.4
}
"#;

/// A policy that reads neither workload nor level.
const UNIVERSITY: &str = r#"
policy u "A university" {
    extends ground
    layer   institution
    source  OWN "Own rules" { url "https://u.example" }
    route recognition { for any credential  test no substantial difference  cite OWN }
}
"#;

fn packs(texts: &[&str]) -> Rules {
    let pack = |(at, text): (usize, &&str)| {
        let name = format!("p{at}");
        let manifest = format!("[pack]\nname = \"{name}\"\nversion = \"1.0.0\"\nlanguage = \"1\"\n").into_bytes();
        let rules = vec![(format!("{name}.rule"), text.as_bytes().to_vec())];
        PackFiles { manifest: (format!("{name}.toml"), manifest), rules }
    };
    Rules::from_memory(&texts.iter().enumerate().map(pack).collect::<Vec<_>>())
}

fn problems(rules: &Rules) -> String {
    credstack::diagnostics::to_text(&rules.diagnostics, &rules.sources, false)
}

/// What comes of a course of a country with this workload and level.
fn propose(country: &str, workload: &Value, level: &Value) -> (ProposalDocument, String) {
    let rules = packs(&[DATA, UNIVERSITY]);
    assert!(!rules.has_errors(), "{}", problems(&rules));
    let set = &rules.policies;
    let document = json!({
        "credstack": "credential/v1", "id": "c1",
        "credential": { "title": "A course", "workload": workload, "level": level, "authentic": true, "completed": true },
        "issuer": { "country": country }, "learner": { "identified": true },
    });
    let read = documents::read_with("c.json", document.to_string().as_bytes(), &set.symbols, &set.vocabulary);
    let credential = &read.expect("a credential").credentials[0];
    let (book, claim) = (Rulebook::compile(set, "u").expect("the policy `u`"), Claim::default());
    let proposal = recognise(&book, credential, &claim, Budget::default());
    let (reader, language) = (Reader::Officer, None);
    let heading = Heading { document: "c.json", credential, claim: &claim, language, notes: false, reader };
    let text = proposal_text(&book, &heading, &proposal);
    (wire::write_proposal(&proposal, &credential.facts, set, |name| book.rule_named(name)), text)
}

fn stated(amount: &str, unit: &str) -> Value {
    json!({ "amount": amount, "unit": unit })
}

fn level(framework: &str, label: &str) -> Value {
    json!({ "framework": framework, "level": label })
}

#[test]
fn dutch_hours_and_a_level_in_doubt_are_shown_with_what_they_rest_on() {
    let (document, text) = propose("NL", &stated("140", "hours"), &level("NLX", "6"));
    insta::assert_snapshot!(text);
    let shown: Vec<(&str, &str, bool)> =
        document.conversions.iter().map(|c| (c.stated.as_str(), c.by.as_str(), c.doubtful)).collect();
    assert_eq!(shown, [("140 hours", "hours", false), ("NLX 6", "framework", true)]);
    assert_eq!(
        serde_json::to_value(&document.conversions[0]).expect("JSON"),
        json!({
            "attribute": "credential.workload", "stated": "140 hours", "by": "hours", "doubtful": false,
            "becomes": { "kind": "amount", "from": "5", "to": "5", "above": false, "below": false, "unit": "ECTS" },
            "rate": { "from": "28", "to": "28" },
            "sources": [{
                "title": "Act on studies", "place": "art 7.4", "url": "https://law.example", "confidence": "primary",
                "checked": "2026-05-01", "reading": "The act says 28, a guide 25; the act is followed.",
            }],
        })
    );
}

#[test]
fn the_default_hours_hold_elsewhere_and_cite_nothing_where_nothing_is_cited() {
    let (document, _) = propose("FI", &stated("150", "hours"), &level("EQF", "6"));
    let [one] = document.conversions.as_slice() else { panic!("{:?}", document.conversions) };
    assert_eq!((one.by.as_str(), one.sources.len(), one.doubtful), ("hours", 0, false));
    let becomes = serde_json::to_value(&one.becomes).expect("JSON");
    assert_eq!((&becomes["from"], &becomes["to"]), (&json!("5"), &json!("6")));
}

#[test]
fn one_source_that_was_read_is_enough_for_not_being_in_doubt() {
    let (document, _) = propose("NL", &stated("10", "OLD"), &level("EQF", "6"));
    let [one] = document.conversions.as_slice() else { panic!("{:?}", document.conversions) };
    assert_eq!((one.by.as_str(), one.sources.len(), one.doubtful), ("year", 2, false));
}

#[test]
fn a_level_of_which_no_pack_speaks_says_so() {
    let (document, text) = propose("NL", &stated("5", "ECTS"), &level("NLX", "9"));
    let [one] = document.conversions.as_slice() else { panic!("{:?}", document.conversions) };
    assert_eq!((one.by.as_str(), one.sources.len()), ("unknown", 0));
    assert!(text.contains("NLX 9: no pack says which EQF level that is"), "{text}");
}

#[test]
fn packs_that_declare_the_same_thing_otherwise_are_refused_whatever_their_order() {
    let other = r#"
policy other "Another pack" {
    layer country
    framework NLX "A national framework" in NL { level 5 is EQF 5  level 6 is EQF 6 }
    credit system OLD "Old credits" { 1 OLD is 2 ECTS by year }
    hours 25 for 1 ECTS in NL
}
"#;
    for texts in [[DATA, other], [other, DATA]] {
        let rules = packs(&texts);
        let twice: Vec<&str> = rules
            .diagnostics
            .iter()
            .filter(|d| d.slug.text() == "duplicate-name")
            .map(|d| d.message.as_str())
            .collect();
        assert_eq!(
            twice,
            [
                "the framework `NLX` is declared twice, and not in the same way",
                "the credit system `OLD` is declared twice, and not in the same way",
                "the hours of a credit are declared twice, and not in the same way",
            ],
            "{}",
            problems(&rules)
        );
    }
    insta::assert_snapshot!(problems(&packs(&[DATA, other])));
}

#[test]
fn what_is_declared_twice_in_the_same_way_rests_on_both_sources() {
    let other = r#"
policy other "Another pack" {
    layer country
    source GUIDE "A guide" { url "https://guide.example" }
    hours 28 for 1 ECTS in NL cite GUIDE page 3
}
"#;
    let rules = packs(&[DATA, other]);
    assert!(!rules.has_errors(), "{}", problems(&rules));
    let set = &rules.policies;
    let hours = credstack::model::policy::Datum::Hours(set.symbols.get("NL"));
    let cited: Vec<&str> = set.citations_of(&[hours]).iter().map(|c| set.symbols.text(c.source)).collect();
    assert_eq!(cited, ["LAW", "GUIDE"]);
}
