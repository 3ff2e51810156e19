//! A catalogue of credentials on offer: each a credential that a learner may earn, with what it costs and when it runs.

mod error;
mod table;

use std::collections::BTreeSet;
use std::sync::Arc;

use credstack_model::date::{Date, DateRange};
use credstack_model::facts::{Fact, Value as Known};
use credstack_model::policy::PolicySet;
use credstack_model::vocabulary::attribute;
use credstack_model::{Amount, Credential};
use credstack_wire as wire;
use serde_json::{Map, Value};

pub use error::{CATALOGUE_V1, CatalogueError};

/// Credentials on offer, by identifier.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    /// What is on offer.
    pub offers: Vec<CatalogueOffer>,
    /// The currency of all prices, where one is stated.
    pub currency: Option<Arc<str>>,
    /// What a person should know of the reading.
    pub remarks: Vec<String>,
}

/// A credential that a learner may earn.
#[derive(Debug, Clone)]
pub struct CatalogueOffer {
    /// The credential as it will be.
    pub credential: Credential,
    /// What it costs.
    pub price: Option<Amount>,
    /// How many days it takes.
    pub days: Option<i16>,
    /// The day on which it begins; one without may begin on any day.
    pub starts: Option<Date>,
    /// The day on which it ends.
    pub ends: Option<Date>,
    /// Identifiers of credentials and offers that have to be there before.
    pub requires: Vec<Arc<str>>,
    /// How many places are left, where that is stated.
    pub places: Option<u64>,
}

/// Reads a catalogue: JSON (`catalogue/v1`), or a table with commas whose first line names the keys, as
/// `id,credential.title,credential.workload.amount,offer.price`.
///
/// # Errors
/// [`CatalogueError`] with the first thing that is wrong.
pub fn read_catalogue(set: &PolicySet, name: &str, bytes: &[u8]) -> Result<Catalogue, CatalogueError> {
    let text = std::str::from_utf8(bytes).map_err(|e| CatalogueError::NotText(e.valid_up_to()))?;
    let text = text.trim_start_matches('\u{feff}');
    let document = if text.trim_start().starts_with('{') {
        serde_json::from_str(text).map_err(|e| CatalogueError::Broken(format!("it is no well-formed JSON: {e}")))?
    } else {
        table::read(text)?
    };
    of_document(set, name, document)
}

fn of_document(set: &PolicySet, name: &str, document: Value) -> Result<Catalogue, CatalogueError> {
    let broken = |text: &str| CatalogueError::Broken(text.to_owned());
    let Value::Object(mut map) = document else { return Err(broken("it is no JSON object")) };
    if map.get("credstack").and_then(Value::as_str) != Some(CATALOGUE_V1) {
        return Err(broken("it does not say what it is; write \"credstack\": \"catalogue/v1\""));
    }
    let Some(Value::Array(mut items)) = map.remove("offers") else {
        return Err(broken("it has no list of offers; write \"offers\": [{…}]"));
    };
    let currency = map.get("currency").and_then(Value::as_str).map(Into::into);
    let mut terms = Vec::new();
    for (at, item) in items.iter_mut().enumerate() {
        let of = item.as_object_mut().and_then(|o| o.remove("offer")).unwrap_or(Value::Null);
        let id = item.get("id").and_then(Value::as_str).map(ToOwned::to_owned);
        let id = id.ok_or_else(|| CatalogueError::Wrong {
            at: format!("offer {}", at + 1),
            problem: "it has no `id`; prerequisites and plans name offers by it".to_owned(),
        })?;
        terms.push(read_terms(&id, &of)?);
    }
    let mut wallet = Map::new();
    wallet.insert("credstack".to_owned(), Value::String(wire::WALLET_V1.to_owned()));
    wallet.insert("credentials".to_owned(), Value::Array(items));
    let source =
        wire::Source { name: name.into(), base: String::new(), symbols: &set.symbols, vocabulary: &set.vocabulary };
    let read = wire::read_credentials(&source, &Value::Object(wallet))
        .map_err(|e| broken(&e.to_string().replace("/credentials/", "/offers/")))?;
    let remarks =
        read.remarks.iter().map(|r| format!("{}: {}", r.path.replace("/credentials/", "/offers/"), r.message));
    let remarks = remarks.collect();
    let mut offers = Vec::new();
    let mut seen = BTreeSet::new();
    for (credential, (price, days, starts, ends, requires, places)) in read.value.into_iter().zip(terms) {
        if credential.stated_id.is_some() || !seen.insert(credential.id.clone()) {
            let at = credential.stated_id.unwrap_or(credential.id).to_string();
            return Err(CatalogueError::Wrong { at, problem: "two offers have this identifier".to_owned() });
        }
        let credential = as_earned(set, credential, ends);
        offers.push(CatalogueOffer { credential, price, days, starts, ends, requires, places });
    }
    offers.sort_by(|a, b| a.credential.id.cmp(&b.credential.id));
    Ok(Catalogue { offers, currency, remarks })
}

/// What an offer may say beside its credential.
const KEYS: [&str; 6] = ["price", "days", "starts", "ends", "requires", "places"];

type Terms = (Option<Amount>, Option<i16>, Option<Date>, Option<Date>, Vec<Arc<str>>, Option<u64>);

fn read_terms(id: &str, of: &Value) -> Result<Terms, CatalogueError> {
    let wrong = |problem: String| CatalogueError::Wrong { at: id.to_owned(), problem };
    let empty = Map::new();
    let map = match of {
        Value::Null => &empty,
        Value::Object(map) => map,
        _ => return Err(wrong("`offer` is no object".to_owned())),
    };
    if let Some(key) = map.keys().find(|k| !KEYS.contains(&k.as_str())) {
        return Err(wrong(format!("an offer has no `{key}`; it has: {}", KEYS.join(", "))));
    }
    let text = |key: &str| match map.get(key) {
        Some(Value::String(text)) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let day = |key: &str| -> Result<Option<Date>, CatalogueError> {
        let Some(text) = text(key) else { return Ok(None) };
        let day = DateRange::parse(&text).ok().and_then(DateRange::single);
        day.map(Some).ok_or_else(|| wrong(format!("`{key}` is `{text}`, which is no day; write it as `2026-09-21`")))
    };
    let number = |key: &str, most: u64| -> Result<Option<u64>, CatalogueError> {
        let Some(text) = text(key) else { return Ok(None) };
        let number = text.parse().ok().filter(|n| *n <= most);
        number.map(Some).ok_or_else(|| wrong(format!("`{key}` is `{text}`; write a whole number up to {most}")))
    };
    let price = text("price").map(|text| {
        let amount: Option<Amount> =
            text.parse().ok().filter(|a| *a >= Amount::ZERO && *a <= Amount::whole(10_000_000));
        let cents = amount.filter(|a| a.as_hundredths().is_some());
        cents.ok_or_else(|| wrong(format!("`price` is `{text}`; write a number from 0 to 10000000 such as \"350.00\"")))
    });
    let (starts, ends) = (day("starts")?, day("ends")?);
    if starts.zip(ends).is_some_and(|(s, e)| e < s) {
        return Err(wrong("it ends before it starts".to_owned()));
    }
    let requires = match map.get("requires") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::String(one)) => vec![one.as_str().into()],
        Some(Value::Array(list)) if list.iter().all(Value::is_string) => {
            list.iter().filter_map(Value::as_str).map(Into::into).collect()
        }
        Some(_) => return Err(wrong("`requires` is no list of identifiers".to_owned())),
    };
    let days = number("days", 3660)?.and_then(|n| i16::try_from(n).ok());
    Ok((price.transpose()?, days, starts, ends, requires, number("places", 1_000_000)?))
}

/// The credential as it will be once it is earned: passed, verified and its learner's, where nothing else is stated.
fn as_earned(set: &PolicySet, mut credential: Credential, ends: Option<Date>) -> Credential {
    let code = |text: &str| Known::Codes(vec![set.symbols.intern(text)]);
    credential.facts.set(attribute::STATE, Fact::known(code("planned")));
    let mut presumed = vec![
        (attribute::COMPLETED, Known::Truth(true)),
        (attribute::AUTHENTIC, Known::Truth(true)),
        (attribute::LEARNER_IDENTIFIED, Known::Truth(true)),
    ];
    presumed.extend(ends.map(|day| (attribute::ISSUED, Known::Date(DateRange::exactly(day)))));
    for (id, value) in presumed {
        if credential.facts.get(id).is_none() {
            credential.facts.set(id, Fact::known(value));
        }
    }
    credential
}
