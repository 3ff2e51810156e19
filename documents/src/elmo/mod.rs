//! ELMO XML of EMREX and Erasmus Without Paper: one credential for every learning opportunity of a report.

mod measure;
mod opportunity;
mod people;

use std::sync::Arc;

use credstack_model::Credential;
use credstack_model::vocabulary::attribute;

use crate::document::Found;
use crate::draft::{Context, Draft};
use crate::error::{DocumentError, MOST_CREDENTIALS};
use crate::record::{Link, Record, RecordKind};
use crate::xml::{self, Element, Xml};

/// What a report is a list of.
const OPPORTUNITY: &str = "learningOpportunitySpecification";

/// Reads every `elmo` of a document: it is the document, or stands in an answer of Erasmus Without Paper.
pub(crate) fn read(context: Context<'_>, xml: &Xml) -> Result<Found, DocumentError> {
    let mut found = Found::default();
    let mut whole = Draft::new(context);
    let all = xml.all(OPPORTUNITY);
    if all.len() > MOST_CREDENTIALS {
        return Err(DocumentError::TooManyCredentials);
    }
    xml::note_signatures(&mut whole, xml);
    for elmo in xml.all("elmo") {
        // What stands around an `elmo` is its envelope.
        let mut around = Some(elmo);
        while let Some(element) = around {
            element.mark();
            around = element.parent();
        }
        for date in elmo.list("generatedDate") {
            date.mark();
        }
        for report in elmo.list("report") {
            read_report(context, &mut whole, elmo, report, all.len() == 1, &mut found);
        }
    }
    if found.credentials.is_empty() {
        return Err(DocumentError::NoCredential {
            path: xml.all("report").first().or(xml.all("elmo").first()).map_or_else(|| "/".to_owned(), |e| e.place()),
            found: "it is an ELMO document whose report has no learning opportunity".to_owned(),
            help: "the learner chose nothing to export, or the export was cut; ask for it again".to_owned(),
        });
    }
    xml::note_unread(&mut whole, xml.root(), |e| e.name() == OPPORTUNITY);
    found.notes.extend(whole.notes);
    Ok(found)
}

/// Reads the answer of a partner's catalogue (Erasmus Without Paper, courses): records without a learner.
pub(crate) fn catalogue(context: Context<'_>, xml: &Xml) -> Result<Found, DocumentError> {
    let mut found = Found::default();
    let mut whole = Draft::new(context);
    let all = xml.all(OPPORTUNITY);
    if all.len() > MOST_CREDENTIALS {
        return Err(DocumentError::TooManyCredentials);
    }
    for element in &all {
        // A part that is only named says nothing itself.
        if !element.has("title") {
            continue;
        }
        let mut draft = Draft::new(context);
        opportunity::read(&mut draft, *element, &[]);
        xml::note_unread(&mut draft, *element, |e| e.name() == "hasPart");
        let place = element.place();
        let identifiers: Vec<Arc<str>> = ["los-id", "los-code"]
            .iter()
            .filter_map(|name| element.text_of(name)?.text())
            .map(Arc::from)
            .chain([format!("{}#{place}", context.document).into()])
            .collect();
        let Some(id) = identifiers.first().cloned() else { continue };
        let kind = RecordKind::Catalogue;
        found.records.push(Record { kind, id, identifiers, refers: Vec::new(), facts: draft.facts });
        found.notes.extend(draft.notes);
    }
    if found.records.is_empty() {
        return Err(DocumentError::NoCredential {
            path: xml.root().place(),
            found: "it is a catalogue of Erasmus Without Paper without any course".to_owned(),
            help: "ask the partner for the courses by their identifiers".to_owned(),
        });
    }
    xml::note_unread(&mut whole, xml.root(), |e| e.name() == OPPORTUNITY);
    found.notes.extend(whole.notes);
    Ok(found)
}

/// A learning opportunity that is still to be read, and what it is a part of.
struct Open<'x> {
    element: Element<'x>,
    /// Which of the credentials found.
    whole: Option<usize>,
}

fn read_report<'x>(
    context: Context<'_>,
    whole: &mut Draft<'_>,
    elmo: Element<'x>,
    report: Element<'x>,
    only: bool,
    found: &mut Found,
) {
    let mut common = Draft::new(context);
    let learner = elmo.one("learner").or_else(|| report.one("learner"));
    if let Some(learner) = learner {
        people::learner(&mut common, learner);
    }
    if let Some(issuer) = report.one("issuer") {
        people::issuer(&mut common, issuer);
    }
    if let Some(issued) = report.one("issueDate") {
        people::day(&mut common, attribute::ISSUED, issued);
    }
    let schemes = report.list("gradingScheme");
    let mut open: Vec<Open<'x>> =
        report.list(OPPORTUNITY).into_iter().rev().map(|element| Open { element, whole: None }).collect();
    while let Some(Open { element, whole }) = open.pop() {
        let mut draft = Draft::new(context);
        draft.facts = common.facts.clone();
        opportunity::read(&mut draft, element, &schemes);
        xml::note_unread(&mut draft, element, |e| e.name() == "hasPart");
        let id: Arc<str> = if only {
            Arc::clone(context.document)
        } else {
            format!("{}#{}", context.document, element.place()).into()
        };
        if let Some(whole) = whole.and_then(|at| found.credentials.get_mut(at)) {
            whole.parts.push(Arc::clone(&id));
        }
        let parts: Vec<_> = element.follow(&["hasPart", OPPORTUNITY]);
        let at = found.credentials.len();
        open.extend(parts.into_iter().rev().map(|element| Open { element, whole: Some(at) }));
        for to in opportunity::in_catalogue(element) {
            found.links.push(Link { credential: Arc::clone(&id), to: to.into() });
        }
        found.push(Credential { id, facts: draft.facts, parts: Vec::new(), stated_id: None }, draft.notes);
    }
    whole.notes.extend(common.notes);
}
