//! Small documents, one trap each.

use credstack_model::Symbols;
use credstack_model::vocabulary::{Vocabulary, attribute};
use serde_json::{Value, json};

use super::{noted, only, read, spoken};
use crate::{ElementsTable, Format, NoteKind};

fn european(claim: &Value) -> Value {
    json!({
        "id": "urn:credential:1",
        "type": ["VerifiableCredential", "EuropeanDigitalCredential"],
        "issued": "2024-07-01T10:00:00Z",
        "issuer": {"id": "urn:epass:org:9", "legalName": {"en": "Seal Ltd"}},
        "credentialSubject": {
            "id": "did:key:ana",
            "givenName": {"en": "Ana"},
            "familyName": {"en": ["Andromeda"]},
            "dateOfBirth": "1999-10-01T22:00:00Z",
            "hasClaim": claim
        }
    })
}

fn unit() -> Value {
    json!({
        "type": "LearningAchievement",
        "title": {"en": ["Statistics"], "es": "Estadística"},
        "awardedBy": {
            "awardingDate": "2024-06-28",
            "awardingBody": {
                "id": "https://uni.example",
                "legalName": {"en": "University of Example"},
                "location": [{"address": {"countryCode": {"id": "http://publications.europa.eu/resource/authority/country/1A0", "notation": "country"}}}]
            }
        },
        "specifiedBy": {
            "creditPoint": [{"point": "7.5", "framework": {"id": "http://data.europa.eu/snb/education-credit/6fcec5c5af"}}],
            "volumeOfLearning": "P2DT12H",
            "eqfLevel": {"id": "http://data.europa.eu/snb/eqf/6"},
            "learningOutcome": [{"title": {"en": "Fits a regression"}}],
            "mode": {"id": "http://data.europa.eu/snb/learning-assessment/e92d221e4d"},
            "accreditation": {"dcType": {"id": "http://data.europa.eu/snb/accreditation/820101cba6"}}
        },
        "provenBy": {
            "specifiedBy": {"dcType": {"id": "http://data.europa.eu/snb/assessment/6e6cb2cc78"}},
            "grade": {"noteLiteral": {"und": "8.5"}}
        }
    })
}

#[test]
fn a_complete_european_credential_carries_all_eleven_elements() {
    let symbols = Symbols::default();
    let document = read(&european(&unit()), &symbols).unwrap();
    assert_eq!(document.format, Format::EuropeanLearningModel3);
    let unit = only(&document);
    let says = |id| spoken(&unit.facts, id, &symbols);
    assert_eq!(says(attribute::TITLE), "Statistics, Estadística");
    assert_eq!(says(attribute::WORKLOAD), "7.5 ECTS, 60 hours");
    assert_eq!(says(attribute::LEVEL), "EQF 6");
    assert_eq!(says(attribute::CYCLE), "missing", "nothing says that it is higher education");
    assert_eq!(says(attribute::ISSUED), "2024-06-28");
    assert_eq!(says(attribute::COMPLETED), "true");
    assert_eq!(says(attribute::ASSESSMENT), "written_exam");
    assert_eq!(says(attribute::PARTICIPATION), "blended");
    assert_eq!(says(attribute::QUALITY_ASSURANCE), "programme_quality_assurance");
    assert_eq!(says(attribute::ISSUER_COUNTRY), "XK");
    assert_eq!(says(attribute::ISSUER_NAME), "University of Example");
    assert_eq!(says(attribute::GRADE_VALUE), "8.5");
    assert_eq!(says(attribute::LEARNER_NAME), "Ana Andromeda");
    assert_eq!(says(attribute::LEARNER_BORN), "1999-10-01 to 1999-10-02");
    assert_eq!(says(attribute::AUTHENTIC), "missing");
    assert_eq!(says(attribute::LEARNER_IDENTIFIED), "missing");
    assert_eq!(ElementsTable::of(unit, &Vocabulary::core()).carried(), 11);
    assert!(noted(
        &document,
        NoteKind::Remark,
        "issued by `Seal Ltd` on behalf of the awarding body `University of Example`"
    ));
}

#[test]
fn credits_without_a_system_and_sixty_months_are_no_workload() {
    let symbols = Symbols::default();
    let claim = json!({
        "type": "LearningAchievement",
        "title": {"en": "Unit"},
        "specifiedBy": {"creditPoint": {"point": "2"}, "volumeOfLearning": "P60M"}
    });
    let document = read(&european(&claim), &symbols).unwrap();
    assert_eq!(spoken(&only(&document).facts, attribute::WORKLOAD, &symbols), "missing");
    assert!(noted(&document, NoteKind::Ambiguous, "2 credits without a system of credits"));
    assert!(noted(&document, NoteKind::Ambiguous, "`P60M` is not taken as a workload"));
}

#[test]
fn credits_that_contradict_each_other_are_noted_and_the_specification_stands() {
    let symbols = Symbols::default();
    let ects = |point: &str| json!({"point": point, "framework": {"notation": "ECTS"}});
    let claim = json!({
        "type": "LearningAchievement",
        "title": {"en": "Unit"},
        "creditReceived": ects("5"),
        "specifiedBy": {"creditPoint": ects("6")}
    });
    let document = read(&european(&claim), &symbols).unwrap();
    assert_eq!(spoken(&only(&document).facts, attribute::WORKLOAD, &symbols), "6 ECTS");
    assert!(noted(&document, NoteKind::Conflict, "5 contradicts 6"));
}

#[test]
fn parts_are_credentials_of_their_own_and_circles_are_cut() {
    let symbols = Symbols::default();
    let claim = json!([
        {
            "id": "urn:whole", "type": "LearningAchievement", "title": {"en": "Whole"},
            "awardedBy": {"awardingBody": {"legalName": {"en": "University of Example"}}},
            "hasPart": ["urn:one", {"id": "urn:two", "type": "LearningAchievement", "title": {"en": "Two"}, "hasPart": "urn:whole"}]
        },
        {"id": "urn:one", "type": "LearningAchievement", "title": {"en": "One"}}
    ]);
    let document = read(&european(&claim), &symbols).unwrap();
    let shown: Vec<String> =
        document.credentials.iter().map(|c| format!("{} has {}", c.id, c.parts.join(" and "))).collect();
    assert_eq!(
        shown,
        [
            "urn:credential:1#urn:whole has urn:credential:1#urn:one and urn:credential:1#urn:two",
            "urn:credential:1#urn:one has ",
            "urn:credential:1#urn:two has ",
        ]
    );
    let two = document.credentials.last().unwrap();
    assert_eq!(spoken(&two.facts, attribute::ISSUER_NAME, &symbols), "University of Example");
    assert!(noted(&document, NoteKind::Conflict, "the circle is cut here"));
}

#[test]
fn a_node_may_be_in_full_elsewhere() {
    let symbols = Symbols::default();
    let document = read(
        &json!({"@graph": [
            {"id": "urn:c", "type": ["VerifiableCredential", "EuropeanDigitalCredential"], "credentialSubject": "urn:p", "validFrom": "2024-01-01"},
            {"id": "urn:p", "type": "Person", "fullName": {"en": "Ana"}, "hasClaim": "urn:a"},
            {"id": "urn:a", "type": "LearningAchievement", "title": {"en": "Flat"}, "awardedBy": "urn:b"},
            {"id": "urn:b", "awardingBody": "urn:o"},
            {"id": "urn:o", "legalName": {"en": "Org"}, "location": "urn:l"},
            {"id": "urn:l", "address": {"countryCode": "http://publications.europa.eu/resource/authority/country/FRA"}}
        ]}),
        &symbols,
    )
    .unwrap();
    let flat = only(&document);
    assert_eq!(spoken(&flat.facts, attribute::TITLE, &symbols), "Flat");
    assert_eq!(spoken(&flat.facts, attribute::ISSUER_COUNTRY, &symbols), "FR");
    assert_eq!(spoken(&flat.facts, attribute::LEARNER_NAME, &symbols), "Ana");
}

#[test]
fn a_sealed_credential_says_where_in_the_payload() {
    let symbols = Symbols::default();
    let sealed = json!({"payload": european(&unit()).to_string(), "signatures": [{"signature": "x"}]});
    let document = read(&sealed, &symbols).unwrap();
    let title = only(&document).facts.get(attribute::TITLE).unwrap();
    assert_eq!(title.provenance[0].path, "/payload#/credentialSubject/hasClaim/title/en/0");
    assert!(noted(&document, NoteKind::NotVerified, "the seal was not verified"));
}

#[test]
fn higher_education_has_a_cycle_and_an_enrolment_is_no_completion() {
    let symbols = Symbols::default();
    let mut value = european(&unit());
    value["credentialProfiles"] = json!(["EuropeanHigherEducationMicrocredential"]);
    let document = read(&value, &symbols).unwrap();
    assert_eq!(spoken(&only(&document).facts, attribute::CYCLE, &symbols), "first");
    assert_eq!(spoken(&only(&document).facts, attribute::TYPE, &symbols), "micro_credential");
    value["credentialProfiles"] = json!(["EuropeanHigherEducationProofOfEnrolment"]);
    let document = read(&value, &symbols).unwrap();
    assert_eq!(spoken(&only(&document).facts, attribute::COMPLETED, &symbols), "missing");
}

#[test]
fn an_entitlement_beside_an_achievement_is_only_noted() {
    let symbols = Symbols::default();
    let entitlement = json!({"type": "LearningEntitlement", "title": {"en": "May enrol"}});
    let document = read(&european(&json!([unit(), entitlement])), &symbols).unwrap();
    assert_eq!(document.credentials.len(), 1);
    assert!(noted(&document, NoteKind::Dropped, "the LearningEntitlement `May enrol` is no learning achievement"));
    let document = read(&european(&json!([entitlement])), &symbols).unwrap();
    assert_eq!(spoken(&only(&document).facts, attribute::COMPLETED, &symbols), "missing");
}

fn badge(achievement: &Value) -> Value {
    json!({
        "id": "urn:badge:1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": "https://mbo.example", "name": "MBO Example", "address": {"addressCountry": "The Netherlands", "addressCountryCode": "NL"}},
        "validFrom": "2024-08-30T23:30:00Z",
        "credentialSubject": {"achievement": achievement, "result": [{"value": "8.5", "status": "Completed"}]}
    })
}

#[test]
fn the_dutch_profile_names_its_units() {
    let symbols = Symbols::default();
    let document = read(
        &badge(&json!({
            "name": "Minor", "ECTS": 3.50, "timeInvestment": 98, "inLanguage": "nl-NL",
            "assessmentType": "application of a skill", "participationType": "onsite or blended",
            "supervisionType": "supervised online", "identityChecked": true,
            "alignment": [{"targetType": "ext:EQF", "targetName": "EQF level 4", "targetCode": "4+"}]
        })),
        &symbols,
    )
    .unwrap();
    assert_eq!(document.format, Format::OpenBadges3);
    let says = |id| spoken(&only(&document).facts, id, &symbols);
    assert_eq!(says(attribute::WORKLOAD), "3.5 ECTS, 98 hours");
    assert_eq!(says(attribute::LEVEL), "NLQF 4+");
    assert_eq!(says(attribute::ASSESSMENT), "practical");
    assert_eq!(says(attribute::PARTICIPATION), "onsite_or_blended");
    assert_eq!(says(attribute::SUPERVISION), "supervised_with_identity");
    assert_eq!(says(attribute::ISSUER_COUNTRY), "NL");
    assert_eq!(says(attribute::LANGUAGE), "nl");
    assert_eq!(says(attribute::ISSUED), "2024-08-30");
    assert_eq!(says(attribute::COMPLETED), "true");
    assert_eq!(says(attribute::STATE), "completed");
}

#[test]
fn credits_of_a_badge_are_never_taken_for_ects() {
    let symbols = Symbols::default();
    let document =
        read(&badge(&json!({"name": "Degree", "creditsAvailable": 36.0, "achievementType": "Degree"})), &symbols)
            .unwrap();
    let says = |id| spoken(&only(&document).facts, id, &symbols);
    assert_eq!(says(attribute::WORKLOAD), "missing");
    assert_eq!(says(attribute::TYPE), "degree");
    assert!(noted(&document, NoteKind::Ambiguous, "36.0 credits of a system that Open Badges 3.0 does not name"));
}

#[test]
fn iran_is_not_ireland() {
    let symbols = Symbols::default();
    let mut value = badge(&json!({"name": "Course"}));
    value["issuer"]["address"] = json!({"addressCountry": "Ireland", "addressCountryCode": "IR"});
    let document = read(&value, &symbols).unwrap();
    assert_eq!(spoken(&only(&document).facts, attribute::ISSUER_COUNTRY, &symbols), "missing");
    assert!(noted(&document, NoteKind::Conflict, "the code `IR` is IR and the name `Ireland` is another country"));
}

#[test]
fn a_supervision_that_contradicts_itself_is_not_taken() {
    let symbols = Symbols::default();
    let document = read(
        &badge(&json!({"name": "X", "supervisionType": "onsite with identity verification", "identityChecked": false})),
        &symbols,
    )
    .unwrap();
    assert_eq!(spoken(&only(&document).facts, attribute::SUPERVISION, &symbols), "missing");
    assert!(noted(&document, NoteKind::Conflict, "contradicts `identityChecked`"));
}

#[test]
fn template_text_is_no_date_and_nothing_is_completed() {
    let symbols = Symbols::default();
    let mut value = badge(&json!({"name": "X"}));
    value["validFrom"] = json!("WILL BE MAPPED");
    let document = read(&value, &symbols).unwrap();
    assert_eq!(spoken(&only(&document).facts, attribute::ISSUED, &symbols), "missing");
    assert!(noted(&document, NoteKind::Unreadable, "`WILL BE MAPPED` is no date"));
}

#[test]
fn a_hashed_address_is_an_identifier_and_its_salt_is_told() {
    let symbols = Symbols::default();
    let mut value = badge(&json!({"name": "X"}));
    value["credentialSubject"]["identifier"] =
        json!([{"identityType": "emailAddress", "hashed": true, "salt": "deadsea", "identityHash": "sha256$c7ef"}]);
    let document = read(&value, &symbols).unwrap();
    assert_eq!(spoken(&only(&document).facts, attribute::LEARNER_IDENTIFIER, &symbols), "sha256$c7ef");
    assert!(noted(&document, NoteKind::Remark, "a hashed emailAddress, with the salt `deadsea`"));
}

#[test]
fn what_no_mapping_reads_is_listed() {
    let symbols = Symbols::default();
    let document = read(&badge(&json!({"name": "X", "tag": ["robotics"], "image": "x.png"})), &symbols).unwrap();
    let unread: Vec<&str> =
        document.notes.iter().filter(|n| n.kind == NoteKind::Unmapped).map(|n| n.path.as_str()).collect();
    assert_eq!(unread, ["/credentialSubject/achievement/tag"]);
}

/// Every place of a document, as pointers.
fn places(value: &Value, here: &str, found: &mut Vec<String>) {
    found.push(here.to_owned());
    match value {
        Value::Object(map) => map.iter().for_each(|(k, v)| places(v, &crate::json::step(here, k), found)),
        Value::Array(all) => all.iter().enumerate().for_each(|(at, v)| places(v, &format!("{here}/{at}"), found)),
        _ => {}
    }
}

#[test]
fn whatever_stands_in_a_place_is_read_or_left_out_and_never_misplaced() {
    let stray = [
        json!(null),
        json!(7.50),
        json!("x"),
        json!([]),
        json!({}),
        json!([["x"], null]),
        json!(true),
        json!({"id": "urn:credential:1"}),
        json!("urn:credential:1"),
    ];
    let badge = badge(&json!({
        "name": "Minor", "ECTS": 3, "SBU": "84", "supervisionType": "supervised online", "identityChecked": true,
        "alignment": [{"targetType": "ext:EQF", "targetCode": "4"}], "achievementType": "Badge", "humanCode": "R1"
    }));
    for whole in [european(&unit()), badge] {
        let mut found = Vec::new();
        places(&whole, "", &mut found);
        for place in &found {
            for other in &stray {
                let mut changed = whole.clone();
                *changed.pointer_mut(place).unwrap() = other.clone();
                let symbols = Symbols::default();
                if let Ok(document) = read(&changed, &symbols) {
                    let bytes = changed.to_string();
                    let failed = super::provenance::failures(&document, bytes.as_bytes(), &symbols);
                    assert!(failed.is_empty(), "{other} at {place}: {failed:?}");
                }
            }
        }
    }
}
