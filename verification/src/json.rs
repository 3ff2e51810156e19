//! JSON that means one thing: a name may stand in an object once, and nesting has an end.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::error::VerificationError;

/// Reads JSON in which no object has a name twice. Two readers of such an object may each see another value, so that one
/// of them is signed and the other one believed (RFC 8259, section 4; RFC 7515, section 10.12).
///
/// # Errors
/// [`VerificationError::Json`] with the line and column.
pub(crate) fn parse(text: &str) -> Result<Value, VerificationError> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = Once.deserialize(&mut reader).map_err(|error| VerificationError::Json { why: error.to_string() })?;
    reader.end().map_err(|error| VerificationError::Json { why: error.to_string() })?;
    Ok(value)
}

/// The items of a value that may be one or several.
pub(crate) fn items(value: Option<&Value>) -> &[Value] {
    match value {
        None | Some(Value::Null) => &[],
        Some(Value::Array(items)) => items,
        Some(one) => std::slice::from_ref(one),
    }
}

/// The text of a property.
pub(crate) fn text<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value.get(name).and_then(Value::as_str)
}

/// Whether a value has this type, as `type` or `@type`.
pub(crate) fn is_a(value: &Value, name: &str) -> bool {
    let has = |key| items(value.get(key)).iter().any(|item| item.as_str() == Some(name));
    has("type") || has("@type")
}

/// The identifier of a value that is one, or has one.
pub(crate) fn id(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| text(value, "id")).or_else(|| text(value, "@id"))
}

/// A JSON Pointer with one more step (RFC 6901).
pub(crate) fn step(at: &str, name: &str) -> String {
    format!("{at}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// The name under which the parser hands a number over, digit by digit.
const NUMBER: &str = "$serde_json::private::Number";

struct Once;

impl<'de> DeserializeSeed<'de> for Once {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Once {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut read = Vec::new();
        while let Some(item) = items.next_element_seed(Once)? {
            read.push(item);
        }
        Ok(Value::Array(read))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut read = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            if name == NUMBER {
                // The parser hands a number over as an object with this one name, so that no digit of it is lost.
                let digits = members.next_value::<String>()?;
                return digits.parse().map(Value::Number).map_err(A::Error::custom);
            }
            if read.contains_key(&name) {
                return Err(A::Error::custom(format!("the name `{name}` stands twice in one object; keep one")));
            }
            let value = members.next_value_seed(Once)?;
            read.insert(name, value);
        }
        Ok(Value::Object(read))
    }
}
