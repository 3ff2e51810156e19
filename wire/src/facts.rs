//! Facts of any entities, read by the paths of the attribute table.

use std::sync::Arc;

use credstack_model::facts::{Fact, Facts, Knowledge, Provenance, Standing};
use credstack_model::vocabulary::{AttributeId, Entity};
use serde_json::{Map, Value};

use crate::keys::{Keys, escape, nearest};
use crate::problem::{Problem, Problems, Remark, RemarkKind};
use crate::{Reading, Source, value};

/// How much of an object a provenance quotes.
const MOST_QUOTED: usize = 200;

/// A document while it is being read.
pub(crate) struct Reader<'a> {
    pub(crate) source: &'a Source<'a>,
    pub(crate) credential: Option<Arc<str>>,
    keys: Keys,
    standing: Standing,
    problems: Vec<Problem>,
    remarks: Vec<Remark>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(source: &'a Source<'a>, entities: &[Entity], standing: Standing) -> Self {
        Self {
            source,
            credential: None,
            keys: Keys::of(source.vocabulary, entities),
            standing,
            problems: Vec::new(),
            remarks: Vec::new(),
        }
    }

    pub(crate) fn problem(&mut self, path: &str, message: String, help: &str) {
        self.problems.push(Problem { path: path.to_owned(), message, help: help.to_owned() });
    }

    pub(crate) fn remark(&mut self, kind: RemarkKind, attribute: Option<AttributeId>, path: &str, message: String) {
        self.remarks.push(Remark {
            kind,
            credential: self.credential.clone(),
            attribute,
            path: path.to_owned(),
            message,
        });
    }

    /// The result: the value, or all mistakes at once.
    pub(crate) fn finish<T>(self, value: T) -> Result<Reading<T>, Problems> {
        if self.problems.is_empty() {
            Ok(Reading { value, remarks: self.remarks })
        } else {
            Err(Problems(self.problems))
        }
    }

    /// Reads every fact below an object. Keys in `reserved` are read elsewhere.
    pub(crate) fn facts(&mut self, map: &Map<String, Value>, path: &str, reserved: &[&str]) -> Facts {
        let mut facts = Facts::default();
        self.level(map, path, "", reserved, &mut facts);
        facts
    }

    fn level(&mut self, map: &Map<String, Value>, path: &str, pointer: &str, reserved: &[&str], facts: &mut Facts) {
        for (key, found) in map {
            let pointer = format!("{pointer}/{}", escape(key));
            let place = format!("{path}/{}", escape(key));
            if let Some(id) = self.keys.attribute(&pointer) {
                if let Some(fact) = self.fact(id, found, &place) {
                    facts.set(id, fact);
                }
            } else if reserved.contains(&key.as_str()) {
            } else if self.keys.below(&pointer).is_empty() {
                self.unknown_key(key, &pointer, &place, reserved);
            } else if let Some(inner) = found.as_object() {
                self.level(inner, &place, &pointer, &[], facts);
            } else if found.is_null() {
                self.remark(RemarkKind::Null, None, &place, "null is read as missing; leave the key out".to_owned());
            } else {
                let known = self.keys.below(&pointer).join(", ");
                self.problem(
                    &place,
                    format!("expected an object, found {}", value::sort(found)),
                    &format!("write it as {{…}} with keys such as {known}"),
                );
            }
        }
    }

    fn unknown_key(&mut self, key: &str, pointer: &str, place: &str, reserved: &[&str]) {
        let parent = pointer.rsplit_once('/').map_or("", |(before, _)| before);
        let known = self.keys.below(parent).iter().map(String::as_str);
        let near = nearest(key, known.chain(reserved.iter().copied())).map(ToOwned::to_owned);
        let message = match near {
            Some(near) => format!("nothing reads the key `{key}`; did you mean `{near}`?"),
            None => format!("nothing reads the key `{key}`"),
        };
        self.remark(RemarkKind::UnknownKey, None, place, message);
    }

    fn fact(&mut self, id: AttributeId, found: &Value, path: &str) -> Option<Fact> {
        let attribute = self.source.vocabulary.get(id);
        if found.is_null() {
            self.remark(
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
            return self.none(id, found, reason, path);
        }
        let read = value::read(self, id, found, path)?;
        let provenance = read.places.iter().map(|(path, raw)| self.provenance(path.clone(), raw.clone())).collect();
        Some(Fact { knowledge: Knowledge::Known(read.value), provenance })
    }

    fn none(&mut self, id: AttributeId, found: &Value, reason: &Value, path: &str) -> Option<Fact> {
        let attribute = self.source.vocabulary.get(id);
        if !attribute.none {
            self.problem(
                path,
                format!("{} cannot be none", attribute.phrase),
                "leave the key out where it is not known",
            );
            return None;
        }
        if reason.as_str().is_none_or(|r| r.trim().is_empty()) {
            self.problem(path, "`none` has no reason".to_owned(), "write {\"none\": \"why there is none\"}");
            return None;
        }
        Some(Fact { knowledge: Knowledge::None, provenance: vec![self.provenance(path.to_owned(), raw(found))] })
    }

    pub(crate) fn provenance(&self, path: String, raw: String) -> Provenance {
        Provenance { document: Arc::clone(&self.source.name), path, raw, standing: self.standing }
    }
}

/// The reason of `{"none": "reason"}`.
pub(crate) fn none(found: &Value) -> Option<&Value> {
    let map = found.as_object().filter(|m| m.len() == 1)?;
    map.get("none")
}

/// The text of a value as provenance quotes it.
pub(crate) fn raw(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string().chars().take(MOST_QUOTED).collect(),
    }
}
