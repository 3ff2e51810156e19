//! A wallet and a claim as documents, drawn: of each fact a value near what rules ask, none, or nothing at all.

use credstack::model::vocabulary::{Attribute, AttributeId, Kind, Vocabulary, attribute};
use serde_json::{Map, Value, json};

use super::draw::Draw;

/// What documents state of a credential, as far as drawn rules read it.
pub(super) const OF_CREDENTIAL: [AttributeId; 24] = [
    attribute::WORKLOAD,
    attribute::LEVEL,
    attribute::KIND,
    attribute::COMPLETED,
    attribute::AUTHENTIC,
    attribute::SETTING,
    attribute::ISSUED,
    attribute::ISSUER_COUNTRY,
    attribute::ISSUER_IDENTIFIER,
    attribute::ISSUER_AGREEMENTS,
    attribute::ISSUER_KIND,
    attribute::ISSUER_RECOGNISED,
    attribute::ISSUER_HOME,
    attribute::FIELD,
    attribute::OFFICIAL,
    attribute::MOBILITY,
    attribute::RELATED,
    attribute::REPLACED_BY_AWARD,
    attribute::REVOKED,
    attribute::EXPIRES,
    attribute::ASSESSMENT,
    attribute::GRADE_VALUE,
    attribute::STATE,
    attribute::TAUGHT_LEVEL,
];

const OF_CLAIM: [AttributeId; 11] = [
    attribute::PURPOSE,
    attribute::APPLICATION_DATE,
    attribute::DECISION_DATE,
    attribute::ENROLMENT_DATE,
    attribute::ENROLMENT_MODE,
    attribute::LEARNER_IDENTIFIED,
    attribute::AWARD_WORKLOAD,
    attribute::AWARD_LEVEL,
    attribute::AWARD_KIND,
    attribute::COMPONENT_KIND,
    attribute::COMPONENT_WORKLOAD,
];

/// One to four credentials.
pub(super) fn wallet(draw: &mut Draw<'_>) -> Value {
    let credentials: Vec<Value> = (0..=draw.below(4)).map(|number| credential(draw, number)).collect();
    json!({ "credstack": "wallet/v1", "credentials": credentials })
}

fn credential(draw: &mut Draw<'_>, number: usize) -> Value {
    let mut document = Map::new();
    document.insert("id".to_owned(), json!(format!("k{number}")));
    some(draw, &OF_CREDENTIAL, &mut document);
    if number > 0 && draw.chance(6) {
        document.insert("parts".to_owned(), json!(["k0"]));
    }
    Value::Object(document)
}

/// A claim, sometimes with an answer, an award and a component.
pub(super) fn claim(draw: &mut Draw<'_>) -> Value {
    let mut document = Map::new();
    document.insert("credstack".to_owned(), json!("claim/v1"));
    some(draw, &OF_CLAIM, &mut document);
    if draw.chance(4) {
        let question = draw.pick(&["house.rule_0", "law.rule_1", "law.rule_0.special"]);
        let answer = json!({ "question": question, "answer": draw.pick(&["yes", "no"]), "author": "An officer" });
        document.insert("answers".to_owned(), json!([answer]));
    }
    Value::Object(document)
}

fn some(draw: &mut Draw<'_>, attributes: &[AttributeId], document: &mut Map<String, Value>) {
    let vocabulary = Vocabulary::core();
    for id in attributes {
        let attribute = vocabulary.get(*id);
        match draw.below(6) {
            0 | 1 => {}
            5 if attribute.none => place(document, &attribute.json, json!({ "none": "there is none" })),
            _ => {
                let value = value(draw, attribute);
                place(document, &attribute.json, value);
            }
        }
    }
}

/// Puts a value where a JSON Pointer says.
fn place(document: &mut Map<String, Value>, pointer: &str, value: Value) {
    let mut keys: Vec<&str> = pointer.split('/').skip(1).collect();
    let Some(last) = keys.pop() else { return };
    let mut here = document;
    for key in keys {
        let inner = here.entry(key).or_insert_with(|| Value::Object(Map::new()));
        let Value::Object(map) = inner else { return };
        here = map;
    }
    here.insert(last.to_owned(), value);
}

/// A value of an attribute, as JSON.
fn value(draw: &mut Draw<'_>, attribute: &Attribute) -> Value {
    match attribute.kind {
        Kind::Truth => json!(draw.below(2) == 0),
        Kind::Number => json!(draw.pick(&["7", "5", "9.5", "0", "6.99"])),
        Kind::Date => day(draw),
        Kind::Text => json!("words"),
        Kind::Level => level(draw),
        Kind::Workload => match draw.below(8) {
            7 => json!([workload(draw), { "amount": "375", "unit": "hours" }]),
            _ => workload(draw),
        },
        Kind::Codes(list) => codes(draw, attribute, list),
    }
}

fn day(draw: &mut Draw<'_>) -> Value {
    let days = ["2024-09-01", "2024-08-31", "2022-10-01", "2025-06-30", "2020-02-29", "2024", "2023-01"];
    match draw.below(8) {
        7 => json!({ "from": "2022-10-01", "to": draw.pick(&["2023-01-01", "2025-01-01"]) }),
        _ => json!(draw.pick(&days)),
    }
}

fn level(draw: &mut Draw<'_>) -> Value {
    let (framework, label) =
        draw.pick(&[("EQF", "6"), ("EQF", "7"), ("NFQ", "8"), ("NFQ", "9"), ("EQF", "5"), ("FHEQ", "7")]);
    json!({ "framework": framework, "level": label })
}

fn workload(draw: &mut Draw<'_>) -> Value {
    let amounts = ["6", "15", "14.99", "10", "3", "12", "375", "150", "60", "0", "0.01", "20"];
    let unit = draw.pick(&["ECTS", "ECTS", "ECTS", "hours", "CATS"]);
    match draw.below(6) {
        4 => json!({ "amount": { "from": "5", "to": draw.pick(&["7", "12", "400"]) }, "unit": unit }),
        5 => json!({ "amount": { "from": "5" }, "unit": unit }),
        _ => json!({ "amount": draw.pick(&amounts), "unit": unit }),
    }
}

fn codes(draw: &mut Draw<'_>, attribute: &Attribute, list: &str) -> Value {
    let word = |draw: &mut Draw<'_>| match list {
        "country" => draw.pick(&["ES", "IE", "PT"]).to_owned(),
        "isced_f" => draw.pick(&["02", "0231", "0223", "04", "023"]).to_owned(),
        "identifier" => draw.pick(&["https://north.example/id", "https://south.example/id"]).to_owned(),
        _ => {
            let Some(list) = attribute.codes() else { return "something".to_owned() };
            let at = draw.below(list.codes.len() + usize::from(list.open));
            list.codes.get(at).map_or_else(|| "something".to_owned(), |c| c.code.to_string())
        }
    };
    if attribute.many && draw.chance(3) { json!([word(draw), word(draw)]) } else { json!(word(draw)) }
}

/// A value of one more fact, as the model has it: read from a document that holds nothing else.
pub(super) fn one(draw: &mut Draw<'_>, id: AttributeId) -> Value {
    let vocabulary = Vocabulary::core();
    let attribute = vocabulary.get(id);
    let mut document = Map::new();
    document.insert("credstack".to_owned(), json!("credential/v1"));
    document.insert("id".to_owned(), json!("k"));
    let none = attribute.none && draw.chance(4);
    let value = if none { json!({ "none": "there is none" }) } else { value(draw, attribute) };
    place(&mut document, &attribute.json, value);
    Value::Object(document)
}
