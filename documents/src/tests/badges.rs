//! Open Badges 2.0: hosted, signed and expanded, with what two national platforms add.

use credstack_model::Symbols;
use credstack_model::facts::Facts;
use credstack_model::vocabulary::{AttributeId, attribute};
use serde_json::{Value, json};

use super::envelopes::token;
use super::{noted, only, provenance, spoken};
use crate::{Document, ElementsTable, Format, NoteKind, RecordKind};

const CLASS: &str = "https://api.edubadges.nl/public/badges/statistics";
const ISSUER: &str = "https://api.edubadges.nl/public/issuers/science";

fn issuer() -> Value {
    json!({
        "id": ISSUER, "type": "Issuer", "name": "Faculty of Science", "url": "https://uni.example",
        "extensions:InstitutionNameExtension": {"type": ["Extension"], "InstitutionName": "University of Example"},
        "extensions:InstitutionIdentifierExtension": {"InstitutionIdentifier": "21XX"},
        "extensions:InstitutionCountryExtension": {"InstitutionCountry": "NL"}
    })
}

fn class() -> Value {
    json!({
        "id": CLASS, "type": "BadgeClass", "name": "Statistics", "description": "From data to conclusions",
        "criteria": {"narrative": "Pass the test"}, "issuer": issuer(),
        "extensions:ECTSExtension": {"ECTS": 2.5},
        "extensions:StudyLoadExtension": {"StudyLoad": 70},
        "extensions:EQFExtension": {"EQF": 6},
        "extensions:LearningOutcomeExtension": {"LearningOutcome": "Fits a regression"},
        "extensions:LanguageExtension": {"Language": "nl_NL"},
        "extensions:EducationProgramIdentifierExtension": {"EducationProgramIdentifier": [5600, 5601]},
        "stackable": true, "typeBadgeClass": "micro_credential", "eqfNlqfLevelVerified": true,
        "participation": "online,onsite", "assessmentType": "written_exam,oram_exam,behavioural_assessment",
        "assessmentSupervised": true, "assessmentIdVerified": true,
        "qualityAssuranceName": "NVAO"
    })
}

fn assertion(badge: &Value) -> Value {
    json!({
        "@context": "https://w3id.org/openbadges/v2", "type": "Assertion",
        "id": "https://api.edubadges.nl/public/assertions/1",
        "recipient": {"type": "email", "hashed": true, "salt": "sea", "identity": "sha256$ab"},
        "issuedOn": "2024-06-28T10:00:00Z", "badge": badge, "verification": {"type": "HostedBadge"},
        "grade_achieved": "8"
    })
}

/// Reads a document, and finds every fact where it says that it stands.
pub(crate) fn traced(value: &Value) -> (Document, Symbols) {
    let symbols = Symbols::default();
    let text = value.to_string();
    let document = crate::read("test.json", text.as_bytes(), &symbols).unwrap();
    let failed = provenance::failures(&document, text.as_bytes(), &symbols);
    assert!(failed.is_empty(), "{failed:#?}");
    (document, symbols)
}

fn said(facts: &Facts, of: AttributeId, symbols: &Symbols) -> String {
    spoken(facts, of, symbols)
}

#[test]
fn an_expanded_edubadge_carries_all_eleven_elements() {
    let (document, symbols) = traced(&assertion(&class()));
    assert_eq!(document.format, Format::OpenBadges2);
    let credential = only(&document);
    for (of, expected) in [
        (attribute::TITLE, "Statistics"),
        (attribute::TYPE, "micro_credential"),
        (attribute::ISSUED, "2024-06-28"),
        (attribute::COMPLETED, "true"),
        (attribute::WORKLOAD, "2.5 ECTS, 70 hours"),
        (attribute::LEVEL, "EQF 6"),
        (attribute::LEARNING_OUTCOMES, "Fits a regression"),
        (attribute::LANGUAGE, "nl"),
        (attribute::IDENTIFIER, "https://api.edubadges.nl/public/badges/statistics, 5600, 5601"),
        (attribute::PARTICIPATION, "online, onsite"),
        (attribute::ASSESSMENT, "written_exam, oral_exam, behavioural_assessment"),
        (attribute::SUPERVISION, "supervised_with_identity"),
        (attribute::QUALITY_ASSURANCE, "nvao"),
        (attribute::STACKABILITY, "stackable"),
        (attribute::GRADE_VALUE, "8"),
        (attribute::ISSUER_NAME, "University of Example"),
        (attribute::ISSUER_IDENTIFIER, "https://api.edubadges.nl/public/issuers/science, 21XX"),
        (attribute::ISSUER_COUNTRY, "NL"),
        (attribute::LEARNER_IDENTIFIER, "sha256$ab"),
    ] {
        assert_eq!(said(&credential.facts, of, &symbols), expected);
    }
    let table = ElementsTable::of(credential, &credstack_model::vocabulary::Vocabulary::core());
    assert_eq!(table.carried(), 11, "missing: {:?}", table.missing().collect::<Vec<_>>());
    assert!(noted(&document, NoteKind::Remark, "a hashed email, with the salt `sea`"));
    assert!(noted(&document, NoteKind::Remark, "`Faculty of Science` of the institution issued it"));
    assert!(noted(&document, NoteKind::UnknownCode, "`behavioural_assessment` is not in the list"));
    assert!(noted(&document, NoteKind::NotVerified, "shows at its address, which was not asked"));
}

#[test]
fn an_assertion_that_names_its_badge_says_what_is_missing_and_links_to_it() {
    let (document, symbols) = traced(&assertion(&json!(CLASS)));
    let credential = only(&document);
    assert_eq!(said(&credential.facts, attribute::TITLE, &symbols), "missing");
    assert_eq!(said(&credential.facts, attribute::IDENTIFIER, &symbols), CLASS);
    assert!(noted(&document, NoteKind::Remark, "hand in its badge class with it"));
    let links: Vec<_> = document.links.iter().map(|l| (&*l.credential, &*l.to)).collect();
    assert_eq!(links, [("https://api.edubadges.nl/public/assertions/1", CLASS)]);
}

#[test]
fn a_bundle_resolves_addresses_within_itself() {
    let mut badge = class();
    badge["issuer"] = json!(ISSUER);
    for bundle in [
        json!([assertion(&json!(CLASS)), badge, issuer()]),
        json!({"@graph": [assertion(&json!(CLASS)), badge, issuer()]}),
    ] {
        let (document, symbols) = traced(&bundle);
        let facts = &only(&document).facts;
        assert_eq!(said(facts, attribute::TITLE, &symbols), "Statistics");
        assert_eq!(said(facts, attribute::ISSUER_NAME, &symbols), "University of Example");
        let kinds: Vec<_> = document.records.iter().map(|r| (r.kind, &*r.id)).collect();
        assert_eq!(kinds, [(RecordKind::Catalogue, CLASS), (RecordKind::Institution, ISSUER)]);
    }
}

#[test]
fn a_badge_class_alone_is_a_catalogue_record_that_refers_to_its_issuer() {
    let mut badge = class();
    badge["issuer"] = json!(ISSUER);
    let (document, symbols) = traced(&badge);
    assert!(document.credentials.is_empty());
    let [record] = document.records.as_slice() else { panic!("one record") };
    assert_eq!((record.kind, &*record.id), (RecordKind::Catalogue, CLASS));
    assert_eq!(record.identifiers.iter().map(|i| &**i).collect::<Vec<_>>(), [CLASS]);
    assert_eq!(record.refers.iter().map(|i| &**i).collect::<Vec<_>>(), [ISSUER]);
    assert_eq!(said(&record.facts, attribute::WORKLOAD, &symbols), "2.5 ECTS, 70 hours");
    assert_eq!(said(&record.facts, attribute::LEARNER_IDENTIFIER, &symbols), "missing");
}

#[test]
fn an_issuer_alone_is_an_institution_record() {
    let (document, symbols) = traced(&issuer());
    let [record] = document.records.as_slice() else { panic!("one record") };
    assert_eq!(record.kind, RecordKind::Institution);
    assert_eq!(record.identifiers.iter().map(|i| &**i).collect::<Vec<_>>(), [ISSUER, "21XX"]);
    assert_eq!(said(&record.facts, attribute::ISSUER_COUNTRY, &symbols), "NL");
}

#[test]
fn a_signed_badge_is_an_assertion_in_a_token() {
    let symbols = Symbols::default();
    let text = token(&assertion(&class()));
    let document = crate::read("badge.jwt", text.as_bytes(), &symbols).unwrap();
    assert!(provenance::failures(&document, text.as_bytes(), &symbols).is_empty());
    assert_eq!(only(&document).facts.get(attribute::TITLE).unwrap().provenance[0].path, "#/badge/name");
    assert!(noted(&document, NoteKind::NotVerified, "the signature was not verified"));
}

#[test]
fn extensions_may_stand_together_as_interfaces_give_them() {
    let mut badge = class();
    let all = badge.as_object().unwrap().clone();
    for (key, value) in all.iter().filter(|(k, _)| k.starts_with("extensions:")) {
        badge.as_object_mut().unwrap().remove(key);
        badge["extensions"][key] = value.clone();
    }
    let (document, symbols) = traced(&assertion(&badge));
    assert_eq!(said(&only(&document).facts, attribute::WORKLOAD, &symbols), "2.5 ECTS, 70 hours");
}

#[test]
fn a_study_load_is_hours_or_minutes_only_where_the_platform_is_known() {
    let load = |host: &str| {
        let issuer = json!({"id": format!("https://{host}/issuer"), "name": "Academy"});
        let badge = json!({"type": "BadgeClass", "id": format!("https://{host}/badge"), "name": "Coding", "issuer": issuer,
            "extensions:StudyLoadExtension": {"StudyLoad": 90}});
        let mut one = assertion(&badge);
        one["id"] = json!(format!("https://{host}/assertion"));
        let (document, symbols) = traced(&one);
        (said(&only(&document).facts, attribute::WORKLOAD, &symbols), document)
    };
    assert_eq!(load("www.edubadges.nl").0, "90 hours");
    assert_eq!(load("api.openbadges.education").0, "1.5 hours");
    let (workload, document) = load("badges.example");
    assert_eq!(workload, "missing");
    assert!(noted(&document, NoteKind::Ambiguous, "a study load of 90, in hours (edubadges) or in minutes"));
}

#[test]
fn competencies_are_outcomes_and_those_of_esco_skills() {
    let esco = "http://data.europa.eu/esco/skill/00000000-0000-4000-8000-000000000001";
    let badge = json!({"type": "BadgeClass", "name": "Coding", "extensions:CompetencyExtension": [
        {"name": "writes programs", "framework": "esco", "framework_identifier": esco, "studyLoad": 60, "category": "skill"},
        {"name": "works in teams", "studyLoad": 60, "category": "skill"}
    ]});
    let (document, symbols) = traced(&assertion(&badge));
    let facts = &only(&document).facts;
    assert_eq!(said(facts, attribute::LEARNING_OUTCOMES, &symbols), "writes programs, works in teams");
    assert_eq!(said(facts, attribute::SKILLS, &symbols), esco);
}

#[test]
fn seconds_are_a_date_and_a_revoked_badge_says_so() {
    let mut one = assertion(&class());
    one["issuedOn"] = json!(1_262_304_000);
    one["revoked"] = json!(true);
    let (document, symbols) = traced(&one);
    let facts = &only(&document).facts;
    assert_eq!(said(facts, attribute::ISSUED, &symbols), "2010-01-01");
    assert_eq!(said(facts, attribute::REVOKED, &symbols), "true");
}

#[test]
fn values_that_are_none_are_told() {
    let mut badge = class();
    badge["extensions:ECTSExtension"] = json!({"ECTS": "many"});
    badge["extensions:EQFExtension"] = json!({"EQF": 9});
    badge["extensions:InstitutionCountryExtension"] = json!(null);
    badge["issuer"]["extensions:InstitutionCountryExtension"] = json!({"InstitutionCountry": "Utopia"});
    badge["assessmentIdVerified"] = json!(null);
    let (document, symbols) = traced(&assertion(&badge));
    let facts = &only(&document).facts;
    assert_eq!(said(facts, attribute::WORKLOAD, &symbols), "70 hours");
    assert_eq!(said(facts, attribute::LEVEL, &symbols), "missing");
    assert_eq!(said(facts, attribute::SUPERVISION, &symbols), "missing");
    assert!(noted(&document, NoteKind::Unreadable, "the workload is left out"));
    assert!(noted(&document, NoteKind::UnknownCode, "`9` is no level of the EQF"));
    assert!(noted(&document, NoteKind::UnknownCode, "`Utopia` is no country"));
    assert!(noted(&document, NoteKind::Ambiguous, "only one of them is said"));
}

#[test]
fn what_is_no_badge_is_refused_by_its_name() {
    let refused =
        |value: Value| crate::read("t", value.to_string().as_bytes(), &Symbols::default()).unwrap_err().to_string();
    assert!(
        refused(json!({"type": "RevocationList", "issuer": ISSUER})).contains("a list of badges that were revoked")
    );
    assert!(refused(json!({"type": "CryptographicKey"})).contains("a key with which badges are signed"));
    assert!(refused(json!({"type": "Assertion", "recipient": {}})).contains("names no `badge`"));
}
