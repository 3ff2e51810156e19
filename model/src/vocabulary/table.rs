//! The core table. A line here is all that it takes to add an attribute everywhere.

use std::borrow::Cow;

use super::entry::{Attribute, AttributeId, Element, Entity, Kind};

macro_rules! one_or_many {
    (one) => {
        false
    };
    (many) => {
        true
    };
}
macro_rules! none_or_not {
    (no_none) => {
        false
    };
    (or_none) => {
        true
    };
}
macro_rules! presumed_or_not {
    (presumed) => {
        true
    };
    (never_presumed) => {
        false
    };
}
macro_rules! element {
    (-) => {
        None
    };
    ((m $n:literal)) => {
        Some(Element::Mandatory($n))
    };
    ((o $n:literal)) => {
        Some(Element::Optional($n))
    };
}
macro_rules! kind {
    (($list:literal)) => {
        Kind::Codes($list)
    };
    ($kind:ident) => {
        Kind::$kind
    };
}

macro_rules! attributes {
    ($( $id:ident $entity:ident $name:literal $phrase:literal $reads:expr, $kind:tt $many:ident $none:ident $presumed:ident
        $element:tt $json:literal $description:literal; )*) => {
        #[expect(non_camel_case_types, clippy::upper_case_acronyms, reason = "the variants lend their names to the constants below")]
        #[repr(u16)]
        enum Place { $( $id ),* }

        /// The core attributes by name.
        pub mod attribute {
            use super::{AttributeId, Place};
            $( #[doc = $description] pub const $id: AttributeId = AttributeId(Place::$id as u16); )*
        }

        pub(super) fn core() -> Vec<Attribute> {
            vec![ $( Attribute {
                name: Cow::Borrowed($name),
                entity: Entity::$entity,
                phrase: Cow::Borrowed($phrase),
                reads: $reads,
                kind: kind!($kind),
                list: None,
                many: one_or_many!($many),
                none: none_or_not!($none),
                presumable: presumed_or_not!($presumed),
                element: element!($element),
                json: Cow::Borrowed($json),
                description: Cow::Borrowed($description),
            } ),* ]
        }
    };
}

attributes! {
    TITLE Credential "credential.title" "title" None, Text many no_none presumed (m 2) "/credential/title" "What the credential is called, in each language the document has.";
    TYPE Credential "credential.type" "credential type" None, ("credential_type") one no_none presumed - "/credential/type" "What the document itself calls the credential: a micro-credential, a course unit, a degree.";
    KIND Credential "credential.kind" "kind of learning" None, ("kind_of_learning") one no_none presumed - "/credential/kind" "The kind of learning behind it: official study, own study, professional experience.";
    SETTING Credential "credential.setting" "setting" None, ("setting") one no_none presumed - "/credential/setting" "Formal, non-formal or informal learning.";
    ISSUED Credential "credential.issued" "date of issuing" None, Date one no_none presumed (m 5) "/credential/issued" "The day on which the credential was issued or the learning was awarded.";
    EXPIRES Credential "credential.expires" "expiry" None, Date one or_none presumed - "/credential/expires" "The last day on which the credential is valid.";
    LEARNING_OUTCOMES Credential "credential.learning_outcomes" "learning outcomes" None, Text many or_none presumed (m 6) "/credential/learning_outcomes" "What the learner knows, understands and can do.";
    SKILLS Credential "credential.skills" "skills" None, ("identifier") many or_none presumed - "/credential/skills" "Identifiers of skills and competences, ESCO for example.";
    WORKLOAD Credential "credential.workload" "workload" None, Workload one no_none presumed (m 7) "/credential/workload" "The notional workload needed to achieve the learning outcomes, in ECTS where the document says so.";
    LEVEL Credential "credential.level" "level" None, Level one or_none presumed (m 8) "/credential/level" "The level of the learning outcomes, in the framework that the document names. None where its framework has no place for it.";
    TAUGHT_LEVEL Credential "credential.taught_level" "level of teaching" None, Level one no_none presumed - "/credential/taught_level" "The level at which it was taught and assessed, asked for where the credential itself has none.";
    CYCLE Credential "credential.cycle" "cycle" None, ("cycle") one or_none presumed - "/credential/cycle" "The cycle of the QF-EHEA, where it is higher education.";
    ASSESSMENT Credential "credential.assessment" "type of assessment" None, ("assessment") many or_none presumed (m 9) "/credential/assessment" "How the learning outcomes were assessed.";
    PARTICIPATION Credential "credential.participation" "form of participation" None, ("participation") many no_none presumed (m 10) "/credential/participation" "How the learner took part: online, in presence, blended.";
    QUALITY_ASSURANCE Credential "credential.quality_assurance" "type of quality assurance" None, ("quality_assurance") many or_none presumed (m 11) "/credential/quality_assurance" "Which quality assurance stands behind the credential.";
    PREREQUISITES Credential "credential.prerequisites" "prerequisites" None, Text many or_none presumed (o 1) "/credential/prerequisites" "What was needed to enrol in the learning.";
    SUPERVISION Credential "credential.supervision" "supervision" None, ("supervision") one no_none presumed (o 2) "/credential/supervision" "Whether the assessment was supervised and the learner's identity verified at it.";
    GRADE Credential "credential.grade" "grade" None, Text many or_none presumed (o 3) "/credential/grade" "The grade as the document words it; it says little without its scale.";
    GRADE_VALUE Credential "credential.grade_value" "mark" None, Number one or_none presumed - "/credential/grade_value" "The grade as a number on the issuer's scale, where it is one.";
    STACKABILITY Credential "credential.stackability" "stackability" None, ("stackability") one no_none presumed (o 4) "/credential/stackability" "Whether it stands alone or was made to be stacked.";
    FURTHER_INFORMATION Credential "credential.further_information" "further information" None, Text many or_none presumed (o 5) "/credential/further_information" "What else the issuer says of it.";
    FIELD Credential "credential.field" "field" None, ("isced_f") many no_none presumed - "/credential/field" "Field of study, ISCED-F 2013.";
    LANGUAGE Credential "credential.language" "language of instruction" None, ("language") many no_none presumed - "/credential/language" "The language of instruction or assessment, BCP 47.";
    STATE Credential "credential.state" "state" None, ("state") one no_none presumed - "/credential/state" "Completed, in progress, planned or not passed.";
    COMPLETED Credential "credential.completed" "completed" None, Truth one no_none never_presumed - "/credential/completed" "Whether the learning was completed.";
    AUTHENTIC Credential "credential.authentic" "authentic" None, Truth one no_none never_presumed - "/credential/authentic" "Whether the document was verified to be the issuer's and unchanged.";
    REVOKED Credential "credential.revoked" "revoked" None, Truth one no_none presumed - "/credential/revoked" "Whether the issuer has revoked it.";
    OFFICIAL Credential "credential.official" "an official title" None, Truth one no_none presumed - "/credential/official" "Whether it is an official title of its country.";
    MOBILITY Credential "credential.mobility" "taken in a mobility programme" None, Truth one no_none presumed - "/credential/mobility" "Whether the learning took place within a mobility programme.";
    REPLACED_BY_AWARD Credential "credential.replaced_by_award" "replaced by the award" None, Truth one no_none presumed - "/credential/replaced_by_award" "Whether it is a title that was ended and replaced by the award asked for.";
    RELATED Credential "credential.related" "closely related to the award" None, Truth one no_none presumed - "/credential/related" "Whether the learning is closely related to the competences of the award; usually a person's judgement.";
    WITHIN_AWARD Credential "credential.within_award" "earned while enrolled" None, Truth one no_none never_presumed - "/credential/within_award" "Whether it was earned at home within the enrolment for the award, so that nothing has to be recognised. The institution's own record says so; where none does, it was not.";
    SERVED Credential "credential.served" "served award" None, ("identifier") many or_none presumed - "/credential/served" "The awards that it has counted toward before, by their full names. What a wallet says nothing of has served none.";
    IDENTIFIER Credential "credential.identifier" "identifier" None, ("identifier") many no_none presumed - "/credential/identifier" "Identifiers of the achievement or course, by which records are joined.";
    ISSUER_NAME Issuer "issuer.name" "issuer name" None, Text many no_none presumed (m 4) "/issuer/name" "The awarding body.";
    ISSUER_IDENTIFIER Issuer "issuer.identifier" "issuer" Some("issued by"), ("identifier") many no_none presumed - "/issuer/identifier" "Identifiers of the awarding body.";
    ISSUER_COUNTRY Issuer "issuer.country" "issuer country" Some("issued in"), ("country") one no_none presumed (m 3) "/issuer/country" "Country of the awarding body, ISO 3166-1 alpha-2.";
    ISSUER_REGION Issuer "issuer.region" "issuer region" None, ("region") one or_none presumed - "/issuer/region" "Region of the awarding body, ISO 3166-2 or NUTS.";
    ISSUER_KIND Issuer "issuer.kind" "issuer kind" Some("of"), ("issuer_kind") one no_none presumed - "/issuer/kind" "What kind of body it is.";
    ISSUER_RECOGNISED Issuer "issuer.recognised" "issued by a recognised institution" None, Truth one no_none presumed - "/issuer/recognised" "Whether the awarding body is recognised as belonging to the higher education system of its country.";
    ISSUER_AGREEMENTS Issuer "issuer.agreements" "agreements of the issuer" Some("issued under"), ("agreement") many or_none presumed - "/issuer/agreements" "Conventions and agreements to which the awarding body or its country is a party.";
    ISSUER_HOME Issuer "issuer.home" "issued by the own institution" None, Truth one no_none presumed - "/issuer/home" "Whether the awarding body is the institution that decides.";
    AWARD_IDENTIFIER Award "award.identifier" "award" None, ("identifier") one no_none presumed - "/award/identifier" "The award asked for.";
    AWARD_TITLE Award "award.title" "award title" None, Text many no_none presumed - "/award/title" "What the award is called.";
    AWARD_KIND Award "award.kind" "award kind" None, ("award_kind") one no_none presumed - "/award/kind" "A bachelor, a master, a diploma, a certificate.";
    AWARD_OFFICIAL Award "award.official" "award is official" None, Truth one no_none presumed - "/award/official" "Whether the award is an official title of its country.";
    AWARD_WORKLOAD Award "award.workload" "award workload" None, Workload one no_none presumed - "/award/workload" "The workload of the whole award.";
    AWARD_LEVEL Award "award.level" "award level" None, Level one or_none presumed - "/award/level" "The level of the award.";
    AWARD_FIELD Award "award.field" "award field" None, ("isced_f") many no_none presumed - "/award/field" "The award's field of study, ISCED-F 2013.";
    AWARD_COUNTRY Award "award.country" "award country" None, ("country") one no_none presumed - "/award/country" "The country in which the award is offered.";
    COMPONENT_IDENTIFIER Component "component.identifier" "component" None, ("identifier") one or_none presumed - "/component/identifier" "The component that the credential would fill.";
    COMPONENT_KIND Component "component.kind" "component kind" None, ("component_kind") one or_none presumed - "/component/kind" "A unit, a module, a block, a thesis.";
    COMPONENT_WORKLOAD Component "component.workload" "component workload" None, Workload one or_none presumed - "/component/workload" "The workload of the component.";
    COMPONENT_LEVEL Component "component.level" "component level" None, Level one or_none presumed - "/component/level" "The level of the component.";
    COMPONENT_FIELD Component "component.field" "component field" None, ("isced_f") many or_none presumed - "/component/field" "The component's field of study.";
    LEARNER_NAME Learner "learner.name" "learner name" None, Text many no_none presumed (m 1) "/learner/name" "The learner's name.";
    LEARNER_IDENTIFIER Learner "learner.identifier" "learner identifier" None, ("identifier") many no_none presumed (m 1) "/learner/identifier" "Identifiers of the learner, some of them hashed.";
    LEARNER_BORN Learner "learner.date_of_birth" "date of birth" None, Date one no_none never_presumed - "/learner/date_of_birth" "The learner's date of birth.";
    LEARNER_IDENTIFIED Learner "learner.identified" "identity verified" None, Truth one no_none never_presumed - "/learner/identified" "Whether the person who applies was verified to be the learner of the document.";
    LEARNER_LEVEL Learner "learner.level" "highest qualification" None, Level one or_none presumed - "/learner/level" "The level of the learner's highest completed qualification.";
    LEARNER_EXPERIENCE Learner "learner.experience_years" "years of professional experience" None, Number one or_none never_presumed - "/learner/experience_years" "How many years of professional experience the learner has shown, as a decimal number.";
    ENROLMENT_STATUS Enrolment "enrolment.status" "enrolment status" None, ("enrolment_status") one no_none presumed - "/enrolment/status" "Whether the learner is enrolled at the receiving institution.";
    ENROLMENT_PROGRAMME Enrolment "enrolment.programme" "programme" None, ("identifier") one or_none presumed - "/enrolment/programme" "The programme in which the learner is enrolled.";
    ENROLMENT_MODE Enrolment "enrolment.mode" "mode of programme" None, ("mode_of_programme") one or_none presumed - "/enrolment/mode" "Whether the programme is a single or a joint one.";
    ENROLMENT_OPTS_FOR_NEWER Enrolment "enrolment.opts_for_newer" "learner chose the newer rules" None, Truth one no_none never_presumed - "/enrolment/opts_for_newer" "Whether the learner chose to be governed by the newer version of rules that leave the choice; never by parts of both.";
    PURPOSE Claim "claim.purpose" "purpose" None, ("purpose") one no_none presumed - "/purpose" "What is asked for: admission, exemption from a component, credit toward an award.";
    APPLICATION_DATE Claim "claim.application_date" "application date" None, Date one no_none presumed - "/dates/application" "The day on which the learner applied.";
    ENROLMENT_DATE Claim "claim.enrolment_date" "enrolment date" None, Date one no_none presumed - "/dates/enrolment" "The day on which the learner enrolled.";
    DECISION_DATE Claim "claim.decision_date" "decision date" None, Date one no_none presumed - "/dates/decision" "The day on which the decision is taken; an input, never the clock.";
}

/// The first attribute of a vocabulary, which always has the core table.
pub(super) fn first(attributes: &[Attribute]) -> &Attribute {
    match attributes {
        [first, ..] => first,
        [] => unreachable!("a vocabulary starts from the core table"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::{Vocabulary, code_list};
    use super::*;

    #[test]
    fn names_phrases_and_paths_are_distinct() {
        let core = core();
        for key in [
            |a: &Attribute| a.name.to_string(),
            |a: &Attribute| a.phrase.to_string(),
            |a: &Attribute| a.json.to_string(),
        ] {
            let distinct: HashSet<String> = core.iter().map(key).collect();
            assert_eq!(distinct.len(), core.len());
        }
        assert_eq!(Vocabulary::core().len(), core.len(), "an attribute of the table was refused");
    }

    #[test]
    fn every_code_list_exists() {
        for attribute in core() {
            if let Kind::Codes(list) = attribute.kind {
                assert!(code_list(list).is_some(), "{} names the list {list}", attribute.name);
            }
        }
    }

    #[test]
    fn every_element_of_annex_one_has_an_attribute() {
        let vocabulary = Vocabulary::core();
        for n in 1..=11 {
            assert!(vocabulary.of_element(Element::Mandatory(n)).next().is_some(), "mandatory element {n}");
        }
        for n in 1..=5 {
            assert!(vocabulary.of_element(Element::Optional(n)).next().is_some(), "optional element {n}");
        }
    }

    #[test]
    fn constants_point_at_their_attribute() {
        let vocabulary = Vocabulary::core();
        assert_eq!(vocabulary.get(attribute::WORKLOAD).name, "credential.workload");
        assert_eq!(vocabulary.by_phrase("issued in"), Some(attribute::ISSUER_COUNTRY));
        assert_eq!(vocabulary.get(attribute::DECISION_DATE).name, "claim.decision_date");
    }
}
