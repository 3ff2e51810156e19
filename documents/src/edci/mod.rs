//! European credentials in XML, as they were before the European Learning Model v3 (EDCI, Europass): `credentialSubject`
//! with its `achievements`, and what these refer to by `idref`.

mod achievement;
mod graph;
mod people;
mod proof;

use std::collections::HashSet;
use std::sync::Arc;

use credstack_model::Credential;
use credstack_model::vocabulary::attribute;

use crate::document::Found;
use crate::draft::{Context, Draft};
use crate::error::{DocumentError, MOST_CREDENTIALS};
use crate::note::NoteKind;
use crate::xml::{self, Element, Xml};

use graph::Graph;

/// What a credential lists.
const ACHIEVEMENT: &str = "learningAchievement";

/// What says how a credential looks, and nothing of the learning.
const ORNAMENTS: [&str; 8] =
    ["displayParameters", "displayParams", "display", "logo", "proof", "verificationChecks", "xsdVersion", "media"];

/// Whether an element is a credential.
fn is_credential(element: Element<'_>) -> bool {
    matches!(element.name(), "europassCredential" | "presentedCredential" | "verifiableCredential")
        && element.has("credentialSubject")
}

/// Whether a document is one of this format.
pub(crate) fn is_one(xml: &Xml) -> bool {
    matches!(xml.root().name(), "europassCredential" | "verifiablePresentation")
}

/// Reads every credential of a document: it is one, is presented in a presentation, or contains others.
pub(crate) fn read(context: Context<'_>, xml: &Xml) -> Result<Found, DocumentError> {
    let mut found = Found::default();
    let mut whole = Draft::new(context);
    if xml.all(ACHIEVEMENT).len() > MOST_CREDENTIALS {
        return Err(DocumentError::TooManyCredentials);
    }
    xml::note_signatures(&mut whole, xml);
    for name in ORNAMENTS {
        xml.all(name).into_iter().for_each(Element::mark_all);
    }
    let credentials: Vec<Element<'_>> = ["europassCredential", "presentedCredential", "verifiableCredential"]
        .iter()
        .flat_map(|name| xml.all(name))
        .filter(|e| is_credential(*e))
        .collect();
    let mut taken = HashSet::new();
    for credential in &credentials {
        let mut around = Some(*credential);
        while let Some(element) = around {
            element.mark();
            around = element.parent();
        }
        read_credential(context, &mut whole, *credential, &mut taken, &mut found);
    }
    if found.credentials.is_empty() {
        return Err(nothing(xml));
    }
    xml::note_unread(&mut whole, xml.root(), |e| e.name() == ACHIEVEMENT);
    found.notes.extend(whole.notes);
    Ok(found)
}

fn nothing(xml: &Xml) -> DocumentError {
    let (found, help) = if !xml.all("learningAward").is_empty() {
        (
            "it is of another draft of the European credentials (`learningAward`), which is not read",
            "ask the issuer for the credential of today's version",
        )
    } else if xml.all("credentialSubject").iter().any(|s| s.has("entitlements") || s.has("activities")) {
        (
            "it is a European credential of activities or entitlements and certifies no learning achievement",
            "ask for the credential of what was achieved",
        )
    } else {
        (
            "it is a European credential whose `credentialSubject` has no achievement in `achievements`",
            "ask the issuer for a credential that contains a learning achievement",
        )
    };
    DocumentError::NoCredential { path: xml.root().place(), found: found.to_owned(), help: help.to_owned() }
}

/// An achievement that is still to be read, and what it is a part of.
struct Open<'x> {
    element: Element<'x>,
    /// Which of the credentials found.
    whole: Option<usize>,
}

fn read_credential<'x>(
    context: Context<'_>,
    whole: &mut Draft<'_>,
    credential: Element<'x>,
    taken: &mut HashSet<Arc<str>>,
    found: &mut Found,
) {
    let graph = Graph::of(credential);
    let mut common = Draft::new(context);
    let mut tops: Vec<Element<'x>> = Vec::new();
    for subject in credential.list("credentialSubject") {
        people::learner(&mut common, subject);
        // The first versions called an achievement `achieved`.
        for name in [ACHIEVEMENT, "achieved"] {
            tops.extend(subject.follow(&["achievements", name]));
        }
    }
    let stated = credential.attribute("id").and_then(|n| n.text());
    let base = stated.unwrap_or(context.document);
    let only = tops.len() == 1;
    let mut open: Vec<Open<'x>> = tops.into_iter().rev().map(|element| Open { element, whole: None }).collect();
    while let Some(Open { element, whole }) = open.pop() {
        let parent = whole.and_then(|at| found.credentials.get(at)).map(|c| &c.facts);
        let mut draft = Draft::new(context);
        draft.facts = common.facts.clone();
        achievement::read(&mut draft, &graph, credential, element, parent);
        xml::note_unread(&mut draft, element, |e| e.name() == "hasPart");
        let name = element.attribute("id").and_then(|n| n.text()).map_or_else(|| element.place(), ToOwned::to_owned);
        let first = if only && whole.is_none() { base.to_owned() } else { format!("{base}#{name}") };
        let mut id: Arc<str> = first.into();
        if !taken.insert(Arc::clone(&id)) {
            let message =
                "another achievement of the document has the same identifier; this one is called by its place";
            draft.note(NoteKind::Conflict, attribute::IDENTIFIER, &element.place(), message);
            id = format!("{base}#{}", element.place()).into();
            taken.insert(Arc::clone(&id));
        }
        if let Some(whole) = whole.and_then(|at| found.credentials.get_mut(at)) {
            whole.parts.push(Arc::clone(&id));
        }
        let at = found.credentials.len();
        let parts = element.follow(&["hasPart", ACHIEVEMENT]);
        open.extend(parts.into_iter().rev().map(|element| Open { element, whole: Some(at) }));
        found.push(Credential { id, facts: draft.facts, parts: Vec::new(), stated_id: None }, draft.notes);
    }
    whole.notes.extend(common.notes);
}
