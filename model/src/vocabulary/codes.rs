//! Lists of codes: those of the core attributes, and the form in which a pack brings its own.

use std::borrow::Cow;
use std::cmp::Ordering;

/// One code of a list and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The code, `own_study`; the language says it with spaces, `own study`.
    pub code: Cow<'static, str>,
    /// What it means, for people.
    pub label: Cow<'static, str>,
}

/// A list of codes. On an open list a code that is not here is a value all the same; on a closed one it is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeList {
    /// The name that the attribute table uses; for a list of a pack, that of its attribute or scale.
    pub name: Cow<'static, str>,
    /// Whether other codes are values too.
    pub open: bool,
    /// Whether a code stands for all codes that begin with it (ISCED-F `04` holds `0413`).
    pub by_prefix: bool,
    /// Whether the codes are the steps of a scale, lowest first.
    pub ordered: bool,
    /// The codes; empty where a standard outside holds them.
    pub codes: Cow<'static, [Code]>,
}

impl CodeList {
    /// Whether the list has the code. The list of countries is that of ISO 3166-1 alpha-2 with `XK` for Kosovo; fields are
    /// ISCED-F 2013 codes of two to four digits.
    pub fn has(&self, code: &str) -> bool {
        match self.name.as_ref() {
            "country" => code == "XK" || rust_iso3166::from_alpha2(code).is_some(),
            "isced_f" => (2..=4).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit()),
            _ => self.codes.iter().any(|c| c.code == code),
        }
    }

    /// The steps of a scale whose order to one of them meets a comparison, lowest first; `None` where the list is no scale or has
    /// no such step.
    pub fn steps(&self, meets: impl Fn(Ordering) -> bool, bound: &str) -> Option<Vec<&str>> {
        let bound = self.codes.iter().position(|c| c.code == bound).filter(|_| self.ordered)?;
        let found = self.codes.iter().enumerate().filter(|(at, _)| meets(at.cmp(&bound)));
        Some(found.map(|(_, step)| step.code.as_ref()).collect())
    }
}

/// The list of a name.
pub fn code_list(name: &str) -> Option<&'static CodeList> {
    LISTS.iter().find(|l| l.name == name)
}

macro_rules! list {
    ($name:literal, $open:literal, $( $code:literal $label:literal ),* $(,)?) => {
        CodeList {
            name: Cow::Borrowed($name),
            open: $open,
            by_prefix: false,
            ordered: false,
            codes: Cow::Borrowed(&[$( Code { code: Cow::Borrowed($code), label: Cow::Borrowed($label) } ),*]),
        }
    };
}

/// A list that a standard outside holds.
const fn outside(name: &'static str, open: bool, by_prefix: bool) -> CodeList {
    CodeList { name: Cow::Borrowed(name), open, by_prefix, ordered: false, codes: Cow::Borrowed(&[]) }
}

static LISTS: &[CodeList] = &[
    outside("country", false, false),
    outside("isced_f", true, true),
    outside("language", true, false),
    outside("region", true, false),
    outside("identifier", true, false),
    list!("credential_type", true,
        "micro_credential" "a micro-credential",
        "course_unit" "a course or subject of a programme",
        "module" "a module of a programme",
        "certificate" "a certificate",
        "diploma" "a diploma",
        "degree" "a degree",
        "rpl_result" "the result of a validation of prior learning",
        "transcript" "a transcript of records",
        "badge" "a badge",
    ),
    list!("kind_of_learning", true,
        "official_study" "study toward an official title of higher education",
        "own_study" "study that an institution of higher education offers in its own name, outside the official titles",
        "short_cycle_study" "study in a short-cycle programme of higher education (EQF 5): CTeSP, BTS, krátky študijný program",
        "post_secondary_specialisation" "a specialised vocational course after secondary school and outside higher education: CET",
        "single_course_unit" "one unit of a programme, taken by itself without enrolment in the programme",
        "secondary_school_study" "subjects of an upper secondary school",
        "other_training" "training of any other kind: a company, a chamber, a course outside higher education",
        "research_work" "scientific work or a placement in research, outside the institution",
        "artistic_work" "artistic work or a placement in the arts, outside the institution",
        "teaching_practice" "professional work with a pedagogical part",
        "higher_vocational_study" "official higher study outside the university",
        "professional_experience" "work and professional experience",
        "student_participation" "cultural, sporting, representative or solidary activity of a student",
        "mooc" "an open online course",
        "work_based_training" "training at a workplace",
    ),
    list!("setting", false,
        "formal" "formal learning",
        "non_formal" "non-formal learning",
        "informal" "informal learning",
    ),
    list!("assessment", true,
        "written_exam" "a written examination",
        "oral_exam" "an oral examination",
        "marked_assignment" "a marked assignment",
        "report" "a report or paper",
        "project" "a project or professional product",
        "portfolio" "a portfolio",
        "practical" "an application or demonstration of a skill",
        "continuous" "continuous assessment",
        "peer_assessment" "assessment by peers",
        "recognition_of_prior_learning" "recognition of prior learning",
        "testing" "a test, of a kind that is not stated",
    ),
    list!("participation", true,
        "online" "online",
        "onsite" "in presence",
        "blended" "partly online, partly in presence",
        "work_based" "at a workplace",
        "project_based" "in a project",
        "research_based" "in research or a laboratory",
        "volunteering" "in voluntary work",
        "onsite_or_blended" "in presence or blended, the document does not say which",
    ),
    list!("quality_assurance", true,
        "institutional_licence" "the institution is licensed",
        "programme_licence" "the programme is licensed",
        "institutional_quality_assurance" "the institution is externally quality assured",
        "programme_quality_assurance" "the programme is externally quality assured",
        "internal_quality_assurance" "internal quality assurance alone",
    ),
    list!("supervision", false,
        "unsupervised_without_identity" "unsupervised, identity not verified",
        "unsupervised_with_identity" "unsupervised, identity verified",
        "supervised_without_identity" "supervised, identity not verified",
        "supervised_with_identity" "supervised online or on site, identity verified",
    ),
    list!("stackability", false,
        "stand_alone" "stands alone",
        "stackable" "made to be stacked",
    ),
    list!("cycle", false,
        "short" "short cycle",
        "first" "first cycle (bachelor)",
        "second" "second cycle (master)",
        "third" "third cycle (doctorate)",
    ),
    list!("state", false,
        "completed" "completed",
        "in_progress" "in progress",
        "planned" "planned",
        "failed" "not passed",
    ),
    list!("issuer_kind", true,
        "university" "a university",
        "higher_education_institution" "an institution of higher education",
        "vocational_provider" "a provider of vocational education",
        "company" "a company",
        "platform" "an online platform",
        "professional_body" "a professional body",
        "conservatory" "a conservatory or other school of the arts outside the universities",
        "public_authority" "a public authority",
    ),
    list!("agreement", true,
        "lisbon_convention" "the Lisbon Recognition Convention (ETS 165)",
        "global_convention" "the Global Convention (UNESCO 2019)",
        "bologna_process" "the European Higher Education Area",
    ),
    list!("award_kind", true,
        "bachelor" "a first-cycle degree",
        "master" "a second-cycle degree",
        "integrated_master" "a degree whose programme joins first and second cycle, of 300 to 360 credits",
        "short_cycle_diploma" "a diploma of the short cycle (EQF 5)",
        "doctorate" "a third-cycle degree",
        "diploma" "a diploma",
        "certificate" "a certificate",
        "micro_credential" "a micro-credential",
        "own_title" "a title that a university awards in its own name",
    ),
    list!("component_kind", true,
        "unit" "a unit",
        "course" "a course or subject",
        "module" "a module",
        "block" "a block",
        "basic_training" "basic training of a field of knowledge",
        "elective" "an elective",
        "internship" "an internship or placement",
        "thesis" "a thesis or final work",
    ),
    list!("enrolment_status", false,
        "enrolled" "enrolled",
        "applicant" "not enrolled yet",
        "left" "no longer enrolled",
    ),
    list!("purpose", false,
        "admission" "access to a programme",
        "exemption" "exemption from a component",
        "credit" "credit toward an award",
    ),
    list!("mode_of_programme", false,
        "single" "a programme of one institution",
        "joint" "a joint programme of several institutions or subjects",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn scale() -> CodeList {
        let step = |code: &'static str| Code { code: code.into(), label: code.into() };
        let codes = ["no_signs", "weak", "substantial", "strong"].map(step).to_vec();
        CodeList { name: "signs".into(), open: false, by_prefix: false, ordered: true, codes: codes.into() }
    }

    #[test]
    fn steps_of_a_scale_are_those_that_meet_the_bound() {
        let met = |meets: fn(Ordering) -> bool| scale().steps(meets, "substantial").map(|s| s.join(" "));
        assert_eq!(met(Ordering::is_ge).as_deref(), Some("substantial strong"));
        assert_eq!(met(Ordering::is_gt).as_deref(), Some("strong"));
        assert_eq!(met(Ordering::is_lt).as_deref(), Some("no_signs weak"));
        assert_eq!(met(Ordering::is_ne).as_deref(), Some("no_signs weak strong"));
        assert_eq!(scale().steps(Ordering::is_ge, "strongest"), None, "no step of this scale");
    }

    #[test]
    fn codes_without_an_order_have_no_steps() {
        let unordered = CodeList { ordered: false, ..scale() };
        assert_eq!(unordered.steps(Ordering::is_ge, "weak"), None);
    }
}
