//! How a claim asks for several awards together.

use std::sync::Arc;

use credstack_model::Amount;
use credstack_model::policy::{Preference, SharingTerms, Together};
use credstack_model::workload::WorkloadUnit;
use serde_json::{Map, Value, json};

use crate::reader::Reader;
use crate::value;

/// The key of the awards in a claim.
pub(crate) const AWARDS: &str = "awards";
/// The key of what they may share.
pub(crate) const SHARING: &str = "sharing";
/// The key of which to complete.
pub(crate) const PREFER: &str = "prefer";

const SHARING_HELP: &str =
    "write \"sharing\": {\"ects\": \"10\"}, with \"credentials\" and \"times\" where they are bounded, too";

/// The awards that a claim asks for together, and how.
pub(crate) fn read_together(
    reader: &mut Reader<'_>,
    map: &Map<String, Value>,
    base: &str,
) -> (Vec<Arc<str>>, Together) {
    let awards = awards(reader, map, base);
    let sharing = sharing(reader, map, base);
    let prefer = match map.get(PREFER) {
        None | Some(Value::Null) => None,
        Some(found) => {
            let key = found.as_str();
            let known = [Preference::MostAwards, Preference::HighestAward].into_iter().find(|p| Some(p.key()) == key);
            if known.is_none() {
                let message = format!("expected `most_awards` or `highest_award`, found {}", value::sort(found));
                reader.problem(&format!("{base}/{PREFER}"), message, "write \"prefer\": \"most_awards\"");
            }
            known
        }
    };
    (awards, Together { sharing, prefer })
}

fn awards(reader: &mut Reader<'_>, map: &Map<String, Value>, base: &str) -> Vec<Arc<str>> {
    let items = match map.get(AWARDS) {
        None | Some(Value::Null) => return Vec::new(),
        Some(Value::Array(items)) => items.as_slice(),
        Some(other) => {
            let message = format!("expected a list of awards, found {}", value::sort(other));
            reader.problem(&format!("{base}/{AWARDS}"), message, "write \"awards\": [\"…\", \"…\"]");
            return Vec::new();
        }
    };
    let mut found = Vec::new();
    for (at, item) in items.iter().enumerate() {
        match item.as_str() {
            Some(name) => found.push(Arc::from(name)),
            None => {
                let message = format!("expected the full name of an award, found {}", value::sort(item));
                reader.problem(&format!("{base}/{AWARDS}/{at}"), message, "write it as text");
            }
        }
    }
    found
}

fn sharing(reader: &mut Reader<'_>, map: &Map<String, Value>, base: &str) -> Option<SharingTerms> {
    let path = format!("{base}/{SHARING}");
    let found = match map.get(SHARING) {
        None | Some(Value::Null) => return None,
        Some(Value::Object(found)) => found,
        Some(other) => {
            let message = format!("expected how much the awards may share, found {}", value::sort(other));
            reader.problem(&path, message, SHARING_HELP);
            return None;
        }
    };
    let mut terms = SharingTerms::default();
    for (key, stated) in found {
        let number = stated.as_u64().and_then(|n| u32::try_from(n).ok());
        let credits = match stated {
            Value::String(text) => text.parse::<Amount>().ok(),
            Value::Number(number) => number.to_string().parse::<Amount>().ok(),
            _ => None,
        };
        match (key.as_str(), credits.filter(|c| *c >= Amount::ZERO), number) {
            ("ects", Some(credits), _) => terms.credits = Some((credits, WorkloadUnit::Ects)),
            ("credentials", _, Some(n)) => terms.items = Some(n),
            ("times", _, Some(n)) if n >= 2 => terms.times = Some(n),
            _ => {
                let message = format!("`{key}` is {}", value::sort(stated));
                reader.problem(&format!("{path}/{key}"), message, SHARING_HELP);
            }
        }
    }
    Some(terms)
}

/// The same as a claim has it.
pub(crate) fn write_asked(map: &mut Map<String, Value>, awards: &[Arc<str>], together: &Together) {
    if !awards.is_empty() {
        map.insert(AWARDS.to_owned(), awards.iter().map(|a| json!(**a)).collect());
    }
    if let Some(terms) = &together.sharing {
        let mut found = Map::new();
        if let Some((credits, _)) = terms.credits {
            found.insert("ects".to_owned(), credits.exact().into());
        }
        if let Some(items) = terms.items {
            found.insert("credentials".to_owned(), items.into());
        }
        if let Some(times) = terms.times {
            found.insert("times".to_owned(), times.into());
        }
        map.insert(SHARING.to_owned(), found.into());
    }
    if let Some(prefer) = together.prefer {
        map.insert(PREFER.to_owned(), prefer.key().into());
    }
}

/// The keys in the schema of a claim.
pub(crate) fn together_properties(properties: &mut Map<String, Value>) {
    properties.insert(
        AWARDS.to_owned(),
        json!({
            "type": "array",
            "items": {"type": "string"},
            "description": "The awards that a wallet is stacked toward together, by their full names."
        }),
    );
    properties.insert(
        SHARING.to_owned(),
        json!({
            "type": "object",
            "description": "How much every two of these awards may share, beside what they say themselves.",
            "additionalProperties": false,
            "properties": {
                "ects": {"type": ["string", "number"], "description": "At most so many ECTS; 0 is none."},
                "credentials": {"type": "integer", "minimum": 0, "description": "At most so many credentials."},
                "times": {"type": "integer", "minimum": 2, "description": "In at most so many awards one credential counts; two where nothing is said."}
            }
        }),
    );
    properties.insert(
        PREFER.to_owned(),
        json!({"enum": ["most_awards", "highest_award"], "description": "Which awards to complete where not all can be."}),
    );
}
