//! What an office sends, and what it may not send.

use super::{DETAILS, LAW, lacks, letter_of, refusal, undecided, without};
use crate::{Content, Language, Nature, OutcomeWord, Templates, html};

const BOTH: [Language; 2] = [Language::Es, Language::En];

#[test]
fn a_refusal_holds_all_ten_contents_in_html() {
    let letter = refusal(DETAILS, &BOTH).unwrap();
    assert_eq!((letter.nature, letter.outcome), (Nature::Decision, Some(OutcomeWord::Refused)));
    assert!(letter.missing().is_empty());
    let page = html(&letter, &Templates::default()).unwrap();
    for content in Content::ALL {
        let number = content.number().to_string();
        let marked = page.split("data-contents=\"").skip(1).filter_map(|rest| rest.split('"').next());
        assert!(marked.flat_map(|m| m.split(' ')).any(|m| m == number), "{} is not on the page", content.word());
    }
    for told in [
        "Decision on recognition",
        "Resolución de reconocimiento",
        "J. Terpstra",
        "1 October 2026",
        "8 de septiembre de 2026",
        "Trabajo de fin de máster",
        "The difference is one of learning outcomes.",
        "Los resultados del trabajo final son propios",
        "Act on higher education",
        "art 7.12",
        "Write the thesis of this award.",
        "the board of appeal",
        "42 días",
        "fg@westerdiep.example",
    ] {
        assert!(page.contains(told), "`{told}` is not on the page");
    }
}

#[cfg(feature = "pdf")]
#[test]
fn a_refusal_is_set_as_pdf_with_every_heading_and_the_same_bytes_each_time() {
    let letter = refusal(DETAILS, &BOTH).unwrap();
    let pdf = crate::pdf(&letter, &Templates::default()).unwrap();
    assert!(pdf.starts_with(b"%PDF-1."));
    assert_eq!(pdf, crate::pdf(&letter, &Templates::default()).unwrap());
}

#[test]
fn a_refusal_without_a_persons_own_reasons_is_not_written() {
    assert_eq!(lacks(refusal(&without("reasons"), &BOTH)), ["reasons"]);
    let blank = DETAILS.replace("es = \"La diferencia es de resultados de aprendizaje.\"", "es = \" \"");
    assert_eq!(lacks(refusal(&blank.replace("The difference is one of learning outcomes.", ""), &BOTH)), ["reasons"]);
    let undecided = undecided();
    let reasonless = undecided.lines().filter(|l| !l.starts_with("reasons")).collect::<Vec<_>>().join("\n");
    assert_eq!(lacks(refusal(&reasonless, &BOTH)), ["reasons"]);
}

#[test]
fn a_decided_refusal_says_what_else_was_looked_at() {
    assert_eq!(lacks(refusal(&without("alternatives"), &BOTH)), ["alternatives"]);
}

#[test]
fn nothing_is_called_a_decision_before_somebody_has_decided() {
    let letter = refusal(&undecided(), &[Language::En]).unwrap();
    assert_eq!(letter.nature, Nature::Proposal);
    assert!(letter.signature.is_empty());
    let page = html(&letter, &Templates::default()).unwrap();
    assert!(page.contains("Proposal for a decision on recognition") && page.contains("not a decision"));
    for told in ["Decided by", "Decided on", "This is the decision", ">Decision on"] {
        assert!(!page.contains(told), "`{told}` stands in a proposal");
    }
}

#[test]
fn a_decision_is_not_older_than_its_application_and_says_its_extent() {
    let old = DETAILS.replace("date = \"2026-10-01\"", "date = \"2026-08-01\"");
    assert_eq!(lacks(refusal(&old, &BOTH)), ["decision.date"]);
    let full = DETAILS.replace("\"refused\"", "\"refused\"\nextent = { ects = \"6\" }");
    assert_eq!(lacks(refusal(&full, &BOTH)), ["decision.extent.ects"]);
    let words = DETAILS.replace("\"refused\"", "\"partially\"\nextent = { ects = \"six\" }");
    assert_eq!(lacks(refusal(&words, &BOTH)), ["decision.extent.ects"]);
}

#[test]
fn everything_that_is_missing_is_told_at_once() {
    let bare = without("alternatives").replace("J. Terpstra", " ").replace("\"REC-1\"", "\"\"");
    assert_eq!(lacks(refusal(&bare, &BOTH)), ["reference", "decision.by", "alternatives"]);
    let law = LAW.replace("    procedure {\n        appeal to \"the board of appeal\" within 6 weeks\n        cite      ACT art 7.61\n    }\n", "");
    let lacking = lacks(letter_of(&law, "T", "official_study", DETAILS, &BOTH));
    assert_eq!(lacking, ["appeal.to", "appeal.within"]);
}

#[test]
fn a_partial_recognition_says_what_is_recognised_and_what_is_not() {
    let partial = DETAILS.replace(
        "outcome = \"refused\"",
        "outcome = \"partially\"\nextent = { ects = \"7.5\", toward = [\"Research seminar\"], not_recognised = [\"The defence\"] }",
    );
    let letter = refusal(&partial, &BOTH).unwrap();
    let page = html(&letter, &Templates::default()).unwrap();
    for told in ["partial recognition", "7,5 ECTS", "4.5 ECTS", "Research seminar", "The defence"] {
        assert!(page.contains(told), "`{told}` is not on the page");
    }
}

#[test]
fn what_is_for_officers_alone_is_in_no_letter() {
    let details = undecided();
    let letter = letter_of(LAW, "T", "own_study", &details, &BOTH).unwrap();
    let (page, json) = (html(&letter, &Templates::default()).unwrap(), crate::json(&letter));
    for text in [&page, &json] {
        assert!(!text.contains("A thing for officers") && !text.contains("Ask the archive"));
    }
}

#[test]
fn a_detail_that_nothing_reads_is_told_with_its_line() {
    let error = crate::Details::from_toml(&DETAILS.replace("reference =", "referense =")).unwrap_err().to_string();
    assert!(error.contains("line 2") && error.contains("referense"), "{error}");
    let error = crate::Details::from_toml(&DETAILS.replace("\"2026-10-01\"", "\"1 October\"")).unwrap_err().to_string();
    assert!(error.contains("`1 October` is no day; write it as `2026-10-01`"), "{error}");
}
