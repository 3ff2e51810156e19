//! What the columns of a table are: known by their names, or as a mapping says.

use std::collections::BTreeMap;

use credstack_model::vocabulary::{AttributeId, Entity, Kind, Vocabulary, attribute};

use crate::json::escape;
use crate::read::codes::slug;
use crate::read::language::language;

/// What a column is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// It holds values of an attribute.
    Attribute(AttributeId),
    /// The learner's given names, which make a name with the family name.
    GivenName,
    /// The learner's family name.
    FamilyName,
    /// Whether the assessment was supervised.
    Supervised,
    /// Whether the identity was verified at it.
    Identified,
    /// The programme that a course belongs to.
    Programme,
    /// The identifier of the row itself.
    RowId,
    /// What a `Name` is of depends on the columns beside it.
    Name,
    /// Understood, and of no use to recognition: pictures.
    Ornament,
}

/// The unit of a column of workload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unit {
    /// European credits.
    Ects,
    /// Hours of the learner's work.
    Hours,
    /// Hours with a teacher, which are a part of the work.
    ContactHours,
    /// Credits of another system.
    Credits(String),
}

/// What a column writes first of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// `2024-09-01`.
    Year,
    /// `1.9.2024`.
    Day,
    /// `9/1/2024`.
    Month,
}

/// A column with how to read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    /// Its name, as it stands.
    pub(crate) name: String,
    /// The name as places write it; a name that stands twice has a number there.
    pub(crate) step: String,
    pub(crate) role: Option<Role>,
    pub(crate) unit: Option<Unit>,
    pub(crate) language: String,
    /// The framework of its levels, where it is not the European one.
    pub(crate) framework: Option<String>,
    pub(crate) separator: Option<String>,
    pub(crate) order: Option<Order>,
    /// The codes for its own words.
    pub(crate) codes: BTreeMap<String, String>,
    /// Whether a 0 is what a tool writes for an empty field.
    pub(crate) zero_is_empty: bool,
}

impl Column {
    pub(crate) fn new(name: &str, role: Option<Role>) -> Self {
        Self {
            name: name.to_owned(),
            step: escape(name),
            role,
            unit: None,
            language: String::new(),
            framework: None,
            separator: None,
            order: None,
            codes: BTreeMap::new(),
            zero_is_empty: false,
        }
    }
}

use Role::{Attribute as Of, FamilyName, GivenName, Identified, Name, Ornament, Programme, RowId, Supervised};

/// Names of columns that are met, as slugs. The first block has those of the edubadges import (with its spelling) and of its
/// list of awards, the second what exports of student systems call the same.
const KNOWN: &[(&str, Role)] = &[
    ("courseid", Of(attribute::IDENTIFIER)),
    ("name", Name),
    ("description", Of(attribute::FURTHER_INFORMATION)),
    ("learningoutcome", Of(attribute::LEARNING_OUTCOMES)),
    ("criteria", Of(attribute::FURTHER_INFORMATION)),
    ("language", Of(attribute::LANGUAGE)),
    ("image", Ornament),
    ("type_of_assesment", Of(attribute::ASSESSMENT)),
    ("form_of_participation", Of(attribute::PARTICIPATION)),
    ("quality_assurance_name", Of(attribute::QUALITY_ASSURANCE)),
    ("ects", Of(attribute::WORKLOAD)),
    ("studyload", Of(attribute::WORKLOAD)),
    ("timeinvestment", Of(attribute::WORKLOAD)),
    ("eqf", Of(attribute::LEVEL)),
    ("programmeid", Programme),
    ("supervised", Supervised),
    ("verified_identity", Identified),
    ("recipient_mailadres", Of(attribute::LEARNER_IDENTIFIER)),
    ("recipient_eppn", Of(attribute::LEARNER_IDENTIFIER)),
    ("recipient_first_name", GivenName),
    ("recipient_surname", FamilyName),
    ("narrative", Of(attribute::FURTHER_INFORMATION)),
    ("grade", Of(attribute::GRADE)),
    //
    ("id", RowId),
    ("credential_id", RowId),
    ("result_id", RowId),
    ("title", Of(attribute::TITLE)),
    ("course_title", Of(attribute::TITLE)),
    ("course_name", Of(attribute::TITLE)),
    ("module_title", Of(attribute::TITLE)),
    ("course_id", Of(attribute::IDENTIFIER)),
    ("course_code", Of(attribute::IDENTIFIER)),
    ("module_code", Of(attribute::IDENTIFIER)),
    ("programme_id", Programme),
    ("programme_code", Programme),
    ("learning_outcome", Of(attribute::LEARNING_OUTCOMES)),
    ("learning_outcomes", Of(attribute::LEARNING_OUTCOMES)),
    ("esco", Of(attribute::SKILLS)),
    ("ec", Of(attribute::WORKLOAD)),
    ("ects_credits", Of(attribute::WORKLOAD)),
    ("credits", Of(attribute::WORKLOAD)),
    ("credit_points", Of(attribute::WORKLOAD)),
    ("hours", Of(attribute::WORKLOAD)),
    ("study_load", Of(attribute::WORKLOAD)),
    ("time_investment", Of(attribute::WORKLOAD)),
    ("contact_hours", Of(attribute::WORKLOAD)),
    ("eqf_level", Of(attribute::LEVEL)),
    ("nlqf", Of(attribute::LEVEL)),
    ("nlqf_level", Of(attribute::LEVEL)),
    ("type_of_assessment", Of(attribute::ASSESSMENT)),
    ("assessment_type", Of(attribute::ASSESSMENT)),
    ("mode_of_delivery", Of(attribute::PARTICIPATION)),
    ("delivery_mode", Of(attribute::PARTICIPATION)),
    ("quality_assurance", Of(attribute::QUALITY_ASSURANCE)),
    ("entry_requirements", Of(attribute::PREREQUISITES)),
    ("mark", Of(attribute::GRADE)),
    ("status", Of(attribute::STATE)),
    ("isced", Of(attribute::FIELD)),
    ("isced_f", Of(attribute::FIELD)),
    ("language_of_instruction", Of(attribute::LANGUAGE)),
    ("issue_date", Of(attribute::ISSUED)),
    ("date_issued", Of(attribute::ISSUED)),
    ("issued_on", Of(attribute::ISSUED)),
    ("date_of_award", Of(attribute::ISSUED)),
    ("expiry_date", Of(attribute::EXPIRES)),
    ("institution", Of(attribute::ISSUER_NAME)),
    ("institution_name", Of(attribute::ISSUER_NAME)),
    ("awarding_body", Of(attribute::ISSUER_NAME)),
    ("institution_id", Of(attribute::ISSUER_IDENTIFIER)),
    ("institution_code", Of(attribute::ISSUER_IDENTIFIER)),
    ("institution_country", Of(attribute::ISSUER_COUNTRY)),
    ("country_of_issuer", Of(attribute::ISSUER_COUNTRY)),
    ("student_name", Of(attribute::LEARNER_NAME)),
    ("first_name", GivenName),
    ("given_name", GivenName),
    ("given_names", GivenName),
    ("last_name", FamilyName),
    ("surname", FamilyName),
    ("family_name", FamilyName),
    ("student_number", Of(attribute::LEARNER_IDENTIFIER)),
    ("student_id", Of(attribute::LEARNER_IDENTIFIER)),
    ("email", Of(attribute::LEARNER_IDENTIFIER)),
    ("e_mail", Of(attribute::LEARNER_IDENTIFIER)),
    ("birth_date", Of(attribute::LEARNER_BORN)),
];

/// The unit that the name of a column says by itself. The Dutch study load is in hours.
fn unit_of(word: &str) -> Option<Unit> {
    match word {
        "ects" | "ec" | "ects_credits" => Some(Unit::Ects),
        "hours" | "studyload" | "study_load" | "timeinvestment" | "time_investment" => Some(Unit::Hours),
        "contact_hours" => Some(Unit::ContactHours),
        _ => None,
    }
}

/// The unit that a person writes beside a number or in a mapping.
pub(crate) fn unit_named(text: &str) -> Option<Unit> {
    let word = slug(text);
    match word.as_str() {
        "" | "credits" | "credit" | "points" => None,
        "hour" | "h" => Some(Unit::Hours),
        _ => Some(unit_of(&word).unwrap_or_else(|| Unit::Credits(text.trim().to_owned()))),
    }
}

/// The name without `(optional)`, and what stands in brackets or after `@` at its end.
fn parts(name: &str) -> (String, Option<&str>) {
    let trimmed = name.trim();
    let bare = trimmed.strip_suffix("(optional)").unwrap_or(trimmed).trim_end();
    let (head, tail) = match bare.strip_suffix(')').and_then(|b| b.rsplit_once('(')) {
        Some((head, tail)) => (head.trim_end(), Some(tail.trim())),
        None => bare.split_once('@').map_or((bare, None), |(head, tail)| (head, Some(tail.trim()))),
    };
    (slug(head), tail.filter(|t| !t.is_empty()))
}

/// Whether a name of a column is known without a mapping, in any table.
pub(crate) fn is_known(name: &str) -> bool {
    let (word, _) = parts(name);
    KNOWN.iter().any(|(known, _)| *known == word) || is_own(name)
}

/// Names of the attribute table (`credential.title`) and its paths (`/credential/title`) are known by their form.
fn is_own(name: &str) -> bool {
    ["credential", "issuer", "learner"].iter().any(|entity| {
        let rest = name.trim().trim_start_matches('/').strip_prefix(entity);
        rest.is_some_and(|r| r.starts_with(['.', '/']))
    })
}

/// An attribute that a column may hold, by its name, its path (also with a language after it), its last word or its phrase.
pub(crate) fn attribute_named<'n>(name: &'n str, vocabulary: &Vocabulary) -> Option<(AttributeId, Option<&'n str>)> {
    let trimmed = name.trim();
    // Whether a document is authentic and whose it is, no document says of itself.
    let verified = [attribute::AUTHENTIC, attribute::LEARNER_IDENTIFIED];
    let of_document = |id: &AttributeId| {
        matches!(vocabulary.get(*id).entity, Entity::Credential | Entity::Issuer | Entity::Learner)
            && !verified.contains(id)
    };
    if trimmed.starts_with('/') {
        return vocabulary.iter().filter(|(id, _)| of_document(id)).find_map(|(id, entry)| {
            let rest = trimmed.strip_prefix(&*entry.json)?;
            let tail = rest.strip_prefix('/');
            (rest.is_empty() || tail.is_some()).then_some((id, tail))
        });
    }
    let (word, tail) = parts(trimmed);
    let (head, _) = trimmed.split_once(['(', '@']).unwrap_or((trimmed, ""));
    if let Some(id) = vocabulary.by_name(head.trim()).filter(of_document) {
        return Some((id, tail));
    }
    vocabulary
        .iter()
        .filter(|(id, _)| of_document(id))
        .find(|(_, entry)| slug(&entry.phrase) == word || entry.name.strip_prefix("credential.") == Some(word.as_str()))
        .map(|(id, _)| (id, tail))
}

/// The columns of a header, by their names alone.
pub(crate) fn by_names(header: &[String], vocabulary: &Vocabulary) -> Vec<Column> {
    let words: Vec<String> = header.iter().map(|name| parts(name).0).collect();
    let is_course_list = ["courseid", "learningoutcome", "criteria"].iter().any(|w| words.iter().any(|x| x == w));
    let mut columns: Vec<Column> = Vec::new();
    for (name, word) in header.iter().zip(&words) {
        let mut column = by_name(name, word, vocabulary);
        match column.role {
            Some(Name) if is_course_list => column.role = Some(Of(attribute::TITLE)),
            _ => {}
        }
        column.zero_is_empty = is_course_list;
        columns.push(column);
    }
    distinct(&mut columns);
    columns
}

/// What programs call the structure, or the list of structures, that holds a credential: `credentials.ects`.
const OF_CREDENTIALS: &[&str] = &[
    "achievement",
    "achievements",
    "certificate",
    "certificates",
    "course",
    "courses",
    "credential",
    "credentials",
    "microcredential",
    "microcredentials",
    "micro_credential",
    "micro_credentials",
    "module",
    "modules",
    "result",
    "results",
    "wallet",
];

fn by_name(name: &str, word: &str, vocabulary: &Vocabulary) -> Column {
    let column = by_whole_name(name, word, vocabulary);
    let inner = name.split_once('.').filter(|(outer, _)| OF_CREDENTIALS.contains(&slug(outer).as_str()));
    match (column.role, inner) {
        (None, Some((_, inner))) => {
            Column { name: column.name, step: column.step, ..by_whole_name(inner, &parts(inner).0, vocabulary) }
        }
        _ => column,
    }
}

fn by_whole_name(name: &str, word: &str, vocabulary: &Vocabulary) -> Column {
    let (_, tail) = parts(name);
    let known = KNOWN.iter().find(|(known, _)| *known == word).map(|(_, role)| *role);
    let own = attribute_named(name, vocabulary);
    let role = known.or(own.map(|(id, _)| Of(id)));
    let tail = own.map_or(tail, |(_, tail)| tail);
    let mut column = Column::new(name, role);
    let Some(Of(id)) = role else { return column };
    match vocabulary.get(id).kind {
        Kind::Text => column.language = tail.and_then(language).unwrap_or_default(),
        Kind::Workload => column.unit = tail.and_then(unit_named).or_else(|| unit_of(word)),
        Kind::Level => {
            let said = tail.map(str::to_owned).or_else(|| word.starts_with("nlqf").then(|| "NLQF".to_owned()));
            column.framework = said.filter(|f| !f.eq_ignore_ascii_case("eqf"));
        }
        _ => {}
    }
    column
}

/// Columns of one name are told apart in places by a number.
pub(crate) fn distinct(columns: &mut [Column]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for column in columns {
        let times = seen.entry(column.name.clone()).or_default();
        *times += 1;
        if column.name.trim().is_empty() {
            column.step = format!("column without a name {times}");
        } else if *times > 1 {
            column.step = format!("{}#{times}", escape(&column.name));
        }
    }
}
