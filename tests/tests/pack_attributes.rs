//! Attributes that a pack declares, from its text to a proposal: rules, documents, claims and the schema know them alike.

#![expect(clippy::expect_used, reason = "a test that cannot go on has failed")]

use credstack::engine::{Budget, Rulebook};
use credstack::wire::{self, ProposalDocument, Source};
use credstack::{PackFiles, Rules, complete_claim, documents, recognise, run_examples};
use serde_json::{Value, json};

const PACK: &str = r#"
policy u "A university" {
    layer  institution
    source HOUSE "Regulations" { url "https://university.example/regulations" }
    scale  quality_signs "Signs of quality" from no_signs, weak, substantial, strong

    attribute u.thesis_mark "mark of the thesis" is number or none meaning "The mark of the final work, 0 to 10."
    attribute u.signs "signs of quality" of issuer is scale quality_signs
    attribute u.mode "mode of attendance" is one of (evening, daytime)
    attribute u.supported "supported by the employer" of claim is yes or no
    attribute u.paid "fee paid until" of enrolment is date

    rule thesis "A thesis below 7 is a doubt" {
        for     any credential
        doubt   quality when mark of the thesis < 7
        cite    HOUSE section 1
        example "a six" { mark of the thesis 6 }         is doubted
        example "none"  { no mark of the thesis }        is not doubted
        example "silent" { missing mark of the thesis }  is undetermined by mark of the thesis
    }
    rule signs "Weak signs of quality bar" {
        for     any credential
        bar     when signs of quality < substantial
        cite    HOUSE section 2
        example "weak"   { signs of quality weak }   is barred
        example "strong" { signs of quality strong } is not barred
        example "silent" { missing signs of quality } is undetermined by signs of quality
    }
    rule support "Support by the employer" {
        for     any credential
        classify as supported when supported by the employer and mode of attendance is evening
        cite    HOUSE section 3
        example "in the evening" { supported by the employer, mode of attendance evening } is supported
    }
    rule fee "Fee" {
        for     any credential
        bar     when fee paid until before 2024-09-01
        cite    HOUSE section 4
        example "late" { fee paid until 2024-08-31 } is barred
    }
    route recognition { for any credential  test no substantial difference  cite HOUSE }
}
"#;

fn rules() -> Rules {
    let manifest = b"[pack]\nname = \"u\"\nversion = \"1.0.0\"\nlanguage = \"1\"\n".to_vec();
    let rules = Rules::from_memory(&[PackFiles {
        manifest: ("pack.toml".into(), manifest),
        rules: vec![("u.rule".into(), PACK.into())],
    }]);
    let shown = credstack::diagnostics::to_text(&rules.diagnostics, &rules.sources, false);
    assert!(!rules.has_errors(), "{shown}");
    rules
}

fn propose(rules: &Rules, credential: &Value, claim: &Value) -> ProposalDocument {
    let (symbols, vocabulary) = (&rules.policies.symbols, &rules.policies.vocabulary);
    let document =
        documents::read_with("c.json", credential.to_string().as_bytes(), symbols, vocabulary).expect("a credential");
    assert!(document.notes.is_empty(), "{:?}", document.notes);
    let source = Source { name: "claim.json".into(), base: String::new(), symbols, vocabulary };
    let mut claim = wire::read_claim(&source, claim).expect("a claim").value;
    complete_claim(&rules.policies, &mut claim).expect("a whole claim");
    let book = Rulebook::compile(&rules.policies, "u").expect("the policy `u`");
    let proposal = recognise(&book, &document.credentials[0], &claim, Budget::default());
    wire::write_proposal(&proposal, &document.credentials[0].facts, book.set(), |name| book.rule_named(name))
}

fn credential() -> Value {
    json!({
        "credstack": "credential/v1",
        "id": "c",
        "credential": {"u.thesis_mark": "6.5", "u.mode": "evening", "workload": {"amount": "6", "unit": "ECTS"}},
        "issuer": {"u.signs": "strong"}
    })
}

fn claim() -> Value {
    json!({"credstack": "claim/v1", "u.supported": true, "enrolment": {"u.paid": "2025-09-01"}})
}

#[test]
fn examples_of_rules_read_attributes_of_their_pack() {
    let run = run_examples(&rules());
    assert_eq!(run.failures(), []);
    assert_eq!(run.runs.len(), 8);
}

#[test]
fn facts_of_documents_and_claims_decide() {
    let rules = rules();
    let found = propose(&rules, &credential(), &claim());
    let state = |rule: &str| found.findings.iter().find(|f| f.rule == rule).map(|f| f.state.clone()).unwrap();
    assert_eq!(
        [state("u.thesis"), state("u.signs"), state("u.support"), state("u.fee")],
        ["holds", "does_not_hold", "holds", "does_not_hold"]
    );
}

#[test]
fn what_no_document_states_is_asked_for_by_its_full_name() {
    let rules = rules();
    let mut silent = credential();
    silent["issuer"] = json!({});
    let found = propose(&rules, &silent, &claim());
    let asked: Vec<&str> = found.asks.iter().map(|a| a.name.as_str()).collect();
    assert_eq!(asked, ["u.signs"]);
    let leads: Vec<String> = found.asks[0].leads.iter().map(|l| format!("{:?}", l.values)).collect();
    // A closed scale has no steps but its own.
    assert!(leads.iter().all(|l| !l.contains("other")), "{leads:?}");
}

#[test]
fn facts_are_written_as_they_were_read_and_the_schema_has_them() {
    let rules = rules();
    let (symbols, vocabulary) = (&rules.policies.symbols, &rules.policies.vocabulary);
    let read = documents::read_with("c.json", credential().to_string().as_bytes(), symbols, vocabulary).unwrap();
    let mut written = wire::write_credential(&read.credentials[0], symbols, vocabulary);
    written.as_object_mut().unwrap().remove("provenance");
    assert_eq!(written, credential());
    let schema = wire::credential_schema(vocabulary);
    let mark = &schema["properties"]["credential"]["properties"]["u.thesis_mark"];
    assert_eq!(mark["description"], "The mark of the final work, 0 to 10.");
    let steps = &schema["properties"]["issuer"]["properties"]["u.signs"]["anyOf"][0]["oneOf"];
    assert_eq!(steps.as_array().map(Vec::len), Some(4));
    let claims = wire::claim_schema(vocabulary);
    assert!(claims["properties"]["u.supported"].is_object());
    assert!(claims["properties"]["enrolment"]["properties"]["u.paid"].is_object());
}

#[test]
fn a_step_that_is_not_on_the_scale_is_refused_in_a_document() {
    let rules = rules();
    let mut wrong = credential();
    wrong["issuer"]["u.signs"] = json!("strongest");
    let (symbols, vocabulary) = (&rules.policies.symbols, &rules.policies.vocabulary);
    let problem = documents::read_with("c.json", wrong.to_string().as_bytes(), symbols, vocabulary).unwrap_err();
    assert!(problem.to_string().contains("`strongest` is not in the list quality_signs"), "{problem}");
}
