//! Documents that are joined: what is about the same learning becomes one credential.

use credstack::documents::{Document, joining};
use credstack::model::Symbols;

use super::desk::Desk;
use super::jobs::Job;
use super::out::Out;

/// Reads everything, joins it and shows the credentials as those of one document. What could not be read is told before.
pub(super) fn all(desk: &Desk<'_>, jobs: impl Iterator<Item = Job>, out: &mut Out<'_>) {
    let symbols = Symbols::default();
    let mut documents: Vec<Document> = Vec::new();
    for job in jobs {
        match desk.read(job, &symbols) {
            Ok(document) => documents.push(document),
            Err(refused) => out.take(Some(refused)),
        }
    }
    let Some(format) = documents.first().map(|document| document.format) else { return };
    let joining::Joined { credentials, notes } = joining::join(&documents, &symbols);
    let mut all: Vec<_> = documents.into_iter().flat_map(|document| document.notes).collect();
    all.extend(notes);
    let joined =
        Document { name: "joined".into(), format, credentials, records: Vec::new(), links: Vec::new(), notes: all };
    out.take(Some(desk.shown(&joined, &symbols)));
}
