//! XML documents: which of the formats one is in, or why it is none.

use crate::detect::unsupported;
use crate::document::{Format, Found};
use crate::draft::Context;
use crate::error::DocumentError;
use crate::xml::{Xml, text};
use crate::{edci, elmo};

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
