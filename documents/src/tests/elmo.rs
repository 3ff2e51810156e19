//! Transcripts in ELMO, one trap each; and XML that is broken, hostile or something else.

use credstack_model::Symbols;
use credstack_model::vocabulary::attribute;

use super::{noted, only, provenance, spoken};
use crate::{Document, Format, NoteKind};

fn read(text: &str) -> (Document, Symbols) {
    let symbols = Symbols::default();
    let document = crate::read("transcript.xml", text.as_bytes(), &symbols).unwrap();
    assert_eq!(provenance::failures(&document, text.as_bytes(), &symbols), [""; 0]);
    (document, symbols)
}

fn refused(bytes: &[u8]) -> String {
    crate::read("transcript.xml", bytes, &Symbols::default()).unwrap_err().to_string()
}

/// A transcript with one course.
fn course(inside: &str, instance: &str) -> String {
    format!(
        r#"<?xml version="1.0"?>
<e:elmo xmlns:e="https://github.com/emrex-eu/elmo-schemas/tree/v1" xmlns="https://github.com/emrex-eu/elmo-schemas/tree/v1">
 <generatedDate>2024-07-01T10:00:00Z</generatedDate>
 <learner>
  <citizenship>FI</citizenship>
  <identifier type="esi">urn:schac:personalUniqueCode:int:esi:delta.example:1</identifier>
  <givenNames>Ana</givenNames><familyName>Andromeda</familyName>
  <bday dtf="dd-MM-yyyy">01-10-1999</bday>
 </learner>
 <report>
  <issuer><country>fi</country><identifier type="schac">delta.example</identifier>
   <title xml:lang="fi">Delta-yliopisto</title><title xml:lang="en">Delta University</title></issuer>
  <learningOpportunitySpecification>
   <identifier type="local">STAT-101</identifier>
   <title xml:lang="en">Statistics &lt;1&gt;<![CDATA[ & more]]></title>
   <type>Course</type>{inside}
   <specifies><learningOpportunityInstance>{instance}</learningOpportunityInstance></specifies>
  </learningOpportunitySpecification>
  <gradingScheme localId="g"><description xml:lang="en">0 to 5, 1 passes</description></gradingScheme>
  <issueDate>2024-07-01T10:00:00Z</issueDate>
 </report>
</e:elmo>"#
    )
}

#[test]
fn a_course_of_a_transcript_is_a_credential() {
    let text = course(
        "<iscedCode>0542</iscedCode><description>About numbers</description>",
        r"<date>2024-06-28+03:00</date><status>passed</status><gradingSchemeLocalId>g</gradingSchemeLocalId>
          <resultLabel>4</resultLabel><credit><scheme>ECTS</scheme><value>7.5</value></credit>
          <level><type>EQF</type><value>6</value></level><languageOfInstruction>en</languageOfInstruction>
          <engagementHours>60</engagementHours><start>2024-01-08</start>",
    );
    let (document, symbols) = read(&text);
    assert_eq!(document.format, Format::Elmo);
    let credential = only(&document);
    let says = |id| spoken(&credential.facts, id, &symbols);
    for (of, said) in [
        (attribute::TITLE, "Statistics <1> & more"),
        (attribute::TYPE, "course_unit"),
        (attribute::IDENTIFIER, "STAT-101"),
        (attribute::WORKLOAD, "7.5 ECTS"),
        (attribute::LEVEL, "EQF 6"),
        (attribute::FIELD, "0542"),
        (attribute::LANGUAGE, "en"),
        (attribute::GRADE, "4"),
        (attribute::STATE, "completed"),
        (attribute::COMPLETED, "true"),
        (attribute::ISSUED, "2024-06-28"),
        (attribute::FURTHER_INFORMATION, "About numbers"),
        (attribute::LEARNER_NAME, "Ana Andromeda"),
        (attribute::LEARNER_BORN, "1999-10-01"),
        (attribute::ISSUER_NAME, "Delta-yliopisto, Delta University"),
        (attribute::ISSUER_COUNTRY, "FI"),
        (attribute::AUTHENTIC, "missing"),
    ] {
        assert_eq!(says(of), said);
    }
    assert!(noted(&document, NoteKind::Dropped, "60 hours of attending classes are contact time"));
    assert!(noted(&document, NoteKind::Remark, "the scale of the grade: 0 to 5, 1 passes"));
    assert!(noted(&document, NoteKind::Unmapped, "no attribute takes `start`: 2024-01-08"));
    assert!(noted(&document, NoteKind::Unmapped, "no attribute takes `citizenship`: FI"));
    assert!(document.notes.iter().any(|n| n.path == "/elmo/learner[1]/citizenship[1]" && n.credential.is_none()));
}

#[test]
fn a_state_is_taken_as_the_format_means_it() {
    let state = |instance: &str| {
        let (document, symbols) = read(&course("", instance));
        let facts = &only(&document).facts;
        (spoken(facts, attribute::STATE, &symbols), spoken(facts, attribute::COMPLETED, &symbols))
    };
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(state("<status>failed</status><resultLabel>0</resultLabel>"), pair("failed", "false"));
    assert_eq!(state("<status>in-progress</status>"), pair("in_progress", "false"));
    assert_eq!(state("<resultLabel>4</resultLabel>"), pair("missing", "true"), "no status counts as passed");
    assert_eq!(state("<start>2024-01-08</start>"), pair("missing", "missing"), "nothing shows a result");
    assert_eq!(state("<status>cancelled</status><resultLabel>4</resultLabel>"), pair("missing", "missing"));
}

#[test]
fn credits_of_another_system_and_levels_of_old_are_told_apart() {
    let (document, symbols) =
        read(&course("", "<credit><scheme>no-vt</scheme><value>5</value><level>Master</level></credit>"));
    let facts = &only(&document).facts;
    assert_eq!(spoken(facts, attribute::WORKLOAD, &symbols), "missing");
    assert_eq!(spoken(facts, attribute::CYCLE, &symbols), "second");
    assert!(noted(&document, NoteKind::Ambiguous, "5 credits of the unknown system `no-vt`"));
}

#[test]
fn a_programme_holds_its_modules_and_the_answer_of_a_partner_is_unwrapped() {
    let part = |title: &str, inside: &str| {
        format!(
            "<learningOpportunitySpecification><title>{title}</title><type>Module</type>{inside}</learningOpportunitySpecification>"
        )
    };
    let parts = format!("<hasPart>{}</hasPart>", part("Numbers", ""));
    let text = format!(
        "<imobility-tors-get-response xmlns='urn:x'><tor><omobility-id>1</omobility-id><elmo><learner/><report>{}{}</report></elmo></tor></imobility-tors-get-response>",
        part("Programme", &format!("{parts}<hasPart>{}</hasPart>", part("Words", &parts))),
        part("Apart", "")
    );
    let (document, _) = read(&text);
    let base = "transcript.xml#/imobility-tors-get-response/tor[1]/elmo[1]/report[1]/learningOpportunitySpecification";
    let step = "/hasPart[1]/learningOpportunitySpecification[1]";
    let second = "/hasPart[2]/learningOpportunitySpecification[1]";
    let ids: Vec<String> = document.credentials.iter().map(|c| c.id.to_string()).collect();
    assert_eq!(
        ids,
        [
            format!("{base}[1]"),
            format!("{base}[1]{step}"),
            format!("{base}[1]{second}"),
            format!("{base}[1]{second}{step}"),
            format!("{base}[2]")
        ]
    );
    let parts: Vec<usize> = document.credentials.iter().map(|c| c.parts.len()).collect();
    assert_eq!(parts, [2, 0, 1, 0, 0]);
    assert!(noted(&document, NoteKind::Unmapped, "no attribute takes `omobility-id`: 1"));
}

#[test]
fn what_is_no_transcript_is_named() {
    for (text, said) in [
        ("<omobility-las-get-response/>", "it is a learning agreement of a mobility"),
        ("<!DOCTYPE html><html/>", "a web page (HTML)"),
        ("<svg/>", "an SVG image"),
        ("<fish/>", "/fish: it is XML of none of the formats"),
        ("<elmo><report/></elmo>", "/elmo/report[1]: it is an ELMO document whose report has no learning opportunity"),
        ("<elmo>", "line 1, column 1: the root node was opened but never closed"),
        ("<elmo>\n</emlo>", "line 2, column 1: expected 'elmo' tag, not 'emlo'"),
    ] {
        let refused = refused(text.as_bytes());
        assert!(refused.contains(said), "{refused}");
    }
}

#[test]
fn entities_never_draw_in_a_file_nor_grow() {
    for text in [
        "<!DOCTYPE elmo [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><elmo>&x;</elmo>",
        "<!DOCTYPE a [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]><elmo>&b;</elmo>",
        "<?xml version='1.0'?><!DOCTYPE elmo SYSTEM 'https://example.org/elmo.dtd'><elmo/>",
    ] {
        assert!(refused(text.as_bytes()).contains("has a document type declaration (`<!DOCTYPE`)"));
    }
    assert!(refused(b"<elmo>&unknown;</elmo>").contains("unknown"));
}

#[test]
fn size_depth_and_number_are_bounded() {
    let deep = format!("<elmo>{}{}</elmo>", "<a>".repeat(200_000), "</a>".repeat(200_000));
    assert!(refused(deep.as_bytes()).contains("elements are nested more than 127 deep"));
    let many = format!("<elmo>{}</elmo>", "<a/>".repeat(200_001));
    assert!(refused(many.as_bytes()).contains("more than 200000 elements and texts"));
    let long = format!("<elmo><{0}>{1}</{0}></elmo>", "n".repeat(60_000), "<a/>".repeat(10_000));
    assert!(refused(long.as_bytes()).contains("more than 200000 elements and texts"), "long names count");
    let courses = "<learningOpportunitySpecification/>".repeat(10_001);
    let text = format!("<elmo><report>{courses}</report></elmo>");
    assert!(refused(text.as_bytes()).contains("more than 10000 credentials"));
    let large = format!("<elmo>{}</elmo>", " ".repeat(crate::MOST_BYTES));
    assert!(refused(large.as_bytes()).contains("at most 16777216 (16 MiB)"));
}

#[test]
fn ten_thousand_courses_are_read_in_step_with_their_number() {
    let one = |n: usize| {
        format!(
            "<learningOpportunitySpecification><title>Course {n}</title><specifies/></learningOpportunitySpecification>"
        )
    };
    let parts: Vec<String> = (0..9_999).map(|n| format!("<hasPart>{}</hasPart>", one(n))).collect();
    let parts = parts.concat();
    let text = format!(
        "<elmo><report><learningOpportunitySpecification><title>All</title>{parts}</learningOpportunitySpecification></report></elmo>"
    );
    let document = crate::read("t.xml", text.as_bytes(), &Symbols::default()).unwrap();
    assert_eq!(document.credentials.len(), 10_000);
    assert_eq!(document.credentials[0].parts.len(), 9_999);
}
