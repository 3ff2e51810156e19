//! Awards and credentials as a graph: the ladder of awards, and what of a wallet counts where.
//!
//! A graph is made from the rules ([`ladder`]), from a stacking ([`of_stack`]) or from a plan ([`of_plan`]) and written for a person ([`svg`]), for
//! Graphviz ([`dot`]) or for a program ([`json`]). All three say the same thing, and say it in the same order every time.

mod card;
mod dot;
mod json;
mod ladder;
mod ladder_svg;
mod model;
mod of_plan;
mod of_stack;
mod of_together;
mod paper;
mod places;
mod stack_parts;
mod stack_svg;
mod svg;
mod text;

#[cfg(test)]
mod tests;

pub use dot::dot;
pub use json::json;
pub use ladder::{UnknownAward, ladder};
pub use model::{
    AwardNode, ComponentNode, CredentialNode, Edge, Graph, LeftNode, LimitNode, Node, RequirementNode,
    RequirementStanding, StackSummary, Subject,
};
pub use of_plan::of_plan;
pub use of_stack::of_stack;
pub use of_together::of_together;
pub use svg::{PictureError, svg};
