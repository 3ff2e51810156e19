//! A layer over the XML parser: bounds, encodings, places, and what was read.

mod bounds;
mod encoding;
mod error;
mod tree;

pub(crate) use encoding::{is_xml, text};
pub use error::XmlError;
pub(crate) use tree::{Element, Xml};

use credstack_model::vocabulary::attribute;

use crate::draft::Draft;
use crate::json::Node;
use crate::note::NoteKind;
use crate::read::dates::clip;

/// Identifiers with their places.
pub(crate) fn scalars<'x>(nodes: impl IntoIterator<Item = Node<'x>>) -> Vec<(String, Node<'x>)> {
    let found = nodes.into_iter().filter_map(|n| Some((n.text()?.to_owned(), n)));
    found.filter(|(text, _)| !crate::local::is_local(text)).collect()
}

/// Notes what nothing has read of an element, one note each.
pub(crate) fn note_unread<'x>(draft: &mut Draft<'_>, element: Element<'x>, apart: impl Fn(&Element<'x>) -> bool) {
    for (place, said) in element.unread(apart) {
        let key = place.rsplit('/').next().unwrap_or("").split('[').next().unwrap_or("").to_owned();
        let said: Vec<&str> = said.split_whitespace().collect();
        draft.note(NoteKind::Unmapped, None, &place, format!("no attribute takes `{key}`: {}", clip(&said.join(" "))));
    }
}

/// Notes that a signature of the document was not verified.
pub(crate) fn note_signatures(draft: &mut Draft<'_>, xml: &Xml) {
    for signature in xml.all("Signature") {
        signature.mark_all();
        draft.note(
            NoteKind::NotVerified,
            attribute::AUTHENTIC,
            &signature.place(),
            "the document is signed; the signature was not verified",
        );
    }
}
