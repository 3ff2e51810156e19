//! Whatever stands in a transcript, an old European credential or a result: it is read or refused in words, every fact stands
//! where it says, and joining loses nothing.

use credstack_model::Symbols;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestCaseResult;
use serde_json::{Map, Value, json};

use super::provenance;
use crate::joining::join;

const NAMES: [&str; 44] = [
    "elmo",
    "report",
    "learner",
    "issuer",
    "learningOpportunitySpecification",
    "specifies",
    "learningOpportunityInstance",
    "hasPart",
    "identifier",
    "title",
    "type",
    "credit",
    "scheme",
    "value",
    "level",
    "date",
    "status",
    "resultLabel",
    "result",
    "iscedCode",
    "country",
    "bday",
    "gradingScheme",
    "gradingSchemeLocalId",
    "los-id",
    "credentialSubject",
    "achievements",
    "learningAchievement",
    "specifiedBy",
    "wasAwardedBy",
    "awardingBody",
    "wasDerivedFrom",
    "wasInfluencedBy",
    "qualification",
    "awardingProcess",
    "organization",
    "learningOutcomes",
    "learningOutcome",
    "text",
    "grade",
    "hasECTSCreditPoints",
    "volumeOfLearning",
    "eqfLevel",
    "agentReferences",
];

const KEYS: [&str; 36] = [
    "associationId",
    "role",
    "state",
    "result",
    "pass",
    "score",
    "final",
    "resultDateTime",
    "person",
    "personId",
    "displayName",
    "offering",
    "offeringId",
    "course",
    "courseId",
    "program",
    "organization",
    "organizationId",
    "organisationId",
    "parent",
    "name",
    "language",
    "value",
    "primaryCode",
    "code",
    "otherCodes",
    "studyLoad",
    "studyLoadUnit",
    "level",
    "levelOfQualification",
    "modeOfDelivery",
    "learningOutcomes",
    "addresses",
    "countryCode",
    "teachingLanguage",
    "items",
];

const TEXTS: [&str; 22] = [
    "",
    " ",
    "a",
    "b",
    "7.5",
    "-1",
    "1e999999999",
    "2024-06-28Z",
    "31-12-1999",
    "PT60H",
    "P60M",
    "ects",
    "EQF",
    "6",
    "passed",
    "failed",
    "student",
    "NL",
    "en",
    "urn:1",
    "http://data.europa.eu/snb/eqf/6",
    "<&>\"'",
];

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

fn attributes() -> impl Strategy<Value = String> {
    (0_usize..6, select(&TEXTS[..])).prop_map(|(which, text)| match which {
        0 => format!(" id=\"{}\"", escaped(text)),
        1 => format!(" idref=\"{}\"", escaped(text)),
        2 => format!(" uri=\"{}\" type=\"{0}\"", escaped(text)),
        3 => format!(" xml:lang=\"{}\" dtf=\"dd-MM-yyyy\"", escaped(text)),
        _ => String::new(),
    })
}

fn element() -> impl Strategy<Value = String> {
    let leaf = (select(&NAMES[..]), attributes(), select(&TEXTS[..]))
        .prop_map(|(name, with, text)| format!("<{name}{with}>{}</{name}>", escaped(text)));
    leaf.prop_recursive(6, 64, 6, |inner| {
        (select(&NAMES[..]), attributes(), vec(inner, 0..6))
            .prop_map(|(name, with, inside)| format!("<{name}{with}>\n {}</{name}>", inside.concat()))
    })
}

fn document() -> impl Strategy<Value = String> {
    (vec(element(), 0..5), vec(element(), 0..4), 0_usize..4).prop_map(|(inside, beside, place)| {
        let (inside, beside) = (inside.concat(), beside.concat());
        let opportunity = format!("<learningOpportunitySpecification>{inside}</learningOpportunitySpecification>");
        match place {
            0 => format!("<elmo>{beside}<report>{beside}{opportunity}{opportunity}</report></elmo>"),
            1 => format!("<courses-response>{opportunity}{beside}</courses-response>"),
            2 => format!("<europassCredential><credentialSubject>{beside}<achievements><learningAchievement>{inside}</learningAchievement></achievements></credentialSubject>{beside}</europassCredential>"),
            _ => format!("<verifiablePresentation>{inside}{beside}</verifiablePresentation>"),
        }
    })
}

fn value() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        4 => select(&TEXTS[..]).prop_map(Value::from),
        1 => any::<i16>().prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
    ];
    scalar.prop_recursive(5, 64, 6, |inner| {
        let object = vec((select(&KEYS[..]), inner.clone()), 0..6).prop_map(|entries| {
            Value::Object(entries.into_iter().map(|(k, v)| (k.to_owned(), v)).collect::<Map<_, _>>())
        });
        prop_oneof![1 => vec(inner, 0..4).prop_map(Value::from), 4 => object]
    })
}

fn check(name: &str, text: &str) -> TestCaseResult {
    let symbols = Symbols::default();
    match crate::read(name, text.as_bytes(), &symbols) {
        Ok(document) => {
            prop_assert!(!document.credentials.is_empty() || !document.records.is_empty());
            let misplaced = provenance::failures(&document, text.as_bytes(), &symbols);
            let misplaced: Vec<_> = misplaced.into_iter().filter(|f| !f.contains("does not read back")).collect();
            prop_assert!(misplaced.is_empty(), "{misplaced:?}");
            let mut other = document.clone();
            other.name = "other".into();
            let count = document.credentials.len();
            let there = join(&[document.clone(), other.clone()], &symbols);
            prop_assert!((count..=2 * count).contains(&there.credentials.len()));
            prop_assert_eq!(join(&[other, document], &symbols), there);
        }
        Err(refused) => {
            let said = refused.to_string();
            prop_assert!(said.len() > 20 && !said.contains('\n'), "{}", said);
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_xml_is_read_or_refused(text in document()) {
        check("any.xml", &text)?;
    }

    #[test]
    fn any_xml_that_breaks_off_is_refused(text in document(), at in any::<prop::sample::Index>()) {
        let at = at.index(text.len());
        if text.is_char_boundary(at) && at > 1 {
            let refused = crate::read("cut.xml", &text.as_bytes()[..at], &Symbols::default());
            prop_assert!(refused.is_err());
        }
    }

    #[test]
    fn any_object_of_the_open_education_api_is_read_or_refused(one in value(), other in value(), place in 0_usize..4) {
        let text = match place {
            0 => json!({"associationId": "a", "role": "student", "result": one, "offering": other}),
            1 => json!({"courseId": "c", "name": one, "organization": other, "studyLoad": one}),
            2 => json!({"pageSize": 1, "items": [one, {"personId": "p", "name": other}]}),
            _ => json!([{"associationId": "a", "person": one, "result": {"pass": "passed"}, "course": other}]),
        };
        check("any.json", &text.to_string())?;
    }
}
