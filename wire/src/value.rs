//! One value, by the kind of its attribute.

use credstack_model::date::DateRange;
use credstack_model::facts::{Text, Value as Typed};
use credstack_model::level::StatedLevel;
use credstack_model::vocabulary::{AttributeId, CodeList, Kind};
use credstack_model::workload::{StatedWorkload, WorkloadUnit};
use credstack_model::{Amount, AmountRange, Symbol};
use serde_json::{Map, Value};

use crate::keys::{escape, nearest};
use crate::problem::RemarkKind;
use crate::reader::{Reader, raw};

/// A typed value and the places that it was read from.
pub(crate) struct Read {
    pub(crate) value: Typed,
    pub(crate) places: Vec<(String, String)>,
}

/// What sort of JSON a value is, for messages.
pub(crate) fn sort(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(yes) => format!("{yes}"),
        Value::Number(number) => format!("the number {number}"),
        Value::String(text) => format!("the text `{}`", text.chars().take(60).collect::<String>()),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

/// Reads a value, or reports what is wrong with it.
pub(crate) fn read(reader: &mut Reader<'_>, id: AttributeId, found: &Value, path: &str) -> Option<Read> {
    let attribute = reader.source.vocabulary.get(id);
    let whole = |value: Typed| Read { value, places: vec![(path.to_owned(), raw(found))] };
    match attribute.kind {
        Kind::Truth => {
            let truth = found.as_bool();
            if truth.is_none() {
                let help = "write true or false, without quotes";
                reader.problem(path, expected(attribute.kind, found), help);
            }
            truth.map(|yes| whole(Typed::Truth(yes)))
        }
        Kind::Number => amount(reader, found, path).map(|a| whole(Typed::Number(a))),
        Kind::Date => date(reader, found, path).map(|d| whole(Typed::Date(d))),
        Kind::Text => text(reader, found, path),
        Kind::Workload => {
            each(reader, found, path, workload).map(|(values, places)| Read { value: Typed::Workload(values), places })
        }
        Kind::Level => {
            each(reader, found, path, level).map(|(values, places)| Read { value: Typed::Level(values), places })
        }
        Kind::Codes(_) => codes(reader, id, found, path),
    }
}

fn expected(kind: Kind, found: &Value) -> String {
    format!("expected {}, found {}", kind.word(), sort(found))
}

/// An exact amount: a text, or a number whose text is one.
fn amount(reader: &mut Reader<'_>, found: &Value, path: &str) -> Option<Amount> {
    let text = match found {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        other => {
            reader.problem(path, format!("expected an amount, found {}", sort(other)), "write it as a text, \"7.5\"");
            return None;
        }
    };
    match text.parse() {
        Ok(amount) => Some(amount),
        Err(problem) => {
            reader.problem(path, problem.to_string(), "write it as a text, \"7.5\"");
            None
        }
    }
}

fn amount_range(reader: &mut Reader<'_>, found: &Value, path: &str) -> Option<AmountRange> {
    let Some(map) = found.as_object() else {
        return amount(reader, found, path).map(AmountRange::exactly);
    };
    check_keys(reader, map, path, &["from", "to"]);
    let Some(from) = map.get("from") else {
        reader.problem(
            path,
            "the range has no `from`".to_owned(),
            "write {\"from\": \"5\", \"to\": \"7\"}; leave `to` out where nothing bounds it",
        );
        return None;
    };
    let low = amount(reader, from, &format!("{path}/from"))?;
    let high = match map.get("to") {
        None | Some(Value::Null) => None,
        Some(to) => Some(amount(reader, to, &format!("{path}/to"))?),
    };
    if high.is_some_and(|high| high < low) {
        let message = "`to` is less than `from`".to_owned();
        reader.problem(path, message, "exchange the two");
        return None;
    }
    Some(AmountRange { low, high })
}

/// Reports keys of an inner object that nothing reads.
fn check_keys(reader: &mut Reader<'_>, map: &Map<String, Value>, path: &str, known: &[&str]) {
    for key in map.keys().filter(|k| !known.contains(&k.as_str())) {
        let place = format!("{path}/{}", escape(key));
        let message = match nearest(key, known.iter().copied()) {
            Some(near) => format!("nothing reads the key `{key}`; did you mean `{near}`?"),
            None => format!("nothing reads the key `{key}`; known are {}", known.join(" and ")),
        };
        reader.remark(RemarkKind::UnknownKey, None, &place, message);
    }
}

/// One statement or a list of them.
type Statements<T> = (Vec<T>, Vec<(String, String)>);

fn each<T>(
    reader: &mut Reader<'_>,
    found: &Value,
    path: &str,
    one: fn(&mut Reader<'_>, &Value, &str) -> Option<T>,
) -> Option<Statements<T>> {
    let items: Vec<(&Value, String)> = match found {
        Value::Array(items) if items.is_empty() => {
            reader.problem(path, "the list is empty".to_owned(), "leave the key out where it is not known");
            return None;
        }
        Value::Array(items) => items.iter().enumerate().map(|(at, item)| (item, format!("{path}/{at}"))).collect(),
        single => vec![(single, path.to_owned())],
    };
    let mut values = Vec::new();
    let mut places = Vec::new();
    let mut failed = false;
    for (item, place) in items {
        match one(reader, item, &place) {
            Some(value) => {
                values.push(value);
                places.push((place, raw(item)));
            }
            None => failed = true,
        }
    }
    (!failed).then_some((values, places))
}

const UNITS: &str =
    "write {\"amount\": \"5\", \"unit\": \"ECTS\"}; units are ECTS, hours and the credit systems that packs declare";

fn workload(reader: &mut Reader<'_>, found: &Value, path: &str) -> Option<StatedWorkload> {
    let Some(map) = found.as_object() else {
        let message = match found {
            Value::Number(_) | Value::String(_) => {
                format!("{} is a workload without a unit", sort(found))
            }
            other => format!("expected a workload, found {}", sort(other)),
        };
        reader.problem(path, message, UNITS);
        return None;
    };
    check_keys(reader, map, path, &["amount", "unit"]);
    let stated = match map.get("amount") {
        Some(stated) => amount_range(reader, stated, &format!("{path}/amount")),
        None => {
            reader.problem(path, "the workload has no `amount`".to_owned(), UNITS);
            None
        }
    };
    let unit = match map.get("unit") {
        Some(Value::String(unit)) => unit_of(reader, unit, &format!("{path}/unit")),
        Some(other) => {
            let message = format!("expected a unit, found {}", sort(other));
            reader.problem(&format!("{path}/unit"), message, UNITS);
            None
        }
        None => {
            reader.problem(path, "the workload has no `unit`".to_owned(), UNITS);
            None
        }
    };
    Some(StatedWorkload { amount: stated?, unit: unit? })
}

fn unit_of(reader: &mut Reader<'_>, unit: &str, path: &str) -> Option<WorkloadUnit> {
    let trimmed = unit.trim();
    match trimmed.to_lowercase().as_str() {
        "ects" => Some(WorkloadUnit::Ects),
        "hours" | "hour" => Some(WorkloadUnit::Hours),
        "" | "credits" | "credit" | "points" => {
            let message = format!("`{unit}` does not say of which system the credits are");
            reader.problem(path, message, UNITS);
            None
        }
        "minutes" | "days" | "weeks" | "months" | "years" | "semesters" | "ec" => {
            let message = format!("`{unit}` is no unit of workload");
            reader.problem(path, message, UNITS);
            None
        }
        _ => Some(WorkloadUnit::Credits(reader.source.symbols.intern(trimmed))),
    }
}

fn level(reader: &mut Reader<'_>, found: &Value, path: &str) -> Option<StatedLevel> {
    let help = "write {\"framework\": \"EQF\", \"level\": \"6\"}";
    let Some(map) = found.as_object() else {
        let message = format!("expected a level with its framework, found {}", sort(found));
        reader.problem(path, message, help);
        return None;
    };
    check_keys(reader, map, path, &["framework", "level"]);
    let mut word = |key: &str| {
        let text = match map.get(key) {
            Some(Value::String(text)) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            Some(Value::Number(number)) if key == "level" => Some(number.to_string()),
            _ => None,
        };
        if text.is_none() {
            let message = format!("the level has no `{key}` that is a text");
            reader.problem(path, message, help);
        }
        text
    };
    let (framework, label) = (word("framework"), word("level"));
    let symbols = reader.source.symbols;
    Some(StatedLevel { framework: symbols.intern(&framework?), label: symbols.intern(&label?) })
}

fn date(reader: &mut Reader<'_>, found: &Value, path: &str) -> Option<DateRange> {
    let help = "write a day as \"2024-09-01\", without a time; \"2024-09\" and \"2024\" stand for any day in it";
    if let Some(map) = found.as_object() {
        check_keys(reader, map, path, &["from", "to"]);
        let mut end = |key: &str| match map.get(key) {
            Some(end) => date(reader, end, &format!("{path}/{key}")),
            None => {
                let message = format!("the range of days has no `{key}`");
                reader.problem(path, message, "write {\"from\": \"2024-09-01\", \"to\": \"2024-09-30\"}");
                None
            }
        };
        let (from, to) = (end("from"), end("to"));
        let (first, last) = (from?.first, to?.last);
        if last < first {
            let message = "`to` is before `from`".to_owned();
            reader.problem(path, message, "exchange the two");
            return None;
        }
        return Some(DateRange { first, last });
    }
    let read = found.as_str().map(DateRange::parse);
    match read {
        Some(Ok(range)) => Some(range),
        Some(Err(problem)) => {
            reader.problem(path, problem.to_string(), help);
            None
        }
        None => {
            reader.problem(path, expected(Kind::Date, found), help);
            None
        }
    }
}

const WORDS: &str = "write \"title\" or {\"en\": \"title\", \"es\": \"título\"}";

fn text(reader: &mut Reader<'_>, found: &Value, path: &str) -> Option<Read> {
    let mut texts = Vec::new();
    let mut places = Vec::new();
    let fine = collect_text(reader, found, path, "", true, &mut texts, &mut places);
    if fine && texts.is_empty() {
        reader.problem(path, "there are no words".to_owned(), WORDS);
    }
    (fine && !texts.is_empty()).then_some(Read { value: Typed::Text(texts), places })
}

/// Collects words: a text, a map of languages, a list of either.
fn collect_text(
    reader: &mut Reader<'_>,
    found: &Value,
    path: &str,
    language: &str,
    maps: bool,
    texts: &mut Vec<Text>,
    places: &mut Vec<(String, String)>,
) -> bool {
    match found {
        Value::String(words) if !words.trim().is_empty() => {
            texts.push(Text { language: language.to_lowercase().into(), words: words.as_str().into() });
            places.push((path.to_owned(), words.clone()));
            true
        }
        Value::Array(items) => {
            let mut fine = true;
            for (at, item) in items.iter().enumerate() {
                let place = format!("{path}/{at}");
                let inner = maps && !item.is_array();
                fine &= collect_text(reader, item, &place, language, inner, texts, places);
            }
            fine
        }
        Value::Object(map) if maps => {
            let mut fine = true;
            for (language, item) in map {
                let place = format!("{path}/{}", escape(language));
                fine &= collect_text(reader, item, &place, language, false, texts, places);
            }
            fine
        }
        other => {
            let message = match other {
                Value::String(_) => "there are no words".to_owned(),
                _ => expected(Kind::Text, other),
            };
            reader.problem(path, message, WORDS);
            false
        }
    }
}

fn codes(reader: &mut Reader<'_>, id: AttributeId, found: &Value, path: &str) -> Option<Read> {
    let vocabulary = reader.source.vocabulary;
    let attribute = vocabulary.get(id);
    if let Value::Array(items) = found
        && items.len() > 1
        && !attribute.many
    {
        let message = format!("{} takes one code, found {}", attribute.phrase, items.len());
        reader.problem(path, message, "write one code");
        return None;
    }
    let (words, places) = each(reader, found, path, word)?;
    let list = attribute.codes();
    let mut symbols: Vec<Symbol> = Vec::new();
    let mut fine = true;
    for (code, (place, _)) in words.iter().zip(&places) {
        if let Some(list) = list {
            fine &= check_code(reader, id, list, code, place);
        }
        let symbol = reader.source.symbols.intern(code);
        if !symbols.contains(&symbol) {
            symbols.push(symbol);
        }
    }
    fine.then_some(Read { value: Typed::Codes(symbols), places })
}

fn word(reader: &mut Reader<'_>, found: &Value, path: &str) -> Option<String> {
    match found {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        other => {
            let message = format!("expected a code as a text, found {}", sort(other));
            reader.problem(path, message, "write the code in quotes");
            None
        }
    }
}

/// Whether a code is one of the list; on an open list every code is, and a likely slip is remarked.
fn check_code(reader: &mut Reader<'_>, id: AttributeId, list: &CodeList, code: &str, path: &str) -> bool {
    if list.has(code) || (list.open && list.codes.is_empty() && !list.by_prefix) {
        return true;
    }
    let upper = code.to_uppercase();
    let near = if list.name == "country" {
        match upper.as_str() {
            "EL" => Some("GR"),
            "UK" => Some("GB"),
            other => list.has(other).then_some(other),
        }
    } else {
        nearest(code, list.codes.iter().map(|c| c.code.as_ref()))
    };
    if list.open {
        let message = match near {
            Some(near) => format!("`{code}` is not in the list {}; did you mean `{near}`?", list.name),
            None => format!("`{code}` is not in the list {}; it is kept", list.name),
        };
        reader.remark(RemarkKind::UnknownCode, Some(id), path, message);
        return true;
    }
    let help = match (near, list.codes.as_ref()) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, []) => "write the two letters of ISO 3166-1, `ES`; Kosovo is `XK`".to_owned(),
        (None, codes) => {
            let all: Vec<&str> = codes.iter().map(|c| c.code.as_ref()).collect();
            format!("write one of {}", all.join(", "))
        }
    };
    reader.problem(path, format!("`{code}` is not in the list {}", list.name), &help);
    false
}
