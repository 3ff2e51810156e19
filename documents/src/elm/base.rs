//! What the readers of one credential share: what holds for all of it, and the places of one achievement.

use crate::json::Node;

/// What holds for every claim of one credential.
pub(crate) struct Envelope<'d> {
    pub(crate) credential: Node<'d>,
    pub(crate) issuer: Option<Node<'d>>,
    /// What the document calls itself: its type names and profiles.
    pub(crate) higher_education: bool,
    /// Proofs of enrolment say nothing of completion.
    pub(crate) enrolment: bool,
}

/// The places that an achievement is read from.
pub(crate) struct Places<'d> {
    pub(crate) claim: Node<'d>,
    pub(crate) specifications: Vec<Node<'d>>,
    pub(crate) activities: Vec<Node<'d>>,
    pub(crate) assessments: Vec<Node<'d>>,
}
