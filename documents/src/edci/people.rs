//! Learner and awarding body.

use credstack_model::facts::{Text, Value};
use credstack_model::vocabulary::attribute;

use super::graph::{self, words};
use crate::draft::Draft;
use crate::json::Node;
use crate::note::NoteKind;
use crate::read::country::country;
use crate::xml::{self, Element};

pub(super) fn learner<'x>(draft: &mut Draft<'_>, subject: Element<'x>) {
    let full = words(subject, "fullName");
    let (given, family) = (words(subject, "givenNames"), words(subject, "familyName"));
    if full.is_empty()
        && let (Some((first, at)), Some((last, place))) = (given.first(), family.first())
    {
        let spoken = format!("{} {}", first.words, last.words);
        let text = Text { language: first.language.clone(), words: spoken.into() };
        let sources = vec![draft.source(at), draft.source(place)];
        draft.put(attribute::LEARNER_NAME, Value::Text(vec![text]), sources);
    } else {
        draft.words(attribute::LEARNER_NAME, full);
    }
    let mut ids: Vec<Node<'x>> = Vec::new();
    for name in ["nationalId", "nationalityId", "identifier"] {
        ids.extend(subject.list(name).into_iter().filter_map(Element::text));
    }
    for mailbox in subject.follow(&["contactPoint", "mailBox"]) {
        ids.extend(mailbox.attribute("uri"));
    }
    let mut ids = xml::scalars(ids);
    ids.retain(|(text, _)| text != "N/A");
    draft.codes(attribute::LEARNER_IDENTIFIER, ids);
    if let Some(born) = subject.text_of("dateOfBirth") {
        draft.day(attribute::LEARNER_BORN, &born);
    }
}

/// Facts of the bodies that awarded it.
pub(super) fn issuer<'x>(draft: &mut Draft<'_>, bodies: &[Element<'x>]) {
    let called = bodies.iter().flat_map(|body| {
        let names = ["legalName", "prefLabel", "preferredName"].iter().map(|name| words(*body, name));
        names.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
    });
    let called: Vec<_> = called.collect();
    draft.words(attribute::ISSUER_NAME, called);
    let mut ids: Vec<Node<'x>> = Vec::new();
    for name in ["registration", "legalIdentifier", "vatIdentifier", "taxIdentifier", "identifier"] {
        ids.extend(graph::each(bodies, name).into_iter().filter_map(Element::text));
    }
    draft.codes(attribute::ISSUER_IDENTIFIER, xml::scalars(ids));
    place(draft, bodies);
}

/// The country of the addresses, which must agree.
fn place<'x>(draft: &mut Draft<'_>, bodies: &[Element<'x>]) {
    let mut found: Vec<(String, Node<'x>)> = Vec::new();
    for path in [&["hasLocation", "hasAddress", "country"][..], &["contactPoint", "address", "country"]] {
        if !found.is_empty() {
            break;
        }
        for element in bodies.iter().flat_map(|body| body.follow(path)) {
            let concept = graph::concept(element);
            let known = concept.places.iter().find_map(|n| Some((country(n.text()?)?.to_owned(), n.clone())));
            match known {
                Some(known) => found.push(known),
                None => {
                    let message = format!("`{}` is no country of ISO 3166-1", concept.name);
                    draft.note(NoteKind::UnknownCode, attribute::ISSUER_COUNTRY, &concept.path, message);
                }
            }
        }
    }
    let Some((first, _)) = found.first().cloned() else { return };
    if let Some((other, at)) = found.iter().find(|(code, _)| *code != first) {
        let message = format!("the document places the issuer in {first} and in {other}; neither is taken");
        draft.note(NoteKind::Conflict, attribute::ISSUER_COUNTRY, &at.path, message);
        return;
    }
    found.truncate(1);
    draft.codes(attribute::ISSUER_COUNTRY, found);
}
