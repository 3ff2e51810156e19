//! Every fact stands where its provenance says, and reads back from the text there.

use credstack_model::facts::{Fact, Knowledge, Provenance, Standing, Value as Typed};
use credstack_model::vocabulary::{AttributeId, Vocabulary, attribute};
use credstack_model::workload::WorkloadUnit;
use credstack_model::{Amount, AmountRange, Symbols};
use serde_json::Value;

use crate::Document;
use crate::baked;
use crate::envelope;
use crate::json::raw;
use crate::names;
use crate::read::workload::{Duration, duration};
use crate::read::{codes, country, dates, language, level};

/// What stands at a place: a pointer, and after each `#` a pointer into the document in the text before it.
pub(crate) fn at_place(whole: &Value, path: &str) -> Option<Value> {
    if let Some(found) = whole.pointer(path) {
        return Some(found.clone());
    }
    path.match_indices('#').find_map(|(at, _)| {
        let inner = inside(whole.pointer(&path[..at])?.as_str()?)?;
        at_place(&inner, &path[at + 1..])
    })
}

/// The document in a text: JSON, or the payload of a token with what it discloses, or Base64 of JSON.
fn inside(text: &str) -> Option<Value> {
    let text = if text.starts_with("data:") { text.split_once(',')?.1 } else { text };
    if let Ok(plain) = serde_json::from_str(text) {
        return Some(plain);
    }
    let mut pieces = text.trim().split('~');
    let signed = pieces.next()?;
    let payload = signed.split('.').nth(1).unwrap_or(signed);
    let mut payload = serde_json::from_str(&envelope::decode(payload)?).ok()?;
    let disclosed: Vec<&str> = pieces.filter(|p| !p.is_empty() && !p.contains('.')).collect();
    envelope::put_in(&mut payload, &disclosed).ok()?;
    Some(payload)
}

/// A document as JSON: a bare token is a text, an image an object of the texts that it carries.
pub(crate) fn as_json(bytes: &[u8]) -> Value {
    let baked = if bytes.starts_with(b"\x89PNG") { Some(baked::of_png(bytes)) } else { None };
    let baked = if baked::is_svg(bytes) { Some(baked::of_svg(bytes)) } else { baked };
    if let Some(texts) = baked {
        let mut whole = serde_json::Map::new();
        for baked::Baked { place, text } in texts.unwrap() {
            match place.strip_suffix("/@verify") {
                Some(place) => whole.insert(place[1..].to_owned(), serde_json::json!({"@verify": text})),
                None => whole.insert(place[1..].to_owned(), text.into()),
            };
        }
        return Value::Object(whole);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    serde_json::from_slice(bytes).unwrap_or_else(|_| std::str::from_utf8(bytes).unwrap().trim().into())
}

/// Checks every fact of a document against its bytes; the failures in words.
pub(crate) fn failures(document: &Document, bytes: &[u8], symbols: &Symbols) -> Vec<String> {
    if crate::xml::is_xml(bytes) && !baked::is_svg(bytes) {
        let text = crate::xml::text(bytes).unwrap();
        let whole = roxmltree::Document::parse(&text).unwrap();
        return compare(document, symbols, &|path| at_steps(&whole, path));
    }
    let whole = as_json(bytes);
    compare(document, symbols, &|path| at_place(&whole, path).as_ref().map(raw))
}

/// Checks every fact of the credentials and the records, by what stands at a place.
fn compare(document: &Document, symbols: &Symbols, at: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
    let vocabulary = Vocabulary::core();
    let mut failed = Vec::new();
    let credentials = document.credentials.iter().map(|c| (&c.id, &c.facts));
    for (of, facts) in credentials.chain(document.records.iter().map(|r| (&r.id, &r.facts))) {
        for (id, fact) in facts.iter() {
            let name = &vocabulary.get(id).name;
            if fact.provenance.is_empty() {
                failed.push(format!("{name} of {of} comes from nowhere"));
            }
            for source in &fact.provenance {
                let there = at(&source.path);
                if there.as_deref() != Some(source.raw.as_str()) {
                    failed.push(format!("{name}: at {} stands {there:?} and not {}", source.path, source.raw));
                } else if !reads_back(id, fact, source, symbols) {
                    failed.push(format!(
                        "{name}: `{}` at {} does not read back as {:?}",
                        source.raw, source.path, fact.knowledge
                    ));
                }
            }
        }
    }
    failed
}

/// Reads a day as it is written, or as the seconds that a token counts.
fn day(source: &Provenance) -> dates::Day {
    let seconds = ["/nbf", "/iat", "/exp"].iter().any(|key| source.path.ends_with(key))
        || (source.path.ends_with("/issuedOn")
            && source.raw.len() > 8
            && source.raw.bytes().all(|b| b.is_ascii_digit()));
    if seconds { dates::seconds(&source.raw) } else { dates::day(&source.raw) }
}

/// What stands at a place of an XML document: `/elmo/report[1]/title[2]/@xml:lang`.
fn at_steps(whole: &roxmltree::Document<'_>, path: &str) -> Option<String> {
    let mut here = whole.root();
    for step in path.strip_prefix('/')?.split('/') {
        if let Some(name) = step.strip_prefix('@') {
            let name = name.rsplit(':').next()?;
            let value = here.attributes().find(|a| a.name() == name)?.value();
            return Some(value.trim().to_owned());
        }
        let (name, number) = match step.strip_suffix(']').and_then(|s| s.split_once('[')) {
            Some((name, number)) => (name, number.parse::<usize>().ok()?),
            None => (step, 1),
        };
        here = here.children().filter(|c| c.tag_name().name() == name).nth(number - 1)?;
    }
    let text: String = here.children().filter(roxmltree::Node::is_text).filter_map(|t| t.text()).collect();
    Some(text.trim().to_owned())
}

/// Whether the quoted text gives the typed value, or the one of its parts that stands there.
fn reads_back(id: AttributeId, fact: &Fact, source: &Provenance, symbols: &Symbols) -> bool {
    let Knowledge::Known(value) = &fact.knowledge else {
        return true;
    };
    let raw = source.raw.as_str();
    match value {
        Typed::Text(texts) => texts.iter().any(|t| t.words.contains(raw)),
        Typed::Number(n) => raw.parse() == Ok(*n),
        Typed::Date(range) => match day(source) {
            dates::Day::Known(read) => read == *range,
            dates::Day::Late(read) => read == *range || dates::or_next(read) == *range,
            dates::Day::None(_) => dates::day(&dates::in_order(raw, "dd-MM-yyyy")) == dates::Day::Known(*range),
        },
        Typed::Truth(yes) => match id {
            attribute::COMPLETED if *yes => {
                let graded = source.path.contains("/result");
                let passed = codes::code(attribute::STATE, raw) == Some("completed");
                source.standing == Standing::Derived
                    && (graded || passed || !matches!(day(source), dates::Day::None(_)))
            }
            attribute::COMPLETED => codes::code(attribute::STATE, raw).is_some_and(|s| s != "completed"),
            _ => raw == yes.to_string(),
        },
        Typed::Level(levels) => {
            levels.iter().any(|l| level::eqf(raw).is_some_and(|n| symbols.get(n.label) == Some(l.label)))
        }
        Typed::Workload(stated) => stated.iter().any(|s| {
            let read: Option<Amount> = match (s.unit, raw.parse()) {
                (_, Ok(amount)) => Some(amount),
                (WorkloadUnit::Hours, _) => match duration(raw) {
                    Duration::Hours(hours) => Some(hours),
                    Duration::Ambiguous(_) => None,
                },
                _ => None,
            };
            // One platform counts minutes.
            let minutes = read.map(|r| r.times(Amount::ratio(1, 60))).filter(|_| source.standing == Standing::Derived);
            [read, minutes].into_iter().flatten().any(|r| AmountRange::exactly(r) == s.amount)
        }),
        Typed::Codes(all) => {
            code_of(id, raw).iter().any(|code| symbols.get(code).is_some_and(|symbol| all.contains(&symbol)))
        }
    }
}

/// The codes that a text of the document can stand for.
fn code_of(id: AttributeId, raw: &str) -> Vec<String> {
    let own = |found: Option<&str>| found.map(ToOwned::to_owned);
    let mut found: Vec<String> = Vec::new();
    match id {
        attribute::ISSUER_COUNTRY => found.extend(own(country::country(raw))),
        attribute::FIELD => found.extend(codes::field(raw)),
        attribute::LANGUAGE => found.extend(language::language(raw)),
        attribute::CYCLE => found.extend(own(level::eqf(raw).and_then(|n| level::cycle(n.label)))),
        attribute::ISSUER_REGION => found.extend(crate::elm::region(raw)),
        attribute::TYPE => {
            found.extend(own(names::type_of_name(raw)));
            found.extend(own(crate::ctdl::kind(raw)));
        }
        attribute::STACKABILITY if raw == "true" => return vec!["stackable".into()],
        attribute::STACKABILITY if raw == "false" => return vec!["stand_alone".into()],
        attribute::SUPERVISION if raw == "true" => {
            let codes = ["supervised_with_identity", "supervised_without_identity", "unsupervised_with_identity"];
            return codes.map(ToOwned::to_owned).to_vec();
        }
        attribute::SUPERVISION if raw == "false" => {
            let codes = ["supervised_without_identity", "unsupervised_with_identity", "unsupervised_without_identity"];
            return codes.map(ToOwned::to_owned).to_vec();
        }
        attribute::SUPERVISION if raw == "supervised online" => {
            return vec!["supervised_with_identity".into(), "supervised_without_identity".into()];
        }
        _ => {}
    }
    // CTDL writes `deliveryType:InPerson`.
    if let Some((_, name)) = raw.split_once(':') {
        found.extend(own(codes::code(id, name)));
        found.push(codes::unknown(name));
    }
    // Some places hold several words with commas between them.
    for word in raw.split(',').map(str::trim).filter(|w| *w != raw) {
        found.extend(own(codes::code(id, word)));
        found.push(codes::unknown(word));
    }
    let word = raw.trim_start_matches("ext:");
    found.extend(own(codes::code(id, word)));
    found.push(codes::unknown(word));
    found.push(raw.to_owned());
    found
}
