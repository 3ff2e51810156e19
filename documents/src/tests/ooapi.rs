//! Objects of the Open Education API, one trap each.

use credstack_model::Symbols;
use credstack_model::vocabulary::attribute;
use serde_json::json;

use super::{noted, only, read, spoken};
use crate::{Format, NoteKind, RecordKind};

#[test]
fn an_expanded_result_is_one_credential_with_what_is_in_it() {
    let symbols = Symbols::default();
    let document = read(
        &json!({
            "associationId": "a", "role": "student",
            "person": {"personId": "p", "displayName": "Ana Andromeda"},
            "courseOffering": {
                "offeringId": "o", "name": [{"language": "en", "value": "Statistics, autumn"}],
                "modeOfDelivery": ["online"],
                "course": {
                    "courseId": "c", "name": [{"language": "en", "value": "Statistics"}],
                    "studyLoad": {"studyLoadUnit": "sbu", "value": 140},
                    "modeOfDelivery": ["on campus"],
                    "organization": {"organizationId": "u", "name": [{"language": "nl", "value": "Delta"}],
                                     "addresses": [{"countryCode": "NL"}]}
                }
            },
            "result": {"state": "completed", "pass": "failed", "score": 4.5, "resultDate": "2024-06-28"}
        }),
        &symbols,
    )
    .unwrap();
    assert_eq!(document.format, Format::OpenEducationApi);
    let kinds: Vec<RecordKind> = document.records.iter().map(|r| r.kind).collect();
    assert_eq!(kinds, [RecordKind::Learner, RecordKind::Catalogue, RecordKind::Catalogue, RecordKind::Institution]);
    let credential = only(&document);
    let says = |id| spoken(&credential.facts, id, &symbols);
    assert_eq!(says(attribute::LEARNER_NAME), "Ana Andromeda");
    assert_eq!(says(attribute::TITLE), "Statistics, autumn");
    assert_eq!(says(attribute::PARTICIPATION), "online", "how it was offered this time");
    assert!(noted(
        &document,
        NoteKind::Conflict,
        "`online` (test.json, /courseOffering/modeOfDelivery/0) and `onsite`"
    ));
    assert_eq!(says(attribute::WORKLOAD), "140 hours");
    assert_eq!(says(attribute::ISSUER_COUNTRY), "NL");
    assert_eq!(says(attribute::GRADE_VALUE), "4.5");
    assert_eq!(says(attribute::STATE), "failed");
    assert_eq!(says(attribute::COMPLETED), "false");
}

#[test]
fn every_unit_of_study_load_is_told_apart() {
    let symbols = Symbols::default();
    for (load, said, note) in [
        (json!({"studyLoadUnit": "ects", "value": 7.5}), "7.5 ECTS", None),
        (
            json!([{"studyLoadUnit": "ects", "value": 5}, {"studyLoadUnit": "hour", "value": 140}]),
            "5 ECTS, 140 hours",
            None,
        ),
        (json!({"studyLoadUnit": "contact_time", "value": 40}), "missing", Some("40 of contact time are no workload")),
        (json!({"studyLoadUnit": "sp", "value": 3}), "missing", Some("3 credits of the unknown system `sp`")),
        (json!({"value": 3}), "missing", Some("3 credits without a system of credits")),
        (
            json!([{"studyLoadUnit": "ects", "value": 5}, {"studyLoadUnit": "ects", "value": 6}]),
            "5 ECTS",
            Some("6 contradicts 5 of the same unit"),
        ),
        (json!({"studyLoadUnit": "ects", "value": "--VALUE--"}), "missing", Some("the credits are left out")),
    ] {
        let document = read(&json!({"courseId": "c", "name": "Statistics", "studyLoad": load}), &symbols).unwrap();
        assert_eq!(spoken(&document.records[0].facts, attribute::WORKLOAD, &symbols), said);
        if let Some(note) = note {
            assert!(document.notes.iter().any(|n| n.message.contains(note)), "{:?}", document.notes);
        }
    }
}

#[test]
fn a_page_of_results_is_read_and_enrolments_in_it_are_told() {
    let symbols = Symbols::default();
    let document = read(
        &json!({"pageSize": 10, "pageNumber": 1, "items": [
            {"associationId": "a", "role": "student", "result": {"pass": "passed", "final": false}},
            {"associationId": "b", "role": "student", "state": "associated"},
            {"associationId": "c", "role": "instructor", "result": {"pass": "passed"}},
            {"groupId": "g", "name": "Group"}
        ]}),
        &symbols,
    )
    .unwrap();
    assert_eq!(only(&document).id.as_ref(), "a");
    assert_eq!(spoken(&only(&document).facts, attribute::COMPLETED, &symbols), "missing");
    assert!(noted(&document, NoteKind::Remark, "the result is not final"));
    assert!(noted(&document, NoteKind::Dropped, "/items/1: it is an enrolment"));
    assert!(noted(&document, NoteKind::Dropped, "/items/2: it is the association of somebody who is no learner"));
    assert!(noted(&document, NoteKind::Dropped, "/items/3: a group"));
}

#[test]
fn words_come_in_both_versions() {
    let symbols = Symbols::default();
    for outcomes in [
        json!([[{"language": "en-GB", "value": "Fits a regression"}], [{"language": "en-GB", "value": "Plans"}]]),
        json!([{"name": [{"language": "en-GB", "value": "Fits a regression"}]}, {"name": [{"language": "en-GB", "value": "Plans"}]}]),
        json!(["Fits a regression", "Plans"]),
    ] {
        let document = read(&json!({"courseId": "c", "name": "S", "learningOutcomes": outcomes}), &symbols).unwrap();
        let said = spoken(&document.records[0].facts, attribute::LEARNING_OUTCOMES, &symbols);
        assert_eq!(said, "Fits a regression, Plans");
    }
}
