//! Spreadsheets of both kinds, made here part by part.

use std::io::{Cursor, Write as _};

use credstack_model::Symbols;
use credstack_model::vocabulary::{Vocabulary, attribute};
use zip::write::{SimpleFileOptions, ZipWriter};

use super::Mapping;
use crate::tests::{noted, spoken};
use crate::{Document, DocumentError, Format, NoteKind};

fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A workbook of a visible sheet with these rows and a hidden one.
fn xlsx(rows: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    let sheet = |rows: &str| format!(r#"<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>"#);
    packed(&[
        ("[Content_Types].xml", r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#),
        (
            "_rels/.rels",
            &format!(
                r#"<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/workbook.xml",
            &format!(
                r#"<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="Results 24/25" sheetId="1" r:id="r1"/><sheet name="Old" sheetId="2" state="hidden" r:id="r2"/></sheets></workbook>"#
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &format!(
                r#"<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{office}/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="r3" Type="{office}/styles" Target="styles.xml"/></Relationships>"#
            ),
        ),
        (
            "xl/styles.xml",
            &format!(
                r#"<styleSheet xmlns="{main}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#
            ),
        ),
        ("xl/worksheets/sheet1.xml", &sheet(rows)),
        ("xl/worksheets/sheet2.xml", &sheet(r#"<row r="1"><c r="A1" t="str"><v>title</v></c></row>"#)),
    ])
}

const HEADER: &str = r#"<row r="2"><c r="A2" t="str"><v>Student name</v></c><c r="B2" t="str"><v>Course title</v></c><c r="C2" t="str"><v>ECTS</v></c><c r="D2" t="str"><v>Date issued</v></c><c r="E2" t="str"><v>Completed</v></c></row>"#;
const ROW: &str = r#"<row r="4"><c r="A4" t="inlineStr"><is><t>Ana</t></is></c><c r="B4" t="str"><v>Counting</v></c><c r="C4"><f>0.1+0.2</f><v>0.30000000000000004</v></c><c r="D4" s="1"><v>45473</v></c><c r="E4" t="b"><v>1</v></c></row>"#;

fn ods(rows: &str) -> Vec<u8> {
    let names = r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0""#;
    packed(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        (
            "content.xml",
            &format!(
                r#"<office:document-content {names}><office:automatic-styles><style:style style:name="ta2"><style:table-properties table:display="false"/></style:style></office:automatic-styles><office:body><office:spreadsheet><table:table table:name="Old" table:style-name="ta2"/><table:table table:name="Results">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
            ),
        ),
    ])
}

const ODS_ROWS: &str = r#"<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
<table:table-row><table:table-cell><text:p>Student name</text:p></table:table-cell><table:table-cell><text:p>Course<text:s/>title</text:p></table:table-cell><table:table-cell><text:p>ECTS</text:p></table:table-cell><table:table-cell><text:p>Date issued</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="string"><text:p>Ana</text:p></table:table-cell><table:table-cell/><table:table-cell table:formula="of:=5*1.5" office:value-type="float" office:value="7.5"><text:p>7,50</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2024-06-30"><text:p>30.06.24</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#;

fn read(bytes: &[u8], symbols: &Symbols) -> Result<Document, DocumentError> {
    crate::read("results", bytes, symbols)
}

#[test]
fn an_xlsx_is_read_with_its_numbers_days_and_formulas() {
    let symbols = Symbols::default();
    let document = read(&xlsx(&format!("{HEADER}{ROW}")), &symbols).unwrap();
    assert_eq!(document.format, Format::Spreadsheet);
    let facts = &document.credentials[0].facts;
    let place = |of| {
        let source = &facts.get(of).unwrap().provenance[0];
        (source.path.clone(), source.raw.clone())
    };
    assert_eq!(spoken(facts, attribute::WORKLOAD, &symbols), "0.3 ECTS");
    assert_eq!(place(attribute::WORKLOAD), ("/Results 24~125/4/ECTS".into(), "0.3".into()));
    assert_eq!(place(attribute::ISSUED), ("/Results 24~125/4/Date issued".into(), "2024-06-30".into()));
    assert_eq!(spoken(facts, attribute::COMPLETED, &symbols), "true");
    assert_eq!(&*document.credentials[0].id, "results#/Results 24~125/4");
    assert!(noted(&document, NoteKind::Remark, "1 cells of the sheet `Results 24/25` are formulas"));
    assert!(noted(&document, NoteKind::Dropped, "the sheet `Old` is hidden"));
}

#[test]
fn an_ods_is_read_by_what_is_stored_and_not_by_what_is_shown() {
    let symbols = Symbols::default();
    let document = read(&ods(ODS_ROWS), &symbols).unwrap();
    let ids: Vec<&str> = document.credentials.iter().map(|c| &*c.id).collect();
    assert_eq!(ids, ["results#/Results/4", "results#/Results/5"]);
    let facts = &document.credentials[0].facts;
    assert_eq!(spoken(facts, attribute::WORKLOAD, &symbols), "7.5 ECTS");
    assert_eq!(spoken(facts, attribute::ISSUED, &symbols), "2024-06-30");
    assert!(noted(&document, NoteKind::Dropped, "the sheet `Old` is hidden"));
}

#[test]
fn a_mapping_names_a_sheet() {
    let symbols = Symbols::default();
    let vocabulary = Vocabulary::core();
    let read = |sheet: &str| {
        let mapping = Mapping::parse("m", &format!("[table]\nsheet = \"{sheet}\""), &vocabulary).unwrap();
        crate::read_mapped("r", &xlsx(&format!("{HEADER}{ROW}")), &symbols, &vocabulary, &mapping)
    };
    assert_eq!(read("Results 24/25").unwrap().credentials.len(), 1);
    assert!(read("Old").unwrap_err().to_string().contains("no rows"));
    assert!(read("New").unwrap_err().to_string().contains("there are `Results 24/25`, `Old`"));
}

#[test]
fn a_cell_at_the_far_end_of_a_sheet_costs_nothing() {
    let symbols = Symbols::default();
    let far = r#"<row r="1048576"><c r="A1048576" t="str"><v>Eva</v></c></row>"#;
    assert_eq!(read(&xlsx(&format!("{HEADER}{ROW}{far}")), &symbols).unwrap().credentials.len(), 2);
    let wide = r#"<row r="5"><c r="XFD5" t="str"><v>x</v></c></row>"#;
    let refused = read(&xlsx(&format!("{HEADER}{ROW}{wide}")), &symbols).unwrap_err();
    assert!(refused.to_string().contains("column 16384, and at most 1000"), "{refused}");
}

#[test]
fn repeated_cells_and_rows_are_bounded() {
    let symbols = Symbols::default();
    let row = |rows: usize, columns: usize| {
        let cell = "<text:p>x</text:p></table:table-cell>";
        ods(&format!(
            r#"<table:table-row><table:table-cell><text:p>title</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="{rows}"><table:table-cell table:number-columns-repeated="{columns}">{cell}</table:table-row>"#
        ))
    };
    assert_eq!(read(&row(3, 1), &symbols).unwrap().records.len(), 3);
    assert!(read(&row(1_000_000, 1), &symbols).unwrap_err().to_string().contains("more than 10000 rows"));
    assert!(read(&row(1, usize::MAX), &symbols).unwrap_err().to_string().contains("row 2 has 1001 cells"));
}

#[test]
fn broken_and_hostile_spreadsheets_are_refused() {
    let symbols = Symbols::default();
    let entity = packed(&[("mimetype", "x"), ("content.xml", r#"<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>"#)]);
    let nothing = packed(&[("xl/workbook.xml", "<workbook/>")]);
    let unsorted = xlsx(&format!(r#"{HEADER}{ROW}<row r="3"><c r="A3" t="str"><v>Eva</v></c></row>"#));
    for (bytes, told) in [(entity, "DTD"), (nothing, "cannot be read"), (unsorted, "row 3 stands after row 4")] {
        let refused = read(&bytes, &symbols).unwrap_err().to_string();
        assert!(refused.contains(told), "{refused}");
    }
    let whole = xlsx(&format!("{HEADER}{ROW}"));
    for at in (0..whole.len()).step_by(3) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x41;
        let _ = read(&bytes, &symbols);
    }
}

#[test]
fn a_spreadsheet_that_unpacks_to_too_much_is_refused() {
    let symbols = Symbols::default();
    let blank = " ".repeat(15 << 20);
    let rows = format!("{HEADER}{ROW}");
    let mut parts: Vec<(String, &str)> = (0..5).map(|n| (format!("xl/media/{n}.xml"), blank.as_str())).collect();
    parts.push(("xl/workbook.xml".into(), &rows));
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let refused = read(&packed(&parts), &symbols).unwrap_err();
    assert!(refused.to_string().contains("64 MiB"), "{refused}");
}
