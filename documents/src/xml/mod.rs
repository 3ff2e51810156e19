//! XML: which of the formats a document is in, and what they share.

mod bounds;
mod encoding;
mod error;
mod tree;

pub(crate) use encoding::{is_xml, text};
pub use error::XmlError;
pub(crate) use tree::{Element, Xml};

use credstack_model::vocabulary::attribute;

use crate::detect::unsupported;
use crate::document::{Format, Found};
use crate::draft::{Context, Draft};
use crate::edci;
use crate::elmo;
use crate::error::DocumentError;
use crate::json::Node;
use crate::note::NoteKind;
use crate::read::dates::clip;

/// Reads an XML document of a known format.
pub(crate) fn read(context: Context<'_>, bytes: &[u8]) -> Result<(Format, Found), DocumentError> {
    let text = text(bytes)?;
    if text.trim().is_empty() {
        return Err(DocumentError::Empty);
    }
    refuse_page(&text)?;
    let xml = Xml::parse(&text, context.most_steps)?;
    let found = read_tree(context, &xml);
    if xml.exhausted() { Err(DocumentError::TooManySteps) } else { found }
}

fn read_tree(context: Context<'_>, xml: &Xml) -> Result<(Format, Found), DocumentError> {
    let name = xml.root().name();
    if !xml.all("elmo").is_empty() {
        return Ok((Format::Elmo, elmo::read(context, xml)?));
    }
    if name == "courses-response" {
        return Ok((Format::Elmo, elmo::catalogue(context, xml)?));
    }
    if edci::is_one(xml) {
        return Ok((Format::EuropassXml, edci::read(context, xml)?));
    }
    Err(refuse(name))
}

/// A page of a website is often saved in place of the file behind it.
fn refuse_page(text: &str) -> Result<(), DocumentError> {
    let start: String = text.trim_start().chars().take(14).flat_map(char::to_lowercase).collect();
    if start.starts_with("<!doctype html") || start.starts_with("<html") {
        return Err(unsupported(
            "",
            "a web page (HTML)",
            "the page was saved in place of the credential; download the credential itself from it",
        ));
    }
    Ok(())
}

/// Why a document of this outermost element is none that is read.
fn refuse(name: &str) -> DocumentError {
    let no = |found: &str, help: &str| DocumentError::NoCredential {
        path: format!("/{name}"),
        found: found.to_owned(),
        help: help.to_owned(),
    };
    let agreement = name.starts_with("omobility-la")
        || matches!(name, "la" | "learning-agreement" | "changes-proposal" | "first-version" | "approved-changes");
    if agreement || name.starts_with("comment-proposal") || name.starts_with("approve-proposal") {
        return no(
            "it is a learning agreement of a mobility, which says what shall be recognised and certifies no learning",
            "ask for the transcript of records",
        );
    }
    let named = match name {
        "svg" => {
            Some(("an SVG image", "if a badge is baked into it, download the badge as JSON from the issuer's page"))
        }
        "qmsAccreditations" => {
            Some(("a list of accreditations", "hand in the credential that names them as its quality assurance"))
        }
        "OpintosuorituksetResponse" | "OpiskelijanKaikkiTiedotResponse" => {
            Some(("an answer of the Finnish register Virta", "ask for the same records as ELMO"))
        }
        "AcademicRecord" | "CollegeTranscript" => {
            Some(("a transcript in PESC XML", "ask for a transcript in ELMO, or for the credentials as JSON"))
        }
        _ => None,
    };
    if let Some((found, help)) = named {
        return unsupported(&format!("/{name}"), found, help);
    }
    no(
        "it is XML of none of the formats that are read (ELMO and European credentials of the versions before 3)",
        "ask the issuer for the credential in one of these, or as JSON",
    )
}

/// Identifiers with their places.
pub(crate) fn scalars<'x>(nodes: impl IntoIterator<Item = Node<'x>>) -> Vec<(String, Node<'x>)> {
    let found = nodes.into_iter().filter_map(|n| Some((n.text()?.to_owned(), n)));
    found.filter(|(text, _)| !crate::elm::is_local(text)).collect()
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
