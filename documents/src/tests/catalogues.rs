//! Catalogues and organisations in CTDL.

use credstack_model::Symbols;
use credstack_model::vocabulary::attribute;
use serde_json::{Value, json};

use super::badges::traced;
use super::{noted, spoken};
use crate::{DocumentError, Format, NoteKind, Record, RecordKind};

const CONTEXT: &str = "https://credreg.net/ctdl/schema/context/json";

fn course() -> Value {
    json!({
        "@id": "https://registry.example/course", "@type": "ceterms:Course", "ceterms:ctid": "ce-1",
        "ceterms:name": {"en-US": "Statistics", "es": "Estadística"}, "ceterms:description": {"en": "From data to conclusions"},
        "ceterms:inLanguage": ["en-US"], "ceterms:ownedBy": ["https://registry.example/uni"],
        "ceterms:creditValue": [{"@type": "ceterms:ValueProfile", "schema:value": 6, "ceterms:creditUnitType": ["creditUnit:EctsCredit"]}],
        "ceterms:deliveryType": [{"ceterms:targetNode": "deliveryType:OnlineOnly", "ceterms:targetNodeName": {"en": "Online Only"}}],
        "ceterms:assessmentMethodType": [{"ceterms:targetNode": "assessMethod:Exam"}],
        "ceterms:teaches": [{"ceterms:targetNodeName": {"en": "Fits a regression"}, "ceterms:targetNode": "http://data.europa.eu/esco/skill/1"}],
        "ceterms:audienceLevelType": [{"ceterms:targetNode": "http://data.europa.eu/snb/eqf/6"}, {"ceterms:targetNode": "audLevel:Beginner"}],
        "ceterms:entryCondition": [{"ceterms:description": {"en": "School mathematics"}}],
        "ceterms:accreditedBy": ["https://registry.example/agency"],
        "ceterms:estimatedDuration": [{"ceterms:exactDuration": "P4W"}]
    })
}

fn organisation() -> Value {
    json!({
        "@id": "https://registry.example/uni", "@type": "ceterms:CredentialOrganization", "ceterms:ctid": "ce-2",
        "ceterms:name": {"en": "University of Example"}, "ceterms:fein": "12-3",
        "ceterms:address": [{"ceterms:addressCountry": {"en": "United States"}, "ceterms:addressRegion": {"en": "Ohio"}}]
    })
}

fn told(record: &Record) -> (RecordKind, Vec<&str>, Vec<&str>) {
    (record.kind, record.identifiers.iter().map(|i| &**i).collect(), record.refers.iter().map(|i| &**i).collect())
}

#[test]
fn a_course_and_its_organisation_are_records_that_can_be_joined() {
    let (document, symbols) = traced(&json!({"@context": CONTEXT, "@graph": [course(), organisation()]}));
    assert_eq!(document.format, Format::Ctdl);
    let [course, uni] = document.records.as_slice() else { panic!("two records") };
    assert_eq!(
        told(course),
        (
            RecordKind::Catalogue,
            vec!["https://registry.example/course", "ce-1"],
            vec!["https://registry.example/uni", "ce-2", "12-3"]
        )
    );
    assert_eq!(told(uni), (RecordKind::Institution, vec!["https://registry.example/uni", "ce-2", "12-3"], vec![]));
    for (of, expected) in [
        (attribute::TITLE, "Statistics, Estadística"),
        (attribute::TYPE, "course_unit"),
        (attribute::WORKLOAD, "6 ECTS"),
        (attribute::LEVEL, "EQF 6"),
        (attribute::LANGUAGE, "en"),
        (attribute::PARTICIPATION, "online"),
        (attribute::ASSESSMENT, "exam"),
        (attribute::LEARNING_OUTCOMES, "Fits a regression"),
        (attribute::SKILLS, "http://data.europa.eu/esco/skill/1"),
        (attribute::PREREQUISITES, "School mathematics"),
        (attribute::ISSUER_NAME, "University of Example"),
        (attribute::ISSUER_COUNTRY, "US"),
        (attribute::ISSUER_REGION, "Ohio"),
        (attribute::COMPLETED, "missing"),
    ] {
        assert_eq!(spoken(&course.facts, of, &symbols), expected);
    }
    assert!(noted(&document, NoteKind::Ambiguous, "accreditedBy `https://registry.example/agency`"));
    assert!(noted(&document, NoteKind::Ambiguous, "`P4W` is how long it lasts"));
    assert!(noted(&document, NoteKind::Unmapped, "the level `audLevel:Beginner`"));
}

#[test]
fn credits_of_another_unit_are_not_taken_for_ects() {
    let mut one = course();
    one["ceterms:creditValue"] = json!([{"schema:value": 3.0, "ceterms:creditUnitType": ["creditUnit:DegreeCredit"]}]);
    let (document, symbols) = traced(&one);
    assert_eq!(spoken(&document.records[0].facts, attribute::WORKLOAD, &symbols), "missing");
    assert!(noted(
        &document,
        NoteKind::Ambiguous,
        "3 credits of `creditUnit:DegreeCredit`; they are not taken for ECTS"
    ));
}

#[test]
fn the_spellings_of_json_ld_are_the_same_course() {
    let plain = json!({"@context": CONTEXT, "id": "https://registry.example/course", "type": "Course", "name": {"en": "Statistics"}});
    let expanded = json!([{
        "@id": "https://registry.example/course", "@type": ["https://purl.org/ctdl/terms/Course"],
        "https://purl.org/ctdl/terms/name": [{"@language": "en", "@value": "Statistics"}]
    }]);
    for document in [plain, expanded] {
        let (document, symbols) = traced(&document);
        let [record] = document.records.as_slice() else { panic!("one record") };
        assert_eq!(spoken(&record.facts, attribute::TITLE, &symbols), "Statistics");
        assert_eq!(spoken(&record.facts, attribute::TYPE, &symbols), "course_unit");
    }
}

#[test]
fn a_pathway_refers_to_its_components_and_tells_their_conditions() {
    let component = |id: &str| json!({"@id": id, "@type": "ceterms:CourseComponent", "ceterms:name": {"en": id}, "ceterms:precedes": ["urn:a"]});
    let pathway = json!({
        "@id": "urn:p", "@type": "ceterms:Pathway", "ceterms:name": {"en": "Data"}, "ceterms:hasDestinationComponent": "urn:d",
    });
    let destination = json!({
        "@id": "urn:d", "@type": "ceterms:CredentialComponent", "ceterms:name": {"en": "Award"},
        "ceterms:hasCondition": [{
            "@id": "_:c", "@type": "ceterms:ComponentCondition", "ceterms:requiredNumber": 2,
            "ceterms:targetComponent": ["urn:a", "urn:b", "urn:c"],
            "ceterms:hasCondition": ["_:c", {"ceterms:logicalOperator": "logic:Or", "ceterms:targetComponent": "urn:e"}]
        }]
    });
    let (document, _) =
        traced(&json!({"@graph": [pathway, destination, component("urn:a"), {"@type": "ceterms:ComponentCondition"}]}));
    assert_eq!(document.records.iter().map(|r| &*r.id).collect::<Vec<_>>(), ["urn:p", "urn:d", "urn:a"]);
    assert_eq!(told(&document.records[0]).2, ["urn:d"]);
    assert_eq!(told(&document.records[1]).2, ["urn:a", "urn:b", "urn:c", "urn:e"]);
    assert!(noted(&document, NoteKind::Remark, "2 of 3 components, and 2 conditions in it"));
    assert!(noted(&document, NoteKind::Remark, "any of 1 components (Or)"));
    assert!(noted(&document, NoteKind::Dropped, "1 of `ComponentCondition`"));
}

#[test]
fn blank_nodes_are_joined_within_their_document_alone() {
    let course = json!({"@id": "_:c", "@type": "ceterms:Course", "ceterms:name": {"@en": "Accounting"}});
    let value = json!({"@id": "urn:v", "@type": "ceterms:TransferValueProfile", "ceterms:name": {"en": "Transfer"}, "ceterms:transferValueFrom": ["_:c"]});
    let (document, symbols) = traced(&json!({"@graph": [value, course]}));
    let [value, course] = document.records.as_slice() else { panic!("two records") };
    assert_eq!(told(value).2, ["test.json#_:c"]);
    assert_eq!(told(course).1, ["test.json#_:c"]);
    assert_eq!(spoken(&course.facts, attribute::TITLE, &symbols), "Accounting");
}

#[test]
fn what_is_no_record_is_refused_and_records_are_bounded() {
    let refused = |value: Value| crate::read("t", value.to_string().as_bytes(), &Symbols::default()).unwrap_err();
    let cost = json!({"@context": CONTEXT, "@type": "ceterms:CostManifest", "ceterms:name": {"en": "Fees"}});
    assert!(refused(cost).to_string().contains("it is CTDL and describes 1 of `CostManifest`"));
    let many = vec![json!({"@type": "ceterms:Course"}); 10_001];
    assert_eq!(refused(json!({"@graph": many})), DocumentError::TooManyCredentials);
}
