//! Names with markup, words without end, templates that are broken or never end.

use std::fmt::Write as _;

use super::{DETAILS, LAW, letter_of, refusal};
use crate::{Language, TemplateError, Templates, html};

fn with(name: &str, text: &str) -> Templates {
    let mut templates = Templates::default();
    templates.replace(name, text.to_owned()).unwrap();
    templates
}

/// Titles that a template could take for something else than text.
const TITLES: [&str; 5] = [
    "<script>alert('1')</script> & {{ details }} {% for %}",
    "#panic[] $x^2$ = *bold* _it_ `raw` \\ @ref <label> // no comment",
    "دورة في ترميم الآثار · קורס בשימור",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverleihungsurkundenstempelfarbenhersteller",
    "Ἀρχιτεκτονική · Реставрация",
];

#[test]
fn markup_in_a_title_is_text_in_html() {
    for title in TITLES {
        let letter = letter_of(LAW, title, "official_study", DETAILS, &[Language::Es]).unwrap();
        let page = html(&letter, &Templates::default()).unwrap();
        assert!(!page.contains("<script") && !page.contains("javascript:"), "{page}");
    }
}

#[cfg(feature = "pdf")]
#[test]
fn markup_in_a_title_is_text_in_pdf() {
    for title in TITLES {
        let title = if title.starts_with("Donau") { title.repeat(5) } else { title.to_owned() };
        let letter = letter_of(LAW, &title, "official_study", DETAILS, &[Language::Es]).unwrap();
        let pdf = crate::pdf(&letter, &Templates::default());
        assert!(pdf.is_ok(), "{title}: {:?}", pdf.err());
    }
}

#[cfg(feature = "pdf")]
#[test]
fn a_character_that_no_font_has_is_named() {
    let letter = letter_of(LAW, "文化遺産", "official_study", DETAILS, &[Language::Es]).unwrap();
    let error = crate::pdf(&letter, &Templates::default()).unwrap_err();
    assert_eq!(error, TemplateError::NoGlyph("文化遺産".to_owned()));
}

#[test]
fn five_hundred_findings_are_written() {
    let mut law = LAW.trim_end().trim_end_matches('}').to_owned();
    for n in 0..500 {
        let _ = write!(law, "rule r{n} \"Reason {n}\" {{ for official study\n bar\n cite ACT art {n} }}\n");
    }
    let letter = letter_of(&(law + "}\n"), "T", "official_study", DETAILS, &[Language::Es, Language::En]).unwrap();
    let page = html(&letter, &Templates::default()).unwrap();
    assert!(page.contains("Reason 0<") && page.contains("Reason 499<"));
}

#[test]
fn a_broken_template_is_told_with_its_name_and_line() {
    let letter = refusal(DETAILS, &[Language::En]).unwrap();
    let error = html(&letter, &with("statement.html", "<p>\n{% if title %}\n")).unwrap_err();
    assert!(
        matches!(&error, TemplateError::Broken { template, line, .. } if template == "statement.html" && *line >= 2),
        "{error}"
    );
    let error = html(&letter, &with("statement.html", "\n{{ tittle[0] }}")).unwrap_err().to_string();
    assert!(error.contains("`statement.html`, line 2") && error.contains("credstack schema statement"), "{error}");
    let mut templates = Templates::default();
    let error = templates.replace("letter.html", String::new()).unwrap_err().to_string();
    assert!(error.contains("`letter.html`; there are: statement.html"), "{error}");
}

#[test]
fn a_template_without_end_is_stopped() {
    let letter = refusal(DETAILS, &[Language::En]).unwrap();
    let endless = "{% for a in range(10000) %}{% for b in range(10000) %}{{ a }}{% endfor %}{% endfor %}";
    let error = html(&letter, &with("statement.html", endless)).unwrap_err().to_string();
    assert!(error.contains("does not come to an end"), "{error}");
}

#[test]
fn a_template_may_not_leave_out_what_a_statement_holds() {
    let letter = refusal(DETAILS, &[Language::En]).unwrap();
    let error = html(&letter, &with("statement.html", "<h1>{{ title[0].text }}</h1>")).unwrap_err();
    assert!(matches!(error, TemplateError::LeavesOut { .. }), "{error}");
}

#[cfg(feature = "pdf")]
#[test]
fn broken_and_endless_templates_of_pdf_are_told() {
    let letter = refusal(DETAILS, &[Language::En]).unwrap();
    let error = crate::pdf(&letter, &with("statement.typ", "\n#let x = \n#(")).unwrap_err();
    assert!(
        matches!(&error, TemplateError::Broken { template, line, .. } if template == "statement.typ" && *line >= 2),
        "{error}"
    );
    let error = crate::pdf(&letter, &with("statement.typ", "\n\n#while true {}")).unwrap_err().to_string();
    assert!(error.contains("line 3") && error.contains("infinite"), "{error}");
    let error = crate::pdf(&letter, &with("statement.typ", "#read(\"/etc/passwd\")")).unwrap_err().to_string();
    assert!(error.contains("not found"), "{error}");
    let error = crate::pdf(&letter, &with("statement.typ", "= Only this")).unwrap_err();
    assert!(matches!(error, TemplateError::LeavesOut { .. }), "{error}");
}
