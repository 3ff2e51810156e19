//! Learner and issuer of a report.

use credstack_model::date::DateRange;
use credstack_model::facts::{Text, Value};
use credstack_model::vocabulary::{AttributeId, attribute};

use crate::draft::Draft;
use crate::note::NoteKind;
use crate::read::country::country;
use crate::read::dates;
use crate::xml::{self, Element};

/// A day, in the order that `dtf` names where it has one.
pub(crate) fn day(draft: &mut Draft<'_>, of: AttributeId, element: Element<'_>) -> Option<DateRange> {
    let node = element.text()?;
    let order = element.attribute("dtf").and_then(|n| n.text()).unwrap_or("");
    let text = dates::in_order(node.text()?, order);
    draft.day_as(of, &node, &text)
}

pub(crate) fn learner(draft: &mut Draft<'_>, learner: Element<'_>) {
    names(draft, learner);
    let ids = learner.list("identifier").into_iter().filter_map(|id| {
        // The nationality is no identifier, though some write it as one.
        let kind = id.attribute("type");
        let is_one = kind.and_then(|n| n.text()) != Some("nationality");
        is_one.then(|| id.text()).flatten()
    });
    let ids: Vec<_> = ids.collect();
    draft.codes(attribute::LEARNER_IDENTIFIER, xml::scalars(ids));
    for name in ["bday", "dateOfBirth"] {
        if let Some(born) = learner.one(name)
            && day(draft, attribute::LEARNER_BORN, born).is_some()
        {
            break;
        }
    }
}

fn names(draft: &mut Draft<'_>, learner: Element<'_>) {
    let (given, family) = (learner.one("givenNames"), learner.one("familyName"));
    let full = learner.words_of("fullName");
    let (given, family) = (given.and_then(Element::words), family.and_then(Element::words));
    match (full.is_empty(), given, family) {
        (true, Some((first, at)), Some((last, place))) => {
            let words = format!("{} {}", first.words, last.words);
            let text = Text { language: first.language, words: words.into() };
            let sources = vec![draft.source(&at), draft.source(&place)];
            draft.put(attribute::LEARNER_NAME, Value::Text(vec![text]), sources);
        }
        (true, given, family) => draft.words(attribute::LEARNER_NAME, given.into_iter().chain(family).collect()),
        (false, ..) => draft.words(attribute::LEARNER_NAME, full),
    }
}

pub(crate) fn issuer(draft: &mut Draft<'_>, issuer: Element<'_>) {
    draft.words(attribute::ISSUER_NAME, issuer.words_of("title"));
    let ids: Vec<_> = issuer
        .list("identifier")
        .into_iter()
        .filter_map(|id| {
            let _ = id.attribute("type");
            id.text()
        })
        .collect();
    draft.codes(attribute::ISSUER_IDENTIFIER, xml::scalars(ids));
    let Some(node) = issuer.text_of("country") else { return };
    let text = node.text().unwrap_or_default();
    match country(text) {
        Some(code) => draft.codes(attribute::ISSUER_COUNTRY, vec![(code.to_owned(), node)]),
        None => draft.note(
            NoteKind::UnknownCode,
            attribute::ISSUER_COUNTRY,
            &node.path,
            format!("`{text}` is no country of ISO 3166-1"),
        ),
    }
}
