//! Facts of any entities, read by the paths of the attribute table.

use credstack_model::facts::{Fact, Facts, Knowledge};
use credstack_model::vocabulary::AttributeId;
use serde_json::{Map, Value};

use crate::keys::{escape, nearest};
use crate::problem::RemarkKind;
use crate::reader::{Reader, raw};
use crate::value;

/// Reads every fact below an object. Keys in `reserved` are read elsewhere.
pub(crate) fn read(reader: &mut Reader<'_>, map: &Map<String, Value>, path: &str, reserved: &[&str]) -> Facts {
    let mut facts = Facts::default();
    level(reader, map, path, "", reserved, &mut facts);
    facts
}

fn level(
    reader: &mut Reader<'_>,
    map: &Map<String, Value>,
    path: &str,
    pointer: &str,
    reserved: &[&str],
    facts: &mut Facts,
) {
    for (key, found) in map {
        let pointer = format!("{pointer}/{}", escape(key));
        let place = format!("{path}/{}", escape(key));
        if let Some(id) = reader.keys.attribute(&pointer) {
            if let Some(fact) = fact(reader, id, found, &place) {
                facts.set(id, fact);
            }
        } else if reserved.contains(&key.as_str()) {
        } else if reader.keys.below(&pointer).is_empty() {
            unknown_key(reader, key, &pointer, &place, reserved);
        } else if let Some(inner) = found.as_object() {
            level(reader, inner, &place, &pointer, &[], facts);
        } else if found.is_null() {
            reader.remark(RemarkKind::Null, None, &place, "null is read as missing; leave the key out".to_owned());
        } else {
            let known = reader.keys.below(&pointer).join(", ");
            reader.problem(
                &place,
                format!("expected an object, found {}", value::sort(found)),
                &format!("write it as {{…}} with keys such as {known}"),
            );
        }
    }
}

fn unknown_key(reader: &mut Reader<'_>, key: &str, pointer: &str, place: &str, reserved: &[&str]) {
    let parent = pointer.rsplit_once('/').map_or("", |(before, _)| before);
    let known = reader.keys.below(parent).iter().map(String::as_str);
    let near = nearest(key, known.chain(reserved.iter().copied())).map(ToOwned::to_owned);
    let message = match near {
        Some(near) => format!("nothing reads the key `{key}`; did you mean `{near}`?"),
        None if key.contains('.') => format!("no pack that is loaded declares the attribute `{key}`"),
        None => format!("nothing reads the key `{key}`"),
    };
    reader.remark(RemarkKind::UnknownKey, None, place, message);
}

fn fact(reader: &mut Reader<'_>, id: AttributeId, found: &Value, path: &str) -> Option<Fact> {
    let attribute = reader.source.vocabulary.get(id);
    if found.is_null() {
        reader.remark(
            RemarkKind::Null,
            Some(id),
            path,
            format!(
                "null is read as missing; leave the key out, or write {{\"none\": \"reason\"}} where it is known that there is no {}",
                attribute.phrase
            ),
        );
        return None;
    }
    if let Some(reason) = none(found) {
        return known_none(reader, id, found, reason, path);
    }
    let read = value::read(reader, id, found, path)?;
    let provenance = read.places.iter().map(|(path, raw)| reader.provenance(path.clone(), raw.clone())).collect();
    Some(Fact { knowledge: Knowledge::Known(read.value), provenance })
}

fn known_none(reader: &mut Reader<'_>, id: AttributeId, found: &Value, reason: &Value, path: &str) -> Option<Fact> {
    let attribute = reader.source.vocabulary.get(id);
    if !attribute.none {
        reader.problem(path, format!("{} cannot be none", attribute.phrase), "leave the key out where it is not known");
        return None;
    }
    if reason.as_str().is_none_or(|r| r.trim().is_empty()) {
        reader.problem(path, "`none` has no reason".to_owned(), "write {\"none\": \"why there is none\"}");
        return None;
    }
    Some(Fact { knowledge: Knowledge::None, provenance: vec![reader.provenance(path.to_owned(), raw(found))] })
}

/// The reason of `{"none": "reason"}`.
pub(crate) fn none(found: &Value) -> Option<&Value> {
    let map = found.as_object().filter(|m| m.len() == 1)?;
    map.get("none")
}
