//! Whatever is handed in, it is read or refused in words.

use credstack_model::Symbols;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestCaseResult;
use serde_json::{Map, Value, json};

use crate::DocumentError;

/// Keys that the formats read, so that a value gets further than the door.
const KEYS: [&str; 71] = [
    "@context",
    "@graph",
    "@id",
    "ECTS",
    "accreditation",
    "achievement",
    "address",
    "addressCountry",
    "alignment",
    "assessment",
    "awardedBy",
    "awardingBody",
    "awardingDate",
    "countryCode",
    "credential",
    "credentialSubject",
    "credentials",
    "credits",
    "creditPoint",
    "dateOfBirth",
    "dcType",
    "en",
    "eqfLevel",
    "from",
    "fullName",
    "grade",
    "hasClaim",
    "hasPart",
    "id",
    "identifier",
    "influencedBy",
    "issued",
    "issuer",
    "learningOutcome",
    "level",
    "location",
    "name",
    "none",
    "notation",
    "noteLiteral",
    "point",
    "provenBy",
    "result",
    "specifiedBy",
    "title",
    "type",
    "verifiableCredential",
    "workload",
    "achieved",
    "awardingOpportunity",
    "badge",
    "deliveryType",
    "eqfLevel",
    "extensions:CompetencyExtension",
    "extensions:ECTSExtension",
    "extensions:StudyLoadExtension",
    "hasCondition",
    "hasPart",
    "issuedOn",
    "learningAchievements",
    "learningSpecification",
    "ownedBy",
    "participation",
    "payload",
    "recipient",
    "signatures",
    "targetComponent",
    "targetNode",
    "teaches",
    "vc",
    "wasAwardedBy",
];

/// Texts that the readers look into.
const TEXTS: [&str; 20] = [
    "",
    " ",
    "7.5",
    "-1",
    "1e999999999",
    "2024-02-30",
    "2024-09-01T23:59:60Z",
    "0000-00-00",
    "P60M",
    "PT99999999999999999999H",
    "ECTS",
    "EQF level 8",
    "urn:1",
    "http://publications.europa.eu/resource/authority/country/1A0",
    "LearningAchievement",
    "eyJhbGciOiJub25lIn0.e30.",
    "eyJhbGciOiJub25lIn0.eyJ2YyI6e319.",
    "data:application/vc+jwt,eyJhbGciOiJub25lIn0.e30.",
    "EnvelopedVerifiableCredential",
    "ceterms:Course",
];

/// Numbers as they may be written.
const NUMBERS: [&str; 8] =
    ["0", "-0.0", "7.50", "1e5", "1E-400", "1e999999999", "123456789012345678901234567890", "0.1234567890123456789"];

/// Short texts with line breaks, control characters and everything that pointers and messages give a meaning. Capitals and
/// colons are left out: what a message quotes must not look like the name of a type.
fn words() -> impl Strategy<Value = String> {
    "[ -9;-@\\[-~\n\r\t\u{1b}\u{85}\u{2028}éß日\u{10ffff}]{0,8}"
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        select(&NUMBERS[..]).prop_map(|n| serde_json::from_str(n).unwrap()),
        select(&TEXTS[..]).prop_map(Value::from),
        words().prop_map(Value::from),
    ]
}

fn key() -> impl Strategy<Value = String> {
    prop_oneof![4 => select(&KEYS[..]).prop_map(ToOwned::to_owned), 1 => words()]
}

fn object(inner: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    vec((key(), inner), 0..6).prop_map(|entries| Value::Object(entries.into_iter().collect::<Map<_, _>>()))
}

fn value() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(
        6,
        96,
        6,
        |inner| prop_oneof![1 => vec(inner.clone(), 0..4).prop_map(Value::from), 3 => object(inner)],
    )
}

/// A value in each of the places where a format begins.
fn wrapped() -> impl Strategy<Value = Value> {
    (value(), value(), 0_usize..16).prop_map(|(one, other, place)| match place {
        0 => json!({"credentialSubject": {"achievement": one, "result": other}}),
        1 => json!({"issuer": other, "credentialSubject": {"hasClaim": one}}),
        2 => json!({"credentialSubject": {"hasClaim": [{"type": "LearningAchievement", "specifiedBy": one, "hasPart": other}]}}),
        3 => json!({"credstack": "credential/v1", "credential": one, "issuer": other}),
        4 => json!({"credstack": "wallet/v1", "credentials": [one, other]}),
        5 => json!({"payload": json!({"credentialSubject": one}).to_string(), "signatures": other}),
        6 => json!({"@graph": [one, other]}),
        7 => json!({"type": "Assertion", "recipient": other, "badge": one}),
        8 => json!({"type": "BadgeClass", "name": "A", "issuer": other, "extensions": one}),
        9 => json!({"type": "Issuer", "extensions": one, "address": other}),
        10 => json!({"credentialSubject": {"achieved": [one], "learningAchievement": other}}),
        11 => json!({"@context": "https://credreg.net/ctdl", "@graph": [one, {"type": "Course", "hasCondition": other}]}),
        12 => json!({"type": "ClrCredential", "credentialSubject": {"association": other,
            "verifiableCredential": [{"id": "urn:1", "credentialSubject": {"achievement": one}}]}}),
        13 => json!(super::envelopes::token(&json!({"vc": one, "iss": other, "_sd": [one]}))),
        _ => one,
    })
}

/// Reads, and looks at what is said where it is refused.
fn read(bytes: &[u8]) -> TestCaseResult {
    match crate::read("test.json", bytes, &Symbols::default()) {
        Ok(document) => prop_assert!(!document.credentials.is_empty() || !document.records.is_empty()),
        // All mistakes are told, each for itself.
        Err(DocumentError::Own(problems)) => {
            for problem in problems.0 {
                well_said(&problem.to_string())?;
            }
        }
        Err(refused) => well_said(&refused.to_string())?,
    }
    Ok(())
}

fn well_said(said: &str) -> TestCaseResult {
    // One line, whatever it quotes.
    prop_assert!(!said.trim().is_empty() && !said.contains(|c: char| c.is_control() || c == '\u{2028}'), "{said:?}");
    let types = [
        "::", "Error", "Option", "Some(", "None", "Ok(", "Err(", "Vec", "String", "Value", "Map", "Number(", "Utf8",
        "usize", "u64", "i64", "f64", "str`", "serde", "struct", "enum",
    ];
    for name in types {
        prop_assert!(!said.contains(name), "`{name}` stands in: {said}");
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..256)) {
        read(&bytes)?;
    }

    #[test]
    fn any_text_that_resembles_json_is_read_or_refused(text in "[\\[\\]{}\":,0-9.eE+\\-\\\\untrfals \n]{0,64}") {
        read(text.as_bytes())?;
    }

    #[test]
    fn any_json_is_read_or_refused(value in wrapped()) {
        read(value.to_string().as_bytes())?;
    }

    #[test]
    fn any_json_that_breaks_off_is_refused(value in wrapped(), at in any::<prop::sample::Index>()) {
        let text = value.to_string();
        read(&text.as_bytes()[..at.index(text.len())])?;
    }

    #[test]
    fn any_key_that_stands_twice_is_told(value in object(value()), key in words()) {
        let key = json!(key);
        let text = format!("{{{key}: 1, \"in\": {value}, {key}: 2}}");
        let told = crate::repeated::notes(&text, &crate::parse::parse(&text).unwrap(), "");
        let here = crate::json::step("", key.as_str().unwrap_or_default());
        prop_assert_eq!(told.iter().filter(|n| n.path == here).count(), 1);
        // A key is told once for its object, even where it stands there three times (`in` does then).
        prop_assert_eq!(told.len(), 1);
    }
}
