//! Sources and citations: where a rule comes from and how sure that is.

use std::sync::Arc;

use credstack_source::Span;

use crate::date::Date;
use crate::symbol::Symbol;

/// How sure the authors are of a source, as the pack says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Confidence {
    /// The act itself was read.
    #[default]
    Primary,
    /// A source that quotes it was read.
    Secondary,
    /// Nobody could check it; every output says so.
    Doubtful,
}

impl Confidence {
    /// The word of the language.
    pub fn word(self) -> &'static str {
        match self {
            Confidence::Primary => "primary",
            Confidence::Secondary => "secondary",
            Confidence::Doubtful => "doubtful",
        }
    }
}

/// A legal or institutional source that rules cite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegalSource {
    /// The short name that citations use, `RD822`.
    pub name: Symbol,
    /// Its title.
    pub title: Arc<str>,
    /// Where it can be read.
    pub url: Option<Arc<str>>,
    /// How sure the authors are.
    pub confidence: Confidence,
    /// The last day on which somebody compared the rules with it.
    pub checked: Option<Date>,
    /// Where sources disagree: what they say and which reading the rules take.
    pub reading: Option<Arc<str>>,
    /// Where it stands in the rule file.
    pub span: Span,
}

/// Where a rule comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The policy that declares the source.
    pub policy: Symbol,
    /// The source's short name.
    pub source: Symbol,
    /// `art 10.3`, `annex II`.
    pub place: Arc<str>,
    /// Where it stands.
    pub span: Span,
}
