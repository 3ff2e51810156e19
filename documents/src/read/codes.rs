//! Codes: from the EU's concept lists and the words of profiles to the codes of the attribute table.

use credstack_model::vocabulary::{AttributeId, attribute};

/// One known spelling: the EU scheme it belongs to (empty for a word), the spelling, the code.
type Row = (&'static str, &'static str, &'static str);

const ASSESSMENT: &[Row] = &[
    ("assessment", "19a2e5e671", "peer_assessment"),
    ("assessment", "2939dae15f", "marked_assignment"),
    ("assessment", "3484bd7e51", "continuous"),
    ("assessment", "4f03b91c0e", "portfolio"),
    ("assessment", "6a4db9f11d", "practical"),
    ("assessment", "6e6cb2cc78", "written_exam"),
    ("assessment", "795dac4096", "project"),
    ("assessment", "d30284d7df", "oral_exam"),
    ("", "peer_assessment", "peer_assessment"),
    ("", "marked_assignment", "marked_assignment"),
    ("", "continuous_evaluation", "continuous"),
    ("", "continuous_assessment", "continuous"),
    ("", "portfolio", "portfolio"),
    ("", "portfolio_assessment", "portfolio"),
    ("", "practical_assessment", "practical"),
    ("", "application_of_a_skill", "practical"),
    ("", "written_examination", "written_exam"),
    ("", "written_exam", "written_exam"),
    ("", "oral_examination", "oral_exam"),
    ("", "oral_exam", "oral_exam"),
    ("", "oram_exam", "oral_exam"),
    ("", "project_work", "project"),
    ("", "professional_product", "project"),
    ("", "report_paper", "report"),
    ("", "recognition_of_prior_learning", "recognition_of_prior_learning"),
    ("", "testing", "testing"),
];

const PARTICIPATION: &[Row] = &[
    ("learning-assessment", "729f3bed4b", "work_based"),
    ("learning-assessment", "7813801c77", "project_based"),
    ("learning-assessment", "9191af2ed9", "onsite"),
    ("learning-assessment", "920fbb3cbe", "online"),
    ("learning-assessment", "e92d221e4d", "blended"),
    ("learning-assessment", "ed4c557045", "research_based"),
    ("", "online", "online"),
    ("", "onsite", "onsite"),
    ("", "presential", "onsite"),
    ("", "on_campus", "onsite"),
    ("", "in_presence", "onsite"),
    ("", "blended", "blended"),
    ("", "onsite_or_blended", "onsite_or_blended"),
    ("", "work_experience", "work_based"),
    ("", "workbased", "work_based"),
    ("", "work_based", "work_based"),
    ("", "project_based", "project_based"),
    ("", "research_lab_based", "research_based"),
    ("", "volunteering", "volunteering"),
    ("", "inperson", "onsite"),
    ("", "in_person", "onsite"),
    ("", "in_person_only", "onsite"),
    ("", "onlineonly", "online"),
    ("", "online_only", "online"),
    ("", "online_delivery", "online"),
    ("", "onlinedelivery", "online"),
    ("", "blendeddelivery", "blended"),
    ("", "blended_delivery", "blended"),
];

const QUALITY_ASSURANCE: &[Row] = &[
    ("accreditation", "003293d2ce", "institutional_licence"),
    ("accreditation", "e57dddfcf3", "programme_licence"),
    ("accreditation", "bb4618238e", "institutional_quality_assurance"),
    ("accreditation", "820101cba6", "programme_quality_assurance"),
    ("", "institutional_license", "institutional_licence"),
    ("", "program_license", "programme_licence"),
    ("", "institutional_quality_assurance", "institutional_quality_assurance"),
    ("", "program_quality_assurance", "programme_quality_assurance"),
];

const SUPERVISION: &[Row] = &[
    ("supervision-verification", "70be69aaf9", "supervised_with_identity"),
    ("supervision-verification", "df2880c5cb", "unsupervised_with_identity"),
    ("supervision-verification", "c598449d64", "unsupervised_without_identity"),
    ("", "supervised_with_id_verification", "supervised_with_identity"),
    ("", "unsupervised_with_id_verification", "unsupervised_with_identity"),
    ("", "unsupervised_without_id_verification", "unsupervised_without_identity"),
    ("", "unsupervised_with_no_identity_verification", "unsupervised_without_identity"),
    ("", "supervised_with_no_identity_verification", "supervised_without_identity"),
    ("", "onsite_with_identity_verification", "supervised_with_identity"),
];

const SETTING: &[Row] = &[
    ("learning-setting", "6fd4685715", "formal"),
    ("learning-setting", "e207a81fc7", "non_formal"),
    ("", "formal_learning", "formal"),
    ("", "formal", "formal"),
    ("", "non_formal_learning", "non_formal"),
    ("", "non_formal", "non_formal"),
    ("", "informal_learning", "informal"),
    ("", "informal", "informal"),
];

const TYPE: &[Row] = &[
    ("learning-opportunity", "05053c1cbe", "course_unit"),
    ("learning-opportunity", "0f7dac46ca", "module"),
    ("", "microcredential", "micro_credential"),
    ("", "micro_credential", "micro_credential"),
    ("", "certificate", "certificate"),
    ("", "certificateofcompletion", "certificate"),
    ("", "course", "course_unit"),
    ("", "programme_module", "module"),
    ("", "module", "module"),
    ("", "degree_programme", "degree"),
    ("", "diploma", "diploma"),
    ("", "secondaryschooldiploma", "diploma"),
    ("", "badge", "badge"),
    ("", "degree", "degree"),
    ("", "associatedegree", "degree"),
    ("", "bachelordegree", "degree"),
    ("", "masterdegree", "degree"),
    ("", "doctoraldegree", "degree"),
    ("", "professionaldoctorate", "degree"),
    ("", "researchdoctorate", "degree"),
];

const STATE: &[Row] = &[
    ("grade-status", "c_60a1cf9a", "completed"),
    ("", "pass", "completed"),
    ("", "passed", "completed"),
    ("", "completed", "completed"),
    ("", "enrolled", "in_progress"),
    ("", "inprogress", "in_progress"),
    ("", "in_progress", "in_progress"),
    ("", "planned", "planned"),
    ("", "fail", "failed"),
    ("", "failed", "failed"),
];

const CYCLE: &[Row] = &[
    ("", "short_cycle", "short"),
    ("", "associate_degree", "short"),
    ("", "bachelor", "first"),
    ("", "first_cycle", "first"),
    ("", "master", "second"),
    ("", "second_cycle", "second"),
    ("", "phd", "third"),
    ("", "doctor", "third"),
    ("", "doctorate", "third"),
    ("", "doctoral", "third"),
    ("", "third_cycle", "third"),
];

fn table(of: AttributeId) -> &'static [Row] {
    match of {
        attribute::ASSESSMENT => ASSESSMENT,
        attribute::PARTICIPATION => PARTICIPATION,
        attribute::QUALITY_ASSURANCE => QUALITY_ASSURANCE,
        attribute::SUPERVISION => SUPERVISION,
        attribute::SETTING => SETTING,
        attribute::TYPE => TYPE,
        attribute::STATE => STATE,
        attribute::CYCLE => CYCLE,
        _ => &[],
    }
}

/// The code that a URI or a word stands for. URIs are compared by their last segment within their scheme, so that neither
/// the host nor `http`/`https` matters.
pub(crate) fn code(of: AttributeId, text: &str) -> Option<&'static str> {
    let trimmed = text.trim();
    let (scheme, key) = if trimmed.contains("://") {
        let mut segments = trimmed.trim_end_matches('/').rsplit('/');
        let key = segments.next()?.to_owned();
        (segments.next()?, key)
    } else {
        ("", slug(trimmed))
    };
    table(of).iter().find(|(s, k, _)| *s == scheme && *k == key).map(|(_, _, code)| *code)
}

/// The concept of the EU's lists that a code stands for: its scheme and its URI. None where the lists have no such concept.
pub(crate) fn concept(of: AttributeId, code: &str) -> Option<(&'static str, String)> {
    let (scheme, key, _) = table(of).iter().find(|(scheme, _, known)| !scheme.is_empty() && *known == code)?;
    Some((scheme, format!("http://data.europa.eu/snb/{scheme}/{key}")))
}

/// The first spelling of a code that is a word.
pub(crate) fn word(of: AttributeId, code: &str) -> Option<&'static str> {
    table(of).iter().find(|(scheme, _, known)| scheme.is_empty() && *known == code).map(|(_, word, _)| *word)
}

/// A word made a code: `Group performance` is `group_performance`.
pub(crate) fn slug(text: &str) -> String {
    let mut made = String::with_capacity(text.len());
    // Nearly every word is of plain letters, and every cell of a table asks here.
    if text.is_ascii() {
        for byte in text.bytes() {
            if byte.is_ascii_alphanumeric() {
                made.push(char::from(byte.to_ascii_lowercase()));
            } else if !made.is_empty() && !made.ends_with('_') {
                made.push('_');
            }
        }
        made.truncate(made.trim_end_matches('_').len());
        return made;
    }
    for letter in text.chars().flat_map(char::to_lowercase) {
        if letter.is_alphanumeric() {
            made.push(letter);
        } else if !made.is_empty() && !made.ends_with('_') {
            made.push('_');
        }
    }
    made.truncate(made.trim_end_matches('_').len());
    made
}

/// An ISCED-F code: 2 to 4 digits, bare or at the end of a URI of the list. National codes of four digits (`0410`) stay.
pub(crate) fn field(text: &str) -> Option<String> {
    let trimmed = text.trim();
    let last = if trimmed.contains("://") {
        let mut segments = trimmed.trim_end_matches('/').rsplit('/');
        let last = segments.next()?;
        if !segments.next()?.eq_ignore_ascii_case("isced-f") {
            return None;
        }
        last
    } else {
        trimmed
    };
    let fits = (2..=4).contains(&last.len()) && last.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| last.to_owned())
}

/// A word as an unknown code: the slug of a label, or the last segment of a URI or URN as it stands.
pub(crate) fn unknown(text: &str) -> String {
    let trimmed = text.trim();
    if trimmed.contains("://") {
        let last = trimmed.trim_end_matches('/').rsplit('/').next();
        last.unwrap_or(trimmed).to_owned()
    } else if let Some(rest) = trimmed.strip_prefix("urn:") {
        slug(rest)
    } else {
        slug(trimmed)
    }
}

/// Whether a name says that it is of a micro-credential, however it is spelled.
pub(crate) fn says_micro_credential(name: &str) -> bool {
    // Most names have no such letter, and every credential has some names.
    if !name.contains(['m', 'M']) {
        return false;
    }
    let letters: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    letters.contains("microcredential")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_concept_from_any_host() {
        for uri in [
            "http://data.europa.eu/snb/assessment/6e6cb2cc78",
            "https://publications.europa.eu/resource/authority/snb/assessment/6e6cb2cc78",
        ] {
            assert_eq!(code(attribute::ASSESSMENT, uri), Some("written_exam"));
        }
        assert_eq!(
            code(attribute::ASSESSMENT, "http://data.europa.eu/snb/learning-assessment/6e6cb2cc78"),
            None,
            "the segment counts in its own scheme only"
        );
    }

    #[test]
    fn unknown_words_stay_as_they_are() {
        assert_eq!(code(attribute::ASSESSMENT, "group performance"), None);
        assert_eq!(unknown("Group performance"), "group_performance");
        assert_eq!(unknown("urn:assesmentType:1"), "assesmenttype_1");
    }

    #[test]
    fn fields_have_two_to_four_digits() {
        assert_eq!(field("http://data.europa.eu/snb/isced-f/068").as_deref(), Some("068"));
        assert_eq!(field("0410").as_deref(), Some("0410"));
        assert_eq!(field("061301"), None);
        assert_eq!(field("Research"), None);
    }

    #[test]
    fn every_code_of_the_tables_is_a_code_of_the_attribute() {
        let vocabulary = credstack_model::vocabulary::Vocabulary::core();
        for of in [
            attribute::ASSESSMENT,
            attribute::PARTICIPATION,
            attribute::QUALITY_ASSURANCE,
            attribute::SUPERVISION,
            attribute::SETTING,
            attribute::TYPE,
            attribute::STATE,
            attribute::CYCLE,
        ] {
            let list = vocabulary.get(of).codes().unwrap();
            for (_, spelling, code) in table(of) {
                assert!(list.has(code), "{spelling} stands for {code}, which {} does not have", list.name);
            }
        }
    }
}
