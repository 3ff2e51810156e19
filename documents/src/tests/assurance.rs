//! Reports of quality assurance agencies: of the institution or the programme, of that time or another, positive or not.

use credstack_model::Symbols;
use credstack_model::facts::Value;
use credstack_model::vocabulary::attribute;
use serde_json::{Value as Json, json};

use crate::{AssuranceReports, DocumentError, Note, read};

/// A report of an invented institution, valid in 2018 to 2024.
fn report() -> Json {
    json!({
        "agency_acronym": "AQ",
        "agency_esg_activity_type": "institutional",
        "institutions": [
            { "id": 382, "deqar_id": "DEQARINST0382", "eter_id": "XX0069", "website_link": "http://www.delta.example/" }
        ],
        "programmes": [],
        "valid_from": "2018-09-14",
        "valid_to": "2024-09-30",
        "decision": "positive"
    })
}

/// A programme report of it, valid in 2013 to 2019.
fn of_programme(name: &str) -> Json {
    let mut report = report();
    report["agency_esg_activity_type"] = json!("programme");
    report["programmes"] = json!([{ "name_primary": name, "programme_identifiers": [{ "identifier": "P-7" }] }]);
    report["valid_from"] = json!("2013-09-27");
    report["valid_to"] = json!("2019-09-30");
    report
}

/// The kinds of quality assurance of a master in automotive engineering, and what is noted.
fn assured(reports: &[Json], issuer: &str, on: Option<&str>) -> (Vec<String>, Vec<Note>) {
    let symbols = Symbols::default();
    let mut document = json!({
        "credstack": "credential/v1",
        "id": "urn:x:1",
        "credential": { "title": "Automotive Engineering" },
        "issuer": { "identifier": [issuer] },
    });
    if let Some(day) = on {
        document["credential"]["issued"] = json!(day);
    }
    let mut read = read("x.json", document.to_string().as_bytes(), &symbols).expect("a credential");
    let credential = read.credentials.first_mut().expect("one");
    let mut all = AssuranceReports::default();
    all.add("deqar.json", json!({ "count": reports.len(), "results": reports }).to_string().as_bytes())
        .expect("reports");
    let notes = all.complete(credential, &symbols);
    let codes = match credential.facts.value(attribute::QUALITY_ASSURANCE) {
        Some(Value::Codes(codes)) => codes.iter().map(|c| symbols.text(*c).to_owned()).collect(),
        _ => Vec::new(),
    };
    (codes, notes)
}

#[test]
fn what_was_valid_when_a_credential_was_issued_is_a_fact_of_it() {
    for issuer in ["DEQARINST0382", "https://data.deqar.eu/institution/382", "XX0069", "https://delta.example"] {
        let (codes, notes) = assured(&[report()], issuer, Some("2020-07-01"));
        assert_eq!(
            (codes.as_slice(), notes.len()),
            (&["institutional_quality_assurance".to_owned()][..], 0),
            "{issuer}"
        );
    }
    let (codes, _) = assured(&[report()], "DEQARINST0383", Some("2020-07-01"));
    assert!(codes.is_empty(), "another institution's");
    for edge in ["2018-09-14", "2024-09-30"] {
        assert_eq!(assured(&[report()], "XX0069", Some(edge)).0.len(), 1, "{edge} is within");
    }
}

#[test]
fn a_degree_before_the_accreditation_of_its_house_has_that_of_its_programme() {
    let reports = [report(), of_programme("Automotive engineering"), of_programme("Medicine")];
    let (codes, notes) = assured(&reports, "XX0069", Some("2017-07-01"));
    assert_eq!(codes, ["programme_quality_assurance"]);
    assert_eq!(notes.len(), 1);
    assert!(notes[0].message.contains("is of another time than the credential"), "{}", notes[0].message);
}

#[test]
fn what_is_not_positive_or_not_dated_decides_nothing_and_is_told() {
    let mut refused = report();
    refused["decision"] = json!("negative");
    let (codes, notes) = assured(&[refused], "XX0069", Some("2020-07-01"));
    assert!(codes.is_empty() && notes[0].message.contains("is of that time and not positive"), "{notes:?}");
    for open in [None, Some("2018")] {
        let (codes, notes) = assured(&[report()], "XX0069", open);
        assert!(codes.is_empty() && notes[0].message.contains("is not known"), "{open:?}: {notes:?}");
    }
}

#[test]
fn a_file_without_reports_is_refused_with_what_it_should_be() {
    let mut all = AssuranceReports::default();
    let mut day = report();
    day["valid_from"] = json!("last year");
    for text in ["", "{}", "[1]", &json!({ "results": [{}] }).to_string(), &day.to_string()] {
        let error = all.add("deqar.json", text.as_bytes()).expect_err(text);
        assert!(matches!(error, DocumentError::BrokenJson { .. }), "{text}: {error}");
    }
    assert!(all.is_empty());
    let one = all.add("deqar.json", report().to_string().as_bytes());
    assert_eq!(one, Ok(1));
    assert_eq!(all.add("list.json", json!([report(), report()]).to_string().as_bytes()), Ok(2));
}
