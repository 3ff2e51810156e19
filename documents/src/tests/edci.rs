//! European credentials in XML of the versions before 3, one trap each.

use std::fmt::Write as _;

use credstack_model::Symbols;
use credstack_model::vocabulary::{Vocabulary, attribute};

use super::{noted, only, provenance, spoken};
use crate::{Document, DocumentError, ElementsTable, Format, NoteKind};

fn read(text: &str) -> (Document, Symbols) {
    let symbols = Symbols::default();
    let document = crate::read("europass.xml", text.as_bytes(), &symbols).unwrap();
    assert_eq!(provenance::failures(&document, text.as_bytes(), &symbols), [""; 0]);
    (document, symbols)
}

/// A credential with these achievements and what they refer to.
fn credential(achievements: &str, references: &str) -> String {
    format!(
        r#"<europassCredential xmlns="http://data.europa.eu/snb" xmlns:cred="urn:w3c" cred:id="urn:credential:1">
 <type uri="http://data.europa.eu/snb/credential/e34929035b"><targetName><text lang="en">Generic</text></targetName></type>
 <cred:validFrom>2021-07-01T00:00:00+02:00</cred:validFrom>
 <cred:issuer idref="urn:epass:org:1"/>
 <credentialSubject id="urn:epass:person:1">
  <nationalId spatialID="ESP">55666-X</nationalId>
  <givenNames><text lang="en">Ana</text></givenNames><familyName><text lang="en">Andromeda</text></familyName>
  <dateOfBirth>1999-10-01</dateOfBirth>
  <achievements>{achievements}</achievements>
 </credentialSubject>
 <agentReferences>
  <organization id="urn:epass:org:1">
   <registration spatialID="ESP">Q-1</registration><prefLabel><text lang="es">Universidad Delta</text></prefLabel>
   <hasLocation><hasAddress><country targetNotation="country" uri="http://publications.europa.eu/resource/authority/country/ESP"/></hasAddress></hasLocation>
  </organization>
 </agentReferences>
 {references}
</europassCredential>"#
    )
}

const COMPLETE: &str = r#"<learningAchievement id="urn:epass:learningAchievement:1">
  <title><text lang="en">Statistics</text><text lang="es">Estadística</text></title>
  <wasDerivedFrom id="urn:epass:assessment:1">
   <idVerificationMethod uri="http://data.europa.eu/snb/supervision-verification/70be69aaf9"/>
   <grade><text>8.5</text></grade><specifiedBy idref="urn:epass:assessmentspec:1"/>
  </wasDerivedFrom>
  <wasInfluencedBy id="urn:epass:activity:1"><workload>PT40H</workload><specifiedBy idref="urn:epass:spec:1"/></wasInfluencedBy>
  <wasAwardedBy idref="urn:epass:awardingProcess:1"/>
  <specifiedBy idref="urn:epass:spec:1"/>
 </learningAchievement>"#;

const REFERENCES: &str = r#"<learningSpecificationReferences><qualification id="urn:epass:spec:1">
  <learningOutcomes><learningOutcome idref="urn:epass:activity:1"/></learningOutcomes>
  <eqfLevel targetNotation="EQF" uri="http://data.europa.eu/snb/eqf/6"/>
  <hasECTSCreditPoints>5</hasECTSCreditPoints><volumeOfLearning>P60M</volumeOfLearning>
  <hasISCED-FCode uri="http://data.europa.eu/snb/isced-f/0542"/>
  <language uri="http://publications.europa.eu/resource/authority/language/ENG"/>
  <hasAccreditation idref="urn:accreditation:1"/>
 </qualification></learningSpecificationReferences>
 <learningOutcomeReferences><learningOutcome id="urn:epass:activity:1"><prefLabel><text lang="en">Fits a regression</text></prefLabel>
  <relatedEscoSkill uri="http://data.europa.eu/esco/skill/1"/></learningOutcome></learningOutcomeReferences>
 <learningActivitySpecificationReferences><learningActivitySpecification id="urn:epass:spec:1">
  <mode uri="http://data.europa.eu/snb/learning-assessment/e92d221e4d"/></learningActivitySpecification></learningActivitySpecificationReferences>
 <assessmentSpecificationReferences><assessmentSpecification id="urn:epass:assessmentspec:1">
  <type uri="http://data.europa.eu/snb/assessment/6e6cb2cc78"/></assessmentSpecification></assessmentSpecificationReferences>
 <awardingProcessReferences><awardingProcess id="urn:epass:awardingProcess:1">
  <awardingBody idref="urn:epass:org:1"/><date>2021-06-28T00:00:00+02:00</date></awardingProcess></awardingProcessReferences>
 <accreditationReferences><accreditation id="urn:accreditation:1">
  <type uri="https://publications.europa.eu/resource/authority/snb/accreditation/820101cba6"/></accreditation></accreditationReferences>"#;

#[test]
fn references_are_followed_to_all_eleven_elements() {
    let (document, symbols) = read(&credential(COMPLETE, REFERENCES));
    assert_eq!(document.format, Format::EuropassXml);
    let credential = only(&document);
    let says = |id| spoken(&credential.facts, id, &symbols);
    for (of, said) in [
        (attribute::TITLE, "Statistics, Estadística"),
        (attribute::LEARNER_NAME, "Ana Andromeda"),
        (attribute::LEARNER_IDENTIFIER, "55666-X"),
        (attribute::ISSUED, "2021-06-28"),
        (attribute::COMPLETED, "true"),
        (attribute::WORKLOAD, "5 ECTS"),
        (attribute::LEVEL, "EQF 6"),
        (attribute::FIELD, "0542"),
        (attribute::LANGUAGE, "en"),
        (attribute::LEARNING_OUTCOMES, "Fits a regression"),
        (attribute::SKILLS, "http://data.europa.eu/esco/skill/1"),
        (attribute::ASSESSMENT, "written_exam"),
        (attribute::SUPERVISION, "supervised_with_identity"),
        (attribute::PARTICIPATION, "blended"),
        (attribute::QUALITY_ASSURANCE, "programme_quality_assurance"),
        (attribute::GRADE_VALUE, "8.5"),
        (attribute::ISSUER_NAME, "Universidad Delta"),
        (attribute::ISSUER_COUNTRY, "ES"),
    ] {
        assert_eq!(says(of), said);
    }
    assert_eq!(ElementsTable::of(credential, &Vocabulary::core()).carried(), 11);
    assert!(noted(&document, NoteKind::Ambiguous, "`P60M` is not taken as a workload"));
    assert!(noted(&document, NoteKind::Dropped, "`PT40H` of the learning activity is not taken"));
    assert!(noted(&document, NoteKind::Unmapped, "no attribute takes `@spatialID`: ESP"));
}

#[test]
fn a_part_takes_over_its_issuer_and_a_repeated_identifier_is_told() {
    let one = |title: &str, inside: &str| {
        format!("<learningAchievement id='urn:a'><title><text>{title}</text></title>{inside}</learningAchievement>")
    };
    let part = format!("<hasPart>{}</hasPart>", one("Part", ""));
    let (document, symbols) = read(&credential(&one("Whole", &part), ""));
    let ids: Vec<&str> = document.credentials.iter().map(|c| &*c.id).collect();
    assert_eq!(ids, ["urn:credential:1", "urn:credential:1#urn:a"]);
    assert_eq!(document.credentials[0].parts, [document.credentials[1].id.clone()]);
    assert_eq!(spoken(&document.credentials[1].facts, attribute::ISSUER_NAME, &symbols), "Universidad Delta");
    assert_eq!(spoken(&document.credentials[1].facts, attribute::COMPLETED, &symbols), "missing", "no award, no day");
    let (document, _) = read(&credential(&[one("One", ""), one("Two", "")].concat(), ""));
    assert_eq!(document.credentials.len(), 2);
    assert!(noted(&document, NoteKind::Conflict, "another achievement of the document has the same identifier"));
}

#[test]
fn what_certifies_no_achievement_is_refused_with_its_reason() {
    let refused = |text: &str| crate::read("e.xml", text.as_bytes(), &Symbols::default()).unwrap_err().to_string();
    assert!(refused("<europassCredential/>").contains("has no achievement in `achievements`"));
    assert!(
        refused("<europassCredential><credentialSubject><activities/></credentialSubject></europassCredential>")
            .contains("of activities or entitlements")
    );
    assert!(refused("<qmsAccreditations/>").contains("a list of accreditations"));
}

#[test]
fn references_to_one_large_specification_are_bounded() {
    let mut outcomes = String::new();
    for n in 0..2000 {
        write!(outcomes, "<learningOutcome><prefLabel><text>{n}</text></prefLabel></learningOutcome>").unwrap();
    }
    let specification = format!(
        "<learningSpecificationReferences><qualification id='q'><learningOutcomes>{outcomes}</learningOutcomes></qualification></learningSpecificationReferences>"
    );
    let claim = "<learningAchievement><specifiedBy idref='q'/></learningAchievement>";
    let (document, _) = read(&credential(&claim.repeat(2), &specification));
    assert_eq!(document.credentials.len(), 2);
    let text = credential(&claim.repeat(2000), &specification);
    let refused = crate::read("e.xml", text.as_bytes(), &Symbols::default()).unwrap_err();
    assert_eq!(refused, DocumentError::TooManySteps);
}
