//! Reading, writing and the schema, as an integrator meets them.

use credstack_model::facts::{Fact, Knowledge, Text, Value as Typed};
use credstack_model::vocabulary::{Attribute, Entity, Kind, Vocabulary, attribute};
use credstack_model::workload::{StatedWorkload, WorkloadUnit};
use credstack_model::{Amount, AmountRange, Claim, Credential, Symbols};
use serde_json::{Value, json};

use crate::{
    Problems, Reading, Source, claim_schema, credential_schema, read_claim, read_credentials, write_claim,
    write_credential,
};

struct Desk {
    symbols: Symbols,
    vocabulary: Vocabulary,
}

impl Desk {
    fn new() -> Self {
        Self { symbols: Symbols::default(), vocabulary: Vocabulary::core() }
    }

    fn source(&self) -> Source<'_> {
        Source { name: "test.json".into(), base: String::new(), symbols: &self.symbols, vocabulary: &self.vocabulary }
    }

    fn credentials(&self, value: &Value) -> Result<Reading<Vec<Credential>>, Problems> {
        read_credentials(&self.source(), value)
    }

    fn claim(&self, value: &Value) -> Result<Reading<Claim>, Problems> {
        read_claim(&self.source(), value)
    }
}

fn known(credential: &Credential) -> Vec<(u16, Knowledge)> {
    credential.facts.iter().map(|(id, fact)| (id.0, fact.knowledge.clone())).collect()
}

/// A value of every kind, by attribute.
fn example(attribute: &Attribute) -> Value {
    match attribute.kind {
        Kind::Truth => json!(true),
        Kind::Number => json!("8.5"),
        Kind::Workload => {
            json!([{"amount": {"from": "5", "to": "7.5"}, "unit": "ECTS"}, {"amount": "10/3", "unit": "SCQF"}, {"amount": {"from": "1"}, "unit": "hours"}])
        }
        Kind::Level => json!([{"framework": "MECES", "level": "2"}, {"framework": "EQF", "level": "6"}]),
        Kind::Date => json!("2024"),
        Kind::Text => json!([{"en": "first"}, "plain", {"en": "again"}]),
        Kind::Codes("country") => json!("ES"),
        Kind::Codes("isced_f") => json!(["0613", "02"]),
        Kind::Codes(_) => {
            let code = attribute.codes().and_then(|l| l.codes.first()).map_or("x-1", |c| c.code.as_ref());
            if attribute.many { json!([code, "other_code"]) } else { json!(code) }
        }
    }
}

#[test]
fn every_attribute_is_read_and_written_by_its_path() {
    let desk = Desk::new();
    let mut value = json!({"credstack": "credential/v1", "id": "urn:1", "parts": ["urn:2"], "credential": {}, "issuer": {}, "learner": {}});
    let mut expected = 0;
    for (_, attribute) in desk.vocabulary.iter() {
        if crate::credential::ENTITIES.contains(&attribute.entity) {
            let (parent, key) = attribute.json.rsplit_once('/').unwrap();
            value.pointer_mut(parent).unwrap()[key] = example(attribute);
            expected += 1;
        }
    }
    let read = desk.credentials(&value).unwrap();
    let [first] = read.value.as_slice() else { panic!("one credential") };
    assert_eq!(first.facts.len(), expected);
    let written = write_credential(first, &desk.symbols, &desk.vocabulary);
    let again = desk.credentials(&written).unwrap();
    assert_eq!(known(first), known(&again.value[0]));
    assert_eq!((&first.id, &first.parts), (&again.value[0].id, &again.value[0].parts));
    assert_eq!(written["provenance"]["/issuer/country"][0]["raw"], "ES");
}

#[test]
fn none_survives_with_its_reason() {
    let desk = Desk::new();
    let value =
        json!({"credstack": "credential/v1", "credential": {"level": {"none": "an own title has no MECES level"}}});
    let read = desk.credentials(&value).unwrap();
    assert_eq!(*read.value[0].facts.knowledge(attribute::LEVEL), Knowledge::None);
    let written = write_credential(&read.value[0], &desk.symbols, &desk.vocabulary);
    assert_eq!(written["credential"]["level"], json!({"none": "an own title has no MECES level"}));
}

#[test]
fn words_keep_their_languages_and_order() {
    let desk = Desk::new();
    let text = |language: &str, words: &str| Text { language: language.into(), words: words.into() };
    for texts in [
        vec![text("en", "A")],
        vec![text("", "A")],
        vec![text("en", "A"), text("es", "B")],
        vec![text("en", "A"), text("es", "B"), text("en", "C")],
        vec![text("", "A"), text("en", "B"), text("", "C")],
        vec![text("none", "A")],
    ] {
        let mut credential = Credential { id: "urn:1".into(), ..Credential::default() };
        credential.facts.set(attribute::TITLE, Fact::known(Typed::Text(texts)));
        let written = write_credential(&credential, &desk.symbols, &desk.vocabulary);
        let read = desk.credentials(&written).unwrap();
        assert_eq!(known(&credential), known(&read.value[0]), "{written}");
    }
}

fn problems(credential: &Value) -> String {
    let value = json!({"credstack": "credential/v1", "credential": credential});
    Desk::new().credentials(&value).unwrap_err().to_string()
}

#[test]
fn mistakes_say_where_and_how_to_mend_them() {
    for (credential, said) in [
        (
            json!({"workload": 375}),
            "/credential/workload: the number 375 is a workload without a unit; write {\"amount\": \"5\", \"unit\": \"ECTS\"}; units are ECTS, hours and the credit systems that packs declare",
        ),
        (
            json!({"workload": {"amount": "7,5", "unit": "ECTS"}}),
            "/credential/workload/amount: `7,5` has a decimal comma; write it with a point, as `7.5`; write it as a text, \"7.5\"",
        ),
        (
            json!({"workload": [{"amount": "2", "unit": "weeks"}]}),
            "/credential/workload/0/unit: `weeks` is no unit of workload; write {\"amount\": \"5\", \"unit\": \"ECTS\"}; units are ECTS, hours and the credit systems that packs declare",
        ),
        (
            json!({"level": "EQF 6"}),
            "/credential/level: expected a level with its framework, found the text `EQF 6`; write {\"framework\": \"EQF\", \"level\": \"6\"}",
        ),
        (
            json!({"completed": "yes"}),
            "/credential/completed: expected yes or no, found the text `yes`; write true or false, without quotes",
        ),
        (
            json!({"setting": "formel"}),
            "/credential/setting: `formel` is not in the list setting; did you mean `formal`?",
        ),
        (
            json!({"title": {"none": "no title"}}),
            "/credential/title: title cannot be none; leave the key out where it is not known",
        ),
        (
            json!({"kind": ["own_study", "mooc"]}),
            "/credential/kind: kind of learning takes one code, found 2; write one code",
        ),
    ] {
        assert_eq!(problems(&credential), said);
    }
}

#[test]
fn all_mistakes_are_told_at_once() {
    let said = problems(&json!({"workload": 375, "issued": "1/9/2024", "completed": 1}));
    assert_eq!(said.lines().count(), 3, "{said}");
}

#[test]
fn null_and_slips_are_remarked_and_do_not_stop() {
    let value =
        json!({"credstack": "credential/v1", "credential": {"level": null, "worklod": {}, "kind": "own_studdy"}});
    let read = Desk::new().credentials(&value).unwrap();
    let said: Vec<String> = read.remarks.iter().map(|r| format!("{}: {}", r.path, r.message)).collect();
    assert_eq!(
        said,
        [
            "/credential/level: null is read as missing; leave the key out, or write {\"none\": \"reason\"} where it is known that there is no level",
            "/credential/worklod: nothing reads the key `worklod`; did you mean `workload`?",
            "/credential/kind: `own_studdy` is not in the list kind_of_learning; did you mean `own_study`?",
        ]
    );
}

#[test]
fn numbers_are_read_by_their_text() {
    let desk = Desk::new();
    let value: Value = serde_json::from_str(
        "{\"credstack\": \"credential/v1\", \"credential\": {\"workload\": {\"amount\": 0.1, \"unit\": \"ects\"}}}",
    )
    .unwrap();
    let read = desk.credentials(&value).unwrap();
    let expected = Typed::Workload(vec![StatedWorkload {
        amount: AmountRange::exactly(Amount::ratio(1, 10)),
        unit: WorkloadUnit::Ects,
    }]);
    assert_eq!(read.value[0].facts.value(attribute::WORKLOAD), Some(&expected));
}

#[test]
fn an_attribute_of_a_pack_needs_no_code_here() {
    let mut desk = Desk::new();
    let mut of_pack = desk.vocabulary.get(attribute::RELATED).clone();
    of_pack.name = "es.universities.sector".into();
    of_pack.phrase = "taught in the sector".into();
    of_pack.json = "/es.universities/sector".into();
    let id = desk.vocabulary.add(of_pack).unwrap();
    let value = json!({"credstack": "credential/v1", "es.universities": {"sector": true}});
    let read = desk.credentials(&value).unwrap();
    assert_eq!(read.value[0].facts.value(id), Some(&Typed::Truth(true)));
    let schema = credential_schema(&desk.vocabulary);
    assert!(schema["properties"]["es.universities"]["properties"]["sector"].is_object());
}

#[test]
fn a_fact_of_an_attribute_that_no_pack_declares_is_told_by_its_name() {
    let value = json!({"credstack": "credential/v1", "credential": {"title": "A", "es.ucm.thesis_mark": "8"}});
    let read = Desk::new().credentials(&value).unwrap();
    let told: Vec<(&str, &str)> = read.remarks.iter().map(|r| (r.path.as_str(), r.message.as_str())).collect();
    let message = "no pack that is loaded declares the attribute `es.ucm.thesis_mark`";
    assert_eq!(told, [("/credential/es.ucm.thesis_mark", message)]);
}

#[test]
fn a_wallet_keeps_two_credentials_of_one_identifier() {
    let value = json!({"credstack": "wallet/v1", "credentials": [
        {"id": "urn:1", "credential": {"title": "A"}, "parts": ["urn:9"]},
        {"id": "urn:1", "credential": {"title": "B"}},
        {"credential": {"title": "C"}}
    ]});
    let read = Desk::new().credentials(&value).unwrap();
    let ids: Vec<&str> = read.value.iter().map(|c| &*c.id).collect();
    assert_eq!(ids, ["urn:1", "urn:1#2", "test.json#3"]);
    assert_eq!(read.remarks.len(), 2);
}

#[test]
fn a_claim_with_answers_reads_back() {
    let desk = Desk::new();
    let value = json!({
        "credstack": "claim/v1",
        "purpose": "credit",
        "award": {"identifier": "grado-informatica", "workload": {"amount": "240", "unit": "ECTS"}},
        "dates": {"application": "2024-09-01", "decision": "2024-09-20"},
        "answers": [{"question": "es.universities.profile", "answer": "yes", "author": "A. Officer", "date": "2024-09-10"}]
    });
    let read = desk.claim(&value).unwrap();
    assert_eq!(read.value.answers.len(), 1);
    assert!(read.value.answers[0].yes);
    let written = write_claim(&read.value, &desk.symbols, &desk.vocabulary);
    let again = desk.claim(&written).unwrap();
    assert_eq!(read.value.answers, again.value.answers);
    let of = |c: &Claim| c.facts.iter().map(|(id, f)| (id, f.knowledge.clone())).collect::<Vec<_>>();
    assert_eq!(of(&read.value), of(&again.value));
}

#[test]
fn answers_are_complete_or_refused() {
    let value =
        json!({"credstack": "claim/v1", "purpose": "credits", "answers": [{"question": "a", "answer": "maybe"}, 7]});
    let said = Desk::new().claim(&value).unwrap_err().to_string();
    for part in [
        "/purpose: `credits` is not in the list purpose; did you mean `credit`?",
        "/answers/0: the answer has no `author`",
        "/answers/0/answer: expected `yes` or `no`, found the text `maybe`",
        "/answers/1: expected an answer, found the number 7",
    ] {
        assert!(said.contains(part), "{said}");
    }
}

#[test]
fn another_version_is_refused() {
    let value = json!({"credstack": "credential/v2"});
    let said = Desk::new().credentials(&value).unwrap_err().to_string();
    assert!(said.starts_with(
        "/credstack: `credstack` is `credential/v2`; this version reads credential/v1 and wallet/v1 here"
    ));
}

#[test]
fn the_schemas_have_every_attribute_with_its_description() {
    let vocabulary = Vocabulary::core();
    let (credential, claim) = (credential_schema(&vocabulary), claim_schema(&vocabulary));
    for (_, attribute) in vocabulary.iter() {
        let schema = match attribute.entity {
            Entity::Credential | Entity::Issuer | Entity::Learner => &credential,
            _ => &claim,
        };
        let pointer =
            format!("/properties{}", attribute.json.replace('/', "/properties/").replacen("/properties", "", 1));
        let found = schema.pointer(&pointer).unwrap_or_else(|| panic!("{pointer}"));
        assert!(found["description"].as_str().unwrap().starts_with(&*attribute.description));
    }
    assert_eq!(credential["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(
        credential.pointer("/properties/credential/properties/setting/anyOf/0/oneOf/0/const"),
        Some(&json!("formal"))
    );
}

#[test]
fn a_claim_says_what_is_put_forward_and_reads_back_as_it_was_written() {
    let (symbols, vocabulary) = (Symbols::default(), Vocabulary::core());
    let source = Source { name: "claim.json".into(), base: String::new(), symbols: &symbols, vocabulary: &vocabulary };
    let text = json!({
        "credstack": "claim/v1",
        "answers": [{ "question": "x.y", "credential": "c1", "answer": "yes", "author": "A. Officer" }],
        "toward": [{ "credential": "c1", "component": "thesis" }],
        "profile": "A restorer of stone",
    });
    let claim = read_claim(&source, &text).unwrap().value;
    assert_eq!((&*claim.toward[0].credential, &*claim.toward[0].component), ("c1", "thesis"));
    assert_eq!(write_claim(&claim, &symbols, &vocabulary), text);
    let properties = claim_schema(&vocabulary)["properties"].clone();
    assert!(["answers", "toward", "profile"].iter().all(|key| properties.get(key).is_some()));
    let wrong = json!({ "credstack": "claim/v1", "toward": [{ "credential": "c1" }, 3] });
    let problems = read_claim(&source, &wrong).unwrap_err();
    assert_eq!(problems.0.iter().map(|p| p.path.as_str()).collect::<Vec<_>>(), ["/toward/0", "/toward/1"]);
}
