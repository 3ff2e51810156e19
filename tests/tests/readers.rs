//! What officers read, and what a learner reads: conflicts of laws by title and article, hidden rules, notes, rounding.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

use credstack::engine::{Budget, Rulebook};
use credstack::model::stack::Reading;
use credstack::report::{
    Heading, Reader, StackHeading, leave_out_for_learner, proposal_html, proposal_text, stack_html, stack_text,
    stacking_for_learner,
};
use credstack::wire::{self, Source};
use credstack::{PackFiles, Rules, StackOptions, documents, recognise, stack};
use serde_json::{Value, json};

const RULES: &str = r#"
policy u "A university" {
    layer institution
    source LAW "A law" { url "https://law.example" }
    credits in whole numbers cite LAW art 9
    route recognition "By recognition" {
        for any credential
        test no substantial difference
        cite LAW art 1
        says es "Por reconocimiento"
        note "The committee meets on Mondays."
    }
    rule duty "Official study is owed" {
        for official study
        grant must in full
        mandatory
        cite LAW art 2
        note "Count twice."
    }
    rule never "Informal learning is never recognised" {
        for any credential
        bar when setting is informal
        mandatory
        cite LAW art 3
    }
    rule watch "Issuers to look at twice" {
        for any credential
        ask "Has a second pair of eyes looked?" when issued in NO otherwise doubt quality
        hidden from the learner
        cite LAW art 40
    }
    rule visited "The course was seen" {
        for mooc
        ask "Was the course looked at?" otherwise bar unless taken in a mobility programme
        cite LAW art 5
    }
    rule own_thesis "A thesis is written at home" {
        for any credential
        bar toward thesis, project unless taken in a mobility programme
        cite LAW art 6
    }
    limit quiet "No more than a third from issuers under watch" {
        count any credential
        at most 1/3 of award workload
        hidden from the learner
        cite LAW art 41
    }
}
award u.certificate "Certificate" {
    workload 9 ECTS
    recognise by u
    require courses "Courses" 9 ECTS
    says es "Certificado"
    note "Ask the dean."
}
"#;

fn rules() -> Rules {
    let manifest = b"[pack]\nname = \"u\"\nversion = \"1.0.0\"\nlanguage = \"1\"\n".to_vec();
    let files = vec![("u.rule".into(), RULES.into())];
    let rules = Rules::from_memory(&[PackFiles { manifest: ("pack.toml".into(), manifest), rules: files }]);
    assert!(!rules.has_errors(), "{}", credstack::diagnostics::to_text(&rules.diagnostics, &rules.sources, false));
    rules
}

fn document(country: &str, setting: &str) -> Vec<u8> {
    json!({
        "credstack": "credential/v1", "id": "c1",
        "credential": { "title": "A course", "kind": "official_study", "setting": setting, "workload": { "amount": "6.5", "unit": "ECTS" } },
        "issuer": { "country": country },
    })
    .to_string()
    .into_bytes()
}

/// The text, the table and the JSON of a proposal for a reader who asks for notes.
fn shown(country: &str, setting: &str, reader: Reader, language: Option<&str>) -> [String; 3] {
    shown_of(&document(country, setting), &json!({ "credstack": "claim/v1" }), reader, language)
}

fn shown_of(document: &[u8], claim: &Value, reader: Reader, language: Option<&str>) -> [String; 3] {
    let rules = rules();
    let (symbols, vocabulary) = (&rules.policies.symbols, &rules.policies.vocabulary);
    let read = documents::read("c.json", document, symbols).expect("a credential");
    let source = Source { name: "claim.json".into(), base: String::new(), symbols, vocabulary };
    let claim = wire::read_claim(&source, claim).expect("a claim").value;
    let book = Rulebook::compile(&rules.policies, "u").expect("the policy");
    let credential = &read.credentials[0];
    let proposal = recognise(&book, credential, &claim, Budget::default());
    let heading = Heading { document: "c.json", credential, claim: &claim, language, notes: true, reader };
    let mut json = wire::write_proposal(&proposal, &credential.facts, book.set(), |name| book.rule_named(name));
    if reader == Reader::Learner {
        leave_out_for_learner(&book, &mut json);
    }
    let json = serde_json::to_string(&json).unwrap();
    [proposal_text(&book, &heading, &proposal), proposal_html(&book, &heading, &proposal), json]
}

#[test]
fn two_laws_that_contradict_each_other_are_named_by_title_and_article() {
    let [text, html, _] = shown("ES", "informal", Reader::Officer, None);
    let question =
        "“Official study is owed” (LAW art 2) demands what “Informal learning is never recognised” (LAW art 3) forbids";
    assert!(text.contains(question), "{text}");
    assert!(html.contains(question), "{html}");
    assert!(!text.contains("To ask for"), "no fact settles it:\n{text}");
}

#[test]
fn an_officer_reads_everything_and_what_of_it_is_hidden() {
    let [text, html, json] = shown("NO", "formal", Reader::Officer, None);
    for page in [&text, &html] {
        assert!(page.contains("Issuers to look at twice") && page.contains("hidden from the learner"), "{page}");
        assert!(page.contains("No more than a third from issuers under watch"), "{page}");
        assert!(page.contains("Count twice.") && page.contains("The committee meets on Mondays."), "{page}");
    }
    assert!(json.contains("u.watch") && json.contains("Count twice."), "{json}");
}

#[test]
fn a_learner_reads_neither_hidden_rules_nor_notes_nor_that_there_are_some() {
    for page in shown("NO", "formal", Reader::Learner, None) {
        let secrets = ["watch", "second pair", "Count twice", "Mondays", "hidden", "quiet", "art 40", "art 41"];
        for secret in secrets {
            assert!(!page.contains(secret), "{secret}: {page}");
        }
        assert!(page.contains("incomplete"), "what is open stays open: {page}");
        assert!(page.contains("Official study is owed"), "{page}");
    }
}

#[test]
fn a_route_is_called_as_the_reader_calls_it() {
    let [text, html, _] = shown("ES", "formal", Reader::Officer, Some("es"));
    assert!(text.contains("Por reconocimiento") && html.contains("Por reconocimiento"), "{text}");
}

#[test]
fn that_credits_are_rounded_down_is_said_with_its_article() {
    let [text, html, _] = shown("ES", "formal", Reader::Learner, None);
    assert!(text.contains("6 ECTS must be granted"), "{text}");
    assert!(text.contains("rounded down to whole credits, of 6.5 ECTS (LAW art 9)"), "{text}");
    assert!(html.contains("rounded down to whole credits, of 6.5 ECTS"), "{html}");
}

/// A course of the web, of which it is not said whether it was taken in a mobility programme.
fn course(mobility: &Value) -> Vec<u8> {
    json!({
        "credstack": "credential/v1", "id": "c1",
        "credential": { "title": "A course", "kind": "mooc", "setting": "formal", "mobility": mobility, "workload": { "amount": "6", "unit": "ECTS" } },
        "issuer": { "country": "ES" },
    })
    .to_string()
    .into_bytes()
}

#[test]
fn a_question_that_was_answered_with_yes_is_not_open() {
    let answered = |yes: bool| json!({ "credstack": "claim/v1", "answers": [{ "question": "u.visited", "answer": if yes { "yes" } else { "no" }, "author": "A. Officer" }] });
    let [text, html, json] = shown_of(&course(&Value::Null), &answered(true), Reader::Officer, None);
    assert!(text.contains("Proposal    recognised\n"), "{text}");
    assert!(text.contains("The course was seen: Was the course looked at?"), "{text}");
    assert!(text.contains("answered yes by A. Officer"), "{text}");
    let visited = |json: &str| {
        let json: Value = serde_json::from_str(json).unwrap();
        let findings = json["findings"].as_array().unwrap().clone();
        findings.into_iter().find(|f| f["rule"] == "u.visited").unwrap()["state"].clone()
    };
    assert_eq!(visited(&json), "holds", "it is asked for, or need not be; nothing stands against it");
    assert!(!html.contains("The course was seen: open"), "{html}");
    // With a no it hangs on the mobility programme whether the answer stands against it.
    let [text, _, json] = shown_of(&course(&Value::Null), &answered(false), Reader::Officer, None);
    assert!(text.contains("The course was seen: open, it depends on taken in a mobility programme"), "{text}");
    assert_eq!(visited(&json), "undetermined");
}

#[test]
fn that_it_never_counts_toward_a_thesis_is_said_with_its_article() {
    let claim = json!({ "credstack": "claim/v1" });
    let [text, html, _] = shown_of(&course(&json!(false)), &claim, Reader::Officer, None);
    assert!(text.contains("never toward project, thesis (LAW art 6)"), "{text}");
    let row = html.split("Never toward").nth(1).and_then(|rest| rest.split("</tr>").next()).unwrap();
    assert!(row.contains("project, thesis") && row.contains("LAW art 6"), "{row}");
    // In a mobility programme the rule says nothing.
    let [text, ..] = shown_of(&course(&json!(true)), &claim, Reader::Officer, None);
    assert!(!text.contains("never toward") && !text.contains("art 6"), "{text}");
}

#[test]
fn a_stack_shows_an_award_in_its_language_its_notes_to_officers_and_hidden_limits_to_nobody_else() {
    let rules = rules();
    let set = &rules.policies;
    let read = documents::read("c.json", &document("NO", "formal"), &set.symbols).expect("a credential");
    let source =
        Source { name: "c.json".into(), base: String::new(), symbols: &set.symbols, vocabulary: &set.vocabulary };
    let claim = wire::read_claim(&source, &json!({ "credstack": "claim/v1", "purpose": "credit" })).expect("a claim");
    let found = stack(set, "u.certificate", &read.credentials, &claim.value, StackOptions::default()).expect("a stack");
    let heading = |notes| StackHeading { reading: Reading::Grantable, profile: None, language: Some("es"), notes };
    for page in [stack_text(set, &heading(true), &found), stack_html(set, &heading(true), &found)] {
        assert!(page.contains("Certificado") && page.contains("Ask the dean."), "{page}");
        assert!(page.contains("u.quiet"), "{page}");
    }
    let found = stacking_for_learner(set, &found);
    let json: Value = serde_json::to_value(wire::write_stack(&found, set, None)).unwrap();
    let pages = [stack_text(set, &heading(false), &found), stack_html(set, &heading(false), &found), json.to_string()];
    for page in pages {
        assert!(!page.contains("quiet") && !page.contains("watch") && !page.contains("dean"), "{page}");
    }
}
