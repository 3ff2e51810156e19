//! Documents about the same learning, joined.

use credstack_model::Symbols;
use credstack_model::facts::{Fact, Knowledge, Provenance, Standing, Value as Typed};
use credstack_model::vocabulary::{Vocabulary, attribute};
use serde_json::{Value, json};

use super::{provenance, spoken};
use crate::joining::{Joined, join};
use crate::{Document, ElementsTable, NoteKind};

const RESULT: &str = include_str!("../../../examples/joined/result.json");
const COURSE: &str = include_str!("../../../examples/joined/course.json");
const INSTITUTION: &str = include_str!("../../../examples/joined/institution.json");

fn document(name: &str, text: &str, symbols: &Symbols) -> Document {
    crate::read(name, text.as_bytes(), symbols).unwrap()
}

fn example(symbols: &Symbols) -> [Document; 3] {
    [
        document("result.json", RESULT, symbols),
        document("course.json", COURSE, symbols),
        document("institution.json", INSTITUTION, symbols),
    ]
}

fn told(joined: &Joined, kind: NoteKind) -> Vec<&str> {
    joined.notes.iter().filter(|n| n.kind == kind).map(|n| n.message.as_str()).collect()
}

#[test]
fn a_result_its_course_and_its_institution_make_one_credential() {
    let symbols = Symbols::default();
    let documents = example(&symbols);
    let joined = join(&documents, &symbols);
    let [credential] = joined.credentials.as_slice() else { panic!("{:?}", joined.credentials) };
    let says = |id| spoken(&credential.facts, id, &symbols);
    for (of, said, from) in [
        (attribute::LEARNER_NAME, "Ana van Andromeda", "result.json"),
        (attribute::ISSUED, "2024-06-28", "result.json"),
        (attribute::GRADE, "8.5", "result.json"),
        (attribute::COMPLETED, "true", "result.json"),
        (attribute::TITLE, "Statistics for Public Health, Statistiek voor de volksgezondheid", "course.json"),
        (attribute::WORKLOAD, "5 ECTS", "course.json"),
        (attribute::LEVEL, "EQF 6", "course.json"),
        (attribute::CYCLE, "first", "course.json"),
        (attribute::PARTICIPATION, "blended", "course.json"),
        (attribute::TYPE, "micro_credential", "course.json"),
        (attribute::FIELD, "0542", "course.json"),
        (attribute::LEARNING_OUTCOMES, "Fits a regression and says what it shows, Plans a survey", "course.json"),
        (attribute::PREREQUISITES, "Mathematics at the level of secondary school", "course.json"),
        (attribute::ISSUER_NAME, "Delta University of Example", "institution.json"),
        (attribute::ISSUER_COUNTRY, "NL", "institution.json"),
    ] {
        assert_eq!(says(of), said);
        let fact = credential.facts.get(of).unwrap();
        assert!(fact.provenance.iter().all(|p| &*p.document == from), "{said} comes from {:?}", fact.provenance);
    }
    let table = ElementsTable::of(credential, &Vocabulary::core());
    assert_eq!(table.missing().collect::<Vec<_>>(), ["type of assessment", "type of quality assurance"]);
    assert!(table.carried() >= 9);
    assert_eq!(told(&joined, NoteKind::Conflict), [""; 0]);
    for (document, text) in documents.iter().zip([RESULT, COURSE, INSTITUTION]) {
        assert_eq!(provenance::failures(document, text.as_bytes(), &symbols), [""; 0]);
    }
}

#[test]
fn the_order_of_the_documents_does_not_matter() {
    let symbols = Symbols::default();
    let [result, course, institution] = example(&symbols);
    let larger = document("course-of-next-year.json", &COURSE.replace("\"value\": 5", "\"value\": 6"), &symbols);
    let badge = json!({"id": "urn:badge", "credentialSubject": {"achievement": {"name": "Teamwork"}}});
    let badge = document("badge.json", &badge.to_string(), &symbols);
    let mut documents = vec![result, course, institution, larger, badge];
    let first = join(&documents, &symbols);
    assert_eq!(first.credentials.len(), 2);
    assert_eq!(told(&first, NoteKind::Conflict).len(), 1, "the two entries of the course disagree");
    for _ in 0..documents.len() {
        documents.rotate_left(1);
        assert_eq!(join(&documents, &symbols), first);
        documents.swap(0, 3);
        assert_eq!(join(&documents, &symbols), first);
    }
}

#[test]
fn a_reference_that_leads_nowhere_is_told() {
    let symbols = Symbols::default();
    let [result, ..] = example(&symbols);
    let joined = join(&[result], &symbols);
    let offering = "3c9b7d52-1f2e-4c3c-9b32-8c7a2ad0e201";
    assert_eq!(joined.credentials.len(), 1);
    assert!(told(&joined, NoteKind::Remark).iter().all(|m| !m.contains(offering)), "the offering is in the result");
    let bare = json!({"associationId": "a", "role": "student", "personId": "p", "result": {"pass": "passed"}});
    let joined = join(&[document("bare.json", &bare.to_string(), &symbols)], &symbols);
    assert_eq!(told(&joined, NoteKind::Remark), ["it refers to `p`, which no document here describes"]);
}

#[test]
fn a_contradiction_is_told_with_both_documents_and_the_result_stands() {
    let symbols = Symbols::default();
    let mut result: Value = serde_json::from_str(RESULT).unwrap();
    result["studyLoad"] = json!({"studyLoadUnit": "ects", "value": 4});
    let joined = join(
        &[
            document("result.json", &result.to_string(), &symbols),
            document("course.json", COURSE, &symbols),
            document("institution.json", INSTITUTION, &symbols),
        ],
        &symbols,
    );
    assert_eq!(spoken(&joined.credentials[0].facts, attribute::WORKLOAD, &symbols), "4 ECTS");
    assert_eq!(
        told(&joined, NoteKind::Conflict),
        [
            "`4 ECTS` (result.json, /studyLoad/value) and `5 ECTS` (course.json, /studyLoad/0/value) disagree; the first stands, which is the credential's own or the nearer record"
        ]
    );
}

#[test]
fn an_identifier_that_two_records_claim_is_not_used() {
    let symbols = Symbols::default();
    let course = |id: &str, name: &str| {
        json!({"courseId": id, "primaryCode": {"codeType": "identifier", "code": "STAT"}, "name": [{"language": "en", "value": name}]})
            .to_string()
    };
    let result = json!({"associationId": "a", "role": "student", "course": "STAT", "result": {"pass": "passed"}});
    let joined = join(
        &[
            document("result.json", &result.to_string(), &symbols),
            document("one.json", &course("c1", "Statistics"), &symbols),
            document("two.json", &course("c2", "Statics"), &symbols),
        ],
        &symbols,
    );
    assert_eq!(spoken(&joined.credentials[0].facts, attribute::TITLE, &symbols), "missing");
    assert_eq!(
        told(&joined, NoteKind::Ambiguous),
        ["several records have the identifier `STAT`: `c1`, `c2`; none of them is used"]
    );
    let joined = join(
        &[
            document("result.json", &result.to_string(), &symbols),
            document("one.json", &course("c1", "Statistics"), &symbols),
        ],
        &symbols,
    );
    assert_eq!(spoken(&joined.credentials[0].facts, attribute::TITLE, &symbols), "Statistics");
    assert!(told(&joined, NoteKind::Ambiguous)[0].starts_with("`STAT` is no identifier in all the world"));
}

#[test]
fn a_badge_and_the_line_of_a_transcript_about_it_are_one_credential() {
    let symbols = Symbols::default();
    let badge = json!({
        "id": "urn:uuid:1f9e0c5e-9f43-4b0b-8c6a-2f1d5f1f6a10",
        "awardedDate": "2024-06-28",
        "issuer": {"name": "Delta University of Example"},
        "credentialSubject": {"achievement": {"name": "Teamwork"}}
    });
    let line = |name: &str| {
        format!(
            "<elmo><learner><fullName>{name}</fullName></learner><report><issuer><country>NL</country><title>Delta University of Example</title></issuer><learningOpportunitySpecification><identifier type='credential'>urn:uuid:1f9e0c5e-9f43-4b0b-8c6a-2f1d5f1f6a10</identifier><title>Teamwork</title><specifies><learningOpportunityInstance><date>2024-06-27</date><credit><scheme>ects</scheme><value>3</value></credit></learningOpportunityInstance></specifies></learningOpportunitySpecification></report></elmo>"
        )
    };
    let badge = document("badge.json", &badge.to_string(), &symbols);
    let joined = join(&[document("a.xml", &line("Ana"), &symbols), badge.clone()], &symbols);
    let [credential] = joined.credentials.as_slice() else { panic!("{:?}", joined.credentials) };
    assert_eq!(&*credential.id, "urn:uuid:1f9e0c5e-9f43-4b0b-8c6a-2f1d5f1f6a10");
    assert_eq!(spoken(&credential.facts, attribute::WORKLOAD, &symbols), "3 ECTS");
    assert_eq!(spoken(&credential.facts, attribute::ISSUED, &symbols), "2024-06-28");
    assert!(
        told(&joined, NoteKind::Conflict)[0]
            .starts_with("`2024-06-28` (badge.json, /awardedDate) and `2024-06-27` (a.xml,")
    );
    let mut named = badge;
    named.credentials[0]
        .facts
        .set(attribute::LEARNER_NAME, Fact::known(Typed::Text(vec![credstack_model::facts::Text::plain("Bea")])));
    let joined = join(&[document("a.xml", &line("Ana"), &symbols), named], &symbols);
    assert_eq!(joined.credentials.len(), 2, "they are of different learners");
    assert!(told(&joined, NoteKind::Conflict)[0].contains("are of different learners; they are not joined"));
}

#[test]
fn a_line_of_a_transcript_is_filled_from_the_catalogue_of_the_partner() {
    let symbols = Symbols::default();
    let transcript = "<elmo><report><learningOpportunitySpecification><identifier type='ewp-los-id'>CR/7</identifier><title xml:lang='en'>Calculus</title><specifies><learningOpportunityInstance><resultLabel>A</resultLabel></learningOpportunityInstance></specifies></learningOpportunitySpecification></report></elmo>";
    let catalogue = "<courses-response><learningOpportunitySpecification><los-id>CR/7</los-id><title xml:lang='no'>Matematikk</title><iscedCode>0541</iscedCode><specifies><learningOpportunityInstance><credit><scheme>ects</scheme><value>15</value></credit><engagementHours>60</engagementHours></learningOpportunityInstance></specifies></learningOpportunitySpecification></courses-response>";
    let joined =
        join(&[document("t.xml", transcript, &symbols), document("courses.xml", catalogue, &symbols)], &symbols);
    let [credential] = joined.credentials.as_slice() else { panic!("{:?}", joined.credentials) };
    assert_eq!(spoken(&credential.facts, attribute::WORKLOAD, &symbols), "15 ECTS");
    assert_eq!(spoken(&credential.facts, attribute::TITLE, &symbols), "Calculus, Matematikk");
    assert_eq!(spoken(&credential.facts, attribute::FIELD, &symbols), "0541");
    assert!(told(&joined, NoteKind::Ambiguous)[0].starts_with("`CR/7` is no identifier in all the world"));
}

#[test]
fn a_proof_of_one_record_is_none_of_another() {
    let symbols = Symbols::default();
    let record = |name: &str, credits: u32| {
        let own = json!({
            "credstack": "credential/v1", "id": "urn:example:badge:7",
            "credential": { "workload": { "amount": credits.to_string(), "unit": "ECTS" } },
        });
        document(name, &own.to_string(), &symbols)
    };
    // As verification sets it, and as an office states it in a document of its own.
    let authentic = |mut document: Document, yes: bool, standing: Standing| {
        let place = Provenance { document: document.name.clone(), path: String::new(), raw: String::new(), standing };
        let fact = Fact { knowledge: Knowledge::Known(Typed::Truth(yes)), provenance: vec![place] };
        document.credentials[0].facts.set(attribute::AUTHENTIC, fact);
        document
    };
    let proven = || authentic(record("a.json", 5), true, Standing::Derived);
    let broken = || authentic(record("b.json", 180), false, Standing::Derived);
    let stated = || authentic(record("a.json", 5), true, Standing::Declared);
    let added = || record("b.json", 180);
    for (documents, said) in [
        ([proven(), added()], "missing"),
        ([proven(), authentic(added(), true, Standing::Derived)], "true"),
        ([proven(), broken()], "false"),
        ([stated(), broken()], "false"),
        ([stated(), added()], "true"),
    ] {
        let joined = join(&documents, &symbols);
        let [credential] = joined.credentials.as_slice() else { panic!("{:?}", joined.credentials) };
        assert_eq!(spoken(&credential.facts, attribute::AUTHENTIC, &symbols), said);
    }
}
