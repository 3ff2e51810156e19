//! What is no table, and what is one beyond the limits.

use credstack_model::Symbols;

use super::{mapped, read};
use crate::DocumentError;
use crate::table::MOST_COLUMNS;

#[test]
fn a_table_of_which_nothing_is_known_names_its_columns_and_the_way_out() {
    let symbols = Symbols::default();
    let refused = read("Kurs;Punkte\nZählen;5\nMessen;6\n", &symbols).unwrap_err();
    let told = refused.to_string();
    assert!(told.contains("no column is known; it has `Kurs`, `Punkte`") && told.contains("--mapping"), "{told}");
}

#[test]
fn a_table_of_other_things_is_no_table_of_learning() {
    let symbols = Symbols::default();
    let refused =
        read("Property;Description;Range\ngrade;What it is;text\nlevel;What else;text\n", &symbols).unwrap_err();
    assert!(refused.to_string().contains("what or whom a row is about"), "{refused}");
}

#[test]
fn prose_and_other_formats_are_no_tables() {
    let symbols = Symbols::default();
    for text in [
        "Dear Ana, thank you for your letter.\nWe shall, of course, answer it.\nYours, Bo, at the desk, today\n",
        "{\"a\": 1, \"b\": 2}\n",
        "<a>1;2</a>\n<b>3;4</b>\n",
        "name,\u{0},title\n1,2,3\n",
        "title\nCounting\n",
    ] {
        let refused = read(text, &symbols).unwrap_err();
        assert!(!matches!(refused, DocumentError::Table { .. }), "{refused}");
    }
}

#[test]
fn a_table_without_rows_or_with_bad_ones_alone_is_refused() {
    let symbols = Symbols::default();
    for (text, told) in [
        ("Student name;Course title;ECTS\n;;\n", "no rows"),
        ("Student name;Course title;ECTS\nAna;a;b;5\nBo;a;b;5\n", "row 2 has 4 cells"),
    ] {
        let refused = mapped(text, "[table]\ndelimiter = \";\"", &symbols).unwrap_err().to_string();
        assert!(refused.contains(told), "{refused}");
    }
}

#[test]
fn columns_and_rows_have_a_limit() {
    let symbols = Symbols::default();
    let names: Vec<String> = (0..=MOST_COLUMNS).map(|n| format!("c{n}")).collect();
    let wide =
        format!("title,{}\n{}\n{}\n", names.join(","), ",".repeat(MOST_COLUMNS + 1), ",".repeat(MOST_COLUMNS + 1));
    assert!(read(&wide, &symbols).unwrap_err().to_string().contains("1002 columns and at most 1000"));
    let long = format!("title;learner.name\n{}", "Counting;Ana\n".repeat(10_001));
    assert!(read(&long, &symbols).unwrap_err().to_string().contains("more than 10000 rows"));
}

#[test]
fn a_thousand_bad_rows_are_counted() {
    let symbols = Symbols::default();
    let text = format!("title,learner.name\nCounting,Ana\n{}", "a,b,c\n".repeat(1_000));
    let document = read(&text, &symbols).unwrap();
    assert_eq!(document.notes.len(), 51);
    assert!(document.notes[50].message.contains("950 more rows"));
}
