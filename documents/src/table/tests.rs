//! Tables as institutions export them: what each row becomes, and what is said of the others.

use credstack_model::facts::Facts;
use credstack_model::vocabulary::{Vocabulary, attribute};
use credstack_model::{Credential, Symbols};

use super::Mapping;
use crate::tests::{noted, only, spoken};
use crate::{Document, DocumentError, Format, NoteKind, RecordKind};

mod mappings;
mod places;
mod refusals;
mod spreadsheets;

/// A course list in the columns of the edubadges import, as a Dutch spreadsheet saves it.
pub(crate) const COURSES: &str = "CourseID;Name;Description;LearningOutcome;Criteria;Language;Image;Type of Assesment;Form of participation;Quality Assurance Name;Quality Assurance Description;Quality Assurance URL;ECTS;Studyload;TimeInvestment;EQF;ProgrammeID;Supervised;Verified identity\r\n\
STAT-1;Statistiek voor caf\u{e9}houders;Kansen en cijfers;\"Rekent met kansen; legt ze uit\";Tentamen gehaald;nl_NL;stat.png;written_exam,portfolio;blended;program quality assurance;NVAO;https://kwaliteit.example/1;7,5;;0;6;B-12;yes;no\r\n\
STAT-2;Tellen;Cijfers;Telt;;nl_NL;;oram_exam;online;Keurmerk Noord;;;;140;;5;;no;no\r\n";

const AWARDS: &str = "Recipient mailadres;Recipient EPPN;Narrative (optional);Evidence URL (optional);Grade (optional)\n\
ana@leren.example;ana@hoge.example;Goed werk;https://werk.example/1;8\n\
bo@leren.example;bo@hoge.example";

pub(crate) fn read(text: &str, symbols: &Symbols) -> Result<Document, DocumentError> {
    crate::read("list.csv", text.as_bytes(), symbols)
}

pub(crate) fn mapped(text: &str, mapping: &str, symbols: &Symbols) -> Result<Document, DocumentError> {
    let vocabulary = Vocabulary::core();
    let mapping = Mapping::parse("map.toml", mapping, &vocabulary).unwrap();
    crate::read_mapped("list.csv", text.as_bytes(), symbols, &vocabulary, &mapping)
}

fn said(facts: &Facts, symbols: &Symbols) -> Vec<String> {
    let vocabulary = Vocabulary::core();
    facts.iter().map(|(id, _)| format!("{}: {}", vocabulary.get(id).name, spoken(facts, id, symbols))).collect()
}

#[test]
fn a_course_list_of_edubadges_is_a_catalogue() {
    let symbols = Symbols::default();
    let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(COURSES);
    let document = crate::read("courses.csv", &latin, &symbols).unwrap();
    assert_eq!(document.format, Format::Table);
    assert!(document.credentials.is_empty());
    let [first, second] = document.records.as_slice() else { panic!("two courses") };
    assert_eq!((first.kind, &*first.id), (RecordKind::Catalogue, "STAT-1"));
    assert_eq!(first.refers.iter().map(|r| &**r).collect::<Vec<_>>(), ["B-12"]);
    assert_eq!(
        said(&first.facts, &symbols),
        [
            "credential.title: Statistiek voor caféhouders",
            "credential.learning_outcomes: Rekent met kansen; legt ze uit",
            "credential.workload: 7.5 ECTS",
            "credential.level: EQF 6",
            "credential.assessment: written_exam, portfolio",
            "credential.participation: blended",
            "credential.quality_assurance: programme_quality_assurance",
            "credential.supervision: supervised_without_identity",
            "credential.further_information: Kansen en cijfers, Tentamen gehaald",
            "credential.language: nl",
            "credential.identifier: STAT-1",
        ]
    );
    assert_eq!(spoken(&second.facts, attribute::WORKLOAD, &symbols), "140 hours");
    assert_eq!(spoken(&second.facts, attribute::QUALITY_ASSURANCE, &symbols), "keurmerk_noord");
    assert!(noted(&document, NoteKind::UnknownCode, "`Keurmerk Noord` is not in the list"));
    assert!(noted(&document, NoteKind::Ambiguous, "Windows-1252"));
    assert!(noted(&document, NoteKind::Unmapped, "the column `Quality Assurance URL`, which has 1 cell"));
}

#[test]
fn the_same_list_is_read_in_every_encoding_that_spreadsheets_save() {
    let symbols = Symbols::default();
    let wide = |big: bool| {
        let mut bytes: Vec<u8> = if big { vec![0xfe, 0xff] } else { vec![0xff, 0xfe] };
        for unit in COURSES.encode_utf16() {
            bytes.extend(if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
        }
        bytes
    };
    let marked = [b"\xef\xbb\xbf", COURSES.as_bytes()].concat();
    for bytes in [COURSES.as_bytes().to_vec(), marked, wide(false), wide(true)] {
        let document = crate::read("courses.csv", &bytes, &symbols).unwrap();
        assert_eq!(spoken(&document.records[0].facts, attribute::TITLE, &symbols), "Statistiek voor caféhouders");
        assert!(!noted(&document, NoteKind::Ambiguous, "UTF-8"));
    }
}

#[test]
fn a_list_of_awards_is_a_credential_for_each_learner() {
    let symbols = Symbols::default();
    let document = read(AWARDS, &symbols).unwrap();
    let [ana, bo] = document.credentials.as_slice() else { panic!("two learners") };
    assert_eq!(spoken(&ana.facts, attribute::LEARNER_IDENTIFIER, &symbols), "ana@leren.example, ana@hoge.example");
    assert_eq!(spoken(&ana.facts, attribute::GRADE, &symbols), "8");
    assert_eq!(spoken(&ana.facts, attribute::GRADE_VALUE, &symbols), "8");
    assert_eq!((&*ana.id, &*bo.id), ("list.csv#/2", "list.csv#/3"));
    assert!(noted(&document, NoteKind::Remark, "row 3 has 2 of 5 cells"));
    assert!(noted(&document, NoteKind::Unmapped, "`Evidence URL (optional)`"));
}

#[test]
fn a_result_refers_to_its_course_and_its_institution() {
    let symbols = Symbols::default();
    let text = "Student number,First name,Surname,Course code,Institution ID,Mark,Status,Date issued\n\
                s1,Ana,Sol,STAT-1,urn:schac:hoge.example,8.5,passed,2024-06-30\n\
                s2,Bo,Maan,STAT-1,urn:schac:hoge.example,3,failed,2024-06-30\n";
    let document = read(text, &symbols).unwrap();
    let [ana, bo] = document.credentials.as_slice() else { panic!("two results") };
    assert_eq!(spoken(&ana.facts, attribute::LEARNER_NAME, &symbols), "Ana Sol");
    assert_eq!(spoken(&ana.facts, attribute::COMPLETED, &symbols), "true");
    assert_eq!(spoken(&bo.facts, attribute::COMPLETED, &symbols), "false");
    let links: Vec<(&str, &str)> = document.links.iter().map(|l| (&*l.credential, &*l.to)).collect();
    assert_eq!(
        links,
        [
            ("list.csv#/2", "STAT-1"),
            ("list.csv#/2", "urn:schac:hoge.example"),
            ("list.csv#/3", "STAT-1"),
            ("list.csv#/3", "urn:schac:hoge.example"),
        ]
    );
}

#[test]
fn own_names_and_paths_are_columns_without_a_mapping() {
    let symbols = Symbols::default();
    let text = "credential.title@nl|/credential/title/en|credential.workload (ECTS)|level (NLQF)|issuer.country|learner.name|type of assessment\n\
                Tellen|Counting|5|6|NL|Ana|oral exam\n";
    let document = read(text, &symbols).unwrap();
    let facts = &only(&document).facts;
    assert_eq!(
        said(facts, &symbols),
        [
            "credential.title: Tellen, Counting",
            "credential.workload: 5 ECTS",
            "credential.level: NLQF 6",
            "credential.assessment: oral_exam",
            "issuer.country: NL",
            "learner.name: Ana",
        ]
    );
}

#[test]
fn institutions_make_records_of_institutions() {
    let symbols = Symbols::default();
    let document = read("Institution ID,Institution,Institution country\nurn:i:1,Hoge,NL\n", &symbols).unwrap();
    let record = &document.records[0];
    assert_eq!((record.kind, &*record.id), (RecordKind::Institution, "urn:i:1"));
    assert_eq!(spoken(&record.facts, attribute::ISSUER_COUNTRY, &symbols), "NL");
}

#[test]
fn what_may_be_two_things_is_not_guessed() {
    let symbols = Symbols::default();
    let text = "Student name,Course title,Credits,Contact hours,Date issued,Hours,Name\n\
                Ana,Tellen,5,40,03/04/2024,\"1,200\",Ana\n";
    let document = read(text, &symbols).unwrap();
    let facts = &only(&document).facts;
    assert_eq!(said(facts, &symbols), ["credential.title: Tellen", "learner.name: Ana"]);
    for words in ["5 of a unit", "40 hours with a teacher", "day or the month first", "thousands or", "a column `Name`"]
    {
        assert!(noted(&document, NoteKind::Ambiguous, words), "{words}");
    }
}

#[test]
fn a_bad_row_is_told_by_its_number_and_the_others_are_read() {
    let symbols = Symbols::default();
    let text = "Student name,Course title,ECTS\n\nAna,Counting,5\nBo,Counting, with commas,5\n,,\n\"C\nD\",Counting,many\nEva,Counting,5\n";
    let document = read(text, &symbols).unwrap();
    let ids: Vec<&str> = document.credentials.iter().map(|c| &*c.id).collect();
    assert_eq!(ids, ["list.csv#/3", "list.csv#/6", "list.csv#/7"]);
    assert!(noted(&document, NoteKind::Unreadable, "row 4 has 4 cells and the header 3 columns"));
    let note = document.notes.iter().find(|n| n.message.contains("`many` is no number")).unwrap();
    assert_eq!(note.path, "/6/ECTS");
}

#[test]
fn rows_of_one_identifier_are_all_kept() {
    let symbols = Symbols::default();
    let document =
        read("ID;Student name;Course title\nr1;Ana;Counting\nr1;Bo;Counting\nr1;Eva;Counting\n", &symbols).unwrap();
    let ids: Vec<&Credential> = document.credentials.iter().collect();
    assert_eq!(ids.iter().map(|c| &*c.id).collect::<Vec<_>>(), ["r1", "r1#2", "r1#3"]);
    assert_eq!(ids[2].stated_id.as_deref(), Some("r1"));
    assert!(noted(&document, NoteKind::Conflict, "several rows have the identifier `r1`"));
}
