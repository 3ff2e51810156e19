//! JSON Schema (draft 2020-12) of the public formats, generated from the attribute table.

use credstack_model::vocabulary::{Attribute, Entity, Kind, Vocabulary};
use serde_json::{Map, Value, json};

use crate::keys::unescape;
use crate::{CLAIM_V1, CREDENTIAL_V1};

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of `credential/v1`.
pub fn credential_schema(vocabulary: &Vocabulary) -> Value {
    let mut properties = frame(vocabulary, &crate::credential::ENTITIES, CREDENTIAL_V1);
    properties.insert(
        "parts".to_owned(),
        json!({"type": "array", "items": {"type": "string"}, "description": "Identifiers of the credentials that it contains or was made of."}),
    );
    document("A credential that a learner holds", &properties)
}

/// The schema of `claim/v1`.
pub fn claim_schema(vocabulary: &Vocabulary) -> Value {
    let mut properties = frame(vocabulary, &crate::claim::ENTITIES, CLAIM_V1);
    properties.insert(
        "answers".to_owned(),
        json!({
            "type": "array",
            "description": "Answers to questions that rules ask.",
            "items": {
                "type": "object",
                "required": ["question", "answer", "author"],
                "properties": {
                    "question": {"type": "string", "description": "The full name of the rule that asks."},
                    "credential": {"type": "string", "description": "The credential that it is about; all of them where none is named."},
                    "answer": {"enum": ["yes", "no", true, false]},
                    "author": {"type": "string", "description": "Who answered."},
                    "date": {"type": "string", "format": "date"}
                }
            }
        }),
    );
    properties.insert(
        "toward".to_owned(),
        json!({
            "type": "array",
            "description": "Which credentials are put forward for which components of the award, when a wallet is stacked.",
            "items": {
                "type": "object",
                "required": ["credential", "component"],
                "properties": {
                    "credential": {"type": "string", "description": "Its identifier."},
                    "component": {"type": "string", "description": "The component's name, alone or with its award before it."}
                }
            }
        }),
    );
    properties.insert(
        "profile".to_owned(),
        json!({"type": "string", "description": "What the stack makes of the learner, in a person's words."}),
    );
    crate::together::together_properties(&mut properties);
    document("What a learner asks for with a credential", &properties)
}

fn document(title: &str, properties: &Map<String, Value>) -> Value {
    json!({
        "$schema": DRAFT,
        "title": title,
        "type": "object",
        "required": ["credstack"],
        "properties": properties,
        "$defs": definitions()
    })
}

fn frame(vocabulary: &Vocabulary, entities: &[Entity], version: &str) -> Map<String, Value> {
    let mut properties = Map::new();
    properties.insert("credstack".to_owned(), json!({"const": version}));
    properties.insert("id".to_owned(), json!({"type": "string"}));
    for (_, attribute) in vocabulary.iter() {
        if entities.contains(&attribute.entity) {
            put(&mut properties, attribute);
        }
    }
    properties.insert(
        "provenance".to_owned(),
        json!({"type": "object", "description": "Where each fact came from, by its path in this document; written, not read."}),
    );
    properties
}

/// Puts an attribute at its path, with an object for every step on the way.
fn put(properties: &mut Map<String, Value>, attribute: &Attribute) {
    let mut keys: Vec<String> = attribute.json.split('/').skip(1).map(unescape).collect();
    let Some(last) = keys.pop() else { return };
    let mut here = properties;
    for key in keys {
        let object = here.entry(key).or_insert_with(|| json!({"type": "object", "properties": {}}));
        match object.get_mut("properties") {
            Some(Value::Object(inner)) => here = inner,
            _ => return,
        }
    }
    here.insert(last, schema(attribute));
}

fn schema(attribute: &Attribute) -> Value {
    let unit = attribute.kind.unit();
    let description = if unit.is_empty() {
        attribute.description.clone().into_owned()
    } else {
        format!("{} Written in: {unit}.", attribute.description)
    };
    let mut forms = vec![value(attribute)];
    if attribute.none {
        forms.push(json!({"$ref": "#/$defs/none"}));
    }
    forms.push(json!({"type": "null", "description": "Read as missing; better leave the key out."}));
    json!({"description": description, "anyOf": forms})
}

fn value(attribute: &Attribute) -> Value {
    let of = |name: &str| json!({"$ref": format!("#/$defs/{name}")});
    let one_or_list = |one: Value| json!({"anyOf": [one, {"type": "array", "minItems": 1, "items": one}]});
    match attribute.kind {
        Kind::Truth => json!({"type": "boolean"}),
        Kind::Number => of("amount"),
        Kind::Date => of("date"),
        Kind::Text => of("text"),
        Kind::Workload => one_or_list(of("workload")),
        Kind::Level => one_or_list(of("level")),
        Kind::Codes(_) => {
            let code = code(attribute);
            if attribute.many { one_or_list(code) } else { code }
        }
    }
}

/// A closed list is an enumeration, an open one a text with examples.
fn code(attribute: &Attribute) -> Value {
    let Some(list) = attribute.codes() else {
        return json!({"type": "string", "minLength": 1});
    };
    let codes: Vec<Value> = list.codes.iter().map(|c| json!({"const": c.code, "description": c.label})).collect();
    match (list.open, codes.is_empty()) {
        (false, false) => json!({"oneOf": codes}),
        (true, false) => json!({"anyOf": [{"oneOf": codes}, {"type": "string", "minLength": 1}]}),
        _ if list.name == "country" => json!({"type": "string", "pattern": "^[A-Z]{2}$"}),
        _ if list.by_prefix => json!({"type": "string", "pattern": "^[0-9]{2,4}$"}),
        _ => json!({"type": "string", "minLength": 1}),
    }
}

fn definitions() -> Value {
    json!({
        "amount": {
            "description": "An exact amount, as a text: 7.5 or 10/3.",
            "anyOf": [
                {"type": "string", "pattern": "^[0-9]+(\\.[0-9]+)?$|^[0-9]+/[1-9][0-9]*$"},
                {"type": "number", "minimum": 0}
            ]
        },
        "workload": {
            "type": "object",
            "required": ["amount", "unit"],
            "properties": {
                "amount": {"anyOf": [
                    {"$ref": "#/$defs/amount"},
                    {
                        "type": "object",
                        "required": ["from"],
                        "properties": {"from": {"$ref": "#/$defs/amount"}, "to": {"$ref": "#/$defs/amount"}}
                    }
                ]},
                "unit": {"type": "string", "description": "ECTS, hours, or a credit system that a pack declares.", "examples": ["ECTS", "hours"]}
            }
        },
        "level": {
            "type": "object",
            "required": ["framework", "level"],
            "properties": {
                "framework": {"type": "string", "examples": ["EQF"]},
                "level": {"type": "string", "examples": ["6"]}
            }
        },
        "date": {
            "anyOf": [
                {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"},
                {
                    "type": "object",
                    "required": ["from", "to"],
                    "properties": {"from": {"$ref": "#/$defs/date"}, "to": {"$ref": "#/$defs/date"}}
                }
            ]
        },
        "words": {"anyOf": [{"type": "string", "minLength": 1}, {"type": "array", "items": {"type": "string"}}]},
        "languages": {"type": "object", "additionalProperties": {"$ref": "#/$defs/words"}},
        "text": {
            "anyOf": [
                {"$ref": "#/$defs/words"},
                {"$ref": "#/$defs/languages"},
                {"type": "array", "items": {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/languages"}]}}
            ]
        },
        "none": {
            "type": "object",
            "required": ["none"],
            "additionalProperties": false,
            "properties": {"none": {"type": "string", "minLength": 1}},
            "description": "It is known that there is none, and why."
        }
    })
}
