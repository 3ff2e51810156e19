//! What packs declare as data: where each declaration stands and what it rests on.

use credstack_source::Span;

use super::source::Citation;
use crate::symbol::Symbol;

/// Something that a pack declares as data and that is there once for all packs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Datum {
    /// A qualifications framework, by its name.
    Framework(Symbol),
    /// A credit system, by its name.
    CreditSystem(Symbol),
    /// The hours of an ECTS credit, by the country of the issuer; `None` is the default.
    Hours(Option<Symbol>),
}

/// Where something is declared and what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    /// What is declared.
    pub of: Datum,
    /// The sources that it cites.
    pub citations: Vec<Citation>,
    /// Where it stands.
    pub span: Span,
}
