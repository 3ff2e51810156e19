//! Files of rows, stopped and gone on with.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use credstack_cohort::batch::{Batch, BatchError, State, Written, batch};
use parquet::arrow::ArrowWriter;
use tempfile::TempDir;

use crate::support::{RULES, lines, recogniser, table};

const HEADER: &str = "id,title,ects,issuer.country,kind\n";

fn rows(count: usize) -> String {
    // What is wrong with the last row is told with its line, which a run that goes on has to know, too.
    let workload = |at: usize| if at + 1 == count { "six".to_owned() } else { (1 + at % 20).to_string() };
    let line = |at: usize| format!("c{at},Course {at},{},ES,own_study\n", workload(at));
    HEADER.to_owned() + (0..count).map(line).collect::<String>().as_str()
}

fn asked(folder: &Path, input: &str, written: Written) -> Batch {
    Batch { input: folder.join(input), folder: folder.join("out"), written, part_rows: 4_096, restart: false }
}

fn run(asked: &Batch) -> Result<State, BatchError> {
    batch(&mut recogniser(2), &RULES.sources, asked, |_| true)
}

/// The parts of a folder by name; what else is there is a defect.
fn parts(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entry = |entry: std::io::Result<fs::DirEntry>| {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (name, fs::read(path).expect("a file"))
    };
    let mut found: BTreeMap<String, Vec<u8>> = fs::read_dir(folder).expect("a folder").map(entry).collect();
    assert!(found.remove("batch.json").is_some(), "what says how far it is");
    assert!(found.keys().all(|name| name.starts_with("part-")), "{:?}", found.keys());
    found
}

fn written_in_each_way(folder: &Path, text: &str) -> [&'static str; 3] {
    fs::write(folder.join("rows.csv"), text).expect("a file");
    let records: Vec<Vec<String>> =
        text.lines().skip(1).map(|line| line.split(',').map(ToOwned::to_owned).collect()).collect();
    let names: Vec<&str> = HEADER.trim().split(',').collect();
    let all = table(&names, &records);
    let file = fs::File::create(folder.join("rows.parquet")).expect("a file");
    let mut writer = ArrowWriter::try_new(file, all.schema(), None).expect("a writer");
    writer.write(&all).expect("rows");
    writer.close().expect("a file");
    let json = |record: &Vec<String>| {
        let cells = names.iter().zip(record).map(|(name, cell)| format!("{name:?}: {cell:?}"));
        format!("{{{}}}\n\n", cells.collect::<Vec<_>>().join(", "))
    };
    fs::write(folder.join("rows.jsonl"), records.iter().map(json).collect::<String>()).expect("a file");
    ["rows.csv", "rows.parquet", "rows.jsonl"]
}

#[test]
fn what_was_stopped_goes_on_without_losing_or_doubling_a_row() {
    let folder = TempDir::new().expect("a folder");
    for input in written_in_each_way(folder.path(), &rows(10_000)) {
        let mut bad = fs::OpenOptions::new().append(true).open(folder.path().join(input)).expect("a file");
        let is_text = !input.ends_with("parquet");
        bad.write_all(if is_text { b"{,,,,,,,,x\n" } else { b"" }).expect("a line that is no row");
        let count = 10_000 + u64::from(is_text);
        let whole = asked(folder.path(), input, Written::Csv);
        let state = run(&whole).expect("a run");
        assert_eq!((state.complete, state.tally.rows, state.parts.len()), (true, count, 3), "{input}");
        let expected = parts(&whole.folder);
        let told: Vec<&str> =
            expected.values().flat_map(|part| std::str::from_utf8(part).expect("text").lines().skip(1)).collect();
        assert_eq!(told.len() as u64, count);
        for (at, line) in told.iter().enumerate().take(10_000) {
            assert!(line.starts_with(&format!("{at},c{at},")), "{input}: {line}");
        }

        let stopped = Batch { restart: true, ..whole.clone() };
        let error = batch(&mut recogniser(1), &RULES.sources, &stopped, |done| done.rows < 8_000);
        assert!(matches!(error, Err(BatchError::Stopped { rows: 8_192 })), "{input}: {error:?}");
        assert_eq!(parts(&whole.folder).len(), 2, "what was begun is gone");
        // A killed run leaves what it had begun, and perhaps a part that nobody noted.
        fs::write(whole.folder.join(".part-000002.csv.77.part"), "half").expect("a file");
        fs::write(whole.folder.join("part-000002.csv"), "of a run that was killed").expect("a file");
        let state = run(&whole).expect("the rest");
        assert_eq!((state.complete, state.tally.rows, state.tally.credentials), (true, count, 10_000), "{input}");
        assert_eq!(parts(&whole.folder), expected, "{input}");
        assert_eq!(run(&whole).expect("nothing to do"), state);
        fs::remove_dir_all(&whole.folder).expect("the folder");
    }
}

#[test]
fn what_is_stopped_while_there_is_much_to_read_ends() {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("rows.csv"), rows(60_000)).expect("a file");
    let asked = asked(folder.path(), "rows.csv", Written::Parquet);
    let stopped = batch(&mut recogniser(1), &RULES.sources, &asked, |_| false);
    assert!(matches!(stopped, Err(BatchError::Stopped { rows: 4_096 })), "{stopped:?}");
}

#[test]
fn parts_of_another_run_are_not_gone_on_with() {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("rows.csv"), rows(20)).expect("a file");
    let asked = asked(folder.path(), "rows.csv", Written::JsonLines);
    run(&asked).expect("a run");
    fs::write(folder.path().join("rows.csv"), rows(21)).expect("a file");
    let told = run(&asked).expect_err("another input").to_string();
    assert!(told.contains("the input has changed since its parts were written"), "{told}");
    let state = run(&Batch { restart: true, ..asked.clone() }).expect("a new run");
    assert_eq!(state.tally.rows, 21);

    let mut other = crate::support::DESKS[0].clone();
    other.budget = credstack::engine::Budget { worlds: 2 };
    let reader = credstack_cohort::Reader::new(&other.set, None, None).expect("a reader");
    let mut recogniser = credstack_cohort::Recogniser::new(other, reader, 1);
    let told = batch(&mut recogniser, &RULES.sources, &asked, |_| true).expect_err("another budget").to_string();
    assert!(told.contains("its parts were decided by another budget"), "{told}");
    fs::remove_file(asked.folder.join("part-000000.jsonl")).expect("a part");
    let told = run(&asked).expect_err("a part is gone").to_string();
    assert!(told.contains("its part `part-000000.jsonl` is gone"), "{told}");
}

#[test]
fn one_bad_row_is_told_in_its_place_and_the_others_go_on() {
    let folder = TempDir::new().expect("a folder");
    let csv =
        b"\xef\xbb\xbfid;title;ects\na;Water;6\nb;Maps;six\nc;Fire;7;8;9\nd;\xff;7\n;;\ne;\"Earth; and stone\";8\n";
    fs::write(folder.path().join("rows.csv"), csv).expect("a file");
    let lines = concat!(
        "{\"id\": \"a\", \"title\": \"Water\", \"ects\": 6, \"skills\": [\"x\", \"y\"]}\n",
        "{\"id\": \"b\", \"title\": \"Maps\", \"ects\": {\"of\": 6}}\n",
        "{\"id\": \"c\", \"title\": \n",
        "[1, 2]\n",
        "{\"credentials\": [{\"title\": \"Fire\"}]}\n",
        "{\"id\": \"e\", \"title\": \"Earth\", \"ects\": 8.50}\n",
    );
    fs::write(folder.path().join("rows.jsonl"), lines).expect("a file");
    let documents = concat!(
        "{\"credstack\": \"credential/v1\", \"credential\": {\"title\": \"Water\", \"workload\": {\"amount\": \"6\", \"unit\": \"ECTS\"}}}\n",
        "{\"@context\": \"https://example.org/unheard-of\"}\n",
        "no JSON\n",
    );
    fs::write(folder.path().join("documents.jsonl"), documents).expect("a file");
    let mut told = String::new();
    for input in ["rows.csv", "rows.jsonl", "documents.jsonl"] {
        let asked = asked(folder.path(), input, Written::JsonLines);
        let state = run(&asked).expect("a run");
        told += &format!("{input}: {} rows, {} credentials\n", state.tally.rows, state.tally.credentials);
        for part in parts(&asked.folder).values() {
            for line in std::str::from_utf8(part).expect("text").lines() {
                let line: serde_json::Value = serde_json::from_str(line).expect("a line");
                told += &format!(
                    "  {} {} {} {}\n",
                    line["row"], line["credential"], line["may_grant_to"], line["problems"]
                );
            }
        }
        fs::remove_dir_all(&asked.folder).expect("the folder");
    }
    insta::assert_snapshot!(told);
}

#[test]
fn what_is_no_table_is_refused_and_leaves_nothing() {
    let folder = TempDir::new().expect("a folder");
    let endless = format!("{HEADER}\"{}", "never closed ".repeat(1_500_000));
    let cases: [(&str, &[u8], &str); 6] = [
        ("empty.csv", b"", "the file is empty"),
        ("names.csv", b" , ,\n", "has no names of columns"),
        ("unknown.csv", b"colour,size\nred,7\n", "no column is known"),
        ("broken.parquet", b"PAR1 and then nothing PAR1", "cannot be read"),
        ("book.xlsx", b"PK\x03\x04", "neither Parquet nor"),
        ("endless.csv", endless.as_bytes(), "a quotation mark may not be closed"),
    ];
    for (name, bytes, said) in cases {
        fs::write(folder.path().join(name), bytes).expect("a file");
        let asked = asked(folder.path(), name, Written::Parquet);
        let told = run(&asked).expect_err(name).to_string();
        assert!(told.contains(said), "{name}: {told}");
        let left: Vec<_> = fs::read_dir(&asked.folder).map(|found| found.flatten().collect()).unwrap_or_default();
        assert!(left.is_empty(), "{name}: {left:?}");
    }
}

#[test]
fn a_batch_comes_to_what_its_rows_come_to() {
    let folder = TempDir::new().expect("a folder");
    let [csv, ..] = written_in_each_way(folder.path(), &rows(50));
    let asked = asked(folder.path(), csv, Written::Parquet);
    run(&asked).expect("a run");
    let file = fs::File::open(asked.folder.join("part-000000.parquet")).expect("a part");
    let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet");
    let found: Vec<String> = reader.build().expect("a reader").flat_map(|part| lines(&part.expect("rows"))).collect();
    let records: Vec<Vec<String>> =
        rows(50).lines().skip(1).map(|line| line.split(',').map(ToOwned::to_owned).collect()).collect();
    let names: Vec<&str> = HEADER.trim().split(',').collect();
    let told = recogniser(1).parts(&[(0, table(&names, &records))]).expect("outcomes");
    assert_eq!(found, lines(&told[0]));
}
