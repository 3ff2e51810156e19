//! Concepts of the EU's lists, as the European Learning Model names them.

use credstack_model::vocabulary::AttributeId;
use serde_json::{Value, json};

use crate::read::{codes, language};

/// A concept of a list of the European Learning Model; `None` where the list has no such concept.
pub(super) fn of_code(of: AttributeId, code: &str) -> Option<Value> {
    let (scheme, uri) = codes::concept(of, code)?;
    Some(in_list(scheme, &uri, &code.replace('_', " ")))
}

/// A level of the European Qualifications Framework.
pub(super) fn eqf(label: &str) -> Value {
    in_list("eqf", &format!("http://data.europa.eu/snb/eqf/{label}"), &format!("Level {label}"))
}

/// A field of ISCED-F 2013.
pub(super) fn field(code: &str) -> Value {
    in_list("isced-f", &format!("http://data.europa.eu/snb/isced-f/{code}"), code)
}

/// The credit system ECTS.
pub(super) fn ects() -> Value {
    let uri = "http://data.europa.eu/snb/education-credit/6fcec5c5af";
    in_list("education-credit", uri, "European Credit Transfer System")
}

/// The profile *generic*, the only one of the European Digital Credentials that fits.
pub(super) fn generic_profile() -> Value {
    in_list("credential", "http://data.europa.eu/snb/credential/e34929035b", "Generic")
}

/// How the picture of a draft is encoded.
pub(super) fn base64() -> Value {
    in_list("encoding", "http://data.europa.eu/snb/encoding/6146cde7dd", "base64")
}

/// The type of that picture.
pub(super) fn png() -> Value {
    of_authority("file-type", "PNG")
}

/// A country of the EU's authority table, by its ISO 3166-1 alpha-2 code.
pub(super) fn country(code: &str) -> Option<Value> {
    // The table's own code for Kosovo.
    let alpha3 = if code == "XK" { "1A0" } else { rust_iso3166::from_alpha2(code)?.alpha3 };
    Some(of_authority("country", alpha3))
}

/// A language of the EU's authority table, by its primary subtag.
pub(super) fn language(subtag: &str) -> Option<Value> {
    Some(of_authority("language", &language::authority(subtag)?))
}

fn of_authority(table: &str, code: &str) -> Value {
    let scheme = format!("http://publications.europa.eu/resource/authority/{table}");
    concept(&format!("{scheme}/{code}"), &scheme, code)
}

/// The lists of the European Learning Model have one identifier in common behind their names.
fn in_list(list: &str, uri: &str, label: &str) -> Value {
    concept(uri, &format!("http://data.europa.eu/snb/{list}/25831c2"), label)
}

fn concept(uri: &str, scheme: &str, label: &str) -> Value {
    json!({
        "id": uri,
        "type": "Concept",
        "inScheme": {"id": scheme, "type": "ConceptScheme"},
        "prefLabel": {"en": label},
    })
}
