//! Baked images: badges whose image carries the credential, in a text chunk of a PNG or in an element of an SVG.

mod png;
mod svg;

pub(crate) use png::texts as of_png;
pub(crate) use svg::{is_svg, texts as of_svg};

use serde_json::Value;

use crate::envelope::is_token;
use crate::error::DocumentError;
use crate::names::place;
use crate::note::Note;
use crate::{parse, repeated};

/// A text that an image carries, and its place: `/openbadgecredential` of a PNG, `/openbadges:credential` of an SVG.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Baked {
    pub(crate) place: String,
    pub(crate) text: String,
}

/// What the texts of an image hold, each with its place.
#[derive(Default)]
pub(crate) struct Contents {
    /// JSON, and tokens as text.
    pub(crate) values: Vec<(String, Value)>,
    pub(crate) notes: Vec<Note>,
    /// Why a text is neither.
    pub(crate) refused: Vec<DocumentError>,
}

/// Looks into the texts. A token stays a text; what is in it stands behind a `#`, as everywhere.
pub(crate) fn open(texts: Vec<Baked>) -> Contents {
    let mut contents = Contents::default();
    for Baked { place: at, text } in texts {
        let text = text.trim().trim_start_matches('\u{feff}');
        if is_token(text) {
            contents.values.push((at, Value::from(text)));
        } else if text.starts_with(['{', '[', '"']) {
            match parse::parse(text) {
                Ok(value) => {
                    let base = format!("{at}#");
                    contents.notes.extend(repeated::notes(text, &value, &base));
                    contents.values.push((base, value));
                }
                Err(problem) => contents.refused.push(problem),
            }
        } else {
            contents.refused.push(no_credential(&at, text));
        }
    }
    contents
}

fn no_credential(at: &str, text: &str) -> DocumentError {
    let (found, help) = if text.starts_with("http") {
        (
            format!("the image carries only the address of its badge, `{}`", crate::read::dates::clip(text)),
            "open the address, save what it shows as JSON and hand that in",
        )
    } else {
        (
            "the image carries a text that is neither JSON nor a token".to_owned(),
            "download the credential as JSON from the issuer's page",
        )
    };
    DocumentError::NoCredential { path: place(at), found, help: help.to_owned() }
}

/// An image of a kind that may be a badge and is none, or that is broken.
fn without(found: &str) -> DocumentError {
    DocumentError::NoCredential {
        path: place(""),
        found: found.to_owned(),
        help: "download the credential as JSON from the issuer's page".to_owned(),
    }
}
