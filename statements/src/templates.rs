//! The templates, which an institution may replace one by one.

use std::collections::BTreeMap;

/// The names of the templates, each with what is taken where the institution has none of its own.
const BUILT_IN: [(&str, &str); 5] = [
    ("statement.html", include_str!("../templates/statement.html")),
    ("parts.html", include_str!("../templates/parts.html")),
    ("statement.css", include_str!("../templates/statement.css")),
    ("statement.typ", include_str!("../templates/statement.typ")),
    ("parts.typ", include_str!("../templates/parts.typ")),
];

/// The templates from which statements are written.
#[derive(Debug, Clone, Default)]
pub struct Templates {
    own: BTreeMap<String, String>,
    fonts: Vec<Vec<u8>>,
}

/// A template that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// There is no template of this name.
    #[error("there is no template `{name}`; there are: {known}")]
    Unknown {
        /// What was given.
        name: String,
        /// What there is.
        known: String,
    },
    /// It is no text.
    #[error("the template `{0}` is not UTF-8; save it as UTF-8")]
    NoText(String),
    /// It is broken, or what it asks for is not there.
    #[error("the template `{template}`, line {line}: {problem}")]
    Broken {
        /// Which template.
        template: String,
        /// The line in it, from 1; 0 where it is not known.
        line: usize,
        /// What is wrong and how to mend it.
        problem: String,
    },
    /// It leaves out what a statement has to hold.
    #[error(
        "the templates leave out {count} of the texts that a statement has to hold, first in `{section}`: “{text}”; put them back"
    )]
    LeavesOut {
        /// The section.
        section: String,
        /// The text.
        text: String,
        /// How many texts are left out.
        count: usize,
    },
    /// A character that no font has.
    #[error("no font has the characters {0}; put a font that has them (.ttf or .otf) beside the templates")]
    NoGlyph(String),
    /// The PDF does not come out as it must.
    #[error("the PDF cannot be written: {0}")]
    Pdf(String),
}

impl Templates {
    /// Puts a template of the institution in the place of the built-in one of the same name.
    ///
    /// # Errors
    /// [`TemplateError::Unknown`] for a name that no template has.
    pub fn replace(&mut self, name: &str, text: String) -> Result<(), TemplateError> {
        if BUILT_IN.iter().all(|(known, _)| *known != name) {
            let known: Vec<&str> = BUILT_IN.iter().map(|(known, _)| *known).collect();
            return Err(TemplateError::Unknown { name: name.to_owned(), known: known.join(", ") });
        }
        self.own.insert(name.to_owned(), text);
        Ok(())
    }

    /// Adds a font of the institution, for PDF.
    pub fn add_font(&mut self, bytes: Vec<u8>) {
        self.fonts.push(bytes);
    }

    /// The template of a name.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        let built_in = || BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, text)| *text);
        self.own.get(name).map(String::as_str).or_else(built_in)
    }

    /// The templates whose names end so, with their texts.
    pub(crate) fn ending(&self, endings: &[&str]) -> impl Iterator<Item = (&'static str, &str)> {
        let wanted = |name: &str| endings.iter().any(|ending| name.ends_with(ending));
        let names: Vec<&'static str> = BUILT_IN.iter().map(|(name, _)| *name).filter(|name| wanted(name)).collect();
        names.into_iter().filter_map(|name| Some((name, self.text(name)?)))
    }

    /// The fonts of the institution.
    #[cfg(feature = "pdf")]
    pub(crate) fn fonts(&self) -> &[Vec<u8>] {
        &self.fonts
    }
}
