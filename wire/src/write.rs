//! Credentials and claims as JSON, with the provenance of every fact.

use credstack_model::date::DateRange;
use credstack_model::facts::{Fact, Facts, Knowledge, Text, Value as Typed};
use credstack_model::level::StatedLevel;
use credstack_model::vocabulary::{Entity, Vocabulary};
use credstack_model::workload::{StatedWorkload, WorkloadUnit};
use credstack_model::{AmountRange, Claim, Credential, Symbols};
use serde_json::{Map, Value, json};

use crate::facts::none;
use crate::keys::unescape;
use crate::{CLAIM_V1, CREDENTIAL_V1, WALLET_V1};

/// A credential as `credential/v1`. Reading it again gives the same facts; their provenance is then this JSON, and where
/// they came from before stands in `provenance`, by the path of the fact.
pub fn write_credential(credential: &Credential, symbols: &Symbols, vocabulary: &Vocabulary) -> Value {
    let mut root = Map::new();
    root.insert("credstack".to_owned(), json!(CREDENTIAL_V1));
    root.insert("id".to_owned(), json!(&*credential.id));
    write_facts(&mut root, &credential.facts, &crate::credential::ENTITIES, symbols, vocabulary);
    if !credential.parts.is_empty() {
        let parts: Vec<&str> = credential.parts.iter().map(|p| &**p).collect();
        root.insert("parts".to_owned(), json!(parts));
    }
    Value::Object(root)
}

/// Facts of a record, which is no credential, in the layout of one: `{"credential": …, "issuer": …, "provenance": …}`.
pub fn write_record(facts: &Facts, symbols: &Symbols, vocabulary: &Vocabulary) -> Value {
    let mut root = Map::new();
    write_facts(&mut root, facts, &crate::credential::ENTITIES, symbols, vocabulary);
    Value::Object(root)
}

/// Credentials as `wallet/v1`.
pub fn write_wallet(credentials: &[Credential], symbols: &Symbols, vocabulary: &Vocabulary) -> Value {
    let all: Vec<Value> = credentials.iter().map(|c| write_credential(c, symbols, vocabulary)).collect();
    json!({"credstack": WALLET_V1, "credentials": all})
}

/// A claim as `claim/v1`.
pub fn write_claim(claim: &Claim, symbols: &Symbols, vocabulary: &Vocabulary) -> Value {
    let mut root = Map::new();
    root.insert("credstack".to_owned(), json!(CLAIM_V1));
    write_facts(&mut root, &claim.facts, &crate::claim::ENTITIES, symbols, vocabulary);
    if !claim.answers.is_empty() {
        let answers: Vec<Value> = claim
            .answers
            .iter()
            .map(|a| {
                let mut answer = Map::new();
                answer.insert("question".to_owned(), json!(&*a.question));
                if let Some(credential) = &a.credential {
                    answer.insert("credential".to_owned(), json!(&**credential));
                }
                answer.insert("answer".to_owned(), json!(if a.yes { "yes" } else { "no" }));
                answer.insert("author".to_owned(), json!(&*a.author));
                if let Some(day) = a.date {
                    answer.insert("date".to_owned(), json!(day.to_string()));
                }
                Value::Object(answer)
            })
            .collect();
        root.insert("answers".to_owned(), Value::Array(answers));
    }
    if !claim.toward.is_empty() {
        let all = claim.toward.iter().map(|t| json!({"credential": &*t.credential, "component": &*t.component}));
        root.insert("toward".to_owned(), all.collect());
    }
    if let Some(profile) = &claim.profile {
        root.insert("profile".to_owned(), json!(&**profile));
    }
    crate::together::write_asked(&mut root, &claim.awards, &claim.together);
    Value::Object(root)
}

fn write_facts(
    root: &mut Map<String, Value>,
    facts: &Facts,
    entities: &[Entity],
    symbols: &Symbols,
    vocabulary: &Vocabulary,
) {
    let mut provenance = Map::new();
    for (id, fact) in facts.iter() {
        let attribute = vocabulary.get(id);
        if !entities.contains(&attribute.entity) {
            continue;
        }
        let value = match &fact.knowledge {
            Knowledge::Missing => continue,
            Knowledge::None => json!({"none": reason(fact)}),
            Knowledge::Known(value) => typed(value, symbols, attribute.many),
        };
        place(root, &attribute.json, value);
        if !fact.provenance.is_empty() {
            let sources: Vec<Value> = fact
                .provenance
                .iter()
                .map(|p| {
                    json!({
                        "document": &*p.document,
                        "path": p.path,
                        "raw": p.raw,
                        "standing": p.standing.word(),
                    })
                })
                .collect();
            provenance.insert(attribute.json.clone().into_owned(), Value::Array(sources));
        }
    }
    if !provenance.is_empty() {
        root.insert("provenance".to_owned(), Value::Object(provenance));
    }
}

/// Why there is none: the reason that the document gave, where it gave one in this form.
fn reason(fact: &Fact) -> String {
    fact.provenance
        .first()
        .and_then(|p| serde_json::from_str::<Value>(&p.raw).ok())
        .and_then(|v| none(&v)?.as_str().map(ToOwned::to_owned))
        .unwrap_or_else(|| "known to be none".to_owned())
}

/// Puts a value at a JSON Pointer, with the objects on the way.
fn place(root: &mut Map<String, Value>, pointer: &str, value: Value) {
    let mut keys: Vec<String> = pointer.split('/').skip(1).map(unescape).collect();
    let Some(last) = keys.pop() else { return };
    let mut here = root;
    for key in keys {
        let next = here.entry(key).or_insert_with(|| json!({}));
        match next {
            Value::Object(map) => here = map,
            _ => return,
        }
    }
    here.insert(last, value);
}

fn typed(value: &Typed, symbols: &Symbols, many: bool) -> Value {
    match value {
        Typed::Truth(yes) => json!(yes),
        Typed::Number(amount) => json!(amount.exact()),
        Typed::Workload(stated) => one_or_list(stated.iter().map(|s| workload(*s, symbols)).collect()),
        Typed::Level(stated) => one_or_list(stated.iter().map(|s| level(*s, symbols)).collect()),
        Typed::Codes(codes) => {
            let codes: Vec<Value> = codes.iter().map(|c| json!(symbols.text(*c))).collect();
            if many { Value::Array(codes) } else { one_or_list(codes) }
        }
        Typed::Date(range) => date(*range),
        Typed::Text(texts) => text(texts),
    }
}

fn one_or_list(mut values: Vec<Value>) -> Value {
    match values.pop() {
        Some(only) if values.is_empty() => only,
        Some(last) => {
            values.push(last);
            Value::Array(values)
        }
        None => Value::Array(values),
    }
}

fn workload(stated: StatedWorkload, symbols: &Symbols) -> Value {
    let unit = match stated.unit {
        WorkloadUnit::Ects => "ECTS",
        WorkloadUnit::Hours => "hours",
        WorkloadUnit::Credits(name) => symbols.text(name),
    };
    json!({"amount": amount(stated.amount), "unit": unit})
}

fn amount(range: AmountRange) -> Value {
    match (range.single(), range.high) {
        (Some(one), _) => json!(one.exact()),
        (None, Some(high)) => json!({"from": range.low.exact(), "to": high.exact()}),
        (None, None) => json!({"from": range.low.exact()}),
    }
}

fn level(stated: StatedLevel, symbols: &Symbols) -> Value {
    json!({"framework": symbols.text(stated.framework), "level": symbols.text(stated.label)})
}

fn date(range: DateRange) -> Value {
    match range.single() {
        Some(day) => json!(day.to_string()),
        None => json!({"from": range.first.to_string(), "to": range.last.to_string()}),
    }
}

/// Words as a map of languages where each language comes once, else as a list, which keeps their order.
fn text(texts: &[Text]) -> Value {
    if let [only] = texts
        && only.language.is_empty()
    {
        return json!(&*only.words);
    }
    let once = |t: &Text| texts.iter().filter(|o| o.language == t.language).count() == 1;
    if texts.iter().all(|t| !t.language.is_empty() && once(t)) && !ambiguous(texts) {
        let map = texts.iter().map(|t| (t.language.to_string(), json!(&*t.words))).collect();
        return Value::Object(map);
    }
    texts
        .iter()
        .map(|t| {
            if t.language.is_empty() {
                json!(&*t.words)
            } else {
                let language: &str = &t.language;
                json!({language: &*t.words})
            }
        })
        .collect()
}

/// A map with the one key `none` would say that there is none.
fn ambiguous(texts: &[Text]) -> bool {
    matches!(texts, [only] if &*only.language == "none")
}
