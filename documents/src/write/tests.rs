use credstack_model::date::Date;
use credstack_model::facts::Value;
use credstack_model::vocabulary::{AttributeId, Vocabulary, attribute};
use credstack_model::{Credential, Symbols};

use super::{Drafted, Outline, european_credential, open_badge};
use crate::{Document, read};

/// An award with two credentials that are stacked toward it, in the project's own JSON.
const AWARD: &str = r#"{"credstack": "credential/v1", "id": "urn:uuid:1f0f",
  "credential": {"title": {"en": "Diploma in Water Management", "de": "Diplom Wasserwirtschaft"},
    "credential_type": "micro_credential", "issued": "2026-03-02", "workload": {"amount": "30", "unit": "ECTS"}, "level": {"framework": "EQF", "level": "7"},
    "learning_outcomes": {"en": "Plans a sewage works."}, "identifier": ["urn:award:wm"], "field": ["0712"],
    "language": ["en", "de"]},
  "issuer": {"name": {"en": "Delft Example University"}, "identifier": ["https://delft.example/id"], "country": "NL"},
  "learner": {"name": {"en": "Ana Example"}, "identifier": ["did:example:ana"], "born": "1999-10-02"}}"#;

const PART: &str = r#"{"credstack": "credential/v1", "id": "part 1",
  "credential": {"title": {"en": "Hydraulics"}, "issued": "2025-06-30", "workload": [{"amount": "7.5", "unit": "ECTS"}, {"amount": "210", "unit": "hours"}],
    "level": {"framework": "EQF", "level": "6"}, "assessment": ["written_exam", "practical"], "participation": ["blended"],
    "supervision": "supervised_with_identity", "grade": {"en": "8.5"}, "skills": ["http://data.europa.eu/esco/skill/1"],
    "learning_outcomes": {"en": "Computes flows."}, "further_information": {"en": "Taught in spring."},
    "quality_assurance": ["programme_quality_assurance"], "prerequisites": {"en": "Calculus"}},
  "issuer": {"name": {"en": "Example College"}, "identifier": ["https://college.example"], "country": "BE"}}"#;

fn own(text: &str, symbols: &Symbols) -> Credential {
    read("own.json", text.as_bytes(), symbols).unwrap().credentials.remove(0)
}

fn drafted(write: impl Fn(Outline<'_>, &Symbols) -> Drafted) -> (Symbols, Credential, Credential, Drafted) {
    let symbols = Symbols::default();
    let (whole, part) = (own(AWARD, &symbols), own(PART, &symbols));
    let issued: Date = "2026-03-02".parse().unwrap();
    let vocabulary = Vocabulary::core();
    let parts = [part.clone()];
    let drafted = write(
        Outline { whole: &whole, parts: &parts, issued, eidas: Some("VATNL-123"), vocabulary: &vocabulary },
        &symbols,
    );
    (symbols, whole, part, drafted)
}

fn again(drafted: &Drafted, symbols: &Symbols) -> Document {
    read("draft.json", drafted.document.to_string().as_bytes(), symbols).unwrap()
}

/// What a fact says, whatever the order of codes and the language of words.
fn said(credential: &Credential, of: AttributeId, symbols: &Symbols) -> Vec<String> {
    let mut said: Vec<String> = match credential.facts.value(of) {
        None => Vec::new(),
        Some(Value::Codes(codes)) => codes.iter().map(|c| symbols.text(*c).to_owned()).collect(),
        Some(Value::Text(texts)) => texts.iter().map(|t| t.words.to_string()).collect(),
        Some(Value::Level(levels)) => {
            levels.iter().map(|l| format!("{} {}", symbols.text(l.framework), symbols.text(l.label))).collect()
        }
        Some(other) => vec![format!("{other:?}")],
    };
    said.sort_unstable();
    said
}

/// Every fact of a credential comes back but for those that the draft says it left out.
fn comes_back(before: &Credential, after: &Credential, drafted: &Drafted, symbols: &Symbols) {
    let vocabulary = Vocabulary::core();
    for (of, _) in before.facts.iter() {
        let told = drafted.left_out.iter().any(|one| one.credential == before.id && one.attribute == of);
        let (then, now) = (said(before, of, symbols), said(after, of, symbols));
        assert!(told || then == now, "{}: {then:?} became {now:?}", vocabulary.get(of).name);
    }
}

#[test]
fn a_stack_is_drafted_as_a_european_credential_and_read_again() {
    let (symbols, whole, part, drafted) = drafted(european_credential);
    let document = again(&drafted, &symbols);
    let [first, second] = document.credentials.as_slice() else { panic!("{:?}", document.credentials.len()) };
    comes_back(&whole, first, &drafted, &symbols);
    comes_back(&part, second, &drafted, &symbols);
    assert_eq!(first.parts, std::slice::from_ref(&second.id));
    assert_eq!(said(second, attribute::LEVEL, &symbols), ["EQF 6"]);
    assert_eq!(said(second, attribute::ISSUER_COUNTRY, &symbols), ["BE"]);
    let told: Vec<String> = drafted.left_out.iter().map(|one| format!("{}: {}", one.credential, one.said)).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_stack_is_drafted_as_a_badge_and_read_again() {
    let (symbols, whole, part, drafted) = drafted(open_badge);
    let document = again(&drafted, &symbols);
    let [first, second] = document.credentials.as_slice() else { panic!("{:?}", document.credentials.len()) };
    comes_back(&whole, first, &drafted, &symbols);
    comes_back(&part, second, &drafted, &symbols);
    assert_eq!(first.parts, std::slice::from_ref(&second.id));
    assert_eq!(said(second, attribute::QUALITY_ASSURANCE, &symbols), ["programme_quality_assurance"]);
    let told: Vec<String> = drafted.left_out.iter().map(|one| format!("{}: {}", one.credential, one.said)).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn drafts_are_the_same_on_every_run() {
    for write in [european_credential, open_badge] {
        let (_, _, _, one) = drafted(write);
        let (_, _, _, other) = drafted(write);
        assert_eq!(one.document.to_string(), other.document.to_string());
    }
}

#[test]
fn what_a_format_asks_for_and_is_not_known_is_told() {
    let symbols = Symbols::default();
    let bare = own(r#"{"credstack": "credential/v1", "credential": {"title": {"en": "A"}}}"#, &symbols);
    let issued: Date = "2026-03-02".parse().unwrap();
    let vocabulary = Vocabulary::core();
    let drafted = european_credential(
        Outline { whole: &bare, parts: &[], issued, eidas: None, vocabulary: &vocabulary },
        &symbols,
    );
    let asked: Vec<_> = drafted.left_out.iter().map(|one| one.attribute).collect();
    assert_eq!(asked, [attribute::ISSUER_NAME, attribute::ISSUER_COUNTRY, attribute::ISSUER_IDENTIFIER]);
    assert!(drafted.left_out.iter().all(|one| one.is_required));
}
