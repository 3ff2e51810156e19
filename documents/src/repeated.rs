//! Keys that stand several times in one object. A parser keeps the last value and says nothing of the others, so the text
//! is gone through once more, for its keys alone.

use std::collections::HashSet;
use std::fmt;

use memchr::{memchr, memchr_iter, memchr2};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::json::{escape, step};
use crate::note::{Note, NoteKind};
use crate::read::dates::clip;

/// How many repeated keys are told one by one; the others are counted.
const MOST_TOLD: usize = 50;

/// Notes every key of a well-formed JSON text that its object has several times. `value` is what the text was read as, `base`
/// the place of the text.
///
/// What is held at a time is the place and the keys of the objects that are open; the parser allows no deeper nesting here
/// than where the text was read.
pub(crate) fn notes(text: &str, value: &Value, base: &str) -> Vec<Note> {
    // Nearly always every member that was written was kept, which takes no second reading to see.
    if members_in(text) == members_of(value) {
        return Vec::new();
    }
    let mut scan = Scan { path: base.to_owned(), notes: Vec::new(), more: 0 };
    // The text was read before and is well-formed; if it were not, what was found up to there would be told all the same.
    let _ = scan.deserialize(&mut serde_json::Deserializer::from_str(text));
    let Scan { mut notes, more, .. } = scan;
    if more > 0 {
        let message = format!("{more} more keys stand several times in one object; the last of each counts");
        notes.push(conflict(base.to_owned(), message));
    }
    notes
}

/// How many members the objects of a well-formed JSON text have: the colons that stand in no string.
fn members_in(text: &str) -> usize {
    let mut rest = text.as_bytes();
    let mut members = 0;
    while let Some(quote) = memchr(b'"', rest) {
        let (before, string) = rest.split_at(quote);
        members += memchr_iter(b':', before).count();
        rest = after_string(string);
    }
    members + memchr_iter(b':', rest).count()
}

/// What comes behind the string with which a text begins.
fn after_string(text: &[u8]) -> &[u8] {
    let mut at = 1;
    while let Some(found) = text.get(at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
        at += found;
        if text.get(at) == Some(&b'"') {
            return text.get(at + 1..).unwrap_or_default();
        }
        // What an escape stands for begins with the sign behind it.
        at += 2;
    }
    &[]
}

/// How many members the objects of a value have.
fn members_of(value: &Value) -> usize {
    match value {
        Value::Object(map) => map.len() + map.values().map(members_of).sum::<usize>(),
        Value::Array(items) => items.iter().map(members_of).sum(),
        _ => 0,
    }
}

fn conflict(path: String, message: String) -> Note {
    Note { kind: NoteKind::Conflict, credential: None, attribute: None, path, message }
}

/// Where the scan is, and what it found.
struct Scan {
    path: String,
    notes: Vec<Note>,
    /// Repeated keys beyond those that are told.
    more: usize,
}

impl Scan {
    fn tell(&mut self, key: &str) {
        if self.notes.len() < MOST_TOLD {
            let message = format!("the key `{}` stands several times in one object; the last counts", clip(key));
            self.notes.push(conflict(step(&self.path, key), message));
        } else {
            self.more += 1;
        }
    }
}

impl<'de> DeserializeSeed<'de> for &mut Scan {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        value.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &mut Scan {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any JSON value")
    }

    // A number that is no plain integer comes as an object of one key too, since its text is kept.
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let here = self.path.len();
        let (mut keys, mut told) = (HashSet::new(), HashSet::new());
        while let Some(key) = entries.next_key::<String>()? {
            self.path.push('/');
            self.path.push_str(&escape(&key));
            entries.next_value_seed(&mut *self)?;
            self.path.truncate(here);
            if !keys.contains(&key) {
                keys.insert(key);
            } else if !told.contains(&key) {
                self.tell(&key);
                told.insert(key);
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let here = self.path.len();
        for at in 0_usize.. {
            self.path.push_str(&format!("/{at}"));
            let item = items.next_element_seed(&mut *self)?;
            self.path.truncate(here);
            if item.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let value = crate::parse::parse(text).unwrap_or_default();
        notes(text, &value, "").iter().map(|n| format!("{} {}", n.path, n.message)).collect()
    }

    #[test]
    fn a_repeated_key_is_told_once_at_its_place() {
        assert_eq!(
            told(r#"{"a": [1, {"b/c": 1.5, "b/c": null, "d": true, "b\u002fc": {}}], "d": "x"}"#),
            ["/a/1/b~1c the key `b/c` stands several times in one object; the last counts"]
        );
    }

    #[test]
    fn the_same_key_in_several_objects_is_no_repetition() {
        assert_eq!(told(r#"[{"a": {"a": -1}}, {"a": 12345678901234567890123.5e3}]"#), [""; 0]);
    }

    #[test]
    fn many_repeated_keys_are_counted() {
        let keys: Vec<String> = (0..60).map(|n| format!(r#""k{n}": 1, "k{n}": 2"#)).collect();
        let told = told(&format!("{{{}}}", keys.join(", ")));
        assert_eq!(told.len(), 51);
        assert_eq!(told[50], " 10 more keys stand several times in one object; the last of each counts");
    }

    #[test]
    fn the_deepest_document_that_is_read_is_scanned_to_its_end() {
        let text = format!("{}{{\"a\": 1, \"a\": 2}}{}", "[".repeat(126), "]".repeat(126));
        assert!(serde_json::from_str::<Value>(&text).is_ok());
        assert_eq!(told(&text).len(), 1);
        assert_eq!(told(&format!("[{text}]")), [""; 0], "deeper than the parser goes");
    }
}
