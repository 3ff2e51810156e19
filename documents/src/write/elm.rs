//! A draft of a European Digital Credential.

use credstack_model::Credential;
use credstack_model::vocabulary::{AttributeId, attribute};
use credstack_model::workload::WorkloadUnit;
use serde_json::{Map, Value, json};

use super::concept;
use super::outline::Outline;
use super::writer::{Writer, below, day, levels, texts, time, uri, workload};

const FORMAT: &str = "the European Learning Model";

/// What a credential is read back from; everything else is told as left out.
const WRITTEN: &[AttributeId] = &[
    attribute::TITLE,
    attribute::TYPE,
    attribute::SETTING,
    attribute::ISSUED,
    attribute::LEARNING_OUTCOMES,
    attribute::SKILLS,
    attribute::WORKLOAD,
    attribute::LEVEL,
    attribute::ASSESSMENT,
    attribute::PARTICIPATION,
    attribute::PREREQUISITES,
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
    attribute::LEARNER_NAME,
    attribute::LEARNER_IDENTIFIER,
    attribute::LEARNER_BORN,
    // An achievement is a completed one; a state that says so follows from its being there.
    attribute::COMPLETED,
    attribute::STATE,
];

/// One white pixel: the picture of a draft, in whose place the issuer's own design comes.
const WHITE: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsVhXgwAAAABJRU5ErkJggg==";

/// The whole document.
pub(super) fn credential(writer: &mut Writer<'_>, outline: Outline<'_>) -> Value {
    let whole = outline.whole;
    writer.of = whole.id.clone();
    let languages = texts(whole, attribute::TITLE);
    let first = languages.iter().map(|text| text.language.split('-').next().unwrap_or_default()).find(|l| l.len() == 2);
    first.unwrap_or("en").clone_into(&mut writer.language);
    let title = writer.map(whole, attribute::TITLE).unwrap_or_else(|| json!({}));
    let mut issuer = organisation(writer, whole);
    seal(writer, &mut issuer, outline);
    let mut claim = achievement(writer, whole);
    let parts: Vec<Value> = outline
        .parts
        .iter()
        .map(|part| {
            writer.of = part.id.clone();
            achievement(writer, part)
        })
        .collect();
    if let (Some(claim), false) = (claim.as_object_mut(), parts.is_empty()) {
        claim.insert("hasPart".to_owned(), parts.into());
    }
    writer.of = whole.id.clone();
    let mut subject = person(writer, whole);
    subject.insert("hasClaim".to_owned(), json!([claim]));
    let id = uri(&whole.id);
    json!({
        "@context": ["https://www.w3.org/2018/credentials/v1", "http://data.europa.eu/snb/model/context/edc-ap"],
        "id": id,
        "type": ["VerifiableCredential", "VerifiableAttestation", "EuropeanDigitalCredential"],
        "credentialSchema": [
            {"id": "http://data.europa.eu/snb/model/ap/edc-generic-full", "type": "ShaclValidator2017"},
        ],
        "credentialProfiles": [concept::generic_profile()],
        "displayParameter": display(writer, &id, &title),
        "issuer": issuer,
        "issuanceDate": time(outline.issued),
        "issued": time(outline.issued),
        "validFrom": time(outline.issued),
        "credentialSubject": subject,
    })
}

/// Who seals has a legal identifier of eIDAS, in the country in which it is registered.
fn seal(writer: &mut Writer<'_>, issuer: &mut Value, outline: Outline<'_>) {
    let country = writer.code(outline.whole, attribute::ISSUER_COUNTRY);
    match (issuer.as_object_mut(), outline.eidas, country.as_deref().and_then(concept::country)) {
        (Some(issuer), Some(identifier), Some(country)) => {
            let identifier = json!({"type": "LegalIdentifier", "notation": identifier, "spatial": country});
            issuer.insert("eIDASIdentifier".to_owned(), identifier);
        }
        _ => writer.lack_in_words(
            attribute::ISSUER_IDENTIFIER,
            "a European Digital Credential asks for the eIDAS legal identifier of who seals it",
        ),
    }
}

fn display(writer: &Writer<'_>, id: &str, title: &Value) -> Value {
    let language = concept::language(&writer.language).or_else(|| concept::language("en"));
    let image = json!({
        "id": below(id, "image"),
        "type": "MediaObject",
        "content": WHITE,
        "contentEncoding": concept::base64(),
        "contentType": concept::png(),
    });
    json!({
        "id": below(id, "display"),
        "type": "DisplayParameter",
        "title": title,
        "language": [language],
        "primaryLanguage": language,
        "individualDisplay": [{
            "id": below(id, "individual-display"),
            "type": "IndividualDisplay",
            "language": language,
            "displayDetail": [{"id": below(id, "page"), "type": "DisplayDetail", "image": image, "page": 1}],
        }],
    })
}

fn person(writer: &mut Writer<'_>, whole: &Credential) -> Map<String, Value> {
    let mut person = Map::new();
    let mut ids = writer.codes(whole, attribute::LEARNER_IDENTIFIER);
    let own = ids.iter().position(|id| uri(id) == *id).map(|at| ids.remove(at));
    let id = own.unwrap_or_else(|| format!("urn:epass:person:{}", uri(&whole.id)));
    person.insert("id".to_owned(), id.into());
    person.insert("type".to_owned(), "Person".into());
    if let Some(name) = writer.map(whole, attribute::LEARNER_NAME) {
        person.insert("fullName".to_owned(), name);
    }
    if let Some(born) = day(whole, attribute::LEARNER_BORN) {
        person.insert("dateOfBirth".to_owned(), time(born).into());
    }
    if !ids.is_empty() {
        let ids = ids.iter().map(|id| json!({"type": "Identifier", "notation": id}));
        person.insert("identifier".to_owned(), ids.collect());
    }
    person
}

fn organisation(writer: &mut Writer<'_>, credential: &Credential) -> Value {
    let mut body = Map::new();
    let mut ids = writer.codes(credential, attribute::ISSUER_IDENTIFIER);
    let own = ids.iter().position(|id| uri(id) == *id).map(|at| ids.remove(at));
    let id = own.unwrap_or_else(|| format!("urn:epass:org:{}", uri(&credential.id)));
    body.insert("type".to_owned(), "Organisation".into());
    match writer.map(credential, attribute::ISSUER_NAME) {
        Some(name) => drop(body.insert("legalName".to_owned(), name)),
        None => writer.lack(attribute::ISSUER_NAME, FORMAT),
    }
    let code = writer.code(credential, attribute::ISSUER_COUNTRY);
    match code.as_deref().and_then(concept::country) {
        Some(country) => {
            let address = json!({"type": "Address", "countryCode": country});
            body.insert("location".to_owned(), json!([{"type": "Location", "address": [address]}]));
        }
        None => writer.lack(attribute::ISSUER_COUNTRY, FORMAT),
    }
    body.insert("id".to_owned(), id.into());
    if !ids.is_empty() {
        let ids = ids.iter().map(|id| json!({"type": "Identifier", "notation": id}));
        body.insert("identifier".to_owned(), ids.collect());
    }
    body.into()
}

fn achievement(writer: &mut Writer<'_>, credential: &Credential) -> Value {
    writer.leave_others(credential, WRITTEN, FORMAT);
    let id = below(&uri(&credential.id), "achievement");
    let mut awarding = json!({
        "id": format!("{id}-awarding"),
        "type": "AwardingProcess",
        "awardingBody": [organisation(writer, credential)],
    });
    if let (Some(awarding), Some(day)) = (awarding.as_object_mut(), day(credential, attribute::ISSUED)) {
        awarding.insert("awardingDate".to_owned(), time(day).into());
    }
    let mut achievement = Map::new();
    achievement.insert("id".to_owned(), id.clone().into());
    achievement.insert("type".to_owned(), "LearningAchievement".into());
    match writer.map(credential, attribute::TITLE) {
        Some(title) => drop(achievement.insert("title".to_owned(), title)),
        None => writer.lack(attribute::TITLE, FORMAT),
    }
    let mut identifiers = writer.codes(credential, attribute::IDENTIFIER);
    let specification = specification(writer, credential, &id, &mut identifiers);
    if let Some(first) = identifiers.first() {
        achievement.insert("identifier".to_owned(), json!({"type": "Identifier", "notation": first}));
    }
    for more in identifiers.iter().skip(1) {
        writer.leave(
            attribute::IDENTIFIER,
            format!("{FORMAT} takes one identifier of an achievement; `{more}` is another"),
        );
    }
    let notes = writer.maps(credential, attribute::FURTHER_INFORMATION);
    if !notes.is_empty() {
        let notes = notes.into_iter().map(|words| json!({"type": "Note", "noteLiteral": words}));
        achievement.insert("additionalNote".to_owned(), notes.collect());
    }
    if let Some(assessment) = assessment(writer, credential, &id, &awarding) {
        achievement.insert("provenBy".to_owned(), json!([assessment]));
    }
    achievement.insert("awardedBy".to_owned(), awarding);
    achievement.insert("specifiedBy".to_owned(), specification.into());
    achievement.into()
}

/// The assessment with its grade. Without a grade there is none in this model; how it is assessed is part of the specification.
fn assessment(writer: &mut Writer<'_>, credential: &Credential, id: &str, awarding: &Value) -> Option<Value> {
    let Some(grade) = writer.map(credential, attribute::GRADE) else {
        if let Some(code) = writer.code(credential, attribute::SUPERVISION) {
            let said = format!("`{code}` stands at an assessment with a grade, and there is no grade");
            writer.leave(attribute::SUPERVISION, said);
        }
        return None;
    };
    let mut made = json!({
        "id": format!("{id}-assessment"),
        "type": "LearningAssessment",
        "title": {"en": "Assessment"},
        "grade": {"type": "Note", "noteLiteral": grade},
        "awardedBy": awarding,
    });
    let checked = concepts(writer, credential, attribute::SUPERVISION);
    if let (Some(made), Some(checked)) = (made.as_object_mut(), checked.into_iter().next()) {
        made.insert("idVerification".to_owned(), checked);
    }
    Some(made)
}

/// What the achievement is an achievement of.
fn specification(
    writer: &mut Writer<'_>,
    credential: &Credential,
    id: &str,
    identifiers: &mut Vec<String>,
) -> Map<String, Value> {
    let mut made = Map::new();
    let mut put = |key: &str, values: Vec<Value>| {
        if !values.is_empty() {
            made.insert(key.to_owned(), values.into());
        }
    };
    put("dcType", concepts(writer, credential, attribute::TYPE));
    put("mode", concepts(writer, credential, attribute::PARTICIPATION));
    put("thematicArea", writer.codes(credential, attribute::FIELD).iter().map(|f| concept::field(f)).collect());
    let spoken = writer.codes(credential, attribute::LANGUAGE);
    put("language", spoken.iter().filter_map(|l| concept::language(l)).collect());
    for other in spoken.iter().filter(|l| concept::language(l).is_none()) {
        writer.leave(attribute::LANGUAGE, format!("the EU's table of languages is not known to have `{other}`"));
    }
    put("learningOutcome", outcomes(writer, credential));
    let ways = concepts(writer, credential, attribute::ASSESSMENT).into_iter();
    let ways =
        ways.map(|way| json!({"type": "LearningAssessmentSpecification", "title": way["prefLabel"], "dcType": way}));
    put("provenBy", ways.collect());
    credits(writer, credential, &mut made);
    if let Some(setting) = concepts(writer, credential, attribute::SETTING).into_iter().next() {
        made.insert("learningSetting".to_owned(), setting);
    }
    if let Some(words) = writer.map(credential, attribute::PREREQUISITES) {
        made.insert("entryRequirement".to_owned(), json!({"type": "Note", "noteLiteral": words}));
    }
    let mut kind = "LearningAchievementSpecification";
    for level in levels(credential, attribute::LEVEL) {
        let (framework, label) = (writer.symbols.text(level.framework), writer.symbols.text(level.label));
        if framework == "EQF" {
            // Only a qualification has a level in this model.
            kind = "Qualification";
            made.insert("eqfLevel".to_owned(), concept::eqf(label));
        } else {
            writer.leave(attribute::LEVEL, format!("{framework} {label} is no level of the EQF"));
        }
    }
    made.insert("type".to_owned(), kind.into());
    made.extend(writer.map(credential, attribute::TITLE).map(|title| ("title".to_owned(), title)));
    let own = identifiers.iter().position(|known| uri(known) == *known).map(|at| identifiers.remove(at));
    made.insert("id".to_owned(), own.unwrap_or_else(|| format!("urn:epass:specification:{id}")).into());
    made
}

fn outcomes(writer: &mut Writer<'_>, credential: &Credential) -> Vec<Value> {
    let titles = writer.maps(credential, attribute::LEARNING_OUTCOMES);
    let mut made: Vec<Value> =
        titles.into_iter().map(|title| json!({"type": "LearningOutcome", "title": title})).collect();
    let skills = writer.codes(credential, attribute::SKILLS);
    let (esco, others): (Vec<_>, Vec<_>) = skills.into_iter().partition(|s| s.contains("/esco/skill/"));
    let related = |of: &[String]| of.iter().map(|id| json!({"id": id, "type": "Concept"})).collect::<Vec<_>>();
    let unplaced: Vec<&String> = others.iter().filter(|s| uri(s) != **s).collect();
    for skill in unplaced {
        writer.leave(attribute::SKILLS, format!("the skill `{skill}` has no identifier that is a URI"));
    }
    let others: Vec<String> = others.into_iter().filter(|s| uri(s) == *s).collect();
    match made.first_mut().and_then(Value::as_object_mut) {
        Some(first) => {
            for (key, skills) in [("relatedESCOSkill", &esco), ("relatedSkill", &others)] {
                if !skills.is_empty() {
                    first.insert(key.to_owned(), related(skills).into());
                }
            }
        }
        None if esco.is_empty() && others.is_empty() => {}
        None => writer.leave(attribute::SKILLS, "skills stand at a learning outcome, and there is none"),
    }
    made
}

fn credits(writer: &mut Writer<'_>, credential: &Credential, made: &mut Map<String, Value>) {
    let mut points = Vec::new();
    for stated in workload(credential, attribute::WORKLOAD) {
        let Some(amount) = stated.amount.single() else {
            writer.leave(attribute::WORKLOAD, format!("{} is a range", stated.amount));
            continue;
        };
        let framework = match stated.unit {
            WorkloadUnit::Ects => concept::ects(),
            WorkloadUnit::Credits(system) => {
                let name = writer.symbols.text(system);
                json!({"type": "Concept", "notation": name, "prefLabel": {"en": name}})
            }
            WorkloadUnit::Hours if amount.is_whole() => {
                made.insert("volumeOfLearning".to_owned(), format!("PT{}H", amount.exact()).into());
                continue;
            }
            WorkloadUnit::Hours => {
                writer.leave(attribute::WORKLOAD, format!("{amount} hours are no whole number of them"));
                continue;
            }
        };
        points.push(json!({"type": "CreditPoint", "framework": framework, "point": amount.exact()}));
    }
    if !points.is_empty() {
        made.insert("creditPoint".to_owned(), points.into());
    }
}

/// The concepts of a coded attribute; codes that the EU's lists do not have are told.
fn concepts(writer: &mut Writer<'_>, credential: &Credential, of: AttributeId) -> Vec<Value> {
    let mut made = Vec::new();
    for code in writer.codes(credential, of) {
        match concept::of_code(of, &code) {
            Some(concept) => made.push(concept),
            None => writer.leave(of, format!("the EU's list has no concept `{code}`")),
        }
    }
    made
}
