//! Which object of the API a node is, what it is called, and which others it refers to.

use std::sync::Arc;

use crate::error::DocumentError;
use crate::json::{Node, Tree, items, step};
use crate::names::place;

/// The objects that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A person in an offering, perhaps with a result.
    Association,
    Offering,
    /// A part of a course: a class or a test.
    Component,
    Course,
    Programme,
    Organisation,
    Person,
    /// Known and no record of learning: groups, memberships, sessions.
    Other,
}

/// The keys of identifiers, in the order in which they say what an object is: an association also has the identifier of its
/// offering, an offering that of its course.
const OWN: &[(&str, Kind)] = &[
    ("groupId", Kind::Other),
    ("associationId", Kind::Association),
    ("offeringId", Kind::Offering),
    ("courseOfferingId", Kind::Offering),
    ("programOfferingId", Kind::Offering),
    ("programmeOfferingId", Kind::Offering),
    ("componentOfferingId", Kind::Offering),
    ("learningComponentOfferingId", Kind::Offering),
    ("testComponentOfferingId", Kind::Offering),
    ("componentId", Kind::Component),
    ("learningComponentId", Kind::Component),
    ("testComponentId", Kind::Component),
    ("courseId", Kind::Course),
    ("programId", Kind::Programme),
    ("programmeId", Kind::Programme),
    ("personId", Kind::Person),
    ("organizationId", Kind::Organisation),
    ("organisationId", Kind::Organisation),
    ("academicSessionId", Kind::Other),
];

/// Keys by which an object refers to others, in full or by their identifiers.
const REFERENCES: &[(&str, Kind)] = &[
    ("person", Kind::Person),
    ("offering", Kind::Offering),
    ("courseOffering", Kind::Offering),
    ("programOffering", Kind::Offering),
    ("programmeOffering", Kind::Offering),
    ("componentOffering", Kind::Offering),
    ("learningComponentOffering", Kind::Offering),
    ("testComponentOffering", Kind::Offering),
    ("component", Kind::Component),
    ("learningComponent", Kind::Component),
    ("testComponent", Kind::Component),
    ("course", Kind::Course),
    ("program", Kind::Programme),
    ("programme", Kind::Programme),
    ("organization", Kind::Organisation),
    ("organisation", Kind::Organisation),
];

/// Which object a node is; nothing where its keys are not those of the API.
pub(crate) fn kind(node: &Node<'_>) -> Option<Kind> {
    let beside = ["primaryCode", "name", "result", "role", "state", "person", "givenName", "surname"];
    if !beside.iter().any(|key| node.has(key)) {
        return None;
    }
    if node.has("groupType") || (node.has("groupId") && node.has("personId")) {
        return Some(Kind::Other);
    }
    if let Some((_, kind)) = OWN.iter().find(|(key, _)| node.has(key)) {
        return Some(*kind);
    }
    // What is to be created has no identifier yet, only a code.
    let coded = node.value.get("primaryCode").is_some_and(|code| code.get("code").is_some());
    match () {
        () if !coded => None,
        () if node.has("organizationType") || node.has("organisationType") => Some(Kind::Organisation),
        () if node.has("offeringType") => Some(Kind::Offering),
        () if node.has("programType") || node.has("programmeType") => Some(Kind::Programme),
        () if node.has("studyLoad") || node.has("modeOfDelivery") || node.has("modesOfDelivery") => Some(Kind::Course),
        () => None,
    }
}

/// A page of a list.
pub(crate) fn is_page(node: &Node<'_>) -> bool {
    node.value.get("items").is_some_and(serde_json::Value::is_array)
        && ["pageSize", "pageNumber", "hasPreviousPage", "hasNextPage", "totalPages"].iter().any(|key| node.has(key))
}

/// Why an object is not read, where it is of the API and says nothing of learning or of a result.
pub(crate) fn refuse(kind: Kind, node: &Node<'_>) -> Option<DocumentError> {
    let no = |found: &str, help: &str| {
        let (found, help) = (found.to_owned(), help.to_owned());
        Some(DocumentError::NoCredential { path: place(&node.path), found, help })
    };
    let role = node.value.get("role").and_then(|r| r.as_str()).unwrap_or("student");
    match kind {
        Kind::Other => Some(DocumentError::UnsupportedFormat {
            path: place(&node.path),
            found: "a group, a membership or a session of the Open Education API".to_owned(),
            help: "it certifies no learning; ask for the association with its result".to_owned(),
        }),
        Kind::Association if role != "student" => no(
            &format!("it is the association of somebody who is no learner but `{role}`"),
            "ask for the association of the learner",
        ),
        Kind::Association if !node.has("result") => no(
            "it is an enrolment of the Open Education API without a `result`, which certifies no learning",
            "ask for the association once its result is there",
        ),
        _ => None,
    }
}

/// What an object calls itself, else its code, else its place.
pub(crate) fn own_id(document: &Arc<str>, node: &Node<'_>) -> String {
    let said = |value: Option<&serde_json::Value>| {
        let text = value?.as_str()?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    };
    OWN.iter()
        .find_map(|(key, _)| said(node.value.get(key)))
        .or_else(|| said(node.value.get("primaryCode")?.get("code")))
        .unwrap_or_else(|| format!("{document}#{}", node.path))
}

/// The identifiers and codes of an object with their places.
pub(crate) fn codes<'d>(tree: &Tree<'d>, node: &Node<'d>) -> Vec<(String, Node<'d>)> {
    let mut places: Vec<Node<'d>> = Vec::new();
    places.extend(OWN.iter().find(|(key, _)| node.has(key)).and_then(|(key, _)| tree.get(node, key)));
    for key in ["primaryCode", "otherCodes"] {
        for code in tree.get(node, key).iter().flat_map(items) {
            places.extend(tree.get(&code, "code"));
        }
    }
    let said = places.into_iter().filter_map(|n| Some((n.scalar()?, n)));
    // Templates leave `null` as a text where there is no code.
    said.filter(|(text, _)| !matches!(text.trim(), "" | "null" | "undefined" | "string")).collect()
}

/// Other objects that an object refers to.
pub(crate) struct References<'d> {
    /// Those that stand in it.
    pub(crate) inside: Vec<(Kind, Node<'d>)>,
    /// The identifiers of all.
    pub(crate) named: Vec<String>,
}

/// What an object refers to. The programmes that a course is part of are no source of what the course is.
pub(crate) fn references<'d>(tree: &Tree<'d>, document: &Arc<str>, kind: Kind, node: &Node<'d>) -> References<'d> {
    let mut found = References { inside: Vec::new(), named: Vec::new() };
    let own = OWN.iter().find(|(key, _)| node.has(key)).map(|(key, _)| *key);
    let above: &[(&str, Kind)] =
        if kind == Kind::Organisation { &[("parent", Kind::Organisation)] } else { REFERENCES };
    for (key, of) in above {
        if kind == Kind::Course && *of == Kind::Programme {
            continue;
        }
        let by_id = format!("{key}Id");
        let by_id = (own != Some(by_id.as_str())).then_some(by_id);
        for key in std::iter::once((*key).to_owned()).chain(by_id) {
            let Some(value) = node.value.get(&key).filter(|v| v.is_string() || v.is_object()) else { continue };
            if value.is_string() || value.as_object().is_some_and(|map| !map.is_empty()) {
                let _ = tree.get(node, &key);
                let there = Node { value, path: step(&node.path, &key) };
                match there.text() {
                    Some(id) if !id.trim().is_empty() => found.named.push(id.trim().to_owned()),
                    Some(_) => {}
                    None => {
                        found.named.push(own_id(document, &there));
                        found.inside.push((*of, there));
                    }
                }
            }
        }
    }
    found
}
