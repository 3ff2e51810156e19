//! `import`: tables, archives, standard input, what is strict, and that threads change nothing.

use std::io::{Cursor, Write as _};

use serde_json::Value;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::support::{Desk, own_study, run, run_with_input};

const RESULTS: &str = "Student name;Course title;ECTS;Date issued\nAna;Counting;7,5;30.06.2024\nBo;Counting;7,5;soon\n";

fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        writer.start_file(*name, options).expect("a member");
        writer.write_all(bytes).expect("its bytes");
    }
    writer.finish().expect("an archive").into_inner()
}

fn documents(found: &Value) -> Vec<&str> {
    found.as_array().into_iter().flatten().filter_map(|d| d["document"].as_str()).collect()
}

#[test]
fn every_member_of_an_archive_is_a_document_of_its_own() {
    let desk = Desk::new();
    let bomb = vec![b' '; 17 << 20];
    let study = own_study("urn:example:study").to_string();
    let bytes = archive(&[
        ("one.json", study.as_bytes()),
        ("readme.txt", b"passed over"),
        ("bomb.json", &bomb),
        ("results.csv", RESULTS.as_bytes()),
        ("inner.zip", &archive(&[("x.json", b"{}")])),
    ]);
    let path = desk.put("desk/all.zip", &bytes);
    let run = run(&["import", &desk.path("desk"), "--format", "json"]);
    assert_eq!(run.code, 4, "{}", run.err);
    assert!(run.err.contains("1 file passed over"), "{}", run.err);
    let found = run.json();
    let names: Vec<String> =
        ["one.json", "bomb.json", "results.csv", "inner.zip"].iter().map(|n| format!("{path}/{n}")).collect();
    assert_eq!(documents(&found), names);
    let error = |at: usize| found[at]["error"].as_str().unwrap_or_default().to_owned();
    assert!(error(1).contains("unpacks to more than"), "{}", error(1));
    assert!(error(3).contains("an archive within an archive"), "{}", error(3));
    assert_eq!(found[2]["format"], "table (CSV)");
    let piped = run_with_input(&["import", "-", "--summary"], &bytes);
    assert!(piped.out.contains("2 documents read, 2 not"), "{}{}", piped.out, piped.err);
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let desk = Desk::new();
    for n in 0..60 {
        let study = own_study(&format!("urn:example:{n}")).to_string();
        desk.put(&format!("desk/{n:02}.json"), if n % 9 == 4 { &study[..n] } else { &study });
        desk.put(&format!("desk/{n:02}.csv"), RESULTS);
    }
    let folder = desk.path("desk");
    for more in [&["--facts", "--notes", "--lacks"][..], &["--format", "json"], &["--format", "json", "--lines"]] {
        let with = |threads: &str| run(&[&["import", &folder, "--threads", threads], more].concat());
        let (one, four) = (with("1"), with("4"));
        assert_eq!((one.code, &one.out), (four.code, &four.out), "{more:?}");
    }
    let lines = run(&["import", &folder, "--format", "json", "--lines"]);
    assert_eq!(lines.out.lines().count(), 120);
    assert!(lines.out.lines().all(|line| serde_json::from_str::<Value>(line).is_ok()));
}

#[test]
fn what_is_lost_or_unsettled_ends_a_strict_import() {
    let desk = Desk::new();
    let whole = desk.put("whole.csv", RESULTS.replace("soon", "1.7.2024"));
    let lossy = desk.put("lossy.csv", RESULTS);
    assert_eq!(run(&["import", &whole, "--strict"]).code, 0);
    assert_eq!(run(&["import", &lossy]).code, 0);
    let strict = run(&["import", &lossy, "--strict"]);
    assert_eq!(strict.code, 10);
    assert!(strict.err.contains("1 note"), "{}", strict.err);
}

#[test]
fn what_each_credential_lacks_is_named() {
    let desk = Desk::new();
    let results = desk.put("results.csv", RESULTS);
    let run = run(&["import", &results, "--lacks"]);
    assert!(run.out.contains("lacks country or region of the issuer, awarding body, learning outcomes"), "{}", run.out);
    assert!(run.out.contains("1 document read, 0 not"), "{}", run.out);
}

#[test]
fn a_mapping_is_read_beside_the_tables_and_its_mistakes_stop_all() {
    let desk = Desk::new();
    let table = desk.put("table.csv", "Fach;Wer\nZählen;Ana\nMessen;Bo\n");
    let unknown = run(&["import", &table]);
    assert_eq!(unknown.code, 4);
    assert!(unknown.out.contains("no column is known; it has `Fach`, `Wer`"), "{}", unknown.out);
    let good = desk.put(
        "good.toml",
        "[columns.\"Fach\"]\nattribute = \"credential.title\"\n[columns.\"Wer\"]\nattribute = \"learner.name\"\n",
    );
    let mapped = run(&["import", &table, "--mapping", &good, "--facts"]);
    assert_eq!(mapped.code, 0, "{}", mapped.err);
    assert!(mapped.out.contains("Zählen  (declared /2/Fach)"), "{}", mapped.out);
    let bad = desk.put("bad.toml", "[columns.\"Fach\"]\nattribute = \"credential.titel\"\n");
    let wrong = run(&["import", &table, "--mapping", &bad]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("bad.toml:2:13: no attribute"), "{}", wrong.err);
}

#[test]
fn a_file_of_a_hundred_megabytes_is_refused_by_its_size() {
    let desk = Desk::new();
    let path = desk.put("large.json", "");
    let file = std::fs::OpenOptions::new().write(true).open(&path).expect("the file");
    file.set_len(100_000_000).expect("a file with a hole");
    let run = run(&["import", &path]);
    assert_eq!(run.code, 4);
    assert!(run.out.contains("has 100000000 bytes and at most 16777216"), "{}", run.out);
}

#[test]
fn records_of_a_catalogue_are_shown_beside_credentials() {
    let desk = Desk::new();
    let courses = desk.put("courses.csv", "CourseID;Name;LearningOutcome;ECTS\nA-1;Counting;Counts;5\n");
    let text = run(&["import", &courses]);
    assert!(text.out.contains("courses.csv · A-1 (catalogue record)"), "{}", text.out);
    let json = run(&["import", &courses, "--format", "json"]).json();
    assert_eq!(json[0]["records"][0]["id"], "A-1");
    assert_eq!(json[0]["records"][0]["facts"]["credential"]["title"], "Counting");
}

/// A result, the entry of its course and the record of its institution.
#[test]
fn a_result_is_joined_with_its_course_and_its_institution() {
    let found = run(&["import", "examples/joined", "--join", "--format", "json"]).json();
    assert_eq!(documents(&found), ["joined"]);
    assert_eq!(found[0]["credentials"].as_array().map(Vec::len), Some(1), "{found}");
    let elements = found[0]["credentials"][0]["elements"].as_array().expect("eleven of them");
    assert_eq!(elements.iter().filter(|element| **element == true).count(), 9, "{found}");
    let text = run(&["import", "examples/joined", "--join", "--facts"]);
    assert_eq!(text.code, 0, "{}", text.err);
    for (fact, document) in [("grade", "result"), ("level", "course"), ("participation", "course")] {
        let line = text.out.lines().find(|line| line.trim_start().starts_with(&format!("credential.{fact} ")));
        let line = line.unwrap_or_else(|| panic!("no {fact} in {}", text.out));
        assert!(line.contains(&format!("examples/joined/{document}.json ")), "{line}");
    }
    assert!(text.out.contains("examples/joined/institution.json /addresses/0/countryCode"), "{}", text.out);
}
