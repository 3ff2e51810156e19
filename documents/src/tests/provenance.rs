//! Every fact stands where its provenance says, and reads back from the text there.

use credstack_model::facts::{Fact, Knowledge, Provenance, Standing, Value as Typed};
use credstack_model::vocabulary::{AttributeId, Vocabulary, attribute};
use credstack_model::workload::WorkloadUnit;
use credstack_model::{Amount, AmountRange, Symbols};
use serde_json::Value;

use crate::Document;
use crate::json::raw;
use crate::names;
use crate::read::workload::{Duration, duration};
use crate::read::{codes, country, dates, language, level};

/// Checks every fact of a document against its bytes; the failures in words.
pub(crate) fn failures(document: &Document, bytes: &[u8], symbols: &Symbols) -> Vec<String> {
    let whole: Value = serde_json::from_slice(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).unwrap();
    let sealed: Option<Value> =
        whole.get("payload").and_then(Value::as_str).and_then(|payload| serde_json::from_str(payload).ok());
    let vocabulary = Vocabulary::core();
    let mut failed = Vec::new();
    for credential in &document.credentials {
        for (id, fact) in credential.facts.iter() {
            let name = &vocabulary.get(id).name;
            if fact.provenance.is_empty() {
                failed.push(format!("{name} of {} comes from nowhere", credential.id));
            }
            for source in &fact.provenance {
                let there = match source.path.strip_prefix("/payload#") {
                    Some(inner) => sealed.as_ref().and_then(|s| s.pointer(inner)),
                    None => whole.pointer(&source.path),
                };
                if there.map(raw).as_deref() != Some(source.raw.as_str()) {
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

/// Whether the quoted text gives the typed value, or the one of its parts that stands there.
fn reads_back(id: AttributeId, fact: &Fact, source: &Provenance, symbols: &Symbols) -> bool {
    let Knowledge::Known(value) = &fact.knowledge else {
        return true;
    };
    let raw = source.raw.as_str();
    match value {
        Typed::Text(texts) => texts.iter().any(|t| t.words.contains(raw)),
        Typed::Number(n) => raw.parse() == Ok(*n),
        Typed::Date(range) => match dates::day(raw) {
            dates::Day::Known(read) => read == *range,
            dates::Day::Late(read) => read == *range || dates::or_next(read) == *range,
            dates::Day::None(_) => false,
        },
        Typed::Truth(yes) => match id {
            attribute::COMPLETED if *yes => {
                source.standing == Standing::Derived && !matches!(dates::day(raw), dates::Day::None(_))
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
            read.map(AmountRange::exactly) == Some(s.amount)
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
        attribute::TYPE => found.extend(own(names::type_of_name(raw))),
        attribute::SUPERVISION if raw == "true" => return vec!["supervised_with_identity".into()],
        attribute::SUPERVISION if raw == "false" => {
            return vec!["supervised_without_identity".into(), "unsupervised_without_identity".into()];
        }
        attribute::SUPERVISION if raw == "supervised online" => {
            return vec!["supervised_with_identity".into(), "supervised_without_identity".into()];
        }
        _ => {}
    }
    let word = raw.trim_start_matches("ext:");
    found.extend(own(codes::code(id, word)));
    found.push(codes::unknown(word));
    found.push(raw.to_owned());
    found
}
