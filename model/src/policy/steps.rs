//! The steps in which credits are granted: whole numbers, halves.

use credstack_source::Span;

use super::source::Citation;
use crate::amount::Amount;

/// The step to which a policy rounds down what is granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditSteps {
    /// The step in ECTS; above nothing.
    pub step: Amount,
    /// Where it comes from.
    pub citations: Vec<Citation>,
    /// Where it stands.
    pub span: Span,
}
