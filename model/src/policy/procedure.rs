//! What happens around a decision: time limits, silence, appeal, language.

use std::sync::Arc;

use credstack_source::Span;

use super::effect::RecordEntry;
use super::source::Citation;
use crate::date::Term;
use crate::symbol::Symbol;
use crate::vocabulary::AttributeId;

/// The procedure of a policy, as a statement of the decision has to name it (Lisbon Recognition Convention, art. III.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Procedure {
    /// How long a decision may take, and the date of the claim from which that runs.
    pub decide_within: Option<(Term, AttributeId)>,
    /// What it means when nobody decides in time, in words.
    pub silence: Option<Arc<str>>,
    /// Who hears an appeal, and within which time it is made.
    pub appeal: Option<(Arc<str>, Term)>,
    /// The languages of the procedure, BCP 47.
    pub languages: Vec<Symbol>,
    /// How what is recognised is entered on record, where no rule says otherwise.
    pub record: Option<RecordEntry>,
    /// Where it comes from.
    pub citations: Vec<Citation>,
    /// Notes for officers.
    pub notes: Vec<Arc<str>>,
    /// Where it stands.
    pub span: Span,
}
