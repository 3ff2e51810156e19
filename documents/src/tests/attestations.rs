//! EBSI attestations of education in their two early shapes.

use credstack_model::Symbols;
use credstack_model::vocabulary::attribute;
use serde_json::{Value, json};

use super::badges::traced;
use super::{noted, only, spoken};
use crate::{DocumentError, Format, NoteKind};

fn attestation(subject: &Value) -> Value {
    json!({
        "id": "urn:credential:1", "type": ["VerifiableCredential", "VerifiableAttestation", "VerifiableDiploma"],
        "issuer": "did:ebsi:issuer", "issued": "2021-08-31T00:00:00Z", "expirationDate": "2031-08-31T00:00:00Z",
        "credentialSubject": subject
    })
}

#[test]
fn a_diploma_of_the_first_shape_is_read() {
    let (document, symbols) = traced(&attestation(&json!({
        "id": "did:ebsi:ana", "identifier": {"schemeID": "https://uni.example", "value": "0904"},
        "givenNames": "Ana", "familyName": "Andromeda", "dateOfBirth": "1993-04-08",
        "gradingScheme": {"title": "Upper second-class honours"},
        "learningAchievement": {"id": "https://uni.example/law#achievement", "title": "Law", "additionalNote": ["With honours"]},
        "awardingOpportunity": {
            "location": "FRANCE",
            "awardingBody": {"id": "did:ebsi:uni", "preferredName": "University of Example", "eidasLegalIdentifier": "Unknown", "registration": "05970"}
        },
        "learningSpecification": {"ECTSCreditPoints": 120, "eqfLevel": 7, "iscedfCode": ["0421", "7"], "NQFLevel": ["7"]}
    })));
    assert_eq!(document.format, Format::EbsiAttestation);
    let facts = &only(&document).facts;
    for (of, expected) in [
        (attribute::TITLE, "Law"),
        (attribute::TYPE, "diploma"),
        (attribute::ISSUED, "2021-08-31"),
        (attribute::EXPIRES, "2031-08-31"),
        (attribute::COMPLETED, "true"),
        (attribute::WORKLOAD, "120 ECTS"),
        (attribute::LEVEL, "EQF 7"),
        (attribute::FIELD, "0421"),
        (attribute::GRADE, "missing"),
        (attribute::ISSUER_NAME, "University of Example"),
        (attribute::ISSUER_IDENTIFIER, "did:ebsi:uni, 05970"),
        (attribute::ISSUER_COUNTRY, "FR"),
        (attribute::LEARNER_NAME, "Ana Andromeda"),
        (attribute::LEARNER_IDENTIFIER, "did:ebsi:ana, 0904"),
        (attribute::LEARNER_BORN, "1993-04-08"),
    ] {
        assert_eq!(spoken(facts, of, &symbols), expected);
    }
    assert!(noted(&document, NoteKind::Ambiguous, "the title of a grading scheme, or the grade"));
    assert!(noted(&document, NoteKind::UnknownCode, "`7` is no ISCED-F code"));
    assert!(noted(&document, NoteKind::Unmapped, "the level `7` is of a national framework that is not named"));
}

#[test]
fn a_tree_of_achievements_becomes_wholes_and_parts() {
    let part = json!({
        "title": "", "specifiedBy": [{"title": "Mathematics", "eCTSCreditPoints": 5, "volumeOfLearning": "PT60H"}],
        "wasDerivedFrom": [{"grade": "good (3)"}]
    });
    let whole = json!({
        "title": "Civil engineering", "identifier": [{"schemeID": "Programme", "value": "GAB7"}],
        "specifiedBy": [{"eCTSCreditPoints": 120, "eqflLevel": "http://data.europa.eu/snb/eqf/7",
            "entryRequirementsNote": "A bachelor's degree", "volumeOfLearning": "P2Y"}],
        "wasAwardedBy": {"awardingBody": ["did:ebsi:uni"], "awardingDate": "2019-09-20T00:00:00+02:00"},
        "hasPart": {"learningAchievements": [part]}
    });
    let (document, symbols) = traced(&attestation(&json!({"id": "did:ebsi:ana", "achieved": [whole]})));
    let [whole, part] = document.credentials.as_slice() else { panic!("two credentials") };
    assert_eq!(whole.parts.as_slice(), std::slice::from_ref(&part.id));
    assert_eq!(spoken(&whole.facts, attribute::TITLE, &symbols), "Civil engineering");
    assert_eq!(spoken(&whole.facts, attribute::ISSUED, &symbols), "2019-09-20");
    assert_eq!(spoken(&whole.facts, attribute::LEVEL, &symbols), "EQF 7");
    assert_eq!(spoken(&whole.facts, attribute::PREREQUISITES, &symbols), "A bachelor's degree");
    assert_eq!(spoken(&part.facts, attribute::TITLE, &symbols), "Mathematics");
    assert_eq!(spoken(&part.facts, attribute::WORKLOAD, &symbols), "5 ECTS, 60 hours");
    assert_eq!(spoken(&part.facts, attribute::GRADE, &symbols), "good (3)");
    assert_eq!(spoken(&part.facts, attribute::LEARNER_IDENTIFIER, &symbols), "did:ebsi:ana");
    assert!(noted(&document, NoteKind::Ambiguous, "`P2Y` is not taken as a workload"));
}

#[test]
fn attestations_of_nothing_are_refused_with_their_reason() {
    let refused = |subject: Value| {
        crate::read("t", attestation(&subject).to_string().as_bytes(), &Symbols::default()).unwrap_err().to_string()
    };
    assert!(refused(json!({"achieved": []})).contains("says nothing of what was achieved"));
    assert!(refused(json!({"id": "did:ebsi:uni", "accreditedFor": []})).contains("the accreditation of an issuer"));
}

#[test]
fn achievements_are_bounded() {
    let many = vec![json!({"title": "A"}); 10_001];
    let subject = json!({"achieved": [{"title": "B", "hasPart": {"learningAchievements": many}}]});
    let text = attestation(&subject).to_string();
    assert_eq!(crate::read("t", text.as_bytes(), &Symbols::default()).unwrap_err(), DocumentError::TooManyCredentials);
}
