//! Tables in columns as data programs write them.

use std::sync::Arc;

use arrow_array::builder::{Int64Builder, ListBuilder, StringBuilder, StructBuilder};
use arrow_array::{
    ArrayRef, BinaryArray, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float64Array, NullArray,
    RecordBatch, StringArray, StructArray,
};
use arrow_ipc::writer::{FileWriter, StreamWriter};
use arrow_schema::{DataType, Field, Fields};
use credstack_model::Symbols;
use credstack_model::vocabulary::{Vocabulary, attribute};
use parquet::arrow::ArrowWriter;

use crate::tests::spoken;
use crate::{Document, DocumentError, Format, MOST_CREDENTIALS, NoteKind};

/// Results of three learners in columns of the types that data frames have.
fn results() -> RecordBatch {
    let outcomes = {
        let mut lists = ListBuilder::new(StringBuilder::new());
        lists.append_value([Some("Tests water, and reads the log"), Some("Explains the result")]);
        lists.append_value([Some("Draws maps")]);
        lists.append_null();
        lists.finish()
    };
    let country: DictionaryArray<arrow_array::types::Int32Type> = ["NL", "NL", "BE"].into_iter().collect();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("learner.name", Arc::new(StringArray::from(vec!["Ana", "Bo", "Cem"]))),
        ("credential.title", Arc::new(StringArray::from(vec![Some("Water"), Some("Maps"), None]))),
        ("ects", Arc::new(Float64Array::from(vec![Some(7.5), Some(5.0), Some(f64::NAN)]))),
        ("grade value", Arc::new(Decimal128Array::from(vec![850, 700, 0]).with_precision_and_scale(10, 2).unwrap())),
        ("credential.issued", Arc::new(Date32Array::from(vec![20_000, 20_001, 20_002]))),
        ("issuer.country", Arc::new(country)),
        ("credential.learning_outcomes", Arc::new(outcomes)),
        ("supervised", Arc::new(BooleanArray::from(vec![Some(true), Some(false), None]))),
        ("picture", Arc::new(BinaryArray::from(vec![Some(&b"\xff"[..]), None, None]))),
        ("nothing", Arc::new(NullArray::new(3))),
    ];
    RecordBatch::try_from_iter(columns).unwrap()
}

fn parquet(batch: &RecordBatch) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
    bytes
}

fn file(batch: &RecordBatch) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = FileWriter::try_new(&mut bytes, &batch.schema()).unwrap();
    writer.write(batch).unwrap();
    writer.finish().unwrap();
    drop(writer);
    bytes
}

fn stream(batch: &RecordBatch) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = StreamWriter::try_new(&mut bytes, &batch.schema()).unwrap();
    writer.write(batch).unwrap();
    writer.finish().unwrap();
    drop(writer);
    bytes
}

fn read(bytes: &[u8], symbols: &Symbols) -> Result<Document, DocumentError> {
    crate::read("cohort", bytes, symbols)
}

/// What each credential says, in the order of the attributes.
fn told(document: &Document, symbols: &Symbols) -> Vec<String> {
    let vocabulary = Vocabulary::core();
    let facts = |credential: &credstack_model::Credential| {
        let one = |(id, _): (_, &_)| format!("{}: {}", vocabulary.get(id).name, spoken(&credential.facts, id, symbols));
        credential.facts.iter().map(one).collect::<Vec<_>>().join("\n")
    };
    document.credentials.iter().map(facts).collect()
}

#[test]
fn results_in_columns_say_the_same_as_parquet_as_arrow_and_as_a_stream() {
    let symbols = Symbols::default();
    let batch = results();
    let document = read(&parquet(&batch), &symbols).unwrap();
    assert_eq!(document.format, Format::Columns);
    let told_first = told(&document, &symbols);
    insta::assert_snapshot!(told_first.join("\n\n"));
    for bytes in [file(&batch), stream(&batch)] {
        let other = read(&bytes, &symbols).unwrap();
        assert_eq!(told(&other, &symbols), told_first);
        assert_eq!(other.notes, document.notes);
    }
}

#[test]
fn what_no_cell_can_hold_is_told() {
    let document = read(&parquet(&results()), &Symbols::default()).unwrap();
    let said: Vec<String> = document.notes.iter().map(|n| format!("{}: {}", n.path, n.message)).collect();
    insta::assert_snapshot!(said.join("\n"));
    assert!(document.notes.iter().any(|n| n.kind == NoteKind::Unmapped && n.message.contains("`picture`")));
}

/// A wallet in each row: who holds it, and a list of credentials.
fn wallets() -> RecordBatch {
    let fields =
        Fields::from(vec![Field::new("title", DataType::Utf8, true), Field::new("ects", DataType::Int64, true)]);
    let mut lists = ListBuilder::new(StructBuilder::from_fields(fields, 4));
    let mut put = |wallet: &[(&str, i64)]| {
        for (title, ects) in wallet {
            let item = lists.values();
            item.field_builder::<StringBuilder>(0).unwrap().append_value(title);
            item.field_builder::<Int64Builder>(1).unwrap().append_value(*ects);
            item.append(true);
        }
        lists.append(true);
    };
    put(&[("Water", 5), ("Maps", 6)]);
    put(&[]);
    put(&[("Soil", 3)]);
    let lists = lists.finish();
    let name = Arc::new(StringArray::from(vec!["Ana", "Bo", "Cem"])) as ArrayRef;
    let learner = StructArray::from(vec![(Arc::new(Field::new("name", DataType::Utf8, true)), name)]);
    let columns: Vec<(&str, ArrayRef)> = vec![("learner", Arc::new(learner)), ("credential", Arc::new(lists))];
    RecordBatch::try_from_iter(columns).unwrap()
}

#[test]
fn a_list_of_credentials_in_a_row_is_a_credential_for_each() {
    let symbols = Symbols::default();
    for bytes in [parquet(&wallets()), file(&wallets())] {
        let document = read(&bytes, &symbols).unwrap();
        let said = told(&document, &symbols);
        let title = |credential| format!("credential.title: {credential}");
        assert!(said[0].contains(&title("Water")) && said[0].contains("learner.name: Ana"), "{}", said[0]);
        assert!(said[1].contains(&title("Maps")) && said[1].contains("6 ECTS"), "{}", said[1]);
        assert!(said[2].contains(&title("Soil")) && said[2].contains("learner.name: Cem"), "{}", said[2]);
        assert_eq!(said.len(), 3);
        let places: Vec<&str> = document
            .credentials
            .iter()
            .flat_map(|c| c.facts.get(attribute::TITLE).unwrap().provenance.iter().map(|p| p.path.as_ref()))
            .collect();
        assert_eq!(places, ["/1/0/credential.title", "/1/1/credential.title", "/3/0/credential.title"]);
        assert!(document.notes.iter().any(|n| n.message == "row 2 has nothing in `credential`"));
    }
}

#[test]
fn a_slice_of_a_table_has_its_own_rows() {
    let symbols = Symbols::default();
    let document = read(&stream(&wallets().slice(2, 1)), &symbols).unwrap();
    let said = told(&document, &symbols);
    assert!(said[0].contains("credential.title: Soil") && said.len() == 1, "{said:?}");
}

#[test]
fn a_table_of_too_many_rows_is_refused_before_it_is_read() {
    let titles = StringArray::from_iter_values(std::iter::repeat_n("Water", MOST_CREDENTIALS + 1));
    let batch = RecordBatch::try_from_iter([("credential.title", Arc::new(titles) as ArrayRef)]).unwrap();
    for bytes in [parquet(&batch), file(&batch)] {
        let error = read(&bytes, &Symbols::default()).unwrap_err().to_string();
        assert_eq!(error, "the table: it has more than 10000 rows; split it into several tables");
    }
}

#[test]
fn rows_without_anything_are_bounded_too() {
    let batch = RecordBatch::try_from_iter([
        ("credential.title", Arc::new(NullArray::new(50_000_000)) as ArrayRef),
        ("more", Arc::new(NullArray::new(50_000_000)) as ArrayRef),
    ])
    .unwrap();
    let error = read(&stream(&batch), &Symbols::default()).unwrap_err().to_string();
    assert!(error.contains("more than 10000 rows"), "{error}");
}

#[test]
fn a_long_text_that_a_dictionary_repeats_is_bounded() {
    let long = "water ".repeat(4_000);
    let titles = StringArray::from_iter_values(std::iter::repeat_n(long.as_str(), 9_000));
    let batch = RecordBatch::try_from_iter([("credential.title", Arc::new(titles) as ArrayRef)]).unwrap();
    let bytes = parquet(&batch);
    assert!(bytes.len() < 200_000, "{} bytes", bytes.len());
    let error = read(&bytes, &Symbols::default()).unwrap_err().to_string();
    assert!(error.contains("more than 64 MiB of text"), "{error}");
}

#[test]
fn a_table_that_was_cut_off_or_changed_is_refused_and_never_a_crash() {
    let symbols = Symbols::default();
    let mut refused = 0;
    for whole in [parquet(&results()), file(&results()), stream(&wallets()), parquet(&wallets())] {
        for cut in (4..whole.len()).step_by(7) {
            refused += usize::from(read(&whole[..cut], &symbols).is_err());
        }
        for at in 4..whole.len() {
            let mut changed = whole.clone();
            changed[at] = changed[at].wrapping_add(0x41);
            refused += usize::from(read(&changed, &symbols).is_err());
        }
    }
    assert!(refused > 1_000, "{refused} were refused");
}
