//! Column mappings: what they say, and what is said of their mistakes.

use credstack_model::Symbols;
use credstack_model::vocabulary::{Vocabulary, attribute};

use super::{mapped, said};
use crate::tests::{noted, only, spoken};
use crate::{DocumentError, Mapping, NoteKind};

const GERMAN: &str = "Prüfungsamt Musterstadt\nMatrikel;Fach;Punkte;Art;Datum;Niveau;Notiz\n7;Zählen;1.200,5;mündlich/schriftlich;03/04/2024;6;x\n";

const MAPPING: &str = r#"
[table]
header = 2
decimal = ","
rows = "credentials"

[columns."Matrikel"]
attribute = "learner.identifier"
[columns."Fach"]
attribute = "credential.title"
language = "de"
[columns."Punkte"]
attribute = "credential.workload"
unit = "hours"
[columns."Art"]
attribute = "credential.assessment"
separator = "/"
codes = { "mündlich" = "oral_exam", "schriftlich" = "written_exam" }
[columns."Datum"]
attribute = "credential.issued"
dates = "day first"
[columns."Niveau"]
attribute = "credential.level"
framework = "DQR"

[constants]
"issuer.country" = "DE"
"issuer.name@de" = "Musterstadt"
"#;

#[test]
fn a_mapping_reads_what_no_name_tells() {
    let symbols = Symbols::default();
    let text = GERMAN.replace("1.200,5", "120,5");
    let document = mapped(&text, MAPPING, &symbols).unwrap();
    let credential = only(&document);
    assert_eq!(
        said(&credential.facts, &symbols),
        [
            "credential.title: Zählen",
            "credential.issued: 2024-04-03",
            "credential.workload: 120.5 hours",
            "credential.level: DQR 6",
            "credential.assessment: oral_exam, written_exam",
            "credential.completed: true",
            "issuer.name: Musterstadt",
            "issuer.country: DE",
            "learner.identifier: 7",
        ]
    );
    let place = |of| {
        let source = &credential.facts.get(of).unwrap().provenance[0];
        (source.document.to_string(), source.path.clone(), source.raw.clone())
    };
    assert_eq!(place(attribute::TITLE), ("list.csv".into(), "/3/Fach".into(), "Zählen".into()));
    assert_eq!(place(attribute::ISSUER_COUNTRY), ("map.toml".into(), "/constants/issuer.country".into(), "DE".into()));
    assert!(noted(&document, NoteKind::Unmapped, "the column `Notiz`"));
}

#[test]
fn a_mapping_that_says_comma_reads_no_point() {
    let symbols = Symbols::default();
    let document = mapped(GERMAN, MAPPING, &symbols).unwrap();
    assert_eq!(spoken(&only(&document).facts, attribute::WORKLOAD, &symbols), "missing");
    assert!(noted(&document, NoteKind::Unreadable, "`1.200,5` is no number"));
}

#[test]
fn a_column_that_is_not_there_is_told_with_those_that_are() {
    let symbols = Symbols::default();
    let refused = mapped(&GERMAN.replace("Fach", "Kurs"), MAPPING, &symbols).unwrap_err();
    let DocumentError::Table { found, .. } = &refused else { panic!("{refused}") };
    assert!(found.contains("names the column `Fach`, which is not there; there are `Matrikel`, `Kurs`"), "{found}");
}

#[test]
fn every_mistake_of_a_mapping_is_told_with_its_place() {
    let text = r#"[table]
delimiter = ";;"
encoding = "latin-99"
header = 0
decimal = "'"
rows = "people"
[columns."A"]
attribute = "credential.titel"
[columns."B"]
[columns."C"]
role = "grandmother"
[columns."D"]
attribute = "credential.title"
unit = "ECTS"
dates = "day first"
framework = "DQR"
codes = { a = "b" }
[columns."E"]
attribute = "credential.authentic"
"#;
    let problems = Mapping::parse("map.toml", text, &Vocabulary::core()).unwrap_err();
    let lines: Vec<String> = problems.to_string().lines().map(str::to_owned).collect();
    let expected = [
        "map.toml:2:13: `delimiter` is one character",
        "map.toml:3:12: the encoding `latin-99` is not known",
        "map.toml:4:10: rows are counted from 1",
        "map.toml:5:11: `decimal` is `'`; it may be `,`, `.`",
        "map.toml:6:8: `rows` is `people`",
        "map.toml:8:13: no attribute of a document is called `credential.titel`",
        "map.toml:9:10: the column `B` needs either",
        "map.toml:11:8: `role` is `grandmother`",
        "map.toml:12:10: `codes` is for codes",
        "map.toml:14:8: `unit` is for a workload",
        "map.toml:15:9: `dates` is for a date",
        "map.toml:16:13: `framework` is for a level",
        "map.toml:19:13: no attribute of a document is called `credential.authentic`",
    ];
    assert_eq!(lines.len(), expected.len(), "{problems}");
    for (line, expected) in lines.iter().zip(expected) {
        assert!(line.starts_with(expected), "{line}\nshould begin with\n{expected}");
    }
}

#[test]
fn what_is_no_toml_is_told_where_it_breaks_off() {
    for (text, place) in [("[table", "map.toml:1:"), ("[table]\ncolour = 1\n", "map.toml:2:1: unknown field `colour`")]
    {
        let problems = Mapping::parse("map.toml", text, &Vocabulary::core()).unwrap_err();
        assert!(problems.to_string().starts_with(place), "{problems}");
    }
}
