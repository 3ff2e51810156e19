//! A draft of an Open Badges 3.0 credential.

use credstack_model::Credential;
use credstack_model::vocabulary::{AttributeId, attribute};
use credstack_model::workload::WorkloadUnit;
use serde_json::{Map, Value, json};

use super::outline::Outline;
use super::writer::{Writer, below, day, levels, number, texts, time, uri, workload};
use crate::read::codes;

const FORMAT: &str = "Open Badges 3.0";

const WRITTEN: &[AttributeId] = &[
    attribute::TITLE,
    attribute::TYPE,
    attribute::ISSUED,
    attribute::LEARNING_OUTCOMES,
    attribute::SKILLS,
    attribute::WORKLOAD,
    attribute::LEVEL,
    attribute::ASSESSMENT,
    attribute::PARTICIPATION,
    attribute::QUALITY_ASSURANCE,
    attribute::SUPERVISION,
    attribute::GRADE,
    attribute::GRADE_VALUE,
    attribute::FURTHER_INFORMATION,
    attribute::FIELD,
    attribute::LANGUAGE,
    attribute::IDENTIFIER,
    attribute::ISSUER_NAME,
    attribute::ISSUER_IDENTIFIER,
    attribute::ISSUER_COUNTRY,
    attribute::ISSUER_REGION,
    attribute::LEARNER_NAME,
    attribute::LEARNER_IDENTIFIER,
    attribute::LEARNER_BORN,
    attribute::COMPLETED,
    attribute::STATE,
];

/// The terms that the standard's own context does not have.
fn terms() -> Value {
    let profile = |term: &str| format!("https://edubadges.nl/static/obv3-glossary.html#{term}");
    json!({
        "hasPart": {"@id": "http://purl.org/dc/terms/hasPart", "@container": "@set"},
        // The standard has results of a learner only, and the achievements of a stack are parts of one.
        "result": {"@id": "https://purl.imsglobal.org/spec/vc/ob/vocab.html#result", "@type": "@id"},
        "ECTS": {"@id": profile("ects"), "@type": "http://www.w3.org/2001/XMLSchema#decimal"},
        "SBU": {"@id": profile("sbu"), "@type": "http://www.w3.org/2001/XMLSchema#decimal"},
        "assessmentType": {"@id": profile("assessmentType")},
        "participationType": {"@id": profile("participationType")},
        "supervisionType": {"@id": profile("supervisionType")},
        "identityChecked": {"@id": profile("identityChecked")},
        "fullName": {"@id": "http://xmlns.com/foaf/0.1/name"},
        "awarded": {"@id": "http://purl.org/dc/terms/date"},
        "dateOfBirth": {"@id": "https://schema.org/birthDate"},
    })
}

/// The whole document.
pub(super) fn credential(writer: &mut Writer<'_>, outline: Outline<'_>) -> Value {
    let whole = outline.whole;
    writer.of = whole.id.clone();
    let mut subject = learner(writer, whole);
    let mut made = achievement(writer, whole);
    let mut parts = Vec::new();
    for part in outline.parts {
        writer.of = part.id.clone();
        let mut made = achievement(writer, part);
        if let (Some(made), Some(result)) = (made.as_object_mut(), result(writer, part)) {
            made.insert("result".to_owned(), json!([result]));
        }
        parts.push(made);
    }
    writer.of = whole.id.clone();
    if let (Some(made), false) = (made.as_object_mut(), parts.is_empty()) {
        made.insert("hasPart".to_owned(), parts.into());
    }
    if let Some(result) = result(writer, whole) {
        subject.insert("result".to_owned(), json!([result]));
    }
    subject.insert("achievement".to_owned(), made);
    let issued = day(whole, attribute::ISSUED).map(time);
    let mut document = json!({
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            terms(),
        ],
        "id": uri(&whole.id),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": name(whole),
        "issuer": profile(writer, whole),
        "validFrom": time(outline.issued),
        "credentialSubject": subject,
    });
    if let (Some(document), Some(issued)) = (document.as_object_mut(), issued) {
        document.insert("awardedDate".to_owned(), issued.into());
    }
    document
}

/// The title: in English where there is an English one, for a badge has one name.
fn name(credential: &Credential) -> String {
    let all = texts(credential, attribute::TITLE);
    let english = all.iter().find(|t| t.language.starts_with("en"));
    english.or(all.first()).map_or_else(|| credential.id.to_string(), |text| text.words.to_string())
}

fn learner(writer: &Writer<'_>, whole: &Credential) -> Map<String, Value> {
    let mut subject = Map::new();
    let mut ids = writer.codes(whole, attribute::LEARNER_IDENTIFIER);
    let own = ids.iter().position(|id| uri(id) == *id).map(|at| ids.remove(at));
    if let Some(id) = own {
        subject.insert("id".to_owned(), id.into());
    }
    subject.insert("type".to_owned(), json!(["AchievementSubject"]));
    if let Some(name) = texts(whole, attribute::LEARNER_NAME).first() {
        subject.insert("fullName".to_owned(), json!(&*name.words));
    }
    if let Some(born) = day(whole, attribute::LEARNER_BORN) {
        subject.insert("dateOfBirth".to_owned(), born.to_string().into());
    }
    let ids: Vec<Value> = ids
        .iter()
        .map(|id| {
            json!({
                "type": "IdentityObject",
                "identityHash": id,
                "identityType": "identifier",
                "hashed": false,
                "salt": "not-used",
            })
        })
        .collect();
    if !ids.is_empty() {
        subject.insert("identifier".to_owned(), ids.into());
    }
    subject
}

fn profile(writer: &mut Writer<'_>, credential: &Credential) -> Value {
    let mut made = Map::new();
    let mut ids = writer.codes(credential, attribute::ISSUER_IDENTIFIER);
    let own = ids.iter().position(|id| uri(id) == *id).map(|at| ids.remove(at));
    let id = own.unwrap_or_else(|| format!("urn:epass:org:{}", uri(&credential.id)));
    made.insert("id".to_owned(), id.into());
    made.insert("type".to_owned(), json!(["Profile"]));
    match texts(credential, attribute::ISSUER_NAME).as_slice() {
        [] => writer.lack(attribute::ISSUER_NAME, FORMAT),
        [first, rest @ ..] => {
            made.insert("name".to_owned(), json!(&*first.words));
            for other in rest {
                writer.leave(attribute::ISSUER_NAME, format!("{FORMAT} takes one name; `{}` is another", other.words));
            }
        }
    }
    let mut address = json!({"type": ["Address"]});
    for (key, of) in [("addressCountryCode", attribute::ISSUER_COUNTRY), ("addressRegion", attribute::ISSUER_REGION)] {
        if let (Some(address), Some(code)) = (address.as_object_mut(), writer.code(credential, of)) {
            address.insert(key.to_owned(), code.into());
        }
    }
    if address.as_object().is_some_and(|address| address.len() > 1) {
        made.insert("address".to_owned(), address);
    }
    if !ids.is_empty() {
        made.insert("otherIdentifier".to_owned(), ids.iter().map(|id| entry(id)).collect());
    }
    made.into()
}

fn entry(id: &str) -> Value {
    json!({"type": "IdentifierEntry", "identifier": id, "identifierType": "identifier"})
}

fn achievement(writer: &mut Writer<'_>, credential: &Credential) -> Value {
    writer.leave_others(credential, WRITTEN, FORMAT);
    let mut made = Map::new();
    let mut ids = writer.codes(credential, attribute::IDENTIFIER);
    let own = ids.iter().position(|id| uri(id) == *id).map(|at| ids.remove(at));
    let id = own.unwrap_or_else(|| format!("urn:epass:achievement:{}", below(&uri(&credential.id), "achievement")));
    made.insert("id".to_owned(), id.into());
    made.insert("type".to_owned(), json!(["Achievement"]));
    made.insert("name".to_owned(), name(credential).into());
    for other in texts(credential, attribute::TITLE).iter().filter(|t| *t.words != name(credential)) {
        writer.leave(attribute::TITLE, format!("{FORMAT} takes one title; `{}` is another", other.words));
    }
    words(writer, credential, &mut made);
    if let Some(kind) = writer.code(credential, attribute::TYPE) {
        made.insert("achievementType".to_owned(), achievement_type(&kind).into());
    }
    if !ids.is_empty() {
        made.insert("otherIdentifier".to_owned(), ids.iter().map(|id| entry(id)).collect());
    }
    for (key, of) in [("inLanguage", attribute::LANGUAGE), ("fieldOfStudy", attribute::FIELD)] {
        let mut codes = writer.codes(credential, of).into_iter();
        made.extend(codes.next().map(|code| (key.to_owned(), code.into())));
        for other in codes {
            writer.leave(of, format!("{FORMAT} takes one; `{other}` is another"));
        }
    }
    let alignments = alignments(writer, credential);
    if !alignments.is_empty() {
        made.insert("alignment".to_owned(), alignments.into());
    }
    credits(writer, credential, &mut made);
    listed(writer, credential, &mut made);
    made.insert("creator".to_owned(), profile(writer, credential));
    made.extend(day(credential, attribute::ISSUED).map(|day| ("awarded".to_owned(), day.to_string().into())));
    made.into()
}

/// A description and criteria, which every badge has: what is known further, else that there is nothing.
fn words(writer: &mut Writer<'_>, credential: &Credential, made: &mut Map<String, Value>) {
    let further = texts(credential, attribute::FURTHER_INFORMATION);
    let mut further = further.iter().map(|text| &*text.words);
    let narrative = further.next();
    let description = further.next();
    for more in further {
        writer.leave(attribute::FURTHER_INFORMATION, format!("there is no place for a third text, `{more}`"));
    }
    let criteria = narrative.map_or_else(|| json!({}), |narrative| json!({"narrative": narrative}));
    made.insert("criteria".to_owned(), criteria);
    made.insert("description".to_owned(), description.unwrap_or_default().into());
}

/// The word of the standard's list for a type of credential; others are marked as an extension.
fn achievement_type(kind: &str) -> String {
    let known = match kind {
        "certificate" => "Certificate",
        "diploma" => "Diploma",
        "badge" => "Badge",
        "degree" => "Degree",
        "course_unit" => "Course",
        "micro_credential" => "MicroCredential",
        other => return format!("ext:{other}"),
    };
    known.to_owned()
}

fn alignments(writer: &mut Writer<'_>, credential: &Credential) -> Vec<Value> {
    let mut made = Vec::new();
    for level in levels(credential, attribute::LEVEL) {
        let (framework, label) = (writer.symbols.text(level.framework), writer.symbols.text(level.label));
        if matches!(framework, "EQF" | "NLQF") {
            let url = format!("http://data.europa.eu/snb/eqf/{label}");
            made.push(alignment(&format!("{framework} level {label}"), Some(label), &format!("ext:{framework}"), &url));
        } else {
            writer.leave(attribute::LEVEL, format!("{framework} {label} is no level of the EQF"));
        }
    }
    for code in writer.codes(credential, attribute::QUALITY_ASSURANCE) {
        let url = "https://edubadges.nl/static/obv3-glossary.html#QualityAssurance";
        made.push(alignment(&spoken(attribute::QUALITY_ASSURANCE, &code), None, "ext:QualityAssurance", url));
    }
    for outcome in texts(credential, attribute::LEARNING_OUTCOMES) {
        let url = "https://edubadges.nl/static/obv3-glossary.html#LearningOutcome";
        made.push(alignment(&outcome.words, None, "ext:LearningOutcome", url));
        if !outcome.language.is_empty() {
            let said = format!("`{}`: an alignment does not say that it is in `{}`", outcome.words, outcome.language);
            writer.leave(attribute::LEARNING_OUTCOMES, said);
        }
    }
    for skill in writer.codes(credential, attribute::SKILLS) {
        if uri(&skill) == skill {
            made.push(alignment(&skill, None, "ceasn:Competency", &skill));
        } else {
            writer.leave(attribute::SKILLS, format!("the skill `{skill}` has no identifier that is a URI"));
        }
    }
    made
}

fn alignment(name: &str, code: Option<&str>, sort: &str, url: &str) -> Value {
    let mut made = json!({"type": ["Alignment"], "targetName": name, "targetType": sort, "targetUrl": url});
    if let (Some(made), Some(code)) = (made.as_object_mut(), code) {
        made.insert("targetCode".to_owned(), code.into());
    }
    made
}

fn credits(writer: &mut Writer<'_>, credential: &Credential, made: &mut Map<String, Value>) {
    for stated in workload(credential, attribute::WORKLOAD) {
        let key = match stated.unit {
            WorkloadUnit::Ects => "ECTS",
            WorkloadUnit::Hours => "SBU",
            WorkloadUnit::Credits(system) => {
                let name = writer.symbols.text(system);
                writer.leave(
                    attribute::WORKLOAD,
                    format!("{} credits of {name} are neither ECTS nor hours", stated.amount),
                );
                continue;
            }
        };
        match stated.amount.single().and_then(number) {
            Some(amount) => drop(made.insert(key.to_owned(), amount.into())),
            None => writer.leave(attribute::WORKLOAD, format!("{} is no decimal number", stated.amount)),
        }
    }
}

/// A code as people write it.
fn spoken(of: AttributeId, code: &str) -> String {
    codes::word(of, code).unwrap_or(code).replace('_', " ")
}

/// The keys of the educredentials profile.
fn listed(writer: &Writer<'_>, credential: &Credential, made: &mut Map<String, Value>) {
    for (key, of) in [("assessmentType", attribute::ASSESSMENT), ("participationType", attribute::PARTICIPATION)] {
        let codes = writer.codes(credential, of);
        if !codes.is_empty() {
            made.insert(key.to_owned(), codes.iter().map(|code| Value::from(spoken(of, code))).collect());
        }
    }
    let (word, identity) = match writer.code(credential, attribute::SUPERVISION).as_deref() {
        Some("supervised_with_identity") => ("supervised online", true),
        Some("supervised_without_identity") => ("supervised with no identity verification", false),
        Some("unsupervised_with_identity") => ("unsupervised with id verification", true),
        Some("unsupervised_without_identity") => ("unsupervised with no identity verification", false),
        _ => return,
    };
    made.insert("supervisionType".to_owned(), word.into());
    made.insert("identityChecked".to_owned(), identity.into());
}

/// The learner's result: the grade.
fn result(writer: &mut Writer<'_>, whole: &Credential) -> Option<Value> {
    let grades = texts(whole, attribute::GRADE);
    for other in grades.iter().skip(1) {
        writer.leave(attribute::GRADE, format!("there is no place for a second grade, `{}`", other.words));
    }
    let completed = writer.code(whole, attribute::STATE).as_deref() == Some("completed");
    let grade = grades.first()?;
    let mut made = json!({"type": ["Result"], "value": &*grade.words});
    if let (Some(made), true) = (made.as_object_mut(), completed) {
        made.insert("status".to_owned(), "Completed".into());
    }
    Some(made)
}
