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
    if !documents.is_empty() {
        out.take(Some(desk.shown(&joining::as_document(documents, &symbols), &symbols)));
    }
}
