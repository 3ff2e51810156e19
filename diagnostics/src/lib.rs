//! One diagnostic value, many renderers.
//!
//! A [`Diagnostic`] is plain data: a slug that names the kind of problem, a message, the places it is about, and how to mend
//! it. The wording guide is `docs/wording.md` in the root of the repository; each kind of problem has a page beside it in
//! `docs/problems/`, which is part of the program.

mod mend;
mod page;
mod plain;
mod render;
mod sarif;
mod slug;

pub use mend::{Mended, mend};
pub use page::{Block, Page};
pub use plain::to_plain;
pub use render::{pointer, to_json, to_text};
pub use sarif::to_sarif;
pub use slug::{Severity, Slug, nearest_slug};

use credstack_source::Span;

/// A place that a diagnostic is about, underlined when shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is there; may be empty.
    pub text: String,
}

/// How sure a fix is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applicability {
    /// It means the same as what was written, only written right.
    Safe,
    /// It is likely what was meant.
    Likely,
}

impl Applicability {
    /// The word that outputs use.
    pub fn word(self) -> &'static str {
        match self {
            Applicability::Safe => "safe",
            Applicability::Likely => "likely",
        }
    }
}

/// A change to the text that would mend the problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What to replace.
    pub span: Span,
    /// With what.
    pub replacement: String,
    /// How sure it is.
    pub applicability: Applicability,
}

/// A problem in a policy, a pack or a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of problem it is.
    pub slug: Slug,
    /// What is wrong, in a clause.
    pub message: String,
    /// The place it is about; the first is the main one.
    pub labels: Vec<Label>,
    /// How to mend it.
    pub help: Option<String>,
    /// A change that would mend it.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A problem at a place.
    pub fn new(slug: Slug, span: Span, message: impl Into<String>) -> Self {
        Self { slug, message: message.into(), labels: vec![Label { span, text: String::new() }], help: None, fix: None }
    }

    /// Says what stands at the main place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        if let Some(first) = self.labels.first_mut() {
            first.text = text.into();
        }
        self
    }

    /// Points at another place.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Says how to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Offers a change at a place.
    #[must_use]
    pub fn fix(mut self, span: Span, replacement: impl Into<String>, applicability: Applicability) -> Self {
        self.fix = Some(Fix { span, replacement: replacement.into(), applicability });
        self
    }

    /// How grave it is.
    pub fn severity(&self) -> Severity {
        self.slug.severity()
    }

    /// The main place.
    pub fn span(&self) -> Span {
        self.labels.first().map(|l| l.span).unwrap_or_default()
    }
}

/// Whether any of them stops the rules from being used.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity() == Severity::Error)
}

/// Brings diagnostics into the order of the files, errors first where two stand at one place.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| (a.span(), a.slug, &a.message).cmp(&(b.span(), b.slug, &b.message)));
}
